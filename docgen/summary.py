"""The figures of a work summary, computed from the registry. Pure; the same data give the same text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from registry.dates import Month
from registry.records import Household, Unit
from registry.registry import Registry
from registry.values import MEASURE_CATEGORIES, MEETING_KINDS, OBJECT_TYPES, RISKS

__all__ = ["Summary", "summary_of"]


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences with the figures of a period; what did not occur is said as 0 or left out."""

    identified: str
    by_type: str
    by_risk: str
    refused: str
    measures: str
    eliminated: str
    dynamic: str
    clues: str
    meetings: str


def summary_of(registry: Registry, unit: Unit, first: date, last: date) -> Summary:
    """The summary of one unit for the days from `first` to `last`, both counted."""

    def within(day: date | None) -> bool:
        return day is not None and first <= day <= last

    every = registry.households_in(unit)
    identified = [h for h in every if within(h.identified_on) and not within(h.reidentified_on)]
    refused = [h for h in every if h.state == "不予纳入" and within(h.refused_on or _review_day(registry, h))]
    eliminated = [h for h in every if within(h.eliminated_on)]
    again = [h for h in every if within(h.reidentified_on)]
    cleared = [h for h in every if within(h.cleared_on)]
    watched = [h for h in every if h.state in ("监测中", "拟消除")]

    def people(households: Iterable[Household], stage: str = "认定") -> str:
        return _people(registry, households, stage)

    def split(
        names: Sequence[str], households: Sequence[Household], match: Callable[[Household, str], bool]
    ) -> str:
        found = [(name, [h for h in households if match(h, name)]) for name in names]
        return "、".join(f"{name}{people(group)}" for name, group in found if group)

    by_type = split(OBJECT_TYPES, identified, lambda h, name: h.object_type == name)
    by_risk = split(RISKS, identified, lambda h, name: bool(h.risks) and h.risks[0] == name)
    span = f"{first.year}年" if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) else "本期"
    return Summary(
        identified=f"{span}新识别监测对象{people(identified)}。",
        by_type=f"按监测对象类别分：{by_type}。" if by_type else "",
        by_risk=f"按主要致贫返贫风险分：{by_risk}。" if by_risk else "",
        refused=f"经评议审核不予纳入{len(refused)}户，均已书面告知。" if refused and _told(refused) else (
            f"经评议审核不予纳入{len(refused)}户。" if refused else ""
        ),
        measures=_measures(registry, every, within),
        eliminated=f"风险消除{people(eliminated, '风险消除')}，期末在册监测（含拟消除）{people(watched)}。",
        dynamic=_dynamic(registry, every, again, cleared, within),
        clues=_clues(registry, unit, first, last),
        meetings=_meetings(registry, unit, within),
    )  # fmt: skip


def _people(registry: Registry, households: Iterable[Household], stage: str) -> str:
    """2户7人; persons are left out where a household's size is not recorded."""
    group = list(households)
    sizes = [registry.size_of(h, stage) for h in group]
    if any(size is None for size in sizes):
        return f"{len(group)}户"
    return f"{len(group)}户{sum(size or 0 for size in sizes)}人"


def _told(refused: Sequence[Household]) -> bool:
    return all(h.refused_on is not None for h in refused)


def _review_day(registry: Registry, household: Household) -> date | None:
    village = registry.find_unit(household.village)
    if village is None:
        return None
    meetings = registry.meetings_of(village, "村级评议会", "认定", household.batch)
    return meetings[0].held_on if meetings else None


def _measures(registry: Registry, every: Sequence[Household], within: Callable[[date | None], bool]) -> str:
    done = [(h, m) for h in every for m in registry.measures_of(h) if within(m.done_on)]
    if not done:
        return "本期没有登记已落实的帮扶措施。"
    parts = []
    for category in MEASURE_CATEGORIES:
        found = [h.household_id for h, m in done if m.category == category]
        if found:
            parts.append(f"{category}{len(found)}条，覆盖{len(set(found))}户")
    total = len({h.household_id for h, _ in done})
    return f"落实帮扶措施{len(done)}条，覆盖{total}户。其中{'；'.join(parts)}。"


def _dynamic(
    registry: Registry,
    every: Sequence[Household],
    again: Sequence[Household],
    cleared: Sequence[Household],
    within: Callable[[date | None], bool],
) -> str:
    changes = [change for h in every for change in registry.changes_of(h) if within(change.changed_on)]
    came = sum(change.change == "增加" for change in changes)
    parts = []
    if again:
        parts.append(f"风险消除后重新识别{_people(registry, again, '认定')}")
    if cleared:
        parts.append(f"识别不准清退{_people(registry, cleared, '认定')}")
    parts.append(f"监测对象家庭人口自然增加{came}人、减少{len(changes) - came}人")
    return "，".join(parts) + "。"


def _clues(registry: Registry, unit: Unit, first: date, last: date) -> str:
    span = (Month.of(first), Month.of(last))
    clues = [c for c in registry.clues if span[0] <= c.month <= span[1]]
    own = [
        clue
        for clue in clues
        if clue.zero != "是"
        and (
            registry.find_unit(clue.unit) == unit
            or ((village := registry.find_unit(clue.village)) is not None and registry.lies_in(village, unit))
        )
    ]
    with_clues = {clue.month for clue in own}
    zeros = {
        clue.month
        for clue in clues
        if clue.zero == "是"
        and (reporter := registry.find_unit(clue.unit)) is not None
        and registry.lies_in(unit, reporter)
    }
    checked = sum(clue.finding is not None for clue in own)
    return f"收到预警线索{len(own)}条，已核实{checked}条；零报告{len(zeros - with_clues)}个月。"


def _meetings(registry: Registry, unit: Unit, within: Callable[[date | None], bool]) -> str:
    held = [
        meeting
        for meeting in registry.meetings
        if within(meeting.held_on) and registry.find_unit(meeting.unit) == unit
    ]
    parts = [(kind, sum(meeting.kind == kind for meeting in held)) for kind in MEETING_KINDS]
    listing = "、".join(f"{kind}{number}次" for kind, number in parts if number)
    rows = [
        row
        for row in registry.inspections
        if within(row.inspected_on)
        and (village := registry.find_unit(row.unit)) is not None
        and registry.lies_in(village, unit)
    ]
    inspected = (
        f"自主排查{len({(r.unit, r.inspected_on) for r in rows})}轮、{len(rows)}户次。" if rows else ""
    )
    return f"召开{listing}。{inspected}" if listing else inspected
