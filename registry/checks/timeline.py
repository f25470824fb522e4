"""The dated cells of a household's way through both rounds, from every sheet that holds one. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.checks.sound import batch_name
from registry.column import columns_of
from registry.records import Batch, Household, Meeting, Unit
from registry.registry import Registry
from registry.sheets import sheet_of

__all__ = ["Dated", "Timelines"]

_OF_HOUSEHOLD = {
    "applied": "applied_on", "authorised": "authorised_on", "verified": "verified_on", "collected": "collected_on",
    "planned": "planned_on", "measures": "measures_on", "visited": "elimination_visit_on",
    "assessed": "assessed_on", "reidentified": "reidentified_on", "cleared": "cleared_on",
}  # fmt: skip
_OF_VILLAGE = {
    "notice from": "notice_from",
    "notice to": "notice_to",
    "outcome": "outcome_on",
    "report": "sent_on",
}
_OF_TOWNSHIP = {
    "recheck": "rechecked_on", "township notice from": "notice_from", "township notice to": "notice_to",
    "township outcome": "outcome_on", "request": "sent_on", "comparison": "compared_on", "reply": "reply_on",
}  # fmt: skip
# Step → the level whose meeting it is, and the kind of meeting.
_OF_MEETINGS = {
    "research": ("村级", "线索研判会"), "review": ("村级", "村级评议会"),
    "township review": ("乡级", "乡级审核会"), "consultation": ("县级", "县级会商研判会"),
}  # fmt: skip
_STAGES = (("认定", ""), ("风险消除", "out "))


@dataclass(frozen=True, slots=True)
class Dated:
    """A cell with a date."""

    record: Any
    field: str
    day: date

    @property
    def key(self) -> tuple[str, int, str]:
        return type(self.record).__name__, self.record.row, self.field

    @property
    def place(self) -> str:
        """〔批次〕第 3 行“公示结束”2021-05-18"""
        heading = columns_of(type(self.record))[self.field].heading
        kind = f"（{self.record.kind}）" if isinstance(self.record, Meeting) else ""
        return f"〔{sheet_of(type(self.record)).name}〕第 {self.record.row} 行“{heading}”{kind}{self.day}"


class Timelines:
    """Looks up the dated cells by step; meetings and batches are indexed once for all households."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._meetings: dict[tuple[int, str, str | None, str | None], list[Meeting]] = defaultdict(list)
        for meeting in registry.meetings:
            if unit := registry.find_unit(meeting.unit):
                self._meetings[(unit.row, meeting.kind, meeting.stage, meeting.batch)].append(meeting)
        self._batches: dict[tuple[int, str, str], Batch] = {}
        for batch in registry.batches:
            if unit := registry.find_unit(batch.unit):
                self._batches.setdefault((unit.row, batch.name, batch.stage), batch)

    def batch(self, unit: Unit | None, name: str | None, stage: str) -> Batch | None:
        """The unit's row of that round."""
        return self._batches.get((unit.row, name, stage)) if unit and name else None

    def steps(self, household: Household) -> Mapping[str, Sequence[Dated]]:
        """Step → its cells with a date. Where the reply is dated, it stands for 认定日期 and 风险消除日期."""
        found: dict[str, list[Dated]] = defaultdict(list)
        for step, field in _OF_HOUSEHOLD.items():
            found[step] += _dated(household, field)
        village = self.registry.find_unit(household.village)
        for stage, mark in _STAGES:
            name = batch_name(household, stage)
            if village is not None and name:
                for step, cell in self._round(household, village, stage, name):
                    found[mark + step].append(cell)
        if village is not None and household.elimination_batch:
            meetings = self._meetings.get(
                (village.row, "风险消除提名会", "风险消除", household.elimination_batch), []
            )
            found["nomination"] += [cell for meeting in meetings[:1] for cell in _dated(meeting, "held_on")]
        if not found.get("reply"):
            found["identified"] += _dated(household, "identified_on")
        if not found.get("out reply"):
            found["eliminated"] += _dated(household, "eliminated_on")
        return found

    def _round(
        self, household: Household, village: Unit, stage: str, name: str
    ) -> Iterator[tuple[str, Dated]]:
        units = {unit.level: unit for unit in self.registry.chain(village)}
        for level, fields in (("村级", _OF_VILLAGE), ("乡级", _OF_TOWNSHIP)):
            batch = self.batch(units.get(level), name, stage)
            for step, field in fields.items() if batch else ():
                yield from ((step, cell) for cell in _dated(batch, field))
        for step, (level, kind) in _OF_MEETINGS.items():
            unit = units.get(level)
            meetings = self._meetings.get((unit.row, kind, stage, name), []) if unit else []
            for meeting in self._that_judged(household, meetings):
                yield from ((step, cell) for cell in _dated(meeting, "held_on"))

    def _that_judged(self, household: Household, meetings: Sequence[Meeting]) -> Sequence[Meeting]:
        """Of several meetings of one round, those that voted on the household."""
        if len(meetings) < 2:
            return meetings
        return [meeting for meeting in meetings if self.registry.vote_on(meeting, household)]


def _dated(record: Any, field: str) -> list[Dated]:
    day = getattr(record, field)
    # A year out of range is reported as such and says nothing of the order.
    return [Dated(record, field, day)] if day is not None and 2000 <= day.year <= 2100 else []
