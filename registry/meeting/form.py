"""The one-sheet form of a meeting: written empty or with what was typed; openpyxl writes its drop-downs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from registry.column import Column
from registry.meeting.questions import ATTENDEE_CELLS, Cell, household_cells, questions_for, stages_of
from registry.meeting.typed import Typed
from registry.read_workbook import column_letter
from registry.text import as_cell_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["SHEET_NAME", "form_bytes"]

SHEET_NAME = "会议"
_TITLE = "会议一张表"
_HINT = "填好存盘后运行：fangpin meeting 这张表.xlsx -o 文件夹（或放进网页“开一次会”）。会前先填到“议题”和各户情况；开完会再补填浅黄色的格子，再来一次。"
_FORMATS: dict[type, str] = {str: "@", int: "0", Decimal: "0.00", date: "yyyy-mm-dd"}
# Rows left free in the tables; more may be inserted.
_SPARE = {"household": 30, "attendee": 60}
_HEAD, _AFTER, _GREY = "D9E4EF", "FFF6D6", "8A8A8A"
# The answers stand in column B, their notes from column C on.
_MERGED_TO = 2


def form_bytes(kind: str = "", typed: Typed | None = None) -> bytes:
    """An .xlsx with the questions that this kind needs ('' for all), and the answers given so far."""
    from openpyxl import Workbook

    typed = typed or Typed()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET_NAME
    writer = _Writer(sheet)
    writer.title()
    writer.questions(kind, typed)
    cells = household_cells(kind)
    if cells:
        writer.table("一、各户情况（一户一行）", cells, typed.households, _SPARE["household"])
    heading = "二、参会人员（一人一行）" if cells else "参会人员（一人一行）"
    writer.table(heading, ATTENDEE_CELLS, typed.attendees, _SPARE["attendee"])
    writer.layout(cells or ATTENDEE_CELLS)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class _Writer:
    """Goes down the sheet row by row."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet, self.row = sheet, 1

    def title(self) -> None:
        from openpyxl.styles import Alignment, Font

        self.sheet["A1"], self.sheet["A2"] = _TITLE, _HINT
        self.sheet["A1"].font = Font(bold=True, size=16)
        self.sheet.merge_cells("A2:I2")
        self.sheet["A2"].alignment = Alignment(wrap_text=True, vertical="top")
        self.sheet.row_dimensions[2].height = 34
        self.row = 4

    def questions(self, kind: str, typed: Typed) -> None:
        from openpyxl.styles import Alignment, Font

        for question in questions_for(kind):
            label = self.sheet.cell(self.row, 1, question.label)
            label.font = Font(bold=True)
            answer = self.sheet.cell(self.row, 2)
            value = typed[question.id] or (kind if question.id == "kind" else None)
            column = question.column
            if question.id == "stage" and kind:
                value = value or next(iter(stages_of(kind)), None)
            self.sheet.merge_cells(
                start_row=self.row, start_column=2, end_row=self.row, end_column=1 + _MERGED_TO
            )
            self._answer(answer, value, question.type, question.after)
            answer.alignment = Alignment(wrap_text=question.lines, vertical="top", horizontal="left")
            if question.lines:
                self.sheet.row_dimensions[self.row].height = 90
            note = "、".join(
                part for part in (question.note, _only(question.kinds) if not kind else "") if part
            )
            self.sheet.cell(self.row, 2 + _MERGED_TO, note).font = Font(color=_GREY)
            self._choices(column, self.row, 2, self.row)
            self.row += 1

    def table(self, title: str, cells: Sequence[Cell], rows: Sequence[dict[str, Any]], spare: int) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill

        self.row += 1
        self.sheet.cell(self.row, 1, title).font = Font(bold=True, size=12)
        self.row += 1
        last = self.row + max(len(rows), 0) + spare
        for place, cell in enumerate(cells, 1):
            head = self.sheet.cell(self.row, place, cell.heading)
            head.font = Font(bold=True)
            head.fill = PatternFill("solid", fgColor=_HEAD)
            head.alignment = Alignment(horizontal="center", wrap_text=True, vertical="center")
            self._note(head, cell)
            self._choices(cell.column, self.row + 1, place, last, free=cell.field == "risk1")
            for number in range(self.row + 1, last + 1):
                row = number - self.row - 1
                value = rows[row].get(cell.field) if row < len(rows) else None
                after = cell.field in _AFTER_FIELDS
                self._answer(self.sheet.cell(number, place), value, cell.type, after)
        self.row = last + 1

    def layout(self, cells: Sequence[Cell]) -> None:
        from openpyxl.worksheet.properties import PageSetupProperties

        for place, cell in enumerate(cells):
            self.sheet.column_dimensions[column_letter(place)].width = cell.width
        self.sheet.column_dimensions["A"].width = 18
        self.sheet.column_dimensions["B"].width = max(22, cells[1].width if len(cells) > 1 else 0)
        page = self.sheet.page_setup
        page.orientation, page.paperSize, page.fitToHeight = "landscape", 9, 0
        self.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def _answer(self, cell: Any, value: object, kind: type, after: bool) -> None:
        from openpyxl.styles import Border, PatternFill, Side

        thin = Side("thin", color="B0B0B0")
        cell.border = Border(thin, thin, thin, thin)
        cell.number_format = _FORMATS[kind]
        if after:
            cell.fill = PatternFill("solid", fgColor=_AFTER)
        if value is not None:
            cell.value = as_cell_text(value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"  # A text that starts with "=" is a text, never a formula.

    def _note(self, head: Any, cell: Cell) -> None:
        from openpyxl.comments import Comment

        if cell.note:
            head.comment = Comment(cell.note, "fangpin", width=220, height=60)

    def _choices(self, column: Column, first: int, place: int, last: int, *, free: bool = False) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        if not column.choices:
            return
        rule = DataValidation("list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
        rule.showErrorMessage = not column.open_choices and not free
        rule.errorTitle, rule.error = "请从下拉中选", f"“{column.heading}”只能填下拉中的选项"
        self.sheet.add_data_validation(rule)
        letter = column_letter(place - 1)
        rule.add(f"{letter}{first}:{letter}{last}")


def _only(kinds: Sequence[str]) -> str:
    return f"（{'、'.join(kinds)}要填）" if kinds else ""


_AFTER_FIELDS = {"unanimous", "for_", "against", "abstained", "result", "reason", "attendance"}
