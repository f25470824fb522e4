"""Workbooks as one flat XML, as Excel 2003 and many systems' exports write them, mostly under the ending .xls."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from audit.readers.grid import MOST_COLUMNS, at_most, flow_of_rows
from audit.readers.properties import properties
from audit.readers.reading import Reading
from audit.types import Block, Table

__all__ = ["SPREADSHEET", "read_sheet_xml"]

SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{SPREADSHEET}}}"


def read_sheet_xml(root: etree._Element) -> Reading:
    """The sheets in order, a sheet as a page."""
    flow: list[Block | Table] = []
    hidden: list[str] = []
    problem = ""
    sheets = root.findall(f"{_SS}Worksheet")
    for number, sheet in enumerate(sheets, 1):
        name = sheet.get(f"{_SS}Name", f"Sheet{number}")
        rows, cut = at_most(_rows(sheet))
        flow += flow_of_rows(rows, number, name)
        problem = problem or cut
        if any(node.text and node.text != "SheetVisible" for node in sheet.iter("{*}Visible")):
            hidden.append(name)
    told: list[tuple[str, str | None]] = [
        (etree.QName(node).localname, node.text) for node in root.iterfind("{*}DocumentProperties/*")
    ]
    if hidden:
        told.append(("hidden_sheets", "、".join(hidden)))
    return Reading(tuple(flow), max(len(sheets), 1), properties(told), problem=problem)


def _rows(sheet: etree._Element) -> Iterator[tuple[str, ...]]:
    for row in sheet.iterfind(f"{_SS}Table/{_SS}Row"):
        cells: list[str] = []
        for cell in row.iterfind(f"{_SS}Cell"):
            # Empty cells are left out: the next one tells its column.
            cells += [""] * (min(_whole(cell, "Index"), MOST_COLUMNS) - 1 - len(cells))
            data = cell.find(f"{_SS}Data")
            cells.append(_text(data) if data is not None else "")
            cells += [""] * min(_whole(cell, "MergeAcross"), MOST_COLUMNS)
        yield tuple(cells[:MOST_COLUMNS])


def _whole(cell: etree._Element, name: str) -> int:
    value = cell.get(f"{_SS}{name}", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 8 else 0


def _text(data: etree._Element) -> str:
    text = "".join(map(str, data.itertext())).strip()
    kind = data.get(f"{_SS}Type")
    if kind == "DateTime":
        return text.removesuffix("T00:00:00.000").replace("T", " ").removesuffix(".000")
    return text
