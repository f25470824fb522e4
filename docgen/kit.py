"""The kit for a meeting that is still to be held: what each paper shows. Pure.

What is printed and not known is a blank, as in every paper; where a hand will write, there is room and no mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docgen.blank import Phrase, phrase
from docgen.context import Writer
from docgen.due import Due
from docgen.household_view import household_view
from docgen.layout import household_folder
from docgen.plan import before_meeting, record_of, stage_of
from docgen.view import View
from registry.meeting.questions import VOTING
from registry.records import Attendee, Household, Meeting, Unit
from registry.registry import Registry
from templates import KitPaper, load_kit

__all__ = ["Sheet", "kit_sheets", "meeting_due"]

_ROWS_TO_SIGN = 15
_MOST_ROWS = 200
_MOST_NAMES = 12
_VERBS = {"风险消除提名会": "提名", "村级评议会": "评议", "乡级审核会": "审核", "县级会商研判会": "会商"}
_OPENING = ("宣布开会，报告应到、实到人数和列席、回避人员", "宣布会议议题")
_CLOSING = ("宣读会议记录，主持人、记录人和参会人员签字", "宣布散会")
_ABOUT_EACH = {
    "村级评议会": ("逐户通报入户核实的情况", "参会人员逐户评议，发表意见", "逐户表决，当场清点票数", "宣布评议结果，说明公示安排"),
    "乡级审核会": ("逐户汇报村级评议、公示和乡级复核的情况", "参会人员逐户审核，发表意见", "逐户表决", "宣布审核结果，说明公示安排"),
    "县级会商研判会": ("通报乡级上报名单和部门信息比对的情况", "参会部门逐户会商，发表意见", "逐户表决", "宣布会商结果"),
    "风险消除提名会": ("逐户通报帮扶措施落实和收入变化的情况", "参会人员逐户讨论，提出提名意见", "宣布提名名单，安排入户核实"),
    "安排部署会": ("传达上级文件和会议精神", "安排工作任务、责任人和时限", "讨论发言", "形成会议决议"),
}  # fmt: skip
_ASSESSING = ("通报线索和入户核实的情况", "逐户研判风险，提出处理意见", "形成研判结论，明确责任人和时限")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper of the kit on its way to be rendered."""

    paper: KitPaper
    context: Mapping[str, object]
    name: str


def meeting_due(registry: Registry, meeting: Meeting, unit: Unit) -> Due:
    """The meeting's record as a paper that is due, wherever it may be filed."""
    template = record_of(meeting)
    assert template is not None, meeting.kind
    stage = stage_of(meeting)
    households = before_meeting(registry, unit, meeting, stage)
    return Due(template, unit, unit, stage, meeting.batch or "", households, meeting)


def kit_sheets(writer: Writer, due: Due) -> Iterator[Sheet]:
    """Every paper of the kit of that meeting, in the order in which they are used."""
    meeting = due.meeting
    assert meeting is not None
    common = writer.context(due) | _common(writer, due)
    for paper in load_kit():
        if paper.meetings and meeting.kind not in paper.meetings:
            continue
        if not paper.each:
            if paper.id != "kit-ballot" or due.households:
                yield Sheet(paper, common, paper.file)
            continue
        for number, household in enumerate(due.households, 1):
            name = paper.file.format(head=household_folder(writer.registry, household))
            yield Sheet(paper, common | _household(writer, due, household, number), name)


def _common(writer: Writer, due: Due) -> dict[str, object]:
    meeting = due.meeting
    assert meeting is not None
    rows = [_row(writer, due, household, number) for number, household in enumerate(due.households, 1)]
    return {
        "rows": rows,
        "heads": "、".join(household.head for household in due.households),
        "votes": meeting.kind in VOTING,
        "verb": _VERBS.get(meeting.kind, "研判"),
        "steps": (*_OPENING, *_ABOUT_EACH.get(meeting.kind, _ASSESSING), *_CLOSING),
        "invited": _invited(writer, meeting),
        "seats": _seats(writer.registry, meeting),
        "lines": ("",) * 8,
        "signing": ("",) * min(max(5, -(-(meeting.due or 0) // 4)), 25),
        "by_hand": _by_hand(meeting),
    }


def _row(writer: Writer, due: Due, household: Household, number: int) -> View:
    """The household as the kit shows it: where it lives and its facts in one line."""
    registry, desk = writer.registry, writer.desk
    view = household_view(registry, desk, household, due.stage, None, number)
    village = registry.find_unit(household.village)
    where: object = view.group
    if due.issuer.level != "村级" and village is not None:
        where = phrase(village.name, household.group or "")
    facts = phrase(where, "，", view.size, "人，", view.object_type, "，", view.risks)
    more = {"where": where, "facts": facts}
    return household_view(registry, desk, household, due.stage, None, number, **more)


def _household(writer: Writer, due: Due, household: Household, number: int) -> dict[str, object]:
    """What the meeting hears of one household; what nobody has recorded beyond the core is left out."""
    registry, desk = writer.registry, writer.desk
    day = household.assessed_on if due.stage == "风险消除" else household.verified_on
    members = registry.members_on(household, day)
    return {
        "h": _row(writer, due, household, number),
        "facts": list(_facts(writer, due, household)),
        "pairs": list(_pairs(due, household)),
        "members": [desk.view(member, **_plain(member)) for member in members],
    }


def _plain(member: object) -> dict[str, object]:
    names = ("relation", "sex", "health", "labour")
    return {name: getattr(member, name) or "" for name in names}


def _facts(writer: Writer, due: Due, household: Household) -> Iterator[Mapping[str, object]]:
    registry = writer.registry
    at = "风险消除" if due.stage == "风险消除" else "认定"
    income = registry.income_of(household, at)
    found: list[tuple[str, object]] = []
    if income is not None:
        parts = (
            ("工资性", income.wages), ("经营性", income.business), ("财产性", income.property),
            ("转移性", income.transfer), ("经营性支出", income.expense),
        )  # fmt: skip
        given = [phrase(name, value, "元") for name, value in parts if value is not None]
        found.append(("收入构成", _joined(*given)))
    compared = registry.comparison_of(household, at)
    found.append(("信息比对", compared.result if compared else None))
    if at == "风险消除":
        measures = dict.fromkeys(measure.name for measure in registry.measures_of(household))
        found.append(("帮扶措施", "；".join(measures) or None))
    yield from ({"name": name, "value": value} for name, value in found if value is not None)


def _pairs(due: Due, household: Household) -> Iterator[tuple[Mapping[str, object], Mapping[str, object]]]:
    """Short facts, two a row."""
    h = household
    found: list[tuple[str, object]] = [("户类型", h.farm_type), ("发现来源", h.source)]
    if due.stage == "风险消除":
        found += [("认定日期", h.identified_on), ("帮扶责任人", h.helper)]
        found.append(("评估结论", _joined(h.assessed_on, h.assessment)))
    else:
        found += [("申请日期", h.applied_on), ("核查情况", _joined(h.verified_on, h.verification))]
    given = [{"name": name, "value": value} for name, value in found if value is not None]
    if len(given) % 2:
        given.append({"name": "", "value": ""})
    yield from zip(given[::2], given[1::2], strict=True)


def _joined(*parts: object) -> Phrase | None:
    """The parts that are there, with commas between them; None where there is none."""
    given = [piece for part in parts if part is not None for piece in ("，", part)]
    return phrase(*given[1:]) if given else None


def _invited(writer: Writer, meeting: Meeting) -> object:
    listed = writer.registry.attendees_of(meeting)
    if not listed:
        return writer.desk.blank(Attendee, "name", None, meeting.meeting_id)
    names = "、".join(attendee.name for attendee in listed[:_MOST_NAMES])
    if len(listed) > _MOST_NAMES:
        return f"{names}等{len(listed)}人（名单见签到表）"
    return phrase(names, "，应到", writer.desk.view(meeting).due, "人")


def _seats(registry: Registry, meeting: Meeting) -> list[Mapping[str, str]]:
    """Who is expected, then empty rows for all who are due."""
    listed = [{"name": a.name, "role": a.role or ""} for a in registry.attendees_of(meeting)]
    rows = max(len(listed), min(meeting.due or _ROWS_TO_SIGN, _MOST_ROWS))
    return [*listed, *({"name": "", "role": ""} for _ in range(rows - len(listed)))]


def _by_hand(meeting: Meeting) -> dict[str, object]:
    """What is known, else room for a hand."""
    day = phrase(meeting.held_on, meeting.time or "") if meeting.held_on else "　　　年　　月　　日　　时"
    return {
        "day": "　　　　年　　月　　日",
        "time": day,
        "place": meeting.place or "",
        "chair": meeting.chair or "",
        "recorder": meeting.recorder or "",
        "due": phrase(meeting.due, "人") if meeting.due is not None else "　　　　　人",
        "persons": "　　　　　人",
        "agenda": meeting.agenda or "",
        "opinion": "\n\n\n",
        "votes": "□一致同意　同意　　票　反对　　票　弃权　　票\n结果：□通过　□不通过",
    }
