"""Units, references and keys."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from registry.records import Clue, Household, Inspection, Member, Unit
from registry.registry import Registry
from tests.registry.builders import (
    faults_of,
    make_batches,
    make_household,
    make_members,
    make_registry,
    make_units,
    make_vote,
    only,
)


def with_unit(name: str, **changes: Any) -> Registry:
    units = tuple(replace(unit, **changes) if unit.name == name else unit for unit in make_units())
    return make_registry(units=units)


def test_a_sound_registry_has_no_fault() -> None:
    assert faults_of(make_registry()) == ()


def test_an_unknown_village_is_named_with_the_near_one() -> None:
    fault = only(make_registry(inspections=(_inspection("青松"),)))
    assert (fault.sheet, fault.heading, fault.row) == ("村级排查", "村（社区）", 2)
    assert "青松村" in fault.todo
    assert fault.error


def test_a_village_whose_name_stands_in_two_townships_must_be_written_with_its_township() -> None:
    units = (*make_units(), _unit("河口镇", "乡级", "云岭县"), _unit("青松村", "村级", "河口镇"))
    clear = {
        "units": units,
        "households": (make_household(village="清水镇/青松村"),),
        "batches": tuple(replace(b, unit=b.unit.replace("青松村", "清水镇/青松村")) for b in make_batches()),
    }
    base = make_registry(**clear)
    named = replace(
        base,
        meetings=tuple(replace(m, unit=m.unit.replace("青松村", "清水镇/青松村")) for m in base.meetings),
        clues=tuple(
            replace(c, unit="清水镇/青松村", village=c.village and "清水镇/青松村") for c in base.clues
        ),
        inspections=(_inspection("清水镇/青松村"),),
    )
    assert faults_of(named) == ()
    fault = only(replace(named, inspections=(_inspection("青松村"),)))
    assert "清水镇/青松村" in fault.todo
    assert "河口镇/青松村" in fault.todo


def test_a_name_spelled_with_a_blank_is_mended() -> None:
    assert only(make_registry(inspections=(_inspection("青 松村"),))).mended == "青松村"


def test_a_township_where_a_village_is_due_is_an_error() -> None:
    fault = only(make_registry(inspections=(_inspection("清水镇"),)))
    assert "乡级" in fault.what


def test_a_village_directly_under_the_county_is_an_error() -> None:
    fault = only(with_unit("白杨村", parent="云岭县"))
    assert (fault.heading, fault.error) == ("上级单位", True)


def test_a_township_without_parent_is_given_the_only_county() -> None:
    assert only(with_unit("清水镇", parent=None)).mended == "云岭县"


def test_two_units_that_lie_in_each_other_are_one_fault() -> None:
    units = (*make_units(), _unit("甲镇", "乡级", "乙镇"), _unit("乙镇", "乡级", "甲镇"))
    assert "一圈" in only(make_registry(units=units)).what


def test_a_second_own_unit_is_an_error() -> None:
    assert "第 3 行" in only(with_unit("白杨村", own="是")).what


def test_no_own_unit_is_a_reminder() -> None:
    fault = only(with_unit("清水镇", own=None))
    assert (fault.heading, fault.error) == ("本单位", False)


def test_a_second_county_is_an_error() -> None:
    fault = only(make_registry(units=(*make_units(), _unit("石桥县", "县级", None))))
    assert fault.heading == "层级"


def test_a_unit_that_stands_twice_is_one_fault_however_often_it_is_named() -> None:
    fault = only(make_registry(units=(*make_units(), _unit("青松村", "村级", "清水镇"))))
    assert (fault.row, fault.heading) == (6, "单位名称")


def test_a_code_of_the_wrong_length_is_a_reminder() -> None:
    assert not only(with_unit("清水镇", code="5290211")).error


def test_a_code_that_does_not_continue_the_code_above_is_a_reminder() -> None:
    codes = {"云岭县": "529021", "清水镇": "529022100"}
    registry = make_registry(units=tuple(replace(u, code=codes.get(u.name)) for u in make_units()))
    assert "接不上" in only(registry).what


def test_a_hotline_with_a_digit_too_few_is_an_error_of_what_is_posted_alone() -> None:
    fault = only(with_unit("云岭县", hotline="0856-82200、12317"))
    assert fault.error
    assert fault.papers == ("public-notice", "result-announcement")


def test_a_household_id_that_stands_twice_is_one_fault() -> None:
    fault = only(make_registry(households=(make_household(), make_household(head="石大山", id_number=None))))
    assert (fault.row, fault.heading) == (3, "户编号")


def test_rows_of_a_household_that_is_not_there_are_one_fault_each() -> None:
    lost = tuple(replace(member, household_id="B777") for member in make_members())
    faults = faults_of(make_registry(members=(*make_members(), *lost)))
    assert [(fault.row, fault.heading) for fault in faults] == [(5, "户编号"), (6, "户编号"), (7, "户编号")]


def test_an_id_whose_zeros_the_spreadsheet_has_eaten_is_mended() -> None:
    registry = make_registry(
        households=(make_household(household_id="007"),),
        members=tuple(replace(member, household_id="7") for member in make_members()),
        incomes=(),
        votes=(),
        measures=(),
    )
    assert [fault.mended for fault in faults_of(registry)] == ["007"] * 3


def test_a_member_under_a_misspelled_id_does_not_also_spoil_the_head_count() -> None:
    first, *others = make_members()
    fault = only(make_registry(members=(replace(first, household_id="A0O1"), *others)))
    assert "A001" in fault.todo


def test_a_vote_of_a_meeting_that_is_not_there_suggests_the_near_one() -> None:
    fault = only(make_registry(votes=(make_vote(meeting_id="PY011"),)))
    assert "PY01" in fault.todo


def test_a_member_who_stands_twice_is_an_error() -> None:
    first = make_members()[0]
    fault = only(make_registry(members=(*make_members(), Member(household_id="A001", name=first.name))))
    assert (fault.row, fault.heading) == (5, "姓名")


def test_a_zero_report_with_a_clue_in_its_row_is_an_error() -> None:
    zero, clue = make_registry().clues
    assert "零报告" in only(make_registry(clues=(zero, replace(clue, zero="是")))).what


def test_a_zero_report_beside_a_clue_of_the_month_is_an_error() -> None:
    zero, clue = make_registry().clues
    fault = only(make_registry(clues=(zero, replace(clue, month=zero.month))))
    assert (fault.row, fault.heading, fault.error) == (2, "零报告", True)


def test_a_clue_without_content_is_a_reminder() -> None:
    zero, _ = make_registry().clues
    empty = Clue(month=zero.month.next(), unit="白杨村")
    assert not only(make_registry(clues=(zero, empty))).error


def test_a_clue_in_a_village_of_another_unit_is_an_error() -> None:
    zero, clue = make_registry().clues
    assert only(make_registry(clues=(zero, replace(clue, village="白杨村")))).heading == "涉及村"


def test_a_reading_fault_names_its_household() -> None:
    registry = make_registry(households=(make_household(state="在册"),))
    fault = next(fault for fault in faults_of(registry) if fault.heading == "状态")
    assert fault.household == "A001"


def test_a_state_that_cannot_be_read_is_not_also_judged() -> None:
    assert (
        only(make_registry(households=(make_household(state="在册", identified_on=None),))).heading == "状态"
    )


def test_households_without_a_sheet_of_units_are_told_so_once_each() -> None:
    household = Household(household_id="A001", village="青松村", head="田水生", state="拟纳入")
    assert len(faults_of(Registry(households=(household,)))) == 1


def _inspection(unit: str) -> Inspection:
    return replace(make_registry().inspections[0], unit=unit)


def _unit(name: str, level: str, parent: str | None) -> Unit:
    return Unit(name=name, level=level, parent=parent)
