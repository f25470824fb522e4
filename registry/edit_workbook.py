"""Change single cells of an .xlsx and leave everything else byte for byte as its owner made it.

A library that loads and saves would drop what it does not know (pictures, charts, what WPS adds) and the
computed values of all formulas, so the package's XML is edited in place.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from registry.spreadsheet import column_letter, column_number, sheet_members
from registry.text import as_cell_text

__all__ = ["Edit", "edited", "formula_cells"]

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_DATE_FORMAT = "14"  # The built-in short date (ECMA-376-1, 18.8.30).


@dataclass(frozen=True, slots=True)
class Edit:
    """A new value for one cell; the empty text clears it."""

    sheet: str
    cell: str
    value: str | int | Decimal | date


def formula_cells(data: bytes) -> Mapping[str, frozenset[str]]:
    """Sheet → its cells that hold a formula."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {
            name: frozenset(cell.get("r", "") for cell in _parse(book.read(part)).iterfind(".//{*}c[{*}f]"))
            for name, part in sheet_members(book)
        }


def edited(data: bytes, edits: Iterable[Edit], title: str, lines: Sequence[Sequence[str]]) -> bytes:
    """The workbook with these cells changed and one more sheet at the end: `title` with `lines` of text."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        changed = _Package(book)
        members = dict(sheet_members(book))
        by_sheet: dict[str, list[Edit]] = {}
        for edit in edits:
            by_sheet.setdefault(edit.sheet, []).append(edit)
        for sheet, own in by_sheet.items():
            root = changed.xml(members[sheet])
            for edit in own:
                _set(changed, _cell(root, edit.cell), edit.value)
        changed.add_sheet(_free(title, members), lines)
        return changed.bytes()


class _Package:
    """The parts of a workbook, parsed when they are first asked for."""

    def __init__(self, book: zipfile.ZipFile) -> None:
        self.book = book
        self.parts: dict[str, Any] = {}
        self.new: dict[str, bytes] = {}
        self.date_styles: dict[str, str] = {}
        properties = self.xml("xl/workbook.xml").find("{*}workbookPr")
        self.from_1904 = properties is not None and properties.get("date1904") in ("1", "true")

    def xml(self, name: str) -> Any:
        if name not in self.parts:
            self.parts[name] = _parse(self.book.read(name))
        return self.parts[name]

    def date_style(self, style: str) -> str:
        """That cell style as a date."""
        if style not in self.date_styles:
            formats = self.xml("xl/styles.xml").find("{*}cellXfs")
            new = copy.deepcopy(formats[int(style)])
            new.set("numFmtId", _DATE_FORMAT)
            new.set("applyNumberFormat", "1")
            formats.append(new)
            formats.set("count", str(len(formats)))
            self.date_styles[style] = str(len(formats) - 1)
        return self.date_styles[style]

    def add_sheet(self, title: str, lines: Sequence[Sequence[str]]) -> None:
        """Register one more sheet in the workbook, its relations and the content types."""
        names = set(self.book.namelist())
        number = next(n for n in range(1, 10_000) if f"xl/worksheets/sheet{n}.xml" not in names)
        self.new[f"xl/worksheets/sheet{number}.xml"] = _text_sheet(lines)
        relations = self.xml("xl/_rels/workbook.xml.rels")
        known = {relation.get("Id") for relation in relations}
        identity = next(f"rId{n}" for n in range(1, 10_000) if f"rId{n}" not in known)
        target = f"/xl/worksheets/sheet{number}.xml"
        _child(relations, "Relationship", Id=identity, Type=f"{_R}/worksheet", Target=target)
        sheets = self.xml("xl/workbook.xml").find("{*}sheets")
        last = max((int(sheet.get("sheetId", "0")) for sheet in sheets), default=0)
        entry = _child(sheets, "sheet", name=title, sheetId=str(last + 1))
        entry.set(f"{{{_R}}}id", identity)
        _child(self.xml("[Content_Types].xml"), "Override", PartName=target, ContentType=_SHEET_TYPE)

    def bytes(self) -> bytes:
        from lxml import etree

        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
            for item in self.book.infolist():
                part = self.parts.get(item.filename)
                data = (
                    self.book.read(item)
                    if part is None
                    else etree.tostring(part, encoding="UTF-8", standalone=True)
                )
                out.writestr(copy.copy(item), data, zipfile.ZIP_DEFLATED)
            for name, data in self.new.items():
                out.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()


def _parse(data: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    from lxml import etree

    return etree.SubElement(parent, etree.QName(etree.QName(parent).namespace, tag), attributes)


def _cell(root: Any, reference: str) -> Any:
    """The cell, made in its place where the sheet has none yet."""
    letters, digits = reference.rstrip("0123456789"), reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    rows = root.find("{*}sheetData")
    row = _in_place(rows, "row", digits, int(digits), lambda item: int(item.get("r", "0")))
    return _in_place(row, "c", reference, column_number(letters), _place)


def _place(cell: Any) -> int:
    return column_number(cell.get("r", "A").rstrip("0123456789"))


def _in_place(parent: Any, tag: str, name: str, number: int, number_of: Any) -> Any:
    for position, item in enumerate(parent):
        if number_of(item) == number:
            return item
        if number_of(item) > number:
            new = _child(parent, tag, r=name)
            parent.insert(position, new)
            return new
    return _child(parent, tag, r=name)


def _set(package: _Package, cell: Any, value: str | int | Decimal | date) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if isinstance(value, date):
        cell.set("s", package.date_style(cell.get("s", "0")))
        _child(cell, "v").text = str((value - _epoch(package)).days)
    elif isinstance(value, str):
        if value:
            cell.set("t", "inlineStr")
            _text(_child(cell, "is"), value)
    else:
        _child(cell, "v").text = f"{value:f}" if isinstance(value, Decimal) else str(value)


def _epoch(package: _Package) -> date:
    """Day 0 of the workbook's dates, from March 1900 on (ECMA-376-1, 18.17.4.1)."""
    return date(1904, 1, 1) if package.from_1904 else date(1899, 12, 30)


def _text(parent: Any, value: str) -> None:
    text = _child(parent, "t")
    text.text = as_cell_text(value)
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _text_sheet(lines: Sequence[Sequence[str]]) -> bytes:
    from lxml import etree

    namespaces: Any = {None: _MAIN}
    root = etree.Element(etree.QName(_MAIN, "worksheet"), nsmap=namespaces)
    widths = _child(root, "cols")
    for number, width in enumerate((14, 10, 26, 26, 60), 1):
        _child(widths, "col", min=str(number), max=str(number), width=str(width), customWidth="1")
    rows = _child(root, "sheetData")
    for number, line in enumerate(lines, 1):
        row = _child(rows, "row", r=str(number))
        for place, value in enumerate(line):
            cell = _child(row, "c", r=f"{column_letter(place)}{number}", t="inlineStr")
            _text(_child(cell, "is"), value)
    return etree.tostring(root, encoding="UTF-8", standalone=True)


def _free(title: str, taken: Iterable[str]) -> str:
    """The title, or title2, title3 … where the workbook has such a sheet from an earlier repair."""
    names = set(taken)
    return next(name for name in (title, *(f"{title}{n}" for n in range(2, 1000))) if name not in names)
