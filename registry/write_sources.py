"""The sheet 来源 of a drafted workbook: where each value comes from, and marks on the cells that papers disagree on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.spreadsheet import column_letter
from registry.text import as_cell_text

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["SOURCES_SHEET", "Origin", "add_sources"]

SOURCES_SHEET = "来源"
_COLUMNS = (
    ("表", 12), ("行", 6), ("户或单位", 18), ("列", 20), ("值", 34), ("怎么来的", 16), ("材料", 60), ("页", 5), ("原文", 60),
    ("同样说法的材料份数", 10), ("其他说法和材料", 70),
)  # fmt: skip
_DISAGREED = "FFD966"
_COINED = "DDEBF7"


@dataclass(frozen=True, slots=True)
class Origin:
    """One line of the sheet: cells of one row with one source. `places`: their columns, from 0.

    `how` tells what the program made up or worked out itself; `others` is what other papers say.
    """

    sheet: str
    row: int
    places: tuple[int, ...]
    who: str
    headings: str
    values: str
    how: str
    file: str
    page: int
    quote: str
    papers: int
    others: str


def add_sources(book: Workbook, origins: Sequence[Origin], notes: Sequence[str]) -> None:
    """Add the sheet, headed by `notes`, colour what is disagreed on or made up, and put the other values into a comment."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet = book.create_sheet(SOURCES_SHEET)
    for note in notes:
        sheet.append([note])
    sheet.append([heading for heading, _ in _COLUMNS])
    top = len(notes) + 1
    bold, fill = Font(bold=True), PatternFill("solid", fgColor="D9E4EF")
    for place, (_, width) in enumerate(_COLUMNS):
        letter = column_letter(place)
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}{top}"].font, sheet[f"{letter}{top}"].fill = bold, fill
    disagreed, coined = (PatternFill("solid", fgColor=colour) for colour in (_DISAGREED, _COINED))
    for number, origin in enumerate(origins, top + 1):
        colour = disagreed if origin.others else coined if origin.how else None
        for place, value in enumerate(
            _cells(origin), 1
        ):  # a row at a time would count all cells for each row
            if value is None or value == "":
                continue
            cell = sheet.cell(number, place)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # A text that starts with "=" is a text, never a formula.
            if colour is not None:
                cell.fill = colour
        if colour is None:
            continue
        for place in origin.places:
            marked = book[origin.sheet].cell(origin.row, place + 1)
            marked.fill = colour
            if origin.others:
                text = f"取自：{origin.file}\n其他说法：{origin.others}"[:600]
                marked.comment = Comment(text, "fangpin", width=420, height=60 + 18 * (len(text) // 26))
    sheet.freeze_panes = f"A{top + 1}"
    sheet.auto_filter.ref = f"A{top}:{column_letter(len(_COLUMNS) - 1)}{top + len(origins)}"
    for number in range(1, top):
        sheet[f"A{number}"].alignment = Alignment(wrap_text=False)


def _cells(origin: Origin) -> list[object]:
    texts = (origin.who, origin.headings, origin.values, origin.how, origin.file)
    tail = (as_cell_text(origin.quote), origin.papers or None, as_cell_text(origin.others))
    return [origin.sheet, origin.row, *map(as_cell_text, texts), origin.page or None, *tail]
