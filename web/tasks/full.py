"""Write the reports once more with whole numbers, into the data folder: beside the archive they stay masked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fangpin.auditing import audit_only
from fangpin.reading import open_reading
from fangpin.report_files import write_reports
from fangpin.system_file import load_system
from web.ledger import said_on_page
from web.made_reports import FULL, make_folder
from web.task_process import Doing
from web.tasks.audit import choices_of

__all__ = ["do"]


def do(doing: Doing) -> Mapping[str, Any]:
    """`args` as those of an audit. Raises UserError."""
    choices = choices_of(doing)

    def show(read: int, total: int, _path: str) -> None:
        doing.show(read, total, "正在读文件")

    with open_reading(show, ocr=doing.args["ocr"]) as how:
        report = audit_only(choices, how)
    assert doing.task.work is not None
    folder = make_folder(doing.store, doing.task.work, FULL)
    doing.show(0, 1, "正在写完整报告")
    write_reports(
        report,
        choices.archive,
        folder,
        datetime.now().astimezone().isoformat(timespec="seconds"),
        full=True,
        system=load_system(choices.registry) if choices.registry else None,
        deadline=choices.deadline,
        typed=said_on_page(doing.store, doing.task.work),
    )
    doing.show(1, 1, "写好了")
    return {"next": "reports.newest"}
