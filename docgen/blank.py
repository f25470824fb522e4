"""What the registry does not hold: printed as 〔待填〕, and remembered with the cell that would fill it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["MARK", "Blank", "Phrase", "blanks_in", "phrase"]

MARK = "〔待填〕"


@dataclass(frozen=True, slots=True)
class Blank:
    """An empty place. `row` is 0 where a row would have to be added to the sheet."""

    sheet: str
    row: int
    column: str
    heading: str
    subject: str

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return MARK

    @property
    def place(self) -> str:
        """Where to fill it: 〔批次〕第 5 行 K 列“批复文号”."""
        if not self.row:
            return f"〔{self.sheet}〕新增一行（{self.subject}），填“{self.heading}”"
        letter = f" {self.column} 列" if self.column else ""
        return f"〔{self.sheet}〕第 {self.row} 行{letter}“{self.heading}”"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words put together from values of which some may be blank."""

    parts: tuple[object, ...]

    def __bool__(self) -> bool:
        return bool(self.parts)


def phrase(*parts: object) -> Phrase:
    """Flatten parts into one phrase; phrases within phrases are unfolded."""
    flat: list[object] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Phrase) else (part,))
    return Phrase(tuple(flat))


def blanks_in(value: object) -> Iterator[Blank]:
    """The blanks of a value."""
    if isinstance(value, Blank):
        yield value
    elif isinstance(value, Phrase):
        for part in value.parts:
            yield from blanks_in(part)
