"""How fast papers are rendered, against docxtpl and against the floor, in one run on one core.

    python -m benchmarks.generate [--json] [--papers N]

peer   docxtpl as its manual has it: open the template, render, save, with the same values
floor  what no renderer can beat: deflate the finished XML, copy the parts that never change
"""

from __future__ import annotations

import argparse
import io
import json
import time
import zipfile
from collections.abc import Callable, Iterable
from functools import cache

from docxtpl import DocxTemplate

from docgen.context import Writer
from docgen.package import Part, assemble, deflated
from docgen.plan import plan
from docgen.render import environment, render
from docgen.view import Desk
from registry.sample import load_sample
from templates import template_bytes

Case = tuple[str, dict[str, object]]


def cases(number: int) -> list[Case]:
    """The sample's papers with their values, repeated up to the number asked for."""
    writer = Writer(load_sample(), Desk({}))
    own = [(due.kind, writer.context(due) | {"mark": ""}) for due in plan(load_sample())[0]]
    return [own[place % len(own)] for place in range(number)]


def rate(work: Callable[[Case], object], every: Iterable[Case]) -> float:
    """Papers a second."""
    done = 0
    start = time.perf_counter()
    for case in every:
        work(case)
        done += 1
    return done / (time.perf_counter() - start)


def by_docxtpl(case: Case) -> bytes:
    kind, context = case
    template = DocxTemplate(io.BytesIO(template_bytes(kind)))
    template.render(context | {"_blanks": {}, "_values": []}, jinja_env=environment(), autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def finished(case: Case) -> dict[str, bytes]:
    """The parts of the finished paper."""
    with zipfile.ZipFile(io.BytesIO(render(*case, "").data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def deflate_what_changed(own: dict[str, bytes], first: dict[str, bytes]) -> None:
    """The floor for one paper: compress the parts that differ from another paper's, copy the others."""
    compressed = {
        name: _copied(data) if first[name] == data else deflated(data) for name, data in own.items()
    }
    assemble(list(own), compressed)


@cache
def _copied(data: bytes) -> Part:
    return deflated(data)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--papers", type=int, default=600)
    asked = parser.parse_args()
    every = cases(asked.papers)
    for kind in {kind for kind, _ in every}:  # Compile once, as a long run would.
        render(kind, next(context for name, context in every if name == kind), "")
    own = rate(lambda case: render(*case, ""), every)
    peer = rate(by_docxtpl, every[:: max(1, len(every) // 60)])
    parts = [finished(case) for case in every]
    others = {kind: finished((kind, context)) for kind, context in reversed(every)}
    for (kind, _), content in zip(every, parts, strict=True):  # Warm the copies.
        deflate_what_changed(content, others[kind])
    start = time.perf_counter()
    for (kind, _), content in zip(every, parts, strict=True):
        deflate_what_changed(content, others[kind])
    floor = len(parts) / (time.perf_counter() - start)
    figures = {
        "docs_per_s": round(own, 1),
        "ratio_docxtpl": round(own / peer, 2),
        "ratio_floor": round(own / floor, 3),
    }
    print(f"papers a second: {own:.0f}; docxtpl {peer:.0f}; floor {floor:.0f}")
    if asked.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
