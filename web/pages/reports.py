"""The reports of a run to take along: masked as they were written; whole, or with what was handed out, only when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, abort, redirect, request, send_file, url_for
from werkzeug.wrappers import Response

from web.app import parts, work_or_404
from web.audit_frame import page_of_run, run_or_404
from web.made import file_inside
from web.made_reports import FULL, LEDGER, REPORTS, made_folder
from web.runner import add_task
from web.runs import Run, newest_run

__all__ = ["pages"]

pages = Blueprint("reports", __name__)


@dataclass(frozen=True, slots=True)
class _Offered:
    """A file to be taken along. `place`: its number in the address."""

    place: int
    name: str
    about: str
    path: Path

    @property
    def is_there(self) -> bool:
        """Whether it is a file, and no link that leads elsewhere."""
        return file_inside(self.path.parent, self.name) is not None

    @property
    def kilobytes(self) -> int:
        return max(1, self.path.stat().st_size // 1024)


@pages.get("/runs/<int:number>/reports")
def index(number: int) -> str:
    """What there is, and what can be made."""
    work, run = run_or_404(number)
    offered = _offered(run)
    return page_of_run(
        "audit_reports.html.j2",
        work,
        run,
        "reports",
        written=[each for each in offered if each.place <= len(REPORTS) and each.is_there],
        ledger=next(each for each in offered if each.name == LEDGER),
        full=[each for each in offered if each.place > len(REPORTS) + 1 and each.is_there],
    )


@pages.get("/works/<int:number>/reports")
def newest(number: int) -> Response:
    """Where a task that made one leads to."""
    run = newest_run(parts().store, work_or_404(number).id) or abort(404)
    return redirect(url_for("reports.index", number=run.id))


@pages.get("/runs/<int:number>/reports/<int:place>")
def take(number: int, place: int) -> Response:
    """One of them."""
    _, run = run_or_404(number)
    found = next((each for each in _offered(run) if each.place == place and each.is_there), None) or abort(
        404
    )
    return send_file(
        found.path, mimetype="application/octet-stream", as_attachment=True, download_name=found.path.name
    )


@pages.post("/runs/<int:number>/reports/ledger")
def ledger(number: int) -> Response:
    """Have the ledger made with who answers for what, and how far it is."""
    work, run = run_or_404(number)
    task = add_task(parts().store, "ledger", {"run": run.id}, work.id)
    return redirect(url_for("tasks.task", number=task))


@pages.post("/runs/<int:number>/reports/full")
def full(number: int) -> Response:
    """Have all reports made with whole numbers. Asked for twice: the button, and the box beside it."""
    work, run = run_or_404(number)
    if not request.form.get("sure"):
        abort(400)
    task = add_task(parts().store, "full", {**run.asked}, work.id)
    return redirect(url_for("tasks.task", number=task))


def _offered(run: Run) -> list[_Offered]:
    made = made_folder(parts().store, run.work)
    rows = [(name, about, Path(run.target) / name) for name, about in REPORTS]
    rows.append((LEDGER, "按网页上的交办填好责任人、状态", made / LEDGER))
    rows += [(name, about, made / FULL / name) for name, about in REPORTS]
    return [_Offered(place, *row) for place, row in enumerate(rows, 1)]
