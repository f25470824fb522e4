"""Papers that somebody saw, and findings that somebody allows to stand: how they are written and what they change."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.decisions.parse import parse_decisions
from audit.decisions.waive import waive
from audit.decisions.waiver import OnPaper, Waiver
from audit.decisions.write import add_entry, remove_allowed, template
from audit.readers import read_document
from audit.report import render_html, render_json, render_summary, render_xlsx
from audit.report.issued import issued_context
from audit.runs.compare import compare
from audit.runs.earlier import parse_earlier
from audit.types import Cell, Progress, Report, Severity, Status
from checklists import UserError
from tests.audit import builders
from tests.audit.sample_archive import MO, YOU, archive

VILLAGE = "云溪区/望江街道/临江社区"
HOME = f"{VILLAGE}/{MO}"
TODAY = date(2021, 12, 31)
SEEN = "    谁看过: 李某\n    何时: 2021-12-03\n    存放处: 社区档案柜 2 号盒\n"
PAPER = f"纸质件:\n  - 单位: 临江社区/{MO}\n    项目: H01\n{SEEN}"
BECAUSE = "    理由: 原件在审计组\n    批准人: 甘露\n    到期日: 2022-06-30\n"
WAIVER = f"豁免:\n  - 规则: missing-item\n    单位: {HOME}\n{BECAUSE}"

read = lru_cache(maxsize=None)(read_document)


def judged(text: str = "", *gone: str, **changes: Any) -> Report:
    """The archive without the files of these endings, by decisions.yaml of that text."""
    files: Mapping[str, bytes] = {
        path: data for path, data in archive().items() if not path.endswith(gone or ("-",))
    }
    documents = [read(path, data) for path, data in sorted(files.items())]
    decisions = parse_decisions(text)
    report = builders.judge_archive(documents, decisions=decisions, **changes)
    return waive(report, decisions.waivers, TODAY)


def cell(report: Report, item: str, unit: str = HOME) -> Cell:
    return next(each for each in report.cells if (each.unit, each.item.id) == (unit, item))


def rules(report: Report) -> set[str]:
    return {each.rule for each in report.findings}


FORM = f"01-{MO}/申报.docx"


# Papers on paper


def test_a_paper_that_somebody_saw_ends_the_finding_and_is_a_state_of_its_own() -> None:
    assert cell(judged("", FORM), "H01").status is Status.MISSING
    report = judged(PAPER, FORM)
    assert cell(report, "H01").status is Status.ON_PAPER
    assert "missing-item" not in rules(report)
    assert not report.remarks


def test_every_report_counts_what_is_on_paper_by_itself() -> None:
    report = judged(PAPER, FORM)
    told = json.loads(render_json(report))
    assert told["summary"]["cells"]["on-paper"] == 1
    assert next(each for each in told["cells"] if each["status"] == "on-paper")["on_paper"] == [
        {"kind": "application", "due_for": "", "by": "李某", "on": "2021-12-03", "kept": "社区档案柜 2 号盒"}
    ]
    assert "有纸质件 1" in render_summary(report)
    assert issued_context(report)["on_paper"] == 1
    page = render_html(report)
    assert "申请书（申报书），李某 2021-12-03 看过，存社区档案柜 2 号盒" in page
    assert "有纸质件 <b>1 项</b>" in page
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(report)))
    assert ["应有项目：有纸质件", 1] in [list(row[:2]) for row in book["统计"].iter_rows(values_only=True)]
    seen = [row for row in book["纸质点验表"].iter_rows(values_only=True) if row[6] == "有纸质件"]
    assert [row[12] for row in seen] == ["李某 2021-12-03 看过，存社区档案柜 2 号盒"]
    assert "人工决定" in book.sheetnames


def test_one_kind_for_one_household_leaves_the_rest_lacking() -> None:
    gone = tuple(path for path in archive() if "社区档案" in path and "核" in path)
    before = cell(judged("", *gone), "V04", VILLAGE)
    assert len(before.gaps) > 1
    gap = before.gaps[0]
    text = (
        f"纸质件:\n  - 单位: 临江社区\n    项目: v04\n    材料: {gap.kind}\n    对应: {gap.due_for}\n{SEEN}"
    )
    after = cell(judged(text, *gone), "V04", VILLAGE)
    assert after.status is Status.PARTIAL
    assert set(after.gaps) == set(before.gaps) - {gap}


def test_a_month_on_paper_is_meant_however_it_is_written() -> None:
    text = f"纸质件:\n  - 单位: 云溪区\n    项目: C02\n    对应: 2021年5月\n{SEEN}"
    report = judged(text, "2.线索/5月.docx")
    assert cell(report, "C02", "云溪区").status is Status.ON_PAPER


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"纸质件:\n  - 单位: {HOME}\n    项目: H01\n{SEEN}", "已经齐了"),
        (f"纸质件:\n  - 单位: {VILLAGE}/{YOU}\n    项目: H09\n{SEEN}", "不适用"),
        (f"纸质件:\n  - 单位: 没有的村\n    项目: V05\n{SEEN}", "档案里没有单位“没有的村”"),
        (f"纸质件:\n  - 单位: 临江社区\n    项目: H01\n{SEEN}", "没有项目 H01"),
    ],
)
def test_an_entry_that_nothing_lacks_for_is_told(text: str, says: str) -> None:
    (remark,) = judged(text).remarks
    assert remark.startswith("decisions.yaml 第 2 行：纸质件没有用到")
    assert says in remark


# Waivers


def test_a_waived_finding_stands_apart_with_its_own_weight() -> None:
    before = next(each for each in judged("", FORM).findings if each.rule == "missing-item")
    report = judged(WAIVER, FORM)
    assert "missing-item" not in rules(report)
    (waived,) = report.waived
    assert (waived.finding.state, waived.finding.severity) == (Progress.WAIVED, Severity.ERROR)
    assert (waived.finding.id, waived.waiver.approver) == (before.id, "甘露")
    assert cell(report, "H01").status is Status.MISSING


def test_every_report_lists_what_is_waived_and_counts_it_apart() -> None:
    report = judged(WAIVER, FORM)
    told = json.loads(render_json(report))
    (waived,) = told["waived"]
    assert (waived["state"], waived["waiver"]["until"]) == ("waived", "2022-06-30")
    assert told["summary"]["progress"]["waived"] == 1
    assert waived["id"] not in {each["id"] for each in told["findings"]}
    assert "豁免 1 条" in render_summary(report)
    assert "豁免 1 条" in str(issued_context(report)["progress"])
    assert "豁免（1 条）" in render_html(report)
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(report)))
    rows = list(book["人工决定"].iter_rows(values_only=True))
    assert any(row[0] == "豁免" and row[6] == "甘露" for row in rows)
    assert ["与上次比：豁免", 1] in [list(row[:2]) for row in book["统计"].iter_rows(values_only=True)]


@pytest.mark.parametrize(
    ("narrowed", "holds"),
    [
        ("    项目: H01\n", True),
        ("    项目: H02\n", False),
        ("    文件: 别的.docx\n", False),
        ("    编号: 000000000000\n", False),
    ],
)
def test_a_waiver_may_be_for_one_item_file_or_finding(narrowed: str, holds: bool) -> None:
    report = judged(WAIVER + narrowed, FORM)
    assert bool(report.waived) is holds
    assert bool(report.remarks) is not holds


def test_a_waiver_by_the_findings_number_holds_after_its_file_was_renamed() -> None:
    paper = builders.make_docx("防汛值班表", "联系人 柏青")
    folder = f"望江街道/临江社区/监测户档案/01-{MO}"
    first = builders.judge_archive([read(f"{folder}/a.docx", paper)])
    found = next(each for each in first.findings if each.rule == "unrecognised-file")
    second = builders.judge_archive([read(f"{folder}/b.docx", paper)])
    second = compare(second, parse_earlier(render_json(first, "2021-12-01"), "r"))
    waiver = Waiver("unrecognised-file", found.problem.unit, "值班表", "甘露", TODAY, id=found.id)
    report = waive(second, [waiver], TODAY)
    assert [each.finding.rule for each in report.waived] == ["unrecognised-file"]


def test_a_waiver_reaches_the_units_below_only_where_it_says_so() -> None:
    above = WAIVER.replace(HOME, VILLAGE)
    assert not judged(above, FORM).waived
    assert judged(above + "    含下级: 是\n", FORM).waived


def test_a_waiver_holds_with_its_last_day_and_is_told_when_it_ran_out() -> None:
    last = WAIVER.replace("2022-06-30", "2021-12-31")
    assert judged(last, FORM).waived
    out = judged(WAIVER.replace("2022-06-30", "2021-12-30"), FORM)
    assert not out.waived
    assert "missing-item" in rules(out)
    assert out.remarks == (
        f"decisions.yaml 第 2 行：豁免（missing-item，{HOME}）2021-12-30 已到期，1 条问题照常报；还要豁免的，重新报批后改到期日。",
    )


def test_a_waiver_that_covers_nothing_is_told_in_every_report() -> None:
    report = judged(WAIVER)
    (remark,) = report.remarks
    assert "豁免没有用到" in remark
    assert remark in render_summary(report)
    assert remark in render_html(report)
    assert remark in json.loads(render_json(report))["remarks"]
    assert remark in issued_context(report)["remarks"]  # type: ignore[operator]
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(report)))
    assert remark in [row[0] for row in book["人工决定"].iter_rows(values_only=True)]


def test_a_waiver_of_a_rule_that_was_left_out_is_not_called_unused() -> None:
    from audit.rules import pick_rules

    assert not judged(WAIVER, rules=pick_rules(["unsigned"])).remarks


def test_what_was_waived_is_open_again_and_not_new_when_the_waiver_ends() -> None:
    earlier = parse_earlier(render_json(judged(WAIVER, FORM), "2021-12-01"), "r")
    after = compare(judged("", FORM), earlier)
    assert next(each for each in after.findings if each.rule == "missing-item").state is Progress.OPEN
    assert [each.rule for each in compare(judged(), earlier).comparison.mended] == ["missing-item"]  # type: ignore[union-attr]


# How they are written


@pytest.mark.parametrize("lacking", ["谁看过", "何时", "存放处", "项目", "单位"])
def test_a_paper_without_who_when_or_where_is_refused(lacking: str) -> None:
    lines = [line for line in PAPER.splitlines() if not line.strip().startswith(lacking)]
    text = "\n".join(lines) if lacking != "单位" else PAPER.replace(f"单位: 临江社区/{MO}", "说明: 无")
    with pytest.raises(UserError) as caught:
        parse_decisions(text)
    assert str(caught.value).startswith("decisions.yaml 第 2 行：没有写")
    assert len(caught.value.faults) == 1


@pytest.mark.parametrize("lacking", ["理由", "批准人", "到期日", "单位"])
def test_a_waiver_without_reason_approver_or_end_is_refused(lacking: str) -> None:
    text = "\n".join(line for line in WAIVER.splitlines() if not line.strip().startswith(lacking))
    with pytest.raises(UserError, match=f"第 2 行：没有写.*{lacking}"):
        parse_decisions(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            WAIVER.replace("missing-item", "mising-item"),
            "第 2 行：没有规则“mising-item”；是不是 missing-item",
        ),
        (WAIVER.replace("2022-06-30", "明年"), "第 6 行：“明年”不是日期"),
        (WAIVER + "    含下级: 也许\n", "第 7 行：看不懂“也许”"),
        (WAIVER + "    种类: 公示\n", "没有“种类”这一格"),
        (PAPER + "    材料: 公式\n", "没有“公式”这种材料"),
        (PAPER + "    材料: 公示、签到表\n", "一条里写了几种材料"),
        (PAPER + PAPER.removeprefix("纸质件:\n"), "第 7 行：与第 2 行说的是一回事"),
        (PAPER.replace("存放处: ", "存放处："), "“存放处”后面的冒号是全角的"),
        ("纸质件: 有\n", "“纸质件:”下面没有一条一条写"),
        ("豁兔:\n  - a: b\n", "没有“豁兔”这一栏；可以写的有：更正、纸质件、豁免"),
    ],
)
def test_slips_are_told_with_their_row(text: str, says: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_decisions(text)
    assert says in str(caught.value)


def test_a_rule_may_be_named_by_what_the_reports_call_it() -> None:
    text = WAIVER.replace("missing-item", "清单要求的一项材料，档案里一件也没有")
    assert parse_decisions(text).waivers[0].rule == "missing-item"


def test_entries_are_put_into_a_file_that_knew_only_corrections_and_all_else_stays() -> None:
    old = "# 我写的\r\n更正:\r\n  - 文件: 村/公示.docx   # 看过\r\n    种类: 公示\r\n"
    paper = OnPaper(HOME, "H01", "李某", date(2021, 12, 3), "柜: 2#", kind="application", due_for="张三")
    waiver = Waiver("missing-item", HOME, "原件在 #3", "甘露", date(2022, 6, 30), below=True)
    text = add_entry(add_entry(old, paper), waiver)
    assert text.startswith(old)
    decisions = parse_decisions(text)
    assert [each.kept for each in decisions.on_paper] == ["柜: 2#"]
    assert [(each.reason, each.below) for each in decisions.waivers] == [("原件在 #3", True)]
    assert "\r\n" in text
    assert "\n\n" not in text.replace("\r\n", "")
    again = add_entry(text, Waiver("missing-item", HOME, "又批了", "甘露", date(2023, 6, 30), below=True))
    assert [each.reason for each in parse_decisions(again).waivers] == ["又批了"]
    gone = remove_allowed(again, [*parse_decisions(again).on_paper, *parse_decisions(again).waivers])
    assert gone
    assert parse_decisions(gone) == parse_decisions(old)


SAID = st.text("柜盒李#:：'\"，,- {}[]&*!|>%@`?2", min_size=1, max_size=12).filter(str.strip)


@given(SAID, SAID)
@settings(deadline=None, max_examples=60)
def test_what_is_said_is_read_back_as_it_was_said(by: str, kept: str) -> None:
    paper = OnPaper(HOME, "H01", by, date(2021, 12, 3), kept)
    waiver = Waiver("missing-item", HOME, by, kept, date(2022, 6, 30))
    decisions = parse_decisions(add_entry(add_entry("", paper), waiver))
    assert (decisions.on_paper[0].by, decisions.on_paper[0].kept) == (by.strip(), kept.strip())
    assert (decisions.waivers[0].reason, decisions.waivers[0].approver) == (by.strip(), kept.strip())


def test_the_file_that_the_program_begins_explains_both_and_takes_entries() -> None:
    text = template().text
    assert parse_decisions(text) == parse_decisions("")
    assert "存放处" in text
    assert "到期日" in text
    paper = OnPaper(HOME, "H01", "李某", date(2021, 12, 3), "柜")
    assert parse_decisions(add_entry(text, paper)).on_paper[0].by == "李某"
