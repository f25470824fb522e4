"""What next (迎检倒排): the findings as tasks, in the order that closes most with least work before an inspection. Pure.

What must be waited for is begun first, then what closes most for its work. Without a day of inspection the order is the
same and bears no dates. What can no longer be ready by then is said so and becomes 只能说明. No finding is lost: each is
closed by one task, the last of those that it needs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from audit.next_steps_jobs import Job, Way, desk_of, jobs_of
from audit.next_steps_words import too_late, words_for
from audit.types import Report, Severity

__all__ = ["Deadline", "Plan", "Task", "Way", "part_of", "plan_of"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day of the inspection, and the day on which the work can begin. Raises ValueError where it is over."""

    today: date
    inspection: date

    def __post_init__(self) -> None:
        if self.inspection < self.today:
            raise ValueError("the day of the inspection is over")


@dataclass(frozen=True, slots=True)
class Task:
    """Jobs that are done in one go. `findings`, `closes`: places in the report's findings that it is for, that it ends.

    `unit`: whose desk does it, the lowest that all of it lies under. `wait`: days until an answer can be there.
    `instead_of`: what would close it, where that can no longer be ready. `due` is None without a day of inspection.
    """

    way: Way
    unit: str
    what: str
    jobs: tuple[Job, ...]
    findings: tuple[int, ...]
    closes: tuple[int, ...]
    minutes: int
    wait: int
    begin: date | None = None
    due: date | None = None
    instead_of: Way | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The tasks in their order."""

    deadline: Deadline | None
    tasks: tuple[Task, ...]

    @property
    def due(self) -> Mapping[int, date]:
        """Finding → the day by which it is closed; empty without a day of inspection."""
        return {place: task.due for task in self.tasks if task.due for place in task.closes}


# Way → minutes for the task, minutes for each piece of it, days to wait for others. Rough, and the same for all.
_EFFORT: Mapping[Way, tuple[int, int, int]] = {
    Way.REPEAT: (30, 20, 0),  # waits for the days of the checklist
    Way.REQUEST: (20, 3, 3),
    Way.SIGN: (30, 5, 1),
    Way.COPY: (5, 2, 0),
    Way.REPRINT: (15, 2, 0),
    Way.MAKE: (10, 10, 0),
    Way.CORRECT: (5, 10, 0),
    Way.EXPLAIN: (30, 5, 0),
}
# Done in the unit's own folder or house; all else at the desk of who keeps the folder.
_AT_THE_UNIT = (Way.SIGN, Way.CORRECT, Way.REPEAT)
# What an inspection asks about weighs more.
_WEIGHT = {Severity.ERROR: 1.0, Severity.WARNING: 0.5, Severity.INFO: 0.1}
# Of a day a desk has so many minutes for this.
_A_DAY = 240


@lru_cache(maxsize=4)
def plan_of(report: Report, deadline: Deadline | None = None) -> Plan:
    """All that is to be done, in order; with `deadline` each task has a day to begin and to be ready."""
    groups: dict[tuple[Way, str], list[Job]] = defaultdict(list)
    for job in jobs_of(report):
        groups[job.way, job.key].append(job)
    tasks = [_task(way, jobs, report.checklist.notice_days) for (way, _), jobs in groups.items()]
    if deadline:
        tasks = [_in_time(task, deadline) for task in tasks]
    tasks.sort(key=_order(report))
    closing = {place: at for at, task in enumerate(tasks) for place in task.findings}
    ordered = [
        replace(task, closes=tuple(place for place in task.findings if closing[place] == at))
        for at, task in enumerate(tasks)
    ]
    return Plan(deadline, tuple(_dated(ordered, deadline) if deadline else ordered))


def part_of(task: Task, findings: frozenset[int], notice_days: int) -> Task | None:
    """What of a task is for these findings, with its own words and time and the days of the whole; None for nothing."""
    jobs = [job for job in task.jobs if job.finding in findings]
    if len(jobs) == len(task.jobs):
        return task
    if not jobs:
        return None
    part = _task(task.instead_of or task.way, jobs, notice_days)
    part = _late(part) if task.instead_of else part
    closes = tuple(place for place in task.closes if place in findings)
    return replace(part, closes=closes, begin=task.begin, due=task.due)


def _task(way: Way, jobs: Sequence[Job], notice_days: int) -> Task:
    once, each, wait = _EFFORT[way]
    unit = _shared([job.unit if way in _AT_THE_UNIT else desk_of(job.unit) for job in jobs])
    places = tuple(dict.fromkeys(job.finding for job in jobs))
    wait = notice_days if way is Way.REPEAT else wait
    what = words_for(way, unit, jobs, wait)
    return Task(way, unit, what, tuple(jobs), places, (), once + each * len(jobs), wait)


def _in_time(task: Task, deadline: Deadline) -> Task:
    """The task, or a written explanation where what it waits for cannot be there."""
    in_time = deadline.today + timedelta(days=task.wait) <= deadline.inspection
    return task if in_time else _late(task)


def _late(task: Task) -> Task:
    once, each, _ = _EFFORT[Way.EXPLAIN]
    return replace(
        task,
        way=Way.EXPLAIN,
        instead_of=task.way,
        what=too_late(task.way, task.what, task.wait),
        minutes=once + each * len(task.jobs),
        wait=0,
    )


def _order(report: Report) -> Callable[[Task], tuple[object, ...]]:
    """Long waits first, then the least work for what it closes; of equals, one desk's tasks together."""

    def key(task: Task) -> tuple[object, ...]:
        weight = sum(_WEIGHT[report.findings[place].severity] for place in task.findings)
        return -task.wait, round(task.minutes / weight, 1), task.unit.split("/"), task.way.value, task.what

    return key


def _dated(tasks: Iterable[Task], deadline: Deadline) -> list[Task]:
    """Each desk goes through its tasks in order, so much a day; faster where the days would not do."""
    # The day before is for a last look.
    days = max(1, (deadline.inspection - deadline.today).days)
    work: dict[str, int] = defaultdict(int)
    tasks = list(tasks)
    for task in tasks:
        work[desk_of(task.unit)] += task.minutes
    done: dict[str, int] = defaultdict(int)
    dated = []
    for task in tasks:
        desk = desk_of(task.unit)
        pace = max(_A_DAY, work[desk] / days)
        first = int(done[desk] / pace)
        done[desk] += task.minutes
        last = max(first, int((done[desk] - 1) / pace))
        latest = deadline.inspection - timedelta(days=task.wait)
        begin = min(deadline.today + timedelta(days=first), latest)
        due = min(deadline.today + timedelta(days=last + task.wait), deadline.inspection)
        dated.append(replace(task, begin=begin, due=due))
    return dated


def _shared(units: Iterable[str]) -> str:
    """The lowest unit that all lie under, themselves if they are one."""
    chains = [unit.split("/") for unit in dict.fromkeys(units)]
    shared = []
    for names in zip(*chains, strict=False):
        if len(set(names)) > 1:
            break
        shared.append(names[0])
    return "/".join(shared)
