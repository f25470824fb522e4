"""Rounds (批次): rows that households name and that are not there, numbers of papers, objections."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from registry.checks.sound import batch_name, sound_households
from registry.checks.timeline import Timelines
from registry.column import columns_of
from registry.faults import CellFault
from registry.read_workbook import Loaded
from registry.records import Batch, Household
from registry.sheets import sheet_of
from registry.text import squeeze

__all__ = ["missing_rounds", "number_brackets", "numbers_used_twice", "objections"]

# 无 · 无异议 · 均无异议。 · 没有收到任何异议 · 未收到群众反映 · 没有人提出异议 · 否
_NO_OBJECTION = re.compile(
    r"(经公示|公示期间|公示期内|期间)?，?(均|都)?(无|没有|未)(人|群众)?(收到|接到|提出)?(任何|群众)?(异议|意见|反映|举报)?。?|否"
)
# A row, its field with a number, and what tells the paper of that number.
_Row = tuple[Any, str, tuple[object, ...]]

# 清镇府呈[2021]18号 · 【2021】第018号 · （2021）18号 · 〔2021〕18号
_NUMBER = re.compile(
    r"(?P<office>[^\d〔\[【（(]+)[〔\[【（(](?P<year>20\d\d)[〕\]】）)]第?0*(?P<n>[1-9]\d*)号"
)


def missing_rounds(loaded: Loaded) -> Iterator[CellFault]:
    """Each round that a household names has its row of the village and its row of the township."""
    registry, timelines = loaded.registry, Timelines(loaded.registry)
    told: set[tuple[int, str, str]] = set()
    for household in sound_households(registry).values():
        village = registry.find_unit(household.village)
        chain = {unit.level: unit for unit in registry.chain(village)} if village else {}
        for stage, field in (("认定", "batch"), ("风险消除", "elimination_batch")):
            name = batch_name(household, stage)
            if not name or household.state == "不予纳入":
                continue
            units = [chain[level] for level in ("村级", "乡级") if level in chain]
            lacking = [
                u for u in units if not timelines.batch(u, name, stage) and (u.row, name, stage) not in told
            ]
            told |= {(unit.row, name, stage) for unit in lacking}
            if lacking:
                yield _missing(loaded, household, field, name, stage, [unit.name for unit in lacking])


def _missing(
    loaded: Loaded, household: Household, field: str, name: str, stage: str, units: list[str]
) -> CellFault:
    known = {batch.name for batch in loaded.registry.batches if batch.stage == stage}
    near = difflib.get_close_matches(name, known - {name}, 1, 0.6)
    todo = f"如果是“{near[0]}”，请改成这个名称；否则" if near and name not in known else ""
    todo += f"请在“批次”表各补一行：批次“{name}”、阶段“{stage}”、单位“{'”和“'.join(units)}”，再填公示、上报、批复各列"
    what = f"“批次”表里没有 {'、'.join(units)} {stage}“{name}”的行"
    return loaded.fault(household, field, what, todo, error=False)


def numbers_used_twice(loaded: Loaded) -> Iterator[CellFault]:
    """One number, one paper: two requests never share one; replies do where one paper answers both.

    A request or reply may also stand in the register of papers, under its title: that is the same paper.
    """
    registry = loaded.registry
    requests = [(b, "sent_number", (b.unit, b.stage, b.sent_on)) for b in registry.batches]
    replies = [(b, "reply_number", (b.reply_on,)) for b in registry.batches]
    papers = [(paper, "number", (paper.title,)) for paper in registry.papers]
    yield from _shared(loaded, [*_tagged("请示", requests), *_tagged("批复", replies)])
    yield from _shared(loaded, papers)


def _tagged(mark: str, rows: Iterable[_Row]) -> list[_Row]:
    return [(row, field, (mark, *paper)) for row, field, paper in rows]


def _shared(loaded: Loaded, rows: Iterable[_Row]) -> Iterator[CellFault]:
    """Rows whose number stands in an earlier row for another paper."""
    first: dict[str, _Row] = {}
    for row, field, paper in rows:
        number = getattr(row, field)
        if not number or not re.search(r"\d", number):
            continue
        other, other_field, other_paper = first.setdefault(_plain(number), (row, field, paper))
        if other_paper != paper:
            heading = columns_of(type(other))[other_field].heading
            what = (
                f"“{number}”已用在〔{sheet_of(type(other)).name}〕第 {other.row} 行“{heading}”，是另一份文件"
            )
            yield loaded.fault(row, field, what, "一个文号只能用于一份文件，请核对")


def number_brackets(loaded: Loaded) -> Iterator[CellFault]:
    """GB/T 9704-2012, 7.2.5: 〔year〕 in six-corner brackets, no 第, no leading zero, and the paper's year."""
    for batch in loaded.registry.batches:
        for field, dated in (("sent_number", "sent_on"), ("reply_number", "reply_on")):
            number, day = getattr(batch, field), getattr(batch, dated)
            match = _NUMBER.fullmatch(squeeze(number)) if number else None
            if match is None:
                continue
            mended = f"{match['office']}〔{match['year']}〕{match['n']}号"
            if day and int(match["year"]) != day.year:
                what = f"“{number}”是 {match['year']} 年的号，{columns_of(Batch)[dated].heading}是 {day}"
                yield loaded.fault(batch, field, what, "请核对文号和日期")
            elif mended != number:
                what = f"“{number}”不合公文的写法"
                yield loaded.fault(batch, field, what, f"应为“{mended}”", error=False, mended=mended)


def objections(loaded: Loaded) -> Iterator[CellFault]:
    """Objections raised are followed by what was done about them."""
    for batch in loaded.registry.batches:
        text = squeeze(batch.objections or "")
        if text and not batch.handling and not _NO_OBJECTION.fullmatch(text):
            what = f"有异议（{batch.objections}），没有填处理情况"
            yield loaded.fault(batch, "handling", what, "请写明怎样核实和处理", error=False)


def _plain(number: str) -> str:
    match = _NUMBER.fullmatch(squeeze(number))
    return f"{match['office']}〔{match['year']}〕{match['n']}号" if match else squeeze(number)
