"""Bind the papers of units into a PDF each."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from audit.wording import unit_name
from fangpin.bound_files import bind_files, by_reason, files_in, jobs_in
from fangpin.conversion import converter
from web.filing import volumes_for
from web.task_process import Doing

__all__ = ["do"]

_MOST = 100


def do(doing: Doing) -> Mapping[str, Any]:
    """`args`: as `web.filing.choices_of`; unit, fonds, period, below, cover, top, force. Raises UserError."""
    from audit.filing.papers import Hands
    from fangpin.binding import Binding

    args, done = doing.args, 0
    volumes, checklist = volumes_for(doing, below=args["below"])
    gc.enable()  # reading has turned it off; what a PDF leaves behind is freed by it alone
    folder = Path(args["folder"])
    jobs = jobs_in(folder, volumes)
    due = {target: own for target, own in jobs.items() if args["force"] or not target.exists()}
    total = len(files_in(due))

    def advance(more: int) -> None:
        nonlocal done
        done += more
        doing.show(done, total, "正在装订")

    with converter() as made:
        how = Binding(checklist, made, args["top"], Hands() if args["cover"] else None)
        bound = bind_files(Path(args["archive"]), due, how, advance)
    by_hand = by_reason(bound.values())
    return {
        "next": "filing.newest",
        "unit": unit_name(args["unit"]) if args["unit"] else "",
        "files": len(bound),
        "papers": sum(each.papers for each in bound.values()),
        "pages": sum(each.pages for each in bound.values()),
        "there": len(jobs) - len(due),
        "converted": made is not None,
        "by_hand": [[why, paths[:_MOST], len(paths)] for why, paths in by_hand],
    }
