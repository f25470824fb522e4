"""Words that wait for a value, numbering that jumps, numbers of persons shown whole; and what only looks like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.claims.prose import find_exposed, find_numbering, find_placeholders
from registry.identity import check_digit
from tests.audit.claims.lines import lines_of


def left(text: str) -> list[str]:
    return [each.text for each in find_placeholders(lines_of(text))]


@pytest.mark.parametrize(
    "text",
    [
        "我村共识别监测对象x户x人。",
        "经××镇党委会研究。",
        "定于20xx年5月召开。",
        "截至20_年底已全部消除。",
        "在202-年的集中排查中。",
        "学校在20_的帮扶工作中走访了农户。",
        "某府呈〔20-〕3号收悉。",
        "某府呈〔2022〕　号收悉。",
        "享受产业措施46户，占比。",
        "享受产业措施46户占比享受就业措施31户。",
        "参保率达，较上年提高。",
        "全年投入资金万元，用于修路。",
        "救助脱贫户15户万元。",
        "累计完成了万贫困人口脱贫。",
        "收入低于扶贫标准倍左右的农户。",
        "新识别41户163、消除风险2户5人。",
        "会议于　年　月　日召开。",
        "本批拟纳入户人，名单附后。",
        "用于产业的资金达x%以上。",
        "按照_县领导小组要求，抓好落实。",
        "根据《关于印发的通知》要求，抓好落实。",
        "坚持以***为指导，抓好落实。",
        "经{{ office.name }}研究同意。",
        "人均收入#REF!元",
        "（此处填写会议地点）",
    ],
)
def test_what_was_not_filled_in_or_was_lost_is_found(text: str) -> None:
    assert left(text)


@pytest.mark.parametrize(
    "text",
    [
        "我村共识别监测对象3户8人。",
        "补助金额＝补助标准×人数，按月发放。",
        "家庭人均纯收入×人口数为家庭纯收入。",
        "张××，公示期内无异议。",
        "李*户（一组，3人）",
        "会议由村支书王××主持，",
        "身份证号529021********5610",
        "二〇〇〇年建房，面积90平方米。",
        "不按户数、人数和占比，只看实际情况。",
        "务工收入占比高的农户。",
        "享受产业措施46户，占比30%。",
        "单位：万元",
        "享受保障4户占比7%。",
        "按比例，逐年提高。",
        "户主签字：　　　20　　年　　月　　日",
        "从事该项工作20 年。",
        "其中户籍人口310人。",
        "附件：评议_会议记录.docx，附后。",
        "中共某某镇委员会",
        "姓名____性别____，住址____。",
        "收入达万元以上的农户，分户记载。",
        "每户补助500元/亩。",
        "共5户12人，2022年3月起享受。",
    ],
)
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert left(text) == []


def test_a_heading_of_a_table_may_name_its_unit() -> None:
    table = [["项目", "发放资金", "万元"], ["产业", "发放资金万元", "3"]]
    assert find_placeholders(lines_of(table)) == ()


def test_a_masked_cell_is_no_placeholder() -> None:
    assert find_placeholders(lines_of([["张三", "****", "因病"]])) == ()


def test_each_place_is_shown_with_the_words_around_it() -> None:
    assert left("其中产业措施46户，占比。就业措施31户，占比。") == [
        "中产业措施46户，占比。就业措施3",
        "。就业措施31户，占比。",
    ]


@given(st.integers(1, 99), st.integers(1, 400), st.integers(2014, 2030), st.integers(1, 12))
def test_a_finished_sentence_has_no_placeholder(households: int, persons: int, year: int, month: int) -> None:
    text = f"{year}年{month}月，全村识别监测对象{households}户{persons}人，投入资金{persons}万元，占比{households}%。"
    assert left(text) == []


def numbers(*texts: str) -> list[tuple[str, int, int]]:
    return [(each.scheme, each.number, each.group) for each in find_numbering(lines_of(*texts))]


def test_headings_and_items_are_numbered_each_in_their_group() -> None:
    found = numbers("一、总体要求", "1.目标", "2.原则", "二、措施", "1.产业", "3.就业")
    assert found == [("一、", 1, 1), ("1.", 1, 2), ("1.", 2, 2), ("一、", 2, 1), ("1.", 1, 3), ("1.", 3, 3)]


def test_points_within_a_sentence_are_numbered_too() -> None:
    assert numbers("一是摸清底数。二是落实措施；四是跟踪问效。") == [
        ("一是", 1, 1),
        ("一是", 2, 1),
        ("一是", 4, 1),
    ]


def test_a_date_at_the_beginning_is_no_number() -> None:
    assert numbers("1.目标", "2.5万元用于产业。", "12.31前完成。") == [("1.", 1, 1)]


def whole_id(born: str, order: int) -> str:
    body = f"529021{born}{order:03d}"
    return body + check_digit(body)


def test_a_whole_identity_number_is_exposed_and_is_shown_masked() -> None:
    (found,) = find_exposed(lines_of(f"1　周小满　{whole_id('19700102', 12)}　因病"))
    assert found.what == "身份证号"
    assert "19700102" not in found.shown


def test_a_mobile_number_is_exposed_but_not_the_offices_own() -> None:
    assert [each.what for each in find_exposed(lines_of("联系人：周小满，13912345678"))] == ["手机号"]
    assert find_exposed(lines_of("监督电话：13912345678")) == ()


def test_a_masked_number_and_a_document_number_are_not_exposed() -> None:
    assert find_exposed(lines_of("529021********5610", "某府呈〔2021〕3号", "2021年5月12日")) == ()


@given(st.dates().filter(lambda day: day.year > 1905), st.integers(0, 999))
def test_no_exposed_number_is_repeated_whole(born: object, order: int) -> None:
    number = whole_id(str(born).replace("-", ""), order)
    assert all(number not in each.shown for each in find_exposed(lines_of(f"户主 {number}")))
