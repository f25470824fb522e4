"""One row of the national export → values as the registry's drop-downs write them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from registry import values
from registry.cells import read_cell
from registry.column import Column, columns_of
from registry.dates import parse_date, parse_month
from registry.identity import mask_numbers
from registry.national_headings import Table
from registry.read_sheet import field_types
from registry.records import Household, Income, Member
from registry.text import squeeze

__all__ = ["Values", "read_values"]

# Key of the rules (household.head) → value; a measure's key holds a list of names; `….month` keeps a bare month.
Values = dict[str, Any]

_RECORDS = {"household": Household, "member": Member, "income": Income}
_FLAGS = {
    "household.eliminated", "household.covered", "member.critical", "member.allowance", "member.destitute",
    "member.relocated", "member.medical_resident", "member.medical_worker", "member.pension_resident",
    "member.pension_worker",
}  # fmt: skip
_CHOICES = {"household.house_unsafe": ("安全", "不安全")}
_MONTHS = ("household.identified_on", "household.eliminated_on")
# 公益性岗位；产业奖补 · 资助参保、大病救助
_LIST = re.compile(r"[;；、,，\n|]+")


def read_values(table: Table, rules: Mapping[str, Any], odd: Counter[tuple[str, str]]) -> Iterator[Values]:
    """The rows with something in them. A value that is not understood is left out and counted in `odd`."""
    for row in table.rows:
        found: Values = {}
        for key, place in table.places.items():
            raw = row[place] if place < len(row) else None
            if raw is None or (isinstance(raw, str) and not raw.strip()):
                continue
            value = _value(key, raw, rules, found)
            if value is _ODD or value is _MONTH_OF_BIRTH:
                shown = "只有年月" if value is _MONTH_OF_BIRTH else mask_numbers(str(raw).strip())
                odd[(table.headings[key], shown)] += 1
            elif value is not None:
                found[key] = value
        if found:
            yield found


_ODD, _MONTH_OF_BIRTH = object(), object()


def _value(key: str, raw: object, rules: Mapping[str, Any], found: Values) -> object:
    text = _text(raw)
    if key in _FLAGS:
        return "否" if text in rules["says_no"] else "是"
    if key.startswith("measure."):
        return _measures(key.partition(".")[2], str(raw), rules)
    if key in _MONTHS:
        return _date_or_month(key, raw, text, found)
    if key == "member.birth" and parse_date(text) is None and parse_month(text) is not None:
        return _MONTH_OF_BIRTH
    written = rules["values"].get("risk" if key.startswith("household.risk") else key, {}).get(text)
    if re.fullmatch(r"household\.risk\d", key):
        return _risk(written or text, rules, found)
    if key.startswith("place."):
        return text
    return _read(key, raw if written is None else written)


def _text(raw: object) -> str:
    """The form in which values are compared."""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return squeeze(str(raw))


def _measures(category: str, text: str, rules: Mapping[str, Any]) -> list[str]:
    """The measures that a cell names; a bare 是 is the category itself."""
    names = [name for part in _LIST.split(text) if (name := squeeze(part)) and name not in rules["says_no"]]
    return [category if name in rules["says_yes"] else name for name in names]


def _date_or_month(key: str, raw: object, text: str, found: Values) -> object:
    """A full date stays one; a month never becomes a date."""
    reading = read_cell(raw, _column(key), field_types(Household)[key.partition(".")[2]])
    if reading.value is not None:
        return reading.value
    month = parse_month(text) if parse_date(text) is None else None
    if month is None:
        return _ODD
    found[f"{key}:month"] = str(month)
    return None


def _risk(text: str, rules: Mapping[str, Any], found: Values) -> object:
    """A risk of the registry's list; another one is 其他 with its name as the note."""
    if text in rules["says_no"]:
        return None
    if text in values.RISKS:
        return text
    note = found.get("household.risk_note")
    found["household.risk_note"] = f"{note}、{text}" if note else text
    return "其他"


def _read(key: str, raw: object) -> object:
    """As a cell of the registry's own workbook would be read."""
    if key in _CHOICES:
        return raw if raw in _CHOICES[key] else _ODD
    record, _, field = key.partition(".")
    column = _column(key)
    reading = read_cell(raw, column, field_types(_RECORDS[record])[field])
    return _ODD if reading.value is None and reading.what else reading.value


def _column(key: str) -> Column:
    record, _, field = key.partition(".")
    return columns_of(_RECORDS[record])[field]
