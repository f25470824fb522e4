"""A file of an archive as pages of a volume: PDFs as they are, pictures on A4, the rest as LibreOffice prints it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.readers.faults import UnreadableError
from audit.readers.images import IMAGE_FORMATS, decoded_frames
from audit.readers.pictures import page_pictures
from fangpin.conversion import CONVERTED
from fangpin.pdf_copy import DAMAGE, PageCopier
from fangpin.pdf_file import PdfFile, Stamp
from fangpin.pdf_pages import Picture, add_picture

if TYPE_CHECKING:
    from PIL.Image import Image

    from audit.types import Document

__all__ = ["MOST_PAGES", "NoPagesError", "Numbering", "add_pdf", "add_pictures", "pages_of", "way_of"]

# More than this in print is no paper but a sheet whose whole grid has been coloured.
MOST_PAGES = 500
_LONGEST_SIDE = 2_400  # A4 at 200 dots an inch
_QUALITY = 85
_DPI = 150


class NoPagesError(Exception):
    """Nothing of the file can be put into the volume."""


@dataclass(slots=True)
class Numbering:
    """The number that the next page gets."""

    next: int = 1
    at_top: bool = False

    def stamp(self) -> Stamp:
        number = self.next
        self.next += 1
        return Stamp(number, self.at_top)


def way_of(document: Document) -> str:
    """pdf, picture or office: the way in which a file comes into a volume; "" where there is none."""
    if document.format == "pdf":
        return "pdf"
    scan = document.format == "ofd" and document.pages and len(document.unread_pages) == document.pages
    if document.format in IMAGE_FORMATS or scan:
        return "picture"
    return "office" if document.format in CONVERTED else ""


def add_pictures(
    pdf: PdfFile, document: Document, data: bytes, caption: str, numbering: Numbering
) -> list[int]:
    """A page for each frame of a picture, or for each page of a scan in another format. Raises NoPagesError."""
    pictures = _pictures(data) if document.format in IMAGE_FORMATS else _scanned(document, data)
    try:
        pages = [add_picture(pdf, picture, caption, numbering.stamp()) for picture in pictures]
    except UnreadableError as error:
        raise NoPagesError from error
    if not pages:
        raise NoPagesError
    return pages


def _pictures(data: bytes) -> Iterator[Picture]:
    as_it_is = _plain_jpeg(data)
    if as_it_is:
        yield as_it_is
        return
    for _, image, _ in decoded_frames(data, set(range(1, MOST_PAGES + 1)), _LONGEST_SIDE):
        yield _jpeg(image)


def _scanned(document: Document, data: bytes) -> Iterator[Picture]:
    for page in page_pictures(document, data):
        yield _jpeg(page.image)


def _plain_jpeg(data: bytes) -> Picture | None:
    """A JPEG that needs no turning and is no larger than a page: it goes in without being drawn anew."""
    from PIL import Image

    if not data.startswith(b"\xff\xd8"):
        return None
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
            upright = image.getexif().get(0x0112, 1) == 1
            if not upright or max(image.size) > _LONGEST_SIDE or image.mode not in ("RGB", "L"):
                return None
            image.load()
            return Picture(data, image.width, image.height, image.mode == "L")
    except DAMAGE:
        return None


def _jpeg(image: Image) -> Picture:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=_QUALITY, optimize=True)
    return Picture(stream.getvalue(), image.width, image.height, image.mode == "L")


def add_pdf(pdf: PdfFile, data: bytes, numbering: Numbering | None) -> list[int]:
    """The pages of a PDF; where they cannot be taken over, pictures of them. Raises NoPagesError.

    `numbering`: None for pages that bear no number.
    """
    first = numbering.next if numbering else 0
    for copied in (_copied, _saved_anew, _drawn):
        try:
            pages = copied(pdf, data, numbering)
        except DAMAGE:
            pages = []
        if pages:
            return pages
        if numbering:
            numbering.next = first
    raise NoPagesError


def pages_of(data: bytes) -> int:
    """How many pages a PDF has. Raises NoPagesError."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            return len(document)
    except (pypdfium2.PdfiumError, *DAMAGE) as error:
        raise NoPagesError from error


def _copied(pdf: PdfFile, data: bytes, numbering: Numbering | None) -> list[int]:
    from pypdf import PdfReader

    with _quiet():
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            return []
        copier = PageCopier(pdf, reader)
        return [copier.copy(page, numbering.stamp() if numbering else None) for page in reader.pages]


def _saved_anew(pdf: PdfFile, data: bytes, numbering: Numbering | None) -> list[int]:
    """Through pdfium, which puts up with more damage and takes off the lock of a file that anybody may open."""
    import pypdfium2

    saved = io.BytesIO()
    try:
        with pypdfium2.PdfDocument(data) as document:
            document.save(saved, flags=pypdfium2.raw.FPDF_REMOVE_SECURITY)
    except pypdfium2.PdfiumError:
        return []
    return _copied(pdf, saved.getvalue(), numbering)


def _drawn(pdf: PdfFile, data: bytes, numbering: Numbering | None) -> list[int]:
    import pypdfium2

    pages: list[int] = []
    try:
        with pypdfium2.PdfDocument(data) as document:
            for at in range(len(document)):
                page = document[at]
                scale = min(_DPI / 72, _LONGEST_SIDE / (max(page.get_size()) or 1))
                picture = _jpeg(page.render(scale=scale).to_pil().convert("RGB"))
                page.close()
                pages.append(add_picture(pdf, picture, "", numbering.stamp() if numbering else None))
    except pypdfium2.PdfiumError:
        return []
    return pages


@contextmanager
def _quiet() -> Iterator[None]:
    """The library tells of every slip in a file, in English; the pages tell whether it matters."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
