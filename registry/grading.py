"""Which level a household has by the registry's grading scheme: computed, or as a person typed it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from checklists import GradeLevel, Grading, load_checklist, load_gradings
from registry.records import Household, Member
from registry.registry import Registry

__all__ = [
    "Grade",
    "Unrecorded",
    "computed_grade",
    "find_grading",
    "grade_of",
    "grading_of",
    "lacking_guarantees",
]

# Field of the household → what it guarantees, and the value that says it does not (三保障 and 饮水安全).
_GUARANTEES = (
    ("house_safe", "住房安全", "不安全"),
    ("schooling", "义务教育", "失学辍学"),
    ("water_safe", "饮水安全", "不达标"),
)
_MEDICAL = "基本医疗"


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """A cell that would have to be filled before a grade can be told."""

    kind: type[Any]
    field: str
    record: Any
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """A household's level; without one, what is not recorded (None: the scheme has no level for it).

    `ended`: the scheme takes the level away with the elimination of the risk.
    """

    level: GradeLevel | None
    unrecorded: Unrecorded | None = None
    ended: bool = False


@lru_cache(maxsize=16)
def find_grading(name: str, checklist: str) -> Grading | None:
    """The scheme of that id or name, the checklist's own among them; for '' the checklist's. None if there is none."""
    own = load_checklist(checklist).grading
    if not name:
        return own
    known = (own, *load_gradings()) if own else load_gradings()
    return next((scheme for scheme in known if name in (scheme.id, scheme.name)), None)


def grading_of(registry: Registry) -> Grading | None:
    """The scheme by which the registry's households are graded; None where they are not."""
    return find_grading(registry.settings.grading, registry.settings.checklist)


def grade_of(registry: Registry, household: Household, scheme: Grading) -> Grade:
    """By the scheme's conditions, or as typed; what is typed also fills what cannot be computed."""
    if scheme.ends_with_elimination and household.state == "已消除":
        return Grade(None, ended=True)
    typed = scheme.level_called(household.grade) if household.grade else None
    if not scheme.computed:
        return Grade(typed, None if typed else Unrecorded(Household, "grade", household))
    grade = computed_grade(registry, household, scheme)
    return Grade(typed) if grade.unrecorded and typed else grade


def computed_grade(registry: Registry, household: Household, scheme: Grading) -> Grade:
    """The first level one of whose grounds is met. A level that an empty cell leaves open leaves the grade open."""
    for level in scheme.levels:
        grounds = list(_grounds(registry, household, level))
        if True in grounds:
            return Grade(level)
        for ground in grounds:
            if isinstance(ground, Unrecorded):
                return Grade(None, ground)
    return Grade(None)


def _grounds(registry: Registry, household: Household, level: GradeLevel) -> Iterator[bool | Unrecorded]:
    """Whether each ground of the level is met, or what is not recorded."""
    if level.registered_before is not None:
        told = household.identified_on
        yield (
            Unrecorded(Household, "identified_on", household)
            if told is None
            else told < level.registered_before
        )
    if level.income_at_least is not None or level.income_below is not None:
        income = _income(registry, household)
        yield (
            income
            if isinstance(income, Unrecorded)
            else (
                (level.income_at_least is None or income >= level.income_at_least)
                and (level.income_below is None or income < level.income_below)
            )
        )
    if level.lacking:
        lacking, unrecorded = lacking_guarantees(registry, household)
        yield True if lacking else unrecorded or False


def _income(registry: Registry, household: Household) -> Decimal | Unrecorded:
    """Income a head of the last period that is recorded."""
    for stage in ("风险消除", "认定"):
        found = registry.per_head_of(household, stage)
        if isinstance(found, Decimal):
            return found
    return Unrecorded(Household, "per_head", household)


def lacking_guarantees(registry: Registry, household: Household) -> tuple[tuple[str, ...], Unrecorded | None]:
    """Which of 三保障 and 饮水安全 are not guaranteed, and the first of them that is not recorded."""
    lacking = [name for field, name, bad in _GUARANTEES if getattr(household, field) == bad]
    empty = [field for field, _, _ in _GUARANTEES if getattr(household, field) is None]
    unrecorded = Unrecorded(Household, empty[0], household) if empty else None
    members = registry.members_on(household, None)
    if any(member.medical == "未参加" for member in members):
        lacking.append(_MEDICAL)
    untold = next((member for member in members if member.medical is None), None)
    if untold is not None:
        unrecorded = unrecorded or Unrecorded(Member, "medical", untold)
    if not members:
        unrecorded = unrecorded or Unrecorded(Member, "medical", None, household.head)
    return tuple(lacking), unrecorded
