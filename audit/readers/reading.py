"""What a reader hands back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from audit.types import Block, Table

__all__ = ["CUT", "Flow", "Reading", "characters", "gathered"]

Flow = tuple[Block | Table, ...]
CUT = "文件太大，只读了前面一部分"
# The longest ledger of a county has a few ten thousand rows; a million paragraphs are no document.
_MOST_PARTS = 100_000


@dataclass(frozen=True, slots=True)
class Reading:
    """A document's text in reading order and what it tells of itself.

    `unread_pages` and `problem` go into the Document. The keys of `metadata`, each there once at most:
    author, last_modified_by, created_on, modified_on (ISO), application, macro (yes), hidden_sheets, attachments,
    pictures; of a picture: width, height, dpi, taken_on, taken_at, changed_on, camera, software.
    """

    flow: Flow
    pages: int = 1
    metadata: tuple[tuple[str, str], ...] = ()
    unread_pages: tuple[int, ...] = ()
    problem: str = ""


def gathered(parts: Iterable[Block | Table]) -> tuple[list[Block | Table], str]:
    """The parts up to a limit, and what to say where there were more."""
    found = list(islice(parts, _MOST_PARTS + 1))
    return found[:_MOST_PARTS], CUT if len(found) > _MOST_PARTS else ""


def characters(flow: Iterable[Block | Table]) -> int:
    """How many letters, figures and signs of writing there are, blanks and points not counted."""
    texts = (
        part.text if isinstance(part, Block) else "".join(cell for row in part.rows for cell in row)
        for part in flow
    )
    return sum(len(re.findall(r"\w", text)) for text in texts)
