"""The outputs: the contract's JSON, a printable page, a few lines of text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from audit.decisions.parse import parse_decisions
from audit.report import render_html, render_json, render_summary
from audit.types import Report
from checklists import Level
from tests.audit.builders import judge_archive, make_docx, make_pdf, photo
from tests.audit.sample_archive import IDS, MO, archive, ledger

VILLAGE = "云溪区/望江街道/临江社区"


def data_of(page: str) -> dict[str, Any]:
    """The data that the page's script shows."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


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
        "kinds",
        "id",
        "state",
        "about",
        "remedy",
        "steps",
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
    data = data_of(page)
    assert len(data["findings"]) == len(report.findings)
    assert {data["rules"][row[1]][0] for row in data["findings"]} == {f.rule for f in report.findings}
    assert [[item[0] for item in items] for _, items in data["levels"]] == [
        [item.id for item in report.checklist.of_level(level)] for level in Level
    ]
    assert len(data["units"]) == len(report.units)
    assert "怎么办：" in page


def test_the_page_needs_no_network(report: Report) -> None:
    assert not re.search(r"(src|href)=[\"']?(https?:|//)|https?://|@import|url\(", render_html(report))


def test_whole_identity_numbers_stand_on_no_page_and_in_no_summary(report: Report) -> None:
    assert IDS[MO] not in render_html(report)
    assert IDS[MO] not in render_summary(report)


def test_a_name_cannot_break_the_page() -> None:
    page = render_html(judge_archive({"甲<b>&乙/值班<script>.docx": make_docx("值班表")}))
    assert "值班<script>" not in page
    assert any("值班<script>.docx" in str(path) for path in data_of(page)["paths"])


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
    assert "<noscript>" in page


def unread_lines(files: dict[str, bytes]) -> list[str]:
    return render_summary(judge_archive(files)).splitlines()


@pytest.mark.parametrize(
    ("name", "data", "says", "todo"),
    [
        ("批复.docx", b"PK\x03\x04 torn", "打不开或已损坏 1 个", "重新扫描原件"),
        ("批复.docx", b"", "空的，没有内容 1 个", "找到有内容的原文件"),
        ("批复.rar", b"Rar!\x1a\x07\x00xxxx", "格式不能读，或没有打开 1 个", "另存或解压"),
        ("批复扫描件.pdf", make_pdf([]), "扫描件、图片，没有安装文字识别 1 个", "fangpin[ocr]"),
        ("县级批复.jpg", photo("x"), "扫描件、图片，没有安装文字识别 1 个", "fangpin decide"),
    ],
)
def test_what_was_not_read_is_listed_by_reason_with_what_to_do(
    name: str, data: bytes, says: str, todo: str
) -> None:
    files = {f"区级档案/4.审定/{name}": data, "区级档案/7.台账/台账.xlsx": ledger("云溪区")}
    lines = unread_lines(files)
    at = next(at for at, line in enumerate(lines) if says in line)
    assert todo in lines[at]
    assert name in lines[at + 1]
    page = render_html(judge_archive(files))
    assert says.removesuffix(" 1 个") in page
    assert name in page


def test_a_page_that_is_a_picture_in_a_text_is_not_passed_over() -> None:
    page = judge_archive({"区级档案/a.docx": make_docx("随手记", "没有别的字。")})
    document = replace(page.files[0].document, unread_pages=(2,), gist=None)
    lines = render_summary(judge_archive([document])).splitlines()
    assert any("有几页是图片" in line for line in lines)
    assert any("第 2 页没有读" in line for line in lines)


def test_what_recognition_could_not_make_out_is_told_apart_from_what_it_was_not_asked() -> None:
    scan = judge_archive({"区级档案/县级批复.pdf": make_pdf([])}).files[0].document
    tried = replace(scan, metadata=(("picture", "page"),), problem="扫描件太模糊（每英寸约 60 点），认不清字")
    lines = render_summary(judge_archive([tried])).splitlines()
    assert any("认不出文字 1 个" in line and "重新扫描" in line for line in lines)


def test_photos_are_counted_and_ask_for_nothing() -> None:
    lines = unread_lines({"区级档案/1.文件精神/动员会现场.jpg": photo("x")})
    assert "照片，按名称、文件夹和日期判断 1 个。" in lines
    assert not any("没有读到内容" in line for line in lines)


def test_where_all_was_read_nothing_is_said() -> None:
    assert not any("没有读" in line for line in unread_lines({"区级档案/台账.xlsx": ledger("云溪区")}))


def test_what_people_decided_is_marked_in_every_report() -> None:
    path = "区级档案/7.台账/台账.xlsx"
    text = f"更正:\n  - 文件: {path}\n    项目: 无\n    谁: 李某\n  - 文件: 没有.docx\n    种类: 公示\n"
    report = judge_archive(archive(), decisions=parse_decisions(text))
    data = json.loads(render_json(report))
    assert next(file for file in data["files"] if file["path"] == path)["decided"] is True
    assert "没有.docx" in data["remarks"][0]
    for text in (render_html(report), render_summary(report)):
        assert "没有.docx" in text
    assert "人工更正的文件（1 个）" in render_html(report)
    assert "1 个文件按人工更正" in render_summary(report)
