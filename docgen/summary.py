"""The figures of a work summary, computed from the registry. Pure; the same data give the same text.

Every figure keeps the records it was counted from, so that staff can say where a number comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.dates import Month, Span
from registry.records import Clue, Household, Measure, Unit
from registry.registry import Registry
from registry.values import MEASURE_CATEGORIES, MEETING_KINDS, OBJECT_TYPES, RISKS

__all__ = ["Figure", "Summary", "summary_of"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the records that it was counted from."""

    name: str
    value: str
    records: tuple[Any, ...]


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
    figures: tuple[Figure, ...]


def summary_of(registry: Registry, unit: Unit, span: Span) -> Summary:
    """The summary of one unit for the days of the span, both ends counted."""
    tally = _Tally(registry, unit, span)
    identified, by_type, by_risk = _identified(tally)
    return Summary(
        identified=identified,
        by_type=by_type,
        by_risk=by_risk,
        refused=_refused(tally),
        measures=_measures(tally),
        eliminated=_eliminated(tally),
        dynamic=_dynamic(tally),
        clues=_clues(tally),
        meetings=_meetings(tally),
        figures=tuple(tally.figures),
    )


class _Tally:
    """Counts, and remembers what it counted."""

    def __init__(self, registry: Registry, unit: Unit, span: Span) -> None:
        self.registry, self.unit, self.span = registry, unit, span
        self.households = registry.households_in(unit)
        self.figures: list[Figure] = []

    def within(self, day: date | None) -> bool:
        return day is not None and self.span.first <= day <= self.span.last

    def before(self, day: date | None) -> bool:
        """In the span of the same length right before this one."""
        first = self.span.previous.first
        return day is not None and first <= day < self.span.first

    def people(self, name: str, households: Iterable[Household], stage: str = "认定") -> str:
        """2户7人; persons are left out where a household's size is not recorded."""
        group = tuple(households)
        sizes = [self.registry.size_of(h, stage) for h in group]
        text = f"{len(group)}户"
        if not any(size is None for size in sizes):
            text += f"{sum(size or 0 for size in sizes)}人"
        return self.note(name, text, group)

    def count(self, name: str, records: Sequence[Any]) -> str:
        return self.note(name, str(len(records)), tuple(records))

    def note(self, name: str, value: str, records: tuple[Any, ...]) -> str:
        self.figures.append(Figure(name, value, records))
        return value


def _identified(tally: _Tally) -> tuple[str, str, str]:
    def new(h: Household, inside: Callable[[date | None], bool]) -> bool:
        return inside(h.identified_on) and not inside(h.reidentified_on)

    found = [h for h in tally.households if new(h, tally.within)]
    earlier = [h for h in tally.households if new(h, tally.before)]
    first = f"{tally.span.words}新识别监测对象{tally.people('新识别', found)}"
    if earlier:
        first += f"，{tally.span.previous.words}为{tally.people('上期新识别', earlier)}"

    def split(label: str, names: Sequence[str], match: Callable[[Household, str], bool]) -> str:
        groups = [(name, [h for h in found if match(h, name)]) for name in names]
        parts = [f"{name}{tally.people(f'新识别·{name}', group)}" for name, group in groups if group]
        return f"按{label}分：{'、'.join(parts)}。" if parts else ""

    return (
        f"{first}。",
        split("监测对象类别", OBJECT_TYPES, lambda h, name: h.object_type == name),
        split("主要致贫返贫风险", RISKS, lambda h, name: bool(h.risks) and h.risks[0] == name),
    )


def _refused(tally: _Tally) -> str:
    found = [
        h
        for h in tally.households
        if h.state == "不予纳入" and tally.within(h.refused_on or _review_day(tally.registry, h))
    ]
    if not found:
        return ""
    told = "，均已书面告知" if all(h.refused_on is not None for h in found) else ""
    return f"经评议审核不予纳入{tally.count('不予纳入', found)}户{told}。"


def _review_day(registry: Registry, household: Household) -> date | None:
    village = registry.find_unit(household.village)
    if village is None:
        return None
    meetings = registry.meetings_of(village, "村级评议会", "认定", household.batch)
    return meetings[0].held_on if meetings else None


def _measures(tally: _Tally) -> str:
    done = [m for h in tally.households for m in tally.registry.measures_of(h) if tally.within(m.done_on)]
    if not done:
        return "本期没有登记已落实的帮扶措施。"

    def households(measures: Sequence[Measure]) -> int:
        return len({measure.household_id for measure in measures})

    parts = []
    for category in MEASURE_CATEGORIES:
        found = [measure for measure in done if measure.category == category]
        if found:
            parts.append(f"{category}{tally.count(f'措施·{category}', found)}条，覆盖{households(found)}户")
    total = tally.count("落实帮扶措施", done)
    return f"落实帮扶措施{total}条，覆盖{households(done)}户。其中{'；'.join(parts)}。"


def _eliminated(tally: _Tally) -> str:
    found = [h for h in tally.households if tally.within(h.eliminated_on)]
    earlier = [h for h in tally.households if tally.before(h.eliminated_on)]
    text = f"风险消除{tally.people('风险消除', found, '风险消除')}"
    if earlier:
        text += f"（{tally.span.previous.words}为{tally.people('上期风险消除', earlier, '风险消除')}）"
    watched = [h for h in tally.households if _watched_on(h, tally.span.last)]
    return f"{text}，期末在册监测（含拟消除）{tally.people('期末在册监测', watched)}。"


def _watched_on(household: Household, day: date) -> bool:
    """Whether the household was monitored at the end of that day."""
    if household.identified_on is None or household.identified_on > day:
        return False
    if household.cleared_on is not None and household.cleared_on <= day:
        return False
    ended = household.eliminated_on
    again = household.reidentified_on
    if ended is None or ended > day:
        return household.state != "不予纳入"
    return again is not None and ended <= again <= day


def _dynamic(tally: _Tally) -> str:
    again = [h for h in tally.households if tally.within(h.reidentified_on)]
    cleared = [h for h in tally.households if tally.within(h.cleared_on)]
    changes = [
        c for h in tally.households for c in tally.registry.changes_of(h) if tally.within(c.changed_on)
    ]
    parts = []
    if again:
        parts.append(f"风险消除后重新识别{tally.people('重新识别', again)}")
    if cleared:
        parts.append(f"识别不准清退{tally.people('清退', cleared)}")
    came = tally.count("人口自然增加", [c for c in changes if c.change == "增加"])
    left = tally.count("人口自然减少", [c for c in changes if c.change == "减少"])
    parts.append(f"监测对象家庭人口自然增加{came}人、减少{left}人")
    return "，".join(parts) + "。"


def _clues(tally: _Tally) -> str:
    registry, unit, span = tally.registry, tally.unit, tally.span
    months = [c for c in registry.clues if Month.of(span.first) <= c.month <= Month.of(span.last)]

    def is_own(clue: Clue) -> bool:
        village = registry.find_unit(clue.village)
        return registry.find_unit(clue.unit) == unit or (
            village is not None and registry.lies_in(village, unit)
        )

    def covers(clue: Clue) -> bool:
        reporter = registry.find_unit(clue.unit)
        return reporter is not None and registry.lies_in(unit, reporter)

    own = [clue for clue in months if clue.zero != "是" and is_own(clue)]
    with_clues = {clue.month for clue in own}
    zeros = [c for c in months if c.zero == "是" and covers(c) and c.month not in with_clues]
    nil = tally.note("零报告月份", str(len({clue.month for clue in zeros})), tuple(zeros))
    checked = tally.count("已核实线索", [clue for clue in own if clue.finding is not None])
    return f"收到预警线索{tally.count('预警线索', own)}条，已核实{checked}条；零报告{nil}个月。"


def _meetings(tally: _Tally) -> str:
    registry = tally.registry
    held = [m for m in registry.of_unit(registry.meetings, tally.unit) if tally.within(m.held_on)]
    parts = []
    for kind in MEETING_KINDS:
        found = [meeting for meeting in held if meeting.kind == kind]
        if found:
            parts.append(f"{kind}{tally.count(f'会议·{kind}', found)}次")
    rows = [
        row
        for row in registry.inspections
        if tally.within(row.inspected_on)
        and (village := registry.find_unit(row.unit)) is not None
        and registry.lies_in(village, tally.unit)
    ]
    visits = [v for h in tally.households for v in registry.visits_of(h) if tally.within(v.visited_on)]
    sentences = [f"召开{'、'.join(parts)}。"] if parts else []
    if rows:
        rounds = len({(row.unit, row.inspected_on) for row in rows})
        sentences.append(f"自主排查{rounds}轮、{tally.count('自主排查户次', rows)}户次。")
    if visits:
        sentences.append(f"走访监测对象{tally.count('走访户次', visits)}户次。")
    return "".join(sentences)
