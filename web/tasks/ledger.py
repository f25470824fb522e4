"""Write the ledger of what is to be put right, with what people said on the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checklists import Fault, UserError
from registry.files import write_atomic
from web.made_reports import LEDGER, make_folder, render_ledger
from web.runs import find_run
from web.task_process import Doing

__all__ = ["do"]


def do(doing: Doing) -> Mapping[str, Any]:
    """`args`: run. Raises UserError where the run is no longer kept."""
    run = find_run(doing.store, int(doing.args["run"]))
    if run is None:
        raise UserError(Fault("整改台账", "这次检查的结果已经不在了", "请用最新一次检查的结果"))
    doing.show(0, 1, "正在写整改台账")
    folder = make_folder(doing.store, run.work)
    write_atomic(folder / LEDGER, render_ledger(doing.store, run))
    doing.show(1, 1, "写好了")
    return {"next": "reports.newest"}
