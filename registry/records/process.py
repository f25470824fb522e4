"""Records of the process: batches with their dated chain, meetings, who attended, who voted how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from registry import values
from registry.column import column

__all__ = ["Attendee", "Batch", "Meeting", "Vote"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one unit did in one round (批次): its notice, its report or request, and the reply."""

    row: int = 0
    name: str = column("批次", "同一轮各级用同一个名称", required=True, example="第一批")
    stage: str = column("阶段", "", choices=values.STAGES, required=True, example="认定")
    unit: str = column("单位", "一个村一行，一个乡镇一行", required=True, example="清水镇")
    rechecked_on: date | None = column("复核日期", "乡级填：入户复核的日期")
    notice_from: date | None = column("公示开始", "")
    notice_to: date | None = column("公示结束", "公示不少于 5 天，首尾都算")
    notice_place: str | None = column("公示地点", "", example="村务公开栏")
    objections: str | None = column("公示有无异议", "填“无”或写明异议", example="无")
    handling: str | None = column("异议处理情况", "有异议时填", width=30)
    outcome_on: date | None = column("无异议说明日期", "")
    sent_on: date | None = column("上报日期", "村填审核报告、乡填请示的成文日期")
    sent_number: str | None = column("上报文号", "文号编好后再填，不要预先编造", width=24)
    sent_printed_on: date | None = column("请示印发日期", "乡级填，印在请示的版记上")
    compared_on: date | None = column("信息比对日期", "乡级行填，县级比对的日期")
    reply_on: date | None = column("批复日期", "乡级行填，县级批复的成文日期")
    reply_number: str | None = column("批复文号", "文号编好后再填，不要预先编造", width=24)
    reply_printed_on: date | None = column("批复印发日期", "乡级行填，印在批复的版记上")
    announced_on: date | None = column(
        "结果公告日期", "村级行填：批复后乡镇在村里张贴结果公告的日期；不要求的不填"
    )
    reply_copied_to: str | None = column("批复抄送机关", "乡级行填，印在版记上；没有的不填", width=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting, from deployment to county consultation."""

    row: int = 0
    meeting_id: str = column("会议编号", "自己编，能与参会、表决对上即可", required=True, example="PY01")
    unit: str = column("单位", "开会的单位", required=True, example="青松村")
    kind: str = column("会议种类", "", choices=values.MEETING_KINDS, required=True, example="村级评议会")
    stage: str | None = column("阶段", "安排部署会不填", choices=values.STAGES, example="认定")
    batch: str | None = column("批次", "安排部署会不填", example="第一批")
    title: str | None = column("会议名称", "如“青松村村民代表会议”，按实际名称填", width=30)
    held_on: date | None = column("会议日期", "")
    time: str | None = column("时间", "如“上午9:00—11:00”", example="上午9:00")
    place: str | None = column("地点", "")
    chair: str | None = column("主持人", "")
    recorder: str | None = column("记录人", "")
    due: int | None = column("应到人数", "")
    present: int | None = column("实到人数", "")
    agenda: str | None = column("议题", "", width=40)
    remarks: str | None = column("讨论发言", "谁说了什么，一人一行；没有记录就不填", width=60)
    decision: str | None = column("决议", "", width=40)
    record_kept: str | None = column("签字原件存放处", "", width=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """A person at a meeting."""

    row: int = 0
    meeting_id: str = column("会议编号", "", required=True)
    name: str = column("姓名", "", required=True)
    role: str | None = column("职务或身份", "", example="村民代表")
    attendance: str | None = column(
        "到会", "列席、回避的不参加表决", choices=values.ATTENDANCE, example="出席"
    )
    reason: str | None = column("缺席原因", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What a meeting decided on one household."""

    row: int = 0
    meeting_id: str = column("会议编号", "", required=True)
    household_id: str = column("户编号", "", required=True)
    unanimous: str | None = column("一致同意", "没有逐票统计、一致同意的填“是”", choices=values.YES_NO)
    for_: int | None = column("同意票", "")
    against: int | None = column("反对票", "")
    abstained: int | None = column("弃权票", "")
    result: str | None = column("结果", "", choices=("通过", "不通过"), example="通过")
    reason: str | None = column("理由或意见", "", width=40)
