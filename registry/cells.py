"""One cell → one value of its field's type, with what is wrong or was put right. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from registry.amounts import parse_amount
from registry.column import Column
from registry.dates import Month, parse_date, parse_month
from registry.identity import mask_numbers
from registry.text import find_control, half_width, strip_control

__all__ = ["EXAMPLE_MARK", "CellReading", "read_cell"]

EXAMPLE_MARK = "（示例）"
_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}
_NUMBER_NOTE = re.compile(r"\s*(元|人|月|亩|平方米|平方|㎡|票|个)\s*$")
# Columns whose digits are no quantity: leading zeros and length count.
_DIGITS = re.compile("编号|号码|代码|电话")
_MONTHS = re.compile("^计算期")


@dataclass(frozen=True, slots=True)
class CellReading:
    """`value` is None where the cell is empty or cannot be used; `error` tells wrong from doubtful."""

    value: object | None = None
    what: str = ""
    todo: str = ""
    error: bool = False
    mended: object | None = None


def read_cell(raw: object, column: Column, kind: type) -> CellReading:
    """Read what the spreadsheet holds as a value of `kind` (str, int, Decimal, date or Month)."""
    if isinstance(raw, float) and not math.isfinite(raw):
        return CellReading(None, "不是有限的数", "请改正公式或直接填写内容", True)
    if isinstance(raw, str):
        raw = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
        if not raw:
            return CellReading()
        if raw in _ERRORS:
            return CellReading(None, f"公式出错，显示 {raw}", "请改正公式或直接填写内容", True)
        if (bad := find_control(raw)) is not None:
            return _without_control(raw, bad, column, kind)
        raw = strip_control(raw).strip()
    if raw is None or raw == "":
        return CellReading()
    return _READERS[kind](raw, column)


def _without_control(raw: str, bad: str, column: Column, kind: type) -> CellReading:
    """The value of what stays; it is mended where that can be read."""
    what = f"含有看不见的控制字符（U+{ord(bad):04X}），写进文件会损坏"
    clean = read_cell(strip_control(raw), column, kind)
    return CellReading(
        clean.value, what, "请删去重输", True, "" if not clean.what and clean.value is None else clean.value
    )


def _read_text(raw: object, column: Column) -> CellReading:
    if isinstance(raw, bool):
        return CellReading("是" if raw else "否")
    if isinstance(raw, date):
        return CellReading(_date_as_text(raw, column))
    if isinstance(raw, time | timedelta):
        return CellReading(_clock_as_text(raw))
    if isinstance(raw, float | int):
        return _digits_as_text(raw, column)
    text = str(raw)
    if _DIGITS.search(column.heading) and (clean := re.sub(r"\s", "", half_width(text))) != text:
        what = f"“{mask_numbers(text)}”含有全角字符或空格"
        return CellReading(clean, what, f"请改为“{mask_numbers(clean)}”", False, clean)
    return _choice(text, column)


def _date_as_text(day: date, column: Column) -> str:
    """What stands in a text column though the spreadsheet took it for a date: 计算期 are months."""
    if _MONTHS.search(column.heading):
        return f"{day.year}-{day.month:02d}"
    return f"{day.year}年{day.month}月{day.day}日"


def _clock_as_text(raw: time | timedelta) -> str:
    seconds = raw.total_seconds() if isinstance(raw, timedelta) else raw.hour * 3600 + raw.minute * 60
    return f"{int(seconds) // 3600}:{int(seconds) // 60 % 60:02d}"


def _digits_as_text(raw: float, column: Column) -> CellReading:
    whole = int(raw)
    text = str(whole) if whole == raw else str(raw)
    if _DIGITS.search(column.heading) and abs(whole) >= 10**15:
        what = f"{column.heading}存成了数字，15 位以后已经变成 0"
        return CellReading(None, what, "请把这一列设为“文本”格式，再对照原件重新输入", True)
    return _choice(text, column)


def _choice(text: str, column: Column) -> CellReading:
    if not column.choices or column.open_choices or text in column.choices:
        return CellReading(text)
    near = [choice for choice in column.choices if choice in text or text in choice]
    if len(near) == 1:
        return CellReading(near[0], f"“{text}”不在下拉选项中", f"应为“{near[0]}”", False, near[0])
    return CellReading(
        None, f"“{mask_numbers(text)}”不在下拉选项中", f"请从 {'、'.join(column.choices)} 中选一项", True
    )


def _read_number(raw: object, column: Column) -> CellReading:
    if isinstance(raw, bool | date | time | timedelta):
        return CellReading(None, f"“{raw}”不是数字", "请填数字", True)
    if isinstance(raw, float | int):
        return CellReading(Decimal(repr(raw)) if raw else Decimal(0))
    text = str(raw)
    if "万" in text:
        number = parse_amount(text)
        if number is None:
            return CellReading(None, f"“{text}”不是数字", "请填数字", True)
        todo = f"应为 {number.normalize():f}" if number else "请填数字"
        return CellReading(number, f"“{text}”用了万，这一列的单位是元", todo, True, number)
    plain = _NUMBER_NOTE.sub("", half_width(text).replace(",", "").replace("，", "")).strip()
    if re.fullmatch(r"-?\d+(\.\d+)?", plain):
        number = Decimal(plain)
        what = "含有全角数字" if half_width(text) != text else "是文本，不是数字"
        return CellReading(number, f"“{text}”{what}", f"请改为数字 {plain}", False, number)
    return CellReading(None, f"“{mask_numbers(text)}”不是数字", "请填数字，不带单位和说明", True)


def _read_count(raw: object, column: Column) -> CellReading:
    reading = _read_number(raw, column)
    if not isinstance(reading.value, Decimal):
        return reading
    if reading.value != reading.value.to_integral_value() or reading.value < 0:
        return CellReading(None, f"“{raw}”不是整数", "请填 0 或正整数", True)
    if not _reasonable(reading.value):
        return CellReading(None, f"“{raw}”大得不合情理", "请核对", True)
    whole = int(reading.value)
    mended = whole if reading.mended is not None else None
    return CellReading(whole, reading.what, reading.todo, reading.error, mended)


def _read_amount(raw: object, column: Column) -> CellReading:
    reading = _read_number(raw, column)
    if isinstance(reading.value, Decimal) and not _reasonable(reading.value):
        return CellReading(None, f"“{raw}”大得不合情理", "请核对，单位是元", True)
    return reading


def _reasonable(number: Decimal) -> bool:
    return abs(number) < 10**9


def _read_date(raw: object, column: Column) -> CellReading:
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, date):
        if not 1900 <= raw.year <= 2100:
            return CellReading(None, f"日期 {raw} 不合情理", "请核对年份", True)
        return CellReading(raw)
    text = str(int(raw)) if isinstance(raw, float) and raw == int(raw) else str(raw)
    day = parse_date(text)
    if day is not None:
        return CellReading(day, f"“{text}”是文本，不是日期", f"请改为日期 {day}", False, day)
    return CellReading(None, f"“{mask_numbers(text)}”不是存在的日期", _date_todo(raw, text), True)


def _date_todo(raw: object, text: str) -> str:
    """How to mend what is no date: a serial number, a month without its day, anything else."""
    if isinstance(raw, float | int) and 36526 <= raw < 73051:
        day = date(1899, 12, 30) + timedelta(days=int(raw))
        return f"可能是没有设成日期格式的 {day}，请把这一格设为日期格式再核对"
    if parse_month(text) is not None:
        return "只有年月，请补上是哪一天，按 2021-05-12 的样子填写"
    return "请按 2021-05-12 的样子填写"


def _read_month(raw: object, column: Column) -> CellReading:
    if isinstance(raw, date):
        return CellReading(Month.of(raw))
    text = str(int(raw)) if isinstance(raw, float) and raw == int(raw) else str(raw)
    month = parse_month(text)
    if month is None:
        return CellReading(None, f"“{mask_numbers(text)}”不是月份", "请按 2021-03 的样子填写", True)
    return CellReading(month)


_READERS: Mapping[type, Callable[[object, Column], CellReading]] = {
    str: _read_text,
    int: _read_count,
    Decimal: _read_amount,
    date: _read_date,
    Month: _read_month,
}
