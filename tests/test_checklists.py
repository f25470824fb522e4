"""Checklists and income lines as data."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from checklists import Level, UserError, load_checklist, load_gradings, load_income_lines

OWN = """
id: own
name: 本县清单
source: 本县通知
monthly_from: "2022-01"
notice_days: 7
income_line: {line}
items:
  - {{id: V01, level: village, stage: null, title: 公示, folder: 01公示, clause: 第一条, parts: [public-notice]}}
"""


def test_the_notice_has_its_44_items() -> None:
    levels = Counter(item.level for item in load_checklist().items)
    assert [levels[level] for level in Level] == [7, 9, 14, 14]


def test_a_checklist_takes_its_line_from_the_table_of_places_and_years() -> None:
    line = load_checklist().income_line
    assert line in load_income_lines()
    assert line.amount == Decimal(6000)


def test_a_users_own_checklist_names_a_place_or_gives_its_line_whole(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN.format(line="{place: 山东省, year: 2024}"), encoding="utf-8")
    assert load_checklist(path).income_line.amount == 6500
    whole = "{place: 本县, year: 2024, amount: 7000.5, concept: 人均纯收入, source: 通知}"
    path.write_text(OWN.format(line=whole), encoding="utf-8")
    assert load_checklist(path).income_line.amount == Decimal("7000.5")


def test_a_place_without_a_line_is_told_with_what_to_write(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN.format(line="{place: 某县, year: 1999}"), encoding="utf-8")
    with pytest.raises(UserError, match="某县 1999 年"):
        load_checklist(path)


def test_the_gradings_hold_the_thresholds_of_their_sources() -> None:
    computed, judged = load_gradings()
    assert [(level.colour, level.income_at_least, level.income_below) for level in computed.levels] == [
        ("红", None, Decimal(5000)),
        ("黄", Decimal(5000), Decimal(10000)),
        ("绿", Decimal(10000), None),
    ]
    assert [level.colour for level in judged.levels] == ["红", "黄", "蓝"]
    assert (computed.computed, judged.computed) == (True, False)


@pytest.mark.parametrize("typed", ["红", "红色", "Ⅰ级", "一级"])
def test_a_level_is_meant_by_its_colour_or_its_number(typed: str) -> None:
    level = load_gradings()[1].level_called(typed)
    assert level is not None
    assert level.name == "Ⅰ级（红色）"


GRADING = """
grading:
  id: own
  name: 本县两级
  source: 本县通知
  way: computed
  levels:
    - {name: 红, colour: 红, about: 不到6000元, income_below: 6000, kept_by: [village]}
    - {name: 绿, colour: 绿, about: 其余}
"""


def test_a_checklist_names_a_grading_or_gives_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    base = OWN.format(line="{place: 山东省, year: 2024}")
    path.write_text(base, encoding="utf-8")
    assert load_checklist(path).grading is None
    path.write_text(base + "grading: red-yellow-blue\n", encoding="utf-8")
    assert load_checklist(path).grading == load_gradings()[1]
    path.write_text(base + GRADING.replace("其余}", "其余, income_at_least: 6000}"), encoding="utf-8")
    grading = load_checklist(path).grading
    assert grading is not None
    assert grading.levels[0].kept_by == (Level.VILLAGE,)
    assert grading.levels[1].kept_by == (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("grading: 没有的\n", "没有分级方案“没有的”"),
        (GRADING, "第 2 级：.*至少要有一个条件"),
        (GRADING.replace("way: computed", "way: guess"), "way 是“guess”"),
        (GRADING.replace("colour: 绿", "color: 绿"), "第 2 级：.*不认识的 color"),
        ("grading: {id: own}\n", "缺少 name、source、way、levels"),
    ],
)
def test_a_wrong_grading_is_told_with_its_level(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN.format(line="{place: 山东省, year: 2024}") + text, encoding="utf-8")
    with pytest.raises(UserError, match=message):
        load_checklist(path)
