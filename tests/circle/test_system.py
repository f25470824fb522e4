"""The generated archive agrees with its registry; each change in the registry is told, at its household, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from audit.pipeline import judge
from audit.rules import pick_rules
from audit.system import system_of
from audit.types import Finding, Severity
from registry.records import Household
from registry.registry import Registry
from tests.circle.builders import AS_OF, CHECKLIST, NAME, finished_registry, whole

REGISTRY = finished_registry()
TAKEN_IN = [each for each in REGISTRY.households if each.state in ("监测中", "拟消除", "已消除")]
ELIMINATED = [each for each in TAKEN_IN if each.state == "已消除"]


def held_against(registry: Registry, *, exported: bool = False) -> list[Finding]:
    """The findings where the archive is held against that registry."""
    system = system_of(registry, "登记簿.xlsx", exported=exported)
    rules = pick_rules(["system-mismatch"], [])
    report = judge(whole()[0], checklist=CHECKLIST, as_of=AS_OF, root_name=NAME, rules=rules, system=system)
    return list(report.findings)


def changed(household: Household, **changes: Any) -> Registry:
    new = replace(household, **changes)
    return replace(
        REGISTRY, households=tuple(new if each is household else each for each in REGISTRY.households)
    )


def told(findings: list[Finding]) -> list[tuple[str, Severity]]:
    return [(finding.problem.unit.rpartition("/")[2], finding.severity) for finding in findings]


@pytest.mark.parametrize("exported", [False, True])
def test_the_archive_made_from_a_registry_agrees_with_it(exported: bool) -> None:
    assert [each.problem.message for each in held_against(REGISTRY, exported=exported)] == []


def test_without_a_registry_nothing_is_compared() -> None:
    rules = pick_rules(["system-mismatch"], [])
    assert judge(whole()[0], checklist=CHECKLIST, as_of=AS_OF, root_name=NAME, rules=rules).findings == ()


_CHANGES: dict[str, Any] = {
    "证件号码": lambda h: {"id_number": h.id_number[:-4] + "0000"},
    "户主姓名": lambda h: {"head": "别有名"},
    "监测对象类别": lambda h: {"object_type": "突发严重困难户" if h.object_type != "突发严重困难户" else "边缘易致贫户"},
    "风险": lambda h: {"risk1": "因学" if "因学" not in h.risks else "因自然灾害"},
    "家庭人口": lambda h: {"size": 9},
    "县级批复（认定）日期": lambda h: {"identified_on": h.identified_on + timedelta(9)},
}  # fmt: skip


@pytest.mark.parametrize("household", TAKEN_IN, ids=lambda household: household.head)
@pytest.mark.parametrize("what", _CHANGES)
def test_a_field_that_differs_is_one_finding(what: str, household: Household) -> None:
    findings = held_against(changed(household, **_CHANGES[what](household)))
    assert told(findings) == [(household.head, Severity.ERROR)]
    assert what in findings[0].problem.message
    assert findings[0].problem.files
    assert len(findings[0].problem.quotes) >= 2


@pytest.mark.parametrize("household", ELIMINATED, ids=lambda household: household.head)
def test_another_day_of_elimination_is_one_finding(household: Household) -> None:
    assert household.eliminated_on
    registry = changed(household, eliminated_on=household.eliminated_on + timedelta(9))
    assert told(held_against(registry)) == [(household.head, Severity.ERROR)]


@pytest.mark.parametrize("stage", ["认定", "风险消除"])
def test_an_income_that_differs_is_one_finding_of_its_stage(stage: str) -> None:
    (income, *_) = [each for each in REGISTRY.incomes if each.stage == stage]
    assert income.per_head
    other = replace(income, per_head=income.per_head + Decimal(77))
    registry = replace(REGISTRY, incomes=tuple(other if x is income else x for x in REGISTRY.incomes))
    (finding,) = held_against(registry)
    assert {"认定": "监测对象认定时的收入", "风险消除": "风险消除时的收入"}[stage] in finding.problem.message


def test_less_than_a_yuan_is_rounding() -> None:
    (income, *_) = REGISTRY.incomes
    assert income.per_head
    other = replace(income, per_head=income.per_head + Decimal("0.6"))
    registry = replace(REGISTRY, incomes=tuple(other if x is income else x for x in REGISTRY.incomes))
    assert held_against(registry) == []


def test_a_measure_that_the_registry_lacks_is_one_finding() -> None:
    measure = next(each for each in REGISTRY.measures if each.name == "危房改造")
    left = tuple(each for each in REGISTRY.measures if each is not measure)
    (finding,) = held_against(replace(REGISTRY, measures=left))
    assert "危房改造" in finding.problem.message


def test_the_number_of_a_member_is_compared() -> None:
    heads = {each.household_id: each.head for each in TAKEN_IN}
    member = next(
        each for each in REGISTRY.members
        if each.id_number and heads.get(each.household_id) not in (None, each.name)
    )  # fmt: skip
    assert member.id_number
    other = replace(member, id_number="990124200001010019")
    registry = replace(REGISTRY, members=tuple(other if x is member else x for x in REGISTRY.members))
    findings = held_against(registry)
    assert {each.problem.unit.rpartition("/")[2] for each in findings} == {heads[member.household_id]}
    assert all(member.name in each.problem.message for each in findings)
    assert all(member.id_number not in each.problem.message for each in findings)


def test_a_household_of_the_registry_without_any_paper_is_told() -> None:
    stranger = replace(TAKEN_IN[0], household_id="X9", head="查无人", id_number="990124198001012345")
    findings = held_against(replace(REGISTRY, households=(*REGISTRY.households, stranger)))
    (finding,) = findings
    assert "查无人" in finding.problem.message
    assert finding.problem.unit.endswith("村")


@pytest.mark.parametrize("state", ["不予纳入", "已清退", "拟纳入"])
def test_one_refused_cleared_out_or_only_proposed_needs_no_papers(state: str) -> None:
    stranger = replace(
        TAKEN_IN[0], household_id="X9", head="查无人", id_number="990124198001012345", state=state
    )
    assert held_against(replace(REGISTRY, households=(*REGISTRY.households, stranger))) == []


def test_a_household_that_the_registry_lacks_is_told() -> None:
    gone = TAKEN_IN[0]
    left = tuple(each for each in REGISTRY.households if each is not gone)
    (finding,) = held_against(replace(REGISTRY, households=left))
    assert finding.problem.unit.endswith(f"/{gone.head}")
    assert "没有这一户" in finding.problem.message


def test_one_that_was_replied_to_and_is_refused_in_the_registry_is_told() -> None:
    (finding,) = held_against(changed(TAKEN_IN[0], state="不予纳入"))
    assert "不予纳入" in finding.problem.message


def test_one_that_was_eliminated_and_is_monitored_in_the_registry_is_told() -> None:
    (finding,) = held_against(changed(ELIMINATED[0], state="监测中", eliminated_on=None))
    assert "监测中" in finding.problem.message


def test_one_that_is_eliminated_in_the_registry_alone_is_told() -> None:
    monitored = next(
        each
        for each in TAKEN_IN
        if each.state == "监测中" and not each.eliminated_on and not each.elimination_batch
    )
    (finding,) = held_against(changed(monitored, state="已消除"))
    assert "没有风险消除的材料" in finding.problem.message


def test_an_export_that_is_newer_than_the_papers_only_warns() -> None:
    household = TAKEN_IN[0]
    system = system_of(
        changed(household, object_type="突发严重困难户"), "导出.xlsx", exported=True, on=AS_OF + timedelta(60)
    )
    rules = pick_rules(["system-mismatch"], [])
    report = judge(whole()[0], checklist=CHECKLIST, as_of=AS_OF, root_name=NAME, rules=rules, system=system)
    assert told(list(report.findings)) == [(household.head, Severity.WARNING)]
    assert "系统里是突发严重困难户" in report.findings[0].problem.message
