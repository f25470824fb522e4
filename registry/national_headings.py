"""Find the header of the national export, and say which heading is which field. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.spreadsheet import Rows
from registry.text import squeeze

__all__ = ["Table", "find_tables"]

_WITHIN = 10
_LEAST = 4
# 人均纯收入（元） · 耕地面积(亩) · 务工时间（月）
_UNIT = re.compile(r"\((元|万元|亩|月|人|平方米|㎡|公里)\)$")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of the export: field → place, the rows below its header, and what became of its headings."""

    sheet: str
    first_row: int
    rows: Sequence[Sequence[object]]
    places: Mapping[str, int]
    headings: Mapping[str, str]
    used: Mapping[str, str]
    unknown: tuple[str, ...]
    doubled: tuple[str, ...]


def find_tables(sheets: Mapping[str, Rows], headings: Mapping[str, Sequence[str]]) -> tuple[Table, ...]:
    """Every sheet with a header of people within its first ten rows."""
    known = {_plain(heading): key for key, names in headings.items() for heading in names}
    found = (_table(name, rows, known) for name, rows in sheets.items())
    return tuple(table for table in found if table is not None)


def _table(name: str, rows: Rows, known: Mapping[str, str]) -> Table | None:
    candidates = [
        (sum(_plain(cell) in known for cell in row), -number) for number, row in enumerate(rows[:_WITHIN])
    ]
    count, number = max(candidates, default=(0, 0))
    if count < _LEAST:
        return None
    places: dict[str, int] = {}
    shown: dict[str, str] = {}
    unknown: list[str] = []
    doubled: list[str] = []
    for place, cell in enumerate(rows[-number]):
        heading = _plain(cell)
        if not heading:
            continue
        key = known.get(heading) or known.get(_without_suffix(heading))
        if key is None:
            unknown.append(str(cell).strip())
        elif key in places:
            doubled.append(str(cell).strip())
        else:
            places[key], shown[key] = place, str(cell).strip()
    if "member.name" not in places:
        return None
    used = {heading: key for key, heading in shown.items()}
    return Table(name, 1 - number, rows[1 - number :], places, shown, used, tuple(unknown), tuple(doubled))


def _plain(cell: object) -> str:
    """A heading without blanks, with half-width brackets, without its unit and marks."""
    if not isinstance(cell, str):
        return ""
    text = squeeze(cell).replace("（", "(").replace("）", ")").lstrip("*")
    return _UNIT.sub("", text)


def _without_suffix(heading: str) -> str:
    """风险是否已消除0, 户类型.1 → the heading that was there twice."""
    return _UNIT.sub("", re.sub(r"(\.\d+|0)$", "", heading))
