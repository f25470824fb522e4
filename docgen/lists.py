"""待填清单: which places stayed blank, which cell fills each, and which papers could not be made yet."""

from __future__ import annotations

import io
from collections.abc import Sequence

from checklists import load_kinds
from docgen.blank import Blank
from docgen.due import Skipped

__all__ = ["list_of_blanks"]

_WIDTHS = {"待填": (22, 70, 20, 60), "还不能生成": (22, 18, 26, 70), "不再需要": (80, 50)}


def list_of_blanks(
    blanks: Sequence[tuple[str, str, Blank]], skipped: Sequence[Skipped], stale: Sequence[str] = ()
) -> bytes:
    """An .xlsx: blanks (paper, file, what, where to fill), papers not made, files no longer due."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    kinds = load_kinds()
    tables: dict[str, tuple[tuple[str, ...], list[tuple[str, ...]]]] = {
        "待填": (
            ("材料", "文件", "空着的内容", "填在登记簿哪一格"),
            [(kind, path, blank.heading, blank.place) for kind, path, blank in blanks],
        ),
        "还不能生成": (
            ("材料", "单位", "哪一批或哪一户", "先填什么"),
            [(kinds[skip.kind].name, skip.unit, skip.subject, skip.todo) for skip in skipped],
        ),
        "不再需要": (
            ("文件", "怎么办"),
            [(path, "登记簿改过后不再生成这份材料；核对后由人工移出档案") for path in stale],
        ),
    }
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, (headings, rows) in tables.items():
        sheet = book.create_sheet(title)
        sheet.append(headings)
        for row in rows:
            sheet.append(row)
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        for cell, width in zip(sheet[1], _WIDTHS[title], strict=True):
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = width
        sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
