"""Counting for summaries: every figure keeps the records that it was counted from. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.dates import Span
from registry.records import Clue, Household, Inspection, Measure, Meeting, Unit, Visit
from registry.registry import Registry

__all__ = ["Figure", "Tally", "watched_on"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the records that it was counted from."""

    name: str
    value: str
    records: tuple[Any, ...]


class Tally:
    """Counts, and remembers what it counted."""

    def __init__(self, registry: Registry, unit: Unit, span: Span) -> None:
        self.registry, self.unit, self.span = registry, unit, span
        self.first, self.last, self.earlier = span.first, span.last, span.previous.first
        self.households = registry.households_in(unit)
        self.figures: list[Figure] = []

    def within(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    def before(self, day: date | None) -> bool:
        """In the span of the same length right before this one."""
        return day is not None and self.earlier <= day < self.first

    # --- what was recorded in the span -----------------------------------------------------------

    def measures(self) -> list[Measure]:
        """The measures carried out."""
        return [m for h in self.households for m in self.registry.measures_of(h) if self.within(m.done_on)]

    def clues(self) -> list[Clue]:
        """The unit's clues, and those on villages in it; without nil reports."""
        return self._in_span(self.registry.clues_of(self.unit))

    def nil_reports(self) -> list[Clue]:
        """The nil reports that stand for the unit, of months without a clue."""
        with_clues = {clue.month for clue in self.clues()}
        found = self._in_span(self.registry.nil_reports(self.unit))
        return sorted((clue for clue in found if clue.month not in with_clues), key=lambda clue: clue.row)

    def _in_span(self, clues: Iterable[Clue]) -> list[Clue]:
        return [clue for clue in clues if self.span.start <= clue.month <= self.span.end]

    def inspections(self) -> list[Inspection]:
        """The households looked at in the villages' own inspections."""
        rows = self.registry.under(self.registry.inspections, self.unit)
        return [row for row in rows if self.within(row.inspected_on)]

    def visits(self) -> list[Visit]:
        return [v for h in self.households for v in self.registry.visits_of(h) if self.within(v.visited_on)]

    def meetings(self) -> list[Meeting]:
        """The unit's own meetings."""
        return [m for m in self.registry.of_unit(self.registry.meetings, self.unit) if self.within(m.held_on)]

    def newly_identified(self, inside: Callable[[date | None], bool] | None = None) -> list[Household]:
        """Identified in the span (or where `inside` says), and not for a second time."""
        within = inside or self.within
        return [h for h in self.households if within(h.identified_on) and not within(h.reidentified_on)]

    def watched(self) -> list[Household]:
        """Monitored at the end of the span."""
        return [h for h in self.households if watched_on(h, self.span.last)]

    # --- figures ---------------------------------------------------------------------------------

    def people(self, name: str, households: Iterable[Household], stage: str = "认定") -> str:
        """2户7人; persons are left out where a household's size is not recorded."""
        group = tuple(households)
        sizes = [self.registry.size_of(h, stage) for h in group]
        text = f"{len(group)}户"
        if not any(size is None for size in sizes):
            text += f"{sum(size or 0 for size in sizes)}人"
        return self.note(name, text, group)

    def count(self, name: str, records: Sequence[Any]) -> str:
        return self.note(name, str(len(records)), tuple(records))

    def note(self, name: str, value: str, records: tuple[Any, ...]) -> str:
        self.figures.append(Figure(name, value, records))
        return value


def watched_on(household: Household, day: date) -> bool:
    """Whether the household was monitored at the end of that day."""
    if household.identified_on is None or household.identified_on > day:
        return False
    if household.cleared_on is not None and household.cleared_on <= day:
        return False
    ended = household.eliminated_on
    again = household.reidentified_on
    if ended is None or ended > day:
        return household.state != "不予纳入"
    return again is not None and ended <= again <= day
