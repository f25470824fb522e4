"""Runs kept by date beside the reports, and what `fangpin audit` makes of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from checklists import UserError
from fangpin.commands.audit import command
from fangpin.history import FOLDER, keep_run
from tests.audit.builders import make_docx, write_archive
from tests.audit.sample_archive import archive

SMALL = {path: data for path, data in archive().items() if "/01-" in path or "台账" in path}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_archive(tmp_path / "云溪档案", SMALL)


def run(*arguments: object) -> Result:
    given = [*map(str, arguments), "--as-of", "2021-12-31"]
    return CliRunner().invoke(command, given, catch_exceptions=False)


def beside(folder: Path) -> Path:
    return folder.with_name("云溪档案-fangpin")


def report_of(folder: Path) -> Any:
    return json.loads((beside(folder) / "report.json").read_text(encoding="utf-8"))


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in (beside(folder) / FOLDER).iterdir())


def test_each_run_is_kept_by_its_time_and_an_unchanged_one_adds_none(folder: Path) -> None:
    run(folder)
    assert len(kept(folder)) == 1
    run(folder)
    run(folder, "--no-cache")
    assert len(kept(folder)) == 1
    assert kept(folder)[0].startswith("report-20")
    assert not set(kept(folder)[0]) & set(':*?"<>|+ ')


def test_a_second_run_says_what_was_mended_and_a_third_on_the_same_says_the_same(folder: Path) -> None:
    form = next(folder.rglob("申报.docx"))
    data = form.read_bytes()
    form.unlink()
    run(folder)
    assert report_of(folder)["compared_with"] is None
    form.write_bytes(data)
    said = run(folder).stdout
    assert "已整改 1 条" in said
    before = report_of(folder)
    assert [each["rule"] for each in before["mended"]] == ["missing-item"]
    assert "已整改 1 条" in run(folder, "--no-cache").stdout
    again = report_of(folder)
    assert {**again, "generated_at": ""} == {**before, "generated_at": ""}
    assert len(kept(folder)) == 2


def test_a_baseline_takes_the_place_of_the_kept_run(folder: Path, tmp_path: Path) -> None:
    run(folder, "-o", tmp_path / "以前")
    next(folder.rglob("申报.docx")).unlink()
    old = tmp_path / "以前" / "report.json"
    shown = run(folder, "--baseline", old, "--format", "json")
    states = {(each["rule"], each["item"]): each["state"] for each in json.loads(shown.stdout)["findings"]}
    assert states["missing-item", "H01"] == "new"
    assert "open" in states.values()
    assert not beside(folder).exists()


def test_a_baseline_of_other_units_is_not_compared_and_that_is_said(folder: Path, tmp_path: Path) -> None:
    run(folder, "-o", tmp_path / "以前", "--unit", "青山区")
    said = run(folder, "--baseline", tmp_path / "以前" / "report.json").stdout
    assert "没有与" in said
    assert "查的是青山区" in said


def test_a_baseline_that_is_no_report_is_told_before_anything_is_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "旧.json").write_text("{}", encoding="utf-8")
    for name in ("旧.json", "没有.json"):
        with pytest.raises(UserError, match=name):
            run(folder, "--baseline", tmp_path / name)


def test_a_kept_run_that_was_spoilt_is_passed_over_and_that_is_said(folder: Path) -> None:
    run(folder)
    (beside(folder) / FOLDER / "report-2099-01-01T000000.json").write_text("{", encoding="utf-8")
    next(folder.rglob("申报.docx")).unlink()
    run(folder)
    assert report_of(folder)["compared_with"]


def test_kept_runs_are_masked_even_where_the_report_is_not(folder: Path) -> None:
    run(folder, "--full")
    text = next((beside(folder) / FOLDER).iterdir()).read_text(encoding="utf-8")
    assert "990101197203040014" not in text


def ledger(folder: Path) -> list[dict[str, Any]]:
    rows = list(
        openpyxl.load_workbook(beside(folder) / "report.xlsx")["整改台账"].iter_rows(values_only=True)
    )
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]


def type_into(folder: Path, rule: str, **values: Any) -> None:
    path = beside(folder) / "report.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["整改台账"]
    headings = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[headings.index("规则代号")].value == rule)
    for heading, value in values.items():
        row[headings.index(heading)].value = value
    book.save(path)


def test_what_people_typed_into_the_ledger_goes_on_to_the_next_also_where_a_file_was_renamed(
    folder: Path,
) -> None:
    odd = folder / "区级档案/7.台账/值班.docx"
    odd.write_bytes(make_docx("防汛值班表", "联系人 柏青"))
    run(folder)
    typed = {"责任人": "柏青", "完成期限": date(2022, 1, 31), "整改情况": "整改中", "核对人": "甘露"}
    type_into(folder, "unrecognised-file", **typed)
    odd.rename(odd.with_name("改名.docx"))
    run(folder)
    row = next(row for row in ledger(folder) if row["规则代号"] == "unrecognised-file")
    assert (row["状态"], row["整改情况"], row["核对人"]) == ("未改", "整改中", "甘露")
    assert (row["责任人"], row["完成期限"]) == ("柏青", "2022-01-31")
    assert {row["整改情况"] for row in ledger(folder) if row["规则代号"] != "unrecognised-file"} == {"待整改"}


def test_a_ledger_that_cannot_be_read_is_not_written_over(folder: Path) -> None:
    run(folder)
    path = beside(folder) / "report.xlsx"
    path.write_bytes(b"PK broken")
    with pytest.raises(UserError, match="带到新表里"):
        run(folder)
    assert path.read_bytes() == b"PK broken"


def test_two_runs_of_one_second_are_both_kept(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        told = json.dumps({"generated_at": str(number), "n": number})
        keep_run(tmp_path, told, "2026-11-22T13:05:12+08:00")
    keep_run(tmp_path, json.dumps({"generated_at": "later", "n": 3}), "2026-11-22T13:05:13+08:00")
    names = sorted(path.name for path in (tmp_path / FOLDER).iterdir())
    assert names == [f"report-2026-11-22T130512{end}.json" for end in ("", "_2", "_3")]
