"""Sentences that summaries share, with the figures of a period. Pure; what did not occur is said as 0 or left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from docgen.tally import Tally
from registry.records import Household, Measure
from registry.registry import Registry
from registry.values import MEASURE_CATEGORIES, MEETING_KINDS, OBJECT_TYPES, RISKS

__all__ = [
    "by_risk", "by_type", "clues", "dynamic", "eliminated", "identified", "inspections", "measures", "meetings",
    "refused", "visits",
]  # fmt: skip


def identified(tally: Tally) -> str:
    """Who was identified in the period, against the one before where something happened in it."""
    text = f"{tally.span.words}新识别监测对象{tally.people('新识别', tally.newly_identified())}"
    earlier = tally.newly_identified(tally.before)
    if earlier:
        text += f"，{tally.span.previous.words}为{tally.people('上期新识别', earlier)}"
    return f"{text}。"


def by_type(tally: Tally, name: str, households: Sequence[Household]) -> str:
    """The households split by type; `name` is what the figures are called."""
    return _split(tally, name, "监测对象类别", OBJECT_TYPES, households, lambda h: h.object_type)


def by_risk(tally: Tally, name: str, households: Sequence[Household]) -> str:
    """The households split by their first risk."""
    return _split(
        tally, name, "主要致贫返贫风险", RISKS, households, lambda h: h.risks[0] if h.risks else None
    )


def _split(
    tally: Tally,
    name: str,
    label: str,
    names: Sequence[str],
    households: Sequence[Household],
    of: Callable[[Household], str | None],
) -> str:
    groups = [(each, [h for h in households if of(h) == each]) for each in names]
    parts = [f"{each}{tally.people(f'{name}·{each}', group)}" for each, group in groups if group]
    return f"按{label}分：{'、'.join(parts)}。" if parts else ""


def refused(tally: Tally) -> str:
    """Who was refused; '' where nobody was."""
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


def measures(tally: Tally) -> str:
    """The measures carried out, by category, and how many households they reach."""
    done = tally.measures()
    if not done:
        return "本期没有登记已落实的帮扶措施。"

    def reached(name: str, measures: Sequence[Measure]) -> str:
        ids = {measure.household_id for measure in measures}
        return tally.count(name, [h for h in tally.households if h.household_id in ids])

    parts = []
    for category in MEASURE_CATEGORIES:
        found = [measure for measure in done if measure.category == category]
        if found:
            count = tally.count(f"措施·{category}", found)
            parts.append(f"{category}{count}条，覆盖{reached(f'措施覆盖·{category}', found)}户")
    total = tally.count("落实帮扶措施", done)
    return f"落实帮扶措施{total}条，覆盖{reached('措施覆盖', done)}户。其中{'；'.join(parts)}。"


def eliminated(tally: Tally) -> str:
    """Whose risk was eliminated, against the period before, and who is monitored at the end."""
    found = [h for h in tally.households if tally.within(h.eliminated_on)]
    earlier = [h for h in tally.households if tally.before(h.eliminated_on)]
    text = f"风险消除{tally.people('风险消除', found, '风险消除')}"
    if earlier:
        text += f"（{tally.span.previous.words}为{tally.people('上期风险消除', earlier, '风险消除')}）"
    return f"{text}，期末在册监测（含拟消除）{tally.people('期末在册监测', tally.watched())}。"


def dynamic(tally: Tally) -> str:
    """Who came back, who was cleared out, and the natural changes."""
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


def clues(tally: Tally) -> str:
    """The clues received and checked, and the months with a nil report."""
    own, zeros = tally.clues(), tally.nil_reports()
    nil = tally.note("零报告月份", str(len({clue.month for clue in zeros})), tuple(zeros))
    checked = tally.count("已核实线索", [clue for clue in own if clue.finding is not None])
    return f"收到预警线索{tally.count('预警线索', own)}条，已核实{checked}条；零报告{nil}个月。"


def meetings(tally: Tally) -> str:
    """The meetings held, by kind; '' where none was."""
    held = tally.meetings()
    groups = [(kind, [meeting for meeting in held if meeting.kind == kind]) for kind in MEETING_KINDS]
    parts = [f"{kind}{tally.count(f'会议·{kind}', found)}次" for kind, found in groups if found]
    return f"召开{'、'.join(parts)}。" if parts else ""


def inspections(tally: Tally) -> str:
    """The villages' own inspections; '' where there was none."""
    rows = tally.inspections()
    if not rows:
        return ""
    days = {(row.unit, row.inspected_on) for row in rows}
    rounds = tally.note("自主排查轮次", str(len(days)), tuple(rows))
    return f"自主排查{rounds}轮、{tally.count('自主排查户次', rows)}户次。"


def visits(tally: Tally) -> str:
    """The visits to monitored households; '' where there was none."""
    found = tally.visits()
    return f"走访监测对象{tally.count('走访户次', found)}户次。" if found else ""
