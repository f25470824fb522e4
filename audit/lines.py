"""A document as lines of text and cells, in reading order. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audit.types import Block, Document
from registry.text import squeeze

__all__ = ["Line", "looks_like_heading", "read_lines"]

# An annex note, a quotation, a numbered point, a reason: no headings though they end like one.
_NOT_A_HEADING = re.compile(
    r"^(附件?[：:\d一二三四]|《|根据|按照|依据|\d+[.、．]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|注[：:])"
)
_SENTENCE = re.compile(r"[。；;！？，,]|[：:]")
_ENDED = re.compile(r"[。：:；;！？”）)]$|\d日?$")
_LONG_LINE = 28


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text without white space, its cells where it is a table's row, its page and place.

    `sure` is how surely it was read: 1 for text, the reader's confidence for a picture.
    """

    text: str
    raw: str
    cells: tuple[str, ...]
    page: int
    place: str
    tabular: bool
    sure: float = 1.0


def read_lines(document: Document) -> tuple[Line, ...]:
    """The body's lines; headers and footers are left out. A PDF's line of words is cells as well."""
    return tuple(line for line in _lines(document) if line.text)


def looks_like_heading(lines: tuple[Line, ...], at: int) -> bool:
    """Whether the line could head a paper: short, no sentence, not in the middle of a wrapped one."""
    line = lines[at]
    if not 2 <= len(line.text) <= 60 or _NOT_A_HEADING.match(line.text) or _SENTENCE.search(line.text):
        return False
    if line.tabular and len([cell for cell in line.cells if cell]) > 1:
        return False
    before = lines[at - 1] if at else None
    if before is None or before.page != line.page or before.tabular:
        return True
    wrapped = len(before.text) >= _LONG_LINE and not _ENDED.search(before.text)
    return not wrapped or at <= 3


def _lines(document: Document) -> Iterator[Line]:
    words = document.format == "pdf"
    for part in document.flow:
        if part.place in ("页眉", "页脚"):
            continue
        if isinstance(part, Block):
            cells = tuple(squeeze(word) for word in part.text.split()) if words else ()
            yield Line(squeeze(part.text), part.text, cells, part.page, part.place, False, part.confidence)
        else:
            for row in part.rows:
                cells = tuple(squeeze(cell) for cell in row)
                yield Line("".join(cells), " ".join(row), cells, part.page, part.place, True, part.confidence)
