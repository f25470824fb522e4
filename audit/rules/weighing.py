"""Statements that should agree, weighed against each other. Pure; used by the rules that compare papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation

from audit.claims.types import Source
from audit.stated import Original, Stated
from audit.types import Quote
from registry.identity import same_person

__all__ = ["SURE", "overlap", "quote", "same_id", "shaky", "weigh", "within_a_yuan"]

# Below this confidence a character may be another one: a difference that rests on it is a warning at most.
SURE = 0.95


def quote(original: Original, source: Source) -> Quote:
    """Where a claim stands, for the finding that rests on it."""
    return Quote(original.file.path, source.page, source.quote)


def weigh(stated: Sequence[Stated], same: Callable[[str, str], bool]) -> list[list[Stated]]:
    """The statements by value, the value of most papers first; copies of one paper count once.

    Values that tell most come first: a masked number or a part of an enumeration must not tie two that differ together.
    """
    sides: list[list[Stated]] = []
    for each in sorted(
        stated, key=lambda each: (each.statement.value.count("*"), -len(each.statement.value))
    ):
        side = next((side for side in sides if same(side[0].statement.value, each.statement.value)), None)
        if side is None:
            sides.append([each])
        elif all(each.original is not known.original for known in side):
            side.append(each)
    return sorted(sides, key=lambda side: (-len(side), side[0].original.paths))


def shaky(side: Sequence[Stated]) -> bool:
    """Whether a side rests on characters alone that were read off pictures without certainty."""
    return all(each.statement.source.sure < SURE for each in side)


def same_id(one: str, other: str) -> bool:
    """Equal where both show a character; a masked number is compared by what it shows."""
    if "*" not in one + other:
        return same_person(one) == same_person(other)
    if len(one) != len(other):
        return one[:4] == other[:4] and one[-1] == other[-1]
    return all(a == b or "*" in (a, b) for a, b in zip(one, other, strict=True))


def overlap(one: str, other: str) -> bool:
    """Whether one enumeration is part of the other: papers often name the main risk alone."""
    first, second = set(one.split("、")), set(other.split("、"))
    return first <= second or second <= first


def within_a_yuan(one: str, other: str) -> bool:
    """Whether two amounts are equal but for rounding."""
    try:
        return abs(Decimal(one) - Decimal(other)) < 1
    except InvalidOperation:
        return one == other
