"""Workbooks made ready for print: sheets without a print setting of their own are fitted to the width of an A4 page. Pure.

LibreOffice prints what does not fit on further pages, column by column, and nobody can read a ledger so. The XML alone
is changed: pictures of seals and signatures in the sheets stay.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["fitted"]

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_W = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# What may stand behind pageSetup (ECMA-376-1, 18.3.1.99).
_BEHIND = (
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
    "extLst",
)  # fmt: skip
# File and path in a header or footer (18.3.1.39): what is printed is a copy with another name.
_FILE_NAME = re.compile("&[FZ]")
_PORTRAIT = 95.0  # characters that A4 upright takes
_USUAL = 9.0
_LARGEST = 100 * 1024 * 1024


def fitted(data: bytes) -> bytes:
    """The .xlsx with its sheets fitted to the page's width; the same bytes where it is not to be read."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(info.file_size for info in book.infolist()) > _LARGEST:
                return data
            parts = [(info, book.read(info)) for info in book.infolist()]
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
            for info, content in parts:
                book.writestr(info, _sheet(content) if _SHEET.fullmatch(info.filename) else content)
    except (
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
        ValueError,
        KeyError,
        OSError,
        RuntimeError,
        NotImplementedError,
    ):
        return data
    return made.getvalue()


def _sheet(content: bytes) -> bytes:
    from lxml import etree

    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    if root.tag != f"{_W}worksheet":
        return content
    for text in root.iterfind(f"{_W}headerFooter/*"):
        text.text = _FILE_NAME.sub("", text.text or "")
    _fit(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _fit(root: etree._Element) -> None:
    from lxml import etree

    setup = root.find(f"{_W}pageSetup")
    properties = root.find(f"{_W}sheetPr")
    if _is_set(setup, properties):
        return
    if properties is None:
        properties = etree.Element(f"{_W}sheetPr")
        root.insert(0, properties)
    page = properties.find(f"{_W}pageSetUpPr")
    if page is None:
        page = etree.SubElement(properties, f"{_W}pageSetUpPr")
    page.set("fitToPage", "1")
    if setup is None:
        setup = etree.Element(f"{_W}pageSetup")
        _put(root, setup)
    setup.set("fitToWidth", "1")
    setup.set("fitToHeight", "0")
    setup.set("paperSize", "9")
    if setup.get("orientation", "default") == "default":
        setup.set("orientation", "landscape" if _width(root) > _PORTRAIT else "portrait")


def _is_set(setup: etree._Element | None, properties: etree._Element | None) -> bool:
    """Whether somebody has chosen a scale or a fit for print."""
    page = None if properties is None else properties.find(f"{_W}pageSetUpPr")
    fits = page is not None and page.get("fitToPage") in ("1", "true")
    return fits or (setup is not None and setup.get("scale", "100") != "100")


def _put(root: etree._Element, setup: etree._Element) -> None:
    behind = [child for child in root if child.tag in {f"{_W}{name}" for name in _BEHIND}]
    if behind:
        behind[0].addprevious(setup)
    else:
        root.append(setup)


def _width(root: etree._Element) -> float:
    """How wide the columns in use are, in characters."""
    dimension = root.find(f"{_W}dimension")
    match = re.search(r":([A-Z]{1,3})\d", dimension.get("ref", "") if dimension is not None else "")
    last = _column(match[1]) if match else 0
    widths: dict[int, float] = {}
    for column in root.iterfind(f"{_W}cols/{_W}col"):
        first, end = int(column.get("min", "1")), int(column.get("max", "1"))
        for number in range(first, min(end, last or 60) + 1):
            hidden = column.get("hidden") in ("1", "true")
            widths[number] = 0.0 if hidden else float(column.get("width", _USUAL))
    return sum(widths.get(number, _USUAL) for number in range(1, (last or max(widths, default=0)) + 1))


def _column(letters: Sequence[str]) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
