"""Drafting a registry: what is taken from papers of other wordings, and which word wins where papers disagree."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from audit.drafting.choose import choose
from audit.drafting.draft import draft_registry
from audit.drafting.layout import find_pairs, find_rows
from audit.drafting.types import Draft, Said, Word
from audit.drafting.values import same, typed, written_risks
from audit.lines import read_lines
from audit.pipeline import weigh
from audit.readers import read_document
from checklists import load_checklist
from registry.records import Household, Member, Vote
from tests.audit.builders import AS_OF, make_docx, read_all
from tests.audit.sample_archive import IDS, MEASURES, MO, REFUSED, SIZES, TYPES, YOU, archive


def drafted(papers: dict[str, bytes]) -> Draft:
    dossier, _ = weigh(read_all(papers), checklist=load_checklist(), as_of=AS_OF, root_name="档案")
    return draft_registry(dossier)


def home(draft: Draft, head: str) -> Household:
    return next(each for each in draft.registry.households if each.head == head)


@pytest.fixture(scope="module")
def sample() -> Draft:
    return drafted(archive())


def test_households_come_with_what_forms_of_other_wordings_say(sample: Draft) -> None:
    for head in (MO, YOU):
        found = home(sample, head)
        assert (found.id_number, str(found.size), found.object_type) == (IDS[head], SIZES[head], TYPES[head])
        assert {each.name for each in sample.registry.measures_of(found)} >= set(MEASURES[head])


def test_how_far_a_household_came_is_told_by_the_last_paper(sample: Draft) -> None:
    states = {each.head: each.state for each in sample.registry.households}
    assert states == {MO: "已消除", YOU: "监测中", REFUSED: "不予纳入"}


def test_the_workbook_is_the_office_s_whose_archive_it_is(sample: Draft) -> None:
    assert sample.registry.own_unit is not None
    assert sample.registry.own_unit.name == "云溪区"
    community = {
        path.split("/", 2)[2]: data
        for path, data in archive().items()
        if path.startswith("望江街道/临江社区/")
    }
    dossier, _ = weigh(
        read_all(community),
        checklist=load_checklist(),
        as_of=AS_OF,
        root_name="临江社区",
        unit="云溪区/望江街道/临江社区",
    )
    own = draft_registry(dossier).registry.own_unit
    assert own is not None
    assert own.name == "临江社区"


def test_papers_that_agree_give_no_conflict(sample: Draft) -> None:
    assert [(key, each.value, each.others) for key, each in sample.sources.items() if each.others] == []


def test_every_value_has_its_paper_or_says_that_it_was_made_up(sample: Draft) -> None:
    assert [key for key, each in sample.sources.items() if not each.words and not each.coined] == []
    files = set(archive())
    assert {word.file for each in sample.sources.values() for word in each.words} <= files


def test_a_paper_that_says_otherwise_is_kept_beside_the_value_of_most() -> None:
    papers = dict(archive())
    path = next(path for path in papers if path.endswith(".docx") and "名单" in path)
    odd = make_docx(
        "望江街道拟纳入防贫监测对象名单",
        [
            ("序号", "社区", "户主姓名", "身份证号码", "家庭人口", "监测对象类别"),
            ("1", "临江社区", MO, IDS[MO], "7", TYPES[MO]),
            ("2", "临江社区", YOU, IDS[YOU], SIZES[YOU], TYPES[YOU]),
        ],
        "2021年4月20日",
    )
    papers[path.rpartition("/")[0] + "/另一份名单.docx"] = odd
    draft = drafted(papers)
    number = draft.registry.households.index(home(draft, MO))
    sourced = draft.sources[Household, number, "size"]
    assert str(sourced.value) == SIZES[MO]
    assert [(value, word.file.rpartition("/")[2]) for value, word in sourced.others] == [
        (7, "另一份名单.docx")
    ]


# --- which word wins ---------------------------------------------------------------------------


def said(field: str, value: Any, file: str, own: bool = False) -> Said:
    return Said(Household, ("甲户",), field, value, Word(file, 1, "…", own))


def taken(*every: Said) -> Any:
    return choose(every)[Household]["甲户",][every[0].field]


def test_the_value_of_most_papers_is_taken() -> None:
    found = taken(said("size", 4, "表", own=True), said("size", 3, "名单"), said("size", 3, "批复"))
    assert (found.value, [value for value, _ in found.others]) == (3, [4])


def test_of_as_many_papers_the_household_s_own_form_is_taken() -> None:
    assert taken(said("size", 3, "名单"), said("size", 4, "表", own=True)).value == 4


def test_one_paper_counts_once_however_often_it_says_a_thing() -> None:
    found = taken(*[said("size", 3, "名单")] * 3, said("size", 4, "甲表"), said("size", 4, "乙表"))
    assert found.value == 4


def test_other_words_for_one_story_are_no_conflict() -> None:
    found = taken(
        said("situation", "户主生病。", "申请", own=True), said("situation", "户主生病，花费大。", "记录")
    )
    assert (found.value, found.others) == ("户主生病。", ())


# --- values and layouts ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("schooling", "无失学辍学", None),
        ("house_safe", "不安全", "不安全"),
        ("road", "硬化路", "硬化"),
        ("house_area", "113平方米", 113),
        ("group", "云溪区望江街道临江社区网格二", "网格二"),
        ("group", "某县某镇某村第3村民小组", "3组"),
        ("id_number", "990101********0014", None),
        ("phone", "无", None),
        ("verified_on", "2021.4.6", date(2021, 4, 6)),
    ],
)
def test_a_cell_is_filled_with_what_its_column_takes_and_nothing_else(
    field: str, text: str, value: object
) -> None:
    assert typed(Household, field, text) == value


def test_risks_keep_the_order_in_which_they_are_written() -> None:
    assert written_risks("缺劳动力、因病") == ("缺劳动力", "因病")
    assert same("risks", ("因病", "缺劳动力"), ("缺劳动力", "因病"))


def test_labels_of_one_line_are_told_apart_with_their_values() -> None:
    lines = read_lines(
        read_document("a.docx", make_docx("纪要", "时间：2021年4月9日　　主持：桂一　　记录：苗二"))
    )
    assert [(field, text) for field, text, _ in find_pairs(lines, "meeting")] == [
        ("held_on", "2021年4月9日"), ("chair", "桂一"), ("recorder", "苗二"),
    ]  # fmt: skip


def test_a_table_ends_where_rows_of_labels_begin() -> None:
    rows = [
        ("姓名", "关系", "证件号码", "健康状况"),
        ("桂一", "户主", "/", "健康"),
        ("住房安全", "安全", "饮水安全", "达标"),
    ]
    lines = read_lines(read_document("a.docx", make_docx("表", rows)))
    found = [row["name"] for row, _ in find_rows(lines, "member", frozenset(("name", "relation")))]
    assert found == ["桂一"]


def test_a_vote_that_two_papers_tell_otherwise_is_a_conflict() -> None:
    assert not same("result", "通过", "不通过")
    assert typed(Vote, "result", "不通过") == "不通过"
    assert typed(Member, "work_months", "/") is None
