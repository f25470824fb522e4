"""Running text with its wrapped lines joined, so that a sentence is read whole. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.claims.forms import source_of
from audit.claims.types import Source
from audit.lines import Line

__all__ = ["Paragraph", "find_paragraphs"]

# A page of GB/T 9704 has 28 characters a line: a shorter line is not wrapped.
_WRAPPED = 24
_ENDED = "。：:！？；;”）)"
_STARTS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)|附件|第[一二三四五六七八九十]+[章条篇]"
)
# 1,234 · 1，234户
_THOUSANDS = re.compile(
    r"(?<=\d),(?=\d{3}(?!\d))|(?<![\d.]\d{4})(?<=\d)，(?=\d{3}(?:，\d{3})*(?:户|人|元|万元|亩))"
)
# 共三户八人 · 边缘易致贫户五户 · 十二户三十五人; not 一户一策, 三五户, 百户
_NUMERAL = re.compile(
    r"(?:(?<=[共计有户为])[一二两三四五六七八九十百]{1,5}|[一二三四五六七八九]?[十百][一二三四五六七八九十]{1,3}|[一二三四五六七八九][十百])(?=[户人](?![一均]))"
)
_DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Its text in half width, figures in Arabic digits, and the lines that it runs over."""

    text: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]

    def source_at(self, at: int) -> Source:
        """The line on which a place in the text stands."""
        return source_of(self.lines[bisect_right(self.starts, at) - 1])


def find_paragraphs(lines: Sequence[Line]) -> Iterator[Paragraph]:
    """The paragraphs of the running text in order; a table's rows are none, but for a row of one cell with sentences."""
    kept: list[Line] = []
    for line in lines:
        if kept and (line.tabular or not _goes_on(kept[-1], line)):
            yield _joined(kept)
            kept = []
        if not line.tabular:
            kept.append(line)
        elif "。" in line.text and sum(map(bool, line.cells)) == 1:
            yield _joined([line])
    if kept:
        yield _joined(kept)


def _goes_on(before: Line, line: Line) -> bool:
    return (
        len(before.text) >= _WRAPPED
        and before.text[-1] not in _ENDED
        and line.place == before.place
        and not _STARTS.match(line.text)
    )


def _joined(lines: list[Line]) -> Paragraph:
    text, starts = "", []
    for line in lines:
        starts.append(len(text))
        text += _plain(line.text)
    return Paragraph(text, tuple(lines), tuple(starts))


def _plain(text: str) -> str:
    if "," in text or "，" in text:
        text = _THOUSANDS.sub("", text)
    return _NUMERAL.sub(lambda match: str(_value(match[0])), text) if "户" in text or "人" in text else text


def _value(words: str) -> int:
    """十二 → 12, 一百零五 → 105."""
    total = digit = 0
    for word in words:
        if word in "十百":
            total += (digit or 1) * (10 if word == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[word]
    return total + digit
