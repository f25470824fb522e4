"""Reports to take along: masked; whole only when asked for twice; the ledger with what was handed out."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.audit.sample_archive import IDS, MO
from tests.web.audited import Audited, audited_page, copy_of
from tests.web.builders import do_now


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    return audited_page(tmp_path_factory.mktemp("audited"))


def test_all_four_reports_can_be_taken_along_masked(audited: Audited) -> None:
    text = audited.text("/runs/{run}/reports")
    for place, name in enumerate(("report.html", "report.xlsx", "report.docx", "report.json"), 1):
        assert name in text
        answer = audited.client.get(f"/runs/{audited.run.id}/reports/{place}")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert IDS[MO].encode() not in answer.data


def test_whole_reports_are_made_only_for_who_says_so_twice(audited: Audited, tmp_path: Path) -> None:
    own = copy_of(audited, tmp_path)
    address = f"/runs/{own.run.id}/reports/full"
    assert own.client.get(address).status_code == 405
    assert own.client.post(address).status_code == 400
    assert own.client.post(address, data={"sure": "1"}).status_code == 302
    do_now(own.client)
    assert "report.json（完整）" in own.text("/runs/{run}/reports")
    masked = (own.folder.parent / f"{own.folder.name}-fangpin" / "report.json").read_text(encoding="utf-8")
    assert IDS[MO] not in masked
    assert (tmp_path / "data" / "reports").stat().st_mode & 0o077 == 0


def test_the_ledger_bears_who_answers_and_how_far_it_is(audited: Audited, tmp_path: Path) -> None:
    own = copy_of(audited, tmp_path)
    said = {"person": "甘露", "done": "2", "note": "=1+1"}
    own.client.post(f"/runs/{own.run.id}/findings/1/handle", data=said)
    own.client.post(f"/runs/{own.run.id}/reports/ledger")
    do_now(own.client)
    answer = own.client.get(f"/runs/{own.run.id}/reports/5")
    sheet = load_workbook(io.BytesIO(answer.data))["整改台账"]
    assert sheet.max_row == own.run.total + 1
    first = [cell.value for cell in sheet[2]]
    assert "甘露" in first
    assert "整改中" in first
    assert sheet[2][first.index("=1+1")].data_type == "s"


def test_the_workbook_and_the_page_say_the_same_of_a_finding(audited: Audited, tmp_path: Path) -> None:
    """Handed out on the page, it stands in the next workbook; typed there, it stands on the page after the next audit."""
    own = copy_of(audited, tmp_path)
    said = {"person": "甘露", "done": "2"}
    own.client.post(f"/runs/{own.run.id}/findings/1/handle", data=said)
    own.client.post(f"/works/{own.work}/audit/again")
    do_now(own.client)
    path = Path(own.run.target) / "report.xlsx"
    book = load_workbook(path)
    sheet = book["整改台账"]
    headings = [cell.value for cell in sheet[1]]
    person, done = headings.index("责任人"), headings.index("整改情况")
    assert [sheet[2][person].value, sheet[2][done].value] == ["甘露", "整改中"]
    sheet[2][done].value = "已整改"
    sheet[3][person].value = "柯南"
    book.save(path)
    own.client.post(f"/works/{own.work}/audit/again")
    do_now(own.client)
    assert "已整改" in own.text("/runs/{run}/findings/1")
    assert "柯南" in own.text("/runs/{run}/findings/2")
