"""The national system's export: recognised by its headings, and brought into a registry that staff keep."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from checklists.faults import UserError
from registry.national_export import Imported, import_export
from registry.registry import Registry
from registry.to_fill import empty_sheets, to_fill
from registry.update_registry import Updated, update_registry
from tests.registry.builders import (
    HEAD_ID,
    SON_ID,
    WIFE_ID,
    make_change,
    make_eliminated_registry,
    make_household,
    make_id,
    make_registry,
)

HOUSE = "360010000123"
TITLE: list[list[object]] = [["（自定义）监测对象信息"], ["导出时间：2021-12-31"]]
HEAD: dict[str, object] = {
    "县": "云岭县", "乡": "清水镇", "村": "青松村", "户编号": HOUSE, "姓名": "田水生", "证件号码": HEAD_ID,
    "与户主关系": "户主", "性别": "男", "监测对象类别": "边缘易致贫户", "户类型": "普通农户", "户联系电话": 13900010001,
    "风险是否已消除": "否", "识别监测时间": "202106", "致贫/返贫风险1": "因病", "人均纯收入（元）": 5200,
    "工资性收入": 9000, "健康帮扶": "资助参保；大病救助", "公益性岗位帮扶": "无",
}  # fmt: skip
WIFE = {"姓名": "石春梅", "证件号码": WIFE_ID, "与户主关系": "配偶", "性别": "女"}
SON = {"姓名": "田小松", "证件号码": SON_ID, "与户主关系": "之子", "性别": "男"}
PLACE = ("县", "乡", "村", "户编号")


def family(**changes: object) -> list[dict[str, object]]:
    """Three people of one household; the members' rows repeat place and 户编号 only."""
    head = HEAD | changes
    return [head, *({name: head[name] for name in PLACE} | person for person in (WIFE, SON))]


def export(folder: Path, rows: list[dict[str, object]], headings: list[str] | None = None) -> Path:
    """An export with its header in row 3."""
    names = headings or list(dict.fromkeys(name for row in rows for name in row))
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    lines: list[list[Any]] = [*TITLE, list(names), *([row.get(name) for name in names] for row in rows)]
    for line in lines:
        sheet.append(line)
    path = folder / "导出.xlsx"
    book.save(path)
    return path


def imported(folder: Path, rows: list[dict[str, object]], headings: list[str] | None = None) -> Imported:
    return import_export(export(folder, rows, headings))


def updated(folder: Path, old: Registry, rows: list[dict[str, object]]) -> Updated:
    found = imported(folder, rows)
    return update_registry(old, found.registry, found.derived)


def actions(update: Updated) -> list[tuple[str, str]]:
    return [(line.action, line.who) for line in update.lines]


def test_one_row_a_person_becomes_households_with_members(tmp_path: Path) -> None:
    registry = imported(tmp_path, family()).registry
    household = registry.households[0]
    assert (household.household_id, household.head, household.village) == (HOUSE, "田水生", "青松村")
    assert (household.id_number, household.farm_type, household.state) == (HEAD_ID, "一般农户", "监测中")
    assert [(member.name, member.relation) for member in registry.members] == [
        ("田水生", "户主"), ("石春梅", "配偶"), ("田小松", "之子"),
    ]  # fmt: skip
    assert (registry.incomes[0].wages, registry.incomes[0].per_head) == (Decimal(9000), Decimal(5200))


def test_places_become_units(tmp_path: Path) -> None:
    units = imported(tmp_path, family()).registry.units
    assert [(unit.name, unit.level, unit.parent) for unit in units] == [
        ("云岭县", "县级", None), ("清水镇", "乡级", "云岭县"), ("青松村", "村级", "清水镇"),
    ]  # fmt: skip


def test_a_village_name_in_two_townships_is_written_with_its_township(tmp_path: Path) -> None:
    other = [row | {"乡": "河口镇", "户编号": "9"} for row in family()]
    registry = imported(tmp_path, family() + other).registry
    assert [household.village for household in registry.households] == ["清水镇/青松村", "河口镇/青松村"]
    assert all(registry.find_unit(household.village) for household in registry.households)


def test_a_month_never_becomes_a_date(tmp_path: Path) -> None:
    found = imported(tmp_path, family(识别监测时间=202106.0))
    assert found.registry.households[0].identified_on is None
    assert [(month.field, month.month) for month in found.months] == [("identified_on", "2021-06")]


def test_a_full_date_is_one(tmp_path: Path) -> None:
    assert imported(tmp_path, family(识别监测时间="20210610")).registry.households[0].identified_on == date(
        2021, 6, 10
    )


def test_measures_become_rows_once_a_household(tmp_path: Path) -> None:
    rows = family()
    rows[1]["健康帮扶"] = "资助参保"
    measures = imported(tmp_path, rows).registry.measures
    assert [(measure.category, measure.name) for measure in measures] == [
        ("健康帮扶", "资助参保"),
        ("健康帮扶", "大病救助"),
    ]


def test_a_bare_yes_in_a_column_of_measures_is_its_category(tmp_path: Path) -> None:
    measures = imported(tmp_path, family(健康帮扶="无", 教育帮扶="是")).registry.measures
    assert [(measure.category, measure.name) for measure in measures] == [("教育帮扶", "教育帮扶")]


def test_a_risk_that_the_list_does_not_know_is_other_with_its_name(tmp_path: Path) -> None:
    household = imported(tmp_path, family(**{"致贫/返贫风险2": "因疫情"})).registry.households[0]
    assert (household.risks, household.risk_note) == (("因病", "其他"), "因疫情")


@pytest.mark.parametrize(("value", "state"), [("是", "已消除"), ("否", "监测中"), ("", "监测中")])
def test_the_state_follows_the_risk(tmp_path: Path, value: str, state: str) -> None:
    assert imported(tmp_path, family(风险是否已消除=value)).registry.households[0].state == state


@pytest.mark.parametrize(("value", "flag"), [("农村低保", "是"), ("是", "是"), ("无", "否"), ("否", "否")])
def test_yes_and_no_in_their_spellings(tmp_path: Path, value: str, flag: str) -> None:
    assert imported(tmp_path, family(享受低保政策情况=value)).registry.members[0].allowance == flag


def test_two_columns_of_insurance_become_one(tmp_path: Path) -> None:
    rows = family(是否参加城乡居民基本医疗="否", 是否参加城镇职工基本医疗="是")
    assert imported(tmp_path, rows).registry.members[0].medical == "城镇职工"


def test_headings_in_another_order_with_units_and_brackets_are_the_same(tmp_path: Path) -> None:
    rows = [{name.replace("（元）", "(元)"): value for name, value in row.items()} for row in family()]
    names = list(reversed(list(rows[0])))
    assert imported(tmp_path, rows, names).registry == imported(tmp_path, family()).registry


def test_what_was_used_doubled_and_unknown_is_told(tmp_path: Path) -> None:
    found = imported(tmp_path, family(风险是否已消除0="是", 与村主干路距离="1"))
    assert found.used["姓名"] == "member.name"
    assert found.doubled == ("风险是否已消除0",)
    assert found.unknown == ("与村主干路距离",)
    assert found.registry.households[0].state == "监测中"


def test_a_value_that_is_not_understood_is_left_out_and_counted(tmp_path: Path) -> None:
    found = imported(tmp_path, family(劳动技能="很能干"))
    assert found.registry.members[0].labour is None
    assert found.odd == {("劳动技能", "很能干"): 1}


def test_without_ids_households_are_told_apart_by_head_and_village(tmp_path: Path) -> None:
    rows = [
        {k: v for k, v in row.items() if k != "户编号"}
        for row in family() + family(姓名="杨二妹", 证件号码="")
    ]
    registry = imported(tmp_path, rows).registry
    assert [household.head for household in registry.households] == ["田水生", "杨二妹"]
    assert [len(registry.members_of(household)) for household in registry.households] == [3, 3]


def test_a_disability_card_is_kept_whole(tmp_path: Path) -> None:
    assert imported(tmp_path, family(证件号码=f"{HEAD_ID}43")).registry.members[0].id_number == f"{HEAD_ID}43"


def test_an_older_sister_of_the_export_is_known_too(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"县(市、区、旗)": "云岭县", "乡(镇)": "清水镇", "行政村": "青松村", "自然村": "二组", "户编号": "1", "姓名": "田水生",
         "证件号码": HEAD_ID, "与户主关系": "本人", "务工时间(月)": 6}
    ]  # fmt: skip
    registry = imported(tmp_path, rows).registry
    assert (registry.households[0].group, registry.members[0].relation) == ("二组", "户主")
    assert registry.members[0].work_months == 6


def test_a_table_without_people_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="表头"):
        imported(tmp_path, [{"甲": 1, "乙": 2}])


@pytest.mark.needs_libreoffice
def test_an_old_xls_is_read_the_same(tmp_path: Path) -> None:
    path = export(tmp_path, family())
    command = ["soffice", "--headless", "--convert-to", "xls", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert import_export(path.with_suffix(".xls")).registry == import_export(path).registry


def test_what_is_still_to_be_filled_in_is_counted(tmp_path: Path) -> None:
    registry = imported(tmp_path, family()).registry
    gaps = {(gap.sheet, gap.heading): (gap.blank, gap.rows) for gap in to_fill(registry)}
    assert gaps[("监测对象户", "认定日期")] == (1, 1)
    assert gaps[("家庭成员", "健康状况")] == (3, 3)
    assert "会议" in empty_sheets(registry)


def test_the_same_export_again_changes_nothing(tmp_path: Path) -> None:
    registry = imported(tmp_path, family()).registry
    again = updated(tmp_path, registry, family())
    assert again.registry == registry
    assert again.lines == ()


def test_what_staff_typed_stays(tmp_path: Path) -> None:
    old = make_registry()
    merged = updated(tmp_path, old, family()).registry
    household = merged.households[0]
    assert household == replace(old.households[0], household_id=HOUSE)
    assert merged.incomes == tuple(replace(income, household_id=HOUSE) for income in old.incomes)
    assert merged.meetings == old.meetings


def test_an_id_that_staff_made_up_becomes_the_systems_in_every_sheet(tmp_path: Path) -> None:
    update = updated(
        tmp_path, make_eliminated_registry(changes=(make_change(),)), family(风险是否已消除="是")
    )
    merged = update.registry
    assert ("改了户编号", "田水生") in actions(update)
    rows: list[Any] = [*merged.members, *merged.incomes, *merged.votes, *merged.measures, *merged.changes]
    assert {row.household_id for row in rows} == {HOUSE}


def test_who_joined_left_and_changed_is_listed(tmp_path: Path) -> None:
    known = [replace(r, household_id=HOUSE) for r in make_registry().members]
    old = make_registry(
        households=(make_household(household_id=HOUSE),),
        members=tuple(known),
        incomes=(),
        votes=(),
        measures=(),
    )
    baby: dict[str, object] = {"姓名": "田小禾", "证件号码": make_id("20210730", "124"), "与户主关系": "之女"}
    head, wife, _ = family(监测对象类别="突发严重困难户", 户联系电话="13900019999")
    update = updated(tmp_path, old, [head, wife, {name: HEAD[name] for name in PLACE} | baby])
    assert ("新增成员", "田小禾") in actions(update)
    assert ("系统里已没有的成员", "田小松") in actions(update)
    assert update.registry.households[0].object_type == "突发严重困难户"
    assert update.registry.households[0].phone == "13900010001"
    assert ("按系统改", "田水生") in actions(update)
    assert ("保留登记簿的", "田水生") in actions(update)
    assert "13900019999" not in "".join(str(line) for line in update.lines)
    assert [member.name for member in update.registry.members] == ["田水生", "石春梅", "田小松", "田小禾"]


def test_who_left_by_a_recorded_change_is_not_listed_again(tmp_path: Path) -> None:
    left = make_change(change="减少", name="田小松", reason="迁出")
    update = updated(tmp_path, make_registry(changes=(left,)), family()[:2])
    assert "系统里已没有的成员" not in [line.action for line in update.lines]


def test_an_elimination_in_the_system_is_listed_and_taken_over(tmp_path: Path) -> None:
    update = updated(tmp_path, make_registry(), family(风险是否已消除="是"))
    assert update.registry.households[0].state == "已消除"
    assert ("已消除", "田水生") in actions(update)


def test_a_state_that_staff_know_better_is_kept_and_listed(tmp_path: Path) -> None:
    update = updated(tmp_path, make_eliminated_registry(), family(风险是否已消除="否"))
    assert update.registry.households[0].state == "已消除"
    assert ("保留登记簿的", "田水生") in actions(update)


def test_a_household_that_is_in_the_registry_alone_stays_and_is_listed(tmp_path: Path) -> None:
    other = make_household(household_id="B9", head="杨二妹", id_number=make_id("19660101", "322"))
    update = updated(tmp_path, make_registry(households=(make_household(), other)), family())
    assert ("系统里没有", "杨二妹") in actions(update)
    assert len(update.registry.households) == 2


def test_measures_that_staff_described_are_not_doubled(tmp_path: Path) -> None:
    update = updated(tmp_path, make_registry(), family(教育帮扶="雨露计划"))
    assert [measure.name for measure in update.registry.measures] == ["大病救助", "雨露计划"]
