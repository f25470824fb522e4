"""Statements on one household that should agree, made a problem where they do not. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from audit.rules.weighing import quote, shaky, weigh
from audit.stated import Stated
from audit.types import Problem, Severity
from audit.wording import join, kind_name, mask_personal, unit_name

__all__ = ["compared", "differing"]

Same = Callable[[str, str], bool]


def compared(home: str, stated: Sequence[Stated], what: str, same: Same, fix: str) -> Iterator[Problem]:
    """One problem where the statements fall into more than one value."""
    sides = weigh(stated, same)
    if len(sides) > 1:
        yield differing(home, sides, what, fix)


def differing(home: str, sides: Sequence[Sequence[Stated]], what: str, fix: str, note: str = "") -> Problem:
    """The problem that papers give several values, the usual one first; the others are shown as deviating."""
    usual, others = sides[0], sides[1:]
    deviating = [each for side in others for each in side]
    actual = "；".join(f"{join(_kinds(side))}为{side[0].statement.value}" for side in sides)
    return Problem(
        unit=home,
        item=deviating[0].original.item,
        message=f"{unit_name(home)}{what}前后不一：{mask_personal(actual)}{f'（{note}）' if note else ''}。",
        files=tuple(sorted({path for each in deviating for path in each.original.paths})),
        expected=f"各份材料上的{what}一致（多数写的是{usual[0].statement.value}）",
        actual=actual,
        fix=fix,
        severity=Severity.WARNING if any(shaky(side) for side in sides) else None,
        quotes=tuple(quote(side[0].original, side[0].statement.source) for side in sides),
        about=(what,),
        of_unit=True,
    )


def _kinds(side: Iterable[Stated]) -> list[str]:
    return list(dict.fromkeys(kind_name(each.original.kind) for each in side))
