"""Checklists and income lines as data."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from checklists import Level, UserError, load_checklist, load_income_lines

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
