"""Units and households of the registry by the chain of names that an audit calls them by. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from docgen.due import is_monitored
from registry.records import Household, Unit
from registry.registry import Registry

__all__ = ["Chains", "Owner"]

_VILLAGE, _HOUSEHOLD = 3, 4
# 张三（1234）: two heads of one name, told apart by the last four of the ID.
_TAGGED = re.compile(r"(.+?)（(\w{4})）")


@dataclass(frozen=True, slots=True)
class Owner:
    """In whose folder a paper lies: a unit, or a household of that village."""

    unit: Unit
    household: Household | None = None

    @property
    def key(self) -> tuple[str, int, str]:
        return self.unit.name, self.unit.row, self.household.household_id if self.household else ""


class Chains:
    """Finds a unit of the registry by its chain from the county down; each chain is looked up once."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._found: dict[str, Owner | None] = {}

    def find(self, chain: str) -> Owner | None:
        """The unit or household; None where the registry does not know it, or knows several."""
        if chain not in self._found:
            names = chain.split("/")
            self._found[chain] = self._household(names) if len(names) == _HOUSEHOLD else self._unit(names)
        return self._found[chain]

    def _unit(self, names: list[str]) -> Owner | None:
        """By the whole chain; else by as much of its end as the archive and the registry agree on."""
        for start in range(len(names)):
            found = self._ending.get(tuple(names[start:]), [])
            found = [unit for unit in found if len(self._registry.chain(unit)) == len(names)] or (
                found if len(names) == 1 else []
            )
            if len(found) == 1:
                return Owner(found[0])
        return None

    @cached_property
    def _ending(self) -> Mapping[tuple[str, ...], list[Unit]]:
        groups: dict[tuple[str, ...], list[Unit]] = defaultdict(list)
        for unit in self._registry.units:
            names = tuple(above.name for above in self._registry.chain(unit))
            for start in range(len(names)):
                groups[names[start:]].append(unit)
        return groups

    def _household(self, names: list[str]) -> Owner | None:
        village = self._unit(names[:_VILLAGE])
        if village is None:
            return None
        tagged = _TAGGED.fullmatch(names[-1])
        head, tag = (tagged[1], tagged[2].upper()) if tagged else (names[-1], "")
        found = [
            household
            for household in self._registry.households_in(village.unit)
            if household.head == head
            and is_monitored(household)
            and (not tag or (household.id_number or household.household_id).upper().endswith(tag))
        ]
        return Owner(village.unit, found[0]) if len(found) == 1 else None
