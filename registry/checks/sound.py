"""What is sound enough to be judged further, so that one cause gives one line. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from registry.records import Household
from registry.registry import Registry
from registry.text import squeeze

__all__ = ["batch_name", "same_name", "sound_households"]


def sound_households(registry: Registry) -> Mapping[str, Household]:
    """The households whose id stands once, by id: what hangs on a doubled id cannot be judged."""
    counts = Counter(household.household_id for household in registry.households)
    return {h.household_id: h for h in registry.households if counts[h.household_id] == 1}


def batch_name(household: Household, stage: str | None) -> str | None:
    """The name of the household's round of that stage."""
    return household.elimination_batch if stage == "风险消除" else household.batch


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are one name: white space and the kinds of middle dot do not count."""
    return _name(one) == _name(other)


def _name(text: str) -> str:
    name = squeeze(text)
    for dot in "•・．.‧∙":
        name = name.replace(dot, "·")
    return name
