"""The lines of a page cut at the cells they stand in, and read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.ocr.engine import Reading, read_line
from audit.ocr.rulings import Cell, Grid, Rectangle

if TYPE_CHECKING:
    from numpy import ndarray

__all__ = ["Line", "ink_box", "read_lines"]

_DARK = 150
_POOR = 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or what of it stands in one cell."""

    box: Rectangle
    text: str
    confidence: float
    cell: Cell | None = None


def read_lines(ink: ndarray, boxes: Iterable[Rectangle], grids: Iterable[Grid]) -> tuple[Line, ...]:
    """Read every box, and every cell that has ink and no box: detectors pass over single characters."""
    cells = [cell for grid in grids for cell in grid.cells]
    pieces = [piece for box in boxes for piece in _pieces(box, cells)]
    held = {cell for _, cell in pieces if cell}
    pieces += [(found, cell) for cell in cells if cell not in held and (found := ink_box(ink, cell.box))]
    lines = []
    for box, cell in pieces:
        reading = _read(ink, box)
        if reading.text and reading.confidence >= _POOR:
            lines.append(Line(box, reading.text, reading.confidence, cell))
    return tuple(lines)


def ink_box(ink: ndarray, room: Rectangle) -> Rectangle | None:
    """Where in a room there is writing, its rim left out; None where there is but dust."""
    import cv2
    import numpy

    left, top, right, bottom = room[0] + 3, room[1] + 3, room[2] - 3, room[3] - 3
    if right - left < 6 or bottom - top < 6:
        return None
    dark = (ink[top:bottom, left:right] < _DARK).astype(numpy.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    parts = [stat for stat in stats[1:count] if stat[4] >= 5 and max(stat[2], stat[3]) >= 7]
    if not parts or sum(int(stat[4]) for stat in parts) < 14:
        return None
    box = (
        left + int(min(stat[0] for stat in parts)) - 4,
        top + int(min(stat[1] for stat in parts)) - 4,
        left + int(max(stat[0] + stat[2] for stat in parts)) + 4,
        top + int(max(stat[1] + stat[3] for stat in parts)) + 4,
    )
    return _within(box, (room[0] + 1, room[1] + 1, room[2] - 1, room[3] - 1))


def _pieces(box: Rectangle, cells: list[Cell]) -> Iterator[tuple[Rectangle, Cell | None]]:
    """A box as it is, or what of it lies in each cell that it runs through."""
    middle, height = (box[1] + box[3]) / 2, box[3] - box[1]
    held = []
    for cell in cells:
        left, top, right, bottom = cell.box
        shared = min(box[2], right) - max(box[0], left)
        if top <= middle <= bottom and shared > min(
            0.5 * height, 0.5 * (right - left), 0.5 * (box[2] - box[0])
        ):
            held.append(cell)
    if not held:
        yield box, None
    for cell in held:
        yield _within(box, cell.box), cell


def _within(box: Rectangle, room: Rectangle) -> Rectangle:
    return max(box[0], room[0]), max(box[1], room[1]), min(box[2], room[2]), min(box[3], room[3])


def _read(ink: ndarray, box: Rectangle) -> Reading:
    left, top, right, bottom = box
    part = ink[top:bottom, left:right]
    if bottom - top > 1.9 * (right - left):
        part = _laid_level(part)
    return read_line(part)


def _laid_level(part: ndarray) -> ndarray:
    """Characters written one below the other, put side by side; they part where a row has no ink."""
    import cv2
    import numpy

    rows = (part < _DARK).any(axis=1)
    edges = numpy.flatnonzero(numpy.diff(numpy.concatenate([[False], rows, [False]]).astype(int)))
    width = part.shape[1]
    characters: list[tuple[int, int]] = []
    for top, bottom in zip(edges[::2], edges[1::2], strict=True):
        # Strokes of one character (二, 言) are closer than its width.
        if characters and bottom - characters[-1][0] <= 0.95 * width:
            characters[-1] = (characters[-1][0], int(bottom))
        else:
            characters.append((int(top), int(bottom)))
    tiles = []
    for top, bottom in characters:
        tile = part[top:bottom]
        rim = max(2, (width - (bottom - top)) // 2)
        tiles.append(
            cv2.resize(cv2.copyMakeBorder(tile, rim, rim, 2, 2, cv2.BORDER_CONSTANT, value=245), (48, 48))
        )
    return numpy.hstack(tiles) if tiles else part
