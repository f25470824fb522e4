"""What was read of an archive: entries, documents with text, tables and marks, and the papers cut from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from pathlib import Path

from audit.claims.types import Claims
from checklists import Level, Stage
from registry.dates import Month

__all__ = [
    "Address",
    "Block",
    "Box",
    "Document",
    "Entry",
    "Gist",
    "Issuer",
    "Mark",
    "Paper",
    "Row",
    "Spot",
    "State",
    "Table",
    "View",
]


class State(str, Enum):
    """How far a file could be read. Every file ends in one of these."""

    READ = "read"
    NOT_READ = "not-read"
    CONTAINER = "container"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    EMPTY = "empty"

    @property
    def lost(self) -> bool:
        """Nobody can open it as it is; what it holds is not known."""
        return self in (State.UNREADABLE, State.ENCRYPTED, State.EMPTY)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the archive before it is read. `member` tells where it is inside the zip at `source`.

    `fault`: why it is not to be read, which leaves it in `state`.
    `stamp`: size and times of `source`; while it is the same, so is the content. "" where it may not be relied on.
    """

    path: str
    source: Path
    size: int
    member: str | None = None
    fault: str = ""
    stamp: str = ""
    state: State = State.UNREADABLE


Box = tuple[float, float, float, float]  # left, top, right and bottom as fractions of the page


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or line of text; `place` is 正文, 页眉, 页脚 or the sheet's name.

    `confidence` is below 1 and `box` is given where the text was read off a picture.
    """

    text: str
    page: int
    place: str
    confidence: float = 1.0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its cells as text, row by row; `confidence` and `box` as with a Block."""

    rows: tuple[tuple[str, ...], ...]
    page: int
    place: str
    confidence: float = 1.0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What a scanned page bears besides its text.

    `kind` is seal (a red stamp, round or oval), thumbprint, signature or no-signature (a place to sign that is
    filled or empty; `label` is the words that ask for it), or low-resolution (`label` tells the dots an inch).
    """

    kind: str
    page: int
    box: Box
    label: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A line, or what of it stands in one cell, as it was read off a picture."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class View:
    """How a page lies in the picture that it was read off, and its lines as they were read.

    `picture`: the number under which audit.readers.pictures gives the picture; `size`: width and height of the upright
    page in pixels; `turn`: nine numbers, row by row, that take shares of the upright page to shares of the picture.
    """

    page: int
    picture: int
    size: tuple[int, int]
    turn: tuple[float, ...]
    lines: tuple[Spot, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A file as read. Compared by identity, so that what is worked out from it can be kept by it.

    `unread_pages`: those whose text, if any, is only in a picture (audit.readers.pictures gives them); a document
    in state READ may have some too. `problem` of a document that was read says what of it was not. `gist` is what
    was worked out from it alone, where that was done when it was read; audit.gist works it out where it is None.
    `views`: where the lines of the pages stand that were read off pictures.
    """

    path: str
    size: int
    digest: str
    format: str
    state: State
    problem: str = ""
    flow: Sequence[Block | Table] = ()
    pages: int = 0
    metadata: tuple[tuple[str, str], ...] = ()
    marks: tuple[Mark, ...] = ()
    unread_pages: tuple[int, ...] = ()
    gist: Gist | None = None
    views: Sequence[View] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(part for part in self.flow if isinstance(part, Block))

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(part for part in self.flow if isinstance(part, Table))


@dataclass(frozen=True, slots=True, eq=False)
class Gist:
    """What follows from a document alone, kept with it so that no later run need work it out again.

    `body`: a digest of its text without white space. `open_form_fields`: with those that only a form must fill.
    `made_later_on`: the day of making on a paper that is marked 补制.
    """

    papers: tuple[Paper, ...]
    body: str
    open_fields: tuple[str, ...]
    open_form_fields: tuple[str, ...]
    checking_copy: bool
    made_later_on: date | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """A chain of places as a paper writes it; what it leaves out is empty."""

    county: str
    township: str
    village: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs a paper or speaks in its title. `level` is None for an office above the county."""

    level: Level | None
    place: str


@dataclass(frozen=True, slots=True)
class Row:
    """One household in a list, ledger, notice or reply. `passed` is False for one voted down."""

    head: str
    village: str = ""
    township: str = ""
    id_number: str = ""
    eliminated: bool = False
    passed: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Paper:
    """One paper inside a document, by its content alone: what it may be and whom it speaks of."""

    title: str
    scores: tuple[tuple[str, float], ...]
    stage: Stage | None
    pages: tuple[int, int]
    issuer: Issuer | None
    head: str
    head_id: str
    rows: tuple[Row, ...]
    refused: tuple[str, ...]
    months: tuple[Month, ...]
    day: date | None
    addresses: tuple[Address, ...]
    measures: tuple[str, ...]
    text: str
    claims: Claims = field(default_factory=Claims)
