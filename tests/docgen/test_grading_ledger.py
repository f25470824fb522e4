"""The ledger by colour: groups and counts come from the rows, and what is not recorded is no guess."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from checklists import load_gradings
from docgen.plan import plan
from registry.records import Household
from registry.registry import Registry, Settings
from tests.docgen.builders import changed, made, sample, text_of

COMPUTED, JUDGED = load_gradings()


def ledger(registry: Registry, issuer: str = "石桥村") -> str:
    return text_of(made(registry, "grading-ledger", issuer=issuer).data)


def with_scheme(name: str, registry: Registry | None = None) -> Registry:
    return replace(registry or sample(), settings=Settings(2021, grading=name))


def named(head: str) -> Callable[[Household], bool]:
    return lambda household: household.head == head


def row_of(text: str, head: str) -> list[str]:
    return next(line.split(" | ") for line in text.splitlines() if f" | {head} | " in line)


def test_no_ledger_is_due_where_no_scheme_is_chosen() -> None:
    assert not [due for due in plan(with_scheme(""))[0] if due.kind == "grading-ledger"]


def test_each_office_keeps_the_levels_that_the_scheme_gives_it() -> None:
    def groups(issuer: str) -> list[str]:
        return [line[:2] for line in ledger(sample(), issuer).splitlines() if "色（" in line]

    assert groups("石桥村") == ["红色", "黄色", "绿色"]
    assert groups("清水镇") == ["红色", "黄色"]
    assert groups("云岭县") == ["红色"]
    assert "绿色由村级登记" in ledger(sample(), "清水镇")


def test_a_level_that_no_office_of_the_kind_keeps_makes_no_ledger() -> None:
    issuers = {due.issuer.name for due in plan(sample())[0] if due.kind == "grading-ledger"}
    assert "望江村" not in issuers, "it has no monitored household"
    assert {"石桥村", "清水镇", "云岭县"} <= issuers


def test_the_counts_are_those_of_the_rows() -> None:
    text = ledger(sample(), "杨柳村")
    rows = [line.split(" | ") for line in text.splitlines() if line[:1].isdigit()]
    red = [row for row in rows if row[1] == "红"]
    assert f"红色（{len(red)}户{sum(int(row[5]) for row in red)}人）" in text
    assert f"共{len(rows)}户{sum(int(row[5]) for row in rows)}人" in text
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]


def test_a_level_without_a_household_is_said_to_have_none() -> None:
    text = ledger(sample())
    assert "黄色（0户0人）" in text
    assert text[text.index("黄色（0户0人）") :].splitlines()[1] == "无"


def test_who_was_cleared_out_or_refused_is_on_no_ledger() -> None:
    assert "曲德顺" not in ledger(sample(), "梨园村")
    assert "邢万年" not in ledger(sample())


def test_a_grade_that_cannot_be_told_is_blank_and_names_the_cell() -> None:
    registry = changed(sample(), "households", named("翟守田"), schooling=None)
    paper = made(registry, "grading-ledger", issuer="石桥村")
    text = text_of(paper.data)
    assert row_of(text, "翟守田")[1] == "〔待填〕"
    assert "未定级（1户3人）" in text
    assert "未定级1户" in text
    assert {blank.heading for blank in paper.blanks} == {"义务教育"}


def test_the_township_and_the_county_list_who_is_still_open() -> None:
    registry = changed(sample(), "households", named("翟守田"), house_safe=None)
    assert row_of(ledger(registry, "云岭县"), "翟守田")[1] == "〔待填〕"


def test_a_judged_scheme_shows_what_was_typed_and_ends_with_the_elimination() -> None:
    registry = changed(sample(), "households", named("荀桂香"), grade="Ⅱ级")
    text = ledger(with_scheme(JUDGED.name, registry))
    assert row_of(text, "荀桂香")[1] == "黄"
    assert row_of(text, "滑新民")[1] == "〔待填〕"
    assert "风险消除后取消级别：翟守田、嵇大川。" in text


def test_what_is_lacking_stands_in_the_row() -> None:
    registry = changed(sample(), "households", named("翟守田"), water_safe="不达标", schooling="失学辍学")
    row = row_of(ledger(registry), "翟守田")
    assert row[1] == "红"
    assert row[8] == "义务教育、饮水安全没有保障"


def test_a_household_in_none_of_the_levels_is_named_below(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    scheme = "{id: own, name: 本县一级, source: 本县通知, way: computed, levels: [{name: 红, colour: 红, about: 不到1000元, income_below: 1000}]}"
    text = Path("checklists/tongren-2021.yaml").read_text(encoding="utf-8")
    own.write_text(text.replace("notice_days: 5", f"notice_days: 5\ngrading: {scheme}"), encoding="utf-8")
    registry = replace(sample(), settings=Settings(2021, str(own)))
    found = ledger(registry)
    assert "红（0户0人）" in found
    assert "不在各级范围内：翟守田、荀桂香、嵇大川、滑新民。" in found


@pytest.mark.parametrize("head", ["<&>\"'{{ x }}{% y %}", "堃喆玥𠮷", "长" * 60])
def test_hostile_names_and_empty_cells_come_back_from_the_ledger(head: str) -> None:
    registry = changed(
        sample(),
        "households",
        named("滑新民"),
        head=head,
        helper=None,
        object_type=None,
        per_head=Decimal(3000),
    )
    text = ledger(replace(registry, measures=(), members=()))
    assert head in text
    assert "〔待填〕" in text
