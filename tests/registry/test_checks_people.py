"""Identity numbers, telephones, heads, head counts, natural changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from registry.faults import CellFault
from registry.records import Member
from registry.registry import Registry
from tests.registry.builders import (
    HEAD_ID,
    SON_ID,
    WIFE_ID,
    faults_of,
    make_change,
    make_eliminated,
    make_eliminated_registry,
    make_household,
    make_id,
    make_later_income,
    make_members,
    make_registry,
    only,
)

BABY = Member(household_id="A001", name="田小禾", sex="女", relation="之女", birth=date(2021, 7, 30))


def with_member(whose: str, /, **changes: Any) -> Registry:
    members = tuple(
        replace(member, **changes) if member.name == whose else member for member in make_members()
    )
    return make_registry(members=members)


def wrong(number: str) -> str:
    """The number with its last digit changed."""
    return number[:-1] + str((int(number[-1].replace("X", "0")) + 1) % 10)


def test_a_wrong_check_digit_is_one_fault_without_sex_and_birth() -> None:
    fault = only(with_member("石春梅", id_number=wrong(WIFE_ID), sex="男", birth=date(1999, 1, 1)))
    assert "校验码" in fault.what
    assert WIFE_ID[6:14] not in str(fault)


def test_one_wrong_number_in_two_sheets_is_one_fault_that_names_both_cells() -> None:
    registry = with_member("田水生", id_number=wrong(HEAD_ID))
    fault = only(replace(registry, households=(make_household(id_number=wrong(HEAD_ID)),)))
    assert fault.sheet == "监测对象户"
    assert "〔家庭成员〕第 2 行" in fault.todo


@pytest.mark.parametrize("number", ["52902170041212", "5290217004121211", "52902119700412121Y"])
def test_a_number_of_another_length_or_with_letters_is_an_error(number: str) -> None:
    assert only(with_member("石春梅", id_number=number)).heading == "证件号码"


def test_an_impossible_birth_date_in_a_number_is_an_error() -> None:
    assert "出生日期" in only(with_member("石春梅", id_number=make_id("19720230", "122"))).what


def test_old_numbers_of_fifteen_digits_are_known() -> None:
    assert faults_of(with_member("石春梅", id_number=WIFE_ID[:6] + WIFE_ID[8:17])) == ()


def test_a_disability_card_is_known_and_is_the_same_person() -> None:
    assert faults_of(with_member("田水生", id_number=f"{HEAD_ID}43")) == ()


def test_sex_against_the_number_is_mended_where_the_birth_date_agrees() -> None:
    fault = only(with_member("田小松", sex="女"))
    assert (fault.heading, fault.mended) == ("性别", "男")


def test_sex_against_the_number_alone_is_not_mended() -> None:
    assert only(with_member("石春梅", sex="男")).mended is None


def test_a_birth_date_against_the_number_is_an_error() -> None:
    assert only(with_member("田小松", birth=date(2001, 6, 16))).heading == "出生日期"


def test_somebody_elses_number_is_one_fault_for_sex_and_birth() -> None:
    fault = only(with_member("石春梅", id_number=make_id("19810101", "221"), birth=date(1972, 9, 3)))
    assert (fault.heading, "别人" in fault.todo) == ("证件号码", True)


def test_a_daughter_in_law_is_no_man() -> None:
    assert only(with_member("田小松", relation="之儿媳")).heading == "与户主关系"


def test_two_members_with_one_number_are_one_fault() -> None:
    fault = only(with_member("田小松", id_number=HEAD_ID, birth=None))
    assert "第 2 行" in fault.what


def test_one_person_in_two_households_is_one_fault() -> None:
    other = make_household(
        household_id="A002", head="石春梅", id_number=WIFE_ID, size=1, batch=None, state="拟纳入"
    )
    household = replace(other, identified_on=None, verification=None)
    assert "A001" in only(make_registry(households=(make_household(), household))).what


def test_who_has_left_may_stand_in_another_household() -> None:
    left = make_change(change="减少", name="石春梅", reason="迁出", changed_on=date(2021, 8, 1))
    other = make_household(
        household_id="A002", head="石春梅", id_number=WIFE_ID, size=1, batch=None, state="拟纳入"
    )
    household = replace(other, identified_on=None, verification=None)
    assert faults_of(make_registry(households=(make_household(), household), changes=(left,))) == ()


def test_who_was_refused_may_apply_again_under_another_id() -> None:
    again = make_household(
        household_id="A000",
        state="不予纳入",
        refused_at="村级评议",
        identified_on=None,
        batch=None,
        planned_on=None,
    )
    assert faults_of(make_registry(households=(again, make_household()))) == ()


@pytest.mark.parametrize(("field", "heading"), [("phone", "联系电话"), ("helper_phone", "责任人电话")])
def test_a_mobile_number_of_ten_digits_is_an_error(field: str, heading: str) -> None:
    fault = only(make_registry(households=(make_household(**{field: "1390001000"}),)))
    assert (fault.heading, fault.error) == (heading, True)
    assert "1390001000" not in str(fault)


@pytest.mark.parametrize(
    "phone", ["13900010001", "0856-8221002", "(0856)8221002", "13900010001、0856-8221002"]
)
def test_these_telephones_are_sound(phone: str) -> None:
    assert faults_of(make_registry(households=(make_household(phone=phone),))) == ()


def test_a_head_who_is_not_among_the_members_is_an_error() -> None:
    fault = only(with_member("田水生", name="田大壮", relation="之父"))
    assert (fault.sheet, fault.heading) == ("监测对象户", "户主姓名")


def test_the_heads_name_written_otherwise_is_one_fault() -> None:
    assert "田水声" in only(with_member("田水生", name="田水声")).what


def test_the_kind_of_middle_dot_does_not_make_another_name() -> None:
    registry = with_member("田水生", name="阿依·古丽")
    assert faults_of(replace(registry, households=(make_household(head="阿依•古丽"),))) == ()


def test_the_heads_number_written_otherwise_is_an_error() -> None:
    fault = only(make_registry(households=(make_household(id_number=make_id("19700412", "321")),)))
    assert (fault.heading, fault.household) == ("户主证件号码", "A001")


def test_a_head_without_relation_is_mended() -> None:
    assert only(with_member("田水生", relation=None)).mended == "户主"


def test_two_heads_are_an_error() -> None:
    assert only(with_member("石春梅", relation="户主")).row == 3


def test_a_second_head_after_the_first_has_died_is_right() -> None:
    died = make_change(change="减少", name="田水生", reason="病故", changed_on=date(2021, 9, 1))
    registry = with_member("石春梅", relation="户主")
    assert faults_of(replace(registry, changes=(died,))) == ()


def test_a_member_too_many_is_one_fault_that_names_the_people() -> None:
    extra = Member(household_id="A001", name="田小竹", relation="之女")
    fault = only(make_registry(members=(*make_members(), extra)))
    assert fault.heading == "家庭人口数"
    assert "田小竹" in fault.what


def test_a_wrong_size_is_reported_once_though_the_income_differs_too() -> None:
    assert only(make_registry(households=(make_household(size=5),))).heading == "家庭人口数"


def test_who_was_born_later_does_not_count_at_identification() -> None:
    assert faults_of(make_registry(members=(*make_members(), BABY), changes=(make_change(),))) == ()


def test_who_was_born_counts_at_elimination() -> None:
    sheets: dict[str, Any] = {"members": (*make_members(), BABY), "changes": (make_change(),)}
    fault = only(make_eliminated_registry(**sheets))
    assert (fault.sheet, fault.row, fault.heading) == ("收入支出", 3, "家庭人口")
    incomes = (make_registry().incomes[0], make_later_income(persons=4, per_head=Decimal(6075)))
    assert faults_of(make_eliminated_registry(**sheets, incomes=incomes)) == ()


def test_a_change_that_names_nobody_is_one_fault() -> None:
    fault = only(make_registry(changes=(make_change(name="田小荷"),), members=(*make_members(), BABY)))
    assert "田小禾" in fault.todo


@pytest.mark.parametrize(("change", "reason"), [("增加", "病故"), ("减少", "出生")])
def test_a_reason_that_goes_the_other_way_is_an_error(change: str, reason: str) -> None:
    faults = faults_of(make_registry(changes=(make_change(name="石春梅", change=change, reason=reason),)))
    assert "增减" in {fault.heading for fault in faults}


def test_a_change_before_birth_is_an_error() -> None:
    early = make_change(changed_on=date(2021, 7, 1))
    assert "出生日期" in only(make_registry(members=(*make_members(), BABY), changes=(early,))).what


def test_a_change_before_identification_is_a_reminder() -> None:
    early = make_change(change="减少", name="田小松", reason="迁出", changed_on=date(2021, 5, 7))
    registry = make_registry(changes=(early,), households=(make_household(size=3),))
    assert not only(registry).error


def test_faults_show_no_whole_number() -> None:
    def numbers(fault: CellFault) -> bool:
        return any(number[6:14] in f"{fault}" for number in (HEAD_ID, WIFE_ID, SON_ID))

    registry = with_member("石春梅", id_number=wrong(WIFE_ID))
    other = make_household(id_number=make_id("19700412", "321"))
    assert not any(numbers(fault) for fault in faults_of(replace(registry, households=(other,))))


def test_a_household_eliminated_in_good_order_has_no_fault() -> None:
    assert faults_of(make_eliminated_registry(households=(make_eliminated(),))) == ()
