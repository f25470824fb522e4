"""A household as lists and forms show it, at the stage of the paper and with the votes of its meeting. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docgen.blank import Blank
from docgen.due import Due, is_monitored
from docgen.view import Desk, View
from docgen.wording import Count, clause, count, sentence, votes_text
from registry.identity import mask_id, parse_id
from registry.records import Comparison, Household, Income, Measure, Meeting, Member, Unit, Vote
from registry.registry import Registry

__all__ = ["count_rows", "household_rows", "household_view"]


def household_rows(
    registry: Registry, desk: Desk, due: Due, meeting: Meeting | None = None
) -> tuple[View, ...]:
    """The paper's households, numbered."""
    return tuple(
        household_view(registry, desk, household, due.stage, meeting, number)
        for number, household in enumerate(due.households, 1)
    )


def count_rows(rows: Sequence[View]) -> Count:
    """Households, persons and types of the rows."""
    return count([(_text_or_blank(row.object_type), _count_or_blank(row.size)) for row in rows])


def household_view(
    registry: Registry,
    desk: Desk,
    household: Household,
    stage: str,
    meeting: Meeting | None = None,
    number: int = 1,
    **more: object,
) -> View:
    """A view of the household with what is computed for papers: size and income of the stage, votes, masks.

    `more`: values that one paper alone shows.
    """
    at = "风险消除" if stage == "风险消除" else "认定"
    village = registry.find_unit(household.village)
    township = registry.unit_of(village, "乡级") if village else None
    shown: dict[str, object] = {
        "number": number,
        "village": village.name if village else household.village,
        "township": township.name if township else desk.blank(Household, "village", household),
        "size": _or_blank(registry.size_of(household, at), desk.blank(Household, "size", household)),
        "size_now": _or_blank(registry.size_now(household), desk.blank(Household, "size", household)),
        "per_head": _per_head(registry, desk, household, at),
        "masked_id": mask_id(household.id_number)
        if household.id_number
        else desk.blank(Household, "id_number", household),
        "address": household.address or _address(registry, household, village),
        "sex": _sex(registry, desk, household),
        "measures": _measures(registry, desk, household),
        "eliminated": _eliminated(desk, household),
        "situation": sentence(household.situation),
        "refused_reason": clause(household.refused_reason),
        "risks": "、".join(household.risks) or desk.blank(Household, "risk1", household),
    }
    if not is_monitored(household):  # Refused before anybody told a type or a risk.
        shown["object_type"] = household.object_type or "未认定类别"
        shown["risks"] = "、".join(household.risks) or "未认定风险"
    compared = registry.comparison_of(household, at)
    subject = f"{household.head}、{at}"
    shown["compared"] = desk.view(compared) if compared else desk.missing(Comparison, subject)
    return desk.view(household, **shown, **_vote(registry, desk, household, meeting), **more)


def _vote(
    registry: Registry, desk: Desk, household: Household, meeting: Meeting | None
) -> Mapping[str, object]:
    vote = registry.vote_on(meeting, household) if meeting else None
    subject = f"{meeting.meeting_id if meeting else '会议'}、{household.head}"
    return {
        "votes": votes_text(vote, desk.blank(Vote, "for_", vote, subject)),
        "result": (vote.result if vote else None) or desk.blank(Vote, "result", vote, subject),
        "opinion": sentence(vote.reason if vote else None) or desk.blank(Vote, "reason", vote, subject),
    }


def _per_head(registry: Registry, desk: Desk, household: Household, at: str) -> object:
    income = registry.income_of(household, at)
    if at == "认定":
        blank = desk.blank(Household, "per_head", household)
    else:
        blank = desk.blank(Income, "per_head", income, f"{household.head}、{at}")
    return _or_blank(registry.per_head_of(household, at), blank)


def _measures(registry: Registry, desk: Desk, household: Household) -> object:
    names = dict.fromkeys(measure.name for measure in registry.measures_of(household))
    return "；".join(names) or desk.blank(Measure, "name", None, household.head)


def _eliminated(desk: Desk, household: Household) -> object:
    """The date, "/" while monitoring goes on; blank where it should be there and is not."""
    again = household.reidentified_on
    if household.eliminated_on and not (again and again > household.eliminated_on):
        return household.eliminated_on
    return desk.blank(Household, "eliminated_on", household) if household.state == "已消除" else "/"


def _address(registry: Registry, household: Household, village: Unit | None) -> str | None:
    if village is None or household.group is None:
        return None
    return "".join(unit.name for unit in registry.chain(village)) + household.group


def _sex(registry: Registry, desk: Desk, household: Household) -> object:
    head = next((m for m in registry.members_of(household) if m.name == household.head), None)
    told = (head.sex if head else None) or parse_id(household.id_number or "").sex
    return told or desk.blank(Member, "sex", head, household.head)


def _or_blank(value: object | None, blank: Blank) -> object:
    return blank if value is None else value


def _text_or_blank(value: object) -> str | Blank:
    return value if isinstance(value, Blank) else str(value)


def _count_or_blank(value: object) -> int | Blank:
    assert isinstance(value, int | Blank)
    return value
