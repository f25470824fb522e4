"""Postings, document numbers, annexes, dates with their labels, and dates that cannot be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.claims.chain import find_annexes, find_bad_dates, find_dated, find_numbers, find_periods
from tests.audit.claims.lines import lines_of

YEAR = 2021


def periods(*texts: str) -> list[tuple[date, date, int | None]]:
    return [(each.first, each.last, each.stated_days) for each in find_periods(lines_of(*texts), YEAR)]


@pytest.mark.parametrize(
    "words",
    [
        "2021年5月12日至2021年5月16日",
        "2021年5月12日至5月16日",
        "2021年5月12日至16日",
        "5月12日-16日",
        "5月12日—5月16日",
        "2021.5.12-2021.5.16",
        "２０２１年５月１２日起至５月１６日",
        "2021年5月12日（周三）至5月16日",
    ],
)
def test_a_posting_is_read_however_it_is_written(words: str) -> None:
    assert periods(f"公示时间：{words}。") == [(date(2021, 5, 12), date(2021, 5, 16), None)]


def test_the_days_that_the_text_states_are_kept() -> None:
    assert periods("公示期为2021年5月12日至5月16日，共5天。")[0][2] == 5
    assert periods("公示期为2021年5月12日至5月16日，为期五天。")[0][2] == 5


def test_a_posting_may_run_over_the_new_year() -> None:
    assert periods("公示时间：12月29日至1月3日。") == [(date(2021, 12, 29), date(2022, 1, 3), None)]


def test_a_span_that_is_no_posting_is_none() -> None:
    assert periods("排查时间为5月12日至5月16日。", "每组5-16户，张贴公示。") == []


@given(st.dates(date(2015, 1, 1), date(2030, 12, 1)), st.integers(0, 40))
def test_a_posting_comes_back_as_it_was_written(first: date, days: int) -> None:
    last = first + timedelta(days)
    text = f"公示时间：{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日。"
    assert periods(text) == [(first, last, None)]
    assert find_bad_dates(lines_of(text)) == ()


def bad(*texts: str) -> list[str]:
    return [each.text for each in find_bad_dates(lines_of(*texts))]


@pytest.mark.parametrize("words", ["2021年2月30日", "2021-13-01", "2022年4月31号", "二〇二一年六月三十一日"])
def test_a_day_that_no_calendar_has_is_found(words: str) -> None:
    assert bad(f"会议时间：{words}") == [words]


@pytest.mark.parametrize("words", ["2021年5月12日至5月8日", "5月12日-8日", "2021年5月12日至2021年4月20日"])
def test_a_span_that_runs_backwards_is_found(words: str) -> None:
    assert bad(f"公示时间：{words}。") == [words]


@pytest.mark.parametrize(
    "text",
    ["12月29日至1月3日公示", "5月12日到3户入户走访", "2024年2月29日", "5月6日-9日", "电话0856-5221234"],
)
def test_what_may_be_is_not_called_impossible(text: str) -> None:
    assert bad(text) == []


@given(st.dates(date(1990, 1, 1), date(2035, 12, 31)))
def test_no_day_of_the_calendar_is_impossible(day: date) -> None:
    assert bad(f"{day.year}年{day.month}月{day.day}日", day.isoformat()) == []


def test_a_papers_own_number_is_told_from_those_it_cites() -> None:
    lines = lines_of(
        "某县防返贫领导小组文件",
        "某防返贫复〔2021〕7号",
        "关于纳入监测对象的批复",
        "清水镇人民政府：",
        "你镇《关于审定监测对象的请示》（清府呈〔2021〕31号）收悉。",
    )
    own, cited = find_numbers(lines)
    assert (own.number, own.own) == ("某防返贫复〔2021〕7号", True)
    assert (cited.number, cited.own, cited.title) == ("清府呈〔2021〕31号", False, "关于审定监测对象的请示")


@pytest.mark.parametrize(
    "words", ["清府呈〔2021〕31号", "清府呈[2021]31号", "清府呈（2021）第31号", "清府呈【２０２１】 31 号"]
)
def test_a_number_has_one_form_however_its_brackets_are(words: str) -> None:
    (number,) = find_numbers(lines_of("清水镇人民政府文件", words, "关于纳入监测对象的请示"))
    assert number.number == "清府呈〔2021〕31号"


def test_annexes_are_read_in_one_line_and_line_by_line() -> None:
    assert [each.title for each in find_annexes(lines_of("附件：拟纳入监测对象名单"))] == [
        "拟纳入监测对象名单"
    ]
    found = find_annexes(lines_of("附件：1.拟纳入监测对象名单", "2.村级公示照片", "清水镇人民政府"))
    assert [each.title for each in found] == ["拟纳入监测对象名单", "村级公示照片"]


def test_a_date_bears_the_label_before_it_and_the_last_is_the_papers() -> None:
    lines = lines_of(
        "会议时间：2021年5月12日", [["申请日期", "2021.4.2"]], "青松村村民委员会", "2021年5月13日"
    )
    found = {each.label: each.on for each in find_dated(lines, date(2021, 5, 13))}
    assert found == {"会议时间": date(2021, 5, 12), "申请日期": date(2021, 4, 2), "落款": date(2021, 5, 13)}
