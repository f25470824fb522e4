"""What a picture shows: a page of paper, a page lying on something, or people and places."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import ndarray

__all__ = ["Look", "Shows", "look_at"]

_SIDE = 480
# The paper of a scan fills the picture; that of a page on a desk is a large four-sided patch of it.
_FULL, _PATCH = 0.80, 0.28
_DENSE_LINES = 12


class Shows(str, Enum):
    """What a picture is of."""

    PAGE = "page"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """`corners` of the paper (4 × 2, in pixels, from the upper left clockwise) where it lies on something."""

    shows: Shows
    paper: float
    corners: ndarray | None = None


def look_at(colour: ndarray) -> Look:
    """Tell a page from a photo by its paper: bright, without colour, and whole once the ink is closed over."""
    import cv2

    scale = _SIDE / max(colour.shape[:2])
    small = cv2.resize(colour, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper = _paper(small)
    share = float(paper.mean())
    patch, corners = _patch(paper)
    if share >= _FULL:
        return Look(Shows.PAGE, share)
    if corners is not None and patch >= _PATCH and _written(small, corners):
        return Look(Shows.PAGE, share, corners / scale)
    return Look(Shows.PHOTO, share)


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
    if cv2.contourArea(corners) < 0.85 * area:
        return float(area / paper.size), None
    return float(area / paper.size), _clockwise(corners)


def _clockwise(corners: ndarray) -> ndarray:
    """From the upper left clockwise."""
    import numpy

    total, difference = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    order = [total.argmin(), difference.argmin(), total.argmax(), difference.argmax()]
    return numpy.array([corners[index] for index in order], dtype=numpy.float32)


def _written(small: ndarray, corners: ndarray) -> bool:
    """Is there ink in fine strokes on the paper? A wall or a door has none, a notice board's paper is not alone."""
    import cv2
    import numpy

    inside = numpy.zeros(small.shape[:2], numpy.uint8)
    cv2.fillConvexPoly(inside, corners.astype(numpy.int32), 1)
    inside = cv2.erode(inside, numpy.ones((9, 9), numpy.uint8))
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    strokes = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, numpy.ones((9, 9), numpy.uint8))
    ink = (strokes > 18) & (inside > 0)
    rows = ink.any(axis=1).sum() / max(1, inside.any(axis=1).sum())
    share = ink.sum() / max(1, int(inside.sum()))
    return bool(0.01 < share < 0.45 and rows > 0.15)
