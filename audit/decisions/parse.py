"""The entries of decisions.yaml → decisions, every value understood or told with its row. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from audit.decisions.allowed import parse_on_paper, parse_waiver, same_papers, same_waivers
from audit.decisions.correction import Correction
from audit.decisions.names import parse_items, parse_kinds, parse_stage
from audit.decisions.rows import EXAMPLE, FILE_NAME, ON_PAPER, WAIVERS, Row, normal_path, read_rows
from audit.decisions.waiver import OnPaper, Waiver
from checklists import Fault, UserError
from registry.dates import parse_date

__all__ = ["Decisions", "normal_path", "parse_decisions"]


_Entry = TypeVar("_Entry")


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided about an archive. Grows by a field for each section of the file."""

    corrections: tuple[Correction, ...] = ()
    on_paper: tuple[OnPaper, ...] = ()
    waivers: tuple[Waiver, ...] = ()


def parse_decisions(text: str, name: str = FILE_NAME) -> Decisions:
    """Read the file's text. Raises UserError with every fault: row, what, how to write it."""
    found: list[Correction] = []
    rows, broken = read_rows(text, name)
    faults = list(broken)
    for row in rows:
        try:
            found.append(_correction(row, name))
        except UserError as error:
            faults += error.faults
    first: dict[str, int] = {}
    for each in found:
        if each.path in first:
            what = f"与第 {first[each.path]} 行是同一个文件"
            faults.append(Fault(f"{name} 第 {each.line} 行", what, "同一个文件留一条，其余的删去"))
        first.setdefault(each.path, each.line)
    papers = _entries(text, name, ON_PAPER, parse_on_paper, same_papers, faults)
    waivers = _entries(text, name, WAIVERS, parse_waiver, same_waivers, faults)
    if faults:
        raise UserError(faults)
    return Decisions(tuple(found), papers, waivers)


def _entries(
    text: str,
    name: str,
    section: str,
    parse: Callable[[Row, str], _Entry],
    same: Callable[[_Entry, _Entry], bool],
    faults: list[Fault],
) -> tuple[_Entry, ...]:
    """The entries of a section; what is wrong in them is put to the faults."""
    rows, broken = read_rows(text, name, section)
    faults += broken
    found: list[tuple[Row, _Entry]] = []
    for row in rows:
        try:
            entry = parse(row, name)
        except UserError as error:
            faults += error.faults
            continue
        first = next((known.first + 1 for known, other in found if same(other, entry)), None)
        if first is not None:
            faults.append(
                Fault(f"{name} 第 {row.first + 1} 行", f"与第 {first} 行说的是一回事", "留一条，其余的删去")
            )
        found.append((row, entry))
    return tuple(entry for _, entry in found)


def _correction(row: Row, name: str) -> Correction:
    """One entry with its values understood. Raises UserError."""
    written = {field: text for field, (text, _) in row.fields.items() if text not in ("", "~", "null")}
    faults: list[Fault] = []

    def at(field: str) -> str:
        return f"{name} 第 {row.fields[field][1]} 行"

    path = normal_path(written.get("path", ""))
    if not path:
        faults.append(Fault(f"{name} 第 {row.first + 1} 行", "这一条没有写清是哪个文件", f"写成 {EXAMPLE}"))
    kinds: tuple[str, ...] = ()
    stage = None
    try:
        kinds = parse_kinds(written["kinds"], at("kinds")) if "kinds" in written else ()
    except UserError as error:
        faults += error.faults
    try:
        stage = parse_stage(written["stage"], at("stage")) if "stage" in written else None
    except UserError as error:
        faults += error.faults
    day = parse_date(written["on"]) if "on" in written else None
    if "on" in written and day is None:
        what = f"“{written['on']}”不是日期"
        faults.append(Fault(at("on"), what, "写成 2021-12-03 这样，或删去这一行"))
    if path and not written.keys() & {"kinds", "stage", "unit", "items"}:
        todo = "下面加一行“种类: ”“环节: ”“单位: ”或“项目: ”；不用更正的，删去这一条"
        faults.append(Fault(f"{name} 第 {row.first + 1} 行", "只写了文件，没有写更正成什么", todo))
    if faults:
        raise UserError(faults)
    return Correction(
        path=path,
        kinds=kinds,
        stage=stage,
        unit=written.get("unit", ""),
        items=parse_items(written["items"]) if "items" in written else None,
        note=written.get("note", ""),
        by=written.get("by", ""),
        on=day,
        digest=written.get("digest", "").lower(),
        line=row.first + 1,
    )
