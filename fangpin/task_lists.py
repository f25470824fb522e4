"""The pages to hand out (清单): one for each office and each person, beside the other reports, in a folder of the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.next_steps import Deadline
    from audit.report.entries import People
    from audit.types import Report

__all__ = ["write_task_lists"]

_TEMPLATE = "task-list"


def write_task_lists(
    report: Report,
    target: Path,
    day: str,
    *,
    full: bool = False,
    people: People | None = None,
    templates: Mapping[str, bytes] = MappingProxyType({}),
    deadline: Deadline | None = None,
) -> Path:
    """Write them into 清单/`day` of `target`, each whole or not at all; the folder. Raises UserError."""
    from audit.report.task_lists import task_lists
    from docgen.render import render
    from registry.files import write_atomic
    from registry.text import safe_file_name

    folder = target / "清单" / day
    taken: Counter[str] = Counter()
    for each in task_lists(report, full=full, people=people, deadline=deadline):
        name = safe_file_name(each.name)
        # Windows and macOS take names for equal that differ in capitals alone.
        taken[name.lower()] += 1
        number = f"（{taken[name.lower()]}）" if taken[name.lower()] > 1 else ""
        page = render(_TEMPLATE, each.context, each.title, templates.get(_TEMPLATE))
        write_atomic(folder / f"{name}{number}.docx", page.data)
    return folder
