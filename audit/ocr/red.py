"""What is red on a page: round and oval seals, thumbprints, and whether a letterhead is printed in red."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.ocr.layout import fraction
from audit.types import Box, Mark

if TYPE_CHECKING:
    from numpy import ndarray

__all__ = ["find_red_marks", "has_colour", "red_heading"]

_SIDE = 900
# Shares of the page's short side: seals of 38 to 50 mm on A4, smaller on A3 and on loose cuts; thumbs of 12 to 25 mm.
_SEAL, _THUMB = (0.11, 0.42), (0.028, 0.13)
_ANGLES = 72
# Fewer pixels tell nothing of a shape.
_LEAST = 12
_HEADING = 0.42


def find_red_marks(colour: ndarray, page: int) -> tuple[Mark, ...]:
    """The seals and thumbprints of an upright page, from the top."""
    import cv2
    import numpy

    red = _red(colour)
    height, width = red.shape
    short = min(height, width)
    reach = max(3, round(short * 0.016)) | 1
    joined = cv2.morphologyEx(
        red, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    )
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    marks = []
    for number in range(1, count):
        left, top, wide, high, _area = (int(value) for value in stats[number])
        size = max(wide, high) / short
        if not (_THUMB[0] <= size <= _SEAL[1]) or not _LEAST < max(wide, high) <= 2.1 * min(wide, high):
            continue
        part = red[top : top + high, left : left + wide] * (
            labels[top : top + high, left : left + wide] == number
        )
        box = fraction((left, top, left + wide, top + high), (width, height))
        ring = _ring(numpy.asarray(part))
        if size >= _SEAL[0] and ring >= 0.5:
            marks.append(Mark("seal", page, box, confidence=round(min(1.0, 0.4 + 0.6 * ring), 2)))
        elif size <= _THUMB[1] and _is_thumb(numpy.asarray(part)):
            marks.append(Mark("thumbprint", page, box, confidence=0.8))
    return tuple(sorted(_apart(marks), key=lambda mark: (mark.box[1], mark.box[0])))


def _apart(marks: list[Mark]) -> list[Mark]:
    """The surest of marks that lie on one another: the star of a seal is no thumbprint."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.kind != "seal", -mark.confidence)):
        if not any(_overlap(mark.box, other.box) for other in kept):
            kept.append(mark)
    return kept


def _overlap(one: Box, other: Box) -> bool:
    """Does more than a third of either lie on the other?"""
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return wide > 0 and high > 0 and wide * high > smaller / 3


def red_heading(colour: ndarray, seals: tuple[Mark, ...]) -> int:
    """How far down (pixels) a letterhead printed in red reaches; 0 where there is none."""
    import cv2
    import numpy

    red = _red(colour)
    height, width = red.shape
    for mark in seals:
        left, top, right, bottom = mark.box
        red[int(top * height) : int(bottom * height) + 1, int(left * width) : int(right * width) + 1] = 0
    band = red[: int(height * _HEADING)]
    band = cv2.morphologyEx(band, cv2.MORPH_OPEN, numpy.ones((2, 2), numpy.uint8))
    rows = numpy.flatnonzero(band.sum(axis=1) > 0.02 * width)
    if len(rows) < 0.008 * height:
        return 0
    return int(min(colour.shape[0], round((rows[-1] / height + 0.02) * colour.shape[0])))


def has_colour(colour: ndarray) -> bool:
    """Was it scanned in colour? On a grey copy no seal can be told."""
    import cv2

    small = cv2.resize(colour, (240, 240), interpolation=cv2.INTER_AREA).astype("int16")
    return bool((small.max(axis=2) - small.min(axis=2)).max() > 5)


def _red(colour: ndarray) -> ndarray:
    """1 where red stands out against what the paper's own tint makes of it."""
    import cv2
    import numpy

    scale = min(1.0, _SIDE / max(colour.shape[:2]))
    small = cv2.resize(colour, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    blue, green, red = cv2.split(small)
    over = cv2.subtract(red, cv2.max(blue, green))
    tint = int(numpy.median(over[::4, ::4]))
    # Orange and brown have more green than blue, magenta more blue than green.
    odd = cv2.absdiff(green, blue) > 0.75 * over + 12
    return numpy.asarray((over > tint + 28) & ~odd, dtype=numpy.uint8)


def _ring(part: ndarray) -> float:
    """The share of directions in which red lies on the rim of the ellipse that fills the box."""
    import numpy

    high, wide = part.shape
    rows, columns = numpy.nonzero(part)
    y, x = (rows - (high - 1) / 2) / (high / 2), (columns - (wide - 1) / 2) / (wide / 2)
    distance = numpy.hypot(x, y)
    rim = (distance > 0.84) & (distance < 1.08)
    angles = numpy.floor((numpy.arctan2(y[rim], x[rim]) + numpy.pi) / (2 * numpy.pi) * _ANGLES).astype(int)
    covered = len(numpy.unique(angles % _ANGLES)) / _ANGLES
    # Solid patches (a red table head, a photo) are no rings: most of a seal is paper.
    filled = len(rows) / max(1.0, 0.785 * high * wide)
    corners = (distance > 1.12).sum() / max(1, len(rows))
    return 0.0 if filled > 0.75 or corners > 0.12 else float(covered)


def _is_thumb(part: ndarray) -> bool:
    """A blot of red that fills its oval and leaves its corners: no letter, no rule, no box."""
    import numpy

    high, wide = part.shape
    rows, columns = numpy.nonzero(part)
    y, x = (rows - (high - 1) / 2) / (high / 2), (columns - (wide - 1) / 2) / (wide / 2)
    distance = numpy.hypot(x, y)
    filled = (distance <= 1).sum() / max(1.0, 0.785 * high * wide)
    corners = (distance > 1.1).sum() / max(1, len(rows))
    return bool(filled > 0.3 and corners < 0.1 and min(wide, high) > 0.45 * max(wide, high))
