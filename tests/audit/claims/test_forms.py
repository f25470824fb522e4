"""What forms, lists, records and running text state of households, whatever they look like."""

from __future__ import annotations

import pytest

from audit.claims.find import find_claims
from audit.claims.forms import find_persons, find_statements
from audit.claims.types import Field
from audit.lines import Line
from registry.text import squeeze
from tests.audit.claims.lines import lines_of

HEAD = "翟守田"
ID = "990124196603121016"


def stated(head: str, *parts: object) -> dict[tuple[str, str, str], str]:
    """Head, field and column → value."""
    found = find_statements(lines_of(*parts), head)  # type: ignore[arg-type]
    return {(each.head, each.field.value, each.column): each.value for each in found}


def test_a_label_has_its_value_in_the_next_cell() -> None:
    rows = [("户主姓名", HEAD, "公民身份号码", ID), ("家庭人口（人）", "3", "人均纯收入（元）", "5136.67")]
    assert stated(HEAD, rows) == {
        (HEAD, "id", ""): ID,
        (HEAD, "size", ""): "3",
        (HEAD, "per-head", ""): "5136.67",
    }


def test_a_label_that_stands_beside_a_label_has_no_value() -> None:
    assert stated(HEAD, [("家庭人口", "人均纯收入", "5136.67")]) == {(HEAD, "per-head", ""): "5136.67"}


def test_a_list_says_of_each_household_what_its_columns_are() -> None:
    rows = [
        ("序号", "户主", "人口", "监测对象类别", "风险"),
        ("1", "翟守田", "3", "边缘易致贫户", "因病"),
        ("2", "荀桂香", "2", "脱贫不稳定户", "因残、缺劳动力"),
        ("合计", "2户", "5", "", ""),
    ]
    found = stated("", rows)
    assert found["荀桂香", "risks", ""] == "因残、缺劳动力"
    assert found["翟守田", "size", ""] == "3"
    assert {head for head, _, _ in found} == {"翟守田", "荀桂香"}


def test_a_list_of_members_says_nothing_of_households_but_who_is_who() -> None:
    rows = [("姓名", "与户主关系", "证件号码", "劳动技能"), (HEAD, "户主", ID, "普通劳动力")]
    assert stated(HEAD, rows) == {}
    assert [(each.name, each.id_number, each.relation) for each in find_persons(lines_of(rows))] == [
        (HEAD, ID, "户主")
    ]


def test_a_comparison_form_tells_then_from_now() -> None:
    rows = [("指标", "识别时", "消除时"), ("家庭人口", "3", "4"), ("人均纯收入", "5136.67", "13386.67")]
    found = stated(HEAD, rows)
    assert found[HEAD, "size", "then"] == "3"
    assert found[HEAD, "per-head", "now"] == "13386.67"


@pytest.mark.parametrize(
    "line",
    [
        "1. 翟守田户（二组，3人，边缘易致贫户，因病，人均纯收入5136.67元）。评议意见：属实。",
        "（一）翟守田（二组，3人，边缘易致贫户，因病，人均纯收入5136.67元）：赞成13票。",
        "会议逐户分析，翟守田户（3人，边缘易致贫户，因病，人均纯收入5136.67元）收入稳定。",
    ],
)
def test_the_brackets_behind_a_name_tell_of_that_household(line: str) -> None:
    assert stated("", line) == {
        (HEAD, "size", ""): "3",
        (HEAD, "type", ""): "边缘易致贫户",
        (HEAD, "risks", ""): "因病",
        (HEAD, "per-head", ""): "5136.67",
    }


def test_brackets_behind_what_is_no_name_tell_nothing() -> None:
    assert stated("", "经研究，困难户（3人，边缘易致贫户，因病）应当关注。") == {}


def test_an_application_tells_size_number_and_income_in_its_text() -> None:
    text = f"申请人{HEAD}，男，公民身份号码{ID}，全家3口人，全家纯收入15410元，人均5136.67元。"
    assert stated(HEAD, text) == {
        (HEAD, "id", ""): ID,
        (HEAD, "size", ""): "3",
        (HEAD, "per-head", ""): "5136.67",
    }


def test_a_number_in_a_line_on_somebody_else_is_not_the_heads() -> None:
    assert stated(HEAD, f"联系人王某，身份证号码{ID}。") == {}


def test_a_number_that_a_narrow_cell_of_a_pdf_breaks_in_two_is_whole() -> None:
    words = (f"户主 {HEAD} 公民身份号码 {ID[:15]}", ID[15:], "监测类别 边缘易致贫户")
    lines = [Line(squeeze(text), text, tuple(text.split()), 1, "正文", False) for text in words]
    numbers = [each.value for each in find_claims(lines, HEAD, None).statements if each.field is Field.ID]
    assert numbers == [ID]


def test_a_page_number_is_no_part_of_an_identity_number() -> None:
    words = (f"户主 {HEAD} 公民身份号码 {ID}", "2")
    lines = [Line(squeeze(text), text, tuple(text.split()), 1, "正文", False) for text in words]
    numbers = [each.value for each in find_claims(lines, HEAD, None).statements if each.field is Field.ID]
    assert numbers == [ID]
