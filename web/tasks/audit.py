"""Audit a work's folder, write its reports, and put what was found into the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from fangpin.auditing import Choices, audit_and_report
from fangpin.reading import open_reading
from web.ledger import said_on_page, take_over
from web.results import keep_run
from web.task_process import Doing
from web.works import find_work

__all__ = ["choices_of", "do"]


def do(doing: Doing) -> Mapping[str, Any]:
    """`args`: archive, as_of, checklist, registry ("" for none), unit, ocr; `then`: the page to go on to. Raises UserError."""

    def show(read: int, total: int, _path: str) -> None:
        doing.show(read, total, "正在读文件" if read < total else "读完了，正在对照清单和规则")

    assert doing.task.work is not None
    store, work, choices = doing.store, doing.task.work, choices_of(doing)
    take_over(store, work, choices.target)
    with open_reading(show, ocr=doing.args["ocr"]) as how:
        audited = audit_and_report(choices, how, again=True, typed=said_on_page(store, work))
        reader = how.cache.reader if how.cache else ""
    assert audited.report is not None  # `again` judges anew even where nothing has changed
    doing.show(1, 1, "正在记下结果")
    asked = dict(doing.args)
    then = asked.pop("then", "")
    keep_run(store, work, audited, asked, reader, choices.deadline)
    return {"next": then or "audit.overview"}


def choices_of(doing: Doing) -> Choices:
    """What the task asks for; the plan is for the day of inspection of its work, where that is still to come."""
    from audit.next_steps import Deadline

    args, today = doing.args, date.today()
    work = find_work(doing.store, doing.task.work) if doing.task.work else None
    inspection = date.fromisoformat(work.inspection_on) if work and work.inspection_on else None
    return Choices(
        archive=Path(args["archive"]),
        as_of=date.fromisoformat(args["as_of"]),
        checklist=args["checklist"],
        registry=Path(args["registry"]) if args["registry"] else None,
        unit=args["unit"],
        deadline=Deadline(today, inspection) if inspection and inspection >= today else None,
    )
