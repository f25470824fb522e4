"""Who answers for a unit, by the registry; nobody where it names nobody."""

from __future__ import annotations

from dataclasses import replace

from audit.report.people import people_of
from audit.system import System, system_of
from audit.types import Unit
from checklists import Level
from registry.sample import load_sample


def known() -> tuple[System, str, str]:
    """The sample, the id of one of its households with a helper, and the helper."""
    registry = load_sample()
    household = next(h for h in registry.households if h.helper and registry.find_unit(h.village))
    village = registry.find_unit(household.village)
    assert village is not None
    township = registry.unit_of(village, "乡级")
    assert township is not None
    home = f"某县/{township.name}/{village.name}/{household.head}"
    return system_of(registry, "登记簿.xlsx", exported=False), home, household.helper or ""


def test_a_households_helper_answers_for_it() -> None:
    system, home, helper = known()
    assert people_of(system, [Unit(home, Level.HOUSEHOLD)]) == {home: helper}


def test_an_offices_contact_answers_for_it() -> None:
    system, home, _ = known()
    village = home.rpartition("/")[0]
    _, township, name = village.split("/")
    changed = replace(system, offices=(("村级", township, name, "骆玉成"),))
    assert people_of(changed, [Unit(village, Level.VILLAGE)]) == {village: "骆玉成"}


def test_a_name_in_another_village_is_another_household() -> None:
    system, home, _ = known()
    county, township, _, head = home.split("/")
    assert people_of(system, [Unit(f"{county}/{township}/无名村/{head}", Level.HOUSEHOLD)]) == {}


def test_two_heads_of_one_name_in_one_village_are_not_guessed() -> None:
    system, home, _ = known()
    head = home.rpartition("/")[2]
    twin = next(each for each in system.households if each.head == head)
    changed = replace(system, households=(*system.households, replace(twin, helper="别人")))
    assert people_of(changed, [Unit(home, Level.HOUSEHOLD)]) == {}


def test_without_a_registry_nobody_is_named() -> None:
    assert people_of(None, [Unit("某县", Level.COUNTY)]) == {}
