"""The ruled tables of a page: their cells, row by row, from the lines that are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import ndarray

__all__ = ["Cell", "Grid", "find_grids"]

Rectangle = tuple[int, int, int, int]
# Edges nearer than this (pixels, from one to the next) are one line.
_NEAR = 9


@dataclass(frozen=True, slots=True)
class Cell:
    """The inside of a cell in pixels and the rows and columns it spans (first, last)."""

    box: Rectangle
    rows: tuple[int, int]
    columns: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: where it stands and its cells from the upper left, row by row."""

    box: Rectangle
    cells: tuple[Cell, ...]


def find_grids(ink: ndarray) -> tuple[Grid, ...]:
    """The ruled tables of an upright page, from the top; a frame around one cell is none."""
    import cv2
    import numpy

    lines = _lines(ink)
    height, width = ink.shape
    count, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    grids = []
    for left, top, wide, high, _area in stats[1:count]:
        if wide < 0.12 * width or high < 0.012 * height:
            continue
        part = numpy.pad(_framed(lines[top : top + high, left : left + wide]), 1)
        cells = _cells(part, int(left) - 1, int(top) - 1)
        if len(cells) > 1:
            grids.append(Grid((int(left), int(top), int(left + wide), int(top + high)), cells))
    return tuple(sorted(grids, key=lambda grid: grid.box[1]))


def _lines(ink: ndarray) -> ndarray:
    """Long strokes level or upright, with small gaps bridged; no stroke of a character is as long."""
    import cv2
    import numpy

    dark = (ink < 185).astype(numpy.uint8)
    height, width = ink.shape
    long, tall = width // 26, max(30, min(height, width) // 30)
    level = cv2.morphologyEx(cv2.dilate(dark, numpy.ones((3, 1), numpy.uint8)), cv2.MORPH_OPEN, _bar(long, 1))
    upright = cv2.morphologyEx(
        cv2.dilate(dark, numpy.ones((1, 3), numpy.uint8)), cv2.MORPH_OPEN, _bar(1, tall)
    )
    level = cv2.dilate(cv2.morphologyEx(level, cv2.MORPH_CLOSE, _bar(long, 1)), _bar(9, 1))
    upright = cv2.dilate(cv2.morphologyEx(upright, cv2.MORPH_CLOSE, _bar(1, tall // 2)), _bar(1, 9))
    return numpy.asarray(level | upright)


def _framed(part: ndarray) -> ndarray:
    """A table with each outer side whole of which most is there: a stamp or a fold has broken it."""
    framed = part.copy()
    thick = 9
    for side, edge in (
        (part[:thick].any(axis=0), (slice(0, 4), slice(None))),
        (part[-thick:].any(axis=0), (slice(-4, None), slice(None))),
        (part[:, :thick].any(axis=1), (slice(None), slice(0, 4))),
        (part[:, -thick:].any(axis=1), (slice(None), slice(-4, None))),
    ):
        if 0.6 < side.mean() < 1:
            framed[edge] = 1
    return framed


def _bar(width: int, height: int) -> ndarray:
    import numpy

    return numpy.ones((height, width), numpy.uint8)


def _cells(lines: ndarray, left: int, top: int) -> tuple[Cell, ...]:
    """The rooms between the lines. `lines` has a rim of nothing, so that what lies outside is one room."""
    cells = _rooms(lines, left, top)
    mended = lines.copy()
    for cell in cells:
        for index in range(cell.columns[0] + 1, cell.columns[1] + 1):
            _mend(mended, cell, [other.box[0] for other in cells if other.columns[0] == index], left, top)
    return cells if mended.sum() == lines.sum() else _rooms(mended, left, top)


def _mend(lines: ndarray, cell: Cell, edges: list[int], left: int, top: int) -> None:
    """Close the line between two columns within a cell where a third of it is there: a stamp has broken it.

    Cells that are merged have nothing of it.
    """
    edge = sorted(edges)[len(edges) // 2] - left
    upper, lower = cell.box[1] - top, cell.box[3] - top
    strip = lines[upper:lower, max(0, edge - 10) : edge + 7]
    if strip.any(axis=1).mean() > 0.33:
        column = max(0, edge - 10) + int(strip.sum(axis=0).argmax())
        lines[upper:lower, column - 1 : column + 2] = 1


def _rooms(lines: ndarray, left: int, top: int) -> tuple[Cell, ...]:
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(1 - lines, connectivity=4)
    high, wide = lines.shape
    rooms: list[Rectangle] = []
    for x, y, w, h, area in stats[1:count]:
        outside = x == 0 or y == 0 or x + w == wide or y + h == high
        if not outside and w >= 12 and h >= 12 and area >= 0.6 * w * h:
            rooms.append((int(x) + left, int(y) + top, int(x + w) + left, int(y + h) + top))
    tops, lefts = _steps([room[1] for room in rooms]), _steps([room[0] for room in rooms])
    cells = [
        Cell(
            room,
            (_step(tops, room[1]), _last(tops, room[3])),
            (_step(lefts, room[0]), _last(lefts, room[2])),
        )
        for room in rooms
    ]
    return tuple(sorted(cells, key=lambda cell: (cell.rows[0], cell.box[0])))


def _steps(edges: list[int]) -> list[int]:
    """Where rows or columns begin: edges that are one line but for its slant count once, as the first of them."""
    steps: list[int] = []
    before = None
    for edge in sorted(edges):
        if before is None or edge - before > _NEAR:
            steps.append(edge)
        before = edge
    return steps


def _step(steps: list[int], edge: int) -> int:
    return max(index for index, step in enumerate(steps) if step <= edge)


def _last(steps: list[int], edge: int) -> int:
    """The last row or column that begins well before this edge."""
    narrowest = min((after - before for before, after in pairwise(steps)), default=2 * _NEAR)
    return max(index for index, step in enumerate(steps) if index == 0 or step < edge - narrowest / 2)
