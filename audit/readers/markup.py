"""HTML, also saved as .doc or .xls, and MHTML as Word and WPS save it: text and tables, whatever the charset."""

from __future__ import annotations

import codecs
import email
import re
from collections.abc import Iterator
from email.message import Message
from itertools import islice

from lxml import etree

from audit.readers.faults import UnreadableError
from audit.readers.grid import flow_of_rows
from audit.readers.properties import properties
from audit.readers.reading import CUT, Reading, gathered
from audit.readers.text import decoded
from audit.types import Block, State, Table

__all__ = ["read_html", "read_mhtml"]

_LARGEST = 32 * 1024 * 1024
# charset=gb2312, charset="utf-8", encoding='gbk'
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_GB = ("gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "hz-gb-2312")
_SHEET = re.compile(rb"urn:schemas-microsoft-com:office:excel|Excel\.Sheet|<x:ExcelWorkbook", re.IGNORECASE)
_NO_TEXT = frozenset(("head", "script", "style", "template", "noscript", "select", "title", "xml"))
_LINES = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr",
     "body", "html", "section", "article", "center", "blockquote", "form", "fieldset", "address", "caption")
)  # fmt: skip
_META = {"author": "author", "generator": "application", "created": "created_on", "changed": "modified_on"}
_WIDEST, _MOST_PARTS = 500, 1_000


def read_html(data: bytes, sheet: bool = False) -> Reading:
    """Lines and tables; a page that is a sheet (by its own word or by `sheet`) as a sheet. Raises UnreadableError."""
    root = _parsed(data)
    if root is None:
        return Reading(())
    sheet = sheet or _SHEET.search(data[:8192]) is not None
    flow, cut = gathered(_Page(sheet).flow(root))
    if not flow and root.find(".//frame") is not None:
        raise UnreadableError(
            "只是网页的框架，内容在同名的 .files 文件夹里，请另存为 .xlsx 或 .docx 后再查", State.NOT_READ
        )
    told = [
        (_META[node.get("name", "").lower()], node.get("content"))
        for node in root.iter("meta")
        if node.get("name", "").lower() in _META
    ]
    problem = CUT if len(data) > _LARGEST else cut
    return Reading(tuple(flow), problem=problem, metadata=properties(told))


def read_mhtml(data: bytes, sheet: bool = False) -> Reading:
    """The pages inside, one after another; of a workbook one a sheet. Raises UnreadableError."""
    flow: list[Block | Table] = []
    told: tuple[tuple[str, str], ...] = ()
    pages = 0
    for part in islice(_parts(email.message_from_bytes(data[: 2 * _LARGEST])), _MOST_PARTS):
        body = part.get_payload(decode=True)
        if part.get_content_type() != "text/html" or not isinstance(body, bytes):
            continue
        charset = part.get_content_charset()
        if charset and not _CHARSET.search(body[:4096]):
            body = b'<meta charset="' + charset.encode("ascii", "ignore") + b'">' + body
        try:
            reading = read_html(body, sheet)
        except UnreadableError:  # the frame around the sheets
            continue
        told = told or reading.metadata
        if reading.flow:
            pages += 1
            flow += [_on_page(block, pages) for block in reading.flow]
    return Reading(tuple(flow), max(pages, 1), told)


def _parts(message: Message) -> Iterator[Message]:
    yield from message.walk()


def _on_page(part: Block | Table, page: int) -> Block | Table:
    if isinstance(part, Block):
        return Block(part.text, page, part.place)
    return Table(part.rows, page, part.place)


def _parsed(data: bytes) -> etree._Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        return etree.fromstring(_decoded(data[:_LARGEST]).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        if "empty" in str(error).lower():
            return None
        raise UnreadableError("网页已损坏，打不开") from error


def _decoded(data: bytes) -> str:
    """A byte order mark, then UTF-8 where it is UTF-8, then what the page says of itself, then GB18030."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decoded(data)
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data, final=False)
    except UnicodeDecodeError:
        pass
    match = _CHARSET.search(data[:4096])
    named = match[1].decode().lower() if match else "gb18030"
    try:
        codec = codecs.lookup("gb18030" if named in _GB or named.startswith("utf") else named).name
        return data.decode(codec, "replace")
    except (LookupError, ValueError):
        return data.decode("gb18030", "replace")


class _Page:
    """Gathers text up to the next break of line."""

    def __init__(self, sheet: bool) -> None:
        self._sheet = sheet
        self._line: list[str] = []
        self._page = 1

    def flow(self, node: etree._Element) -> Iterator[Block | Table]:
        yield from self._walk(node)
        yield from self._end_line()

    def _walk(self, node: etree._Element) -> Iterator[Block | Table]:
        if node.tag == "table":
            yield from self._end_line()
            yield from self._table(node)
            return
        breaks = node.tag in _LINES
        if breaks:
            yield from self._end_line()
            self._page += "page-break-before:always" in node.get("style", "").replace(" ", "").lower()
        self._line.append(node.text or "")
        for child in node:
            if _is_seen(child):
                yield from self._walk(child)
            self._line.append(child.tail or "")
        if breaks:
            yield from self._end_line()

    def _end_line(self) -> Iterator[Block]:
        text = _squeezed("".join(self._line))
        self._line = []
        if text:
            yield Block(text, self._page, "正文")

    def _table(self, table: etree._Element) -> Iterator[Block | Table]:
        rows: list[tuple[str, ...]] = []
        nested: list[Block | Table] = []
        below: dict[int, int] = {}  # column → rows that a cell from above still covers
        for row in _rows(table):
            cells = {at: "" for at, left in below.items() if left > 0}
            below = {at: left - 1 for at, left in below.items() if left > 1}
            at = 0
            for cell in row:
                if cell.tag not in ("td", "th") or not _is_seen(cell):
                    continue
                while at in cells:
                    at += 1
                cells[at], inner = self._cell(cell)
                nested += inner
                wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
                for column in range(at, at + wide):
                    if self._sheet or column == at:
                        cells.setdefault(column, "")
                        if high > 1:
                            below[column] = high - 1
                at += wide
            if any(cells.values()):
                rows.append(tuple(cells[at] for at in sorted(cells)))
        if self._sheet or all(len(row) == 1 for row in rows):
            yield from flow_of_rows(rows, self._page, "正文")
        elif rows:
            yield Table(tuple(rows), self._page, "正文")
        yield from nested

    def _cell(self, cell: etree._Element) -> tuple[str, list[Block | Table]]:
        inner = list(_Page(self._sheet)._inside(cell))
        lines = [part.text for part in inner if isinstance(part, Block)]
        return " ".join(lines), [part for part in inner if isinstance(part, Table)]

    def _inside(self, cell: etree._Element) -> Iterator[Block | Table]:
        self._line.append(cell.text or "")
        for child in cell:
            if _is_seen(child):
                yield from self._walk(child)
            self._line.append(child.tail or "")
        yield from self._end_line()


def _is_seen(node: etree._Element) -> bool:
    if not isinstance(node.tag, str) or node.tag in _NO_TEXT:
        return False
    style = node.get("style", "").replace(" ", "").lower()
    return "display:none" not in style and "mso-hide:all" not in style


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(max(int(value), 1), _WIDEST) if re.fullmatch(r"[0-9]{1,6}", value) else 1


def _squeezed(text: str) -> str:
    """Blanks and ends of lines in the source are one blank; between Chinese characters an end of line is none."""
    text = re.sub(r"(?<=[^\x00-\x7f])[ \t]*[\r\n]\s*(?=[^\x00-\x7f])", "", text)
    return re.sub(r"[ \t\r\n\xa0]+", " ", text).strip()
