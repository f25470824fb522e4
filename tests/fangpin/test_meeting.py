"""`fangpin meeting` as a clerk meets it: typed at the terminal, or from the one-sheet form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from fangpin.cli import cli
from registry.meeting.questions import QUESTIONS, household_cells, questions_for
from registry.meeting.usual import usual_title
from registry.read_workbook import read_workbook
from registry.registry import Registry
from registry.values import MEETING_KINDS
from registry.write_workbook import workbook_bytes
from tests.docgen.builders import sample, text_of

ROOT = Path(__file__).parents[2]
VILLAGE: dict[str, Any] = {
    "县（区、市）": "云岭县",
    "乡镇（街道）": "清水镇",
    "村（社区）": "柳湾村",
    "批次": "第一批",
}
FACTS: dict[str, Any] = {"组": "二组", "人口": 4, "监测对象类别": "边缘易致贫户", "风险": "因病、因学", "人均纯收入": 5200,
         "致险情况": "户主住院，自付3.2万元。"}  # fmt: skip
HELD: dict[str, Any] = {
    "会议日期": "2021-04-20",
    "应到人数": 30,
    "实到人数": 28,
    "决议": "按评议结果公示。",
}


def run(*arguments: object, answers: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["meeting", *map(str, arguments)], input=answers)


def fill(path: Path, top: Mapping[str, Any], households: Sequence[Mapping[str, Any]]) -> Path:
    """Put answers into a form by its labels and headings."""
    book = openpyxl.load_workbook(path)
    sheet = book["会议"]
    rows = {row[0].value: row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value}
    for label, value in top.items():
        sheet.cell(rows[label] or 0, 2, value=value)
    header = next((row for row in sheet.iter_rows() if "户主" in [cell.value for cell in row]), ())
    places = {str(cell.value): number for number, cell in enumerate(header, 1)}
    for number, household in enumerate(households, 1):
        for heading, value in household.items():
            sheet.cell((header[0].row or 0) + number, places[heading], value=value)
    book.save(path)
    return path


def form(folder: Path, kind: str, top: Mapping[str, Any], households: Sequence[Mapping[str, Any]]) -> Path:
    path = folder / "会议表.xlsx"
    assert run("--form", path, "--kind", kind).exit_code == 0
    return fill(path, top, households)


def papers(folder: Path, part: str) -> set[str]:
    """Names without numbers and endings."""
    return {path.stem.lstrip("0123456789") for path in (folder / part).glob("*.docx")}


def test_typed_answers_give_the_kit_before_the_meeting(tmp_path: Path) -> None:
    answers = [
        "5", "", "云岭县", "清水镇", "柳湾村", "", "", "2021-04-20", "上午9:00", "村会议室", "柏有年", "祁小满", "30", "",
        "卓有田 4 边缘户 因病、因学 5200 二组", "晏三妹 2人 突发户 因意外事故 9800", "",
        "柏有年 村支书", "", "n",
    ]  # fmt: skip
    result = run("-o", tmp_path / "会", answers="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert papers(tmp_path / "会", "会前") == {
        "会议通知", "会议议程", "签到表", "逐户情况表-卓有田", "逐户情况表-晏三妹", "表决票", "空白会议记录", "全部打印",
    }  # fmt: skip
    registry = read_workbook(tmp_path / "会" / "登记簿.xlsx").registry
    assert [(h.head, h.size, h.risks) for h in registry.households] == [
        ("卓有田", 4, ("因病", "因学")),
        ("晏三妹", 2, ("因意外事故",)),
    ]
    assert (tmp_path / "会" / "会议表.xlsx").exists()


def test_typed_answers_after_the_meeting_give_the_drafts(tmp_path: Path) -> None:
    answers = [
        "村级评议会", "", "云岭县", "清水镇", "柳湾村", "", "", "2021-04-20", "", "", "", "", "30", "",
        "卓有田 4 边缘户 因病 5200", "晏三妹 2", "", "", "y",
        "28", "", "", "村档案柜", "2021-04-21", "2021-04-25", "公开栏", "0990-6235521", "无", "2021-04-26", "2021-04-26",
        "27 1 1", "通过",  # 29 votes of 28 people: asked again
        "2 20 6 不通过 收入稳定",
        "27 1 0 通过 情况属实",
    ]  # fmt: skip
    result = run("-o", tmp_path / "会", answers="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert "卓有田户“同意”：同意、反对、弃权" in result.output
    assert papers(tmp_path / "会", "会后") == {
        "柳湾村第一批村级评议会议记录", "柳湾村第一批评议结果", "柳湾村第一批公示", "柳湾村第一批公示情况说明",
        "柳湾村第一批村级审核报告", "柳湾村第一批名单", "晏三妹-不予纳入书面告知", "全部打印",
    }  # fmt: skip
    record = next((tmp_path / "会" / "会后").glob("1*.docx")).read_bytes()
    assert "同意27票、反对1票、弃权0票" in text_of(record)
    assert not (tmp_path / "会" / "会前").exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("2021-02-30", "不是存在的日期"),
        ("2021-04", "只有年月"),
    ],
)
def test_a_wrong_answer_is_asked_again_with_what_is_wrong(tmp_path: Path, wrong: str, said: str) -> None:
    answers = ["1", "云岭县", "", "全县部署会", wrong, "2021-04-20", *[""] * 7, "n"]
    result = run("-o", tmp_path / "会", answers="\n".join(answers) + "\n")
    assert said in result.output
    assert result.output.count("会议日期（") == 2
    assert result.exit_code == 0, result.output


def test_breaking_off_leaves_what_was_typed_in_a_form_to_go_on_with(tmp_path: Path) -> None:
    answers = ["5", "", "云岭县", "清水镇", "柳湾村", "", "", "2021-04-20"]
    result = run("-o", tmp_path / "会", answers="\n".join(answers) + "\n")
    assert result.exit_code == 1
    assert "已输入的内容存在" in result.output
    saved = tmp_path / "会" / "会议表.xlsx"
    again = run(saved, "-o", tmp_path / "会")
    assert again.exit_code == 0, again.output
    assert "定于2021年4月20日" in text_of((tmp_path / "会" / "会前" / "1会议通知.docx").read_bytes())


@pytest.mark.parametrize("kind", MEETING_KINDS)
def test_ten_minutes_are_enough_for_the_questions_of_a_kind(kind: str) -> None:
    assert len(questions_for(kind, after=False)) <= 14
    assert len(questions_for(kind, after=True)) <= 13
    asked = {question.id for question in questions_for(kind)}
    assert ("notice_from" in asked) == (kind in ("村级评议会", "乡级审核会"))
    assert ("reply_on" in asked) == (kind == "县级会商研判会")


# Kind → what its form asks of the unit, and the drafts that follow.
OF_KIND: dict[str, tuple[Mapping[str, Any], set[str]]] = {
    "安排部署会": ({"县（区、市）": "云岭县", "乡镇（街道）": "清水镇"}, {"清水镇安排部署会议记录2021年4月20日"}),
    "周研判会": ({"县（区、市）": "云岭县", "乡镇（街道）": "清水镇"}, {"清水镇周研判会议记录2021年4月20日"}),
    "月研判会": ({"县（区、市）": "云岭县"}, {"云岭县月研判会议记录2021年4月20日"}),
    "线索研判会": (VILLAGE, {"柳湾村第一批线索研判会议记录2021年4月20日"}),
    "村级评议会": (
        VILLAGE | {"公示开始": "2021-04-21", "公示结束": "2021-04-25", "公示有无异议": "无"},
        {"柳湾村第一批村级评议会议记录", "柳湾村第一批评议结果", "柳湾村第一批公示", "柳湾村第一批公示情况说明",
         "柳湾村第一批村级审核报告", "柳湾村第一批名单"},
    ),
    "风险消除提名会": (VILLAGE, {"柳湾村第一批风险消除提名会议记录", "柳湾村第一批风险消除提名名单"}),
    "乡级审核会": (
        {"县（区、市）": "云岭县", "乡镇（街道）": "清水镇", "批次": "第一批"},
        {"清水镇第一批乡级审核会议记录", "清水镇第一批公示", "清水镇第一批乡级请示", "清水镇第一批名单"},
    ),
    "县级会商研判会": (
        {"县（区、市）": "云岭县", "批次": "第一批", "批复日期": "2021-04-28"},
        {"第一批县级会商研判记录", "清水镇第一批县级批复"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", MEETING_KINDS)
def test_a_form_of_each_kind_gives_the_kit_and_then_the_drafts(kind: str, tmp_path: Path) -> None:
    top, drafts = OF_KIND[kind]
    household: dict[str, Any] = {"户主": "卓有田", **FACTS}
    headings = {cell.heading for cell in household_cells(kind)}
    if "村（社区）" in headings:
        household["村（社区）"] = "清水镇/柳湾村"
    rows = [household] if headings else []
    after = {"决议", "公示开始", "公示结束", "公示有无异议", "批复日期"}
    path = form(tmp_path, kind, {name: value for name, value in top.items() if name not in after}, rows)
    before = run(path, "-o", tmp_path / "会")
    assert before.exit_code == 0, before.output
    assert {"会议通知", "会议议程", "签到表", "空白会议记录", "全部打印"} <= papers(tmp_path / "会", "会前")
    assert not (tmp_path / "会" / "会后").exists()

    held = HELD if household_cells(kind) else HELD | {"讨论发言": "祁小满：按要求办。"}
    if "一致同意" in headings:
        household |= {"一致同意": "是", "结果": "通过"}
    fill(path, {**top, **held}, [household | {"理由或意见": "情况属实"}] if headings else [])
    later = run(path, "-o", tmp_path / "会")
    assert later.exit_code == 0, later.output
    assert papers(tmp_path / "会", "会后") - {"全部打印"} == drafts


def test_the_form_says_each_fault_with_its_cell(tmp_path: Path) -> None:
    path = form(
        tmp_path,
        "村级评议会",
        VILLAGE | {"会议日期": "2021-13-40", "应到人数": "三十", "实到人数": 28},
        [{"户主": "卓有田", "风险": "因懒", "人口": "四"}],
    )
    result = run(path, "-o", tmp_path / "会")
    assert result.exit_code == 2
    lines = [line for line in result.output.splitlines() if line.startswith("会议表.xlsx ")]
    assert len(lines) == 4
    assert {line.split("“")[1].split("”")[0] for line in lines} == {"会议日期", "应到人数", "风险", "人口"}
    assert all("格" in line for line in lines)
    assert not (tmp_path / "会").exists()


def test_figures_that_do_not_fit_are_said_with_their_cells(tmp_path: Path) -> None:
    top = VILLAGE | HELD | {"实到人数": 31, "公示开始": "2021-04-21", "公示结束": "2021-04-22"}
    number = "990124196603121011"
    rows: list[dict[str, Any]] = [
        {"户主": "卓有田", "证件号码": number, "同意": 40, "反对": 0, "弃权": 0, "结果": "通过"}
    ]
    result = run(form(tmp_path, "村级评议会", top, rows), "-o", tmp_path / "会")
    assert result.exit_code == 2
    for heading in ("实到人数", "证件号码", "同意", "公示结束"):
        assert f"格“{heading}”" in result.output, heading
    assert number not in result.output
    assert "〔" not in result.output  # No sheet and row of a workbook that the clerk has never seen.


def save(folder: Path, registry: Registry, own: str) -> Path:
    from dataclasses import replace

    units = tuple(replace(u, own="是" if u.name == own else None) for u in registry.units)
    path = folder / "原登记簿.xlsx"
    path.write_bytes(workbook_bytes(replace(registry, units=units)))
    return path


def test_with_a_registry_nothing_is_typed_twice_and_it_is_left_as_it_is(tmp_path: Path) -> None:
    book = save(tmp_path, sample(), "石桥村")
    given = book.read_bytes()
    answers = ["村级评议会", "", "石桥村", "第一批", "", *[""] * 7, "", "", "n"]
    result = run("--registry", book, "-o", tmp_path / "会", "--kit", answers="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert "不用再输" in result.output
    assert book.read_bytes() == given
    heads = {h.head for h in sample().households if h.village == "石桥村" and h.batch == "第一批"}
    kit = {name.split("-")[1] for name in papers(tmp_path / "会", "会前") if name.startswith("逐户情况表-")}
    assert kit == heads
    assert (tmp_path / "会" / "会后").is_dir()  # The registry's meeting has been held.


def test_a_new_meeting_is_added_to_a_copy_of_the_registry(tmp_path: Path) -> None:
    book = save(tmp_path, sample(), "石桥村")
    top = {
        "县（区、市）": "云岭县",
        "乡镇（街道）": "清水镇",
        "村（社区）": "石桥村",
        "会议日期": "2021-06-07",
    }
    path = form(tmp_path, "周研判会", top, [])
    assert run(path, "--registry", book, "-o", tmp_path / "会").exit_code == 0
    registry = read_workbook(tmp_path / "会" / "登记簿.xlsx").registry
    assert len(registry.meetings) == len(sample().meetings) + 1
    assert registry.meetings[-1].kind == "周研判会"
    assert registry.units[0].name == sample().units[0].name
    assert len(registry.units) == len(sample().units)


def test_a_registry_in_the_folder_is_never_overwritten(tmp_path: Path) -> None:
    path = form(tmp_path, "安排部署会", {"县（区、市）": "云岭县"}, [])
    assert run(path, "-o", tmp_path / "会").exit_code == 0
    first = (tmp_path / "会" / "登记簿.xlsx").read_bytes()
    assert run(path, "-o", tmp_path / "会").exit_code == 0
    assert [p.name for p in (tmp_path / "会").glob("登记簿*.xlsx")] == ["登记簿.xlsx"]
    fill(path, {"地点": "县会议室"}, [])
    assert run(path, "-o", tmp_path / "会").exit_code == 0
    assert (tmp_path / "会" / "登记簿.xlsx").read_bytes() == first
    assert (tmp_path / "会" / "登记簿（2）.xlsx").exists()


def test_an_office_draws_up_no_papers_for_those_above_it(tmp_path: Path) -> None:
    book = save(tmp_path, sample(), "石桥村")
    path = form(tmp_path, "县级会商研判会", {"县（区、市）": "云岭县", "批次": "第一批"}, [])
    result = run(path, "--registry", book, "-o", tmp_path / "会")
    assert result.exit_code == 2
    assert "不出上级和别的单位的材料" in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--kind", "茶话会"], "没有这种会议"),
        (["没有.xlsx"], "没有这个文件"),
        (["--form", "空表.doc"], "不是 .xlsx 文件名"),
    ],
)
def test_what_cannot_be_used_is_one_clear_line(arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_a_registry_is_not_taken_for_a_form(tmp_path: Path) -> None:
    path = tmp_path / "登记簿.xlsx"
    path.write_bytes(workbook_bytes(sample()))
    result = run(path, "-o", tmp_path / "会")
    assert result.exit_code == 2
    assert "不是会议表" in result.output


def test_an_empty_form_without_a_kind_asks_for_all(tmp_path: Path) -> None:
    path = tmp_path / "空表.xlsx"
    assert run("--form", path).exit_code == 0
    labels = {row[0].value for row in openpyxl.load_workbook(path)["会议"].iter_rows(max_col=1)}
    assert {question.label for question in QUESTIONS} <= labels
    assert run("--form", path).exit_code == 2


def test_a_users_template_stands_in_for_one_of_the_kit(tmp_path: Path) -> None:
    own = tmp_path / "模板"
    assert CliRunner().invoke(cli, ["templates", "export", str(own), "--kind", "会议议程"]).exit_code == 0
    assert [path.name for path in own.iterdir()] == ["kit-agenda.docx"]
    target = own / "会议议程.docx"
    target.write_bytes((ROOT / "templates" / "kit-sign-in.docx").read_bytes())
    (own / "kit-agenda.docx").unlink()
    path = form(tmp_path, "安排部署会", {"县（区、市）": "云岭县"}, [])
    result = run(path, "-o", tmp_path / "会", "--templates", own)
    assert result.exit_code == 0, result.output
    assert "会议签到表" in text_of((tmp_path / "会" / "会前" / "2会议议程.docx").read_bytes())


def test_a_form_can_be_filled_from_the_registry_first(tmp_path: Path) -> None:
    book = save(tmp_path, sample(), "石桥村")
    path = tmp_path / "会议表.xlsx"
    result = run("--form", path, "--kind", "村级评议会", "--registry", book)
    assert result.exit_code == 0, result.output
    assert "已经填在表里" in result.output
    assert run(path, "--registry", book, "-o", tmp_path / "会").exit_code == 0
    registry = read_workbook(tmp_path / "会" / "登记簿.xlsx").registry
    assert len(registry.households) == len(sample().households)
    assert len(registry.meetings) == len(sample().meetings)


def test_the_typed_way_of_a_township_asks_for_the_village_of_each_household(tmp_path: Path) -> None:
    answers = [
        "乡级审核会", "", "云岭县", "清水镇", "", "", "", "", "", "", "", "", "",
        "柳湾村 卓有田 4 边缘户 因病 5200", "上坪村 晏三妹 2 突发户 因残 9000", "", "", "n",
    ]  # fmt: skip
    result = run("-o", tmp_path / "会", answers="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    registry = read_workbook(tmp_path / "会" / "登记簿.xlsx").registry
    assert [(u.name, u.parent) for u in registry.units if u.level == "村级"] == [
        ("柳湾村", "清水镇"),
        ("上坪村", "清水镇"),
    ]
    assert registry.own_unit == registry.find_unit("清水镇")


def test_a_household_of_another_round_is_not_moved_silently(tmp_path: Path) -> None:
    book = save(tmp_path, sample(), "石桥村")
    top = {"县（区、市）": "云岭县", "乡镇（街道）": "清水镇", "村（社区）": "石桥村", "批次": "第三批"}
    path = form(tmp_path, "村级评议会", top, [{"户主": "翟守田"}])
    result = run(path, "--registry", book, "-o", tmp_path / "会")
    assert result.exit_code == 2
    assert "登记簿里这一户是“第一批”的" in result.output
    assert "格“户主”" in result.output


@pytest.mark.parametrize("heading", ["户主", "同意", "会议日期"])
def test_a_heading_that_somebody_changed_is_said_and_nothing_is_dropped(tmp_path: Path, heading: str) -> None:
    path = form(
        tmp_path,
        "村级评议会",
        VILLAGE | HELD,
        [{"户主": "卓有田", **FACTS, "同意": 27, "反对": 1, "弃权": 0, "结果": "通过"}],
    )
    book = openpyxl.load_workbook(path)
    cell = next(cell for row in book["会议"].iter_rows() for cell in row if cell.value == heading)
    cell.value = "改过的标题"
    book.save(path)
    result = run(path, "-o", tmp_path / "会")
    assert result.exit_code == 2
    assert "改过的标题" in result.output
    assert not (tmp_path / "会").exists()


def test_what_a_form_leaves_open_is_called_as_the_questions_offer(tmp_path: Path) -> None:
    town = {"县（区、市）": "云岭县", "乡镇（街道）": "柏溪乡", "批次": "第一批"}
    path = form(tmp_path, "乡级审核会", town, [{"村（社区）": "柳湾村", "户主": "卓有田", **FACTS}])
    answers = ["乡级审核会", "", "云岭县", "柏溪乡", *[""] * 9, "柳湾村 卓有田 4", "", "", "n"]
    assert run(path, "-o", tmp_path / "填表").exit_code == 0
    assert run("-o", tmp_path / "问答", answers="\n".join(answers) + "\n").exit_code == 0
    for folder in ("填表", "问答"):
        (meeting,) = read_workbook(tmp_path / folder / "登记簿.xlsx").registry.meetings
        assert meeting.title == "柏溪乡审核会", "no body is named that may not have met"
        assert meeting.agenda == "审核拟纳入监测对象"


@pytest.mark.parametrize("kind", MEETING_KINDS)
def test_the_usual_title_does_not_say_the_level_twice(kind: str) -> None:
    title = usual_title("柏溪乡", kind)
    assert title.startswith("柏溪乡")
    assert title.endswith("会")
    assert "乡乡级" not in title
    assert not any(level in title for level in ("村级", "乡级", "县级"))
