"""Filing (归档): catalogues and bound volumes of a unit or of all, made as tasks and taken along."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from checklists import Fault, UserError, load_filing
from docgen.proofs import find_libreoffice
from registry.dates import parse_date
from web.app import parts, work_or_404
from web.audit_frame import page_of_run, pages_of, run_or_404
from web.filing import filed_files, filed_folder
from web.made import number_of
from web.queries import UnitRow, below, tops, unit_named, unit_of, units_above
from web.runner import Task, add_task, last_task
from web.runs import Run, newest_run
from web.sending import send_zip

__all__ = ["pages"]

pages = Blueprint("filing", __name__)
_EACH = 100


@pages.get("/runs/<int:number>/filing")
def index(number: int) -> str:
    """Which unit, what can be made for it, what was made, and the files."""
    work, run = run_or_404(number)
    store = parts().store
    unit = _unit(run, request.args.get("unit", type=int))
    page = request.args.get("page", 1, type=int)
    rows, total = below(store, run, unit.n, page, _EACH) if unit else (tops(store, run), 0)
    page, of = pages_of(total, _EACH, page)
    files = filed_files(run, unit.id if unit else "")
    return page_of_run(
        "filing.html.j2",
        work,
        run,
        "filing",
        unit=unit,
        chain=units_above(store, run, unit) if unit else [],
        rows=rows,
        total=total,
        page=page,
        of=of,
        periods=list((run.checklist.filing or load_filing()).period_names),
        office=find_libreoffice() is not None,
        catalogued=_done(last_task(store, work.id, "catalogue")),
        bound=_done(last_task(store, work.id, "bind")),
        folder=filed_folder(run),
        files=[(number_of(name), name) for name in list(files)[:_EACH]],
        count=len(files),
        more=max(0, len(files) - _EACH),
    )


@pages.get("/works/<int:number>/filing")
def newest(number: int) -> str | Response:
    """Where the tasks lead to: the unit that was filed last."""
    work = work_or_404(number)
    run = newest_run(parts().store, number)
    if run is None:
        return render_template(
            "audit_none.html.j2", work=work, task=last_task(parts().store, number, "audit")
        )
    tasks = [task for kind in ("catalogue", "bind") if (task := last_task(parts().store, number, kind))]
    last = max(tasks, key=lambda task: task.id, default=None)
    unit = unit_named(parts().store, run, last.args["unit"]) if last else None
    return redirect(url_for("filing.index", number=run.id, unit=unit.n if unit else None, _anchor="made"))


@pages.post("/runs/<int:number>/filing/catalogue")
def catalogue(number: int) -> Response:
    """Have covers, contents, notes and labels written. Raises UserError where a day is none."""
    form = request.form
    on = form.get("on", "").strip()
    if on and parse_date(on) is None:
        raise UserError(Fault(f"立卷时间：{on}", "不是日期", "请写成 2021-12-31 这样"))
    own = {
        "by": form.get("by", "").strip(),
        "checked_by": form.get("checked_by", "").strip(),
        "on": on,
        "count": bool(form.get("count")),
    }
    return _ask(number, "catalogue", own)


@pages.post("/runs/<int:number>/filing/bind")
def bind(number: int) -> Response:
    """Have the papers bound."""
    form = request.form
    own = {name: bool(form.get(name)) for name in ("below", "cover", "top")}
    return _ask(number, "bind", own)


@pages.get("/runs/<int:number>/filing/files/<int:file>")
def take(number: int, file: int) -> Response:
    """One of the files."""
    _, run = run_or_404(number)
    files = filed_files(run, "")
    name = next((name for name in files if number_of(name) == file), None) or abort(404)
    # A volume is called the same for every unit: it bears the unit's name when it is taken along.
    told = "-".join(PurePosixPath(name).parts[-2:])
    return send_file(files[name], as_attachment=True, download_name=told)


@pages.get("/runs/<int:number>/filing/zip")
def packed(number: int) -> Response:
    """All files of the unit and those below it, or of all, as a zip."""
    _, run = run_or_404(number)
    unit = _unit(run, request.args.get("unit", type=int))
    files = filed_files(run, unit.id if unit else "")
    if not files:
        abort(404)
    return send_zip(list(files.items()), f"归档-{unit.name if unit else '全部'}.zip")


def _unit(run: Run, number: int | None) -> UnitRow | None:
    """The unit that is asked for; None for all."""
    return None if number is None else unit_of(parts().store, run, number) or abort(404)


def _ask(number: int, kind: str, own: dict[str, Any]) -> Response:
    work, run = run_or_404(number)
    form = request.form
    unit = _unit(run, form.get("unit", type=int))
    args = {
        "archive": str(run.archive),
        "checklist": run.asked.get("checklist", run.checklist.id),
        "as_of": run.as_of,
        "root": run.asked.get("unit", ""),
        "ocr": bool(run.asked.get("ocr")),
        "folder": str(filed_folder(run)),
        "unit": unit.id if unit else "",
        "fonds": form.get("fonds", "").strip(),
        "period": form.get("period", ""),
        "force": bool(form.get("force")),
    }
    return redirect(url_for("tasks.task", number=add_task(parts().store, kind, args | own, work.id)))


def _done(task: Task | None) -> Task | None:
    return task if task and task.state == "done" else None
