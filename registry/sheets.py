"""The sheets of the workbook, in their order: which record each holds and which papers show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from registry import records

__all__ = ["FIRST_SHEETS", "FORMS", "GUIDE_SHEET", "LISTS", "OUT", "SCHEMA", "SHEETS", "Sheet", "sheet_of"]

SCHEMA = "fangpin-registry/1"
GUIDE_SHEET = "填写说明"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, its record, when it is needed, and the kinds of paper that show it."""

    name: str
    record: type[Any]
    when: str
    papers: tuple[str, ...]
    key: tuple[str, ...] = ()


# Kinds of paper that show households: lists of a round, forms of identification, forms of elimination.
LISTS = (
    "public-notice",
    "village-report",
    "name-list",
    "township-request",
    "county-reply",
    "result-announcement",
    "dynamic-ledger",
    "grading-ledger",
)
FORMS = ("application", "authorisation", "verification-form", "collection-form")
OUT = ("elimination-visit-form", "elimination-assessment")
_MEETINGS = (
    "deployment-meeting", "assessment-meeting", "village-review-meeting", "review-result", "nomination-meeting",
    "township-review-meeting", "county-consultation", "sign-in-sheet",
)  # fmt: skip

SHEETS = (
    Sheet("单位", records.Unit, "先填", ("county-reply", "township-request", "public-notice"), ("name",)),
    Sheet("监测对象户", records.Household, "先填", (*FORMS, *LISTS), ("household_id",)),
    Sheet("会议", records.Meeting, "先填", _MEETINGS, ("meeting_id",)),
    Sheet("参会人员", records.Attendee, "会议记录、签到表要用", _MEETINGS, ("meeting_id", "name")),
    Sheet("表决", records.Vote, "评议、审核、会商记录要用", _MEETINGS, ("meeting_id", "household_id")),
    Sheet("批次", records.Batch, "公示、报告、请示、批复要用", LISTS, ("name", "stage", "unit")),
    Sheet("家庭成员", records.Member, "授权书、核查表、采集表要用", FORMS[1:], ("household_id", "name")),
    Sheet(
        "收入支出",
        records.Income,
        "核查表、采集表、评估表要用",
        (*FORMS[2:], *OUT),
        ("household_id", "stage"),
    ),
    Sheet(
        "信息比对",
        records.Comparison,
        "部门信息比对结果要用",
        ("comparison-result",),
        ("household_id", "stage"),
    ),
    Sheet(
        "帮扶措施",
        records.Measure,
        "帮扶方案、台账、统计表要用",
        ("assistance-plan", "assistance-ledger", "measures-table", "dynamic-ledger"),
        ("household_id", "name"),
    ),
    Sheet("走访记录", records.Visit, "走访记录要用", ("visit-record",)),
    Sheet("人口自然增减", records.Change, "自然增减表要用", ("natural-change-form",)),
    Sheet("预警线索", records.Clue, "预警线索清单要用", ("clue-list",)),
    Sheet("村级排查", records.Inspection, "排查工作台账要用", ("inspection-ledger",)),
    Sheet(
        "收文发文",
        records.Paper,
        "安排部署通知、情况说明要用",
        ("deployment-notice", "work-plan", "situation-note"),
        ("unit", "title"),
    ),
    Sheet("总结段落", records.Paragraph, "工作总结要用", ("work-summary",)),
)
FIRST_SHEETS = tuple(sheet.name for sheet in SHEETS if sheet.when == "先填")


def sheet_of(record: type[Any]) -> Sheet:
    """The sheet that holds this record."""
    return next(sheet for sheet in SHEETS if sheet.record is record)
