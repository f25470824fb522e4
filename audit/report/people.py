"""Who answers for a unit, by the registry: the helper of a household, the contact of an office, else its leader. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from audit.report.entries import People
from audit.system import System, bare_place
from audit.types import Unit
from checklists import Level

__all__ = ["people_of"]


def people_of(system: System | None, units: Iterable[Unit]) -> People:
    """Unit → person, for those units that the registry knows by name and names a person for; without a registry none."""
    if system is None:
        return {}
    homes: dict[tuple[str, str, str], str] = {}
    for home in system.households:
        key = (bare_place(home.township), bare_place(home.village), home.head)
        homes[key] = "" if key in homes else home.helper  # two heads of one name cannot be told apart by it
    offices = {
        (level, bare_place(above), bare_place(name)): person for level, above, name, person in system.offices
    }
    found = {}
    for unit in units:
        chain = [bare_place(name) for name in unit.id.split("/")]
        if unit.level is Level.HOUSEHOLD:
            person = (
                homes.get((chain[-3], chain[-2], unit.name.partition("（")[0]), "") if len(chain) >= 3 else ""
            )
        else:
            above = chain[-2] if len(chain) > 1 else ""
            person = offices.get((unit.level.zh, above, chain[-1]), "")
        if person:
            found[unit.id] = person
    return found
