"""数字来源: every figure of the summaries with the rows of the registry that it was counted from."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence

from docgen.due import Due
from docgen.summaries import SUMMARY_KINDS
from docgen.tally import Figure
from registry.registry import Registry
from registry.sheets import sheet_of

__all__ = ["figures_of", "trace_of", "trace_workbook"]

Row = tuple[str, str, str, str]


def trace_of(registry: Registry, dues: Sequence[Due]) -> list[Row]:
    """(unit and period, figure, value, sheets and rows) of every summary among the papers."""
    return [
        (f"{due.issuer.name}{due.span.words}{due.template.name}", figure.name, figure.value, _rows(figure))
        for due in dues
        if due.span is not None
        for figure in figures_of(registry, due)
    ]


def figures_of(registry: Registry, due: Due) -> Sequence[Figure]:
    """The figures of one summary, each with the records that it was counted from; none of any other paper."""
    if due.span is None:
        return ()
    return SUMMARY_KINDS[due.template.id].figures(registry, due.issuer, due.span).figures


def trace_workbook(rows: Sequence[Row]) -> bytes:
    """The trace as an .xlsx."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "数字来源"
    for row in (("总结", "数字", "值", "登记簿里的行"), *rows):
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCD", (36, 26, 14, 80), strict=True):
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}1"].font = Font(bold=True)
    sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _rows(figure: Figure) -> str:
    """〔监测对象户〕第 2、3、7 行."""
    by_sheet: dict[str, list[int]] = defaultdict(list)
    for record in figure.records:
        by_sheet[sheet_of(type(record)).name].append(record.row)
    parts = [f"〔{sheet}〕第 {'、'.join(map(str, sorted(rows)))} 行" for sheet, rows in by_sheet.items()]
    return "；".join(parts) or "没有符合的行"
