"""Which household of the system is which of the archive: by identity number first, then by name and village. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from audit.claims.types import Field
from audit.stated import statements_by_household
from audit.system import System, SystemHousehold, bare_place
from audit.types import Dossier, Status
from checklists import Level
from registry.identity import same_person

__all__ = ["match_households", "unit_in_archive"]


def match_households(dossier: Dossier, system: System) -> Mapping[SystemHousehold, str]:
    """The system's households that the archive knows: by number first, then by name and village."""
    homes = [unit.id for unit in dossier.units if unit.level is Level.HOUSEHOLD]
    by_id: dict[str, set[str]] = defaultdict(set)
    for home, stated in statements_by_household(dossier).items():
        for each in stated:
            if each.statement.field is Field.ID and "*" not in each.statement.value:
                by_id[same_person(each.statement.value)].add(home)
    by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
    for home in homes:
        chain = home.split("/")
        by_name[bare_place(chain[2]), chain[3].partition("（")[0]].append(home)
    found: dict[SystemHousehold, str] = {}
    taken: set[str] = set()
    for known in system.households:
        same = by_id.get(same_person(known.id_number), set()) if known.id_number else set()
        if len(same) == 1 and not same & taken:
            found[known] = next(iter(same))
            taken |= same
    for known in system.households:
        if known in found:
            continue
        named = [home for home in by_name[bare_place(known.village), known.head] if home not in taken]
        tail = f"（{known.id_number[-4:]}）"
        exact = [home for home in named if home.endswith(tail)] or named
        if len(exact) == 1 and _same_township(exact[0], known):
            found[known] = exact[0]
            taken.add(exact[0])
    return found


def _same_township(home: str, known: SystemHousehold) -> bool:
    return not known.township or bare_place(home.split("/")[1]) == bare_place(known.township)


# --- who is missing on either side ---------------------------------------------------------------


def unit_in_archive(dossier: Dossier, known: SystemHousehold) -> str:
    """The village that ought to hold the household's papers, else the township or county; "" outside of this archive."""
    checked = {cell.unit for cell in dossier.cells if cell.status is not Status.NOT_CHECKED}
    townships = [
        unit.id
        for unit in dossier.units
        if unit.level is Level.TOWNSHIP
        and (not known.township or bare_place(unit.name) == bare_place(known.township))
    ]
    for unit in dossier.units:
        if unit.level is Level.VILLAGE and bare_place(unit.name) == bare_place(known.village):
            return unit.id if unit.parent in townships and unit.id in checked else ""
    whole = [unit for unit in townships if known.township and unit in checked]
    counties = [unit.id for unit in dossier.units if unit.level is Level.COUNTY and unit.id in checked]
    return next(iter(whole or counties), "")
