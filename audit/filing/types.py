"""What passes while papers are filed: one row of a volume's contents, and the volume. Frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audit.types import File
from checklists import Level, Stage

__all__ = ["FiledPaper", "Volume", "paging", "sum_of"]


@dataclass(frozen=True, slots=True, eq=False)
class FiledPaper:
    """One 件: a file, or the photos of one event. What could not be known is None; "" is nothing to be said.

    `title`: words that are not the paper's own stand in [ ]; `on`: eight digits, in [ ] where the name alone tells it,
    00 for what is not known; `pages`: None where only print would tell.
    """

    files: tuple[File, ...]
    item: str
    stage: Stage | None
    number: str | None
    issuer: str | None
    title: str
    on: str | None
    pages: int | None
    remark: str

    @property
    def path(self) -> str:
        return self.files[0].path

    @property
    def kind(self) -> str:
        return self.files[0].kind

    @property
    def day(self) -> str:
        """The digits of the date; "" where none is known."""
        return (self.on or "").strip("[]")


@dataclass(frozen=True, slots=True)
class Volume:
    """Papers of one unit that are bound together, in their order.

    `at`: its number among the volumes of the unit, from 1; `number`: the 案卷号 within office and year; `archive_number`:
    the 档号, with the mark of a blank for what is not known; `span`: first and last day, eight digits.
    `note`: what the 备考表 says of it, sentence by sentence.
    """

    unit: str
    level: Level
    at: int
    number: str
    archive_number: str
    fonds: str
    office: str
    year: str
    period: str
    category: str
    title: str
    span: tuple[str, str]
    papers: tuple[FiledPaper, ...]
    note: tuple[str, ...]

    @property
    def pages(self) -> int | None:
        """None where those of any paper are not known."""
        return sum_of([paper.pages for paper in self.papers])


def sum_of(numbers: Sequence[int | None]) -> int | None:
    """The sum; None where a number is not known."""
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def paging(papers: Sequence[FiledPaper]) -> tuple[str | None, ...]:
    """The page on which each paper begins, of the last one from and to; None from where a paper's pages are not known.

    Source: GB/T 9705-2008, 卷内文件目录 页号.
    """
    found: list[str | None] = []
    at: int | None = 1
    for place, paper in enumerate(papers, 1):
        first = at
        at = None if at is None or paper.pages is None else at + paper.pages
        ends = at - 1 if at is not None and place == len(papers) else first
        found.append(None if first is None else str(first) if ends == first else f"{first}-{ends}")
    return tuple(found)
