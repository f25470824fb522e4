"""Statements that should agree, weighed against each other. Pure; used by the rules that compare papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from audit.claims.types import Source
from audit.stated import Original, Stated
from audit.types import Quote

__all__ = ["SURE", "quote", "shaky", "weigh"]

# Below this confidence a character may be another one: a difference that rests on it is a warning at most.
SURE = 0.95


def quote(original: Original, source: Source) -> Quote:
    """Where a claim stands, for the finding that rests on it."""
    return Quote(original.file.path, source.page, source.quote)


def weigh(stated: Sequence[Stated], same: Callable[[str, str], bool]) -> list[list[Stated]]:
    """The statements by value, the value of most papers first; copies of one paper count once."""
    sides: list[list[Stated]] = []
    for each in stated:
        side = next((side for side in sides if same(side[0].statement.value, each.statement.value)), None)
        if side is None:
            sides.append([each])
        elif all(each.original is not known.original for known in side):
            side.append(each)
    return sorted(sides, key=lambda side: (-len(side), side[0].original.paths))


def shaky(side: Sequence[Stated]) -> bool:
    """Whether a side rests on characters alone that were read off pictures without certainty."""
    return all(each.statement.source.sure < SURE for each in side)
