"""Pictures inside documents: which pages of a document are nothing but a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.readers.faults import UnreadableError
from audit.readers.images import pixel_size
from audit.readers.package import Package, open_package

__all__ = ["embedded_pictures"]

_MOST_PICTURES = 300
# Of a page even the poorest scan has more; logos, stamps and icons have less.
_LEAST_SIDE = 400
_MEDIA = re.compile(r"(word|xl|ppt)/media/[^/]+\.(jpe?g|png|tiff?|bmp|gif|webp|heic)", re.IGNORECASE)
_BLIP = re.compile(rb'\br:(?:embed|id|link)="([^"]{1,200})"')


def embedded_pictures(found: str, data: bytes) -> Iterator[tuple[int, bytes]]:
    """Page and bytes of each picture that may be a page: numbered as they stand, or by page in an ofd."""
    try:
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
