"""How papers are filed is data: a checklist's own pattern, codes and volumes; what is wrong in them is said."""

from __future__ import annotations

from typing import Any

import pytest

from checklists import Level, UserError, load_checklist, load_filing

VALUES = {
    "全宗号": "Z109",
    "门类": "WS",
    "年度": "2021",
    "保管期限": "D30",
    "机构": "桂岭镇",
    "机构代码": "GLZ",
    "案卷号": "0001",
}


@pytest.mark.parametrize(
    ("row", "number"),
    [
        ({}, "Z109-WS·2021·D30·桂岭镇-0001"),
        ({"style": "dat-22-2015"}, "Z109-WS·2021-D30-GLZ-0001"),
        ({"pattern": "{全宗号}·JF02·{案卷号}"}, "Z109·JF02·0001"),
    ],
)
def test_both_styles_of_the_archive_number_and_a_places_own(row: dict[str, Any], number: str) -> None:
    assert load_filing(row).number(VALUES, "？") == number


def test_a_code_is_that_of_the_nearest_unit_above() -> None:
    scheme = load_filing({"fonds": {"": "Z100", "檀溪县/桂岭镇": "Z201"}})
    assert scheme.fonds_of("檀溪县/桂岭镇/松坪村/阮长河") == "Z201"
    assert scheme.fonds_of("檀溪县/白沙镇") == "Z100"
    assert load_filing({}).fonds_of("檀溪县") == ""


def test_the_notice_of_2021_leaves_open_what_it_does_not_say() -> None:
    scheme = load_checklist("tongren-2021").filing
    assert scheme is not None
    assert scheme.fonds_of("檀溪县") == scheme.period_of(Level.HOUSEHOLD) == ""
    assert scheme.parted_by(Level.HOUSEHOLD) == ()
    assert scheme.period_name("Y") == "永久"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"style": "dat-1"}, "没有“dat-1”这种档号"),
        ({"pattern": "{全宗}-{案卷号}"}, "不认识 {全宗}"),
        ({"volumes": {"village": ["month"]}}, "没有“month”"),
        ({"volumes": {"hamlet": []}}, "volumes 看不懂"),
        ({"period": {"hamlet": "Y"}}, "没有“hamlet”这一级"),
        ({"funds": "Z1"}, "不认识“funds”"),
        (["Z1"], "filing 看不懂"),
    ],
)
def test_what_is_wrong_in_the_data_is_said_with_its_file(row: Any, said: str) -> None:
    with pytest.raises(UserError, match=r"own\.yaml") as caught:
        load_filing(row, "own.yaml")
    assert said in str(caught.value)
