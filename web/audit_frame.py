"""What all pages of a run share: the work, the run, and what is to be said above them."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request

from audit.report.html import MARKS
from web.app import parts, work_or_404
from web.results import CODES
from web.runs import Run, find_run, newest_run
from web.show import is_whole
from web.works import Work

__all__ = ["LEGEND", "page_of_run", "pages_of", "run_or_404"]

# What a page says first after something was done on it, by its number in the address.
TOLD = (
    "",
    "已记下。重新检查以后，格子和问题才会变；几处一起改好，再检查一次就行。",
    "已记下。注意：档案里还没有这个单位，会新列一个；写错了的，请再更正一次。",
    "已取消更正，下次检查时仍由程序判断。",
    "已保存。",
    "已取消。重新检查以后，结果才会变。",
)

# Letter of a cell's state → its sign and name.
LEGEND = {code: (MARKS[status], status.zh) for status, code in CODES.items()}


def run_or_404(number: int) -> tuple[Work, Run]:
    """The run of that number and its work, or the page that says there is none."""
    run = find_run(parts().store, number) or abort(404)
    return work_or_404(run.work), run


def page_of_run(template: str, work: Work, run: Run, room: str, **values: Any) -> str:
    """A page with the frame of a run. `room`: which of its pages it is."""
    newest = newest_run(parts().store, work.id)
    return render_template(
        template,
        work=work,
        run=run,
        room=room,
        tab="audit",
        newest=newest.id if newest else run.id,
        is_newest=newest is None or newest.id == run.id,
        overtaken=run.is_overtaken,
        told=TOLD[told] if 0 <= (told := request.args.get("told", 0, type=int)) < len(TOLD) else "",
        back=request.path if request.method == "GET" and not request.query_string else request.full_path,
        whole=is_whole(),
        legend=LEGEND,
        **values,
    )


def pages_of(total: int, size: int, page: int) -> tuple[int, int]:
    """The page that is there, and how many there are."""
    pages = max(1, -(-total // size))
    return min(max(page, 1), pages), pages
