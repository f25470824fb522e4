"""The dated cells of one household, in the order of their days. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from registry.checks.timeline import Dated, Timelines
from registry.records import Household
from registry.registry import Registry

__all__ = ["history_of"]


def history_of(registry: Registry, household: Household) -> tuple[Dated, ...]:
    """Everything with a day that the registry holds of it: its own steps, the meetings and rounds that it went through,
    measures, visits, natural changes. Each cell once; the day decides the order, then the order of the steps.
    """
    found: dict[tuple[str, int, str], Dated] = {}
    for cells in Timelines(registry).steps(household).values():
        for cell in cells:
            found.setdefault(cell.key, cell)
    for cell in _own_records(registry, household):
        found.setdefault(cell.key, cell)
    return tuple(sorted(found.values(), key=lambda cell: cell.day))


def _own_records(registry: Registry, household: Household) -> Iterator[Dated]:
    for field in ("refused_on", "identified_on", "eliminated_on", "changes_on"):
        yield from _dated(household, field, getattr(household, field))
    for measure in registry.measures_of(household):
        yield from _dated(measure, "done_on", measure.done_on)
    for visit in registry.visits_of(household):
        yield from _dated(visit, "visited_on", visit.visited_on)
    for change in registry.changes_of(household):
        yield from _dated(change, "changed_on", change.changed_on)


def _dated(record: object, field: str, day: date | None) -> Iterator[Dated]:
    if day is not None:
        yield Dated(record, field, day)
