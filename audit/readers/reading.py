"""What a reader hands back."""

from __future__ import annotations

from dataclasses import dataclass

from audit.types import Block, Table

__all__ = ["Flow", "Reading"]

Flow = tuple[Block | Table, ...]


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
