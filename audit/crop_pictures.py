"""Crops and pages of scans as pictures, from the files of the archive; nothing is written. Reads only.

The page is laid as it was when it was read (turned, cut out of a photo), so that boxes found then fit now.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from audit.crops import crop_for, hidden_boxes, view_of
from audit.readers.pictures import page_pictures
from audit.scan import read_entry
from audit.types import Box, Document, Entry, View
from audit.zip_members import members_of, read_member

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["crop_of", "original_of", "page_image", "page_picture", "thumbnail_of"]

# Crops are read on a screen: no more dots, no wider.
_DPI, _WIDEST, _PAGE_DPI, _PAGE_WIDEST = 110, 900, 150, 1_400
_QUALITY = 62
# 300 pixels a side: faces and places can be told, print cannot be read.
_SMALL_DPI = 18
_MARK, _BLACK = (190, 60, 40), (30, 30, 30)


def crop_of(root: Path, document: Document, page: int, text: str, *, full: bool = False) -> bytes | None:
    """A JPEG of the page around the quoted text, numbers of persons and illness blacked out unless `full`.

    None where the page is no scan, the text is not found on it, or the file is no longer as it was read.
    """
    crop = crop_for(document, page, text, full=full)
    image = _picture(root, document, crop.view.picture, _DPI) if crop else None
    if crop is None or image is None:
        return None
    part = _laid(image, crop.view, crop.region, _WIDEST)
    _draw(part, crop.region, crop.hidden, crop.lines)
    buffer = io.BytesIO()
    part.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()


def page_image(
    root: Path, document: Document, page: int, mark: Box | None = None, *, full: bool = False
) -> bytes | None:
    """A PNG of the whole page, upright, with `mark` framed; numbers and illness blacked out unless `full`.

    None for a page that was not read off a picture: where its numbers stand is not known.
    """
    laid = page_picture(root, document, page, (mark,) if mark else (), full=full)
    if laid is None:
        return None
    buffer = io.BytesIO()
    laid.save(buffer, "PNG")
    return buffer.getvalue()


def page_picture(
    root: Path, document: Document, page: int, marks: tuple[Box, ...] = (), *, full: bool = False
) -> Image | None:
    """The same as a picture, with any number of marks."""
    view = view_of(document, page)
    image = _picture(root, document, view.picture, _PAGE_DPI) if view else None
    if view is None or image is None:
        return None
    region = (0.0, 0.0, 1.0, 1.0)
    laid = _laid(image, view, region, _PAGE_WIDEST)
    _draw(laid, region, () if full else hidden_boxes(view), marks)
    return laid


def thumbnail_of(root: Path, document: Document) -> bytes | None:
    """A JPEG of a photo, too small for what is printed in it to be read; None where it cannot be had."""
    image = _picture(root, document, 1, _SMALL_DPI)
    if image is None:
        return None
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()


def original_of(root: Path, path: str) -> bytes | None:
    """The bytes of a file by its path in a report (a.zip!/b.png); None where it is not there or cannot be read."""
    outer, _, inner = path.partition("!/")
    names = outer.split("/")
    source = root.joinpath(*names)
    if not all(names) or any(name in (".", "..") for name in names) or not source.is_file():
        return None
    try:
        if inner:
            stamp = source.stat()
            key = dict(_members(source, stamp.st_mtime_ns)).get(inner)
            return None if key is None else read_member(source, key)
        return read_entry(Entry(path, source, source.stat().st_size))
    except OSError:
        return None


@lru_cache(maxsize=4)
def _members(source: Path, _changed: int) -> tuple[tuple[str, str], ...]:
    return tuple((member.path, member.key) for member in members_of(source) if not member.fault)


# Findings about one page stand near each other.
@lru_cache(maxsize=2)
def _picture(root: Path, document: Document, picture: int, dpi: int) -> Image | None:
    data = original_of(root, document.path)
    if data is None:
        return None
    asked = replace(document, unread_pages=(picture,))
    found = next((each.image for each in page_pictures(asked, data, dpi)), None)
    return found if found is None or found.mode == "RGB" else found.convert("RGB")


def _laid(image: Image, view: View, region: Box, widest: int) -> Image:
    """That part of the upright page, out of the picture as it was taken."""
    from PIL import Image

    wide = min(view.size[0], widest)
    high = wide * view.size[1] / view.size[0]
    left, top, right, bottom = region
    size = max(1, round((right - left) * wide)), max(1, round((bottom - top) * high))
    # Pixels of the part → shares of the page → shares of the picture → its pixels.
    to_page = (1 / wide, 0.0, left, 0.0, 1 / high, top, 0.0, 0.0, 1.0)
    to_pixels = (float(image.width), 0.0, 0.0, 0.0, float(image.height), 0.0, 0.0, 0.0, 1.0)
    way = tuple(_times(_times(to_pixels, view.turn), to_page))
    return image.transform(
        size,
        Image.Transform.PERSPECTIVE,
        [each / way[8] for each in way[:8]],
        Image.Resampling.BILINEAR,
        fillcolor="white",
    )


def _times(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, ...]:
    """The product of two matrices of nine numbers, row by row."""
    return tuple(
        sum(one[3 * row + at] * other[3 * at + column] for at in range(3))
        for row in range(3)
        for column in range(3)
    )


def _draw(part: Image, region: Box, hidden: tuple[Box, ...], lines: tuple[Box, ...]) -> None:
    """Frames around the lines, then black over what must not be seen."""
    from PIL import ImageDraw

    pen = ImageDraw.Draw(part)
    for left, top, right, bottom in _pixels(part, region, lines):
        pen.rectangle((left - 2, top - 2, right + 2, bottom + 2), outline=_MARK, width=1)
    for box in _pixels(part, region, hidden):
        pen.rectangle(box, fill=_BLACK)


def _pixels(part: Image, region: Box, boxes: tuple[Box, ...]) -> Iterator[tuple[int, int, int, int]]:
    wide, high = part.width / (region[2] - region[0]), part.height / (region[3] - region[1])
    for left, top, right, bottom in boxes:
        yield (
            round((left - region[0]) * wide),
            round((top - region[1]) * high),
            round((right - region[0]) * wide),
            round((bottom - region[1]) * high),
        )
