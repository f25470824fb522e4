"""Places to sign on a page, filled or empty: by the words that ask for a signature and the ink beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from audit.ocr.layout import fraction
from audit.ocr.lines import Line, ink_box
from audit.ocr.rulings import Cell, Grid, Rectangle
from audit.types import Mark

if TYPE_CHECKING:
    from numpy import ndarray

__all__ = ["find_signatures"]

# 户主签字： 签名（手印）： 户主（签字）： 申请人签章： 记录人： 采集人（签字） 承诺授权人：
_ASKS = re.compile(
    r"(?P<label>(?:[\u4e00-\u9fff、/]{0,12}(?:签字|签名|签章|签印)"
    r"|[\u4e00-\u9fff、/]{1,12}(?=[（(](?:签字|签名|签章|签印))"
    r"|(?:记录|采集|核查|核实|调查|走访|申请|承诺|授权|承诺授权|填表|经办|审核|评估|入户)人员?)"
    r"(?:[（(][^）)]{1,12}[）)])?)\s*(?P<colon>[:：])?\s*(?P<name>.*)$"
)
# The head of a column to sign in: 签字 签名 签到 本人签字
_COLUMN = re.compile(r"^[\u4e00-\u9fff]{0,6}(?:签字|签名|签到)(?:[（(].{1,10}[）)])?$")
# The label, the room to sign in, whether a name was read there, and how high (pixels) a signature is at least.
_Place = tuple[str, Rectangle, bool, float]
_LEAST = 0.4
_DATE = re.compile(r"\d{4}|年|月|日")


def find_signatures(
    ink: ndarray, lines: Sequence[Line], grids: Iterable[Grid], red: Sequence[Mark], page: int
) -> tuple[Mark, ...]:
    """A mark `signature` or `no-signature` for each place, from the top; a thumbprint fills it."""
    height, width = ink.shape
    marks = []
    for label, room, printed, least in (
        *_beside_labels(lines, grids, (width, height)),
        *_in_columns(lines, grids),
    ):
        box = fraction(room, (width, height))
        thumb = any(mark.kind == "thumbprint" and _near(mark.box, box) for mark in red)
        written = printed or thumb or _is_written(ink, room, least)
        sure = 0.95 if printed else 0.85 if thumb else 0.75
        marks.append(Mark("signature" if written else "no-signature", page, box, label, sure))
    return tuple(sorted(marks, key=lambda mark: (mark.box[1], mark.box[0])))


def _beside_labels(lines: Sequence[Line], grids: Iterable[Grid], size: tuple[int, int]) -> Iterator[_Place]:
    """Places right of a label, or in the cell beside it."""
    rows = {cell: grid for grid in grids for cell in grid.cells}
    for line in lines:
        asked = _ASKS.search(line.text)
        if not asked or not (asked["colon"] or "签" in asked["label"] or line.cell):
            continue
        if (
            line.cell
            and _COLUMN.match(line.text)
            and not asked["colon"]
            and _has_cell_below(line, rows[line.cell])
        ):
            continue
        name = asked["name"]
        if name and not asked["colon"]:
            # 应由户主签字确认后报村委会: a sentence, no place to sign.
            continue
        left, _, right, _ = line.box
        start = left + round((right - left) * (len(line.text) - len(name)) / len(line.text))
        room = _room(line, asked["colon"] or "", lines, rows, start, size)
        read = bool(_letters(name)) or any(
            other is not line and _stands_in(other, room) and _letters(other.text) for other in lines
        )
        yield asked["label"], room, read, _LEAST * (line.box[3] - line.box[1])


def _room(
    line: Line, colon: str, lines: Sequence[Line], rows: dict[Cell, Grid], start: int, size: tuple[int, int]
) -> Rectangle:
    """Right of the label, as far as its cell, the next cell, the next label or the margin goes."""
    _, top, right, bottom = line.box
    high = bottom - top
    if line.cell:
        grid = rows[line.cell]
        beside = [
            cell
            for cell in grid.cells
            if cell.box[0] >= line.cell.box[2] - 2 and cell.rows[0] <= line.cell.rows[0] <= cell.rows[1]
        ]
        own = line.cell.box
        # A label with a colon leaves its room beside it, one without fills its cell.
        if beside and (not colon or own[2] - start < 2.2 * high) and own[3] - own[1] < 4 * high:
            return min(beside, key=lambda cell: cell.box[0]).box
        alone = not any(other.cell == line.cell and not _level(other, line) for other in lines)
        if alone:
            return start, own[1], own[2], own[3]
        # 同意。负责人签字：  年 月 日 in one cell: the room is as high as its line.
        return start, max(own[1], top - high // 4), own[2], min(own[3], bottom + high // 4)
    others = [
        other.box[0]
        for other in lines
        if other is not line and _level(other, line) and other.box[0] > right and _is_next(other)
    ]
    end = min([*others, start + 9 * high, round(size[0] * 0.97)])
    return start, max(0, top - high // 5), max(end, start + high), min(size[1], bottom + high // 5)


def _in_columns(lines: Sequence[Line], grids: Iterable[Grid]) -> Iterator[_Place]:
    """A cell to sign in each row below the head of such a column; the row says whose it is."""
    for grid in grids:
        heads = [line for line in lines if line.cell in grid.cells and _COLUMN.match(line.text)]
        for head in heads:
            assert head.cell
            least = _LEAST * (head.box[3] - head.box[1])
            for cell in grid.cells:
                if cell.columns != head.cell.columns or cell.rows[0] <= head.cell.rows[1]:
                    continue
                row = [
                    line
                    for line in lines
                    if line.cell and line.cell in grid.cells and line.cell.rows[0] == cell.rows[0]
                ]
                names = [
                    line.text
                    for line in sorted(row, key=lambda each: each.box[0])
                    if line.cell != cell and _letters(line.text)
                ]
                if names:
                    yield f"{head.text}：{names[0]}", cell.box, any(line.cell == cell for line in row), least


def _has_cell_below(line: Line, grid: Grid) -> bool:
    assert line.cell
    return any(cell.columns == line.cell.columns and cell.rows[0] > line.cell.rows[1] for cell in grid.cells)


def _is_next(line: Line) -> bool:
    """A label or a date that ends the room to sign in."""
    return bool(_ASKS.search(line.text) or _DATE.search(line.text) or re.search(r"[:：]", line.text))


def _letters(text: str) -> str:
    """What is a name and not a line to sign on or a date to fill in: 周某 of ____周某 年 月 日"""
    return re.sub(r"[^\u4e00-\u9fffA-Za-z]|[年月日]", "", text)


def _level(one: Line, other: Line) -> bool:
    return one.box[1] < (other.box[1] + other.box[3]) / 2 < one.box[3]


def _stands_in(line: Line, room: Rectangle) -> bool:
    across, down = (line.box[0] + line.box[2]) / 2, (line.box[1] + line.box[3]) / 2
    return room[0] <= across <= room[2] and room[1] <= down <= room[3]


def _is_written(ink: ndarray, room: Rectangle, least: float) -> bool:
    """Is there ink of some height in the room? The line to sign on is taken off, tails from the line above are low."""
    import cv2
    import numpy

    left, top, right, bottom = room
    part = ink[top:bottom, left:right]
    dark = (part < 185).astype(numpy.uint8)
    rules = cv2.morphologyEx(dark, cv2.MORPH_OPEN, numpy.ones((1, max(20, (right - left) // 4)), numpy.uint8))
    bare = numpy.where(cv2.dilate(rules, numpy.ones((5, 3), numpy.uint8)) > 0, 255, part).astype(numpy.uint8)
    found = ink_box(bare, (0, 0, right - left, bottom - top))
    return found is not None and found[3] - found[1] >= least


def _near(one: tuple[float, float, float, float], room: tuple[float, float, float, float]) -> bool:
    """A thumb is set on the name or beside it."""
    return (
        one[0] < room[2] + 0.06
        and one[2] > room[0] - 0.04
        and one[1] < room[3] + 0.03
        and one[3] > room[1] - 0.03
    )
