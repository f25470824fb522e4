"""What is asked of a meeting: one table for the terminal and for the form, by kind of meeting. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from registry import values
from registry.column import Column, columns_of
from registry.read_sheet import field_types
from registry.records import Attendee, Batch, Household, Meeting, Unit, Vote

__all__ = [
    "ATTENDEE_CELLS",
    "HELD",
    "HOUSEHOLD_CELLS",
    "OPENS_AT",
    "QUESTIONS",
    "ROUNDS",
    "VOTING",
    "Cell",
    "Question",
    "household_cells",
    "questions_for",
    "stages_of",
]

_VILLAGE = ("村级评议会", "风险消除提名会", "线索研判会")
_ANY_LEVEL = ("安排部署会", "周研判会", "月研判会")
_REVIEWS = ("村级评议会", "乡级审核会", "县级会商研判会")
# The level at which a kind of meeting is held; those that are not here are held at any.
OPENS_AT = {**dict.fromkeys(_VILLAGE, "村级"), "乡级审核会": "乡级", "县级会商研判会": "县级"}
# Meetings that belong to a round (批次) of households.
ROUNDS = (*_REVIEWS, "风险消除提名会", "线索研判会")
# Meetings that vote on each household.
VOTING = _REVIEWS
_ABOUT_HOUSEHOLDS = (*ROUNDS, "周研判会", "月研判会")


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `kinds`: the meetings that need it (empty: all); `after`: once the meeting was held."""

    id: str
    label: str
    record: type[Any]
    field: str
    kinds: tuple[str, ...] = ()
    after: bool = False
    note: str = ""
    lines: bool = False

    @property
    def column(self) -> Column:
        return columns_of(self.record)[self.field]

    @property
    def type(self) -> type:
        return field_types(self.record)[self.field]


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of the form's tables."""

    field: str
    heading: str
    record: type[Any]
    width: int
    note: str = ""
    kinds: tuple[str, ...] = ()

    @property
    def column(self) -> Column:
        return columns_of(self.record)[self.field]

    @property
    def type(self) -> type:
        return field_types(self.record)[self.field]


_POSTING = ("村级评议会", "乡级审核会")
QUESTIONS = (
    Question("kind", "会议种类", Meeting, "kind"),
    Question("stage", "阶段", Meeting, "stage", (*_REVIEWS, "线索研判会"), note="不填是“认定”"),
    Question("county", "县（区、市）", Unit, "name"),
    Question(
        "township", "乡镇（街道）", Unit, "name", (*_VILLAGE, "乡级审核会", *_ANY_LEVEL), note="县级开会不填"
    ),
    Question("village", "村（社区）", Unit, "name", (*_VILLAGE, *_ANY_LEVEL), note="县级、乡级开会不填"),
    Question("batch", "批次", Meeting, "batch", ROUNDS, note="同一轮各级用同一个名称，如“第一批”"),
    Question("title", "会议名称", Meeting, "title", note="如“青松村村民代表会议”"),
    Question("held_on", "会议日期", Meeting, "held_on", note="还没定的不填"),
    Question("time", "时间", Meeting, "time", note="如“上午9:00”"),
    Question("place", "地点", Meeting, "place"),
    Question("chair", "主持人", Meeting, "chair"),
    Question("recorder", "记录人", Meeting, "recorder"),
    Question("due", "应到人数", Meeting, "due"),
    Question("agenda", "议题", Meeting, "agenda", note="不填的，按会议种类和阶段写"),
    Question("present", "实到人数", Meeting, "present", after=True, note="列席的不计入"),
    Question(
        "remarks",
        "讨论发言",
        Meeting,
        "remarks",
        after=True,
        note="谁说了什么，一人一行；没有的不填",
        lines=True,
    ),
    Question("decision", "决议", Meeting, "decision", after=True),
    Question("record_kept", "签字原件存放处", Meeting, "record_kept", after=True),
    Question("notice_from", "公示开始", Batch, "notice_from", _POSTING, after=True, note="还没公示的不填"),
    Question("notice_to", "公示结束", Batch, "notice_to", _POSTING, after=True, note="不少于 5 天，首尾都算"),
    Question("notice_place", "公示地点", Batch, "notice_place", _POSTING, after=True),
    Question("hotline", "监督电话", Unit, "hotline", _POSTING, after=True, note="印在公示上"),
    Question(
        "objections",
        "公示有无异议",
        Batch,
        "objections",
        _POSTING,
        after=True,
        note="公示满后填“无”或写明异议",
    ),
    Question("handling", "异议处理情况", Batch, "handling", _POSTING, after=True, note="有异议时填"),
    Question("outcome_on", "无异议说明日期", Batch, "outcome_on", ("村级评议会",), after=True),
    Question("sent_on", "上报日期", Batch, "sent_on", _POSTING, after=True, note="村的报告、乡的请示的日期"),
    Question("reply_on", "批复日期", Batch, "reply_on", ("县级会商研判会",), after=True),
)

HOUSEHOLD_CELLS = (
    Cell(
        "village",
        "村（社区）",
        Household,
        16,
        "县级开会写“镇/村”",
        ("乡级审核会", "县级会商研判会", *_ANY_LEVEL),
    ),
    Cell("head", "户主", Household, 22),
    Cell("group", "组", Household, 16, "如“二组”"),
    Cell("size", "人口", Household, 12),
    Cell("id_number", "证件号码", Household, 24, "公示和会上的材料会自动遮盖"),
    Cell("object_type", "监测对象类别", Household, 18),
    Cell("risk1", "风险", Household, 16, "几项用顿号隔开"),
    Cell("per_head", "人均纯收入", Household, 13, "元"),
    Cell("situation", "致险情况", Household, 36, "什么事、花了多少或少收了多少"),
    Cell("helper", "帮扶责任人", Household, 12, "", ("风险消除提名会",)),
    Cell("unanimous", "一致同意", Vote, 10, "没有逐票统计、一致同意的填“是”", VOTING),
    Cell("for_", "同意", Vote, 8, "票数", VOTING),
    Cell("against", "反对", Vote, 8, "票数", VOTING),
    Cell("abstained", "弃权", Vote, 8, "票数", VOTING),
    Cell("result", "结果", Vote, 10, "", VOTING),
    Cell("reason", "理由或意见", Vote, 36),
)
ATTENDEE_CELLS = (
    Cell("name", "姓名", Attendee, 16),
    Cell("role", "职务", Attendee, 16, "职务或身份"),
    Cell("attendance", "到会", Attendee, 12, "开会以后填"),
)
# What is known of a household or a meeting only when the meeting is over.
HELD = frozenset(("unanimous", "for_", "against", "abstained", "result", "reason"))


def questions_for(kind: str, *, after: bool | None = None) -> tuple[Question, ...]:
    """The questions that this kind of meeting needs; '' for all. `after` narrows them to one half."""
    return tuple(
        question
        for question in QUESTIONS
        if (not kind or not question.kinds or kind in question.kinds)
        and (after is None or question.after is after)
    )


def household_cells(kind: str) -> tuple[Cell, ...]:
    """The columns of the households' table; none where the meeting is not about households."""
    if kind and kind not in _ABOUT_HOUSEHOLDS:
        return ()
    return tuple(cell for cell in HOUSEHOLD_CELLS if not kind or not cell.kinds or kind in cell.kinds)


def stages_of(kind: str) -> tuple[str, ...]:
    """The stages that such a meeting can have; the first is its default."""
    if kind == "风险消除提名会":
        return ("风险消除",)
    return values.STAGES if kind in (*_REVIEWS, "线索研判会") else ()
