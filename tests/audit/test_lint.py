"""One paper by itself: the rules that need no archive find what is wrong in it, line by line, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from audit.lint import UNIT, lint_document, rules_alone
from audit.types import Finding, Severity
from checklists import load_checklist
from registry.identity import check_digit
from tests.audit.builders import Part, make_docx, make_pdf, make_xlsx

AS_OF = date(2022, 12, 31)


def lint(*parts: Part, name: str = "材料.docx", as_of: date = AS_OF) -> list[Finding]:
    return list(lint_document(name, make_docx(*parts), load_checklist(), as_of))


def rules(*parts: Part, name: str = "材料.docx") -> list[str]:
    return [finding.rule for finding in lint(*parts, name=name)]


SUMMARY = "清水镇2022年防返贫动态监测工作总结"
NOTICE = "拟纳入防返贫监测对象公示"
RIGHT = "全镇共有监测对象30户92人，其中脱贫不稳定户10户30人、边缘易致贫户15户50人、突发严重困难户5户12人。"


def whole_id() -> str:
    body = "52902119700102001"
    return body + check_digit(body)


def test_a_paper_with_nothing_wrong_is_silent() -> None:
    assert lint(SUMMARY, RIGHT, "清水镇人民政府", "2022年12月20日") == []


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (RIGHT.replace("92人", "95人"), "total-mismatch"),
        (RIGHT + "享受低保15户，占比55%。", "ratio-mismatch"),
        ("享受产业措施12户，占比。", "placeholder-left"),
        ("全镇于2022年2月30日完成排查。", "date-impossible"),
        ("一是摸清底数。二是落实措施。四是跟踪问效。", "numbering-broken"),
        ("下一步于〔待填〕前完成排查。", "blank-field"),
    ],
)
def test_what_is_wrong_in_a_line_is_found_with_that_line(line: str, rule: str) -> None:
    (finding,) = lint(SUMMARY, "一、工作情况", line, "清水镇人民政府", "2022年12月20日")
    assert finding.rule == rule
    assert finding.problem.unit == UNIT
    assert not finding.problem.quotes or finding.problem.quotes[0].text == line[:80]


def test_each_line_is_a_finding_of_its_own_in_the_order_of_the_paper() -> None:
    found = lint(
        SUMMARY, "享受产业措施12户，占比。", RIGHT.replace("92人", "95人"), "享受就业措施9户，占比。"
    )
    assert [each.rule for each in found] == ["placeholder-left", "total-mismatch", "placeholder-left"]


def test_a_notice_must_mask_numbers_and_a_list_for_the_office_need_not() -> None:
    row = ["1", "青松村", "周小满", whole_id(), "3", "因病"]
    heading = ["序号", "村", "户主姓名", "身份证号", "人口", "风险"]
    period = "公示时间：2022年5月6日至2022年5月12日。如有异议，请向村委会反映。"
    assert "personal-data-exposed" in rules(
        NOTICE, period, [heading, row], "青松村村民委员会", "2022年5月6日"
    )
    assert "personal-data-exposed" not in rules("拟纳入监测对象名单", [heading, row])


def test_a_posting_of_four_days_is_too_short() -> None:
    text = "公示时间：2022年5月6日至2022年5月9日。如有异议，请向村委会反映。"
    assert rules(NOTICE, text, "青松村村民委员会", "2022年5月6日") == ["notice-too-short"]


def test_a_posting_of_just_the_days_is_no_remark_on_one_paper() -> None:
    text = "公示时间：2022年5月6日至2022年5月10日。如有异议，请向村委会反映。"
    assert rules(NOTICE, text, "青松村村民委员会", "2022年5月6日") == []


def test_a_report_signed_before_its_posting_ended_is_out_of_order() -> None:
    title = "青松村关于上报拟纳入监测对象的审核报告"
    text = "清水镇人民政府：我村于2022年5月6日至2022年5月12日公示无异议，现将1户3人上报审核。"
    assert "step-order" in rules(title, text, "青松村村民委员会", "2022年5月10日", name="村级审核报告.docx")
    assert "step-order" not in rules(
        title, text, "青松村村民委员会", "2022年5月13日", name="村级审核报告.docx"
    )


def test_a_notice_of_a_meeting_to_come_is_not_too_late() -> None:
    text = (
        "关于召开防返贫监测工作安排部署会的通知",
        "各村：",
        "会议时间：2023年1月5日上午9时",
        "清水镇人民政府",
        "2022年12月30日",
    )
    assert lint(*text) == []


def test_a_paper_dated_ahead_is_too_late() -> None:
    assert rules(SUMMARY, RIGHT, "清水镇人民政府", "2023年2月1日") == ["date-impossible"]


def test_papers_that_nothing_tells_are_looked_at_too() -> None:
    assert rules("情况", "本组共有x户x人。", name="1.docx") == ["placeholder-left"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("总结.txt", f"{SUMMARY}\n享受产业措施12户，占比。\n".encode("gb18030")),
        ("总结.pdf", make_pdf([SUMMARY, "享受产业措施12户，占比。"])),
        ("汇总.xlsx", make_xlsx({"汇总": [["村", "户数"], ["甲村", 3], ["乙村", 4], ["合计", 9]]})),
    ],
)
def test_other_formats_are_read_as_well(name: str, data: bytes) -> None:
    assert len(lint_document(name, data, load_checklist(), AS_OF)) == 1


def test_a_file_that_cannot_be_opened_is_a_finding() -> None:
    (finding,) = lint_document("总结.docx", b"PK\x03\x04broken", load_checklist(), AS_OF)
    assert (finding.rule, finding.severity) == ("unreadable-file", Severity.ERROR)


def test_the_rules_for_one_paper_are_marked_in_the_catalogue() -> None:
    names = {rule.name for rule in rules_alone(load_checklist())}
    assert {"total-mismatch", "placeholder-left", "blank-field"} <= names
    assert not names & {"missing-item", "name-mismatch", "list-mismatch", "duplicate-file"}
