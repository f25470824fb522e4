"""Read the one-sheet form: file → what was typed, with every fault of its cells at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from checklists.faults import Fault, UserError
from registry.meeting.form import SHEET_NAME
from registry.meeting.questions import (
    ATTENDEE_CELLS,
    HOUSEHOLD_CELLS,
    QUESTIONS,
    Cell,
    Question,
    stages_of,
)
from registry.meeting.texts import read_answer
from registry.meeting.typed import Typed
from registry.spreadsheet import Rows, column_letter, read_spreadsheet
from registry.text import squeeze

__all__ = ["read_form"]

_TABLES = {"household": HOUSEHOLD_CELLS, "attendee": ATTENDEE_CELLS}
# A row with so many of a table's headings is its header.
_ENOUGH = {"household": 4, "attendee": 2}


def read_form(path: Path) -> Typed:
    """What stands in the form of that file.

    Raises UserError where it is no such form, or with every cell that cannot be read.
    """
    book = read_spreadsheet(path)
    name = SHEET_NAME if SHEET_NAME in book.rows else next(iter(book.rows), "")
    reader = _Reader(path.name, book.rows.get(name, []))
    typed = reader.read()
    reader.judge(book.marks.get(name, {}))
    if not reader.known:
        todo = "请用空的会议表填写：网页“开一次会”里可以下载，或用 fangpin meeting --form 空表.xlsx 生成"
        raise UserError(Fault(path.name, "不是会议表，找不到“会议种类”等各行", todo))
    if (
        typed.kind
        and typed["stage"]
        and stages_of(typed.kind)
        and typed["stage"] not in stages_of(typed.kind)
    ):
        reader.say(
            ("question", 0, "stage"), f"{typed.kind}没有“{typed['stage']}”阶段", "请改正阶段或会议种类"
        )
    if not typed.kind and not any("会议种类" in fault.where for fault in reader.faults):
        reader.faults.append(Fault(f"{path.name} “会议种类”", "没有填", "请从下拉中选"))
    if reader.faults:
        raise UserError(reader.faults)
    return typed


class _Reader:
    """Goes down the rows; the questions above, the two tables where their headers stand."""

    def __init__(self, name: str, rows: Rows) -> None:
        self.name, self.rows = name, rows
        self.faults: list[Fault] = []
        self.known = 0
        self.cells: dict[tuple[str, int, str], str] = {}
        self.typed = Typed(cells=self.cells)
        self.headings: dict[int, object] = {}
        self.questions = {squeeze(question.label): question for question in QUESTIONS}

    def read(self) -> Typed:
        part, places = "", dict[str, int]()
        for number, row in enumerate(self.rows, 1):
            header = next(((name, at) for name, at in self._headers(row)), None)
            if header is not None:
                part, places = header
                self.headings = {at: cell for at, cell in enumerate(row) if at not in places.values()}
            elif _is_table_title(row):
                part = ""
            elif part:
                self._table_row(part, places, number, row)
            else:
                self._question(number, row)
        return self.typed

    def judge(self, marks: Mapping[str, str]) -> None:
        """Cells without a value because of their formula are not simply empty."""
        for place, cell in self.cells.items():
            if mark := marks.get(cell):
                what = "是公式，但没有算出的值" if mark == "formula" else f"公式出错，显示 {mark}"
                self.say(place, what, "请直接填写内容，或在 WPS 中改正、保存一次")

    def say(self, place: tuple[str, int, str], what: str, todo: str) -> None:
        fault = Fault(f"{self.name} {self.typed.where(place)}", what, todo)
        if fault.where not in {known.where for known in self.faults}:
            self.faults.append(fault)

    def _unread(self, cell: str, what: str) -> None:
        """What stands where nothing is looked for is said, not dropped."""
        todo = "请改回原来的标题（见 fangpin meeting --form 写出的空表），用不着的内容请清空"
        self.faults.append(Fault(f"{self.name} {cell} 格", what, todo))

    def _headers(self, row: Sequence[object]) -> Iterator[tuple[str, dict[str, int]]]:
        texts = [squeeze(cell) if isinstance(cell, str) else "" for cell in row]
        for part, cells in _TABLES.items():
            found = {cell.field: texts.index(cell.heading) for cell in cells if cell.heading in texts}
            if len(found) >= _ENOUGH[part] and ("head" in found or "name" in found):
                yield part, found

    def _question(self, number: int, row: Sequence[object]) -> None:
        label = squeeze(row[0]) if row and isinstance(row[0], str) else ""
        question = self.questions.get(label)
        if question is None:
            if len(row) > 1 and row[1] not in (None, ""):
                self._unread(f"A{number}", f"“{label}”不是会议表里的项目，这一行没有读")
            return
        self.known += 1
        raw = row[1] if len(row) > 1 else None
        place = ("question", 0, question.id)
        self.cells[place] = f"B{number}"
        self.typed.answers[question.id] = self._value(place, raw, question)

    def _table_row(self, part: str, places: dict[str, int], number: int, row: Sequence[object]) -> None:
        raw = {name: row[at] for name, at in places.items() if at < len(row) and row[at] not in (None, "")}
        for at, heading in self.headings.items():
            if at < len(row) and row[at] not in (None, ""):
                self._unread(f"{column_letter(at)}{number}", f"这一列的标题是“{heading or ''}”，认不出")
        if not raw:
            return
        rows = self.typed.households if part == "household" else self.typed.attendees
        place = len(rows)
        told: dict[str, Any] = {}
        rows.append(told)
        for name, at in places.items():
            self.cells[(part, place, name)] = f"{column_letter(at)}{number}"
        for cell in _TABLES[part]:
            if cell.field in raw:
                value = self._value((part, place, cell.field), raw[cell.field], cell)
                if value is not None:
                    told[cell.field] = value
        name = "head" if part == "household" else "name"
        if name not in raw:
            self.say((part, place, name), "没有填", "这一行要有姓名，多余的行请清空")

    def _value(self, place: tuple[str, int, str], raw: object, asked: Question | Cell) -> Any:
        reading = read_answer(raw, asked)
        if reading.what and reading.error:
            self.say(place, reading.what, reading.todo)
        return reading.value


def _is_table_title(row: Sequence[object]) -> bool:
    """一、各户情况（一户一行） with nothing beside it."""
    return (
        bool(row)
        and isinstance(row[0], str)
        and "一行）" in row[0]
        and all(cell in (None, "") for cell in row[1:])
    )
