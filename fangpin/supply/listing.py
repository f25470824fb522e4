"""Lists for staff as a workbook: text only, wrapped, with the heading row kept in sight."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.text import as_cell_text, strip_control

__all__ = ["Sheet", "write_listing"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its title, headings with the widths of their columns, and the rows."""

    title: str
    headings: Mapping[str, int]
    rows: Sequence[Sequence[str]]


def write_listing(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of an .xlsx; what looks like a formula is text."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    book.remove(book.worksheets[0])
    for each in sheets:
        sheet = book.create_sheet(each.title)
        for row in (tuple(each.headings), *each.rows):
            sheet.append([as_cell_text(strip_control(text)) for text in row])
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        for cell, width in zip(sheet[1], each.headings.values(), strict=True):
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = width
        sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
