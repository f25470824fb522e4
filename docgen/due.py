"""A paper that is due, and who stands on whose list. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checklists import Level
from registry.dates import Month, Span
from registry.records import Household, Meeting, Paper, Unit, Visit
from registry.registry import Registry
from templates import Template

__all__ = ["LEVEL_OF", "LEVEL_ZH", "Due", "Skipped", "is_monitored", "listed_in", "reached"]

LEVEL_OF = {"县级": Level.COUNTY, "乡级": Level.TOWNSHIP, "村级": Level.VILLAGE}
_REFUSED_BY = {"村级评议": Level.VILLAGE, "乡级审核": Level.TOWNSHIP, "县级审定": Level.COUNTY}
_REVIEWS = {Level.VILLAGE: "村级评议会", Level.TOWNSHIP: "乡级审核会", Level.COUNTY: "县级会商研判会"}
LEVEL_ZH = {level: zh for zh, level in LEVEL_OF.items()}


@dataclass(frozen=True)
class Due:
    """One paper to be made. `issuer` prints it; `about` is the unit that it is about (a reply: the township)."""

    template: Template
    issuer: Unit
    about: Unit
    stage: str
    round: str = ""
    households: tuple[Household, ...] = ()
    meeting: Meeting | None = None
    month: Month | None = None
    day: date | None = None
    paper: Paper | None = None
    visit: Visit | None = None
    span: Span | None = None
    extract: bool = False

    @property
    def kind(self) -> str:
        return self.template.kind


@dataclass(frozen=True, slots=True)
class Skipped:
    """A paper that could not be made, and what has to be filled in first."""

    kind: str
    unit: str
    subject: str
    todo: str


def is_monitored(household: Household) -> bool:
    """On file as (proposed) monitored household: everyone but those who were refused."""
    return household.state != "不予纳入"


def listed_in(registry: Registry, unit: Unit, round_: str, stage: str, level: Level) -> tuple[Household, ...]:
    """The households on the list that this level makes in that round: without those refused so far."""
    return tuple(
        household
        for household in registry.in_round(unit, round_, stage)
        if not _refused(registry, household, stage, round_, level)
    )


def _refused(registry: Registry, household: Household, stage: str, round_: str, level: Level) -> bool:
    """Whether this level, or one below it, refused the household in that round."""
    if stage == "认定" and household.state == "不予纳入":
        return _REFUSED_BY.get(household.refused_at or "村级评议", Level.VILLAGE).depth >= level.depth
    for below in (Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY):
        village = registry.find_unit(household.village)
        unit = registry.unit_of(village, LEVEL_ZH[below]) if village else None
        if below.depth < level.depth or unit is None:
            continue
        for meeting in registry.meetings_of(unit, _REVIEWS[below], stage, round_):
            vote = registry.vote_on(meeting, household)
            if vote is not None and vote.result == "不通过":
                return True
    return False


def reached(registry: Registry, household: Household, stage: str) -> bool:
    """Whether the household has entered that stage."""
    if stage == "认定":
        return is_monitored(household)
    if stage == "风险消除":
        return is_monitored(household) and household.elimination_batch is not None
    return is_monitored(household) and household.state != "拟纳入"
