"""Papers made anew for an archive: marked 补制 with the real day and the reason, and dated by that day alone. Pure.

What the registry says of the event stays as it is (who stood on the list, what was inspected when); the paper's own date,
which it did not have, is the day of making. What bears witness of its time (records, votes, notices, requests, replies,
signatures, photos) is never made here.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from docgen.blank import Blank
from docgen.context import Writer
from docgen.due import Due
from docgen.making import DRAFT_MARK
from docgen.render import render
from docgen.view import View
from registry.dates import format_date
from registry.records import Household
from registry.registry import Registry

__all__ = ["MADE_ANEW", "Remade", "lacks_facts", "make_anew", "mark_of"]

# Lists, ledgers and tables; 情况说明 are written by docgen.explaining.
MADE_ANEW = frozenset({
    "name-list", "nomination-list", "assistance-ledger", "dynamic-ledger", "grading-ledger", "inspection-ledger",
    "measures-table", "natural-change-form",
})  # fmt: skip
# Where a template prints the paper's own date: the name in its context and the field.
_OWN_DATE: Mapping[str, tuple[str, str]] = {
    "name-list": ("batch", "sent_on"),
    "nomination-list": ("meeting", "held_on"),
    "measures-table": ("h", "measures_on"),
    "natural-change-form": ("h", "changes_on"),
}


@dataclass(frozen=True, slots=True)
class Remade:
    """A paper to make anew, why, and the cells (unit's chain of names, item) that lack it. `drafted` for an office below."""

    due: Due
    name: str
    reason: str
    cells: tuple[tuple[str, str], ...]
    drafted: bool


def mark_of(paper: Remade, today: date) -> str:
    """The words in the page header: 〔补制：2026年11月22日，原因：…〕."""
    drafted = DRAFT_MARK if paper.drafted else ""
    return f"{drafted}〔补制：{format_date(today)}，原因：{paper.reason}〕"


def make_anew(
    writer: Writer, paper: Remade, today: date, template: bytes | None = None
) -> tuple[bytes, tuple[Blank, ...]]:
    """The .docx and the places in it that stayed blank. Raises UserError where a user's own template is wrong."""
    due = paper.due
    context = writer.context(due) | {"mark": mark_of(paper, today)}
    name, field = _OWN_DATE.get(due.kind, ("", ""))
    view = context.get(name)
    if isinstance(view, View):
        context[name] = _with(view, field, today)
    rendered = render(due.template.id, context, paper.name, template)
    return rendered.data, rendered.blanks


def _with(view: View, field: str, value: object) -> View:
    """The view with one value in the place of its record's."""
    changed = copy.copy(view)
    changed.__dict__[field] = value
    return changed


def lacks_facts(registry: Registry, due: Due) -> str:
    """What has to be in the registry before the paper says anything; "" where it is there."""
    test = _FACTS.get(due.kind)
    if test is None or any(test[0](registry, household) for household in due.households):
        return ""
    return test[1]


_FACTS: Mapping[str, tuple[Callable[[Registry, Household], bool], str]] = {
    "assistance-ledger": (
        lambda registry, household: bool(registry.measures_of(household)),
        "在〔帮扶措施〕填各户的措施",
    ),
    "natural-change-form": (
        lambda registry, household: bool(registry.changes_of(household)) or household.changes_on is not None,
        "在〔人口自然增减〕填这户的增减；没有增减的在〔监测对象户〕填“增减表日期”",
    ),
}
