"""One sheet of the registry: rows of values → records, with every fault of headings and cells. Pure."""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from registry.cells import EXAMPLE_MARK, CellReading, read_cell
from registry.column import columns_of
from registry.faults import CellFault
from registry.sheets import SHEETS, Sheet
from registry.shown import papers_of, sheet_papers
from registry.spreadsheet import column_letter
from registry.text import squeeze

__all__ = ["SheetReader", "field_types"]

_HEADER_WITHIN = 10
_EMPTY = CellReading()


class SheetReader:
    """One sheet on its way to records; collects the faults that it meets.

    `marks`: cells without a value and why, as in `Spreadsheet`.
    """

    def __init__(self, sheet: Sheet, rows: Sequence[Sequence[object]], marks: Mapping[str, str]) -> None:
        self.sheet, self.rows, self.marks = sheet, rows, marks
        self.columns = columns_of(sheet.record)
        self.types = field_types(sheet.record)
        self.faults: list[CellFault] = []
        self.own_columns: list[str] = []
        self.first_row, self.places = self._find_header()

    def records(self) -> Iterator[Any]:
        if not self.places:
            return
        for number, row in enumerate(self.rows[self.first_row :], self.first_row + 1):
            if (self._holds(row) or self._marked(number)) and not _is_example(row):
                record = self._record(number, row)
                if record is not None:
                    yield record

    def _holds(self, row: Sequence[object]) -> bool:
        return any(cell not in (None, "") for cell in row)

    def _marked(self, number: int) -> bool:
        places = self.places.values() if self.marks else ()
        return any(f"{column_letter(place)}{number}" in self.marks for place in places)

    def _record(self, number: int, row: Sequence[object]) -> Any | None:
        values: dict[str, object] = {}
        lacking: list[str] = []
        faults: list[CellFault] = []
        for field, column in self.columns.items():
            place = self.places.get(field)
            if place is None:
                continue
            mark = self.marks.get(f"{column_letter(place)}{number}") if self.marks else None
            raw = row[place] if place < len(row) else None
            if mark:
                reading = _marked_reading(mark)
            else:  # Most cells of a sheet are empty.
                reading = _EMPTY if raw is None or raw == "" else read_cell(raw, column, self.types[field])
            if reading.what:
                faults.append(self._fault(number, field, reading))
            elif column.required and reading.value is None:
                lacking.append(field)
            values[field] = reading.value
        if not faults and all(value is None for value in values.values()):
            return None
        for field in lacking:
            faults.append(self._fault(number, field, CellReading(None, "没有填", "这一格必须填", True)))
        household = values.get("household_id")
        self.faults += [replace(fault, household=str(household or "")) for fault in faults]
        return self._complete(number, values)

    def _complete(self, number: int, values: dict[str, object]) -> Any | None:
        """The record, a required text that is faulty standing empty, so that one fault stays one.

        Without its key, or without a required date, a row can be no record.
        """
        for field, column in self.columns.items():
            if column.required and values.get(field) is None:
                if self.types[field] is not str or field in self.sheet.key:
                    return None
                values[field] = ""
        return self.sheet.record(row=number, **values)

    def _find_header(self) -> tuple[int, dict[str, int]]:
        """The row after the header, and field → place. The header may stand below a title, or be merged."""
        known = {squeeze(column.heading): field for field, column in self.columns.items()}
        best: tuple[int, dict[str, int]] = (0, {})
        for number, row in enumerate(self.rows[:_HEADER_WITHIN]):
            places = self._places(row, known)
            if len(places) > len(best[1]):
                best = (number, places)
        number, places = best
        if not places:
            if any(self._holds(row) for row in self.rows):
                todo = f"第一行应有 {'、'.join(c.heading for c in list(self.columns.values())[:4])} 等列名"
                self.faults.append(self._heading_fault(0, "", "", "找不到表头", todo))
            return 0, {}
        first = number + 1
        if first < len(self.rows):  # A header merged over two rows: the lower one holds the rest.
            lower = self._places(self.rows[first], known)
            if lower and not set(lower) & set(places):
                places, first = places | lower, first + 1
        self._judge_headings(self.rows[number], number + 1, known, places)
        return first, places

    def _places(self, row: Sequence[object], known: Mapping[str, str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for place, cell in enumerate(row):
            field = known.get(_heading(cell))
            if field is not None:
                found.setdefault(field, place)
        return found

    def _judge_headings(
        self, row: Sequence[object], number: int, known: Mapping[str, str], places: Mapping[str, int]
    ) -> None:
        lacking = {column.heading for field, column in self.columns.items() if field not in places}
        for place, cell in enumerate(row):
            heading = _heading(cell)
            if not heading or (heading in known and places.get(known[heading]) in (place, None)):
                continue
            if heading in known:
                what, todo, wrong = f"列名“{heading}”出现了两次", "请删去一列", True
            else:
                near = difflib.get_close_matches(heading, lacking, 1, 0.6)
                what, wrong = f"不认识的列名“{heading}”", bool(near)
                todo = f"如果是“{near[0]}”，请改成这个名称" if near else "程序用不到，留着不影响"
                lacking -= set(near)
                self.own_columns.append(heading)
            letter = column_letter(place)
            self.faults.append(self._heading_fault(number, letter, heading, what, todo, wrong))
        for column in self.columns.values():
            if column.required and column.heading in lacking:
                todo = "请补上这一列（可从 fangpin workbook 生成的空表复制表头）"
                self.faults.append(self._heading_fault(number, "", column.heading, "缺少这一列", todo))

    def _heading_fault(
        self, row: int, letter: str, heading: str, what: str, todo: str, error: bool = True
    ) -> CellFault:
        papers = sheet_papers(self.sheet)
        return CellFault(self.sheet.name, row, letter, heading, what, todo, error, papers=papers)

    def _fault(self, row: int, field: str, reading: CellReading) -> CellFault:
        letter, heading = column_letter(self.places[field]), self.columns[field].heading
        papers = papers_of(self.sheet, field)
        return CellFault(
            self.sheet.name,
            row,
            letter,
            heading,
            reading.what,
            reading.todo,
            reading.error,
            reading.mended,
            "",
            papers,
        )


def _marked_reading(mark: str) -> CellReading:
    if mark == "formula":
        what, todo = "是公式，但没有算出的值", "请在 WPS 中打开、保存一次，或直接填写内容"
        return CellReading(None, what, todo, True)
    return CellReading(None, f"公式出错，显示 {mark}", "请改正公式或直接填写内容", True)


def _heading(cell: object) -> str:
    """A heading without the marks that templates and staff add: *户编号（必填） → 户编号."""
    if not isinstance(cell, str):
        return ""
    return re.sub(r"^[*＊]+|[*＊]+$|[（(]必填[）)]$", "", squeeze(cell))


def _is_example(row: Sequence[object]) -> bool:
    return any(isinstance(cell, str) and cell.strip().startswith(EXAMPLE_MARK) for cell in row)


def field_types(record: type[Any]) -> Mapping[str, type]:
    """Field → its type without `| None`."""
    return _TYPES[record]


def _types_of(record: type[Any]) -> Mapping[str, type]:
    hints = typing.get_type_hints(record)
    found = {}
    for field in columns_of(record):
        hint = hints[field]
        if isinstance(hint, types.UnionType):
            hint = next(kind for kind in hint.__args__ if kind is not type(None))
        found[field] = hint
    return found


_TYPES: Mapping[type[Any], Mapping[str, type]] = {sheet.record: _types_of(sheet.record) for sheet in SHEETS}
