"""Lines → what a Document holds: tables row by row, and paragraphs whose lines are joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audit.ocr.lines import Line
from audit.ocr.rulings import Grid, Rectangle
from audit.types import Block, Box, Table

__all__ = ["flow_of", "fraction"]

_PLACE = "正文"
_MARGIN = 0.22


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands side by side outside tables."""

    lines: tuple[Line, ...]

    @property
    def box(self) -> Rectangle:
        return _around(line.box for line in self.lines)

    @property
    def height(self) -> float:
        heights = sorted(line.box[3] - line.box[1] for line in self.lines)
        return heights[len(heights) // 2]


def flow_of(
    lines: Sequence[Line], grids: Iterable[Grid], page: int, size: tuple[int, int]
) -> tuple[Block | Table, ...]:
    """Blocks and tables from top to bottom. `size`: width and height of the page in pixels."""
    placed: list[tuple[int, Block | Table]] = [
        (grid.box[1], table) for grid in grids if (table := _table(grid, lines, page, size))
    ]
    rows = _rows([line for line in lines if line.cell is None])
    breaks = [grid.box[1] for grid in grids]
    for paragraph in _paragraphs(rows, breaks, size[0]):
        placed.append((paragraph[0].box[1], _block(paragraph, page, size)))
    return tuple(part for _, part in sorted(placed, key=lambda pair: pair[0]))


def fraction(box: Rectangle, size: tuple[int, int]) -> Box:
    """Pixels → shares of the page."""
    width, height = size
    left, top, right, bottom = box[0] / width, box[1] / height, box[2] / width, box[3] / height
    return round(left, 4), round(top, 4), round(right, 4), round(bottom, 4)


def _table(grid: Grid, lines: Sequence[Line], page: int, size: tuple[int, int]) -> Table | None:
    """A cell that spans rows has its text in the first of them and nothing below, as in a .docx."""
    texts: dict[int, str] = {}
    sure: list[tuple[int, float]] = []
    for index, cell in enumerate(grid.cells):
        inside = [line for line in lines if line.cell == cell]
        texts[index] = "".join(_spaced(row.lines) for row in _rows(inside))
        sure += [(len(line.text), line.confidence) for line in inside]
    rows = []
    for row in range(max(cell.rows[1] for cell in grid.cells) + 1):
        found = [
            (cell.box[0], index)
            for index, cell in enumerate(grid.cells)
            if cell.rows[0] <= row <= cell.rows[1]
        ]
        cells = tuple(texts[index] if grid.cells[index].rows[0] == row else "" for _, index in sorted(found))
        if any(cells):
            rows.append(cells)
    return Table(tuple(rows), page, _PLACE, _mean(sure), fraction(grid.box, size)) if rows else None


def _rows(lines: Sequence[Line]) -> list[_Row]:
    """Lines whose middles are level stand in one row, from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: each.box[1] + each.box[3]):
        middle = (line.box[1] + line.box[3]) / 2
        if rows and middle < rows[-1][0].box[3] - 0.25 * (rows[-1][0].box[3] - rows[-1][0].box[1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_Row(tuple(sorted(row, key=lambda line: line.box[0]))) for row in rows]


def _paragraphs(rows: Sequence[_Row], breaks: Iterable[int], width: int) -> list[list[_Row]]:
    """A row goes on with the one above where that one is full and this one is not indented; so do long titles."""
    if not rows:
        return []
    # Where nothing reaches the margins they are as usual: a title alone on its page is not full.
    left = min(*(row.box[0] for row in rows), round(_MARGIN * width))
    right = max(*(row.box[2] for row in rows), round((1 - _MARGIN) * width))
    heights = sorted(row.height for row in rows)
    usual = heights[(len(heights) - 1) // 2]
    paragraphs = [[rows[0]]]
    for above, row in pairwise(rows):
        parted = any(above.box[1] < edge < row.box[1] for edge in breaks)
        if not parted and (_runs_on(above, row, left, right) or _same_title(above, row, usual, left, right)):
            paragraphs[-1].append(row)
        else:
            paragraphs.append([row])
    return paragraphs


def _runs_on(above: _Row, row: _Row, left: int, right: int) -> bool:
    height = max(above.height, row.height)
    return (
        abs(above.height - row.height) < 0.22 * height
        and row.box[1] - above.box[3] < 1.3 * height
        and above.box[2] > right - 1.8 * height
        and row.box[0] < left + 0.8 * height
    )


def _same_title(above: _Row, row: _Row, usual: float, left: int, right: int) -> bool:
    """Two rows of one larger size, each in the middle."""
    middle = (left + right) / 2
    large = min(above.height, row.height) > 1.1 * usual
    centred = all(
        abs((each.box[0] + each.box[2]) / 2 - middle) < 0.08 * (right - left) for each in (above, row)
    )
    near = (
        row.box[1] - above.box[3] < 1.2 * above.height and abs(above.height - row.height) < 0.1 * above.height
    )
    return large and centred and near


def _block(paragraph: Sequence[_Row], page: int, size: tuple[int, int]) -> Block:
    lines = [line for row in paragraph for line in row.lines]
    text = "".join(_spaced(row.lines) for row in paragraph)
    sure = _mean([(len(line.text), line.confidence) for line in lines])
    return Block(text, page, _PLACE, sure, fraction(_around(line.box for line in lines), size))


def _spaced(lines: Sequence[Line]) -> str:
    """Lines of one row, with spaces where they stand apart."""
    text = ""
    for before, line in zip((None, *lines), lines, strict=False):
        if before and line.box[0] - before.box[2] > 0.6 * (line.box[3] - line.box[1]):
            text += "  "
        text += line.text
    return text


def _around(boxes: Iterable[Rectangle]) -> Rectangle:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _mean(sure: Sequence[tuple[int, float]]) -> float:
    """By the number of characters."""
    return round(sum(count * each for count, each in sure) / max(1, sum(count for count, _ in sure)), 3)
