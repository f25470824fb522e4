"""户均 and 人均 against the total and the count in the same paragraph."""

from __future__ import annotations

import pytest

from audit.claims.means import find_means, mean_fits
from tests.audit.claims.lines import lines_of


def wrong(text: str) -> list[str]:
    return [str(each.each) for each in find_means(lines_of(text)) if not mean_fits(each)]


@pytest.mark.parametrize(
    "text",
    [
        "发放产业奖补资金12万元，惠及60户，户均2500元。",
        "全家3人，全年纯收入12700元，人均纯收入4333.33元。",
        "实现增收36万元，带动60户，户均增收0.5万元。",
        "共60户180人，发放资金12.5万元，人均694元，户均0.25万元。",
    ],
)
def test_a_mean_that_its_figures_do_not_give_is_wrong(text: str) -> None:
    assert len(wrong(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "发放产业奖补资金12万元，惠及60户，户均2000元。",
        "全家3口人，全年纯收入12700元，人均纯收入4233元。",
        "发放临时救助金7.3万元，救助35户，户均0.21万元。",
        "投入资金125万元，惠及60户，户均约2万元。",
        "投入资金620万元，覆盖300户，人均纯收入达到8000元。",
        "全家总收入20000元，生产支出7300元，全家3人，人均纯收入4233元。",
        "人均纯收入由4000元提高到6000元，惠及3户。",
        "其中20户领取补助4万元，另有35户，户均低保金3600元。",
        "每户补助3000元，共60户，户均2000元。",
    ],
)
def test_rounded_means_and_means_of_something_else_are_left_alone(text: str) -> None:
    assert wrong(text) == []
