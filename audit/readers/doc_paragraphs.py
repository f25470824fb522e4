"""Properties of the paragraphs of a .doc: which stand in a table and which end a row. Source: [MS-DOC] 2.9.130."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator

__all__ = ["Paragraphs"]

_PAGE = 512
# Single property modifiers: in a table, ends a row, page break before. Each has one byte, off or on.
_MODIFIERS = {0x2416: "table", 0x2417: "row", 0x2407: "break"}
# The length of a modifier's operand by its three highest bits; 6 has a length of its own.
_LENGTHS = (1, 1, 2, 4, 2, 2, 0, 3)
_MOST_PAGES = 50_000


class Paragraphs:
    """Properties by place in the file; where the file has none that can be read, `at` gives None."""

    def __init__(self, main: bytes, table: bytes) -> None:
        try:
            runs = sorted(_runs(main, table))
        except (struct.error, IndexError):
            runs = []
        self._starts = [start for start, _, _ in runs]
        self._runs = runs

    def at(self, byte: int) -> frozenset[str] | None:
        index = bisect_right(self._starts, byte) - 1
        if not self._runs:
            return None
        if index < 0 or byte >= self._runs[index][1]:
            return frozenset()
        return self._runs[index][2]


def _runs(main: bytes, table: bytes) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Start, end and properties of each paragraph, page of formatting by page."""
    offset, size = struct.unpack_from("<II", main, 0x0102)
    plc = table[offset : offset + size]
    count = (len(plc) - 4) // 8
    for index in range(min(count, _MOST_PAGES)):
        number = struct.unpack_from("<I", plc, (count + 1) * 4 + index * 4)[0] & 0x3FFFFF
        page = main[number * _PAGE : (number + 1) * _PAGE]
        if len(page) < _PAGE:
            continue
        paragraphs = page[511]
        for n in range(paragraphs):
            start, end = struct.unpack_from("<II", page, n * 4)
            at = page[(paragraphs + 1) * 4 + n * 13] * 2
            yield start, end, _properties(page, at) if at else frozenset()


def _properties(page: bytes, at: int) -> frozenset[str]:
    words, at = page[at], at + 1
    if words == 0:
        length, at = page[at] * 2, at + 1
    else:
        length = words * 2 - 1
    modifiers = page[at + 2 : at + length]
    found, at = set(), 0
    while at + 2 < len(modifiers):
        code = struct.unpack_from("<H", modifiers, at)[0]
        at += 2
        name = _MODIFIERS.get(code)
        if name and modifiers[at]:
            found.add(name)
        size = _LENGTHS[code >> 13]
        if code >> 13 == 6:
            # The definition of a table has two bytes of length, all others one.
            size = struct.unpack_from("<H", modifiers, at)[0] + 1 if code == 0xD608 else modifiers[at] + 1
        at += size
    return frozenset(found)
