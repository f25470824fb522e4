"""Columns of tables over their rows 小计 and 合计. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from audit.claims.forms import source_of
from audit.claims.types import Sum
from audit.lines import Line
from registry.amounts import parse_amount

__all__ = ["sums_in_tables"]

_TOTAL_ROW = re.compile(r"(总\s*计|合\s*计|共\s*计)(?:[（(].*[)）])?[：:]?")
_SUBTOTAL_ROW = re.compile(r"(?:.{0,8})小\s*计[：:]?")
_NO_SUM = re.compile(
    r"序号|编号|人均|户均|平均|年龄|电话|号码|比例|占比|率|%|单价|标准|时间|日期|年度|面积|组别|门牌|名次"
)
_UNIT = re.compile(r"[人条件次个项名户元亩]$")

_TOTAL_COLUMN = re.compile(r"(?:合\s*计|总\s*计|总户数|总人数|总数)(?:[（(].{1,4}[)）])?")
_TYPE_COLUMN = re.compile(
    r"(?P<a>脱贫不稳定?户?)数?(?:[（(]户[)）])?|(?P<b>边缘易?致贫户?)数?(?:[（(]户[)）])?|(?P<c>突发(?:严重)?困难户?)数?(?:[（(]户[)）])?"
)
_SCHEME = dict.fromkeys("一二三四五六七八九十", "一") | {"（": "（", "(": "（"}


def sums_in_tables(lines: Sequence[Line]) -> Iterator[Sum]:
    """Each column with figures over a row 小计 (the rows since the last one) and over a row 合计 (all rows)."""
    heading: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = []
    since = 0
    for line in lines:
        if not line.tabular:
            heading, rows, since = (), [], 0
            continue
        cells = line.cells
        if len(cells) < 2:
            continue
        words = [cell for cell in cells if cell]
        if any(_TOTAL_ROW.fullmatch(cell) for cell in words[:2]):
            if rows and len(cells) == len(rows[0]) == len(heading):
                yield from _columns(heading, rows, line)
            rows, since = [], 0
        elif any(_SUBTOTAL_ROW.fullmatch(cell) for cell in words[:2]):
            if len(rows) - since > 1 and len(cells) == len(rows[0]) == len(heading):
                yield from _columns(heading, rows[since:], line)
            since = len(rows)
        elif not rows and not re.search(r"\d", "".join(cells)):
            heading = cells
        elif heading and len(cells) == len(heading):
            rows.append(cells)
            yield from _across(heading, line)


def _across(heading: tuple[str, ...], line: Line) -> Iterator[Sum]:
    """A row's columns of types against its one column 合计; a column of each type, households or persons, not both."""
    totals = [at for at, cell in enumerate(heading) if _TOTAL_COLUMN.fullmatch(cell)]
    types = {
        match.lastgroup: at for at, cell in enumerate(heading) if (match := _TYPE_COLUMN.fullmatch(cell))
    }
    named = sum(bool(_TYPE_COLUMN.fullmatch(cell)) for cell in heading)
    if len(totals) != 1 or named < 2 or len(types) != named:
        return
    figures = [parse_amount(_UNIT.sub("", line.cells[at]) or "0") for at in (*types.values(), totals[0])]
    if line.cells[totals[0]] and None not in figures:
        *parts, total = (figure or Decimal(0) for figure in figures)
        yield Sum(tuple(parts), total, heading[totals[0]], source_of(line))


def _is_nested(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether rows are parts of other rows, or are taken off: 其中：…, 一、… over 1.…, 支出."""
    firsts = [row[0] or row[1] for row in rows]
    if any(re.search(r"其中|支出|减[：:]", first) for first in firsts):
        return True
    schemes = {
        _SCHEME[first[0]] if first[:1] in _SCHEME else bool(re.match(r"\d{1,2}[.、．]", first))
        for first in firsts
    }
    return len(schemes) > 1 and any(first[:1] in _SCHEME for first in firsts)


def _columns(heading: tuple[str, ...], rows: Sequence[tuple[str, ...]], line: Line) -> Iterator[Sum]:
    if _is_nested(rows):
        return
    for at, cell in enumerate(line.cells):
        if not cell or not re.search(r"\d", cell):
            continue
        households = re.fullmatch(r"(?:共|合计)?(\d+)户", cell)
        if households and not any(re.fullmatch(r"\d+户?", row[at]) for row in rows):
            ones = (Decimal(1),) * sum(bool(row[0]) for row in rows)
            yield Sum(ones, Decimal(households[1]), "户", source_of(line))
            continue
        total = parse_amount(_UNIT.sub("", cell))
        if total is None or not heading[at] or _NO_SUM.search(heading[at]):
            continue
        figures = [
            parse_amount(_UNIT.sub("", row[at])) if row[at] not in ("", "/", "-", "—", "无") else Decimal(0)
            for row in rows
        ]
        known = [figure for figure in figures if figure is not None]
        if len(known) == len(rows) and any(row[at] for row in rows) and sum(known) != 2 * total:
            yield Sum(tuple(known), total, heading[at], source_of(line))
