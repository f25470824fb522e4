"""Word 97–2003 documents (doc, wps), read by their piece table. Source: [MS-DOC] 2.4.1, retrieving text."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from audit.readers.assembly import Assembly
from audit.readers.doc_paragraphs import Paragraphs
from audit.readers.embedded import carved_pictures
from audit.readers.faults import UnreadableError
from audit.readers.ole import ole_properties, open_ole
from audit.readers.reading import Reading, characters
from audit.types import Block, State, Table

__all__ = ["read_doc"]

_ENCRYPTED, _TABLE_STREAM = 0x0100, 0x0200
_WORD_97 = 0x00C1
# Where the lengths of the stories stand that follow one another in the text, and what they are.
_STORIES = (
    (0x4C, "正文"), (0x50, "脚注"), (0x54, "页眉"), (0x58, ""), (0x5C, "批注"), (0x60, "脚注"), (0x64, "正文"),
)  # fmt: skip
_CELL = "\x07"
_MARK = re.compile("[\r\x07\x0c]")
_FIELD = re.compile("[\x13\x14\x15]")
# A break of line, a hyphen that does not break; what anchors pictures, notes and drawings is no text.
_SIGNS = str.maketrans({"\x0b": "\n", "\x1e": "-", "\x1f": None, "\xa0": " "} | dict.fromkeys(range(1, 9)))
_CAPTION = 60


def read_doc(data: bytes) -> Reading:
    """Text in reading order, tables by the paragraphs' own properties. Raises UnreadableError."""
    with open_ole(data) as container:
        main = container.openstream("WordDocument").read()
        version, flags = (
            struct.unpack_from("<H", main, 2)[0],
            struct.unpack_from("<H", main, 0x0A)[0],
        )
        if flags & _ENCRYPTED:
            raise UnreadableError("文件有密码，打不开", State.ENCRYPTED)
        if version < _WORD_97:
            raise UnreadableError("Word 6/95 的旧格式，请用 WPS 或 Word 另存为 .docx 后再查", State.NOT_READ)
        table = container.openstream("1Table" if flags & _TABLE_STREAM else "0Table").read()
        pieces = tuple(_pieces(main, table))
        flow, pages = _flow(main, pieces, Paragraphs(main, table))
        told = ole_properties(container)
        scans: tuple[int, ...] = ()
        if characters(flow) < _CAPTION and container.exists("Data"):
            scans = tuple(page for page, _ in carved_pictures(container.openstream("Data").read()))
    return Reading(flow, max(pages, len(scans)), told, scans)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of text and where in the file its characters stand, `width` bytes each."""

    text: str
    start: int
    width: int


def _pieces(main: bytes, table: bytes) -> Iterator[_Piece]:
    offset, size = struct.unpack_from("<II", main, 0x01A2)
    clx = table[offset : offset + size]
    at = 0
    while at < len(clx) and clx[at] == 1:  # Prc: formatting, of no interest
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 2:
        raise ValueError("no piece table")
    plc = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
    count = (len(plc) - 4) // 12
    left = 2 * len(main)  # pieces that overlap could repeat one text without end
    for index in range(count):
        first, last = struct.unpack_from("<II", plc, index * 4)
        place = struct.unpack_from("<I", plc, (count + 1) * 4 + index * 8 + 2)[0]
        left -= last - first
        if last < first or left < 0:
            raise ValueError("bad piece")
        if place & 0x40000000:
            start = (place & 0x3FFFFFFF) // 2
            yield _Piece(main[start : start + last - first].decode("cp1252", "replace"), start, 1)
        else:
            yield _Piece(main[place : place + (last - first) * 2].decode("utf-16-le", "replace"), place, 2)


def _flow(
    main: bytes, pieces: tuple[_Piece, ...], paragraphs: Paragraphs
) -> tuple[tuple[Block | Table, ...], int]:
    """The stories one after another; each paragraph ends at a mark, whose properties tell what it is part of."""
    ends: list[tuple[int, str, int]] = []  # position, mark, place in the file
    at = 0
    for piece in pieces:
        ends += [
            (at + match.start(), match[0], piece.start + match.start() * piece.width)
            for match in _MARK.finditer(piece.text)
        ]
        at += len(piece.text)
    text = "".join(piece.text for piece in pieces)
    story, borders, upto = _Story("正文"), [], 0
    for offset, place in _STORIES:
        upto += struct.unpack_from("<I", main, offset)[0]
        borders.append((upto, place))
    flow: list[Block | Table] = []
    last, number, pages = 0, 0, 1
    for position, mark, byte in [*ends, (len(text), "\r", -1)]:
        while number < len(borders) - 1 and position >= borders[number][0]:
            flow += story.end()
            pages = max(pages, story.page)
            number += 1
            story = _Story(borders[number][1])
        if borders[number][1] and position < borders[number][0]:
            story.add(text[last:position], mark, paragraphs.at(byte))
        last = position + 1
    return tuple(flow + story.end()), max(pages, story.page)


class _Story(Assembly):
    """Takes paragraphs as a .doc has them. A field reads 13 code 14 result 15: the result is what is seen."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self._fields: list[bool] = []

    def add(self, text: str, mark: str, properties: frozenset[str] | None) -> None:
        seen = self._seen(text).translate(_SIGNS)
        if properties is None:  # no properties to be had: an empty cell looks like the end of a row
            in_table, ends_row = mark == _CELL or self.in_cell, mark == _CELL and not seen
        else:
            in_table, ends_row = "table" in properties or mark == _CELL, "row" in properties
        if ends_row:
            self.end_row()
        elif mark == _CELL:
            self.end_cell(seen)
        else:
            self.page += not in_table and properties is not None and "break" in properties
            self.paragraph(seen, in_table and mark == "\r")
            self.page += mark == "\x0c"

    def _seen(self, text: str) -> str:
        if not self._fields and not _FIELD.search(text):
            return text
        out: list[str] = []
        for char in text:
            if char == "\x13":
                self._fields.append(True)
            elif char == "\x14" and self._fields:
                self._fields[-1] = False
            elif char == "\x15" and self._fields:
                self._fields.pop()
            elif not any(self._fields):
                out.append(char)
        return "".join(out)
