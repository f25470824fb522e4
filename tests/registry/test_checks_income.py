"""Income and spending; types, risks and states."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from registry.registry import Registry
from tests.registry.builders import (
    faults_of,
    make_eliminated,
    make_eliminated_registry,
    make_household,
    make_income,
    make_later_income,
    make_registry,
    only,
)


def with_income(**changes: Any) -> Registry:
    return make_registry(incomes=(make_income(**changes),))


def with_household(**changes: Any) -> Registry:
    return make_registry(households=(make_household(**changes),), votes=(), incomes=())


@pytest.mark.parametrize(
    ("changes", "heading"),
    [
        ({"wages": Decimal(9900)}, "家庭纯收入"),
        ({"net": Decimal(16500)}, "家庭纯收入"),
        ({"transfer": Decimal(4400)}, "转移性收入"),
        ({"allowance": Decimal(2700)}, "转移性收入"),
        ({"per_head": Decimal(5300)}, "人均纯收入"),
        ({"persons": 4}, "家庭人口"),
    ],
)
def test_one_wrong_figure_is_one_fault(changes: dict[str, Any], heading: str) -> None:
    fault = only(with_income(**changes))
    assert (fault.sheet, fault.heading, fault.error) == ("收入支出", heading, True)


def test_a_cent_of_rounding_is_no_fault() -> None:
    net, per_head = Decimal("15601.00"), Decimal("5200.33")
    registry = with_income(wages=Decimal(9001), net=net, per_head=per_head)
    assert faults_of(replace(registry, households=(make_household(per_head=per_head),))) == ()


def test_two_cents_are_a_fault() -> None:
    assert only(with_income(per_head=Decimal("5200.02"))).heading == "人均纯收入"


def test_parts_left_open_are_not_judged() -> None:
    assert faults_of(with_income(wages=None, expense=None)) == ()


def test_transfers_left_open_make_a_smaller_sum_doubtful_only() -> None:
    assert not only(with_income(ecology=None, pension=Decimal(1000))).error


def test_a_net_above_all_incomes_is_wrong_even_without_expense() -> None:
    fault = only(with_income(expense=None, net=Decimal(18000), per_head=None))
    assert fault.heading == "家庭纯收入"


def test_the_household_with_another_figure_than_its_income_is_an_error() -> None:
    fault = only(make_registry(households=(make_household(per_head=Decimal(4800)),)))
    assert (fault.sheet, fault.heading) == ("监测对象户", "人均纯收入")


def test_a_negative_income_is_an_error() -> None:
    assert "负数" in only(with_income(claims=Decimal(-1))).what


def test_nobody_to_divide_by_is_an_error() -> None:
    assert any(fault.heading == "家庭人口" for fault in faults_of(with_income(persons=0)))


def test_a_period_that_ends_before_it_begins_is_an_error() -> None:
    assert only(with_income(period_to="2020-03")).heading == "计算期止"


@pytest.mark.parametrize("kind", ["脱贫不稳定户", "边缘易致贫户"])
def test_above_the_line_when_taken_in_is_a_reminder(kind: str) -> None:
    farm = "脱贫户" if kind == "脱贫不稳定户" else "一般农户"
    household = make_household(object_type=kind, farm_type=farm, per_head=Decimal(6200))
    income = make_income(wages=Decimal(12000), net=Decimal(18600), per_head=Decimal(6200))
    fault = only(make_registry(households=(household,), incomes=(income,)))
    assert (fault.heading, fault.error) == ("人均纯收入", False)


def test_a_year_whose_line_nobody_has_told_is_not_judged_by_that_of_another() -> None:
    days = dict.fromkeys(("applied_on", "verified_on", "identified_on"), date(2022, 4, 13))
    household = make_household(per_head=Decimal(6200), **days)
    income = make_income(wages=Decimal(12000), net=Decimal(18600), per_head=Decimal(6200))
    told = faults_of(make_registry(households=(household,), incomes=(income,)))
    assert not [fault for fault in told if "高于" in fault.what]


def test_exactly_the_line_is_within_it() -> None:
    assert faults_of(with_household(per_head=Decimal(6000))) == ()


def test_a_sudden_hardship_may_be_above_the_line() -> None:
    assert faults_of(with_household(object_type="突发严重困难户", per_head=Decimal(9000))) == ()


@pytest.mark.parametrize("kind", ["突发严重困难户", "边缘易致贫户"])
def test_below_the_line_when_eliminated_is_a_reminder_for_anybody(kind: str) -> None:
    later = make_later_income(wages=Decimal(11000), net=Decimal(17600), per_head=Decimal("5866.67"))
    registry = make_eliminated_registry(
        households=(make_eliminated(object_type=kind),), incomes=(make_income(), later)
    )
    fault = only(registry)
    assert (fault.row, fault.heading, fault.error) == (3, "人均纯收入", False)


def test_type_and_farm_type_that_do_not_fit_are_a_reminder() -> None:
    fault = only(with_household(object_type="脱贫不稳定户"))
    assert (fault.heading, fault.error) == ("户类型", False)


def test_the_risk_other_wants_a_note() -> None:
    assert only(with_household(risk1="其他")).heading == "风险说明"


def test_the_same_risk_twice_is_an_error_and_a_gap_is_none() -> None:
    assert only(with_household(risk3="因病")).heading == "风险3"
    assert faults_of(with_household(risk3="因学")) == ()


@pytest.mark.parametrize(
    ("changes", "heading", "error"),
    [
        ({"identified_on": None}, "认定日期", False),
        ({"batch": None}, "纳入批次", False),
        ({"state": "拟纳入"}, "认定日期", True),
        ({"refused_at": "乡级审核"}, "未通过环节", True),
        ({"verification": "不纳入监测"}, "核查结论", True),
        ({"state": "不予纳入", "identified_on": None}, "未通过环节", False),
        ({"eliminated_on": date(2021, 12, 1)}, "风险消除日期", True),
        ({"cleared_on": date(2021, 12, 1)}, "清退日期", True),
        ({"state": "已清退"}, "清退日期", False),
        ({"state": "拟消除"}, "消除批次", False),
    ],
)
def test_what_a_state_asks_for_or_excludes(changes: dict[str, Any], heading: str, error: bool) -> None:
    fault = only(with_household(**changes))
    assert (fault.heading, fault.error) == (heading, error)


@pytest.mark.parametrize(
    ("changes", "heading", "error"),
    [
        ({"eliminated_on": None}, "风险消除日期", False),
        ({"elimination_batch": None}, "消除批次", False),
        ({"assessment": "继续监测"}, "评估结论", True),
        ({"covered": "是"}, "整户无劳动能力兜底保障", False),
    ],
)
def test_what_an_elimination_asks_for_or_excludes(changes: dict[str, Any], heading: str, error: bool) -> None:
    fault = only(
        make_eliminated_registry(
            households=(make_eliminated(**changes),), meetings=(), attendees=(), votes=()
        )
    )
    assert (fault.heading, fault.error) == (heading, error)


def test_a_refused_household_in_an_elimination_round_is_an_error() -> None:
    refused = make_household(
        state="不予纳入",
        refused_at="村级评议",
        identified_on=None,
        elimination_batch="第二批",
        planned_on=None,
    )
    fault = only(make_registry(households=(refused,), votes=(), incomes=()))
    assert (fault.heading, fault.error) == ("消除批次", True)


def test_an_amount_without_its_unit_is_a_reminder() -> None:
    measure = replace(make_registry().measures[0], amount="800")
    assert not only(make_registry(measures=(measure,))).error
