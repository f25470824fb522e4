"""Rows copied from a spreadsheet, or lines typed, → households as texts; with headings by them, else word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.meeting.lines import LineError, read_household
from registry.meeting.questions import household_cells
from registry.text import half_width, squeeze

__all__ = ["Pasted", "read_pasted"]

# What lists call the columns, besides our own headings. 监测对象类型 · 家庭人口数 · 户主身份证号
_ALSO: Mapping[str, str] = {
    "户主": "head", "户主姓名": "head", "姓名": "head", "户主名": "head",
    "村": "village", "村名": "village", "所在村": "village", "行政村": "village", "村别": "village",
    "组": "group", "村民小组": "group", "村组": "group", "小组": "group", "组别": "group",
    "人口": "size", "人数": "size", "人口数": "size", "家庭人口": "size", "家庭人口数": "size", "家庭人数": "size", "户人口": "size",
    "身份证号": "id_number", "身份证号码": "id_number", "身份证": "id_number", "户主身份证号": "id_number",
    "户主身份证号码": "id_number", "证件号": "id_number", "户主证件号码": "id_number",
    "类别": "object_type", "监测类别": "object_type", "对象类别": "object_type", "监测对象类型": "object_type", "户类别": "object_type",
    "风险类型": "risk1", "主要风险": "risk1", "致贫返贫风险": "risk1", "返贫致贫风险": "risk1", "风险点": "risk1",
    "人均收入": "per_head", "人均纯收入元": "per_head", "家庭人均纯收入": "per_head", "年人均纯收入": "per_head",
    "致险原因": "situation", "情况说明": "situation", "基本情况": "situation", "具体情况": "situation",
    "帮扶人": "helper", "帮扶干部": "helper", "帮扶联系人": "helper",
}  # fmt: skip
# A first row with so many known headings is one.
_HEADINGS = 2
_NUMBER = re.compile(r"\d{1,3}[.、]?")  # the list's own number: 1 · 1. · 1、
_UNITS = re.compile(r"[（(].*?[)）]")  # 人均纯收入（元）


@dataclass(frozen=True, slots=True)
class Pasted:
    """The households read; lines that could not be, each with what is wrong."""

    rows: tuple[dict[str, str], ...]
    left: tuple[tuple[str, str], ...]
    skipped: tuple[str, ...] = ()


def read_pasted(text: str, kind: str, *, with_village: bool) -> Pasted:
    """Households of a text. `skipped` names the headings of columns that nothing is asked about."""
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    wanted = {squeeze(cell.heading): cell.field for cell in household_cells(kind)}
    fields = set(wanted.values())
    names = {heading: name for heading, name in _ALSO.items() if name in fields} | wanted
    headings = _split(lines[0]) if lines else []
    columns = [names.get(squeeze(_UNITS.sub("", half_width(heading))), "") for heading in headings]
    if len(set(columns) - {""}) >= _HEADINGS and "head" in columns:
        return _by_headings(headings, columns, lines[1:])
    rows, left = [], []
    for line in lines:
        try:
            row = read_household(_without_number(line), with_village=with_village)
        except LineError as fault:
            left.append((line, str(fault)))
        else:
            rows.append({name: str(value) for name, value in row.items()})
    return Pasted(tuple(rows), tuple(left))


def _by_headings(headings: Sequence[str], columns: Sequence[str], lines: Sequence[str]) -> Pasted:
    rows = []
    for line in lines:
        row: dict[str, str] = {}
        for name, cell in zip(columns, _split(line), strict=False):
            if name and cell and name not in row:
                row[name] = cell
        if row:
            rows.append(row)
    skipped = [
        heading
        for heading, name in zip(headings, columns, strict=True)
        if not name and heading and squeeze(heading) not in ("序号", "编号")
    ]
    return Pasted(tuple(rows), (), tuple(skipped))


def _split(line: str) -> list[str]:
    """Cells of a row: cut at tabs where there are any, else at blanks; a text of several lines in quotes stays as it is."""
    return [cell.strip().strip('"') for cell in line.split("\t")] if "\t" in line else line.split()


def _without_number(line: str) -> str:
    first, rest, *_ = [*re.split(r"\s+", line.strip(), maxsplit=1), ""]
    return rest if rest and _NUMBER.fullmatch(first) else line
