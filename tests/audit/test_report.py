"""The outputs: the contract's JSON, a printable page, a few lines of text."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from audit.report import render_html, render_json, render_summary
from audit.types import Report
from tests.audit.builders import judge_archive, make_docx
from tests.audit.sample_archive import IDS, MO, archive

VILLAGE = "云溪区/望江街道/临江社区"


@pytest.fixture(scope="module")
def report() -> Report:
    lacking = {path: data for path, data in archive().items() if not path.endswith(f"01-{MO}/申报.docx")}
    lacking[f"望江街道/临江社区/监测户档案/01-{MO}/{IDS[MO]}.docx"] = make_docx(
        "防汛值班表", "联系 13800001234"
    )
    return judge_archive(lacking)


def test_the_json_has_the_contracts_shape(report: Report) -> None:
    data = json.loads(render_json(report, "2022-01-01T08:00:00"))
    assert data["schema"] == "fangpin-audit/1"
    assert (data["checklist"], data["as_of"]) == ("tongren-2021", "2021-12-31")
    assert data["units"][0] == {"id": "云溪区", "level": "county", "name": "云溪区"}
    cell = next(cell for cell in data["cells"] if cell["unit"] == f"{VILLAGE}/{MO}" and cell["item"] == "H01")
    assert cell == {
        "unit": f"{VILLAGE}/{MO}", "item": "H01", "status": "missing", "missing_parts": ["application"], "files": [],
    }  # fmt: skip
    finding = next(finding for finding in data["findings"] if finding["rule"] == "missing-item")
    assert set(finding) == {
        "rule",
        "severity",
        "unit",
        "item",
        "files",
        "message",
        "expected",
        "actual",
        "fix",
    }
    assert all(finding[key] for key in ("message", "expected", "actual", "fix"))


def test_a_bound_file_lists_its_parts(report: Report) -> None:
    data = json.loads(render_json(report))
    bound = next(file for file in data["files"] if file["path"].endswith("请示in.docx"))
    assert [part["kind"] for part in bound["parts"]] == ["township-request", "name-list"]
    assert set(bound["parts"][0]) == {"kind", "stage", "unit", "pages"}


def test_the_same_archive_gives_the_same_bytes_but_for_the_time() -> None:
    first, second = render_json(judge_archive(archive()), "一"), render_json(judge_archive(archive()), "二")
    assert first.replace('"generated_at": "一"', "") == second.replace('"generated_at": "二"', "")


def test_lists_are_sorted(report: Report) -> None:
    data = json.loads(render_json(report))
    assert [file["path"] for file in data["files"]] == sorted(file["path"] for file in data["files"])
    assert [unit["id"].split("/") for unit in data["units"]] == sorted(
        unit["id"].split("/") for unit in data["units"]
    )


def test_the_page_shows_the_matrix_and_every_finding(report: Report) -> None:
    page = render_html(report)
    for finding in report.findings:
        assert finding.rule in page
    assert all(f">{item.id}<" in page for item in report.checklist.items)
    assert "怎么办：" in page


def test_the_page_needs_no_network(report: Report) -> None:
    assert not re.search(r"(src|href)=|https?://|@import|url\(", render_html(report))


def test_whole_identity_numbers_stand_on_no_page_and_in_no_summary(report: Report) -> None:
    assert IDS[MO] not in render_html(report)
    assert IDS[MO] not in render_summary(report)


def test_a_name_cannot_break_the_page() -> None:
    page = render_html(judge_archive({"甲<b>&乙/值班<script>.docx": make_docx("值班表")}))
    assert "值班<script>" not in page
    assert "值班&lt;script&gt;.docx" in page


def test_the_summary_counts_and_names_the_worst_first(report: Report) -> None:
    lines = render_summary(report).splitlines()
    assert "缺失 1" in lines[1]
    assert "[错误]" in next(line for line in lines if line.startswith("  ["))


def test_an_old_archive_audited_today_names_the_date_to_use() -> None:
    report = judge_archive(archive(), as_of=date(2023, 6, 1))
    assert "--as-of 2021-12-31" in render_summary(report)
    assert "--as-of 2021-12-31" in render_html(report)
    assert "--as-of" not in render_summary(judge_archive(archive()))


def test_a_county_of_600_households_gives_a_page_of_bearable_size() -> None:
    base = "山青县/白石镇/红旗村/户档案"
    surnames, given = (
        "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许",
        "明芳勇丽军霞平玲辉燕刚萍健娜峰洁宁波琴岚涛松柏枫莲",
    )
    paper = make_docx("监测对象申请书", "申请人：本人")
    names = [surname + name for surname in surnames for name in given + "甲乙丙丁戊"][:600]
    report = judge_archive({f"{base}/{name}/申请书.docx": paper for name in names})
    page = render_html(report)
    assert len([unit for unit in report.units if unit.level.value == "household"]) == 600
    assert len(page) < 8_000_000
    assert "<details" in page
