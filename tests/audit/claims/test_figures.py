"""Sums in text and tables: those that fail are claimed with their whole; those that hold, and those that promise no whole, are not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.claims.figures import find_figures
from audit.claims.ratios import find_ratios
from tests.audit.claims.lines import lines_of


def sums(*parts: str | Sequence[Sequence[str]]) -> list[tuple[list[int], int, str]]:
    """The sums that fail: parts, total, unit."""
    return [
        (list(map(int, each.parts)), int(each.total), each.unit)
        for each in find_figures(lines_of(*parts))[1]
        if sum(each.parts) != each.total
    ]


def ratios(*parts: str) -> list[tuple[int, int, str]]:
    """Percentages that their figures do not give."""
    return [
        (int(each.part), int(each.whole), str(each.percent))
        for each in find_ratios(lines_of(*parts))
        if abs(each.part * 100 / each.whole - each.percent) >= 1
    ]


def test_a_count_has_its_label_its_households_and_its_persons() -> None:
    ((count,), _) = find_figures(lines_of("全村识别边缘易致贫户６户、２１人，均已公示。"))
    assert (count.label, count.households, count.persons) == ("全村识别边缘易致贫户", 6, 21)


@pytest.mark.parametrize("words", ["三户八人", "3户8人", "3户（8人）", "3户，8人", "３户８人"])
def test_a_count_is_read_however_it_is_written(words: str) -> None:
    ((count,), _) = find_figures(
        lines_of(f"本次拟纳入{words}" if words[0] != "三" else f"本次拟纳入共{words}")
    )
    assert (count.households, count.persons) == (3, 8)


@pytest.mark.parametrize("words", ["5户12个村民小组", "5户，2022年", "5户3人次", "5户、3组"])
def test_what_stands_behind_the_households_need_not_be_persons(words: str) -> None:
    ((count,), _) = find_figures(lines_of(f"走访{words}。"))
    assert (count.households, count.persons) == (5, None)


def test_thousands_may_be_set_apart() -> None:
    ((count,), _) = find_figures(lines_of("全县在册农户1,204户4,310人。"))
    assert (count.households, count.persons) == (1204, 4310)


def test_types_that_do_not_make_up_the_whole_are_claimed() -> None:
    text = "全乡监测对象40户131人，其中脱贫不稳定户12户40人、边缘易致贫户20户66人、突发严重困难户8户26人。"
    assert sums(text) == [([40, 66, 26], 131, "人")]


def test_types_that_make_up_the_whole_are_silent() -> None:
    text = "全乡监测对象40户132人，其中脱贫不稳定户12户40人、边缘易致贫户20户66人、突发严重困难户8户26人。"
    assert sums(text) == []


def test_a_whole_may_stand_in_the_sentence_before_its_breakdown() -> None:
    text = "全乡现有监测对象40户132人。按类型分，脱贫不稳定户12户40人；边缘易致贫户20户66人；突发严重困难户7户26人。"
    assert sums(text) == [([12, 20, 7], 40, "户")]


def test_residents_are_no_whole_of_the_monitored() -> None:
    text = "全村农户160户602人，其中脱贫户50户。三类对象方面：脱贫不稳定户2户7人、边缘易致贫户1户3人、突发严重困难户0户0人。"
    assert sums(text) == []


def test_those_looked_at_are_no_whole_of_those_taken_in() -> None:
    text = "共排查农户310户，纳入监测对象9户，其中脱贫不稳定户4户、边缘易致贫户4户。"
    assert sums(text) == [([4, 4], 9, "户")]


def test_parts_of_which_something_is_said_are_no_breakdown() -> None:
    assert sums("全村监测对象9户，其中脱贫不稳定户4户、边缘易致贫户2户享受低保。") == []


def test_those_newly_taken_in_are_no_part_of_those_there_before() -> None:
    assert sums("年初有监测对象30户，今年新增脱贫不稳定户2户、边缘易致贫户3户。") == []


def test_a_wrapped_line_is_read_on() -> None:
    text = (
        "经研究，本批同意将清水镇上报的监测对象共9户三十一人纳入监测范围，其中脱贫不稳定户4户14",
        "人、边缘易致贫户4户17人。",
    )
    assert sums(*text) == [([4, 4], 9, "户")]


def test_eliminated_and_not_yet_eliminated_make_up_all() -> None:
    text = "截至年底，共有监测对象50户170人，其中已消除风险31户104人，未消除风险19户64人。"
    assert sums(text) == [([104, 64], 170, "人")]


def test_main_risks_need_not_make_up_all() -> None:
    assert sums("边缘易致贫户20户，其中因病9户、因残3户。") == []


def test_risks_with_the_rest_must_make_up_all() -> None:
    assert sums("边缘易致贫户20户，其中因病9户、因残3户、其他原因7户。") == [([9, 3, 7], 20, "户（按风险）")]


def test_a_breakdown_by_risk_is_held_against_the_whole_of_the_next_paragraph() -> None:
    text = (
        "2.按风险分类：因病21户80人，因残9户33人，务工就业不稳10户41人。",
        "3.全乡共有监测对象40户150人。",
    )
    assert sums(*text) == [([80, 33, 41], 150, "人")]


def test_a_breakdown_of_as_many_persons_must_have_as_many_households() -> None:
    text = (
        "2.按风险分类：因病21户80人，因残9户33人，务工就业不稳11户41人。",
        "3.全乡共有监测对象40户154人。",
    )
    assert sums(*text) == [([21, 9, 11], 40, "户")]


def test_other_reasons_end_a_listing_of_reasons() -> None:
    text = "共清退26户90人，均为边缘户，清退原因是有公职人员7户24人，买车的有9户31人，其他原因的有9户35人。"
    assert sums(text) == [([7, 9, 9], 26, "户")]


def test_each_type_has_its_own_risks() -> None:
    text = "边缘易致贫户5户，其中因病2户、因残2户、其他1户；脱贫不稳定户4户，其中因病1户、因残2户、其他1户。"
    assert sums(text) == []


def test_amounts_given_one_by_one_must_make_up_the_whole() -> None:
    (_, (found,)) = find_figures(
        lines_of("全年整合资金90.5万元，分别为产业发展50万元、就业补助30.5万元、住房改造9万元。")
    )
    assert (found.parts, found.total) == ((Decimal(50), Decimal("30.5"), Decimal(9)), Decimal("90.5"))


def test_among_them_promises_no_whole() -> None:
    assert sums("全年整合资金90万元，其中产业发展50万元、就业补助30万元。") == []


def test_a_listing_that_ends_with_the_rest_is_whole() -> None:
    text = "共清退监测对象25户70人，均为边缘户，其中有公职人员6户20人，买车9户25人、其他原因9户25人。"
    assert sums(text) == [([6, 9, 9], 25, "户")]


def test_a_total_right_behind_its_items_is_theirs() -> None:
    assert sums("走访脱贫户41户、监测户6户、一般户20户，共76户。") == [([41, 6, 20], 76, "户")]


def test_figures_may_be_given_in_the_order_of_their_names() -> None:
    text = "全镇监测对象共30户，脱贫不稳定户、边缘易致贫户、突发严重困难户分别为10户、15户、6户。"
    assert sums(text) == [([10, 15, 6], 30, "户")]


def test_chinese_numerals_are_figures_too() -> None:
    text = "监测对象十二户三十五人，其中脱贫不稳定户五户十五人、边缘易致贫户六户二十人。"
    assert sums(text) == [([5, 6], 12, "户")]
    assert find_figures(lines_of("坚持一户一策，三五户联合，带动千家万户。"))[0] == ()


def test_figures_of_several_years_make_up_nothing() -> None:
    assert sums("全县由80户起步，2020年、2021年分别为100户、120户。") == []


def test_what_grew_is_no_total() -> None:
    assert sums("纳入30户，比上年增加5户，分别为低保户12户、一般户18户。") == []


def test_a_column_must_make_up_its_total() -> None:
    table = [["村", "户数", "人数"], ["白杨村", "3", "9"], ["红岩村", "4", "11"], ["合计", "7", "21"]]
    assert sums(table) == [([9, 11], 21, "人数")]


def test_subtotals_are_held_against_their_own_rows_and_no_total_counts_them() -> None:
    rows = [
        ["一组", "3"],
        ["二组", "4"],
        ["小计", "8"],
        ["三组", "2"],
        ["四组", "5"],
        ["小计", "7"],
        ["合计", "14"],
    ]
    assert sums([["组", "户数"], *rows]) == [([3, 4], 8, "户数")]


def test_a_rows_types_are_held_against_its_own_total() -> None:
    heading = ["村", "脱贫不稳定户", "边缘易致贫户", "突发严重困难户", "合计"]
    assert sums([heading, ["甲村", "2", "3", "1", "6"], ["乙村", "1", "", "2", "4"]]) == [
        ([1, 0, 2], 4, "合计")
    ]


def test_where_all_are_of_one_type_their_persons_are_the_same() -> None:
    assert sums("同意3户9人列为拟纳入监测对象，其中边缘易致贫户3户8人。") == [([8], 9, "人")]
    assert sums("同意3户9人列为拟纳入监测对象，其中边缘易致贫户2户8人。") == []


def test_a_breakdown_by_main_risk_counts_each_household_once() -> None:
    text = "全乡识别监测对象9户30人。按主要风险分：因病3户9人、因残2户7人、因学3户14人。"
    assert sums(text) == [([3, 2, 3], 9, "户（按风险）")]


def test_a_change_is_held_against_its_two_ends() -> None:
    assert sums("联络员由原来的6人增加到9人，增加2人。") == [([6, 2], 9, "人")]
    assert sums("监测户由20户减少到15户，减少5户。") == []


def test_ages_incomes_a_head_and_rows_within_rows_are_not_added_up() -> None:
    table = [["姓名", "年龄", "人均收入"], ["甲", "30", "8000"], ["乙", "40", "9000"], ["合计", "2", "1"]]
    nested = [["项目", "金额"], ["一、产业", "100"], ["1.养殖", "60"], ["2.种植", "40"], ["合计", "100"]]
    assert sums(table) == sums(nested) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("累计落实措施覆盖全部监测对象80户，享受健康帮扶20户，占比25%。", []),
        ("累计落实措施覆盖全部监测对象80户，享受健康帮扶20户，占比52%。", [(20, 80, "52")]),
        ("应参保120人，已参保118人，参保率98.3%。", []),
        ("发现问题23个，已整改21个，整改率81.3%。", [(21, 23, "81.3")]),
        ("今年增加5户，减少2户，占比12%。", []),
        ("全镇监测户50户，本村5户，占全县的2%。", []),
        ("应参保120人，已参保118人，参保率89.3%。", [(118, 120, "89.3")]),
        ("化解矛盾20件，接待来访15件，化解率100%。", []),
        ("监测对象由20户增加到30户，增长40%。", [(10, 20, "40")]),
        ("到位资金620万元，较上年同期增加20万元，增长3.33%。", []),
        ("到位资金620万元，较上年同期增加20万元，增长5.3%。", [(20, 600, "5.3")]),
        ("监测户40户，比2021年减少10户，下降20%。", []),
        ("满意率约95%，占比30%以上。", []),
        ("低保户12户，占比30%。", []),
    ],
)
def test_a_percentage_is_held_against_figures_that_are_clearly_its_own(
    text: str, wrong: list[tuple[int, int, str]]
) -> None:
    assert ratios(text) == wrong


COUNTS = st.tuples(st.integers(1, 400), st.integers(1, 1500))


def paragraph(parts: list[tuple[int, int]], households: int, persons: int) -> str:
    names = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")
    listed = "、".join(f"{name}{h}户{p}人" for name, (h, p) in zip(names, parts, strict=True))
    return f"目前全县共有监测对象{households}户{persons}人，其中{listed}。"


@given(st.lists(COUNTS, min_size=3, max_size=3))
def test_figures_that_add_up_are_never_claimed_to_fail(parts: list[tuple[int, int]]) -> None:
    text = paragraph(parts, sum(h for h, _ in parts), sum(p for _, p in parts))
    assert sums(text) == []


@given(st.lists(COUNTS, min_size=3, max_size=3), st.integers(1, 60))
def test_a_total_that_is_off_is_always_claimed(parts: list[tuple[int, int]], off: int) -> None:
    persons = sum(p for _, p in parts)
    text = paragraph(parts, sum(h for h, _ in parts), persons + off)
    assert sums(text) == [([p for _, p in parts], persons + off, "人")]


@given(st.integers(1, 500), st.integers(1, 500))
def test_a_rate_as_it_is_worked_out_is_never_claimed_to_be_wrong(part: int, more: int) -> None:
    whole = part + more
    text = f"应参保{whole}人，已参保{part}人，参保率{part * 100 / whole:.1f}%。"
    assert ratios(text) == []


@given(
    st.text(alphabet="户人共其中监测对象脱贫不稳定边缘易致贫占比为0123456789.%，。、；（）万元 ", max_size=80)
)
def test_no_text_makes_the_search_fail(text: str) -> None:
    lines = lines_of(text) if text.strip() else ()
    find_figures(lines)
    find_ratios(lines)
