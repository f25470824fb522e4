"""Papers that somebody saw, put to the cells that lack them: the cell's own state, and no finding. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from audit.decisions.rows import FILE_NAME
from audit.decisions.units import find_unit
from audit.decisions.waiver import OnPaper
from audit.types import Cell, Gap, Status
from audit.wording import join, kind_name
from checklists import Each, UserError
from registry.dates import parse_month
from registry.text import squeeze

__all__ = ["put_on_paper", "unit_meant"]

_OPEN = (Status.PARTIAL, Status.MISSING)


def put_on_paper(
    cells: Sequence[Cell], papers: Iterable[OnPaper], units: Iterable[str]
) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    """The cells with what is there in paper alone, and remarks on entries that nothing lacks for."""
    known = frozenset(units)
    places = {(cell.unit, cell.item.id): at for at, cell in enumerate(cells)}
    found = list(cells)
    remarks = []
    for paper in papers:
        where = f"{FILE_NAME} 第 {paper.line} 行"
        unit, why = unit_meant(paper.unit, known, where)
        at = places.get((unit, paper.item))
        if why or at is None:
            why = why or f"{unit}没有项目 {paper.item}"
            remarks.append(f"{where}：纸质件没有用到：{why}。")
            continue
        cell = found[at]
        meant = [gap for gap in cell.gaps if _is_meant(gap, paper)]
        if cell.status in _OPEN and meant:
            found[at] = _with_papers(cell, paper, meant)
        else:
            remarks.append(f"{where}：纸质件没有用到：{_why_unused(cell, paper)}。")
    return tuple(found), tuple(remarks)


def unit_meant(text: str, units: frozenset[str], where: str) -> tuple[str, str]:
    """The unit's id by its chain of names or the end of it, or why there is none."""
    try:
        unit = find_unit(text, units, where)
    except UserError as error:
        return "", "，".join(f"{fault.what}，{fault.todo}" for fault in error.faults)
    return (unit, "") if unit in units else ("", f"档案里没有单位“{text}”")


def _with_papers(cell: Cell, paper: OnPaper, meant: Sequence[Gap]) -> Cell:
    left = tuple(gap for gap in cell.gaps if gap not in meant)
    seen = tuple(replace(paper, kind=gap.kind, due_for=gap.due_for) for gap in meant)
    return replace(
        cell,
        status=Status.PARTIAL if left else Status.ON_PAPER,
        gaps=left,
        papers=(*cell.papers, *seen),
        uncertain_files=cell.uncertain_files if left else (),
    )


def _is_meant(gap: Gap, paper: OnPaper) -> bool:
    if paper.kind and paper.kind != gap.kind:
        return False
    if not paper.due_for:
        return True
    wanted, held = squeeze(paper.due_for), squeeze(gap.due_for)
    if gap.each is Each.MONTH:
        return parse_month(wanted) == parse_month(held) is not None
    return wanted in (held, f"{held}户", held.partition("（")[0])


def _why_unused(cell: Cell, paper: OnPaper) -> str:
    name = f"{cell.item.id} {cell.item.title}"
    if cell.status not in (*_OPEN, Status.COMPLETE, Status.ON_PAPER):
        return f"{name}{cell.status.zh}"
    if not cell.gaps:
        return f"{name}电子档案里已经齐了，可以删去这一条"
    lacks = join(
        dict.fromkeys(
            kind_name(gap.kind) + (f"（{gap.due_for}）" if gap.due_for else "") for gap in cell.gaps
        )
    )
    what = kind_name(paper.kind) if paper.kind else "这一份"
    return f"{name}不缺{what}{f'（{paper.due_for}）' if paper.due_for else ''}，缺的是{lacks}"
