"""What an .xls says of its sizes, looked at before it is read: the library that reads it believes every claim and
asks for that much memory, and the process dies where there is none. Source: [MS-XLS] 2.3, [MS-CFB] 2.2.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from audit.readers.faults import UnreadableError
from audit.types import State

__all__ = ["check_sizes"]

_EOF, _FILEPASS, _BOUNDSHEET, _SST, _DIMENSIONS = 0x0A, 0x2F, 0x85, 0xFC, 0x0200
_ROWS, _COLUMNS = 65_536, 256
_ROOT = 5
_MOST_RECORDS = 5_000


def check_sizes(data: bytes, container: Any) -> None:
    """Raises UnreadableError where a password is set or a size cannot be."""
    # Numbers of sectors: of the table of sectors, of its small ones, of what lists them.
    counts = (struct.unpack_from("<I", data, at)[0] for at in (0x2C, 0x40, 0x48))
    if any(count > len(data) // 512 + 1 for count in counts):
        raise UnreadableError("表格已损坏，打不开")
    if not _ends(container):
        raise UnreadableError("表格已损坏，打不开")
    stream = container.openstream("Workbook" if container.exists("Workbook") else "Book").read()
    sheets = []
    for kind, at, length in _records(stream, 0):
        if kind == _FILEPASS:
            raise UnreadableError("文件有密码，打不开", State.ENCRYPTED)
        if kind == _BOUNDSHEET and length >= 4:
            sheets.append(struct.unpack_from("<I", stream, at)[0])
        if kind == _SST and (length < 8 or struct.unpack_from("<I", stream, at + 4)[0] > len(stream)):
            raise UnreadableError("表格已损坏，打不开")
    for start in sheets:
        for kind, at, length in _records(stream, start):
            if kind == _DIMENSIONS and not _possible(stream, at, length):
                raise UnreadableError("表格已损坏，打不开")


def _ends(container: Any) -> bool:
    """Whether every chain of sectors ends: the library would follow a circle until the memory is full."""
    container.loadminifat()
    small = container.minisectorcutoff
    starts = [
        (entry.isectStart, entry.size < small and entry.entry_type != _ROOT)
        for entry in container.direntries
        if entry
    ]
    starts += [(container.first_dir_sector, False), (container.first_mini_fat_sector, False)]
    for start, is_small in starts:
        chain = container.minifat if is_small else container.fat
        at, left = start, len(chain)
        while 0 <= at < len(chain) and left >= 0:
            at, left = chain[at], left - 1
        if left < 0:
            return False
    return True


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of the records of one part, the first few thousand; sizes stand before the cells."""
    at = start
    for _ in range(_MOST_RECORDS):
        if at + 4 > len(stream):
            return
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _EOF or at + 4 + length > len(stream):
            return
        yield kind, at + 4, length
        at += 4 + length


def _possible(stream: bytes, at: int, length: int) -> bool:
    if length not in (10, 14):  # BIFF5 has rows in two bytes
        return False
    form = "<HHHH" if length == 10 else "<IIHH"
    first_row, rows, first_column, columns = struct.unpack_from(form, stream, at)
    # The ends are those after the last; both are nought on an empty sheet.
    ordered = first_row <= rows and first_column <= columns
    return bool(ordered and rows <= _ROWS and columns <= _COLUMNS)
