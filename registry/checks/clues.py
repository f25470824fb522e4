"""Clues of a month, zero reports, and small matters of the other sheets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from registry.faults import CellFault
from registry.read_workbook import Loaded
from registry.records import Clue

__all__ = ["clue_places", "measure_amounts", "zero_reports"]

_CONTENT = ("village", "name", "source", "content", "finding", "checked_on")


def zero_reports(loaded: Loaded) -> Iterator[CellFault]:
    """A zero report stands alone: no content in its row, no clue of the same unit and month beside it."""
    by_month: dict[tuple[object, object], list[Clue]] = defaultdict(list)
    for clue in loaded.registry.clues:
        unit = loaded.registry.find_unit(clue.unit)
        by_month[(unit.row if unit else clue.unit, clue.month)].append(clue)
    for rows in by_month.values():
        zeros = [row for row in rows if row.zero == "是"]
        clues = [row for row in rows if row.zero != "是"]
        for number, row in enumerate(zeros):
            if _has_content(row):
                what, todo = "填了零报告，又填了线索", "有线索的请清空“零报告”，没有的请清空线索各列"
                yield loaded.fault(row, "zero", what, todo)
            elif clues:
                what = f"{row.unit} {row.month.zh}在第 {clues[0].row} 行有线索，又填了零报告"
                yield loaded.fault(row, "zero", what, "有线索的月份不报零报告，请删去这一行")
            elif number:
                what = f"与第 {zeros[0].row} 行的零报告重复"
                yield loaded.fault(row, "zero", what, "请删去一行", error=False)
        for row in clues:
            if not _has_content(row):
                what = "没有填线索的内容"
                yield loaded.fault(row, "content", what, "没有线索的月份，请在“零报告”填“是”", error=False)


def _has_content(clue: Clue) -> bool:
    return any(getattr(clue, field) is not None for field in _CONTENT)


def clue_places(loaded: Loaded) -> Iterator[CellFault]:
    """The village of a clue lies in the unit that reports it."""
    for clue in loaded.registry.clues:
        unit, village = (loaded.registry.find_unit(name) for name in (clue.unit, clue.village))
        if unit and village and village.level == "村级" and not loaded.registry.lies_in(village, unit):
            what = f"“{clue.village}”不在填报单位“{clue.unit}”之内"
            yield loaded.fault(clue, "village", what, "请核对涉及村和填报单位")


def measure_amounts(loaded: Loaded) -> Iterator[CellFault]:
    """An amount says its unit: 800元/月, not 800."""
    for measure in loaded.registry.measures:
        if measure.amount and re.fullmatch(r"[\d.,，]+", measure.amount):
            what = f"金额“{measure.amount}”没有单位"
            yield loaded.fault(measure, "amount", what, "请写成“800元/月”“6000元”的样子", error=False)
