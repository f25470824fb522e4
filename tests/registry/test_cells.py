"""Single cells as staff fill them: what is read, what is told, what is mended."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.amounts import format_amount, parse_amount
from registry.cells import CellReading, read_cell
from registry.column import columns_of
from registry.dates import Month, format_date, parse_date, parse_month
from registry.identity import is_phone, mask_numbers, parse_id, same_person
from registry.read_sheet import field_types
from registry.records import Clue, Household, Income, Meeting, Member
from tests.registry.builders import HEAD_ID, make_id


def read(raw: object, record: type[Any], field: str) -> CellReading:
    return read_cell(raw, columns_of(record)[field], field_types(record)[field])


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("9,000", 9000), ("９０００", 9000), ("9000元", 9000), ("9，000.50 元", Decimal("9000.50")), ("-3", -3),
    ],
)  # fmt: skip
def test_a_number_written_as_text_is_read_told_and_mended(raw: str, value: object) -> None:
    reading = read(raw, Income, "wages")
    assert (reading.value, reading.mended, reading.error) == (value, value, False)
    assert reading.what


def test_ten_thousands_in_a_column_of_yuan_are_an_error_and_mended() -> None:
    reading = read("1.2万元", Income, "wages")
    assert (reading.value, reading.mended, reading.error) == (12000, 12000, True)


@pytest.mark.parametrize(
    "raw", ["约9000", "九千", "9000-1000", True, date(2021, 5, 6), float("inf"), float("nan")]
)
def test_what_is_no_number_is_an_error(raw: object) -> None:
    reading = read(raw, Income, "wages")
    assert (reading.value, reading.error) == (None, True)


@pytest.mark.parametrize("raw", [2.5, -1.0, "三", 1e300])
def test_what_is_no_count_is_an_error(raw: object) -> None:
    assert read(raw, Household, "size").error


@pytest.mark.parametrize(
    "raw",
    ["2021-05-06", "2021.5.6", "2021年5月6日", "２０２１－０５－０６", "20210506", 20210506.0, "二〇二一年五月六日", "2021/5/6 0:00"],
)  # fmt: skip
def test_a_date_written_as_text_is_read_told_and_mended(raw: object) -> None:
    reading = read(raw, Household, "applied_on")
    assert (reading.value, reading.mended, reading.error) == (date(2021, 5, 6), date(2021, 5, 6), False)


@pytest.mark.parametrize("raw", ["2021-02-30", "去年", "2021年5月", "202105", 44322.0, True])
def test_what_is_no_date_is_an_error(raw: object) -> None:
    reading = read(raw, Household, "applied_on")
    assert (reading.value, reading.error) == (None, True)


def test_a_serial_number_is_told_with_the_date_it_may_be() -> None:
    assert "2021-05-06" in read(44322.0, Household, "applied_on").todo


def test_a_month_without_its_day_is_told_so() -> None:
    assert "哪一天" in read("202105", Household, "applied_on").todo


def test_a_control_character_is_an_error_and_mended() -> None:
    reading = read("田水\x0b生", Household, "head")
    assert (reading.value, reading.mended, reading.error) == ("田水生", "田水生", True)
    assert read("3\x01", Household, "size").mended == 3


@pytest.mark.parametrize("number", [HEAD_ID, "A001"])
def test_full_width_digits_of_a_number_are_told_and_mended(number: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if char.isdigit() else char for char in number)
    reading = read(wide, Member, "id_number")
    assert (reading.value, reading.mended, reading.error) == (number, number, False)
    assert HEAD_ID not in f"{reading.what}{reading.todo}"


def test_an_id_number_stored_as_a_number_has_lost_digits() -> None:
    reading = read(float(make_id()), Member, "id_number")
    assert (reading.value, reading.error) == (None, True)


def test_a_long_household_id_stored_as_a_number_has_lost_digits() -> None:
    assert read(5.2902102021000456e15, Household, "household_id").error


def test_a_short_household_id_stored_as_a_number_is_read() -> None:
    assert read(360010000123.0, Household, "household_id").value == "360010000123"


def test_a_choice_that_is_almost_right_is_mended_and_another_refused() -> None:
    assert read("监测", Household, "state").mended == "监测中"
    assert read("在册", Household, "state").error


def test_a_month_column_takes_dates_and_texts() -> None:
    months = [
        read(raw, Clue, "month").value for raw in (datetime(2021, 3, 1), "2021年3月", "202103", 202103.0)
    ]
    assert months == [Month(2021, 3)] * 4


def test_what_the_spreadsheet_took_for_a_date_or_time_stays_what_was_meant() -> None:
    assert read(date(2020, 4, 1), Income, "period_from").value == "2020-04"
    assert read(time(9, 0), Meeting, "time").value == "9:00"
    assert read(timedelta(hours=9, minutes=30), Meeting, "time").value == "9:30"


def test_line_breaks_of_excel_are_line_breaks() -> None:
    assert read("甲\r\n乙\r丙", Meeting, "remarks").value == "甲\n乙\n丙"


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_date_written_and_read_is_the_same(day: date) -> None:
    assert parse_date(format_date(day)) == day
    assert parse_date(str(day)) == day


@given(st.integers(1900, 2099), st.integers(1, 12))
def test_a_month_written_and_read_is_the_same(year: int, month: int) -> None:
    assert parse_month(str(Month(year, month))) == Month(year, month)
    assert parse_month(Month(year, month).zh) == Month(year, month)


@given(st.decimals(-(10**8), 10**8, places=2))
def test_an_amount_written_and_read_is_the_same(amount: Decimal) -> None:
    assert parse_amount(format_amount(amount)) == amount


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 999))
def test_a_number_made_by_the_rule_is_sound_and_any_other_last_digit_is_not(
    born: date, sequence: int
) -> None:
    number = make_id(f"{born:%Y%m%d}", f"{sequence:03d}")
    assert parse_id(number).fault is None
    assert parse_id(number).birth == born
    assert [last for last in "0123456789X" if parse_id(number[:17] + last).fault is None] == [number[17]]
    assert same_person(f"{number}43") == number
    if born.year < 2000:
        assert same_person(number[:6] + number[8:17]) == number


@given(st.text("0123456789０１２X年 、甲", max_size=60))
def test_masking_twice_changes_nothing_and_leaves_no_whole_number(text: str) -> None:
    masked = mask_numbers(text)
    assert mask_numbers(masked) == masked
    assert make_id() not in mask_numbers(text + "、" + make_id())


@pytest.mark.parametrize(
    "phone", ["13900010001", "0856-8221002", "8221002", "400-811-1234", "12317", "0856-8221002转8"]
)
def test_these_are_telephones(phone: str) -> None:
    assert is_phone(phone)


@pytest.mark.parametrize("phone", ["1390001000", "139000100012", "0856-82210", "12", "电话"])
def test_these_are_none(phone: str) -> None:
    assert not is_phone(phone)
