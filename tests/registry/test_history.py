"""What the registry holds of one household, by its days."""

from __future__ import annotations

from registry.history import history_of
from registry.sample import load_sample


def test_a_household_has_its_own_steps_and_those_of_its_round_in_the_order_of_days() -> None:
    registry = load_sample()
    household = next(h for h in registry.households if h.applied_on and registry.measures_of(h))
    cells = history_of(registry, household)
    days = [cell.day for cell in cells]
    assert days == sorted(days)
    kinds = {type(cell.record).__name__ for cell in cells}
    assert {"Household", "Meeting", "Batch", "Measure"} <= kinds
    assert (household.applied_on, "applied_on") in [(cell.day, cell.field) for cell in cells]


def test_no_cell_stands_twice() -> None:
    registry = load_sample()
    for household in registry.households:
        keys = [cell.key for cell in history_of(registry, household)]
        assert len(keys) == len(set(keys))
