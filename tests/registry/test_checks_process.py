"""Dates along the chain, rounds, meetings and votes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from registry.registry import Registry
from tests.registry.builders import (
    faults_of,
    make_attendees,
    make_batches,
    make_change,
    make_eliminated,
    make_eliminated_registry,
    make_household,
    make_meetings,
    make_members,
    make_registry,
    make_vote,
    only,
)


def with_household(**changes: Any) -> Registry:
    return make_registry(households=(make_household(**changes),))


def with_batch(number: int, **changes: Any) -> Registry:
    """`number`: 0 and 1 village and township at identification, 2 and 3 at elimination."""
    batches = list(make_batches())
    batches[number] = replace(batches[number], **changes)
    return make_eliminated_registry(batches=tuple(batches))


def with_meeting(number: int = 0, **changes: Any) -> Registry:
    meetings = list(make_meetings())
    meetings[number] = replace(meetings[number], **changes)
    return make_registry(meetings=tuple(meetings))


def with_vote(**changes: Any) -> Registry:
    return make_registry(votes=(make_vote(**changes), make_registry().votes[1]))


@pytest.mark.parametrize(
    ("changes", "heading"),
    [
        ({"applied_on": date(2021, 5, 20)}, "申请日期"),
        ({"authorised_on": date(2021, 5, 2)}, "承诺授权日期"),
        ({"verified_on": date(2021, 5, 14)}, "核查日期"),
        ({"collected_on": date(2021, 5, 4)}, "信息采集日期"),
    ],
)
def test_a_date_of_the_household_out_of_order_is_one_fault(changes: dict[str, Any], heading: str) -> None:
    fault = only(with_household(**changes))
    assert (fault.heading, fault.error, fault.household) == (heading, True, "A001")


@pytest.mark.parametrize(
    ("number", "changes", "heading"),
    [
        (0, {"sent_on": date(2021, 5, 12)}, "上报日期"),
        (0, {"notice_to": date(2021, 6, 2)}, "公示结束"),
        (0, {"outcome_on": date(2021, 5, 16)}, "无异议说明日期"),
        (1, {"sent_on": date(2021, 5, 28)}, "上报日期"),
        (1, {"rechecked_on": date(2021, 6, 22)}, "复核日期"),
        (1, {"reply_on": date(2021, 5, 10)}, "批复日期"),
        (2, {"sent_on": date(2021, 10, 20)}, "上报日期"),
        (3, {"reply_on": date(2021, 11, 1)}, "批复日期"),
    ],
)
def test_a_date_of_a_round_out_of_order_is_one_fault(
    number: int, changes: dict[str, Any], heading: str
) -> None:
    fault = only(with_batch(number, **changes))
    assert (fault.sheet, fault.row, fault.heading) == ("批次", number + 2, heading)


def test_a_review_after_its_notice_is_one_fault_however_many_households_it_judged() -> None:
    second = make_household(household_id="A002", head="杨二妹", id_number=None)
    registry = with_meeting(held_on=date(2021, 6, 20))
    fault = only(replace(registry, households=(make_household(), second)))
    assert (fault.sheet, fault.row) == ("会议", 2)


def test_steps_of_one_day_are_in_order() -> None:
    assert faults_of(with_household(authorised_on=date(2021, 5, 6), verified_on=date(2021, 5, 6))) == ()


def test_a_household_found_by_officials_may_be_verified_before_it_applies() -> None:
    found = with_household(source="干部排查", applied_on=date(2021, 5, 10))
    assert [fault.error for fault in faults_of(found)] == [False]


def test_elimination_before_identification_is_an_error() -> None:
    household = make_eliminated(elimination_visit_on=date(2021, 4, 1))
    assert only(make_eliminated_registry(households=(household,))).heading == "提名入户核实日期"


def test_an_assessment_before_its_visit_is_an_error() -> None:
    household = make_eliminated(assessed_on=date(2021, 10, 10))
    assert only(make_eliminated_registry(households=(household,))).error


def test_a_step_left_blank_does_not_part_its_neighbours() -> None:
    registry = with_household(
        authorised_on=None, verified_on=None, collected_on=None, applied_on=date(2021, 5, 13)
    )
    assert only(registry).heading == "申请日期"


def test_a_reply_that_is_not_the_date_of_identification_is_an_error_of_the_household() -> None:
    assert only(with_household(identified_on=date(2021, 6, 11))).heading == "认定日期"


def test_a_reply_that_differs_from_all_its_households_is_one_fault_of_the_reply() -> None:
    households = (make_household(), make_household(household_id="A002", head="杨二妹", id_number=None))
    batches = list(make_batches())
    batches[1] = replace(batches[1], reply_on=date(2021, 6, 12))
    fault = only(make_registry(households=households, batches=tuple(batches)))
    assert (fault.sheet, fault.heading) == ("批次", "批复日期")


def test_a_notice_of_four_days_is_too_short() -> None:
    fault = only(with_batch(0, notice_to=date(2021, 5, 16), outcome_on=None))
    assert "4 天" in fault.what
    assert fault.error


def test_a_notice_of_five_days_both_ends_counted_is_long_enough() -> None:
    assert faults_of(with_batch(0, notice_to=date(2021, 5, 17))) == ()


def test_a_year_out_of_range_is_one_fault() -> None:
    assert "1921" in only(with_household(applied_on=date(1921, 5, 6))).what


def test_a_refusal_told_before_the_meeting_that_refused_is_an_error() -> None:
    refused = make_household(
        state="不予纳入",
        refused_at="村级评议",
        refused_on=date(2021, 5, 9),
        identified_on=None,
        planned_on=None,
    )
    registry = make_registry(
        households=(refused,), votes=(make_vote(result="不通过", for_=3, against=8, abstained=0),)
    )
    assert only(registry).heading == "书面告知日期"


def test_a_form_of_changes_older_than_a_change_is_an_error() -> None:
    baby = replace(make_members()[2], name="田小禾", id_number=None, birth=date(2021, 7, 30))
    registry = make_registry(
        households=(make_household(changes_on=date(2021, 8, 1)),),
        members=(*make_members(), baby),
        changes=(make_change(),),
    )
    assert only(registry).heading == "增减表日期"


def test_a_round_without_rows_is_one_reminder_that_names_the_rows_to_add() -> None:
    fault = only(make_registry(batches=(), votes=()))
    assert not fault.error
    assert "青松村" in fault.todo
    assert "清水镇" in fault.todo


def test_a_misspelled_round_of_one_household_is_one_reminder() -> None:
    registry = make_registry(
        households=(
            make_household(),
            make_household(household_id="A002", head="杨二妹", id_number=None, batch="第一"),
        ),
        votes=(make_vote(household_id="A002"),),
    )
    assert "第一批" in only(registry).todo


def test_a_round_of_a_meeting_that_no_household_has_is_one_reminder() -> None:
    assert "第一批" in only(with_meeting(batch="第1批")).todo


def test_two_requests_with_one_number_are_an_error() -> None:
    assert only(with_batch(3, sent_number="清镇府呈〔2021〕18号")).heading == "上报文号"


def test_one_reply_to_two_townships_is_one_paper() -> None:
    units = make_registry().units
    other = replace(units[1], name="河口镇", own=None)
    batch = replace(make_batches()[1], unit="河口镇", sent_number=None)
    assert faults_of(make_registry(units=(*units, other), batches=(*make_batches(), batch))) == ()


def test_square_brackets_in_a_number_are_mended() -> None:
    assert only(with_batch(1, sent_number="清镇府呈[2021]第018号")).mended == "清镇府呈〔2021〕18号"


def test_a_number_of_another_year_is_an_error() -> None:
    assert only(with_batch(1, sent_number="清镇府呈〔2020〕18号")).error


def test_an_objection_wants_its_handling() -> None:
    assert only(with_batch(0, objections="有村民反映其有门面房")).heading == "异议处理情况"
    assert faults_of(with_batch(0, objections="公示期间未收到任何异议。")) == ()


def test_more_present_than_due_is_one_error() -> None:
    fault = only(with_meeting(due=9))
    assert (fault.heading, fault.error) == ("实到人数", True)
    assert fault.papers == ("village-review-meeting", "review-result", "sign-in-sheet")


def test_more_names_than_present_is_an_error_and_fewer_a_reminder() -> None:
    assert only(with_meeting(present=10)).error
    assert not only(with_meeting(present=12)).error


def test_who_is_recused_was_present_and_does_not_vote() -> None:
    attendees = list(make_attendees())
    attendees[0] = replace(attendees[0], attendance="回避")
    registry = with_vote(for_=9)
    assert faults_of(replace(registry, attendees=tuple(attendees))) == ()


def test_a_chair_who_is_absent_is_an_error() -> None:
    attendees = list(make_attendees())
    attendees[-1] = replace(attendees[-1], name="石大川")
    assert "主持人" in only(make_registry(attendees=tuple(attendees))).what


def test_votes_that_are_not_those_entitled_are_an_error() -> None:
    assert only(with_vote(abstained=2)).heading == "同意票"


def test_votes_are_counted_against_present_where_nobody_is_listed() -> None:
    assert only(replace(with_vote(abstained=2), attendees=())).heading == "同意票"
    assert faults_of(replace(with_vote(), attendees=())) == ()


def test_votes_are_not_judged_where_those_entitled_are_unknown() -> None:
    assert faults_of(replace(with_meeting(present=None), attendees=(), votes=(make_vote(abstained=7),))) == ()


@pytest.mark.parametrize("changes", [{"against": 1, "for_": None, "abstained": None}, {"for_": 10}])
def test_unanimous_with_votes_against_is_one_error(changes: dict[str, Any]) -> None:
    assert only(with_vote(**({"unanimous": "是"} | changes))).error


def test_passed_without_the_half_is_an_error() -> None:
    assert only(with_vote(for_=5, against=6, abstained=0)).heading == "结果"


def test_refused_with_more_than_half_in_favour_is_an_error_of_the_result_alone() -> None:
    faults = faults_of(with_vote(result="不通过"))
    assert {fault.heading for fault in faults} == {"结果"}


def test_a_vote_on_a_household_of_another_village_is_an_error() -> None:
    assert only(with_meeting(unit="白杨村")).sheet == "表决"


def test_a_vote_on_a_household_of_another_round_is_an_error() -> None:
    other = make_household(
        household_id="A002", head="杨二妹", id_number=None, batch="第三批", identified_on=None
    )
    later = tuple(replace(b, name="第三批", sent_number=None, reply_number=None) for b in make_batches()[:2])
    registry = make_registry(
        households=(make_household(), replace(other, state="拟纳入")),
        batches=(*make_batches(), *later),
        votes=(make_vote(household_id="A002"),),
    )
    assert "第三批" in only(registry).what


def test_refused_by_the_village_though_taken_in_is_an_error() -> None:
    fault = only(with_vote(result="不通过", for_=3, against=8, abstained=0))
    assert "监测中" in fault.what


def test_passed_by_the_village_though_refused_by_it_is_an_error() -> None:
    refused = make_household(state="不予纳入", refused_at="村级评议", identified_on=None, planned_on=None)
    fault = only(make_registry(households=(refused,), votes=(make_vote(),)))
    assert "村级评议" in fault.what


def test_a_nomination_belongs_to_elimination() -> None:
    meeting = replace(make_meetings()[0], meeting_id="TM09", kind="风险消除提名会", stage=None)
    assert only(make_registry(meetings=(*make_meetings(), meeting))).mended == "风险消除"


def test_a_review_without_its_round_is_a_reminder() -> None:
    assert not only(replace(with_meeting(batch=None))).error
