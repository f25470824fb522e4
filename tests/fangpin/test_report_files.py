"""The four reports as files: one set of counts, whole or not at all, nothing else written over."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from audit.remedies import Remedy
from audit.report.issued import issued_context
from audit.report.words import CAVEAT
from docgen.render import render
from fangpin.commands.audit import command
from templates import template_bytes
from tests.audit.builders import judge_archive, write_archive
from tests.audit.sample_archive import IDS, MO, archive
from tests.docgen.builders import text_of


def run(*arguments: Any) -> Any:
    return CliRunner().invoke(command, [*map(str, arguments), "--as-of", "2021-12-31", "--no-cache"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lacking = {path: data for path, data in archive().items() if not path.endswith("申报.docx")}
    root = write_archive(tmp_path_factory.mktemp("reports") / "云溪 档案", lacking)
    assert run(root).exit_code == 0
    return root


def beside(folder: Path, name: str) -> bytes:
    return (folder.with_name(f"{folder.name}-fangpin") / name).read_bytes()


def test_all_four_reports_give_the_same_counts(folder: Path) -> None:
    summary = json.loads(beside(folder, "report.json"))["summary"]
    page = beside(folder, "report.html").decode()
    text = re.sub(r"[\s|｜]", "", text_of(beside(folder, "report.docx")))
    book = openpyxl.load_workbook(io.BytesIO(beside(folder, "report.xlsx")))
    total = sum(summary["findings"].values())
    assert book["整改台账"].max_row - 1 == total
    assert f"发现问题{total}条" in text
    assert f"错误{summary['findings'].get('error', 0)}条" in text
    for remedy in Remedy:
        count = summary["remedies"][remedy.value]
        assert f"{remedy.zh}<b>{count}</b>" in page
        assert f"{remedy.zh}{count}{remedy.about}" in text
        assert sum(row[11].value == remedy.zh for row in book["整改台账"].iter_rows(min_row=2)) == count


def test_every_report_says_that_agreement_is_not_truth(folder: Path) -> None:
    assert CAVEAT in json.loads(beside(folder, "report.json"))["caveat"]
    assert CAVEAT in beside(folder, "report.html").decode()
    assert CAVEAT in text_of(beside(folder, "report.docx"))
    book = openpyxl.load_workbook(io.BytesIO(beside(folder, "report.xlsx")))
    assert CAVEAT in [row[0].value for row in book.worksheets[0].iter_rows()]


def test_the_page_leads_to_the_archive(folder: Path) -> None:
    page = beside(folder, "report.html").decode()
    assert '"base":"../%E4%BA%91%E6%BA%AA%20%E6%A1%A3%E6%A1%88"' in page


def test_the_reports_are_written_over_and_nothing_else(folder: Path) -> None:
    target = folder.with_name(f"{folder.name}-fangpin")
    (target / "整改台账（已填）.xlsx").write_bytes(b"mine")
    (target / "report.html").write_text("old", encoding="utf-8")
    assert run(folder).exit_code == 0
    assert (target / "整改台账（已填）.xlsx").read_bytes() == b"mine"
    assert "发现的问题" in (target / "report.html").read_text(encoding="utf-8")
    assert not list(target.glob("*.tmp"))


def test_full_shows_what_is_otherwise_masked(tmp_path: Path) -> None:
    held = archive()
    lacking = {path: data for path, data in held.items() if not path.endswith("申报.docx")}
    root = write_archive(tmp_path / "档案", lacking)
    assert run(root, "-o", tmp_path / "masked").exit_code == 0
    assert run(root, "-o", tmp_path / "full", "--full").exit_code == 0
    for name in ("report.json", "report.html"):
        masked, full = ((tmp_path / each / name).read_text(encoding="utf-8") for each in ("masked", "full"))
        assert not any(number in masked for number in IDS.values())
        assert "已经遮盖" not in full


def test_an_own_template_prints_the_report_of_an_office(tmp_path: Path, folder: Path) -> None:
    own = tmp_path / "模板"
    own.mkdir()
    source = io.BytesIO(template_bytes("audit-report"))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(own / "档案检查情况报告.docx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace("现将情况报告如下".encode(), "情况如下".encode()))
    assert run(folder, "-o", tmp_path / "o", "--templates", own).exit_code == 0
    assert "情况如下" in text_of((tmp_path / "o" / "report.docx").read_bytes())


def test_a_report_without_findings_is_a_paper_too() -> None:
    report = judge_archive({})
    text = text_of(render("audit-report", issued_context(report), "报告").data)
    assert "没有发现错误" in text


def test_units_stand_in_the_paper_by_name() -> None:
    report = judge_archive({path: data for path, data in archive().items() if MO not in path})
    context = issued_context(report)
    assert [level["name"] for level in context["levels"]] == ["县级", "乡级", "村级", "户级"]  # type: ignore[attr-defined]
