"""Households named one by one in running text, and tables that list nobody."""

from __future__ import annotations

import pytest

from audit.claims.rosters import find_empty_lists, find_rosters
from tests.audit.claims.lines import lines_of

HEADING = ("序号", "户主", "证件号码", "人口")


def named(text: str) -> list[tuple[tuple[str, ...], int | None]]:
    return [(each.names, each.households) for each in find_rosters(lines_of(text))]


@pytest.mark.parametrize(
    ("text", "names", "households"),
    [
        ("会商拟新增监测户2户5人（蔺守义、芮春桃），各单位无不同意见。", ("蔺守义", "芮春桃"), 2),
        ("同意将蔺守义、芮春桃等2户5人纳入监测对象。", ("蔺守义", "芮春桃"), 2),
        ("提名蔺守义、芮春桃共2户5人为拟消除风险对象。", ("蔺守义", "芮春桃"), 2),
        ("经审议，同意3户9人：蔺守义（3人）、芮春桃（2人）、卓有山（4人）列为监测对象。", ("蔺守义", "芮春桃", "卓有山"), 3),
        ("河湾村蔺守义、芮春桃，上坪村卓有山3户9人拟纳入。", ("蔺守义", "芮春桃", "卓有山"), 3),
        ("1. 蔺守义户（3人，边缘易致贫户，因病），同意提名。", ("蔺守义",), None),
    ],
)  # fmt: skip
def test_households_named_with_their_count_are_a_list(
    text: str, names: tuple[str, ...], households: int | None
) -> None:
    assert named(text) == [(names, households)]


@pytest.mark.parametrize(
    "text",
    [
        "蔺守义、芮春桃等5户已纳入监测。",
        "监测对象8户，其中已消除风险2户（蔺守义、芮春桃）。",
        "蔺守义1户未通过。",
        "脱贫不稳定户2户、边缘易致贫户3户。",
        "监测对象3户（因病、因残、因学）。",
        "1. 蔺守义户（3人，边缘易致贫户，因病），收入不稳，暂不提名。",
    ],
)
def test_a_part_of_those_counted_is_no_list(text: str) -> None:
    assert named(text) == []


def test_a_table_with_a_heading_alone_lists_nobody() -> None:
    assert find_empty_lists(lines_of([HEADING, ("合计", "", "", "")]))
    assert find_empty_lists(lines_of([HEADING], "2021年4月19日"))


def test_a_table_that_says_that_there_is_nobody_or_holds_somebody_is_not_empty() -> None:
    assert not find_empty_lists(lines_of([HEADING, ("1", "蔺守义", "", "3")]))
    assert not find_empty_lists(lines_of([HEADING, ("无", "无", "无", "无")]))
