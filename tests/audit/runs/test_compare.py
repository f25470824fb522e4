"""A run beside the one before it: new, open, come back, mended, and what neither may be said of."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import openpyxl
import pytest

from audit.decisions.parse import parse_decisions
from audit.readers import read_document
from audit.report import render_html, render_json, render_summary, render_xlsx
from audit.report.issued import issued_context
from audit.rules import pick_rules
from audit.runs.compare import compare, count_progress, run_digest, why_not_comparable
from audit.runs.earlier import Earlier, parse_earlier
from audit.types import Progress, Report
from checklists import UserError, load_checklist
from tests.audit import builders
from tests.audit.builders import make_docx, make_xlsx
from tests.audit.sample_archive import MO, YOU, archive
from tests.audit.test_report import data_of

HOME = f"望江街道/临江社区/监测户档案/01-{MO}"
FORM = f"{HOME}/申报.docx"
LEDGER = "区级档案/7.台账/台账.xlsx"


read = lru_cache(maxsize=None)(read_document)


def judge_archive(files: Mapping[str, bytes], **changes: Any) -> Report:
    """As the builder does; what was read once is not read again, and so its gist is kept too."""
    return builders.judge_archive([read(path, data) for path, data in sorted(files.items())], **changes)


def without(*endings: str) -> dict[str, bytes]:
    return {path: data for path, data in archive().items() if not path.endswith(endings)}


def kept(report: Report, at: str = "2021-12-01T08:00:00") -> Earlier:
    """The run as a later one reads it."""
    return parse_earlier(render_json(report, at), "report.json")


def after(earlier: Report, files: Mapping[str, bytes], **changes: Any) -> Report:
    return compare(judge_archive(files, **changes), kept(earlier))


def states(report: Report) -> dict[str, Progress]:
    return {f"{each.rule} {each.problem.item or ''}".strip(): each.state for each in report.findings}


def rules_of(known: Iterable[Any]) -> list[str]:
    return [each.rule for each in known]


def mended(report: Report) -> list[str]:
    return rules_of(report.comparison.mended) if report.comparison else []


@pytest.fixture(scope="module")
def whole() -> Report:
    return judge_archive(archive())


@pytest.fixture(scope="module")
def lacking() -> Report:
    return judge_archive(without(FORM))


def test_what_the_run_before_had_is_open_and_what_it_had_not_is_new(whole: Report) -> None:
    report = after(whole, without(FORM))
    assert states(report)["missing-item H01"] is Progress.NEW
    assert states(report)["unsigned"] is Progress.OPEN
    assert not mended(report)


def test_what_is_gone_is_mended_and_told_with_its_unit_and_words(lacking: Report) -> None:
    report = after(lacking, archive())
    assert mended(report) == ["missing-item"]
    assert set(states(report).values()) == {Progress.OPEN}
    told = json.loads(render_json(report))
    assert told["mended"][0]["message"].startswith(f"望江街道临江社区{MO}户缺")
    assert told["summary"]["progress"]["mended"] == 1


def test_what_comes_again_after_it_was_mended_has_come_back(lacking: Report) -> None:
    between = after(lacking, archive())
    again = after(between, without(FORM))
    assert states(again)["missing-item H01"] is Progress.COME_BACK
    third = after(again, without(FORM))
    assert states(third)["missing-item H01"] is Progress.OPEN


def test_a_mended_finding_is_remembered_over_further_runs(lacking: Report) -> None:
    report = after(lacking, archive())
    report = after(report, archive())
    report = after(report, archive())
    assert states(after(report, without(FORM)))["missing-item H01"] is Progress.COME_BACK


def test_a_finding_in_a_file_that_was_only_renamed_is_open_and_keeps_its_earlier_id() -> None:
    blank = make_docx("防汛值班表", "联系人 柏青")
    earlier = judge_archive(archive() | {f"{HOME}/a.docx": blank})
    report = after(earlier, archive() | {f"{HOME}/改了名.docx": blank})
    finding = next(each for each in report.findings if each.rule == "unrecognised-file")
    before = next(each for each in earlier.findings if each.rule == "unrecognised-file")
    assert (finding.state, finding.was) == (Progress.OPEN, (before.id,))
    assert not mended(report)


def test_another_paper_under_another_name_is_another_finding() -> None:
    earlier = judge_archive(archive() | {f"{HOME}/a.docx": make_docx("防汛值班表", "联系人 柏青")})
    report = after(earlier, archive() | {f"{HOME}/b.docx": make_docx("停电通知", "明天停电")})
    assert states(report)["unrecognised-file"] is Progress.NEW
    assert mended(report) == ["unrecognised-file"]


def test_a_rule_that_this_run_left_out_mends_nothing_and_is_handed_on(lacking: Report) -> None:
    report = after(lacking, without(FORM), rules=pick_rules(["unsigned"]))
    assert report.comparison
    assert not mended(report)
    assert "missing-item" in rules_of(report.comparison.not_judged)
    assert states(after(report, without(FORM)))["missing-item H01"] is Progress.OPEN
    assert "missing-item" in mended(after(report, archive()))


def test_a_rule_that_the_run_before_left_out_finds_nothing_new(lacking: Report) -> None:
    earlier = judge_archive(without(FORM), rules=pick_rules(["unsigned"]))
    assert states(after(earlier, without(FORM)))["missing-item H01"] is Progress.NOT_COMPARED


def test_a_contradiction_in_a_file_that_cannot_be_read_any_more_is_not_mended() -> None:
    heading = ["户主姓名", "社区", "监测对象类别", "认定时间"]
    rows = [[name, "临江社区", "脱贫不稳定户", "2021-06-25"] for name in (MO, YOU)]
    wrong = archive() | {LEDGER: make_xlsx({"台账": [["云溪区防贫监测对象动态管理台帐"], heading, *rows]})}
    earlier = judge_archive(wrong)
    assert "object-type-mismatch" in {each.rule for each in earlier.findings}
    report = after(earlier, wrong | {LEDGER: b"PK\x03\x04 broken"})
    assert report.comparison
    assert "object-type-mismatch" in rules_of(report.comparison.not_judged)
    assert "object-type-mismatch" not in mended(report)


def test_an_item_of_which_some_is_there_now_is_open_and_not_mended(whole: Report) -> None:
    folder = "望江街道/临江社区/社区档案"
    all_gone = {path: data for path, data in archive().items() if not path.startswith(f"{folder}/1.")}
    some = all_gone | {
        path: data for path, data in archive().items() if path == f"{folder}/1.文件精神/收文.docx"
    }
    earlier = judge_archive(all_gone)
    report = after(earlier, some)
    parts = [each.state for each in report.findings if each.rule == "missing-part"]
    assert parts
    assert set(parts) == {Progress.OPEN}
    assert not mended(report)
    assert "missing-item" in states(after(report, all_gone)) | {"missing-item": 1}
    assert not mended(after(report, all_gone))


def test_a_run_of_another_checklist_or_of_other_units_says_nothing(whole: Report) -> None:
    other = judge_archive(archive(), checklist=replace(load_checklist(), id="poverty-2020"))
    assert "清单" in why_not_comparable(whole, kept(other))
    village = judge_archive(
        {
            path.removeprefix("望江街道/临江社区/"): data
            for path, data in archive().items()
            if "临江社区/" in path
        },
        unit="云溪区/望江街道/临江社区",
    )
    assert why_not_comparable(whole, kept(village)) == "查的是云溪区/望江街道/临江社区，这次是云溪区"
    assert not why_not_comparable(whole, kept(whole))


def test_an_earlier_date_of_the_audit_is_borne_in_mind(whole: Report) -> None:
    later = judge_archive(archive(), as_of=date(2022, 1, 31))
    report = compare(whole, kept(later))
    assert report.comparison
    assert "2022-01-31" in report.comparison.note


def test_the_counts_make_up_all_findings(lacking: Report) -> None:
    report = after(lacking, without(f"02-{YOU}/申报.docx", "动员会现场.jpg"))
    counted = count_progress(report)
    assert sum(counted[state] for state in Progress if state is not Progress.WAIVED) == len(report.findings)
    assert counted["mended"] == 1


def test_all_reports_give_the_same_counts_of_what_became_of_findings(lacking: Report) -> None:
    report = after(lacking, without(f"02-{YOU}/申报.docx", "动员会现场.jpg"))
    told = json.loads(render_json(report))
    counted = told["summary"]["progress"]
    states = [each["state"] for each in told["findings"]]
    assert {state: states.count(state) for state in set(states)} == {
        state: count for state, count in counted.items() if count and state != "mended"
    }
    said = (
        f"新发现 {counted['new']} 条，未改 {counted['open']} 条，再次出现 0 条，已整改 {counted['mended']} 条"
    )
    assert said in render_summary(report)
    assert said in str(issued_context(report)["progress"])
    page = render_html(report)
    assert said in page
    data = data_of(page)
    shown = [data["states"][row[6]] for row in data["findings"]]
    assert (shown.count("新发现"), shown.count("未改")) == (counted["new"], counted["open"])
    assert len(data["mended"]) == counted["mended"]
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(report)))
    rows = list(book["整改台账"].iter_rows(values_only=True))
    column = [row[rows[0].index("状态")] for row in rows[1:]]
    assert (column.count("新发现"), column.count("未改")) == (counted["new"], counted["open"])
    assert book["已整改"].max_row - 1 == counted["mended"]
    numbers = {row[0]: row[1] for row in book["统计"].iter_rows(values_only=True)}
    assert (numbers["与上次比：新发现"], numbers["与上次比：已整改"]) == (counted["new"], counted["mended"])


def test_two_runs_that_saw_the_same_are_one(whole: Report, lacking: Report) -> None:
    assert run_digest(judge_archive(archive())) == run_digest(whole) != run_digest(lacking)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "不是检查报告"),
        ("[1]", "不是检查报告"),
        ('{"schema": "fangpin-audit/1", "findings": []}', "旧版"),
        ('{"schema": "fangpin-audit/1", "run": {}}', "内容不全"),
    ],
)
def test_what_is_no_report_is_told_in_one_line(text: str, what: str) -> None:
    with pytest.raises(UserError, match=what):
        parse_earlier(text, "旧报告.json")


def test_decisions_without_the_new_lists_keep_working() -> None:
    assert not parse_decisions("更正:\n").corrections
