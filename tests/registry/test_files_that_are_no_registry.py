"""What staff hand in by mistake: one clear line each, never a traceback."""

from __future__ import annotations

import contextlib
import io
import os
import struct
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from checklists.faults import UserError
from registry.checks import check
from registry.column import columns_of
from registry.read_workbook import load_spreadsheet, read_workbook
from registry.records import Household
from registry.registry import Registry
from registry.sheets import SHEETS
from registry.spreadsheet import Rows, Spreadsheet, read_spreadsheet
from registry.write_workbook import workbook_bytes
from tests.registry.builders import make_registry, sheets_of

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
SOUND = workbook_bytes(make_registry())


def refused(folder: Path, data: bytes, name: str = "登记簿.xlsx") -> str:
    """The one line that the user gets."""
    path = folder / name
    path.write_bytes(data)
    with pytest.raises(UserError) as caught:
        read_workbook(path)
    assert len(caught.value.faults) == 1
    assert name in str(caught.value)
    return str(caught.value)


def edited_part(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The sound workbook with one of its parts changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SOUND)) as book, zipfile.ZipFile(buffer, "w") as out:
        for item in book.infolist():
            data = book.read(item)
            out.writestr(item.filename, change(data) if item.filename == part else data)
    return buffer.getvalue()


def ole_file(stream: str) -> bytes:
    """A compound file (MS-CFB) with one stream of 4,096 bytes."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    )
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    chain = [fat, end, *range(3, 10), end]
    sectors = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        head = raw.ljust(64, b"\0") + struct.pack("<HBB3I", len(raw), kind, 1, free, free, child)
        return head + bytes(36) + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 1, end, 0) + entry(stream, 2, free, 2, 4096)
    return header + sectors + directory.ljust(512, b"\0") + bytes(4096)


def test_an_image_renamed_xlsx_is_no_spreadsheet(tmp_path: Path) -> None:
    assert "不是表格文件" in refused(tmp_path, PNG)


def test_a_csv_renamed_xlsx_is_no_spreadsheet(tmp_path: Path) -> None:
    assert "不是表格文件" in refused(tmp_path, "户编号,户主姓名\n1,田水生\n".encode("gbk"))


def test_an_empty_file_is_told_as_such(tmp_path: Path) -> None:
    assert "0 字节" in refused(tmp_path, b"")


def test_a_workbook_with_a_password_is_told_as_such(tmp_path: Path) -> None:
    assert "密码" in refused(tmp_path, ole_file("EncryptedPackage"))


def test_an_ole_file_that_is_no_workbook_is_damaged(tmp_path: Path) -> None:
    assert "读不出表格" in refused(tmp_path, ole_file("WordDocument"), "登记簿.xls")


def test_a_truncated_workbook_is_damaged(tmp_path: Path) -> None:
    assert "损坏" in refused(tmp_path, SOUND[: len(SOUND) // 2])


def test_a_zip_that_is_no_workbook_is_damaged(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        book.writestr("甲.txt", "乙")
    assert "损坏" in refused(tmp_path, buffer.getvalue())


def test_a_sheet_with_broken_xml_is_damaged(tmp_path: Path) -> None:
    broken = edited_part("xl/worksheets/sheet3.xml", lambda xml: xml[: len(xml) // 2] + b"<<<")
    assert "损坏" in refused(tmp_path, broken)


def test_a_missing_file_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有这个文件"):
        read_workbook(tmp_path / "没有.xlsx")


def test_a_folder_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="文件夹"):
        read_workbook(tmp_path)


def test_a_workbook_without_a_sheet_of_a_registry_says_which_are_wanted(tmp_path: Path) -> None:
    book = Workbook()
    buffer = io.BytesIO()
    book.save(buffer)
    assert "监测对象户" in refused(tmp_path, buffer.getvalue())


def test_a_stray_cell_in_the_last_corner_is_refused_before_it_takes_all_memory(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(SOUND))
    book["会议"]["XFD1048576"] = "x"
    buffer = io.BytesIO()
    book.save(buffer)
    line = refused(tmp_path, buffer.getvalue())
    assert "会议" in line
    assert "1048576" in line


def test_unknown_headings_are_told_with_the_near_one() -> None:
    sheets: dict[str, Rows] = {
        "监测对象户": [["户编号", "村（社区）", "户主姓名", "状态", "户主证件号", "养了几头猪"]]
    }
    faults = load_spreadsheet(Spreadsheet("甲", sheets)).faults
    assert [(fault.heading, fault.error) for fault in faults] == [("户主证件号", True), ("养了几头猪", False)]
    assert "户主证件号码" in faults[0].todo


def test_a_heading_that_stands_twice_is_an_error() -> None:
    sheets: dict[str, Rows] = {"监测对象户": [["户编号", "村（社区）", "户主姓名", "状态", "状态"]]}
    assert "两次" in load_spreadsheet(Spreadsheet("甲", sheets)).faults[0].what


def test_a_required_column_that_is_not_there_is_told_once() -> None:
    sheets: dict[str, Rows] = {
        "监测对象户": [["户编号", "户主姓名", "状态"], ["1", "甲", "监测中"], ["2", "乙", "监测中"]]
    }
    faults = load_spreadsheet(Spreadsheet("甲", sheets)).faults
    assert [(fault.heading, fault.what) for fault in faults] == [("村（社区）", "缺少这一列")]


def test_headings_may_stand_in_another_order_below_a_title() -> None:
    rows: list[list[object]] = [
        ["某县监测对象登记"],
        ["状态", "户主姓名", "户编号", "村（社区）"],
        ["监测中", "甲", "1", "乙村"],
    ]
    loaded = load_spreadsheet(Spreadsheet("甲", {"监测对象户": rows}))
    assert loaded.registry.households == (
        Household(row=3, household_id="1", village="乙村", head="甲", state="监测中"),
    )
    assert loaded.letters[("监测对象户", "household_id")] == "C"


def test_a_merged_header_of_two_rows_is_one_header() -> None:
    rows: list[list[object]] = [
        ["户编号", "村（社区）", "户主姓名", "状态", "致贫返贫风险", ""],
        ["", "", "", "", "风险1", "风险2"],
        ["1", "乙村", "甲", "监测中", "因病", "因学"],
    ]
    household = load_spreadsheet(Spreadsheet("甲", {"监测对象户": rows})).registry.households[0]
    assert household.risks == ("因病", "因学")


def test_marks_of_required_columns_are_no_part_of_a_heading() -> None:
    rows: list[list[object]] = [["*单位名称", "层级（必填）", "上级单位"], ["云岭县", "县级", ""]]
    assert load_spreadsheet(Spreadsheet("甲", {"单位": rows})).registry.units[0].name == "云岭县"


def test_a_misnamed_sheet_is_pointed_out() -> None:
    sheets = sheets_of(make_registry())
    sheets["家庭成员表"] = sheets.pop("家庭成员")
    fault = load_spreadsheet(Spreadsheet("甲", sheets)).faults[0]
    assert (fault.sheet, fault.error) == ("家庭成员表", False)


def test_sheets_and_columns_of_ones_own_are_known_as_such() -> None:
    sheets = sheets_of(make_registry())
    sheets["我的统计"] = [["甲"]]
    sheets["单位"][0].append("备忘")
    assert load_spreadsheet(Spreadsheet("甲", sheets)).extra == ("工作表“我的统计”", "〔单位〕列“备忘”")


def test_fifty_thousand_empty_rows_are_read_as_nothing(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(SOUND))
    for number in range(3, 50_003):
        book["监测对象户"].cell(number, 1).number_format = "@"
    path = tmp_path / "空行.xlsx"
    book.save(path)
    loaded = read_workbook(path)
    assert len(loaded.registry.households) == 1
    assert check(loaded) == ()


def test_formulas_without_values_and_errors_are_told_by_cell(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(SOUND))
    book["收入支出"]["P2"] = "=SUM(E2:H2)-O2"
    book["家庭成员"]["C3"] = "#REF!"
    book["家庭成员"]["C3"].data_type = "e"
    path = tmp_path / "公式.xlsx"
    book.save(path)
    faults = read_workbook(path).faults
    assert [(fault.sheet, fault.column, fault.row) for fault in faults] == [
        ("家庭成员", "C", 3),
        ("收入支出", "P", 2),
    ]
    assert "#REF!" in faults[0].what
    assert "没有算出" in faults[1].what


def test_a_formula_whose_result_is_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    old, new = b'<c r="D3"', b'<c r="D3" t="str"><f>IF(1,"")</f><v></v></c><c r="ZZ3"'
    data = edited_part("xl/worksheets/sheet2.xml", lambda xml: xml.replace(old, new) if old in xml else xml)
    path = tmp_path / "空文本.xlsx"
    path.write_bytes(data)
    assert old in zipfile.ZipFile(path).read("xl/worksheets/sheet2.xml")
    assert [fault for fault in read_workbook(path).faults if "公式" in fault.what] == []


def test_dates_of_a_workbook_from_1904_are_right(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(SOUND))
    book.epoch = CALENDAR_MAC_1904
    path = tmp_path / "1904.xlsx"
    book.save(path)
    assert read_workbook(path).registry.households[0].applied_on == date(2021, 5, 6)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]), st.binary(max_size=3000))
def test_junk_is_refused_in_one_line(start: bytes, rest: bytes) -> None:
    path = _written(start + rest)
    with pytest.raises(UserError):
        read_workbook(path)
    path.unlink()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_workbook_with_flipped_bytes_is_read_or_refused(flips: list[tuple[int, int]]) -> None:
    data = bytearray(SOUND)
    for place, value in flips:
        data[place] = value
    path = _written(bytes(data))
    with contextlib.suppress(UserError):
        assert isinstance(check(read_workbook(path)), tuple)
    path.unlink()


CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.floats(),
    st.integers(-(10**20), 10**20).map(float),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(
        ["#REF!", "是", "监测中", "认定", "A001", "PY01", "青松村", "清水镇/青松村", "/", "2021-02-30", "１"]
    ),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_value_in_any_cell_is_read_or_told(data: st.DataObject) -> None:
    sheets = sheets_of(make_registry())
    for _ in range(data.draw(st.integers(1, 12))):
        sheet = data.draw(st.sampled_from(SHEETS))
        rows = sheets[sheet.name]
        if len(rows) < 2:
            rows.append([""] * len(columns_of(sheet.record)))
        row = data.draw(st.integers(1, len(rows) - 1))
        place = data.draw(st.integers(0, len(rows[0]) - 1))
        rows[row][place] = data.draw(CELLS)
    for fault in check(load_spreadsheet(Spreadsheet("甲", sheets))):
        assert str(fault)
        assert fault.what
        assert fault.todo


def test_a_cell_with_date_and_time_is_a_date() -> None:
    sheets = sheets_of(make_registry())
    place = list(columns_of(Household)).index("applied_on")
    sheets["监测对象户"][1][place] = datetime(2021, 5, 6, 9, 30)
    assert load_spreadsheet(Spreadsheet("甲", sheets)).registry.households[0].applied_on == date(2021, 5, 6)


def test_a_spreadsheet_gives_rows_from_the_first_on(tmp_path: Path) -> None:
    book = Workbook()
    book.active["B3"] = "甲"  # type: ignore[index]
    path = tmp_path / "甲.xlsx"
    book.save(path)
    assert read_spreadsheet(path).rows["Sheet"] == [["", ""], ["", ""], ["", "甲"]]


def test_an_example_row_is_no_record(tmp_path: Path) -> None:
    path = tmp_path / "空.xlsx"
    path.write_bytes(workbook_bytes(examples=True))
    loaded = read_workbook(path)
    assert loaded.faults == ()
    assert loaded.registry == Registry()


def _written(data: bytes) -> Path:
    """A file of this process alone: property tests run without tmp_path, several at a time."""
    path = Path(tempfile.gettempdir()) / f"fangpin-junk-{os.getpid()}.xlsx"
    path.write_bytes(data)
    return path
