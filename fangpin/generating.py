"""A registry's papers, checked, chosen and written: what the command does and what the page does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from checklists import Fault, Origin, UserError, load_checklist, load_kinds
from registry.dates import parse_span
from templates import load_manifest

if TYPE_CHECKING:
    from docgen.due import Due
    from docgen.layout import Place
    from docgen.write import Choice, Outcome
    from registry.faults import CellFault
    from registry.read_workbook import Loaded
    from registry.registry import Registry

__all__ = [
    "Chosen", "check_kinds", "choose", "for_period", "households_by_kind", "make_archive", "spoiled_kinds", "stopping",
    "write_trace",
]  # fmt: skip

# What to do for a kind of which no office draws up a paper.
_BRING = {
    Origin.RECEIVED: ("是收到的材料，不能代为生成", "请把收到的原件或扫描件放进档案，{place}"),
    Origin.TAKEN: ("要在现场拍摄，不能代为生成", "请把当时拍的照片放进档案，{place}"),
    Origin.EXPORTED: (
        "由全国系统导出，不能代为生成",
        "请从系统导出后放进档案，{place}；要核对稿的，另加 --with-exported",
    ),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The files that a choice asks for, and how many warnings the registry has."""

    places: Sequence[Place]
    warnings: int


def choose(loaded: Loaded, choice: Choice) -> Chosen:
    """Plan and check. Raises UserError with every error that would put a wrong word on a chosen paper, or where none is chosen."""
    from docgen.choice import planned_places
    from registry.checks import check

    places, _ = planned_places(loaded.registry, load_checklist(loaded.registry.settings.checklist), choice)
    faults = check(loaded)
    if errors := stopping(loaded.name, faults, [place.due for place in places]):
        raise UserError(errors)
    if not places:
        narrowed = any((choice.levels, choice.units, choice.kinds, choice.stages))
        todo = "请放宽选择" if narrowed else "请先填〔单位〕〔监测对象户〕〔会议〕三张表"
        raise UserError(Fault(loaded.name, "没有可以生成的材料", todo))
    return Chosen(places, sum(not fault.error for fault in faults))


def make_archive(
    workbook: Path,
    loaded: Loaded,
    archive: Path,
    choice: Choice,
    *,
    force: bool = False,
    templates: Mapping[str, bytes] = MappingProxyType({}),
    advance: Callable[[int], object] = lambda number: None,
) -> Outcome:
    """Write the chosen papers. Raises UserError, and ProcessLostError where a process that helped was killed."""
    from docgen.write import generate

    checklist = load_checklist(loaded.registry.settings.checklist)
    stamp = _stamp(workbook)
    return generate(
        loaded, checklist, archive, choice, force=force, stamp=stamp, advance=advance, templates=templates
    )


def stopping(name: str, faults: Sequence[CellFault], dues: Iterable[Due]) -> list[Fault]:
    """The errors that touch chosen papers; others do not stop. `name`: the registry's file."""
    names, households = load_kinds(), households_by_kind(dues)
    found = []
    for fault in faults:
        if touched := spoiled_kinds(fault, households):
            todo = f"{fault.todo}（会写错：{'、'.join(names[kind].name for kind in touched)}）"
            found.append(Fault(f"{name} {fault.where}", fault.what, todo))
    return found


def households_by_kind(dues: Iterable[Due]) -> Mapping[str, set[str]]:
    """The kinds of papers, each with the ids of all households on them."""
    found: dict[str, set[str]] = {}
    for due in dues:
        found.setdefault(due.kind, set()).update(h.household_id for h in due.households)
    return found


def spoiled_kinds(fault: CellFault, households: Mapping[str, set[str]]) -> list[str]:
    """The kinds among those papers on which the error would put a wrong word; none for a warning."""
    return [
        kind
        for kind, concerned in households.items()
        if fault.error and kind in fault.papers and (not fault.household or fault.household in concerned)
    ]


def check_kinds(kinds: Sequence[str], with_exported: bool) -> None:
    """Raises UserError with every kind that does not exist, or that nobody generates and what to do instead."""
    known = load_kinds()
    made = {template.kind for template in load_manifest() if with_exported or not template.exported}
    faults = []
    for kind in kinds:
        if kind not in known:
            faults.append(Fault(f"--kind {kind}", "没有这种材料", "可用的种类见 fangpin list kinds"))
        elif kind not in made:
            what, todo = _BRING[known[kind].origin]
            place = f"归在哪几项见 fangpin explain {kind}"
            faults.append(Fault(f"--kind {kind}", known[kind].name + what, todo.format(place=place)))
    if faults:
        raise UserError(faults)


def for_period(loaded: Loaded, period: str | None, where: str = "--period") -> Loaded:
    """The registry with the period that summaries are asked for. Raises UserError where it is none."""
    if period is None:
        return loaded
    span = parse_span(period)
    if span is None:
        todo = "请写成 2021、2021-06 或 2021-01:2021-06 的样子"
        raise UserError(Fault(f"{where} {period}", "不是起止月份", todo))
    registry = replace(loaded.registry, settings=replace(loaded.registry.settings, period=span))
    return replace(loaded, registry=registry)


def write_trace(registry: Registry, archive: Path, choice: Choice) -> tuple[Path, int]:
    """Write where each figure of the summaries comes from; the file, and how many figures it has."""
    from docgen.choice import planned_places
    from docgen.shelf import beside
    from docgen.trace import trace_of, trace_workbook
    from registry.files import write_atomic

    places, _ = planned_places(registry, load_checklist(registry.settings.checklist), choice)
    rows = trace_of(registry, [place.due for place in places])
    path = beside(archive) / "数字来源.xlsx"
    write_atomic(path, trace_workbook(rows))
    return path, len(rows)


def _stamp(workbook: Path) -> dict[str, str]:
    """When the archive was made from which workbook: what no document itself says."""
    return {
        "generated_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "registry": workbook.name,
        "registry_sha256": hashlib.sha256(workbook.read_bytes()).hexdigest(),
    }
