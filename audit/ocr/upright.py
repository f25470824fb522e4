"""A page put upright: cut out of what it lies on, shadows and stamps taken off, turned and straightened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.ocr.engine import boxes_of, find_lines, read_line

if TYPE_CHECKING:
    from numpy import ndarray

__all__ = ["Upright", "cut_out", "put_upright", "without_shadow"]

# Pages are read at 150 to 200 dots an inch: less is enlarged, more costs time and reads no better.
_SHORT_SIDE = (1_000, 1_400)
_MOST_SKEW = 12.0
# Upside down, lines read at 0.5 to 0.8.
_SURE = 0.93


@dataclass(frozen=True, slots=True, eq=False)
class Upright:
    """A page as it should lie: in colour, its ink alone (grey), and the boxes of its lines (n × 4: x0 y0 x1 y1).

    `turn` (3 × 3) takes pixels of the picture as it was given to pixels of the page.
    """

    colour: ndarray
    ink: ndarray
    lines: ndarray
    turn: ndarray


def put_upright(colour: ndarray) -> Upright:
    """Turn by quarters as its lines run and as they read, then straighten by their slant."""
    import cv2
    import numpy

    given = colour.shape
    colour = _sized(colour)
    whole = numpy.diag([colour.shape[1] / given[1], colour.shape[0] / given[0], 1.0])
    ink = without_shadow(_ink_of(colour))
    quads = find_lines(ink)
    if _runs_down(quads):
        whole = numpy.array([[0, -1, colour.shape[0]], [1, 0, 0], [0, 0, 1]]) @ whole
        colour = cv2.rotate(colour, cv2.ROTATE_90_CLOCKWISE)
        ink = cv2.rotate(ink, cv2.ROTATE_90_CLOCKWISE)
        quads = find_lines(ink)
    angle = _slant(quads)
    if 0.15 < abs(angle) <= _MOST_SKEW:
        height, width = ink.shape
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        whole = numpy.vstack([turn, [0, 0, 1]]) @ whole
        colour = cv2.warpAffine(colour, turn, (width, height), borderValue=(255, 255, 255))
        ink = cv2.warpAffine(ink, turn, (width, height), borderValue=255)
        quads = cv2.transform(quads.reshape(-1, 1, 2), turn).reshape(-1, 4, 2)
    boxes = boxes_of(quads, ink.shape)
    if _upside_down(ink, boxes):
        height, width = ink.shape
        colour, ink = cv2.rotate(colour, cv2.ROTATE_180), cv2.rotate(ink, cv2.ROTATE_180)
        boxes = numpy.array([[width, height, width, height]]) - boxes[:, [2, 3, 0, 1]]
        whole = numpy.array([[-1, 0, width], [0, -1, height], [0, 0, 1]]) @ whole
    return Upright(colour, ink, boxes, whole)


def cut_out(colour: ndarray, corners: ndarray) -> tuple[ndarray, ndarray]:
    """The paper with these corners, seen from straight above, and how it was turned (3 × 3, pixels to pixels)."""
    import cv2
    import numpy

    upper, right = numpy.linalg.norm(corners[1] - corners[0]), numpy.linalg.norm(corners[2] - corners[1])
    lower, left = numpy.linalg.norm(corners[2] - corners[3]), numpy.linalg.norm(corners[3] - corners[0])
    width, height = round(float(max(upper, lower))), round(float(max(left, right)))
    target = numpy.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=numpy.float32)
    turn = cv2.getPerspectiveTransform(corners, target)
    return cv2.warpPerspective(colour, turn, (width, height)), turn


def _ink_of(colour: ndarray) -> ndarray:
    """The red channel, in which a stamp is pale, without the stamp.

    What is darker than the stamp's own red is print beneath it: the little that shines through is made black again.
    """
    import cv2
    import numpy

    blue, green, red = cv2.split(colour)
    over = cv2.subtract(red, cv2.max(blue, green))
    stamped = over[::3, ::3] > 60
    if stamped.sum() < 30:
        return red
    rows, columns = numpy.flatnonzero(stamped.any(axis=1)) * 3, numpy.flatnonzero(stamped.any(axis=0)) * 3
    place = slice(max(0, rows[0] - 6), rows[-1] + 7), slice(max(0, columns[0] - 6), columns[-1] + 7)
    pale = float(numpy.median(red[::3, ::3][stamped])) - 8
    part, paper = red[place].astype(numpy.float32), float(numpy.percentile(red[::3, ::3], 75))
    beneath = numpy.clip(paper - 3 * numpy.clip(pale - part, 0, None), 0, 255)
    share = numpy.clip((over[place].astype(numpy.float32) - 25) / 40, 0, 1)
    red = red.copy()
    red[place] = (share * beneath + (1 - share) * part).astype(numpy.uint8)
    return red


def without_shadow(channel: ndarray, smooth: bool = True) -> ndarray:
    """Ink on white: the light of the paper around each spot is divided out; `smooth` takes specks and hair lines off."""
    import cv2
    import numpy

    scale = 300 / max(channel.shape)
    small = cv2.resize(channel, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, numpy.ones((7, 7), numpy.uint8)), 21)
    paper = cv2.resize(paper, (channel.shape[1], channel.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(channel, cv2.max(paper, 40), scale=245)
    return cv2.medianBlur(even, 3) if smooth else even


def _sized(colour: ndarray) -> ndarray:
    import cv2

    short = min(colour.shape[:2])
    least, most = _SHORT_SIDE
    scale = least / short if short < least else most / short if short > most else 1.0
    # What is too small for that gains nothing from more than three times its size.
    scale = min(scale, 3.0)
    if scale == 1.0:
        return colour
    way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return cv2.resize(colour, None, fx=scale, fy=scale, interpolation=way)


def _sides(quads: ndarray) -> tuple[ndarray, ndarray]:
    import numpy

    return (
        numpy.linalg.norm(quads[:, 1] - quads[:, 0], axis=1),
        numpy.linalg.norm(quads[:, 3] - quads[:, 0], axis=1),
    )


def _runs_down(quads: ndarray) -> bool:
    """Do most lines run down the page, by their length?"""
    if not len(quads):
        return False
    wide, high = _sides(quads)
    down, across = high > 1.6 * wide, wide > 1.6 * high
    return bool((high * down).sum() > 1.5 * (wide * across).sum())


def _slant(quads: ndarray) -> float:
    """The angle of the lines in degrees, the median by length over lines long enough to tell."""
    import numpy

    if not len(quads):
        return 0.0
    wide, high = _sides(quads)
    long = wide > 3 * high
    if not long.any():
        return 0.0
    run = quads[long, 1] - quads[long, 0] + quads[long, 2] - quads[long, 3]
    angles = numpy.degrees(numpy.arctan2(run[:, 1], run[:, 0]))
    order = angles.argsort()
    weights = wide[long][order].cumsum()
    return float(angles[order][int(numpy.searchsorted(weights, weights[-1] / 2))])


def _upside_down(ink: ndarray, boxes: ndarray) -> bool:
    """Lines of middling length are read both ways; one that reads well as it stands settles it at once."""
    import cv2

    long = sorted(
        (box for box in boxes if box[2] - box[0] > 3 * (box[3] - box[1])), key=lambda box: box[2] - box[0]
    )
    middle = len(long) // 2
    votes = 0
    for x0, y0, x1, y1 in long[max(0, middle - 1) : middle + 2]:
        line = ink[y0:y1, x0:x1]
        standing = read_line(line)
        if standing.confidence >= _SURE and len(standing.text) > 2:
            return False
        turned = read_line(cv2.rotate(line, cv2.ROTATE_180))
        votes += 1 if turned.confidence > standing.confidence + 0.05 else -1
    return votes > 0
