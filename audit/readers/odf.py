"""OpenDocument texts and sheets (odt, ods, and their flat forms), as LibreOffice and WPS on Linux write them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from audit.readers.faults import UnreadableError
from audit.readers.grid import MOST_COLUMNS, at_most, flow_of_rows
from audit.readers.package import open_package
from audit.readers.properties import package_properties
from audit.readers.reading import Reading, gathered
from audit.types import Block, State, Table

__all__ = ["read_flat_odf", "read_odf"]

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _OFFICE, _DRAW = (f"{{{_OASIS}{name}:1.0}}" for name in ("text", "table", "office", "drawing"))
_MOST_REPEATED = 20_001
_SKIPPED = {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}sequence-decls", f"{_OFFICE}forms"}


def read_odf(data: bytes) -> Reading:
    """Raises UnreadableError."""
    with open_package(data) as package:
        if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
            raise UnreadableError("文件有密码，打不开", State.ENCRYPTED)
        root, told = package.xml("content.xml"), package_properties(package)
    return _reading(root, told)


def read_flat_odf(root: etree._Element) -> Reading:
    """One XML that holds all."""
    return _reading(root, ())


def _reading(root: etree._Element, told: tuple[tuple[str, str], ...]) -> Reading:
    body = root.find(f"{_OFFICE}body")
    if body is None or not len(body):
        return Reading((), metadata=told)
    if body[0].tag == f"{_OFFICE}spreadsheet":
        flow: list[Block | Table] = []
        problem = ""
        sheets = body[0].findall(f"{_TABLE}table")
        for number, sheet in enumerate(sheets, 1):
            rows, cut = at_most(_sheet_rows(sheet))
            flow += flow_of_rows(rows, number, sheet.get(f"{_TABLE}name", ""))
            problem = problem or cut
        return Reading(tuple(flow), max(len(sheets), 1), told, problem=problem)
    found, cut = gathered(_blocks(body[0]))
    return Reading(tuple(found), metadata=told, problem=cut)


def _blocks(node: etree._Element) -> Iterator[Block | Table]:
    for child in node:
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            for line in "".join(_runs(child)).split("\n"):
                if line.strip():
                    yield Block(line.strip(), 1, "正文")
            for box in child.iter(f"{_DRAW}text-box"):
                yield from _blocks(box)
        elif child.tag == f"{_TABLE}table":
            rows = tuple(row for row in _rows(child) if any(row))
            if rows:
                yield Table(rows, 1, "正文")
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _blocks(child)


def _runs(node: etree._Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if child.tag == f"{_TEXT}s":
            yield " "
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag not in _SKIPPED and isinstance(child.tag, str) and not child.tag.startswith(_DRAW):
            yield from _runs(child)
        yield child.tail or ""


def _rows(table: etree._Element) -> Iterator[tuple[str, ...]]:
    """Of a table in a text: cells that a merged one covers are left out, as in Word documents."""
    for row in table.iter(f"{_TABLE}table-row"):
        yield tuple(_cell(cell) for cell in row.iterfind(f"{_TABLE}table-cell"))


def _sheet_rows(sheet: etree._Element) -> Iterator[tuple[str, ...]]:
    """Repeated rows and cells in full where they say something; LibreOffice ends a sheet with a million empty ones."""
    for row in sheet.iter(f"{_TABLE}table-row"):
        cells: list[str] = []
        for cell in row:
            text = _cell(cell) if cell.tag == f"{_TABLE}table-cell" else ""
            cells += [text] * min(_repeated(cell, "columns"), MOST_COLUMNS - len(cells))
        while cells and not cells[-1]:
            cells.pop()
        for _ in range(_repeated(row, "rows") if cells else 1):
            yield tuple(cells)


def _repeated(node: etree._Element, what: str) -> int:
    value = node.get(f"{_TABLE}number-{what}-repeated", "1")
    return min(int(value), _MOST_REPEATED) if value.isascii() and value.isdecimal() and len(value) < 9 else 1


def _cell(cell: etree._Element) -> str:
    return " ".join(part.text for part in _blocks(cell) if isinstance(part, Block))
