"""Papers issued: periods of summaries, items of notes, announcements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from registry.records import Paper
from registry.registry import Registry
from tests.registry.builders import faults_of, make_batches, make_registry, only


def with_paper(kind: str, **changes: Any) -> Registry:
    paper = Paper(unit="清水镇", direction="发文", kind=kind, title="某件")
    return make_registry(papers=(replace(paper, **changes),))


def announced(day: date, unit: str = "青松村", **reply: Any) -> Registry:
    batches = tuple(
        replace(b, announced_on=day) if (b.unit, b.stage) == (unit, "认定") else b for b in make_batches()
    )
    batches = tuple(replace(b, **reply) if b.unit == "清水镇" and b.stage == "认定" else b for b in batches)
    return make_registry(batches=batches)


def test_a_period_that_is_none_is_told() -> None:
    fault = only(with_paper("年度监测帮扶总结", period="去年"))
    assert (fault.heading, fault.error) == ("所写时段", True)


def test_a_screening_without_its_months_is_told() -> None:
    assert only(with_paper("集中排查总结")).heading == "所写时段"
    assert faults_of(with_paper("集中排查总结", period="2021-05:2021-06")) == ()
    assert faults_of(with_paper("工作总结")) == ()


@pytest.mark.parametrize(("item", "word"), [("T99", "没有“T99”"), ("V05", "村级的项目")])
def test_a_note_is_filed_in_an_item_of_its_own_office(item: str, word: str) -> None:
    fault = only(with_paper("情况说明", item=item))
    assert word in fault.what
    assert "T01 到 T09" in fault.todo
    assert faults_of(with_paper("情况说明", item="T04")) == ()


def test_an_announcement_after_the_reply_is_right() -> None:
    assert faults_of(announced(date(2021, 6, 10))) == ()


def test_an_announcement_before_the_reply_is_wrong() -> None:
    fault = only(announced(date(2021, 6, 9)))
    assert (fault.heading, fault.error) == ("结果公告日期", True)
    assert "2021-06-10" in fault.what


def test_an_announcement_without_a_reply_is_wrong() -> None:
    faults = [f for f in faults_of(announced(date(2021, 6, 12), reply_on=None)) if f.error]
    assert [fault.heading for fault in faults] == ["结果公告日期"]


def test_an_announcement_belongs_to_a_village() -> None:
    fault = only(announced(date(2021, 6, 12), "清水镇"))
    assert "乡级行" in fault.what
