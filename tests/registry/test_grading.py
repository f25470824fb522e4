"""Grades by a scheme: computed where the registry holds enough, typed where a person judges, never guessed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from checklists import load_gradings
from registry.grading import computed_grade, find_grading, grade_of, grading_of, lacking_guarantees
from registry.registry import Registry, Settings
from tests.registry.builders import (
    faults_of,
    make_eliminated,
    make_household,
    make_income,
    make_members,
    make_registry,
    only,
    round_trip,
)

COMPUTED, JUDGED = load_gradings()
SAFE = {"house_safe": "安全", "schooling": "没有适龄学生", "water_safe": "达标"}


def home(income: str | None = "5200", *, medical: str | None = "城乡居民", **changes: Any) -> Registry:
    """One household whose guarantees are all recorded and kept."""
    per_head = None if income is None else Decimal(income)
    household = make_household(per_head=per_head, **(SAFE | changes))
    members = tuple(replace(member, medical=medical) for member in make_members())
    return make_registry(households=(household,), members=members, incomes=())


def graded(registry: Registry) -> str | None:
    grade = computed_grade(registry, registry.households[0], COMPUTED)
    assert (grade.level is None) == (grade.unrecorded is not None)
    return grade.level.colour if grade.level else None


@pytest.mark.parametrize(
    ("income", "colour"), [("4999.99", "红"), ("5000", "黄"), ("9999.99", "黄"), ("10000", "绿")]
)
def test_a_threshold_belongs_to_the_level_above_it(income: str, colour: str) -> None:
    assert graded(home(income)) == colour


@pytest.mark.parametrize(
    "changes",
    [{"house_safe": "不安全"}, {"schooling": "失学辍学"}, {"water_safe": "不达标"}, {"medical": "未参加"}],
)
def test_whoever_lacks_a_guarantee_is_red_at_any_income(changes: dict[str, Any]) -> None:
    assert graded(home("20000", **changes)) == "红"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"income": None}, "per_head"),
        ({"schooling": None}, "schooling"),
        ({"medical": None}, "medical"),
        ({"identified_on": None}, "identified_on"),
    ],
)
def test_what_is_not_recorded_leaves_the_grade_open_and_names_its_cell(
    changes: dict[str, Any], field: str
) -> None:
    registry = home(**({"income": "20000"} | changes))
    grade = computed_grade(registry, registry.households[0], COMPUTED)
    assert grade.level is None
    assert grade.unrecorded is not None
    assert grade.unrecorded.field == field


def test_one_ground_that_is_met_needs_no_other_cell() -> None:
    assert graded(home("4000", schooling=None, medical=None)) == "红"


def test_the_latest_income_decides() -> None:
    household = make_eliminated(**SAFE)
    incomes = (make_income(), make_income(stage="风险消除", per_head=Decimal(12000)))
    members = tuple(replace(member, medical="城镇职工") for member in make_members())
    assert graded(make_registry(households=(household,), incomes=incomes, members=members)) == "绿"


def test_a_member_who_left_does_not_count_for_the_insurance() -> None:
    registry = home("20000")
    gone = replace(registry.members[2], medical="未参加")
    registry = replace(registry, members=(*registry.members[:2], gone))
    assert lacking_guarantees(registry, registry.households[0])[0] == ("基本医疗",)


def test_a_judged_grade_is_what_was_typed_and_open_where_nothing_was() -> None:
    typed, untyped = home(grade="Ⅱ级"), home()
    grade = grade_of(typed, typed.households[0], JUDGED)
    assert grade.level is not None
    assert grade.level.colour == "黄"
    grade = grade_of(untyped, untyped.households[0], JUDGED)
    assert grade.level is None
    assert grade.unrecorded is not None
    assert grade.unrecorded.field == "grade"


def test_a_scheme_may_end_with_the_elimination() -> None:
    registry = home()
    gone = make_eliminated(grade="红")
    assert grade_of(registry, gone, JUDGED).ended
    assert not grade_of(registry, gone, COMPUTED).ended


def test_the_registry_chooses_a_scheme_and_else_the_checklist_does() -> None:
    assert grading_of(make_registry()) is None
    assert (
        find_grading(COMPUTED.name, "tongren-2021") == find_grading(COMPUTED.id, "tongren-2021") == COMPUTED
    )
    registry = make_registry(settings=Settings(2021, grading=JUDGED.id))
    assert grading_of(round_trip(registry).registry) == JUDGED


def with_grade(grade: str, scheme: str, **changes: Any) -> Registry:
    return replace(home("4000", grade=grade, **changes), settings=Settings(2021, grading=scheme))


def test_a_typed_grade_that_contradicts_the_conditions_is_told_with_what_they_give() -> None:
    fault = only(with_grade("绿", COMPUTED.id))
    assert fault.heading == "预警级别"
    assert "绿色" in fault.what
    assert "红色" in fault.what
    assert not fault.error


def test_a_typed_grade_that_agrees_is_no_fault() -> None:
    assert faults_of(with_grade("红色", COMPUTED.id)) == ()
    assert faults_of(with_grade("Ⅲ级", JUDGED.id)) == ()


def test_a_colour_that_the_scheme_does_not_have_is_told_with_those_it_has() -> None:
    fault = only(with_grade("橙", JUDGED.id))
    assert "红、黄、蓝" in fault.todo


def test_grades_without_a_scheme_are_told_once() -> None:
    fault = only(with_grade("红", ""))
    assert "没有选分级方案" in fault.what


def test_an_unknown_scheme_is_told_with_the_known_ones() -> None:
    loaded = round_trip(make_registry(settings=Settings(2021, grading="四色")))
    (fault,) = loaded.faults
    assert fault.heading == "分级方案"
    assert COMPUTED.name in fault.todo
    assert loaded.registry.settings.grading == ""
