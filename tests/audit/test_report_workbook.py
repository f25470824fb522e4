"""The workbook to work by: the same counts as the JSON, a row a finding, papers to tick off, nothing that calculates."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from audit.remedies import Remedy, advise, count_remedies
from audit.report import render_html, render_json, render_xlsx
from audit.report.entries import entries_of
from audit.report.words import CAVEAT
from audit.types import Finding, Problem, Quote, Report, Severity
from tests.audit.builders import judge_archive
from tests.audit.sample_archive import IDS, MO, archive
from tests.audit.test_report import data_of

VILLAGE = "云溪区/望江街道/临江社区"
HOME = f"{VILLAGE}/{MO}"


@pytest.fixture(scope="module")
def report() -> Report:
    return judge_archive({path: data for path, data in archive().items() if not path.endswith("申报.docx")})


def sheets_of(report: Report, **changes: Any) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(report, **changes)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def with_findings(report: Report, *problems: Problem) -> Report:
    return replace(
        report, findings=tuple(Finding("income-mismatch", Severity.ERROR, each) for each in problems)
    )


def many(report: Report) -> Report:
    """A synthetic report: every rule's finding spread over all units, a thousand of them."""
    units = [unit.id for unit in report.units]
    found = report.findings
    spread = [
        replace(
            found[at % len(found)],
            problem=replace(found[at % len(found)].problem, unit=units[at % len(units)]),
        )
        for at in range(1000)
    ]
    return replace(report, findings=tuple(spread))


@pytest.mark.parametrize(
    "made", [lambda report: report, many], ids=["the sample", "a thousand spread findings"]
)
def test_all_reports_give_the_counts_of_the_json(report: Report, made: Any) -> None:
    report = made(report)
    summary = json.loads(render_json(report))["summary"]
    sheets = sheets_of(report)
    rows = sheets["整改台账"][1:]
    assert len(rows) == sum(summary["findings"].values()) == len(data_of(render_html(report))["findings"])
    for severity in Severity:
        assert sum(row[6].startswith(severity.zh) for row in rows) == summary["findings"].get(
            severity.value, 0
        )
    for remedy in Remedy:
        assert sum(row[11] == remedy.zh for row in rows) == summary["remedies"][remedy.value]
    first = {row[0]: row[1] for row in sheets["怎么补"][:12] if isinstance(row[1], int)}
    assert {remedy.zh: first[remedy.zh] for remedy in Remedy} == {
        remedy.zh: count for remedy, count in count_remedies(advise(report)).items()
    }
    assert first["合计"] == len(rows)
    counted = {row[1]: row[2] for row in sheets["统计"] if row[1] in summary["rules"]}
    assert counted == summary["rules"]


def test_the_first_sheet_says_that_agreement_is_not_truth(report: Report) -> None:
    assert CAVEAT in [row[0] for row in sheets_of(report)["怎么补"]]


def test_a_row_tells_who_what_and_leaves_the_rest_to_people(report: Report) -> None:
    sheets = sheets_of(report, people={HOME: "骆玉成"})
    headings = sheets["整改台账"][0]
    entries = entries_of(report)
    for row, entry in zip(sheets["整改台账"][1:], entries, strict=True):
        told = dict(zip(headings, row, strict=True))
        assert told["问题"] == entry.what
        assert told["怎么办"] == entry.todo
        assert told["责任人"] == ("骆玉成" if entry.unit == HOME else None)
        assert (told["完成期限"], told["整改情况"], told["核对人"]) == (None, "待整改", None)
        assert (told["状态"], told["编号"]) == ("新发现", entry.finding.id)
    own = [entry for entry in entries if entry.unit == HOME]
    assert own
    assert [row[0] for row in sheets["骆玉成"][1:]] == [entry.number for entry in own]


def test_without_people_there_is_no_sheet_a_person(report: Report) -> None:
    assert list(sheets_of(report)) == ["怎么补", "迎检倒排", "整改台账", "已整改", "统计", "纸质点验表"]


def test_every_due_part_can_be_ticked_off(report: Report) -> None:
    rows = sheets_of(report)["纸质点验表"]
    due = [cell for cell in report.cells if cell.status.value in ("complete", "partial", "missing")]
    assert len(rows) - 1 == sum(len(cell.evidence) + len(cell.gaps) for cell in due)
    tick = [at for at, heading in enumerate(rows[0]) if "✓" in heading]
    assert len(tick) == 3
    assert all(row[at] is None for row in rows[1:] for at in tick)
    assert sum(row[6] == "缺" for row in rows[1:]) == sum(
        len(cell.gaps) for cell in due if not cell.uncertain_files
    )


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+1", "-2", "@SUM(A1)", "\t=1"])
def test_what_looks_like_a_formula_is_text(report: Report, text: str) -> None:
    changed = with_findings(report, Problem(VILLAGE, None, text, expected=text, actual=text))
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(changed)))
    cell = book["整改台账"]["H2"]
    assert (cell.data_type, cell.value) == ("s", text)
    assert cell.quotePrefix


def test_a_text_keeps_its_first_sign(report: Report) -> None:
    changed = with_findings(report, Problem(VILLAGE, None, "#1 号楼"))
    assert sheets_of(changed)["整改台账"][1][7] == "#1 号楼"


def test_the_table_can_be_filtered_and_keeps_its_headings_in_sight(report: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(report)))
    sheet = book["整改台账"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:S{len(report.findings) + 1}"
    assert "待整改" in sheet.data_validations.dataValidation[0].formula1


def test_numbers_and_illness_are_masked_unless_all_is_asked_for(report: Report) -> None:
    text = f"{IDS[MO]} 13812345678 患有尿毒症"
    changed = with_findings(report, Problem(VILLAGE, None, text, quotes=(Quote("a", 1, text),)))
    said = str(sheets_of(changed))
    assert not any(secret in said for secret in (IDS[MO], "13812345678", "尿毒症"))
    assert text in str(sheets_of(changed, full=True))


def test_names_that_excel_refuses_still_have_a_sheet(report: Report) -> None:
    people = {HOME: "甲/乙[丙]*" + "丁" * 40, VILLAGE: "统计"}
    names = list(sheets_of(report, people=people))
    assert len(names) == len(set(names))
    assert all(len(name) <= 31 for name in names)


def test_control_characters_do_not_break_the_workbook(report: Report) -> None:
    changed = with_findings(report, Problem(VILLAGE, None, "坏\x00字\x0b符\ud800", ("甲\udcff.docx",)))
    assert sheets_of(changed)["整改台账"][1][7] == "坏字符"
