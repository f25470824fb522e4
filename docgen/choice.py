"""Which papers are asked for: the office that prints, levels, units, kinds, stages. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from checklists import Checklist
from docgen.due import Due, Skipped
from docgen.layout import Cabinet, Place
from docgen.plan import plan
from registry.records import Unit
from registry.registry import Registry

__all__ = ["Choice", "planned_places"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What to print. `office` prints its own papers and drafts for those below; None: each its own.

    `with_exported`: also checking copies of what the national system prints.
    """

    office: Unit | None = None
    levels: frozenset[str] = frozenset()
    units: tuple[Unit, ...] = ()
    kinds: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    with_exported: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether only some of the office's papers are asked for."""
        return bool(self.levels or self.units or self.kinds or self.stages)


def planned_places(
    registry: Registry, checklist: Checklist, choice: Choice
) -> tuple[list[Place], list[Skipped]]:
    """Every file that the choice asks for, and the papers for which the basis is lacking."""
    dues, skipped = plan(registry)
    cabinet = Cabinet(registry, checklist, choice.office)
    places = [
        place
        for due in dues
        if _wanted(registry, due, choice)
        for place in cabinet.places_of(due)
        if _level_wanted(place, choice)
    ]
    left = [
        skip
        for skip in skipped
        if (unit := registry.find_unit(skip.unit)) is not None
        and _prints(registry, unit, choice)
        and (not choice.kinds or skip.kind in choice.kinds)
        and (not choice.units or any(registry.lies_in(unit, u) for u in choice.units))
    ]
    return places, left


def _prints(registry: Registry, issuer: Unit, choice: Choice) -> bool:
    """An office prints its own papers and drafts for those below it, never those above."""
    return choice.office is None or registry.lies_in(issuer, choice.office)


def _wanted(registry: Registry, due: Due, choice: Choice) -> bool:
    stage = {"认定": "identification", "风险消除": "elimination"}.get(due.stage, "")
    return (
        _prints(registry, due.issuer, choice)
        and (choice.with_exported or not due.template.exported)
        and (not choice.kinds or due.kind in choice.kinds)
        and (not choice.stages or stage in choice.stages)
        and (not choice.units or any(registry.lies_in(due.issuer, unit) for unit in choice.units))
    )


def _level_wanted(place: Place, choice: Choice) -> bool:
    return not choice.levels or place.item.level.value in choice.levels
