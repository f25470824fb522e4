"""What a picture shows: a page of paper, a page lying on something, or people and places."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from audit.ocr.engine import boxes_of, find_lines

if TYPE_CHECKING:
    from numpy import ndarray

__all__ = ["Look", "Shows", "look_at"]

_SIDE, _LINE_SIDE = 480, 640
# The paper of a scan fills the picture; that of a page on a desk is a large four-sided patch of it.
_FULL, _MOST, _PATCH = 0.97, 0.75, 0.4
# How many lines of text make a page of each, and of a picture of any colour (a screen, a dark copy).
_ON_PATCH, _ON_MOST, _ON_ANYTHING = 3, 6, 15


class Shows(str, Enum):
    """What a picture is of; a shot is a photo of a page."""

    PAGE = "page"
    SHOT = "shot"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """`corners` of the paper (4 × 2 pixels, from the upper left clockwise) where it lies on something.

    `lines`: the boxes of what may be lines of text; sought only where the paper alone does not settle it.
    """

    shows: Shows
    corners: ndarray | None
    lines: ndarray


def look_at(colour: ndarray) -> Look:
    """Tell a page from a photo by its paper (bright, colourless, whole once the ink is closed over) and its lines."""
    import cv2
    import numpy

    scale = _SIDE / max(colour.shape[:2])
    small = cv2.resize(colour, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper = _paper(small)
    share = float(paper.mean())
    if share >= _FULL:
        return Look(Shows.PAGE, None, numpy.zeros((0, 4), dtype=int))
    lines = _lines(colour)
    patch, corners = _patch(paper)
    if corners is not None and patch >= _PATCH:
        inside = _inside(lines, corners / scale)
        if inside >= _ON_PATCH and inside >= 0.7 * len(lines):
            return Look(Shows.SHOT, corners / scale, lines)
    if share >= _MOST and len(lines) >= _ON_MOST:
        return Look(Shows.SHOT, None, lines)
    spread = (lines[:, 3].max() - lines[:, 1].min()) / colour.shape[0] if len(lines) else 0.0
    if len(lines) >= _ON_ANYTHING and spread > 0.3:
        return Look(Shows.SHOT, None, lines)
    return Look(Shows.PHOTO, None, lines)


def _lines(colour: ndarray) -> ndarray:
    """The boxes of what may be lines, by a quick look; what is as high as a face is none."""
    import cv2

    scale = min(1.0, _LINE_SIDE / max(colour.shape[:2]))
    small = cv2.resize(
        cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA
    )
    boxes = boxes_of(find_lines(small), small.shape)
    short = (boxes[:, 2:] - boxes[:, :2]).min(axis=1)
    return (boxes[short < 0.08 * _LINE_SIDE] / scale).round().astype(int)


def _inside(lines: ndarray, corners: ndarray) -> int:
    """How many lines have their middles on the paper."""
    import cv2

    middles = [((left + right) / 2, (top + bottom) / 2) for left, top, right, bottom in lines]
    return sum(
        cv2.pointPolygonTest(corners, (float(x), float(y)), measureDist=False) >= 0 for x, y in middles
    )


def _paper(small: ndarray) -> ndarray:
    """1 where there is paper: light for its surroundings, of the paper's own tint, ink and stamps closed over."""
    import cv2
    import numpy

    light = small.max(axis=2)
    width = max(3, round(_SIDE * 0.035)) | 1
    # Strokes are thinner than this and vanish; heads, roofs and coats are not and stay.
    closed = cv2.morphologyEx(
        small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width))
    )
    bright = closed.min(axis=2).astype(numpy.float32)
    spread = closed.max(axis=2).astype(numpy.float32) - bright
    level = float(numpy.percentile(light, 90))
    # A shadow halves the light; a tinted form or a lamp colours it a little.
    paper = (bright > 0.45 * level) & (bright > 70) & (spread < 0.24 * closed.max(axis=2) + 8)
    rough = cv2.Laplacian(cv2.GaussianBlur(closed, (5, 5), 0).max(axis=2), cv2.CV_32F)
    return numpy.asarray(paper & (numpy.abs(rough) < 12), dtype=numpy.uint8)


def _patch(paper: ndarray) -> tuple[float, ndarray | None]:
    """The share of the largest patch of paper, and its corners where it is four-sided."""
    import cv2
    import numpy

    whole = cv2.morphologyEx(paper, cv2.MORPH_OPEN, numpy.ones((7, 7), numpy.uint8))
    contours = cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    if not contours:
        return 0.0, None
    hull = cv2.convexHull(max(contours, key=cv2.contourArea))
    area = cv2.contourArea(hull)
    filled = max(cv2.contourArea(contour) for contour in contours) / max(area, 1.0)
    for tolerance in (0.02, 0.03, 0.045, 0.06):
        sides = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, True), True)
        if len(sides) <= 4:
            break
    if len(sides) != 4 or filled < 0.88:
        return float(area / paper.size), None
    corners = sides.reshape(4, 2).astype(numpy.float32)
    height, width = paper.shape
    ends = numpy.array([[0, 0], [width, 0], [width, height], [0, height]])
    # Light ground runs into the paper and out to the corners of the picture.
    runs_out = sum(numpy.abs(ends - corner).max(axis=1).min() < 0.02 * width for corner in corners) > 1
    if cv2.contourArea(corners) < 0.85 * area or runs_out:
        return float(area / paper.size), None
    return float(area / paper.size), _clockwise(corners)


def _clockwise(corners: ndarray) -> ndarray:
    """From the upper left clockwise."""
    import numpy

    total, difference = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    order = [total.argmin(), difference.argmin(), total.argmax(), difference.argmax()]
    return numpy.array([corners[index] for index in order], dtype=numpy.float32)
