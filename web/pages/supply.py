"""What lacks and need not be asked of anybody (补充): copied from elsewhere in the archive, or made anew by the registry."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, abort, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from checklists import Fault, UserError
from fangpin.supply.paths import FOLDER, list_beside
from web.app import parts, work_or_404
from web.audit_frame import page_of_run, run_or_404
from web.made import file_inside
from web.registry_file import registry_path
from web.runner import Task, add_task, last_task
from web.runs import Run, newest_run
from web.sending import send_zip
from web.words_of_findings import REMEDIES

__all__ = ["pages"]

pages = Blueprint("supply", __name__)
# The lists beside the folder, in the order of their numbers in addresses.
_LISTS = ("复印清单", "补制清单")


@pages.get("/runs/<int:number>/supply")
def index(number: int) -> str:
    """What can be done, what was done, and what to take along."""
    work, run = run_or_404(number)
    store = parts().store
    count = run.summary["remedies"]
    return page_of_run(
        "supply.html.j2",
        work,
        run,
        "supply",
        to_copy=count.get("copy", 0),
        partly=run.summary["partly_copied"],
        copy_filter=1 + [key for key, _, _ in REMEDIES].index("copy"),
        copied=_done(last_task(store, work.id, "copies")),
        made=_done(last_task(store, work.id, "remake")),
        folder=_folder(run),
        files=len(_files(run)),
        lists=[_list(run, place).is_file() for place in range(len(_LISTS))],
    )


@pages.get("/works/<int:number>/supply")
def newest(number: int) -> str | Response:
    """Where the tasks lead to."""
    work = work_or_404(number)
    run = newest_run(parts().store, number)
    if run is None:
        return render_template(
            "audit_none.html.j2", work=work, task=last_task(parts().store, number, "audit")
        )
    return redirect(url_for("supply.index", number=run.id))


@pages.post("/runs/<int:number>/supply/copies")
def copies(number: int) -> Response:
    """Have copied what lies elsewhere."""
    work, run = _newest_or_told(number)
    args = {
        "archive": str(run.archive),
        "reports": run.target,
        "checklist": run.asked.get("checklist", run.checklist.id),
    }
    return redirect(url_for("tasks.task", number=add_task(parts().store, "copies", args, work)))


@pages.post("/runs/<int:number>/supply/remake")
def remake(number: int) -> Response:
    """Have made anew what the registry can fill. Raises UserError where there is none."""
    work, run = _newest_or_told(number)
    args = {"reports": run.target, "registry": str(registry_path(work_or_404(work)))}
    return redirect(url_for("tasks.task", number=add_task(parts().store, "remake", args, work)))


@pages.get("/runs/<int:number>/supply/files")
def packed(number: int) -> Response:
    """All that lies in 补充, and the lists of it, as a zip."""
    _, run = run_or_404(number)
    files = _files(run)
    if not files:
        abort(404)
    lists = [(path.name, path) for place in range(len(_LISTS)) if (path := _list(run, place)).is_file()]
    return send_zip([*files, *lists], f"{FOLDER}.zip")


@pages.get("/runs/<int:number>/supply/lists/<int:place>")
def take_list(number: int, place: int) -> Response:
    """The list of copies (0) or of what was made anew (1)."""
    _, run = run_or_404(number)
    if place >= len(_LISTS) or not _list(run, place).is_file():
        abort(404)
    path = _list(run, place)
    return send_file(path, as_attachment=True, download_name=path.name)


def _newest_or_told(number: int) -> tuple[int, Run]:
    """The work's number and the run. Raises UserError for an earlier one: its report.json is not there any more."""
    work, run = run_or_404(number)
    newest = newest_run(parts().store, work.id)
    if newest is None or newest.id != run.id:
        raise UserError(Fault(FOLDER, "这不是最新一次检查的结果", "请从最新的检查结果里做"))
    return work.id, run


def _done(task: Task | None) -> Task | None:
    return task if task and task.state == "done" else None


def _folder(run: Run) -> Path:
    return Path(run.target) / FOLDER


def _list(run: Run, place: int) -> Path:
    return list_beside(_folder(run), _LISTS[place])


def _files(run: Run) -> list[tuple[str, Path]]:
    """Name in the zip and place of each file; no link leads out of the folder."""
    folder = _folder(run)
    found = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    names = (path.relative_to(folder).as_posix() for path in found)
    return [(f"{FOLDER}/{name}", path) for name in names if (path := file_inside(folder, name))]
