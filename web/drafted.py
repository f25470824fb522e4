"""A registry that was drafted from a work's archive: where it lies, and what its task said of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from web.made import file_inside
from web.runner import Task, last_task
from web.store import Store

__all__ = ["FILE", "Drafted", "drafted"]

FILE = "起草的登记簿.xlsx"


@dataclass(frozen=True, slots=True)
class Drafted:
    """The last task of drafting; `path`: what came of it, None where nothing did or it is gone."""

    task: Task
    path: Path | None


def drafted(store: Store, work: int) -> Drafted | None:
    """None where nobody asked for one."""
    task = last_task(store, work, "draft")
    if task is None:
        return None
    place = str(task.result.get("place", ""))
    return Drafted(task, file_inside(store.folder / "uploads", f"{place}/{FILE}") if place else None)
