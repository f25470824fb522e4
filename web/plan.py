"""What to do next (迎检倒排), kept with a run: its head, and a row a task in the order in which they are to be done."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from web.runs import Run
from web.store import Store

if TYPE_CHECKING:
    from audit.next_steps import Deadline
    from audit.report.entries import Entry
    from audit.types import Report

__all__ = ["first_task", "lists_folder", "plan_lists", "plan_of_run", "task_of", "tasks_of"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def plan_lists(
    report: Report, entries: Sequence[Entry], deadline: Deadline | None
) -> Iterator[tuple[str, int, int, Any]]:
    """The rows that the store keeps: kind of list, unit (-1: none), number from 1, values. Pure."""
    from audit.next_steps import plan_of
    from audit.report.masking import shown
    from audit.report.plan_rows import plan_rows, time_needed

    plan = plan_of(report, deadline)
    head = {
        "inspection": deadline.inspection.isoformat() if deadline else "",
        "today": deadline.today.isoformat() if deadline else "",
        "total": len(plan.tasks),
        "late": sum(task.instead_of is not None for task in plan.tasks),
        "minutes": sum(task.minutes for task in plan.tasks),
    }
    yield "plan", -1, 1, head
    for row in plan_rows(plan, entries, shown(True)):
        task = row.task
        yield (
            "task",
            -1,
            row.at,
            {
                "code": task.way.value,
                "way": task.way.zh,
                "instead_of": task.instead_of.zh if task.instead_of else "",
                "what": row.what,
                "desk": row.desk_name,
                "time": time_needed(task.minutes),
                "wait": task.wait,
                "begin": task.begin.isoformat() if task.begin else "",
                "due": task.due.isoformat() if task.due else "",
                "person": row.person,
                "findings": row.numbers,
                "closes": row.closes,
            },
        )


def plan_of_run(store: Store, run: Run) -> Mapping[str, Any] | None:
    """Its head; None of a run that was kept before there were plans."""
    found = _rows(store, run.id, "plan", 1, 1)
    return found[0] if found else None


def tasks_of(store: Store, run: Run, page: int, size: int) -> list[Mapping[str, Any]]:
    """A page of the tasks, in order."""
    first = (page - 1) * size + 1
    return _rows(store, run.id, "task", first, first + size - 1)


def task_of(store: Store, run: Run, place: int) -> Mapping[str, Any] | None:
    """The task of that place in the order, from 1."""
    found = _rows(store, run.id, "task", place, place)
    return found[0] if found else None


def first_task(store: Store, run: int) -> str:
    """What is to be done first, in words; "" where there is nothing."""
    found = _rows(store, run, "task", 1, 1)
    return str(found[0]["what"]) if found else ""


def lists_folder(run: Run) -> Path | None:
    """Where the newest pages to hand out lie, in a folder of their day; None where none were made."""
    above = Path(run.target) / "清单"
    days = [each for each in above.iterdir() if _is_day(each)] if above.is_dir() else []
    return max(days, key=lambda each: each.name, default=None)


def _is_day(folder: Path) -> bool:
    if not _DAY.fullmatch(folder.name) or not folder.is_dir():
        return False
    try:
        date.fromisoformat(folder.name)
    except ValueError:
        return False
    return True


def _rows(store: Store, run: int, kind: str, first: int, last: int) -> list[Mapping[str, Any]]:
    query = (
        "select detail from lists where run = ? and kind = ? and unit = -1 and n between ? and ? order by n"
    )
    with store.open() as base:
        return [json.loads(row["detail"]) for row in base.execute(query, (run, kind, first, last))]
