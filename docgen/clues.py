"""Which clues of a month belong on a unit's list. Pure."""

from __future__ import annotations

from checklists import load_checklist
from registry.dates import Month
from registry.records import Clue, Unit
from registry.registry import Registry

__all__ = ["clues_of", "first_month"]


def clues_of(registry: Registry, unit: Unit, month: Month) -> tuple[tuple[Clue, ...], bool]:
    """The unit's clues of that month, and whether a nil report covers it.

    A nil report of the unit itself or of a unit above it covers it.
    """
    found = tuple(clue for clue in registry.clues_of(unit) if clue.month == month)
    return found, not found and any(clue.month == month for clue in registry.nil_reports(unit))


def first_month(registry: Registry) -> Month:
    """The month from which lists are due, or an earlier one that has clues."""
    year, month = load_checklist(registry.settings.checklist).monthly_from.split("-")
    return min(Month(int(year), int(month)), *registry.clues_by_month)
