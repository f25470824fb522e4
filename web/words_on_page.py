"""Where words stand on a page of a PDF that has text, and what of it must not be seen: told by its own letters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from audit.crops import hidden_spans
from audit.types import Box
from registry.text import squeeze

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

__all__ = ["boxes_of_words", "boxes_to_hide"]

_LEAST, _MOST_LINES = 2, 6


def boxes_of_words(page: PdfPage, words: str) -> tuple[Box, ...]:
    """A box for each line that the words stand on, as fractions of the page; none where they are not found."""
    text = page.get_textpage()
    wanted = squeeze(words.replace("|", "")).strip("…")
    if len(wanted) < _LEAST:
        return ()
    whole, places = "", []
    for place, letter in enumerate(text.get_text_range()):
        plain = squeeze(letter)  # white space is nothing, one sign may be several letters
        whole += plain
        places += [place] * len(plain)
    at = whole.find(wanted)
    return _boxes(page, text, dict.fromkeys(places[at : at + len(wanted)]))[:_MOST_LINES] if at >= 0 else ()


def boxes_to_hide(page: PdfPage) -> tuple[Box, ...]:
    """Where numbers of persons and illness stand."""
    text = page.get_textpage()
    found: list[Box] = []
    for line in re.finditer(r"[^\r\n]+", text.get_text_range()):
        for start, end in hidden_spans(line[0]):
            found += _boxes(page, text, range(line.start() + start, line.start() + end))
    return tuple(found)


def _boxes(page: PdfPage, text: PdfTextPage, places: Iterable[int]) -> tuple[Box, ...]:
    """A box for each line that these letters stand on."""
    width, height = page.get_size()
    lines: list[tuple[float, float, float, float]] = []
    for place in places:
        left, bottom, right, top = text.get_charbox(place)
        if right <= left:
            continue
        last = lines[-1] if lines else (0.0, 0.0, 0.0, -1.0)
        if last[1] <= (top + bottom) / 2 <= last[3]:
            lines[-1] = min(last[0], left), min(last[1], bottom), max(last[2], right), max(last[3], top)
        else:
            lines.append((left, bottom, right, top))
    return tuple(
        (left / width, 1 - top / height, right / width, 1 - bottom / height)
        for left, bottom, right, top in lines
    )
