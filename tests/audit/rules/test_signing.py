"""What is said of sheets that nobody signed: whose names, and which of the unit's many sheets."""

from __future__ import annotations

from tests.audit.builders import judge_archive, make_docx

SHEET = "山青县/白石镇/红旗村/村级档案/签到表.docx"


def said(*rows: tuple[str, str]) -> list[str]:
    table = [("序号", "姓名", "签字"), *((str(number), *row) for number, row in enumerate(rows, 1))]
    report = judge_archive({SHEET: make_docx("红旗村民主评议会签到表", "时间：2021年4月9日", table)})
    return [finding.problem.message for finding in report.findings if finding.rule == "unsigned"]


def test_those_who_did_not_sign_are_named_with_the_day_of_the_sheet() -> None:
    (message,) = said(("莫小棠", "莫小棠"), ("游长林", ""), ("纪秋生", ""))
    assert "签到表（2021年4月9日）有 2 人没有签到：游长林、纪秋生。" in message


def test_of_many_who_did_not_sign_ten_are_named() -> None:
    people = [(f"莫{name}", "") for name in "甲乙丙丁戊己庚辛壬癸子丑"]
    (message,) = said(*people)
    assert "有 12 人没有签到" in message
    assert "莫癸 等" in message
    assert "莫子" not in message
