"""The mended copy: only what is sure, all else as its owner made it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from checklists.faults import UserError
from registry.checks import check
from registry.read_workbook import load_spreadsheet, read_workbook
from registry.repair import CHANGES_SHEET, plan_repair, repair_workbook
from registry.spreadsheet import Spreadsheet, column_letter
from registry.write_workbook import workbook_bytes
from tests.registry.builders import make_registry, sheets_of
from tests.registry.test_files_that_are_no_registry import ole_file


def spoiled() -> Any:
    """A workbook with three faults that can be mended and one that cannot, and sheets of its owner."""
    book = load_workbook(io.BytesIO(workbook_bytes(make_registry())))
    book["监测对象户"]["V2"] = "2021年5月6日"
    book["监测对象户"]["V2"].fill = PatternFill("solid", fgColor="FFCC00")
    book["收入支出"]["E2"] = "9,000元"
    book["单位"]["C3"] = None
    book["会议"]["M2"] = 30
    own = book.create_sheet("我的统计")
    own["A1"], own["B1"] = "自己的", "=1+1"
    return book


def saved(folder: Path, book: Any, name: str = "登记簿.xlsx") -> Path:
    path = folder / name
    book.save(path)
    return path


def test_sure_faults_are_mended_and_the_others_left(tmp_path: Path) -> None:
    repair = repair_workbook(saved(tmp_path, spoiled()))
    assert [(m.sheet, m.cell, m.old) for m in repair.mends] == [
        ("单位", "C3", ""), ("监测对象户", "V2", "2021年5月6日"), ("收入支出", "E2", "9,000元"),
    ]  # fmt: skip
    assert repair.left
    assert all(fault.mended is None for fault in repair.left)


def test_the_copy_has_the_right_values_and_its_owners_formats_sheets_and_formulas(tmp_path: Path) -> None:
    repair = repair_workbook(saved(tmp_path, spoiled()))
    copy = load_workbook(io.BytesIO(repair.data))
    assert copy["监测对象户"]["V2"].value == datetime(2021, 5, 6)
    assert copy["监测对象户"]["V2"].is_date
    assert copy["监测对象户"]["V2"].fill.fgColor.rgb == "00FFCC00"
    assert copy["收入支出"]["E2"].value == 9000
    assert copy["单位"]["C3"].value == "云岭县"
    assert copy["我的统计"]["B1"].value == "=1+1"
    assert copy["监测对象户"].freeze_panes == "D2"
    assert copy["监测对象户"].data_validations.count > 5


def test_the_list_of_changes_is_the_last_sheet(tmp_path: Path) -> None:
    repair = repair_workbook(saved(tmp_path, spoiled()))
    copy = load_workbook(io.BytesIO(repair.data))
    assert copy.sheetnames[-1] == CHANGES_SHEET
    rows = list(copy[CHANGES_SHEET].iter_rows(values_only=True))
    assert rows[0] == ("表", "单元格", "原来", "改为", "为什么")
    assert rows[2][:4] == ("监测对象户", "V2", "2021年5月6日", "2021-05-06")


def test_a_second_repair_finds_nothing_to_do(tmp_path: Path) -> None:
    repair = repair_workbook(saved(tmp_path, spoiled()))
    path = tmp_path / "副本.xlsx"
    path.write_bytes(repair.data)
    again = repair_workbook(path)
    assert again.mends == ()
    assert again.left == repair.left
    assert check(read_workbook(path)) == repair.left


def test_a_mended_cell_may_show_the_next_fault_that_is_mended_too(tmp_path: Path) -> None:
    registry = make_registry()
    members = tuple(replace(member, household_id="ａ001") for member in registry.members)
    repair = plan_repair(Spreadsheet("甲", sheets_of(replace(registry, members=members))))
    assert {mend.new for mend in repair.mends} == {"A001"}
    assert repair.left == ()


def test_a_formula_is_left_to_its_owner(tmp_path: Path) -> None:
    book = spoiled()
    path = saved(tmp_path, book)
    plan = plan_repair(
        Spreadsheet("甲", sheets_of(make_registry()) | {"单位": _without_parent()}), {("单位", "C3")}
    )
    assert plan.mends == ()
    assert path.exists()


def test_dates_are_mended_in_the_workbooks_own_calendar(tmp_path: Path) -> None:
    book = spoiled()
    book.epoch = CALENDAR_MAC_1904
    repair = repair_workbook(saved(tmp_path, book))
    assert load_workbook(io.BytesIO(repair.data))["监测对象户"]["V2"].value == datetime(2021, 5, 6)


def test_what_is_no_xlsx_is_refused_in_a_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "登记簿.xls"
    path.write_bytes(ole_file("EncryptedPackage"))
    with pytest.raises(UserError):
        repair_workbook(path)


def test_a_copy_repaired_twice_gets_a_second_list(tmp_path: Path) -> None:
    path = tmp_path / "副本.xlsx"
    path.write_bytes(repair_workbook(saved(tmp_path, spoiled())).data)
    book = load_workbook(path)
    book["收入支出"]["F2"] = "5,000"
    repair = repair_workbook(saved(tmp_path, book, "再次.xlsx"))
    assert load_workbook(io.BytesIO(repair.data)).sheetnames[-2:] == [CHANGES_SHEET, f"{CHANGES_SHEET}2"]


MESSY = st.sampled_from(
    [
        "2021年5月6日",
        "９",
        "1.2万",
        " A001",
        "ａ001",
        "青 松村",
        "监测",
        "3人",
        "9,000",
        "",
        "0001",
        "田水\x01生",
        "男性",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_after_a_repair_nothing_is_left_that_could_be_mended(data: st.DataObject) -> None:
    sheets = sheets_of(make_registry())
    for _ in range(data.draw(st.integers(1, 10))):
        rows = sheets[data.draw(st.sampled_from([name for name, rows in sheets.items() if len(rows) > 1]))]
        row = data.draw(st.integers(1, len(rows) - 1))
        rows[row][data.draw(st.integers(0, len(rows[0]) - 1))] = data.draw(MESSY)
    repair = plan_repair(Spreadsheet("甲", sheets))
    for mend in repair.mends:
        letters = mend.cell.rstrip("0123456789")
        place = next(n for n in range(100) if column_letter(n) == letters)
        value: Any = mend.new
        sheets[mend.sheet][int(mend.cell[len(letters) :]) - 1][place] = (
            value if not isinstance(value, int) and not hasattr(value, "quantize") else float(value)
        )
    mended = Spreadsheet("甲", sheets)
    assert check(load_spreadsheet(mended)) == repair.left
    assert plan_repair(mended).mends == ()


def _without_parent() -> list[list[object]]:
    rows = sheets_of(make_registry())["单位"]
    rows[2][2] = ""
    return rows


def test_an_empty_workbook_of_another_program_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        repair_workbook(saved(tmp_path, Workbook()))
