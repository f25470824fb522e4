"""How fast papers are rendered, against docxtpl and against the floor, in one run on one core.

    python -m benchmarks.generate [--json] [--papers N]

peer   docxtpl as its manual has it: open the template, render, save, with the same values
floor  what no renderer can beat: deflate the finished XML at the same level, copy the parts that never change

The three take turns over small blocks of papers, the figures are the medians of these blocks, and time is that of the
processor: a busy machine slows all three alike.
"""

from __future__ import annotations

import argparse
import io
import json
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from statistics import median
from typing import NamedTuple, TypeVar

from docxtpl import DocxTemplate

from docgen.context import Writer
from docgen.package import EMPTY, Piece, assemble, deflated, extended
from docgen.plan import plan
from docgen.render import environment, render
from docgen.view import Desk
from registry.sample import load_sample
from templates import template_bytes

Case = tuple[str, dict[str, object]]
T = TypeVar("T")
_CORE, _BODY = "docProps/core.xml", "word/document.xml"
_BLOCK, _PEERS = 50, 25


class Finished(NamedTuple):
    """A finished paper for the floor: the parts that it shares with others, laid out, and its own."""

    rest: Piece
    own: tuple[tuple[str, bytes], ...]


class Block(NamedTuple):
    """What one block of papers gave."""

    docs_per_s: float
    ratio_docxtpl: float
    ratio_floor: float


def cases(number: int) -> list[Case]:
    """The sample's papers with their values, repeated up to the number asked for."""
    writer = Writer(load_sample(), Desk({}))
    own = [(due.template.id, writer.context(due) | {"mark": ""}) for due in plan(load_sample())[0]]
    return [own[place % len(own)] for place in range(number)]


def by_docxtpl(case: Case) -> bytes:
    kind, context = case
    template = DocxTemplate(io.BytesIO(template_bytes(kind)))
    template.render(dict(context), jinja_env=environment(), autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def floor_of(case: Case) -> Finished:
    """The finished paper, taken apart for the floor."""
    with zipfile.ZipFile(io.BytesIO(render(*case, "").data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    own = tuple((name, parts.pop(name)) for name in (_CORE, _BODY))
    return Finished(_copied(tuple(parts.items())), own)


@cache
def _copied(parts: tuple[tuple[str, bytes], ...]) -> Piece:
    return extended(EMPTY, [(name, deflated(data)) for name, data in parts])


def by_floor(paper: Finished) -> bytes:
    """Compress the body and the properties, copy the rest."""
    return assemble(paper.rest, [(name, deflated(data)) for name, data in paper.own])


def seconds(work: Callable[[T], object], every: Iterable[T]) -> list[float]:
    """The seconds of processor time that each took."""
    taken = []
    for one in every:
        start = time.process_time()
        work(one)
        taken.append(time.process_time() - start)
    return taken


def blocks(every: list[Case], rounds: int) -> Iterator[Block]:
    """The three in turn over the same few papers, again and again: what disturbs one disturbs all."""
    floors = [floor_of(case) for case in every]
    for number in range(rounds):
        for at in range(0, len(every), _BLOCK):
            papers = every[at : at + _BLOCK]
            some = range(number % len(papers), len(papers), _PEERS)
            own = seconds(lambda case: render(*case, ""), papers)
            floor = seconds(by_floor, floors[at : at + _BLOCK])
            peer = seconds(by_docxtpl, [papers[place] for place in some])
            yield Block(
                docs_per_s=len(own) / sum(own),
                ratio_docxtpl=sum(peer) / sum(own[place] for place in some),
                ratio_floor=sum(floor) / sum(own),
            )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--papers", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    every = cases(asked.papers)  # Templates are compiled once, when the floor takes the papers apart.
    found = list(blocks(every, asked.rounds))
    figures = {name: median(getattr(block, name) for block in found) for name in Block._fields}
    low, high = (choose(block.ratio_floor for block in found) for choose in (min, max))
    print(
        f"papers a second: {figures['docs_per_s']:.0f}; {figures['ratio_docxtpl']:.1f} times docxtpl; "
        f"{figures['ratio_floor']:.2f} of the floor ({low:.2f} to {high:.2f} in {len(found)} blocks)"
    )
    if asked.json:
        print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
