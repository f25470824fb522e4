"""Papers that say of themselves that they were made later than what they are about: 〔补制：2026年11月22日，原因：…〕. Pure."""

from __future__ import annotations

import re
from datetime import date

from audit.types import Document
from registry.dates import find_dates
from registry.text import squeeze

__all__ = ["find_made_later", "made_later_on"]

# 〔补制：2026年11月22日，原因：缺失〕 · [补制 2026-11-22] · （补制日期：2026.11.22） · 补制时间：2026年11月22日 · 补制于2026年11月22日
_MARK = re.compile(
    r"(?:[〔\[【（(]补(?:制|办|录)件?[：:，,]?|补(?:制|办|录)(?:日期|时间)[：:]|^补(?:制|办|录)于)(?=.?(?:19|20)\d\d)(.{8,14})"
)
_WORDS = ("补制", "补办", "补录")


def made_later_on(document: Document) -> date | None:
    """The day on which a document says that it was made anew; None where it says nothing of the kind."""
    return document.gist.made_later_on if document.gist is not None else find_made_later(document)


def find_made_later(document: Document) -> date | None:
    """The same, looked up in the text; headers and footers count, for the mark stands there."""
    for part in document.flow:
        texts = (cell for row in part.rows for cell in row) if hasattr(part, "rows") else (part.text,)
        for text in texts:
            if any(word in text for word in _WORDS) and (found := _day_in(squeeze(text))):
                return found
    return None


def _day_in(text: str) -> date | None:
    match = _MARK.search(text)
    return next((found.day for found in find_dates(match[1]) if found.day), None) if match else None
