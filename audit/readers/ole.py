"""Old Office files (doc, wps, xls, et): told apart by their streams; a .doc is read by its piece table."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from audit.readers.faults import UnreadableError
from audit.types import Block, State, Table

__all__ = ["ole_format", "read_doc"]

_CELL = "\x07"
_ENCRYPTED, _TABLE_STREAM = 0x0100, 0x0200


def ole_format(data: bytes) -> str:
    """doc, xls, encrypted or unknown. Raises UnreadableError where the container is damaged."""
    with _opened(data) as container:
        if container.exists("EncryptedPackage"):
            return "encrypted"
        if container.exists("WordDocument"):
            return "doc"
        if container.exists("Workbook") or container.exists("Book"):
            return "xls"
    return "unknown"


def read_doc(data: bytes) -> tuple[tuple[Block | Table, ...], int]:
    """Text in reading order. Source: [MS-DOC] 2.4.1, retrieving text. Raises UnreadableError."""
    with _opened(data) as container:
        main = container.openstream("WordDocument").read()
        flags = struct.unpack_from("<H", main, 0x0A)[0]
        if flags & _ENCRYPTED:
            raise UnreadableError("文件有密码，打不开", State.ENCRYPTED)
        table = container.openstream("1Table" if flags & _TABLE_STREAM else "0Table").read()
        text = "".join(_pieces(main, table))
        length = struct.unpack_from("<I", main, 0x4C)[0]
    return _flow(_without_fields(text[:length]))


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    """The container; olefile is untyped and lets several errors of its own parsing through."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            yield container
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise UnreadableError("文件已损坏，打不开") from error


def _pieces(main: bytes, table: bytes) -> Iterator[str]:
    offset, size = struct.unpack_from("<II", main, 0x01A2)
    clx = table[offset : offset + size]
    at = 0
    while at < len(clx) and clx[at] == 1:  # Prc: formatting, of no interest
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 2:
        raise ValueError("no piece table")
    plc = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
    count = (len(plc) - 4) // 12
    for index in range(count):
        first, last = struct.unpack_from("<II", plc, index * 4)
        place = struct.unpack_from("<I", plc, (count + 1) * 4 + index * 8 + 2)[0]
        if last < first or last - first > len(main):
            raise ValueError("bad piece")
        if place & 0x40000000:
            start = (place & 0x3FFFFFFF) // 2
            yield main[start : start + last - first].decode("cp1252", "replace")
        else:
            yield main[place : place + (last - first) * 2].decode("utf-16-le", "replace")


def _without_fields(text: str) -> str:
    """A field reads 0x13 code 0x14 result 0x15: the result alone is what people see."""
    out: list[str] = []
    stack: list[bool] = []
    for char in text:
        if char == "\x13":
            stack.append(True)
        elif char == "\x14" and stack:
            stack[-1] = False
        elif char == "\x15" and stack:
            stack.pop()
        elif not any(stack):
            out.append(char)
    return "".join(out)


def _flow(text: str) -> tuple[tuple[Block | Table, ...], int]:
    """Paragraphs end with a return, cells with 0x07, and a row with one more 0x07."""
    flow: list[Block | Table] = []
    cells: list[str] = []
    page, piece = 1, ""
    for char in text:
        if char == _CELL:
            cells.append(piece.strip())
            piece = ""
        elif char in "\r\f":
            if cells and cells[-1]:  # a paragraph inside a cell that is still open
                piece += " "
                continue
            if cells:
                flow.append(Table(_rows(cells), page, "正文"))
                cells = []
            if piece.strip():
                flow.append(Block(piece.strip(), page, "正文"))
            piece = ""
            page += char == "\f"
        elif char >= " " or char in "\t\x0b":
            piece += char if char >= " " else " "
    if cells:
        flow.append(Table(_rows(cells), page, "正文"))
    if piece.strip():
        flow.append(Block(piece.strip(), page, "正文"))
    return tuple(flow), page


def _rows(cells: list[str]) -> tuple[tuple[str, ...], ...]:
    """An empty cell looks like the end of a row; an even grid tells them apart, else the first one ends."""
    for width in range(2, 31):
        starts = range(0, len(cells), width)
        even = len(cells) % width == 0 and not any(cells[width - 1 :: width])
        if even and all(any(cells[at : at + width]) for at in starts):
            return tuple(tuple(cells[at : at + width - 1]) for at in starts)
    rows: list[tuple[str, ...]] = []
    row: list[str] = []
    for cell in cells:
        if cell or not row:
            row.append(cell)
        else:
            rows.append(tuple(row))
            row = []
    return tuple(rows) + ((tuple(row),) if row else ())
