"""Write the pages to hand out, one for each office and person, into the folder of the reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fangpin.auditing import audit_only
from fangpin.reading import open_reading
from fangpin.system_file import load_system
from fangpin.task_lists import write_task_lists
from web.task_process import Doing
from web.tasks.audit import choices_of

__all__ = ["do"]


def do(doing: Doing) -> Mapping[str, Any]:
    """`args` as those of an audit. Raises UserError."""
    from audit.report.people import people_of

    choices = choices_of(doing)

    def show(read: int, total: int, _path: str) -> None:
        doing.show(read, total, "正在读文件")

    with open_reading(show, ocr=doing.args["ocr"]) as how:
        report = audit_only(choices, how)
    doing.show(0, 1, "正在写清单")
    write_task_lists(
        report,
        choices.target,
        date.today().isoformat(),
        people=people_of(load_system(choices.registry) if choices.registry else None, report.units),
        deadline=choices.deadline,
    )
    doing.show(1, 1, "写好了")
    return {"next": "plan.newest"}
