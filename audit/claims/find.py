"""All that one paper states, from its lines. Pure; the one entry that others call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from audit.claims.chain import find_annexes, find_bad_dates, find_dated, find_numbers, find_periods
from audit.claims.figures import find_figures
from audit.claims.forms import find_persons, find_statements
from audit.claims.meeting import find_attendance, find_votes
from audit.claims.prose import find_exposed, find_numbering, find_placeholders
from audit.claims.ratios import find_ratios
from audit.claims.signing import find_signings
from audit.claims.types import Claims
from audit.lines import Line

__all__ = ["find_claims"]


def find_claims(lines: Sequence[Line], head: str, signed_on: date | None) -> Claims:
    """What the lines of one paper state. `head`: whose form it is; `signed_on`: the date it bears, for years left out."""
    attendance = find_attendance(lines)
    counts, sums = find_figures(lines)
    return Claims(
        statements=find_statements(lines, head),
        persons=find_persons(lines),
        counts=counts,
        periods=find_periods(lines, signed_on.year) if signed_on else find_periods(lines, 0),
        attendances=(attendance,) if attendance else (),
        votes=find_votes(lines),
        numbers=find_numbers(lines),
        dates=find_dated(lines, signed_on),
        bad_dates=find_bad_dates(lines),
        signings=find_signings(lines),
        annexes=find_annexes(lines),
        sums=sums,
        ratios=find_ratios(lines),
        numbering=find_numbering(lines),
        placeholders=find_placeholders(lines),
        exposed=find_exposed(lines),
    )
