"""Where words stand on a page of a PDF that has text: its own letters, found without white space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.types import Box
from registry.text import squeeze

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

__all__ = ["boxes_of_words"]

_LEAST, _MOST_LINES = 2, 6


def boxes_of_words(page: PdfPage, words: str) -> tuple[Box, ...]:
    """A box for each line that the words stand on, as fractions of the page; none where they are not found."""
    text = page.get_textpage()
    letters = [(place, squeeze(letter)) for place, letter in enumerate(text.get_text_range())]
    kept = [(place, letter) for place, letter in letters if letter]
    whole, wanted = "".join(letter for _, letter in kept), squeeze(words.replace("|", "")).strip("…")
    at = whole.find(wanted) if len(wanted) >= _LEAST else -1
    if at < 0:
        return ()
    # A letter may squeeze to several; places are counted by what is kept.
    starts, length = [], 0
    for place, letter in kept:
        starts.append((length, place))
        length += len(letter)
    places = [place for start, place in starts if at <= start < at + len(wanted)]
    width, height = page.get_size()
    lines: list[list[float]] = []
    for place in places:
        left, bottom, right, top = text.get_charbox(place)
        if right <= left:
            continue
        middle = (top + bottom) / 2
        if lines and lines[-1][1] <= middle <= lines[-1][3]:
            line = lines[-1]
            lines[-1] = [min(line[0], left), min(line[1], bottom), max(line[2], right), max(line[3], top)]
        else:
            lines.append([left, bottom, right, top])
    return tuple(
        (left / width, 1 - top / height, right / width, 1 - bottom / height)
        for left, bottom, right, top in lines[:_MOST_LINES]
    )
