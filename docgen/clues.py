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
    found: list[Clue] = []
    zero = False
    for clue in registry.clues_by_month.get(month, ()):
        reporter = registry.find_unit(clue.unit)
        village = registry.find_unit(clue.village)
        if clue.zero == "是":
            zero = zero or (reporter is not None and registry.lies_in(unit, reporter))
        elif (village is not None and registry.lies_in(village, unit)) or reporter == unit:
            found.append(clue)
    return tuple(found), zero and not found


def first_month(registry: Registry) -> Month:
    """The month from which lists are due, or an earlier one that has clues."""
    year, month = load_checklist(registry.settings.checklist).monthly_from.split("-")
    return min(Month(int(year), int(month)), *registry.clues_by_month)
