"""The entries of decisions.yaml → decisions, every value understood or told with its row. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from audit.decisions.correction import Correction
from audit.decisions.names import parse_items, parse_kinds, parse_stage
from audit.decisions.rows import EXAMPLE, FILE_NAME, Row, read_rows
from checklists import Fault, UserError
from registry.dates import parse_date

__all__ = ["Decisions", "normal_path", "parse_decisions"]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided about an archive. Grows by a field for each section of the file."""

    corrections: tuple[Correction, ...] = ()


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
    if faults:
        raise UserError(faults)
    return Decisions(tuple(found))


def normal_path(path: str) -> str:
    """A path as the audit writes it: / between folders, no ./ before it, composed characters."""
    text = unicodedata.normalize("NFC", path.strip().replace("\\", "/"))
    return re.sub(r"^(\./)+", "", text)


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
