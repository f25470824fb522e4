"""Where on a scanned page a quoted line stands, and what of its surroundings must be blacked out. Pure.

Only pages read off pictures have such places (Document.views). What recognition passed over is not known here: a crop is
kept small, and lines that were read without certainty are blacked out whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from audit.report.masking import mask_all
from audit.types import Box, Document, Spot, View
from registry.text import squeeze

__all__ = ["Crop", "crop_for", "hidden_boxes", "hidden_spans", "view_of"]

_MOST_ROWS, _ROW_COSTS, _LEAST_SHARE, _LEAST_PIECE = 8, 2, 0.4, 4
_TALLEST, _SIDE_ROOM, _LEAST_WIDTH = 0.3, 0.015, 0.5
_UNSURE = 0.6
# 529021198205016673 · 1381234 5678 · 6228 4800 1234 · 52902119820501（the rest on the next line）, with O and l misread in it
_RUN = re.compile(r"[0-9０-９OolIXxＸ*＊](?:[ -]?[0-9０-９OolIXxＸ*＊]){6,}")
_LEAST_DIGITS = 6
# 2021-05-06 · 20210506 · 2021 05 06
_DAY = re.compile(r"(?:19|20)\d\d[ -]?(?:0?[1-9]|1[0-2])[ -]?(?:0?[1-9]|[12]\d|3[01])")
_ENDS_IN_NUMBER = re.compile(r"[0-9０-９XxＸ]{5,}$")
_BEGINS_WITH_NUMBER = re.compile(r"^[0-9０-９XxＸ]{1,14}(?![0-9年月日.,，元])")
_WIDE = "\u2e80"  # from here on characters are as wide as high


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a page: `region` and the boxes in it are shares of the upright page."""

    view: View
    region: Box
    lines: tuple[Box, ...]
    hidden: tuple[Box, ...]


def view_of(document: Document, page: int) -> View | None:
    """How that page was read; None where it is no picture."""
    return next((view for view in document.views if view.page == page), None)


def crop_for(document: Document, page: int, text: str, *, full: bool = False) -> Crop | None:
    """The part of the page around the quoted text; None where the page is no picture or the text is not found on it."""
    view = view_of(document, page)
    found = _find(view.lines, squeeze(text)) if view else []
    if view is None or not found:
        return None
    around = _around(found)
    room = max(spot.box[3] - spot.box[1] for spot in found)
    left, top, right, bottom = around
    # One cell alone tells nothing: what stands beside it is shown too.
    side = max(_SIDE_ROOM, (_LEAST_WIDTH - (right - left)) / 2)
    region = (
        max(0.0, left - side),
        max(0.0, top - room),
        min(1.0, right + side),
        min(1.0, bottom + room, top - room + _TALLEST),
    )
    hidden = () if full else hidden_boxes(view, region)
    return Crop(view, region, tuple(spot.box for spot in found), hidden)


def hidden_boxes(view: View, region: Box = (0.0, 0.0, 1.0, 1.0)) -> tuple[Box, ...]:
    """What of a page must not be seen: numbers of persons and illness, with room around, and what was hardly read."""
    return tuple(box for box in _hidden(view) if _meet(box, region))


def hidden_spans(text: str) -> tuple[tuple[int, int], ...]:
    """From and to which character a line tells a number of a person, or illness."""
    spans = [found.span() for found in _RUN.finditer(text) if _is_number(found[0])]
    rest = text
    for start, end in spans:
        rest = rest[:start] + "□" * (end - start) + rest[end:]
    masked = mask_all(rest)
    if masked != rest:
        start, same = _equal(rest, masked), _equal(rest[::-1], masked[::-1])
        spans.append((start, max(start + 1, len(rest) - same)))
    return tuple(spans)


def _equal(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _is_number(run: str) -> bool:
    digits = sum(each.isdigit() or each in "*＊" for each in run)
    return digits >= _LEAST_DIGITS and not _DAY.fullmatch(run)


def _hidden(view: View) -> Iterator[Box]:
    for spot in view.lines:
        if spot.confidence < _UNSURE:
            yield spot.box
            continue
        for start, end in hidden_spans(spot.text):
            yield _piece(spot, start, end, view.size)
    yield from _broken_numbers(view)


def _broken_numbers(view: View) -> Iterator[Box]:
    """Numbers that a narrow cell or the margin breaks in two: what ends one line, and what begins the next."""
    begun = [(spot, found) for spot in view.lines if (found := _ENDS_IN_NUMBER.search(spot.text))]
    for spot, end in begun:
        height = spot.box[3] - spot.box[1]
        for below in view.lines:
            rest = _BEGINS_WITH_NUMBER.match(below.text)
            near = -0.3 * height < below.box[1] - spot.box[3] < 1.5 * height
            if rest and near and below is not spot:
                yield _piece(spot, end.start(), len(spot.text), view.size)
                yield _piece(below, 0, rest.end(), view.size)


def _piece(spot: Spot, start: int, end: int, size: tuple[int, int]) -> Box:
    """Where these characters of a line stand, by the widths of characters, with the room of one more at each end."""
    widths = [1.0 if each >= _WIDE else 0.55 for each in spot.text]
    whole = sum(widths)
    first = max(0.0, (sum(widths[:start]) - 1) / whole)
    last = min(1.0, (sum(widths[:end]) + 1) / whole)
    left, top, right, bottom = spot.box
    wide, high = (right - left) * size[0], (bottom - top) * size[1]
    if high > 1.5 * wide and len(spot.text) > 1:  # written from top to bottom
        rim = 0.15 * (right - left)
        return left - rim, top + first * (bottom - top), right + rim, top + last * (bottom - top)
    rim = 0.15 * (bottom - top)
    return left + first * (right - left), top - rim, left + last * (right - left), bottom + rim


def _find(lines: Sequence[Spot], text: str) -> list[Spot]:
    """The lines that the text is made of: of rows below each other those that give most of it."""
    if len(text) < 2:
        return []
    rows = _rows([(spot, _shared(squeeze(spot.text), text)) for spot in lines])
    best: tuple[int, list[Spot]] = (0, [])
    for first in range(len(rows)):
        held = 0
        for last in range(first, min(len(rows), first + _MOST_ROWS)):
            held += sum(count for _, count in rows[last])
            worth = min(held, len(text)) - _ROW_COSTS * (last - first)
            if worth > best[0]:
                pieces = [spot for row in rows[first : last + 1] for spot, count in row if count]
                best = worth, pieces
    return best[1] if best[0] >= _LEAST_SHARE * len(text) else []


def _shared(line: str, text: str) -> int:
    """How many characters of the text a line gives: it is in the text, holds it, or has its beginning or end."""
    if not line:
        return 0
    if line in text:
        return len(line)
    if text in line:
        return len(text)
    for count in range(min(len(line), len(text)) - 1, _LEAST_PIECE - 1, -1):
        if text.endswith(line[:count]) or text.startswith(line[-count:]):
            return count
    return 0


def _rows(counted: Sequence[tuple[Spot, int]]) -> list[list[tuple[Spot, int]]]:
    """Lines whose middles are level, from top to bottom."""
    rows: list[list[tuple[Spot, int]]] = []
    for spot, count in sorted(counted, key=lambda pair: pair[0].box[1] + pair[0].box[3]):
        middle = (spot.box[1] + spot.box[3]) / 2
        if rows and middle < rows[-1][0][0].box[3]:
            rows[-1].append((spot, count))
        else:
            rows.append([(spot, count)])
    return rows


def _around(spots: Sequence[Spot]) -> Box:
    lefts, tops, rights, bottoms = zip(*(spot.box for spot in spots), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
