"""The pages of a document whose text, if any, is only in a picture, as pictures for recognition of characters.

`read_document` says in `Document.unread_pages` which pages these are; nothing is decoded or rendered before it is
asked for, and one page at a time is held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.readers.embedded import embedded_pictures
from audit.readers.images import IMAGE_FORMATS, decoded_frames
from audit.types import Document

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["PagePicture", "page_pictures"]

_DPI = 200
# A3 at 200 dots an inch is 3,307; scanners that call a pixel a point make pages of a metre.
_LONGEST_SIDE = 3_400


@dataclass(frozen=True, slots=True, eq=False)
class PagePicture:
    """A page: its number in the Document, its picture (RGB or L, upright by EXIF) and dots an inch, 0: unknown."""

    page: int
    image: Image
    dpi: int = 0


def page_pictures(document: Document, data: bytes, dpi: int = _DPI) -> Iterator[PagePicture]:
    """The unread pages in order. A page that cannot be decoded is left out: compare with `unread_pages`.

    `dpi`: dots an inch of pages that are rendered; pictures are no larger than such pages are.
    """
    if not document.unread_pages:
        return
    ways: dict[str, Callable[[Document, bytes, int], Iterator[PagePicture]]] = {"pdf": _of_pdf}
    ways |= dict.fromkeys(IMAGE_FORMATS, _of_image)
    yield from ways.get(document.format, _of_package)(document, data, dpi)


def _longest(dpi: int) -> int:
    return _LONGEST_SIDE * dpi // _DPI


def _of_image(document: Document, data: bytes, most: int) -> Iterator[PagePicture]:
    wanted = set(document.unread_pages)
    for number, image, dpi in decoded_frames(data, wanted, _longest(most)):
        yield PagePicture(number, image, dpi)


def _of_package(document: Document, data: bytes, most: int) -> Iterator[PagePicture]:
    """Pages of a document that holds only pictures: the n-th picture is page n; of an ofd, by its pages."""
    wanted = set(document.unread_pages)
    for page, picture in embedded_pictures(document.format, data):
        if page in wanted:
            for _, image, dpi in decoded_frames(picture, {1}, _longest(most)):
                yield PagePicture(page, image, dpi)


def _of_pdf(document: Document, data: bytes, dpi: int) -> Iterator[PagePicture]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as pdf:
            for number in document.unread_pages:
                page = pdf[number - 1]
                longest = max(page.get_size()) or 1
                scale = min(dpi / 72, _longest(dpi) / longest)
                bitmap = page.render(scale=scale, may_draw_forms=False)
                image = bitmap.to_pil()
                # A picture that is RGB already may still lie in the bitmap, which is closed.
                image = image.copy() if image.mode == "RGB" else image.convert("RGB")
                bitmap.close()
                page.close()
                yield PagePicture(number, image, round(scale * 72))
    except (pypdfium2.PdfiumError, OSError, ValueError, IndexError, MemoryError):
        return
