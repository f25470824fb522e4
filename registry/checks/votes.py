"""Votes: whether they add up to those entitled, concern the right households, and agree with their state."""

from __future__ import annotations

from collections.abc import Iterator

from registry.checks.meetings import known_round, meeting_fault, unique_meetings
from registry.checks.sound import batch_name, sound_households
from registry.faults import CellFault
from registry.read_workbook import Loaded
from registry.records import Household, Meeting, Vote
from registry.registry import Registry

__all__ = ["households_without_round", "results", "vote_counts", "votes_in_place"]

_REFUSES = {"村级评议会": "村级评议", "乡级审核会": "乡级审核", "县级会商研判会": "县级审定"}


def vote_counts(loaded: Loaded) -> Iterator[CellFault]:
    """For, against and abstained are those entitled to vote; 通过 has more than half of those present."""
    meetings = unique_meetings(loaded.registry)
    for vote in loaded.registry.votes:
        if meeting := meetings.get(vote.meeting_id):
            fault = (
                _unanimous(loaded, meeting, vote)
                or _sum(loaded, meeting, vote)
                or _half(loaded, meeting, vote)
            )
            yield from [fault] if fault else []


def _unanimous(loaded: Loaded, meeting: Meeting, vote: Vote) -> CellFault | None:
    if vote.unanimous != "是":
        return None
    against = (vote.against or 0) + (vote.abstained or 0)
    if against:
        what = f"填了一致同意，又有反对、弃权 {against} 票"
        return meeting_fault(loaded, meeting, vote, "unanimous", what)
    if vote.result == "不通过":
        return meeting_fault(loaded, meeting, vote, "result", "填了一致同意，结果却是“不通过”")
    return None


def _sum(loaded: Loaded, meeting: Meeting, vote: Vote) -> CellFault | None:
    counts = (vote.for_, vote.against, vote.abstained)
    entitled = _entitled(loaded.registry, meeting)
    given = [count for count in counts if count is not None]
    total = sum(given)
    if not entitled and meeting.present is not None and total > meeting.present:
        what = f"同意、反对、弃权共 {total} 票，实到只有 {meeting.present} 人"
        return meeting_fault(loaded, meeting, vote, "for_", what)
    if not entitled or not given:
        return None
    whole = len(given) == len(counts) or vote.unanimous == "是"
    if max(entitled) < total or (whole and total not in entitled):
        parts = "＋".join(str(count) if count is not None else "空" for count in counts)
        due = "或".join(str(count) for count in sorted(entitled))
        what = f"同意、反对、弃权 {parts} = {total} 票，有表决权的到会人员是 {due} 人"
        return meeting_fault(loaded, meeting, vote, "for_", what)
    return None


def _half(loaded: Loaded, meeting: Meeting, vote: Vote) -> CellFault | None:
    entitled = _entitled(loaded.registry, meeting)
    if not entitled or vote.for_ is None or vote.unanimous == "是":
        return None
    if vote.result == "通过" and all(2 * vote.for_ <= present for present in entitled):
        what = f"同意 {vote.for_} 票，没有超过到会 {min(entitled)} 人的半数，结果却是“通过”"
        return meeting_fault(loaded, meeting, vote, "result", what)
    if vote.result == "不通过" and all(2 * vote.for_ > present for present in entitled):
        what = f"同意 {vote.for_} 票，超过到会 {max(entitled)} 人的半数，结果却是“不通过”"
        return meeting_fault(loaded, meeting, vote, "result", what, error=False)
    return None


def _entitled(registry: Registry, meeting: Meeting) -> set[int]:
    """How many could vote: 出席 (not 列席, not 回避), or 实到 where nobody is listed; empty if unknown.

    Where list and 实到 differ, which is reported there, either will do.
    """
    listed = registry.attendees_of(meeting)
    if not listed:
        return {meeting.present} if meeting.present is not None else set()
    if any(row.attendance is None for row in listed):
        return set()
    came, recused = (sum(row.attendance == kind for row in listed) for kind in ("出席", "回避"))
    if meeting.present is None or meeting.present in (came, came + recused):
        return {came}
    return {came, meeting.present}


def votes_in_place(loaded: Loaded) -> Iterator[CellFault]:
    """A meeting votes on households of its own unit and of its own round."""
    registry, meetings = loaded.registry, unique_meetings(loaded.registry)
    households = sound_households(registry)
    rounds = {(batch.name, batch.stage) for batch in registry.batches}
    for vote in registry.votes:
        meeting, household = meetings.get(vote.meeting_id), households.get(vote.household_id)
        unit = registry.find_unit(meeting.unit) if meeting else None
        village = registry.find_unit(household.village) if household else None
        if meeting is None or household is None or unit is None or village is None:
            continue
        name = batch_name(household, meeting.stage)
        if not registry.lies_in(village, unit):
            what = f"“{household.head}”户在{household.village}，会议是{meeting.unit}的"
            yield meeting_fault(loaded, meeting, vote, "household_id", what)
        # A round that nobody else knows is reported where it stands.
        elif name != meeting.batch and (name, meeting.stage) in rounds and known_round(registry, meeting):
            what = f"“{household.head}”户{meeting.stage}的批次是“{name}”，会议是“{meeting.batch}”的"
            yield meeting_fault(loaded, meeting, vote, "household_id", what)


def households_without_round(loaded: Loaded) -> Iterator[CellFault]:
    """A household on which a meeting of a round has voted stands in that round."""
    meetings, households = unique_meetings(loaded.registry), sound_households(loaded.registry)
    told: set[tuple[str, str]] = set()
    for vote in loaded.registry.votes:
        meeting, household = meetings.get(vote.meeting_id), households.get(vote.household_id)
        if meeting is None or household is None or not meeting.stage or not meeting.batch:
            continue
        # For those taken in or eliminated their state asks for the round.
        asked = ("监测中", "拟消除", "已消除") if meeting.stage == "认定" else ("拟消除", "已消除")
        if batch_name(household, meeting.stage) or household.state in asked:
            continue
        if (key := (household.household_id, meeting.stage)) not in told:
            told.add(key)
            field = "batch" if meeting.stage == "认定" else "elimination_batch"
            what = f"没有填，〔会议〕第 {meeting.row} 行“{meeting.batch}”的会议已经表决了这一户"
            todo = f"应为“{meeting.batch}”；不填的户不会进入这一批的材料"
            yield loaded.fault(household, field, what, todo, error=False, mended=meeting.batch)


def results(loaded: Loaded) -> Iterator[CellFault]:
    """What a meeting decided and what became of the household."""
    meetings, households = unique_meetings(loaded.registry), sound_households(loaded.registry)
    for vote in loaded.registry.votes:
        meeting, household = meetings.get(vote.meeting_id), households.get(vote.household_id)
        if meeting is None or household is None or meeting.kind not in _REFUSES:
            continue
        if meeting.batch and batch_name(household, meeting.stage) != meeting.batch:
            continue
        if what := _contradiction(meeting, household, vote):
            yield meeting_fault(loaded, meeting, vote, "result", what)


def _contradiction(meeting: Meeting, household: Household, vote: Vote) -> str | None:
    step = _REFUSES[meeting.kind]
    refused = household.state == "不予纳入"
    place = f"〔监测对象户〕第 {household.row} 行"
    if meeting.stage == "认定" and vote.result == "不通过" and household.state and not refused:
        return f"结果是“不通过”，{place}的状态却是“{household.state}”"
    if meeting.stage == "认定" and refused and household.refused_at:
        if vote.result == "通过" and household.refused_at == step:
            return f"结果是“通过”，{place}却说{step}没有通过"
        if vote.result == "不通过" and household.refused_at != step:
            return f"结果是“不通过”，{place}的未通过环节却是“{household.refused_at}”"
    if meeting.stage == "风险消除" and vote.result == "不通过" and household.state in ("拟消除", "已消除"):
        return f"结果是“不通过”，{place}的状态却是“{household.state}”"
    return None
