"""Papers that are issued: the period of a summary, the item that a note is about, announcements after the reply."""

from __future__ import annotations

from collections.abc import Iterator

from checklists import Item, load_checklist
from registry.dates import parse_span
from registry.faults import CellFault
from registry.read_workbook import Loaded
from registry.records import Batch
from registry.values import SUMMARIES

__all__ = ["announcements", "note_items", "summary_periods"]


def summary_periods(loaded: Loaded) -> Iterator[CellFault]:
    """所写时段 is a period; a summary of a screening has one, for its months are not those of the year."""
    for paper in loaded.registry.papers:
        if paper.period and parse_span(paper.period) is None:
            todo = "请写成 2021、2021-06 或 2021-05:2021-06 的样子"
            yield loaded.fault(
                paper, "period", f"“{paper.period}”不是起止月份", todo, papers=("work-summary",)
            )
        elif paper.kind == SUMMARIES[2] and paper.direction == "发文" and not paper.period:
            what, todo = "集中排查总结没有填所写时段", "请填排查的起止月份，如 2021-05:2021-06"
            yield loaded.fault(paper, "period", what, todo, error=False, papers=("work-summary",))


def note_items(loaded: Loaded) -> Iterator[CellFault]:
    """归入哪一项 names an item of the checklist, of the office's own level."""
    registry = loaded.registry
    items = {item.id: item for item in load_checklist(registry.settings.checklist).items}
    for paper in registry.papers:
        unit = registry.find_unit(paper.unit)
        if paper.item and unit is not None:
            what = _misplaced(items.get(paper.item), unit.level, paper.item)
            if what:
                own = [item.id for item in items.values() if item.level.zh == unit.level]
                todo = f"请填 {own[0]} 到 {own[-1]} 之一；不填的归入 {own[0]}" if own else "请清空这一格"
                yield loaded.fault(paper, "item", what, todo, error=False, papers=("situation-note",))


def _misplaced(item: Item | None, level: str, given: str) -> str:
    if item is None:
        return f"清单里没有“{given}”"
    return "" if item.level.zh == level else f"“{given}”是{item.level.zh}的项目，填写的单位是{level}"


def announcements(loaded: Loaded) -> Iterator[CellFault]:
    """A result is announced in a village, and not before the county has replied."""
    registry = loaded.registry
    for batch in registry.batches:
        village = registry.find_unit(batch.unit)
        if batch.announced_on is None or village is None:
            continue
        if village.level != "村级":
            todo = "请填在有关各村的行里，这里清空"
            yield loaded.fault(batch, "announced_on", "结果公告日期填在了乡级行", todo, error=False)
            continue
        township = registry.unit_of(village, "乡级")
        reply = registry.batch_of(township, batch.name, batch.stage) if township else None
        yield from _after_the_reply(loaded, batch, reply)


def _after_the_reply(loaded: Loaded, batch: Batch, reply: Batch | None) -> Iterator[CellFault]:
    if reply is None or reply.reply_on is None:
        what, todo = (
            "填了结果公告日期，还没有批复日期",
            "批复以后才能公告；请补上乡级行的批复日期，或清空这一格",
        )
        yield loaded.fault(batch, "announced_on", what, todo)
    elif batch.announced_on is not None and batch.announced_on < reply.reply_on:
        what = f"{batch.announced_on} 早于〔批次〕第 {reply.row} 行的批复日期 {reply.reply_on}"
        yield loaded.fault(batch, "announced_on", what, "批复以后才能公告，请核对两个日期")
