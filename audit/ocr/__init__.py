"""Recognition of characters: the pages of a document that are only pictures → their text, tables and marks.

Needs the extra `ocr` (rapidocr, onnxruntime, opencv); without it scans stay unread and the report says how to get it.
Nothing of that is imported before the first page is read. One engine a process, one thread an engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from audit.types import Document, State, View

if TYPE_CHECKING:
    from audit.ocr.page import PageRead
    from audit.readers.pictures import PagePicture

__all__ = ["ocr_available", "with_text"]

_PACKAGES = ("rapidocr", "onnxruntime", "cv2", "numpy", "PIL")
_FEW, _UNSURE = 6, 0.7


@lru_cache(maxsize=1)
def ocr_available() -> bool:
    """Are the packages of the extra `ocr` installed? Looks for them without importing them."""
    return all(find_spec(name) for name in _PACKAGES)


def with_text(document: Document, pictures: Iterable[PagePicture]) -> Document:
    """The document with what its unread pages say, in the order of its pages.

    `pictures` are the pages named in `unread_pages`; a page of which too little could be read stays among them. A
    photo stays NOT_READ: what was printed into it (date, place) is in its flow. Metadata gains `picture`
    (page; shot: a page photographed; photo), `colour` (no: a grey copy, on which no seal can be told) and `ocr` (the mean confidence).
    """
    reads: list[tuple[int, PageRead]] = []
    for picture in pictures:
        reads += _read(document, picture)
    if not reads:
        return document
    good = [(page, read) for page, read in reads if _is_read(read)]
    # What was half guessed is not told: it would only be wrong.
    told = [read for _, read in reads if _is_read(read) or read.shows == "photo"]
    flow = [*document.flow, *(part for read in told for part in read.flow)]
    unread = {*document.unread_pages} - {page for page, _ in good}
    pages = max(document.pages, *(page for page, _ in reads))
    read_now = document.state is State.READ or bool(good)
    return replace(
        document,
        state=State.READ if read_now else State.NOT_READ,
        problem=_problem(read_now, unread, [read for _, read in reads]),
        flow=tuple(sorted(flow, key=lambda part: part.page)),
        pages=pages,
        metadata=(*document.metadata, *_told([read for _, read in reads])),
        marks=(*document.marks, *(mark for _, read in reads for mark in read.marks)),
        unread_pages=tuple(sorted(unread)),
        views=(*document.views, *(read.view for read in told if read.view is not None)),
    )


def _read(document: Document, picture: PagePicture) -> list[tuple[int, PageRead]]:
    """A picture is a page; a long one, of pages joined one below the other, is several where the file is no more."""
    import numpy

    from audit.ocr.page import long_picture, read_picture

    colour = numpy.ascontiguousarray(numpy.asarray(picture.image.convert("RGB"))[:, :, ::-1])
    alone = document.pages <= 1
    found, top = [], 0
    for index, part in enumerate(long_picture(colour)):
        number = picture.page + index * alone
        read = read_picture(part, number, picture.dpi)
        if read.view is not None:
            share = top / colour.shape[0], part.shape[0] / colour.shape[0]
            read = replace(read, view=_in_whole(read.view, picture.page, *share))
        found.append((number, read))
        top += part.shape[0]
    return found


def _in_whole(view: View, picture: int, top: float, height: float) -> View:
    """The view of a part in the picture that it is a part of: it begins at `top` and is so high, as shares."""
    a, b, c, d, e, f, g, h, i = view.turn
    turn = (a, b, c, height * d + top * g, height * e + top * h, height * f + top * i, g, h, i)
    return replace(view, picture=picture, turn=turn)


def _is_read(read: PageRead) -> bool:
    from audit.ocr.look import Shows

    return read.shows is not Shows.PHOTO and read.characters >= _FEW and read.confidence >= _UNSURE


def _problem(read_now: bool, unread: set[int], reads: list[PageRead]) -> str:
    from audit.ocr.look import Shows

    if read_now:
        return f"第 {'、'.join(map(str, sorted(unread)))} 页没有认出文字" if unread else ""
    if all(read.shows is Shows.PHOTO for read in reads):
        return "照片，不读文字"
    poor = [mark.label for read in reads for mark in read.marks if mark.kind == "low-resolution"]
    if poor:
        return f"扫描件太模糊（每英寸约 {poor[0]} 点），认不清字"
    return "扫描件上没有认出文字"


def _told(reads: list[PageRead]) -> tuple[tuple[str, str], ...]:
    from audit.ocr.look import Shows

    pages = [read for read in reads if read.shows is not Shows.PHOTO]
    count = sum(read.characters for read in pages)
    told = [("picture", (pages or reads)[0].shows.value)]
    if pages and not any(read.colour for read in pages):
        told.append(("colour", "no"))
    if count:
        told.append(("ocr", f"{sum(read.characters * read.confidence for read in pages) / count:.3f}"))
    return tuple(told)
