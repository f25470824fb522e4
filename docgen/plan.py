"""What is due for whom: every template × unit, round, meeting, household or month that the registry knows. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from checklists import Level, load_checklist
from docgen.clues import clues_of, first_month
from docgen.due import LEVEL_OF, LEVEL_ZH, Due, Skipped, is_monitored, listed_in, reached
from docgen.due_summaries import due_summaries
from docgen.needs import what_is_lacking
from registry.grading import grading_of
from registry.records import Household, Meeting, Paper, Unit
from registry.registry import Registry
from templates import Filing, Template, load_manifest

__all__ = ["before_meeting", "plan", "record_of", "stage_of"]


def plan(registry: Registry) -> tuple[list[Due], list[Skipped]]:
    """Every paper that the registry's data give, and those for which the basis is still lacking."""
    dues: list[Due] = []
    skipped: list[Skipped] = []
    for template in load_manifest():
        for unit in registry.units:
            if LEVEL_OF.get(unit.level) in template.issuers:
                for found in _SUBJECTS[template.due](registry, template, unit):
                    if isinstance(found, Due):
                        dues.append(found)
                    else:
                        skipped.append(found)
    return dues, skipped


# --- what a template is due for --------------------------------------------------------------


def _papers(registry: Registry, template: Template, unit: Unit) -> Iterator[Due | Skipped]:
    issued = [paper for paper in registry.of_unit(registry.papers, unit) if paper.direction == "发文"]
    found = [paper for paper in issued if paper.kind == template.paper]
    for paper in found:
        yield Due(_filed_under(registry, template, paper, unit), unit, unit, "-", paper=paper)
    if not found and "-" not in template.optional:
        yield Skipped(
            template.kind, unit.name, "", f"在〔收文发文〕填一行：收发为“发文”，种类为“{template.paper}”"
        )


def _filed_under(registry: Registry, template: Template, paper: Paper, unit: Unit) -> Template:
    """Where the paper says which item of the office's own it is about, it is filed there."""
    if paper.item is None:
        return template
    level = LEVEL_OF[unit.level]
    own = load_checklist(registry.settings.checklist).of_level(level)
    if all(item.id != paper.item for item in own):
        return template
    return replace(template, filed={"-": {level: (Filing(paper.item, False),)}})


def _visits(registry: Registry, template: Template, unit: Unit) -> Iterator[Due | Skipped]:
    for household in registry.households_in(unit):
        for visit in registry.visits_of(household):
            yield Due(template, unit, unit, "帮扶", households=(household,), visit=visit)


def _meetings(registry: Registry, template: Template, unit: Unit) -> Iterator[Due | Skipped]:
    level = LEVEL_OF[unit.level]
    kind = template.meetings.get(level)
    for meeting in registry.of_unit(registry.meetings, unit):
        if kind is not None and meeting.kind not in (kind, *template.also):
            continue
        recorded = _with_filing(template, meeting)
        stage, round_ = stage_of(meeting), meeting.batch or ""
        households = before_meeting(registry, unit, meeting, stage)
        if stage in recorded.filed and level in recorded.filed[stage]:
            if template.id == "nomination-list":
                households = tuple(h for h in households if is_monitored(h))
            yield Due(recorded, unit, unit, stage, round_, households, meeting)
    if kind is not None:
        yield from _meetings_lacking(registry, template, unit, kind)


def before_meeting(registry: Registry, unit: Unit, meeting: Meeting, stage: str) -> tuple[Household, ...]:
    """The households that come before a meeting: those that the level below has passed.

    Where a unit held several such meetings in one round, each has those on which it voted; so has
    one that belongs to no round.
    """
    round_ = meeting.batch or ""
    if not round_:
        return tuple(h for h in registry.households_in(unit) if registry.vote_on(meeting, h) is not None)
    below = {Level.TOWNSHIP: Level.VILLAGE, Level.COUNTY: Level.TOWNSHIP}.get(LEVEL_OF[unit.level])
    if below is None:
        households = registry.in_round(unit, round_, stage)
    else:
        households = listed_in(registry, unit, round_, stage, below)
    if len(registry.meetings_of(unit, meeting.kind, stage, round_)) > 1:
        return tuple(h for h in households if registry.vote_on(meeting, h) is not None)
    return households


def _meetings_lacking(registry: Registry, template: Template, unit: Unit, kind: str) -> Iterator[Skipped]:
    """Rounds that need such a meeting for which none is recorded."""
    for stage in template.filed:
        rounds = registry.rounds(stage) if stage in ("认定", "风险消除") else ("",)
        for round_ in rounds:
            concerned = not round_ or listed_in(registry, unit, round_, stage, Level.VILLAGE)
            held = registry.meetings_of(unit, kind, stage if round_ else None, round_ or None)
            if concerned and not held and kind != "线索研判会":
                subject = f"{round_}{stage}" if round_ else ""
                yield Skipped(
                    template.kind, unit.name, subject, f"在〔会议〕填一行：{unit.name}的{kind}{subject}"
                )


def _with_filing(template: Template, meeting: Meeting) -> Template:
    """The sign-in sheet is filed where the record of its meeting is."""
    if template.filed:
        return template
    record = record_of(meeting)
    if record is None:
        return template
    filed = {
        stage: {level: tuple(f for f in filings if not f.extract) for level, filings in by_level.items()}
        for stage, by_level in record.filed.items()
    }
    return replace(template, filed=filed)


def record_of(meeting: Meeting) -> Template | None:
    """The template of the meeting's record; None where its kind could not be read."""
    records = (t for t in load_manifest() if t.due == "meeting")
    return next((t for t in records if meeting.kind in (*t.meetings.values(), *t.also)), None)


def stage_of(meeting: Meeting) -> str:
    """The stage under which the meeting's papers are filed; `-` where it has none."""
    if meeting.kind == "安排部署会":
        return "-"
    return "风险消除" if meeting.kind == "风险消除提名会" else (meeting.stage or "认定")


def _rounds(registry: Registry, template: Template, unit: Unit) -> Iterator[Due | Skipped]:
    for stage in template.filed:
        for round_ in registry.rounds(stage):
            for about in _abouts(registry, template, unit):
                level = template.lists or LEVEL_OF[unit.level]
                households = listed_in(registry, about, round_, stage, level)
                if not households:
                    continue
                meeting = _review_for(registry, template, about, stage, round_)
                due = Due(template, unit, about, stage, round_, households, meeting)
                todo = what_is_lacking(registry, due, about.name)
                if not todo:
                    yield due
                elif stage not in template.optional:
                    yield Skipped(template.kind, unit.name, f"{about.name}{round_}{stage}", todo)


def _abouts(registry: Registry, template: Template, unit: Unit) -> Iterable[Unit]:
    """A county answers each township, a township announces to each village; the others speak of themselves."""
    if template.about is None:
        return (unit,)
    return tuple(
        u for u in registry.units if LEVEL_OF.get(u.level) is template.about and registry.lies_in(u, unit)
    )


def _review_for(
    registry: Registry, template: Template, about: Unit, stage: str, round_: str
) -> Meeting | None:
    """The meeting on which the round's paper rests."""
    for level, kind in template.meetings.items():
        unit = registry.unit_of(about, LEVEL_ZH[level])
        if unit is not None and level.depth <= LEVEL_OF[about.level].depth:
            if level is not LEVEL_OF[about.level] and len(template.meetings) > 1:
                continue
            found = registry.meetings_of(unit, kind, stage, round_)
            if found:
                return found[0]
    return None


def _households(registry: Registry, template: Template, unit: Unit) -> Iterator[Due | Skipped]:
    for stage in template.filed:
        for household in registry.households_in(unit):
            if not reached(registry, household, stage):
                continue
            round_ = household.elimination_batch if stage == "风险消除" else household.batch
            due = Due(template, unit, unit, stage, round_ or "", (household,))
            todo = what_is_lacking(registry, due, household.head)
            yield Skipped(template.kind, unit.name, household.head, todo) if todo else due


def _refusals(registry: Registry, template: Template, unit: Unit) -> Iterator[Due | Skipped]:
    for household in registry.households_in(unit):
        if not is_monitored(household):
            yield Due(template, unit, unit, "认定", household.batch or "", (household,))


def _months(registry: Registry, template: Template, unit: Unit) -> Iterator[Due | Skipped]:
    if not registry.clues:
        yield Skipped(template.kind, unit.name, "", "在〔预警线索〕按月填写线索，没有线索的月份填零报告")
        return
    month, last = first_month(registry), max(registry.clues_by_month)
    while month <= last:
        clues, zero = clues_of(registry, unit, month)
        if clues or zero:
            yield Due(template, unit, unit, "-", month=month)
        else:
            todo = f"在〔预警线索〕填{unit.name} {month} 的线索；没有线索的填零报告"
            yield Skipped(template.kind, unit.name, month.zh, todo)
        month = month.next()


def _days(registry: Registry, template: Template, unit: Unit) -> Iterator[Due | Skipped]:
    rows = registry.of_unit(registry.inspections, unit)
    for day in sorted({row.inspected_on for row in rows}):
        yield Due(template, unit, unit, "-", day=day)
    if not rows:
        yield Skipped(template.kind, unit.name, "", f"在〔村级排查〕填{unit.name}排查的户")


def _units(registry: Registry, template: Template, unit: Unit) -> Iterator[Due | Skipped]:
    stage = template.stages[0]
    households = tuple(h for h in registry.households_in(unit) if reached(registry, h, stage))
    if households:
        yield Due(template, unit, unit, stage, households=households)


def _graded(registry: Registry, template: Template, unit: Unit) -> Iterator[Due | Skipped]:
    """A ledger where a grading scheme is chosen that has the office keep one."""
    scheme = grading_of(registry)
    if scheme is None or not any(LEVEL_OF[unit.level] in level.kept_by for level in scheme.levels):
        return
    for due in _units(registry, template, unit):
        if isinstance(due, Due):
            watched = tuple(h for h in due.households if h.state != "已清退")
            if watched:
                yield replace(due, households=watched)


_SUBJECTS: Mapping[str, Callable[[Registry, Template, Unit], Iterator[Due | Skipped]]] = {
    "paper": _papers,
    "meeting": _meetings,
    "round": _rounds,
    "household": _households,
    "refused": _refusals,
    "visit": _visits,
    "month": _months,
    "day": _days,
    "unit": _units,
    "grading": _graded,
    "summary": due_summaries,
}
