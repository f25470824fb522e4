"""decisions.yaml: how people write it, what is told of slips, and what it changes in an audit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.decisions.correction import Correction
from audit.decisions.names import parse_kinds, parse_stage
from audit.decisions.parse import Decisions, parse_decisions
from audit.decisions.write import Written, add_entry, decode, remove_entry, stamp, template
from audit.types import File, Report
from checklists import Stage, UserError, load_kinds
from tests.audit.builders import judge_archive, make_docx, make_pdf, photo, rules_of
from tests.audit.sample_archive import archive

ENTRY = "更正:\n  - 文件: 村/公示.docx\n    种类: 公示\n"
VILLAGE = "云溪区/望江街道/临江社区"


def audit_with(text: str, files: dict[str, bytes] | None = None) -> Report:
    return judge_archive(files or archive(), decisions=parse_decisions(text))


def file_of(report: Report, ending: str) -> File:
    return next(file for file in report.files if file.path.endswith(ending))


def faults_of(text: str) -> list[str]:
    with pytest.raises(UserError) as caught:
        parse_decisions(text)
    return str(caught.value).splitlines()


# What people write


def test_an_entry_says_what_a_file_is_in_chinese() -> None:
    text = (
        "更正:\n  - 文件: a/b.docx\n    种类: 公示，签到表\n    环节: 认定\n    单位: 县/镇/村\n"
        "    项目: v05、h03\n    说明: 看过\n    谁: 李某\n    何时: 2021年12月3日\n"
    )
    assert parse_decisions(text).corrections == (
        Correction(
            path="a/b.docx",
            kinds=("public-notice", "sign-in-sheet"),
            stage=Stage.IDENTIFICATION,
            unit="县/镇/村",
            items=("V05", "H03"),
            note="看过",
            by="李某",
            on=date(2021, 12, 3),
            line=2,
        ),
    )


@pytest.mark.parametrize("text", ["", "# 只有说明\n", "更正:\n", "更正: []\n"])
def test_a_file_without_entries_decides_nothing(text: str) -> None:
    assert parse_decisions(text) == Decisions()


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("公示", "public-notice"),
        ("public-notice", "public-notice"),
        ("申请书", "application"),
        ("申报书", "application"),
        ("照片", "photo"),
        ("《县级批复》", "county-reply"),
        ("评议会议记录", "village-review-meeting"),
        ("不属于本档案", "unknown"),
    ],
)
def test_a_kind_is_known_by_any_of_its_names(written: str, kind: str) -> None:
    assert parse_kinds(written, "") == (kind,)


def test_every_kind_is_known_by_its_name_and_by_its_id() -> None:
    for kind in load_kinds().values():
        assert parse_kinds(kind.name, "") == parse_kinds(kind.id, "") == (kind.id,)


@pytest.mark.parametrize("written", ["消除", "风险消除", "风险消除阶段", "elimination"])
def test_a_stage_is_known_by_any_of_its_names(written: str) -> None:
    assert parse_stage(written, "") is Stage.ELIMINATION


def test_names_that_several_kinds_share_are_asked_back() -> None:
    with pytest.raises(UserError, match=r"是不是.*会议记录"):
        parse_kinds("会议记录", "--kind")


@pytest.mark.parametrize(
    "data",
    [
        ENTRY.encode("utf-8-sig"),
        ENTRY.encode("gbk"),
        ENTRY.encode("utf-16"),
        ENTRY.replace("\n", "\r\n").encode(),
    ],
)
def test_what_notepad_saves_is_read_and_spelt_the_same_way_again(data: bytes) -> None:
    written = decode(data)
    assert parse_decisions(written.text).corrections[0].path == "村/公示.docx"
    again = written.with_text(add_entry(written.text, Correction("新.docx", ("photo",))))
    assert decode(again.encode()).encoding == written.encoding
    assert ("\r\n" in again.text) == ("\r\n" in written.text)


# Slips, each told with its row


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("更正：\n", "第 1 行：“更正”后面的冒号是全角的“：”；请改成半角冒号加一个空格，写成“更正:”"),
        ("更正:\n  - 文件：a.docx\n", "写成“文件: a.docx”"),
        ("更正:\n  - 文件:a.docx\n", "第 2 行：“文件:”后面没有空格"),
        ("更正:\n\t- 文件: a\n", "第 2 行：行首用了制表符（Tab）"),
        ("更正:\n　- 文件: a\n", "第 2 行：行首用了全角空格"),
        ("更正:\n  －文件: a\n", "第 2 行：行首的短横是全角的"),
        ("更正:\n  -文件: a\n", "第 2 行：短横后面没有空格"),
        ("更正:\n  - 文件: a\n   种类: 公示\n", "第 3 行：写法不对"),
        ("更正:\n  - 文件: a\n    种内: 公示\n", "第 3 行：没有“种内”这一格；是不是“种类”"),
        ("更正:\n  - 文件: a\n    种类: 公式\n", "第 3 行：没有“公式”这种材料；是不是公示"),
        ("更正:\n  - 文件: a\n    环节: 人定\n", "第 3 行：没有“人定”这个环节"),
        ("更正:\n  - 文件: a\n    种类: 公示\n    何时: 去年\n", "第 4 行：“去年”不是日期"),
        ("更正:\n  - 文件: a\n", "第 2 行：只写了文件，没有写更正成什么"),
        ("更正:\n  - 种类: 公示\n", "第 2 行：这一条没有写清是哪个文件"),
        ("更正:\n  - a.docx\n", "第 2 行：这一条没有写清是哪个文件"),
        ("更正:\n  - 文件: a\n    种类: &x\n    - *x\n", "第 3 行：“种类”的值写得不对"),
        (ENTRY + "  - 文件: ./村\\公示.docx\n    种类: 公示\n", "第 4 行：与第 2 行是同一个文件"),
        ("- 文件: a\n", "第 1 行：最外面要写“更正:”"),
        ("更政:\n", "第 1 行：没有“更政”这一栏"),
        (ENTRY + "更正:\n", "第 4 行：“更正”写了两次"),
        ("更正: 公示\n", "第 1 行：“更正:”下面没有一条一条写"),
        ("更正:\n  - 文件: 'a\n", "写法不对"),
    ],
)
def test_a_slip_is_told_with_its_row_and_how_to_write_it(text: str, says: str) -> None:
    assert says in "\n".join(faults_of(text))


def test_all_slips_are_told_at_once() -> None:
    text = "更正:\n  - 文件: a\n    种类: 公式\n  - 文件: b\n    环节: 无此\n  - c\n"
    assert {line.split("：")[0] for line in faults_of(text)} == {
        "decisions.yaml 第 3 行",
        "decisions.yaml 第 5 行",
        "decisions.yaml 第 6 行",
    }


def test_bytes_that_are_no_text_are_told() -> None:
    with pytest.raises(UserError, match="记事本"):
        decode(b"\xff\xfe\x00")


# Writing


def test_the_template_holds_no_entry_and_names_every_kind() -> None:
    text = template().text
    assert parse_decisions(text) == Decisions()
    assert all(kind.name in text for kind in load_kinds().values())


def test_the_example_in_the_template_is_an_entry_that_can_be_read() -> None:
    lines = template().text.splitlines()
    start = lines.index("#   更正:")
    example = "\n".join(line.removeprefix("#   ") for line in lines[start : start + 8])
    assert parse_decisions(example).corrections[0].kinds == ("public-notice",)


_PATHS = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="\\"), min_size=1, max_size=20
)
_CORRECTIONS = st.builds(
    Correction,
    path=_PATHS.filter(lambda path: path not in ("~", "null") and not path.startswith("./")),
    kinds=st.lists(st.sampled_from(sorted(load_kinds())), min_size=1, max_size=3, unique=True).map(tuple),
    stage=st.sampled_from([None, *Stage]),
    unit=st.sampled_from(["", "云溪区/望江街道", "县 # 1/镇: 二"]),
    items=st.sampled_from([None, (), ("V05",), ("H01", "H02")]),
    note=st.sampled_from(["", "看过 # 是 6 月的", "'引号'", "- 横", "原因: 认错"]),
    by=st.sampled_from(["", "李某"]),
    on=st.sampled_from([None, date(2021, 12, 3)]),
    digest=st.sampled_from(["", "0e12" * 8]),
)


@given(st.lists(_CORRECTIONS, max_size=4, unique_by=lambda each: each.path))
def test_what_is_written_is_read_back(corrections: list[Correction]) -> None:
    import unicodedata

    text = template().text
    for each in corrections:
        text = add_entry(text, each)
    found = [replace(each, line=0) for each in parse_decisions(text).corrections]
    assert found == [replace(each, path=unicodedata.normalize("NFC", each.path)) for each in corrections]


@pytest.mark.parametrize(
    "before",
    [
        "",
        "更正:",
        "更正: []\n",
        "# 头\n更正: # 注\n# 尾",
        "更正:\n-   文件: q\n    种类: 公示\n# 尾\n",
        "更正:\n  - {文件: q, 种类: 公示}\n",
        "更正:\n  - 文件: q\n    说明: |\n      一\n      二\n    种类: 公示",
    ],
)
def test_an_entry_is_added_to_whatever_people_wrote_and_their_remarks_stay(before: str) -> None:
    old = parse_decisions(before).corrections
    after = add_entry(before, Correction("新.docx", ("photo",)))
    assert [each.path for each in parse_decisions(after).corrections] == [*(e.path for e in old), "新.docx"]
    assert all(remark in after for remark in ("# 头", "# 注", "# 尾") if remark in before)


def test_an_entry_of_the_same_file_is_replaced_in_its_place() -> None:
    text = ENTRY + "  # 下一条\n  - 文件: 二.docx\n    种类: 公示\n"
    after = add_entry(text, Correction("村/公示.docx", ("photo",)))
    assert [each.kinds for each in parse_decisions(after).corrections] == [("photo",), ("public-notice",)]
    assert "# 下一条" in after


def test_an_entry_can_be_taken_out() -> None:
    text = ENTRY + "  - 文件: 二.docx\n    种类: 公示\n"
    after = remove_entry(text, "村/公示.docx")
    assert after == "更正:\n  - 文件: 二.docx\n    种类: 公示\n"
    assert remove_entry(text, "没有的") is None


def test_a_digest_is_noted_under_entries_that_have_none() -> None:
    text = "更正:\n  - 文件: a\n    种类: 公示\n  - 文件: b\n    种类: 公示\n    指纹: ff\n"
    assert stamp(text, {"a": "00", "b": "11"}) == (
        "更正:\n  - 文件: a\n    种类: 公示\n    指纹: 00\n  - 文件: b\n    种类: 公示\n    指纹: ff\n"
    )


# What it changes


def test_a_corrected_kind_counts_for_the_item_that_wants_it() -> None:
    files = archive() | {"望江街道/临江社区/社区档案/杂/0001.docx": make_docx("随手记", "没有别的字。")}
    before = file_of(judge_archive(files), "0001.docx")
    assert (before.kind, before.decided) == ("unknown", False)
    report = audit_with(
        "更正:\n  - 文件: 望江街道/临江社区/社区档案/杂/0001.docx\n    种类: 评议结果\n    环节: 认定\n",
        files,
    )
    after = file_of(report, "0001.docx")
    assert (after.kind, after.stage, after.items) == ("review-result", Stage.IDENTIFICATION, ("V05",))
    assert (after.confidence, after.decided) == (1.0, True)


def test_a_corrected_kind_fills_the_gap_that_its_loss_left() -> None:
    files = archive()
    path = next(path for path in files if path.endswith("台账.xlsx") and path.startswith("区级档案"))
    files = {**files, path: make_docx("随手记", "没有别的字。")}
    gap = ("missing-item", "云溪区", "C07")
    assert gap in rules_of(judge_archive(files).findings)
    report = audit_with(f"更正:\n  - 文件: {path}\n    种类: 三级动态管理台账\n", files)
    assert gap not in rules_of(report.findings)


def test_a_clue_list_that_was_not_known_gives_its_months() -> None:
    files = dict(archive())
    path = "区级档案/2.线索/8月.docx"
    files[path] = make_docx("本期情况", "2021年8月，一切如常。", "2021年8月28日")
    gap = ("missing-month", "云溪区", "C02")
    unnamed = {name: data for name, data in files.items() if name != path} | {
        "区级档案/杂/x.docx": files[path]
    }
    assert gap in rules_of(judge_archive(unnamed).findings)
    report = audit_with("更正:\n  - 文件: 区级档案/杂/x.docx\n    种类: 预警线索清单\n", unnamed)
    assert gap not in rules_of(report.findings)


def test_a_corrected_unit_moves_the_file_and_its_items_follow() -> None:
    files = archive() | {"杂/a.docx": make_docx("防贫监测对象入户核实表", [("户主姓名", "游长林")])}
    report = audit_with(f"更正:\n  - 文件: 杂/a.docx\n    单位: {VILLAGE}\n", files)
    file = file_of(report, "杂/a.docx")
    assert (file.unit, file.items) == (VILLAGE, ("V04",))


def test_a_unit_may_be_written_by_the_end_of_its_chain() -> None:
    files = archive() | {"杂/a.docx": make_docx("随手记", "没有。")}
    report = audit_with("更正:\n  - 文件: 杂/a.docx\n    单位: 临江社区\n", files)
    assert file_of(report, "杂/a.docx").unit == VILLAGE


def test_a_unit_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(UserError, match=r"第 2 行.*没有单位“临河社区”；是不是.*云溪区/望江街道/临江社区"):
        audit_with("更正:\n  - 文件: 区级档案/7.台账/台账.xlsx\n    单位: 临河社区\n")


def test_a_new_household_of_a_known_village_is_taken_and_said() -> None:
    report = audit_with(
        f"更正:\n  - 文件: 区级档案/7.台账/台账.xlsx\n    单位: {VILLAGE}/石小满\n    种类: 不属于本档案\n"
    )
    assert "没有文件夹" in report.remarks[0]
    assert file_of(report, "7.台账/台账.xlsx").unit == f"{VILLAGE}/石小满"


def test_what_does_not_belong_here_counts_for_nothing_and_is_not_asked_about() -> None:
    files = archive() | {"区级档案/值班表.docx": make_docx("值班表", "略。")}
    text = "更正:\n  - 文件: 区级档案/值班表.docx\n    种类: 不属于本档案\n"
    rule = ("unrecognised-file", "云溪区", None)
    assert rule in rules_of(judge_archive(files).findings)
    assert rule not in rules_of(audit_with(text, files).findings)


def test_several_kinds_are_all_the_papers_of_a_bound_file() -> None:
    path = "望江街道/临江社区/社区档案/杂/全.pdf"
    files = archive() | {path: make_pdf(["随手记", "没有别的字"])}
    report = audit_with(f"更正:\n  - 文件: {path}\n    种类: 评议结果，公示\n    环节: 消除\n", files)
    parts = file_of(report, "全.pdf").parts
    assert [(part.kind, part.stage) for part in parts] == [
        ("review-result", Stage.ELIMINATION),
        ("public-notice", Stage.ELIMINATION),
    ]


def test_items_may_be_given_or_denied() -> None:
    path = "区级档案/7.台账/台账.xlsx"
    denied = audit_with(f"更正:\n  - 文件: {path}\n    项目: 无\n")
    assert file_of(denied, path).items == ()
    given = audit_with(f"更正:\n  - 文件: {path}\n    项目: C07\n")
    assert file_of(given, path).items == ("C07",)


def test_an_item_that_the_kind_cannot_fulfil_is_told() -> None:
    report = audit_with("更正:\n  - 文件: 区级档案/7.台账/台账.xlsx\n    项目: C01\n")
    assert "计入了也不算数" in report.remarks[0]


@pytest.mark.parametrize(("item", "says"), [("C99", "没有项目“C99”"), ("V05", "V05 是村级档案的项目")])
def test_an_item_that_cannot_be_is_told_with_its_row(item: str, says: str) -> None:
    with pytest.raises(UserError, match=rf"第 2 行.*{says}"):
        audit_with(f"更正:\n  - 文件: 区级档案/7.台账/台账.xlsx\n    项目: {item}\n")


# From run to run


def test_a_renamed_file_is_found_by_its_content() -> None:
    files = dict(archive())
    digest = file_of(judge_archive(files), "区级档案/7.台账/台账.xlsx").document.digest
    files["区级档案/7.台账/新名.xlsx"] = files.pop("区级档案/7.台账/台账.xlsx")
    report = audit_with(
        f"更正:\n  - 文件: 区级档案/7.台账/台账.xlsx\n    项目: 无\n    指纹: {digest}\n", files
    )
    assert file_of(report, "新名.xlsx").decided
    assert "现在是“区级档案/7.台账/新名.xlsx”" in report.remarks[0]


def test_a_changed_file_keeps_its_correction_and_it_is_said() -> None:
    report = audit_with("更正:\n  - 文件: 区级档案/7.台账/台账.xlsx\n    项目: 无\n    指纹: ff\n")
    assert file_of(report, "区级档案/7.台账/台账.xlsx").decided
    assert "改动过，更正仍然有效" in report.remarks[0]


def test_an_entry_whose_file_is_gone_is_said_and_no_error() -> None:
    report = audit_with("更正:\n  - 文件: 没有了.docx\n    种类: 公示\n    单位: 随便\n")
    assert report.corrections == ()
    assert "找不到了" in report.remarks[0]


def test_of_several_copies_none_is_taken_without_asking() -> None:
    files = {"甲/a.docx": make_docx("随手记", "一"), "乙/a.docx": b"", "丙/a.docx": b""}
    files["乙/a.docx"] = files["丙/a.docx"] = files["甲/a.docx"]
    digest = judge_archive(files).files[0].document.digest
    report = audit_with(f"更正:\n  - 文件: 丁.docx\n    种类: 公示\n    指纹: {digest}\n", files)
    assert report.corrections == ()
    assert "内容一样的有 3 个" in report.remarks[0]


def test_a_decision_outlives_what_neighbours_would_say() -> None:
    path = next(path for path in archive() if path.endswith("动员会现场.jpg") and path.startswith("区级"))
    report = audit_with(f"更正:\n  - 文件: {path}\n    环节: 消除\n    项目: 无\n")
    file = file_of(report, path)
    assert (file.stage, file.items) == (Stage.ELIMINATION, ())


def test_without_decisions_nothing_is_marked() -> None:
    report = judge_archive(archive())
    assert not any(file.decided for file in report.files)
    assert (report.corrections, report.remarks) == ((), ())


def test_a_text_keeps_its_spelling() -> None:
    assert Written("a", "gb18030").with_text("更正").encode() == "更正".encode("gb18030")


def test_neighbours_go_by_what_people_decided() -> None:
    base = "望江街道/柳浪社区/材料"
    files = archive() | {
        f"{base}/甲.docx": make_docx("随手记", "2021年11月5日", "没有别的字。"),
        f"{base}/IMG_20211105_101010.jpg": photo("柳浪"),
    }
    text = f"更正:\n  - 文件: {base}/甲.docx\n    种类: 村级评议会议记录\n    环节: 消除\n"
    assert file_of(audit_with(text, files), "_101010.jpg").stage is Stage.ELIMINATION
    assert file_of(judge_archive(files), "_101010.jpg").stage is not Stage.ELIMINATION
