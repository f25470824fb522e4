"""A PDF written as it grows: what has been written is not kept in memory, but for the numbers of pages and bookmarks.

Libraries that merge hold all pages until the end, and a village's scans are as large as a machine's memory.
Source: ISO 32000-1, 7.3 (objects), 7.5 (file), 7.7.3 (pages), 12.3.3 (outline).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

__all__ = ["PAGES", "Bookmark", "PdfFile", "Stamp", "stamp_content", "text_string"]

PAGES = 2  # the object that all pages name as their parent
_CATALOG = 1
_A4_WIDTH = 595


@dataclass(frozen=True, slots=True)
class Stamp:
    """The page number that is put on a page, at its foot or head: right on odd ones, left on even ones."""

    number: int
    at_top: bool = False


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place in the outline: what it is called, the page it leads to, how deep it lies."""

    title: str
    page: int
    depth: int


class PdfFile:
    """The file as it is written. Objects get their numbers here; pages are put into order at the end.

    `layers`: the optional contents of the pages copied, and which of them do not show.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._places: dict[int, int] = {}
        self._last, self._at = PAGES, 0
        self._shared: dict[bytes, int] = {}
        self.layers: list[int] = []
        self.hidden_layers: list[int] = []
        self._put(b"%PDF-1.7\n%\xe4\xb8\xad\xe6\x96\x87\n")

    def reserve(self) -> int:
        """The number of an object that is written later."""
        self._last += 1
        return self._last

    def add(self, body: bytes, number: int = 0) -> int:
        """Write an object; its number."""
        number = number or self.reserve()
        self._places[number] = self._at
        self._put(b"%d 0 obj\n" % number + body + b"\nendobj\n")
        return number

    def add_stream(self, entries: bytes, data: bytes, number: int = 0) -> int:
        """Write a stream with these entries of its dictionary; its number."""
        head = b"<<%b/Length %d>>\nstream\n" % (entries, len(data))
        return self.add(head + data + b"\nendstream", number)

    def once(self, body: bytes) -> int:
        """An object that many pages share, such as a font: written when it is first asked for."""
        if body not in self._shared:
            self._shared[body] = self.add(body)
        return self._shared[body]

    def helvetica(self) -> int:
        """The font of page numbers, which every reader of PDFs has."""
        return self.once(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")

    def finish(self, pages: Sequence[int], bookmarks: Sequence[Bookmark], title: str) -> None:
        """Write the order of the pages, the outline and what a file ends with."""
        self.add(b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(pages), _row(pages)), PAGES)
        outline = self._outline(bookmarks) if bookmarks else 0
        shown = b"/Outlines %d 0 R/PageMode/UseOutlines" % outline if outline else b""
        if self.layers:
            shown += b"/OCProperties<</OCGs[%b]/D<</OFF[%b]>>>>" % (
                _row(self.layers),
                _row(self.hidden_layers),
            )
        self.add(b"<</Type/Catalog/Pages %d 0 R/Lang(zh-CN)%b>>" % (PAGES, shown), _CATALOG)
        told = self.add(b"<</Title %b/Producer(fangpin)>>" % text_string(title))
        start = self._at
        self._put(b"xref\n0 %d\n0000000000 65535 f \n" % (self._last + 1))
        for number in range(1, self._last + 1):
            place = self._places.get(number)
            self._put(b"%010d 00000 n \n" % place if place is not None else b"0000000000 65535 f \n")
        self._put(b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\n" % (self._last + 1, _CATALOG, told))
        self._put(b"startxref\n%d\n%%%%EOF\n" % start)

    def _outline(self, bookmarks: Sequence[Bookmark]) -> int:
        root = self.reserve()
        numbers = [self.reserve() for _ in bookmarks]
        parents: list[int] = []
        children: dict[int, list[int]] = {root: []}
        above: list[int] = []
        for bookmark, number in zip(bookmarks, numbers, strict=True):
            del above[bookmark.depth :]
            parents.append(above[-1] if above else root)
            children.setdefault(parents[-1], []).append(number)
            above.append(number)
        for bookmark, number, parent in zip(bookmarks, numbers, parents, strict=True):
            links = _links(number, children[parent], children.get(number, []))
            words = text_string(bookmark.title)
            self.add(
                b"<</Title %b/Parent %d 0 R/Dest[%d 0 R/Fit]%b>>" % (words, parent, bookmark.page, links),
                number,
            )
        tops = children[root]
        ends = b"/First %d 0 R/Last %d 0 R/Count %d" % (tops[0], tops[-1], len(tops))
        return self.add(b"<</Type/Outlines%b>>" % ends, root)

    def _put(self, data: bytes) -> None:
        self._stream.write(data)
        self._at += len(data)


def _row(numbers: Sequence[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _links(number: int, beside: Sequence[int], below: Sequence[int]) -> bytes:
    """To the bookmarks before, behind and below; those below are folded."""
    at = beside.index(number)
    links = b"/Prev %d 0 R" % beside[at - 1] if at else b""
    links += b"/Next %d 0 R" % beside[at + 1] if at + 1 < len(beside) else b""
    return links + (
        b"/First %d 0 R/Last %d 0 R/Count -%d" % (below[0], below[-1], len(below)) if below else b""
    )


def text_string(text: str) -> bytes:
    """A text string in UTF-16, as hexadecimal digits (7.9.2.2)."""
    return b"<FEFF" + text.encode("utf-16-be", "replace").hex().upper().encode() + b">"


def stamp_content(stamp: Stamp, box: Sequence[float], rotation: int) -> bytes:
    """What draws the number in the font FpNo: upright as the page is seen, digits on white, so that it is read on a scan."""
    left, bottom, right, top = box
    across, up = right - left, top - bottom
    width, height = (up, across) if rotation in (90, 270) else (across, up)
    scale = min(max(min(width, height) / _A4_WIDTH, 0.4), 8.0)  # scanners call a page a metre wide, too
    size, digits = 12 * scale, b"%d" % stamp.number
    wide = 0.556 * size * len(digits)
    x = width - 40 * scale - wide if stamp.number % 2 else 40 * scale
    y = height - 34 * scale if stamp.at_top else 22 * scale
    turn = {
        90: (0, 1, -1, 0, right, bottom),
        180: (-1, 0, 0, -1, right, top),
        270: (0, -1, 1, 0, left, top),
    }.get(rotation, (1, 0, 0, 1, left, bottom))
    edge = 3 * scale
    white = b"1 g %.2f %.2f %.2f %.2f re f" % (x - edge, y - edge, wide + 2 * edge, size + edge)
    number = b"0 g BT /FpNo %.2f Tf %.2f %.2f Td (%b) Tj ET" % (size, x, y, digits)
    return b"q %d %d %d %d %.2f %.2f cm %b %b Q\n" % (*turn, white, number)
