"""Single dates: years, the length of a notice, the reply against 认定日期 and 风险消除日期, refusals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from checklists import load_checklist
from registry.checks.sound import batch_name, sound_households
from registry.checks.timeline import Timelines
from registry.dates import Month
from registry.faults import CellFault
from registry.read_workbook import Loaded, field_types, records_of
from registry.records import Batch, Household
from registry.sheets import SHEETS

__all__ = ["changes_before_their_form", "notice_days", "refusal_dates", "reply_dates", "years"]

# Who was born before 2000 is no mistake.
_ANY_YEAR = {"birth"}


def years(loaded: Loaded) -> Iterator[CellFault]:
    """Dates of this work lie between 2000 and 2100; there is no clock here to say more."""
    for sheet in SHEETS:
        kinds = field_types(sheet.record).items()
        dated = [field for field, kind in kinds if kind in (date, Month) and field not in _ANY_YEAR]
        for row in records_of(loaded.registry, sheet.record):
            for field in dated:
                day = getattr(row, field)
                if day is not None and not 2000 <= day.year <= 2100:
                    yield loaded.fault(row, field, f"年份 {day.year} 不合情理", "请核对年份")


def notice_days(loaded: Loaded) -> Iterator[CellFault]:
    """A notice hangs as long as the checklist says, first and last day counted."""
    days = load_checklist(loaded.registry.settings.checklist).notice_days
    for batch in loaded.registry.batches:
        if batch.notice_from and batch.notice_to and batch.notice_to >= batch.notice_from:
            posted = (batch.notice_to - batch.notice_from).days + 1
            if posted < days:
                what = f"公示 {batch.notice_from} 至 {batch.notice_to}，首尾都算是 {posted} 天"
                todo = f"公示不少于 {days} 天，请核对起止日期；确实不足的，应重新公示"
                yield loaded.fault(batch, "notice_to", what, todo)


def reply_dates(loaded: Loaded) -> Iterator[CellFault]:
    """认定日期 and 风险消除日期 are the dates of the county's reply."""
    for stage, field in (("认定", "identified_on"), ("风险消除", "eliminated_on")):
        for batch, households in _answered(loaded, stage, field):
            wrong = [h for h in households if getattr(h, field) != batch.reply_on]
            days = {getattr(household, field) for household in households}
            if len(wrong) > 1 and len(wrong) == len(households) and len(days) == 1:
                what = f"批复日期 {batch.reply_on}，这一批 {len(wrong)} 户的{_NAMES[field]}都是 {days.pop()}"
                yield loaded.fault(batch, "reply_on", what, "请改正写错的一边")
                continue
            for household in wrong:
                what = (
                    f"{getattr(household, field)} 与〔批次〕第 {batch.row} 行的批复日期 {batch.reply_on} 不同"
                )
                yield loaded.fault(household, field, what, f"{_NAMES[field]}就是批复日期，请改正写错的一处")


_NAMES = {"identified_on": "认定日期", "eliminated_on": "风险消除日期"}


def _answered(loaded: Loaded, stage: str, field: str) -> Iterator[tuple[Batch, list[Household]]]:
    """The townships' rounds that have a reply, each with its households that have the date of it."""
    registry, timelines = loaded.registry, Timelines(loaded.registry)
    found: dict[int, tuple[Batch, list[Household]]] = {}
    for household in sound_households(registry).values():
        village = registry.find_unit(household.village)
        township = registry.unit_of(village, "乡级") if village else None
        batch = timelines.batch(township, batch_name(household, stage), stage)
        if batch is None or batch.reply_on is None or household.state == "不予纳入":
            continue
        # A reply before its request is reported as such.
        in_order = batch.sent_on is None or batch.sent_on <= batch.reply_on
        if in_order and getattr(household, field):
            found.setdefault(batch.row, (batch, []))[1].append(household)
    yield from found.values()


def refusal_dates(loaded: Loaded) -> Iterator[CellFault]:
    """A refusal is notified after the application and after the meeting that refused."""
    timelines = Timelines(loaded.registry)
    steps_of = {"村级评议": "review", "乡级审核": "township review", "县级审定": "consultation"}
    for household in loaded.registry.households:
        if household.refused_on is None:
            continue
        steps = timelines.steps(household)
        before: list[Any] = [
            *steps.get("applied", ()),
            *steps.get(steps_of.get(household.refused_at or "", ""), ()),
        ]
        late = [cell for cell in before if cell.day > household.refused_on]
        if late:
            last = max(late, key=lambda cell: cell.day)
            what = f"书面告知日期 {household.refused_on} 早于{last.place}"
            yield loaded.fault(household, "refused_on", what, "告知应在评议、审核之后，请核对两个日期")


def changes_before_their_form(loaded: Loaded) -> Iterator[CellFault]:
    """The form of natural changes is dated after the changes in it."""
    for household in loaded.registry.households:
        for change in loaded.registry.changes_of(household) if household.changes_on else ():
            if change.changed_on and household.changes_on and change.changed_on > household.changes_on:
                what = f"增减表日期 {household.changes_on} 早于〔人口自然增减〕第 {change.row} 行的变更日期 {change.changed_on}"
                yield loaded.fault(household, "changes_on", what, "填表应在变更之后，请核对两个日期")
                break
