"""Word documents (docx, docm): one pass over the XML, tables as tables."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from audit.readers.faults import UnreadableError
from audit.types import Block, State, Table

__all__ = ["read_docx"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LIMIT = 64 * 1024 * 1024
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    KeyError,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    AssertionError,
)


def read_docx(data: bytes) -> tuple[tuple[Block | Table, ...], int, tuple[tuple[str, str], ...]]:
    """Text in reading order, number of pages as far as breaks tell, properties. Raises UnreadableError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            main = "word/document.xml"
            if main not in names:
                main = next(name for name in names if re.fullmatch(r"word/document\d*\.xml", name))
            walker = _Walker()
            flow = list(walker.blocks(_xml(archive, main), "正文"))
            for name in sorted(names):
                place = re.fullmatch(r"word/(header|footer)\d*\.xml", name)
                if place:
                    where = "页眉" if place[1] == "header" else "页脚"
                    flow += _Walker().blocks(_xml(archive, name), where)
            properties = tuple(_properties(archive, names))
    except StopIteration:
        raise UnreadableError("文件里没有正文，可能已损坏") from None
    except _BROKEN as error:
        raise UnreadableError("文件已损坏，打不开") from error
    return tuple(flow), walker.page, properties


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    info = archive.getinfo(name)
    if info.flag_bits & 1:
        raise UnreadableError("文件有密码，打不开", State.ENCRYPTED)
    if info.file_size > _LIMIT:
        raise UnreadableError("文件展开后过大，没有读")
    # Entities are left alone: an office document has none, a hostile one may have a billion.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, huge_tree=False)
    return etree.fromstring(archive.read(info), parser)


class _Walker:
    """Carries the page number through a walk over one XML part."""

    def __init__(self) -> None:
        self.page = 1

    def blocks(self, node: etree._Element, place: str) -> Iterator[Block | Table]:
        for child in node:
            if child.tag == _W + "p":
                yield from self._paragraph(child, place)
            elif child.tag == _W + "tbl":
                yield from self._table(child, place)
            elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "body", _W + "ins", _W + "customXml"):
                yield from self.blocks(child, place)

    def _paragraph(self, node: etree._Element, place: str) -> Iterator[Block | Table]:
        before = self.page
        if node.find(f"{_W}pPr/{_W}pageBreakBefore") is not None:
            self.page += 1
            before = self.page
        text = "".join(self._runs(node))
        for number, line in enumerate(text.split("\f")):
            for piece in line.split("\n"):
                if piece.strip():
                    yield Block(piece.strip(), before + number, place)
        for box in _text_boxes(node):
            yield from self.blocks(box, place)
        if node.find(f"{_W}pPr/{_W}sectPr") is not None:
            self.page += 1

    def _runs(self, node: etree._Element) -> Iterator[str]:
        for child in node:
            tag = child.tag
            if tag == _W + "t":
                yield child.text or ""
            elif tag in (_W + "tab", _W + "noBreakHyphen"):
                yield "\t" if tag.endswith("tab") else "-"
            elif tag == _W + "br":
                if child.get(_W + "type") == "page":
                    self.page += 1
                    yield "\f"
                else:
                    yield "\n"
            elif tag == _W + "cr":
                yield "\n"
            elif tag in _INLINE:
                yield from self._runs(child)

    def _table(self, node: etree._Element, place: str) -> Iterator[Block | Table]:
        rows: list[tuple[str, ...]] = []
        nested: list[Block | Table] = []
        page = self.page
        for row in _rows(node):
            cells: list[str] = []
            for cell in _cells(row):
                inner = list(self.blocks(cell, place))
                cells.append(" ".join(part.text for part in inner if isinstance(part, Block)))
                nested += [part for part in inner if isinstance(part, Table)]
            if any(cells):
                rows.append(tuple(cells))
        if rows:
            yield Table(tuple(rows), page, place)
        yield from nested


_INLINE = {_W + name for name in ("r", "hyperlink", "ins", "smartTag", "sdt", "sdtContent", "fldSimple")}


def _text_boxes(node: etree._Element) -> Iterator[etree._Element]:
    for box in node.iter(_W + "txbxContent"):
        # Word writes a text box twice, the second time for old programs.
        if not any(ancestor.tag == _MC + "Fallback" for ancestor in box.iterancestors()):
            yield box


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == _W + "tr":
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins"):
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == _W + "tc":
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent"):
            yield from _cells(child)


def _properties(archive: zipfile.ZipFile, names: list[str]) -> Iterator[tuple[str, str]]:
    if any(name.endswith("vbaProject.bin") for name in names):
        yield ("macro", "yes")
    for name, wanted in (
        ("docProps/core.xml", ("creator", "created", "modified")),
        ("docProps/app.xml", ("Application",)),
    ):
        if name not in names:
            continue
        for node in _xml(archive, name):
            tag = etree.QName(node).localname if isinstance(node.tag, str) else ""
            if tag in wanted and node.text:
                yield (tag.lower(), node.text)
