"""What must be recorded before there is anything to print, by the names that the manifest uses. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from docgen.due import Due
from registry.registry import Registry

__all__ = ["what_is_lacking"]


def what_is_lacking(registry: Registry, due: Due, about: str) -> str:
    """'' where one of the template's needs is met; else what to fill in, each way that would do."""
    needs = due.template.needs
    if not needs or any(_MET[need](registry, due) for need in needs):
        return ""
    round_ = f"{due.round}{due.stage}" if due.round else ""
    return "，或".join(_TODO[need].format(about=about, round=round_) for need in needs)


def _batch_has(field: str) -> Callable[[Registry, Due], bool]:
    def has(registry: Registry, due: Due) -> bool:
        batch = registry.batch_of(due.about, due.round, due.stage)
        return batch is not None and getattr(batch, field) is not None

    return has


_MET: Mapping[str, Callable[[Registry, Due], bool]] = {
    "meeting": lambda registry, due: due.meeting is not None,
    "comparison": lambda registry, due: any(registry.comparison_of(h, due.stage) for h in due.households),
    "measure": lambda registry, due: bool(registry.measures_of(due.households[0])),
    "household.planned_on": lambda registry, due: due.households[0].planned_on is not None,
    "batch.notice_from": _batch_has("notice_from"),
    "batch.outcome_on": _batch_has("outcome_on"),
    "batch.objections": _batch_has("objections"),
    "batch.sent_on": _batch_has("sent_on"),
    "batch.reply_on": _batch_has("reply_on"),
    "batch.announced_on": _batch_has("announced_on"),
}
_TODO: Mapping[str, str] = {
    "meeting": "在〔会议〕填{round}的会议",
    "comparison": "在〔信息比对〕填{about}各户的比对结果",
    "measure": "在〔帮扶措施〕填{about}户的措施",
    "household.planned_on": "在〔监测对象户〕填“帮扶方案日期”",
    "batch.notice_from": "在〔批次〕填{about}{round}的“公示开始”",
    "batch.outcome_on": "在〔批次〕填{about}{round}的“无异议说明日期”",
    "batch.objections": "在〔批次〕填{about}{round}的“公示有无异议”",
    "batch.sent_on": "在〔批次〕填{about}{round}的“上报日期”",
    "batch.reply_on": "在〔批次〕填{about}{round}的“批复日期”",
    "batch.announced_on": "在〔批次〕填{about}{round}的“结果公告日期”",
}
