"""What a list of one page shows: the tasks of a village, an office or a person, as many as the page takes. Pure.

The paper is a template like any other; `fangpin` has it rendered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audit.next_steps import Deadline, Plan, Task, part_of, plan_of
from audit.next_steps_jobs import desk_of
from audit.next_steps_words import place_name
from audit.report.entries import Entry, People, entries_of
from audit.report.masking import Show, shown
from audit.report.plan_rows import plan_title, short_day
from audit.types import Report, Status
from checklists import Level

__all__ = ["TaskList", "task_lists"]

# Twips that the page has for rows, those of a row of one line and of each line, characters across the column for words.
_PAGE, _ROW, _LINE, _WIDE = 10_700, 420, 310, 22
_LONGEST = 3 * _WIDE - 1
_HEADS = {Level.COUNTY: "县", Level.TOWNSHIP: "乡", Level.VILLAGE: "村"}
_CAVEAT = "一致不等于真实，以原件和实际为准。"


@dataclass(frozen=True, slots=True)
class TaskList:
    """A page: the name of its file without an ending, its title, and every name that its template may use."""

    name: str
    title: str
    context: Mapping[str, object]


def task_lists(
    report: Report, *, full: bool = False, people: People | None = None, deadline: Deadline | None = None
) -> Iterator[TaskList]:
    """A page for each office whose folder was checked, and for each person who answers for a unit."""
    show, plan = shown(full), plan_of(report, deadline)
    entries = entries_of(report, full=full, people=people)
    at_desk: dict[str, list[Entry]] = defaultdict(list)
    of_person: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        at_desk[desk_of(entry.unit)].append(entry)
        of_person[entry.person].append(entry)
    checked = {desk_of(cell.unit) for cell in report.cells if cell.status is not Status.NOT_CHECKED}
    for unit in report.units:
        if unit.id in checked and unit.level in _HEADS:
            name = show(place_name(unit.id))
            yield _list(f"{_HEADS[unit.level]}-{name}", name, at_desk[unit.id], plan, report, show)
    for person in sorted(set((people or {}).values())):
        yield _list(f"人-{show(person)}", show(person), of_person[person], plan, report, show)


def _list(
    name: str, whose: str, entries: Sequence[Entry], plan: Plan, report: Report, show: Show
) -> TaskList:
    places = frozenset(entry.place for entry in entries)
    days = report.checklist.notice_days
    own = [part for task in plan.tasks if (part := part_of(task, places, days))]
    first = own[: _as_many_as_fit([_own_words(show(task.what), whose) for task in own])]
    told = {place for task in first for place in task.findings}
    title = f"{whose}整改任务清单"
    context = {
        "mark": "",
        "title": title,
        "planned": plan_title(plan),
        "caveat": _CAVEAT,
        "tasks": len(own),
        "findings": len(places),
        "rows": [_row(task, whose, show) for task in first],
        "more": len(own) - len(first),
        "more_findings": len(places - told),
    }
    return TaskList(name, title, context)


def _row(task: Task, whose: str, show: Show) -> Mapping[str, object]:
    what = _own_words(show(task.what), whose)
    return {
        "what": what if len(what) <= _LONGEST else f"{what[: _LONGEST - 1]}…",
        "way": task.way.zh,
        "findings": len(task.findings),
        "due": short_day(task.due),
    }


def _own_words(what: str, whose: str) -> str:
    """On its own page a place need not be named in every row."""
    own = what.removeprefix(whose).removeprefix("：")
    return own.replace(f"到{whose}", "到").replace(f"归入{whose}", "归入本档")


def _as_many_as_fit(texts: Sequence[str]) -> int:
    """How many rows the page takes."""
    taken = 0
    for count, text in enumerate(texts):
        lines = -(-min(len(text), _LONGEST) // _WIDE)
        taken += max(_ROW, lines * _LINE + 60)
        if taken > _PAGE:
            return count
    return len(texts)
