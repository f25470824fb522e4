"""Sheets written row by row (openpyxl's write-only mode): a hundred thousand rows are not held as cells."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from registry.text import as_cell_text, strip_control

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["MARK", "STATES", "Columns", "Sheets"]

# Headings and widths.
Columns = Sequence[tuple[str, int]]
MARK = "#"  # before a title or the headings of a table that stand among other rows
STATES = ("待整改", "整改中", "已整改", "无法整改，已说明")
# Excel takes 1,048,576 rows a sheet and 32,767 characters a cell.
_MOST_ROWS, _MOST_CHARACTERS = 1_000_000, 32_000
_LINE_HEIGHT, _MOST_LINES = 13.5, 12
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")


class _Look(Enum):
    """How a cell looks: a title or a line that runs over its neighbours, a heading, a cell of a table or beside one."""

    TITLE = 1
    LINE = 2
    HEADING = 3
    TABLE = 4
    PLAIN = 5


class Sheets:
    """The workbook as it is written."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._titles: set[str] = set()
        self._styles: dict[tuple[_Look, bool], Any] = {}

    def add(
        self,
        title: str,
        columns: Columns,
        rows: Iterable[Sequence[object]],
        *,
        head: int = 1,
        states: int = 0,
    ) -> None:
        """A sheet, or several where the rows are too many for one. `head`: 0 where the rows bring their own headings."""
        from openpyxl.utils import get_column_letter

        sheet, held = self._new(title, columns, head, states), 0
        widths, last = [width for _, width in columns], get_column_letter(len(columns))
        for row in rows:
            if held == _MOST_ROWS:
                sheet, held = self._new(title, columns, head, 0), 0
            held += 1
            look = _Look.TABLE if head else _Look.LINE if len(row) == 1 else _Look.PLAIN
            if head == 0 and row and str(row[0]).startswith(MARK):
                look = _Look.TITLE if len(row) == 1 else _Look.HEADING
            if look in (_Look.TABLE, _Look.PLAIN) and (lines := _lines(row, widths)) > 1:
                sheet.row_dimensions[held + head].height = _LINE_HEIGHT * lines + 1
            padded = [*row, *[None] * (len(widths) - len(row))] if head else row
            sheet.append([self._cell(sheet, value, look) for value in padded])
            if head:  # written when the sheet is closed
                sheet.auto_filter.ref = f"A1:{last}{held + 1}"

    def _new(self, title: str, columns: Columns, head: int, states: int) -> Any:
        from openpyxl.utils import get_column_letter

        sheet: Any = self.book.create_sheet(self._title(title))
        for place, (_, width) in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = (
            "landscape",
            9,
            0,
        )
        sheet.sheet_properties.pageSetUpPr = _fit()
        if head:
            sheet.freeze_panes = "C2"
            sheet.print_title_rows = "1:1"
            if states:
                self._state_list(sheet, columns, states)
            sheet.append([self._cell(sheet, heading, _Look.HEADING) for heading, _ in columns])
        return sheet

    def _state_list(self, sheet: Any, columns: Columns, rows: int) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        headings = [heading for heading, _ in columns]
        letter = get_column_letter(headings.index("整改情况" if "整改情况" in headings else "状态") + 1)
        rule = DataValidation("list", formula1='"' + ",".join(STATES) + '"', allow_blank=True)
        rule.add(f"{letter}2:{letter}{rows + 1}")
        sheet.data_validations.append(rule)

    def _cell(self, sheet: Any, value: object, look: _Look) -> Any:
        """A number as it is, a text as text whatever it begins with."""
        if value in (None, "") and look is not _Look.TABLE:
            return None
        if isinstance(value, str) and look in (_Look.TITLE, _Look.HEADING):
            value = value.removeprefix(MARK)
        text = _clean(value) if isinstance(value, str) else value
        formula = isinstance(text, str) and _FORMULA.match(text) is not None
        cell = self._styled(look, formula, sheet)
        cell.value = text
        if formula:
            cell.data_type = "s"
        return cell

    def _styled(self, look: _Look, formula: bool, sheet: Any) -> Any:
        """A cell of that look: styles are looked up once, for that takes longer than all else."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        cell: Any = WriteOnlyCell(sheet)
        if (look, formula) not in self._styles:
            model: Any = WriteOnlyCell(sheet)
            model.alignment = Alignment(vertical="top", wrap_text=look not in (_Look.TITLE, _Look.LINE))
            model.font = Font(
                name="宋体", size=14 if look is _Look.TITLE else 10, bold=look in (_Look.TITLE, _Look.HEADING)
            )
            if look is _Look.HEADING:
                model.fill = PatternFill("solid", fgColor="D9E4EF")
            if look in (_Look.TABLE, _Look.HEADING):
                side = Side("thin", color="B0B0B0")
                model.border = Border(side, side, side, side)
            model.quotePrefix = formula
            self._styles[look, formula] = model
        cell._style = self._styles[look, formula]._style
        return cell

    def _title(self, title: str) -> str:
        """A name that Excel allows and that no other sheet has."""
        base = (_NOT_IN_TITLES.sub("", strip_control(title)).strip() or "无名")[:25]
        name, number = base, 2
        while name in self._titles:
            name, number = f"{base}{number}", number + 1
        self._titles.add(name)
        return name

    def bytes(self) -> bytes:
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()


@lru_cache(maxsize=1 << 15)
def _clean(text: str) -> str:
    """The text as a cell may hold it."""
    kept = as_cell_text(strip_control(text)[:_MOST_CHARACTERS])
    return kept.encode("utf-8", "replace").decode("utf-8")


def _lines(row: Sequence[object], widths: Sequence[int]) -> int:
    """How many lines the row takes when its texts are wrapped; a Chinese character takes two widths."""
    most = 1
    for value, width in zip(row, widths, strict=False):
        if isinstance(value, str) and len(value) * 2 > width:
            room = max(1, int(width / 1.9))
            most = max(most, sum(1 + (len(line) - 1) // room for line in value.split("\n")))
    return min(most, _MOST_LINES)


def _fit() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)
