"""One picture of a page → its text, tables and marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from audit.ocr.engine import boxes_of, find_lines
from audit.ocr.layout import flow_of, fraction
from audit.ocr.lines import Line, read_lines
from audit.ocr.look import Shows, look_at
from audit.ocr.red import find_red_marks, has_colour, red_heading
from audit.ocr.rulings import Rectangle, find_grids
from audit.ocr.signatures import find_signatures
from audit.ocr.upright import Upright, cut_out, put_upright, without_shadow
from audit.types import Block, Mark, Spot, Table, View

if TYPE_CHECKING:
    from numpy import ndarray

__all__ = ["PageRead", "long_picture", "read_picture"]

_A4_INCHES = 8.27
# A sheet is 1.4 times as high as wide: what is higher than this is sheets joined one below the other.
_SHEET, _LONG = 1.414, 2.1
# Lines, icons and ornaments are no pages.
_LEAST_SIDE, _SLIMMEST = 40, 25
_PHOTO_LINES, _PHOTO_SURE = 12, 0.88


@dataclass(frozen=True, slots=True)
class PageRead:
    """What a picture gave; `confidence` is the mean by characters, 0 where nothing was read."""

    shows: Shows
    flow: tuple[Block | Table, ...]
    marks: tuple[Mark, ...]
    characters: int
    confidence: float
    colour: bool
    view: View | None = None


def read_picture(colour: ndarray, page: int, dpi: int = 0) -> PageRead:
    """A photo (blue, green, red) is looked at for what is printed into it; a page is read."""
    import cv2
    import numpy

    # Every core has a process of its own.
    cv2.setNumThreads(1)
    if min(colour.shape[:2]) < max(_LEAST_SIDE, max(colour.shape[:2]) / _SLIMMEST):
        return PageRead(Shows.PHOTO, (), (), 0, 0.0, colour=True)
    look, given = look_at(colour), colour
    cut = numpy.eye(3)
    if look.shows is Shows.PHOTO:
        return _read_photo(colour, look.lines, page)
    if look.corners is not None:
        (colour, cut), dpi = cut_out(colour, look.corners), 0
    upright = put_upright(colour)
    red = find_red_marks(upright.colour, page)
    upright = _with_red_heading(upright, red)
    grids = find_grids(without_shadow(upright.colour[:, :, 2], smooth=False))
    lines = read_lines(upright.ink, _whole(upright.lines), grids)
    size = upright.ink.shape[1], upright.ink.shape[0]
    characters, confidence = _total(lines)
    marks = (*red, *find_signatures(upright.ink, lines, grids, red, page))
    if len(upright.lines):
        marks = (
            *marks,
            *_poor(dpi or round(min(colour.shape[:2]) / _A4_INCHES), characters, confidence, page),
        )
    coloured = has_colour(colour)
    view = _view(page, given.shape[:2], size, upright.turn @ cut, lines)
    flow = flow_of(lines, grids, page, size)
    return PageRead(look.shows, flow, marks, characters, confidence, coloured, view)


def long_picture(colour: ndarray) -> tuple[ndarray, ...]:
    """The sheets of a picture that is too long for one, parted where a row has least on it; else the picture."""
    import numpy

    height, width = colour.shape[:2]
    if not _LONG * width <= height <= _SLIMMEST * width or width < _LEAST_SIDE:
        return (colour,)
    sheets = max(2, round(height / width / _SHEET))
    rough = colour[:, :: max(1, width // 200), 1].astype(float).std(axis=1)
    reach = round(0.12 * height / sheets)
    cuts = [0]
    for number in range(1, sheets):
        near = round(number * height / sheets)
        rows = rough[near - reach : near + reach]
        # Of the emptiest rows the one nearest to where the sheets should part.
        empty = numpy.flatnonzero(rows <= rows.min() + 2)
        cuts.append(near - reach + int(empty[numpy.abs(empty - reach).argmin()]))
    return tuple(colour[top:bottom] for top, bottom in pairwise([*cuts, height]))


def _with_red_heading(upright: Upright, red: Sequence[Mark]) -> Upright:
    """Without the red channel a letterhead printed in red is gone: the band that it stands in is read in green too."""
    import numpy

    seals = tuple(mark for mark in red if mark.kind == "seal")
    depth = red_heading(upright.colour, seals)
    if not depth:
        return upright
    green = without_shadow(upright.colour[:depth, :, 1])
    ink = upright.ink.copy()
    height, width = ink.shape
    for mark in red:
        left, top, right, bottom = mark.box
        green[round(top * height) : round(bottom * height), round(left * width) : round(right * width)] = 255
    ink[:depth] = numpy.minimum(ink[:depth], green)
    band = boxes_of(find_lines(ink[: min(height, depth + height // 40)]), ink.shape)
    below = [box for box in upright.lines if (box[1] + box[3]) / 2 >= depth]
    inside = [box for box in band if (box[1] + box[3]) / 2 < depth]
    boxes = numpy.array([*inside, *below], dtype=int).reshape(-1, 4)
    return Upright(upright.colour, ink, boxes, upright.turn)


def _read_photo(colour: ndarray, boxes: ndarray, page: int) -> PageRead:
    """The few sure lines of a photo: date and place as a phone prints them in, a sign, the head of a notice."""
    import cv2
    import numpy

    grey = cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY)
    # Lines printed in stand at the foot of the picture.
    lowest = sorted(_whole(boxes), key=lambda box: -box[3])[:_PHOTO_LINES]
    lines = [
        line for line in read_lines(grey, lowest, ()) if line.confidence >= _PHOTO_SURE and len(line.text) > 1
    ]
    size = grey.shape[1], grey.shape[0]
    flow = tuple(
        Block(line.text, page, "照片", round(line.confidence, 3), fraction(line.box, size))
        for line in sorted(lines, key=lambda line: (line.box[1], line.box[0]))
    )
    view = _view(page, colour.shape[:2], size, numpy.eye(3), lines)
    return PageRead(Shows.PHOTO, flow, (), *_total(lines), has_colour(colour), view)


def _view(
    page: int, given: tuple[int, int], size: tuple[int, int], turn: ndarray, lines: Sequence[Line]
) -> View:
    """`given`: height and width of the picture; `turn`: its pixels → those of the page."""
    import numpy

    height, width = given
    shares = numpy.diag([1 / width, 1 / height, 1]) @ numpy.linalg.inv(turn) @ numpy.diag([*size, 1.0])
    shares = shares / shares[2, 2]
    spots = tuple(Spot(line.text, fraction(line.box, size), round(line.confidence, 3)) for line in lines)
    return View(page, page, size, tuple(round(float(each), 6) for each in shares.flat), spots)


def _whole(boxes: ndarray) -> list[Rectangle]:
    return [(int(left), int(top), int(right), int(bottom)) for left, top, right, bottom in boxes]


def _total(lines: Sequence[Line]) -> tuple[int, float]:
    count = sum(len(line.text) for line in lines)
    return count, round(sum(len(line.text) * line.confidence for line in lines) / max(1, count), 3)


def _poor(dpi: int, characters: int, confidence: float, page: int) -> Iterator[Mark]:
    """Below 60 dots an inch nobody can read a form; up to 110, or where blurred, it is as the reading shows."""
    blurred = (dpi < 110 and confidence < 0.88) or (characters >= 10 and confidence < 0.75)
    if dpi < 60 or blurred:
        yield Mark("low-resolution", page, (0.0, 0.0, 1.0, 1.0), str(dpi), round(1 - confidence, 2))
