"""Pages that the program draws itself: a photo or scan on A4, and lines of Chinese where LibreOffice is not there.

Chinese is set in STSong-Light by UniGB-UCS2-H, which readers of PDFs know without the font in the file
(ISO 32000-1, 9.7.5.2); what must last is better made with LibreOffice, which puts its fonts in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fangpin.pdf_file import PAGES, PdfFile, Stamp, stamp_content

__all__ = ["Line", "Picture", "add_picture", "add_text", "wrapped"]

A4 = (0.0, 0.0, 595.28, 841.89)
_LEFT, _RIGHT, _TOP, _FOOT = 70.9, 51.0, 56.7, 56.7  # 25 mm for binding, 18, 20 and 20 mm
_CAPTION = 9.0
_SYSTEM = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
_DESCRIPTOR = (
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
    b"/Descent -120/CapHeight 880/StemV 93>>"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its size in points, how far from the left margin it begins, how much room it takes."""

    text: str
    size: float = 11.0
    indent: float = 0.0
    room: float = 18.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG with its size in pixels; `grey` where it has one channel."""

    data: bytes
    width: int
    height: int
    grey: bool = False


def add_picture(pdf: PdfFile, picture: Picture, caption: str, stamp: Stamp | None) -> int:
    """A page of A4 with the picture as large as fits, upright, and its caption under it; its object."""
    turned = picture.width > picture.height
    box = (A4[0], A4[1], A4[3], A4[2]) if turned else A4
    left, top = (_RIGHT, _LEFT) if turned else (_LEFT, _TOP)  # bound at the top of a page that lies
    room = box[2] - left - _RIGHT, box[3] - top - _FOOT - 2 * _CAPTION
    scale = min(room[0] / picture.width, room[1] / picture.height)
    wide, high = picture.width * scale, picture.height * scale
    x, y = left + (room[0] - wide) / 2, box[3] - top - (room[1] + high) / 2
    space = b"/DeviceGray" if picture.grey else b"/DeviceRGB"
    image = pdf.add_stream(
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%b/BitsPerComponent 8/Filter/DCTDecode"
        % (picture.width, picture.height, space),
        picture.data,
    )
    content = b"q %.2f 0 0 %.2f %.2f %.2f cm /Im Do Q\n" % (wide, high, x, y)
    content += _text(Line(caption, _CAPTION), left, y - 1.6 * _CAPTION) if caption else b""
    return _add(pdf, box, content, b"/XObject<</Im %d 0 R>>" % image, stamp)


def add_text(pdf: PdfFile, lines: Iterable[Line], stamp: Stamp | None) -> list[int]:
    """Pages with these lines; their objects. A page that is full is followed by another; only the first has the stamp."""
    pages: list[int] = []
    content, y = b"", A4[3] - _TOP
    for line in lines:
        if y - line.room < _FOOT and content:
            pages.append(_add(pdf, A4, content, b"", None if pages else stamp))
            content, y = b"", A4[3] - _TOP
        y -= line.room
        content += _text(line, _LEFT + line.indent, y)
    return [*pages, _add(pdf, A4, content, b"", None if pages else stamp)]


def wrapped(text: str, size: float, indent: float = 0.0) -> list[str]:
    """The text in lines that fit beside the indent."""
    most = (A4[2] - _LEFT - _RIGHT - indent) / size
    lines, line, wide = [], "", 0.0
    for char in text:
        width = _width(char)
        if wide + width > most:
            lines.append(line)
            line, wide = "", 0.0
        line, wide = line + char, wide + width
    return [*lines, line]


def _width(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


def _text(line: Line, x: float, y: float) -> bytes:
    # UCS-2 has no more than 65,536, and the dot of names and numbers is another one in this encoding.
    shown = "".join(char if ord(char) < 0x10000 else "〓" for char in line.text.replace("·", "・"))
    words = shown.encode("utf-16-be", "replace").hex().encode()
    return b"BT /Song %.2f Tf %.2f %.2f Td <%b> Tj ET\n" % (line.size, x, y, words)


def _song(pdf: PdfFile) -> int:
    """The font; Latin letters and digits are half as wide."""
    descriptor = pdf.once(_DESCRIPTOR)
    below = pdf.once(
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light%b/FontDescriptor %d 0 R/DW 1000/W[1 95 500]>>"
        % (_SYSTEM, descriptor)
    )
    return pdf.once(
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light-UniGB-UCS2-H/Encoding/UniGB-UCS2-H/DescendantFonts[%d 0 R]>>"
        % below
    )


def _add(pdf: PdfFile, box: Sequence[float], content: bytes, resources: bytes, stamp: Stamp | None) -> int:
    content += stamp_content(stamp, box, 0) if stamp else b""
    fonts = b"/Font<</Song %d 0 R/FpNo %d 0 R>>" % (_song(pdf), pdf.helvetica())
    body = pdf.add_stream(b"", content)
    sides = b" ".join(b"%.2f" % side for side in box)
    head = b"<</Type/Page/Parent %d 0 R/MediaBox[%b]/Resources<<%b%b>>/Contents %d 0 R>>"
    return pdf.add(head % (PAGES, sides, fonts, resources, body))
