"""Which of the parts that an audit found lacking can be made anew from the registry, and why the others cannot. Pure.

The audit's own words come in as values; docgen and audit do not know each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from checklists import Checklist, Level
from docgen.choice import Choice, planned_places
from docgen.due import LEVEL_ZH, Due, Skipped
from docgen.layout import Place, file_name
from docgen.remade import MADE_ANEW, Remade, lacks_facts
from docgen.unit_chains import Chains, Owner
from registry.records import Unit
from registry.registry import Registry

__all__ = ["Lack", "Left", "Missing", "Why", "plan_missing"]

# Filed at another office, or waiting for a signature: made where that office's own copy is made anew as well.
_OTHERS = frozenset({"request"})
_COPIED = "copy"
_ReasonKey = tuple[tuple[str, int, str], str, str]


@dataclass(frozen=True, slots=True)
class Lack:
    """A kind of paper that lacks in one item of one unit (chain of names); `remedy` is the audit's advice, "" to make it anew."""

    unit: str
    item: str
    kind: str
    due_for: tuple[str, ...]
    remedy: str


class Why(str, Enum):
    """Why a part was not made."""

    COPIED = "copied"
    NEVER = "never"
    UNKNOWN_UNIT = "unknown-unit"
    OTHER_OFFICE = "other-office"
    NO_FACTS = "no-facts"


@dataclass(frozen=True, slots=True)
class Left:
    """A part that was not made; `todo`: what has to be filled in first, where that is why."""

    lack: Lack
    why: Why
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """What is made anew and what is not."""

    papers: tuple[Remade, ...]
    left: tuple[Left, ...]


def plan_missing(
    registry: Registry, checklist: Checklist, office: Unit | None, lacks: Iterable[Lack]
) -> Missing:
    """The lists, ledgers and tables for those lacks, each once with all the cells that lack it.

    `office`: makes them for itself and the offices below it; None: each its own.
    """
    return _Planning(registry, checklist, office).plan(list(lacks))


class _Planning:
    def __init__(self, registry: Registry, checklist: Checklist, office: Unit | None) -> None:
        self.registry, self.office, self.chains = registry, office, Chains(registry)
        places, self.skipped = planned_places(registry, checklist, Choice(office, kinds=MADE_ANEW))
        self.places: Mapping[_ReasonKey, list[Place]] = _by_cell(registry, places)

    def plan(self, lacks: Sequence[Lack]) -> Missing:
        made: dict[int, tuple[Due, list[tuple[str, str]]]] = {}
        left: list[Left] = []
        waiting: list[tuple[Lack, list[Due]]] = []
        for lack in lacks:
            found = self._dues(lack)
            if isinstance(found, Left):
                left.append(found)
            elif lack.remedy in _OTHERS:
                waiting.append((lack, found))
            else:
                for due in found:
                    made.setdefault(id(due), (due, []))[1].append((lack.unit, lack.item))
        for lack, found in waiting:
            with_own = [due for due in found if id(due) in made]
            for due in with_own:
                made[id(due)][1].append((lack.unit, lack.item))
            if not with_own:
                left.append(Left(lack, Why.OTHER_OFFICE))
        return Missing(tuple(self._remade(due, cells) for due, cells in made.values()), tuple(left))

    def _dues(self, lack: Lack) -> list[Due] | Left:
        """The papers that fill the lack, or why there are none."""
        if lack.remedy == _COPIED:
            return Left(lack, Why.COPIED)
        if lack.kind not in MADE_ANEW:
            return Left(lack, Why.NEVER)
        owner = self.chains.find(lack.unit)
        if owner is None:
            return Left(lack, Why.UNKNOWN_UNIT)
        if not self._is_ours(owner):
            return Left(lack, Why.OTHER_OFFICE)
        places = self.places.get((owner.key, lack.item, lack.kind), [])
        if lack.due_for:
            places = [place for place in places if _is_for(place.due, lack.due_for)]
        dues = list({id(place.due): place.due for place in places}.values())
        able = [due for due in dues if not lacks_facts(self.registry, due)]
        if able:
            return able
        return Left(
            lack, Why.NO_FACTS, lacks_facts(self.registry, dues[0]) if dues else self._todo(lack, owner)
        )

    def _is_ours(self, owner: Owner) -> bool:
        """Whether the office that prints may make papers for that unit: its own and those below it."""
        return self.office is None or self.registry.lies_in(owner.unit, self.office)

    def _todo(self, lack: Lack, owner: Owner) -> str:
        return next(
            (skip.todo for skip in self.skipped if skip.kind == lack.kind and self._concerns(skip, owner)), ""
        )

    def _concerns(self, skip: Skipped, owner: Owner) -> bool:
        unit = self.registry.find_unit(skip.unit)
        if unit is None:
            return False
        if owner.household is not None:
            return skip.subject == owner.household.head and unit == owner.unit
        return self.registry.lies_in(unit, owner.unit)

    def _remade(self, due: Due, cells: Sequence[tuple[str, str]]) -> Remade:
        items = "、".join(dict.fromkeys(item for _, item in cells))
        return Remade(
            due,
            file_name(self.registry, due),
            f"检查时缺此件（{items}）",
            tuple(dict.fromkeys(cells)),
            self.office is not None and due.issuer != self.office,
        )


def _by_cell(registry: Registry, places: Iterable[Place]) -> Mapping[_ReasonKey, list[Place]]:
    found: dict[_ReasonKey, list[Place]] = defaultdict(list)
    for place in places:
        for owner in _owner(registry, place):
            found[owner.key, place.item.id, place.due.kind].append(place)
    return found


def _owner(registry: Registry, place: Place) -> Iterator[Owner]:
    """In whose folder the place is: of these kinds each is about one household, or about a unit at or below the item's level."""
    due = place.due
    if place.item.level is Level.HOUSEHOLD:
        village = registry.find_unit(due.households[0].village)
        if village is not None:
            yield Owner(village, due.households[0])
        return
    unit = registry.unit_of(due.about, LEVEL_ZH[place.item.level])
    if unit is not None:
        yield Owner(unit)


def _is_for(due: Due, names: Sequence[str]) -> bool:
    """Whether a paper is due for one of those places or households, as the audit names them."""
    heads = {household.head for household in due.households}
    wanted = {name.partition("（")[0] for name in names}
    return due.about.name in wanted or bool(heads & wanted and len(heads) == 1)
