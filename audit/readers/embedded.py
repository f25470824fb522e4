"""Pictures inside documents: which pages of a document are nothing but a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.readers.faults import UnreadableError
from audit.readers.images import pixel_size
from audit.readers.ofd import ofd_pictures
from audit.readers.ole import open_ole
from audit.readers.package import Package, open_package

__all__ = ["carved_pictures", "embedded_pictures"]

_MOST_PICTURES = 300
# Of a page even the poorest scan has more; logos, stamps and icons have less.
_LEAST_SIDE = 400
_MEDIA = re.compile(r"(word|xl|ppt)/media/[^/]+\.(jpe?g|png|tiff?|bmp|gif|webp|heic)", re.IGNORECASE)
_PICTURE_START = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n")
_RTF_PICTURE = re.compile(rb"\\(?:jpegblip|pngblip)\b[^{}]*?\s([0-9a-fA-F\s]{2000,})")
_BLANK = re.compile(rb"\s+")
_BLIP = re.compile(rb'\br:(?:embed|id|link)="([^"]{1,200})"')


def embedded_pictures(found: str, data: bytes) -> Iterator[tuple[int, bytes]]:
    """Page and bytes of each picture that may be a page: numbered as they stand, or by page in an ofd."""
    try:
        if found == "doc":
            with open_ole(data) as container:
                yield from carved_pictures(container.openstream("Data").read())
            return
        if found == "ofd":
            yield from ofd_pictures(data)
            return
        if found == "rtf":
            for match in _RTF_PICTURE.finditer(data):
                # A hexadecimal figure more or less at the end does no harm to the picture.
                figures = _BLANK.sub(b"", match[1])
                yield from carved_pictures(bytes.fromhex(figures[: len(figures) // 2 * 2].decode()))
            return
        with open_package(data) as package:
            yield from enumerate(_pictures(package), 1)
    except UnreadableError:
        return


def _pictures(package: Package) -> Iterator[bytes]:
    kept = 0
    for name in _in_order(package):
        picture = package.read(name)
        if min(pixel_size(picture)) >= _LEAST_SIDE:
            yield picture
            kept += 1
        if kept == _MOST_PICTURES:
            return


def _in_order(package: Package) -> Iterator[str]:
    """The media of a package as its main part speaks of them, then the others by name."""
    media = sorted(
        (name for name in package.names if _MEDIA.fullmatch(name)), key=lambda name: (len(name), name)
    )
    seen: set[str] = set()
    main = next((name for name in package.names if re.fullmatch(r"word/document\d*\.xml", name)), "")
    if main and media:
        targets = package.targets(main)
        for match in _BLIP.finditer(package.read(main)):
            name = targets.get(match[1].decode("utf-8", "replace"), "")
            if name in media and name not in seen:
                seen.add(name)
                yield name
    yield from (name for name in media if name not in seen)


def carved_pictures(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of the pictures (JPEG, PNG) that may be a page, wherever they stand in a stream."""
    at, number = 0, 0
    while number < _MOST_PICTURES:
        match = _PICTURE_START.search(data, at)
        if match is None:
            return
        at = _end(data, match.start())
        picture = data[match.start() : at]
        if min(pixel_size(picture)) >= _LEAST_SIDE:
            number += 1
            yield number, picture


def _end(data: bytes, start: int) -> int:
    """Past the end of the picture, or just past its first bytes where it is none."""
    if data[start] == 0x89:
        end = data.find(b"IEND", start)
        return end + 8 if end >= 0 else start + 8
    at = start + 2
    # A small picture may stand inside the head of a large one: go by the lengths of its parts up to the pixels.
    while data[at : at + 1] == b"\xff" and at + 4 <= len(data):
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        at, pixels = at + 2 + length, data[at + 1] == 0xDA
        if pixels:
            end = data.find(b"\xff\xd9", at)
            return end + 2 if end >= 0 else len(data)
    return start + 3
