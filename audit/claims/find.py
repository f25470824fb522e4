"""All that one paper states, from its lines. Pure; the one entry that others call."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from audit.claims.chain import find_annexes, find_bad_dates, find_dated, find_numbers, find_periods
from audit.claims.figures import find_figures
from audit.claims.forms import find_persons, find_statements
from audit.claims.means import find_means
from audit.claims.meeting import find_attendance, find_votes
from audit.claims.prose import find_exposed, find_numbering, find_placeholders
from audit.claims.ratios import find_ratios
from audit.claims.rosters import find_empty_lists, find_rosters
from audit.claims.signing import find_signings
from audit.claims.types import Claims
from audit.lines import Line

__all__ = ["find_claims"]


def find_claims(lines: Sequence[Line], head: str, signed_on: date | None) -> Claims:
    """What the lines of one paper state. `head`: whose form it is; `signed_on`: the date it bears, for years left out."""
    lines = tuple(_rejoined(lines))
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
        means=find_means(lines),
        rosters=find_rosters(lines),
        empty_lists=find_empty_lists(lines),
    )


# 证件号码 990107197109144 / 27X: a number that a narrow cell of a PDF breaks in two
_BEGUN = re.compile(r"(?<!\d)\d{6,17}$")
_REST = re.compile(r"\d{0,11}[\dXx]")


def _rejoined(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines with identity numbers whole that were wrapped to the next line."""
    before: Line | None = None
    for line in lines:
        begun = _BEGUN.search(before.text) if before and not before.tabular and not line.tabular else None
        if before and begun and _REST.fullmatch(line.text) and len(begun[0] + line.text) == 18:
            cells = (*before.cells[:-1], before.cells[-1] + line.text) if before.cells else ()
            before = replace(before, text=before.text + line.text, raw=before.raw + line.raw, cells=cells)
            continue
        if before:
            yield before
        before = line
    if before:
        yield before
