"""The plan (迎检倒排) as the reports show it: a row a task, masked, findings by the numbers they bear there. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.next_steps import Plan, Task
from audit.next_steps_jobs import desk_of
from audit.next_steps_words import place_name
from audit.report.entries import Entry
from audit.report.masking import Show
from registry.dates import format_date

__all__ = [
    "PlanRow",
    "plan_json",
    "plan_lines",
    "plan_page",
    "plan_rows",
    "plan_title",
    "short_day",
    "time_needed",
]

_FIRST = 3


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A task on its way to a page. `numbers`: those of the findings that it is for; `closes`: how many it ends."""

    at: int
    task: Task
    desk: str
    desk_name: str
    what: str
    numbers: tuple[int, ...]
    closes: int
    person: str

    @property
    def due(self) -> str:
        return short_day(self.task.due)

    @property
    def begin(self) -> str:
        return short_day(self.task.begin)


def plan_rows(plan: Plan, entries: Iterable[Entry], show: Show) -> Iterator[PlanRow]:
    """Every task. Its person is the one who answers for all that it closes, where there is one."""
    by_place = {entry.place: entry for entry in entries}
    for at, task in enumerate(plan.tasks, 1):
        own = [by_place[place] for place in task.findings]
        people = {entry.person for entry in own}
        yield PlanRow(
            at=at,
            task=task,
            desk=desk_of(task.unit),
            desk_name=show(place_name(desk_of(task.unit))),
            what=show(task.what),
            numbers=tuple(sorted(entry.number for entry in own)),
            closes=len(task.closes),
            person=people.pop() if len(people) == 1 else "",
        )


def plan_title(plan: Plan) -> str:
    """What the plan is for, in a line."""
    if plan.deadline is None:
        return "没有给检查日期，只排先后。要排出完成期限，加 --inspection 检查日期 再运行一次。"
    days = (plan.deadline.inspection - plan.deadline.today).days
    late = sum(task.instead_of is not None for task in plan.tasks)
    said = f"检查日期{format_date(plan.deadline.inspection)}，从{format_date(plan.deadline.today)}起还有 {days} 天。"
    return said + (f"有 {late} 件事检查前来不及，改为写情况说明。" if late else "")


def time_needed(minutes: int) -> str:
    """A rough time for people: 约 20 分钟, 约 3 小时."""
    return f"约 {minutes} 分钟" if minutes < 90 else f"约 {round(minutes / 60)} 小时"


def plan_lines(plan: Plan, show: Show) -> Iterator[str]:
    """The first tasks, for the terminal."""
    if not plan.tasks:
        return
    yield f"先办这几件（共 {len(plan.tasks)} 件，见报告“迎检倒排”）："
    for at, task in enumerate(plan.tasks[:_FIRST], 1):
        when = f"，{short_day(task.due)} 以前" if task.due else ""
        yield f"  {at}. {show(task.what)}（{len(task.closes)} 条{when}）"
    if plan.deadline:
        yield plan_title(plan)


def plan_page(plan: Plan, rows: Iterable[PlanRow]) -> Mapping[str, Any]:
    """For the page's script: way, desk, what, time, days to wait, begin, due, findings (places on the page), person."""
    return {
        "dated": plan.deadline is not None,
        "rows": [
            [
                row.task.way.zh,
                row.desk_name,
                row.what,
                time_needed(row.task.minutes),
                row.task.wait,
                row.begin,
                row.due,
                [number - 1 for number in row.numbers],
                row.person,
            ]
            for row in rows
        ],
    }


def plan_json(plan: Plan, show: Show) -> Mapping[str, Any]:
    """The plan in the report's JSON; `findings` and `closes` are places in its list of findings, from 0."""
    deadline = plan.deadline
    return {
        "inspection": deadline.inspection.isoformat() if deadline else None,
        "today": deadline.today.isoformat() if deadline else None,
        "tasks": [
            {
                "way": task.way.value,
                "instead_of": task.instead_of.value if task.instead_of else None,
                "unit": task.unit,
                "what": show(task.what),
                "minutes": task.minutes,
                "wait_days": task.wait,
                "begin": task.begin.isoformat() if task.begin else None,
                "due": task.due.isoformat() if task.due else None,
                "findings": list(task.findings),
                "closes": list(task.closes),
            }
            for task in plan.tasks
        ],
    }


def short_day(day: date | None) -> str:
    """5月6日; "" for none."""
    return f"{day.month}月{day.day}日" if day else ""
