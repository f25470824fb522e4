"""Summaries: any period, against the one before, every figure traced to its rows."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.plan import plan
from docgen.summary import Summary, summary_of
from docgen.trace import trace_of
from registry.dates import Month, Span, parse_span
from registry.registry import Registry
from tests.docgen.builders import changed, sample

MONTHS = st.builds(Month, st.integers(2000, 2050), st.integers(1, 12))
YEAR = Span(Month(2021, 1), Month(2021, 12))


def county(span: Span, registry: Registry | None = None) -> Summary:
    registry = registry or sample()
    unit = registry.find_unit("云岭县")
    assert unit is not None
    return summary_of(registry, unit, span)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2021", "2021年"),
        ("2021-01:2021-06", "2021年上半年"),
        ("2021-04至2021-06", "2021年第二季度"),
        ("202105", "2021年5月"),
        ("2021-11:2022-02", "2021年11月至2022年2月"),
    ],
)
def test_a_period_is_read_and_said_as_people_do(text: str, words: str) -> None:
    span = parse_span(text)
    assert span is not None
    assert span.words == words


@pytest.mark.parametrize("text", ["", "上半年", "2021-06:2021-01", "2021-13", "2021-01:2021-02:2021-03"])
def test_what_is_no_period_is_none(text: str) -> None:
    assert parse_span(text) is None


@given(MONTHS, st.integers(0, 40))
def test_the_period_before_ends_where_this_one_begins(start: Month, length: int) -> None:
    span = Span(start, start.plus(length))
    assert span.previous.months == span.months == length + 1
    assert span.previous.end.next() == span.start
    assert start.plus(length).plus(-length) == start


def test_halves_add_up_to_the_year() -> None:
    def new(span: Span) -> int:
        figures = {figure.name: figure for figure in county(span).figures}
        return len(figures["新识别"].records)

    halves = (Span(Month(2021, 1), Month(2021, 6)), Span(Month(2021, 7), Month(2021, 12)))
    assert sum(map(new, halves)) == new(YEAR) == 14


def test_the_period_before_is_named_only_where_something_happened_in_it() -> None:
    assert "2020年为1户2人" in county(YEAR).eliminated
    assert "2020年" not in county(YEAR).identified
    assert "2021年上半年为" in county(Span(Month(2021, 7), Month(2021, 12))).identified


def test_who_is_monitored_is_told_for_the_end_of_the_period() -> None:
    june, september = (county(Span(Month(2021, 1), Month(2021, month))) for month in (6, 9))
    assert "期末在册监测（含拟消除）11户" in june.eliminated
    assert "期末在册监测（含拟消除）14户" in september.eliminated


def test_every_figure_is_what_its_rows_give() -> None:
    for figure in county(YEAR).figures:
        head = figure.value.split("户")[0]
        if figure.name not in ("零报告月份", "自主排查轮次"):
            assert int(head) == len(figure.records), figure.name


def test_a_figure_is_traced_to_the_rows_of_the_workbook() -> None:
    rows = trace_of(sample(), plan(sample())[0])
    places = {(label, name): where for label, name, _, where in rows}
    where = places["云岭县2021年工作总结", "不予纳入"]
    refused = next(h for h in sample().households if h.state == "不予纳入")
    assert where == f"〔监测对象户〕第 {refused.row} 行"


def test_a_change_of_one_date_moves_the_household_to_the_other_half() -> None:
    second = Span(Month(2021, 7), Month(2021, 12))
    registry = changed(sample(), "households", lambda h: h.head == "翟守田", identified_on=date(2021, 7, 2))
    before, after = (
        {f.name: len(f.records) for f in county(second, given).figures}["新识别"]
        for given in (sample(), registry)
    )
    assert after == before + 1
