"""Audit a work's folder, write its reports, and put what was found into the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from fangpin.auditing import Choices, audit_and_report
from fangpin.reading import open_reading
from web.results import keep_run
from web.task_process import Doing

__all__ = ["do"]


def do(doing: Doing) -> Mapping[str, Any]:
    """`args`: archive, as_of, checklist, registry ("" for none), unit. Raises UserError."""
    args = doing.args
    choices = Choices(
        archive=Path(args["archive"]),
        as_of=date.fromisoformat(args["as_of"]),
        checklist=args["checklist"],
        registry=Path(args["registry"]) if args["registry"] else None,
        unit=args["unit"],
    )

    def show(read: int, total: int, _path: str) -> None:
        doing.show(read, total, "正在读文件" if read < total else "读完了，正在对照清单和规则")

    with open_reading(show, ocr=args["ocr"]) as how:
        audited = audit_and_report(choices, how, again=True)
    assert audited.report is not None  # `again` judges anew even where nothing has changed
    assert doing.task.work is not None
    doing.show(1, 1, "正在记下结果")
    keep_run(doing.store, doing.task.work, audited)
    return {"next": "audit.overview"}
