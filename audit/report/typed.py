"""What people typed into the ledger (整改台账) of an earlier report: carried over to the next by the findings' numbers. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from audit.types import Finding

__all__ = ["NOTHING", "Typed", "find_typed", "typed_of"]

_NUMBER, _PERSON, _DUE, _DONE, _CHECKED = "编号", "责任人", "完成期限", "整改情况", "核对人"


@dataclass(frozen=True, slots=True)
class Typed:
    """Who does it, by when, how far it is, and who checked it; "" where nothing stands."""

    person: str = ""
    due: str = ""
    done: str = ""
    checked: str = ""

    def before(self, other: Typed | None) -> Typed:
        """This, and where it says nothing, the other."""
        return _first(self, other or NOTHING)


NOTHING = Typed()


def find_typed(sheets: Mapping[str, Sequence[Sequence[object]]], untouched: str) -> dict[str, Typed]:
    """Number of a finding → what stands in its rows, of the ledger and of the sheets of persons.

    `untouched`: how the program fills 整改情况. What differs from it counts; of several sheets the first that says something.
    """
    found: dict[str, Typed] = {}
    for rows in sheets.values():
        headings = [_text(value) for value in rows[0]] if rows else []
        if not {_NUMBER, _DONE, _CHECKED} <= set(headings):
            continue
        for row in rows[1:]:
            told = dict(zip(headings, map(_text, row), strict=False))
            done = told.get(_DONE, "")
            own = Typed(
                told.get(_PERSON, ""),
                told.get(_DUE, ""),
                "" if done == untouched else done,
                told.get(_CHECKED, ""),
            )
            if told.get(_NUMBER):
                found[told[_NUMBER]] = _first(found.get(told[_NUMBER], NOTHING), own)
    return found


def typed_of(finding: Finding, typed: Mapping[str, Typed]) -> Typed:
    """What was typed of a finding, also under a number that it had before."""
    return next(
        (typed[number] for number in (finding.id, *reversed(finding.was)) if number in typed), NOTHING
    )


def _first(one: Typed, other: Typed) -> Typed:
    return Typed(
        one.person or other.person, one.due or other.due, one.done or other.done, one.checked or other.checked
    )


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).strip()
