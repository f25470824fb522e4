"""Meetings: who was due and who came, and the round that a meeting belongs to."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from registry.faults import CellFault
from registry.read_workbook import Loaded
from registry.records import Attendee, Meeting, Vote
from registry.registry import Registry
from registry.shown import meeting_papers

__all__ = ["attendance", "known_round", "meeting_fault", "meeting_rounds", "unique_meetings"]

_OF_ROUND = ("村级评议会", "风险消除提名会", "乡级审核会", "县级会商研判会")


def attendance(loaded: Loaded) -> Iterator[CellFault]:
    """Present is at most due; the people listed as 出席 are as many as were present."""
    for meeting in unique_meetings(loaded.registry).values():
        due, present = meeting.due, meeting.present
        if due is not None and present is not None and present > due:
            what = f"实到 {present} 人，多于应到 {due} 人"
            yield loaded.fault(meeting, "present", what, "列席的不计入实到；请核对两个人数")
        else:
            yield from _listed(loaded, meeting)
        for attendee in loaded.registry.attendees_of(meeting):
            if attendee.attendance == "缺席" and attendee.name in (meeting.chair, meeting.recorder):
                post = "主持人" if attendee.name == meeting.chair else "记录人"
                yield meeting_fault(
                    loaded, meeting, attendee, "attendance", f"“{attendee.name}”是{post}，却填了缺席"
                )


def _listed(loaded: Loaded, meeting: Meeting) -> Iterator[CellFault]:
    listed = loaded.registry.attendees_of(meeting)
    if meeting.present is None or not listed or any(row.attendance is None for row in listed):
        return
    came, recused = (sum(row.attendance == kind for row in listed) for kind in ("出席", "回避"))
    if meeting.present not in (came, came + recused):
        what = f"实到 {meeting.present} 人，“参会人员”表里出席 {came} 人" + (
            f"、回避 {recused} 人" * bool(recused)
        )
        todo = "请改正实到人数，或补全参会人员"
        yield loaded.fault(meeting, "present", what, todo, error=came > meeting.present)


def meeting_rounds(loaded: Loaded) -> Iterator[CellFault]:
    """A meeting that judges households names its stage and a round that they stand in."""
    registry = loaded.registry
    for meeting in registry.meetings:
        if meeting.kind == "风险消除提名会" and meeting.stage != "风险消除":
            what = "风险消除提名会的阶段" + (f"填的是“{meeting.stage}”" if meeting.stage else "没有填")
            error = meeting.stage is not None
            yield loaded.fault(meeting, "stage", what, "应为“风险消除”", mended="风险消除", error=error)
        elif meeting.kind in _OF_ROUND and (not meeting.stage or not meeting.batch):
            lacking = "stage" if not meeting.stage else "batch"
            what = f"没有填{'阶段' if lacking == 'stage' else '批次'}，这次会议归不到哪一批材料里"
            yield loaded.fault(meeting, lacking, what, "请填上，与“监测对象户”“批次”表一致", error=False)
        elif meeting.batch and meeting.stage and not known_round(registry, meeting):
            near = difflib.get_close_matches(meeting.batch, registry.rounds(meeting.stage), 1, 0.5)
            todo = f"如果是“{near[0]}”，请改成这个名称" if near else "请核对批次的名称"
            what = f"没有哪一户{meeting.stage}的批次是“{meeting.batch}”"
            yield loaded.fault(meeting, "batch", what, todo, error=False)


def known_round(registry: Registry, meeting: Meeting) -> bool:
    """Whether a household or a row of 批次 has that round; a review may also find nobody in its village."""
    stage = meeting.stage or "认定"
    in_batches = any((batch.name, batch.stage) == (meeting.batch, stage) for batch in registry.batches)
    return in_batches or meeting.batch in registry.rounds(stage)


def unique_meetings(registry: Registry) -> Mapping[str, Meeting]:
    """The meetings whose id stands once."""
    found: dict[str, Meeting] = {}
    doubled: set[str] = set()
    for meeting in registry.meetings:
        if found.setdefault(meeting.meeting_id, meeting) is not meeting:
            doubled.add(meeting.meeting_id)
    return {key: meeting for key, meeting in found.items() if key not in doubled}


def meeting_fault(
    loaded: Loaded, meeting: Meeting, row: Vote | Attendee, field: str, what: str, error: bool = True
) -> CellFault:
    """A fault in a row of that meeting: it touches the papers of such a meeting."""
    todo = f"请对照〔会议〕第 {meeting.row} 行“{meeting.meeting_id}”的签字记录改正"
    return loaded.fault(row, field, what, todo, error=error, papers=meeting_papers(meeting.kind))
