"""What to do next (迎检倒排): the tasks of a run in their order, what each closes, and the pages to hand out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from audit.report.plan_rows import short_day, time_needed
from checklists import Fault, UserError
from registry.dates import parse_date
from web.app import parts, work_or_404
from web.audit_frame import page_of_run, pages_of, run_or_404
from web.findings import rows_of
from web.made import file_inside, number_of
from web.pages.audit import ask_again
from web.plan import lists_folder, plan_of_run, task_of, tasks_of
from web.runner import add_task, last_task
from web.runs import Run, newest_run
from web.sending import send_zip
from web.show import show
from web.words_of_findings import NAMES
from web.works import change_work

__all__ = ["pages"]

pages = Blueprint("plan", __name__)
pages.add_app_template_filter(lambda text: short_day(date.fromisoformat(text)) if text else "", "short_day")
_EACH = 100
_LISTED = 200


@pages.get("/runs/<int:number>/plan")
def index(number: int) -> str:
    """The tasks, a page of them; the day that they are planned for; the pages to hand out."""
    work, run = run_or_404(number)
    plan = plan_of_run(parts().store, run)
    page, of = pages_of(plan["total"] if plan else 0, _EACH, request.args.get("page", 1, type=int))
    lists = _lists(run)
    return page_of_run(
        "plan.html.j2",
        work,
        run,
        "plan",
        plan=plan,
        days=(date.fromisoformat(plan["inspection"]) - date.fromisoformat(plan["today"])).days
        if plan and plan["inspection"]
        else 0,
        needed=time_needed(plan["minutes"]) if plan else "",
        tasks=tasks_of(parts().store, run, page, _EACH),
        first=(page - 1) * _EACH,
        page=page,
        of=of,
        today=date.today().isoformat(),
        lists=[(number_of(path.name), show(path.stem)) for path in lists[:_LISTED]],
        more_lists=max(0, len(lists) - _LISTED),
        lists_day=lists[0].parent.name if lists else "",
    )


@pages.get("/works/<int:number>/plan")
def newest(number: int) -> str | Response:
    """That of the newest run: where the home page and tasks lead to."""
    work = work_or_404(number)
    run = newest_run(parts().store, number)
    if run is None:
        task = last_task(parts().store, number, "audit")
        return render_template("audit_none.html.j2", work=work, task=task)
    return redirect(url_for("plan.index", number=run.id))


@pages.get("/runs/<int:number>/plan/<int:place>")
def task(number: int, place: int) -> str:
    """One task and the findings that it is for, each with its evidence."""
    work, run = run_or_404(number)
    found = task_of(parts().store, run, place) or abort(404)
    total = len(found["findings"])
    page, of = pages_of(total, _EACH, request.args.get("page", 1, type=int))
    return page_of_run(
        "plan_task.html.j2",
        work,
        run,
        "plan",
        task=found,
        place=place,
        has_next=task_of(parts().store, run, place + 1) is not None,
        rows=rows_of(parts().store, run, found["findings"][(page - 1) * _EACH : page * _EACH]),
        names=NAMES,
        total=total,
        page=page,
        of=of,
    )


@pages.post("/runs/<int:number>/plan/day")
def plan_for(number: int) -> Response:
    """Plan for that day of inspection: the work keeps it, the audit is done again. Raises UserError."""
    work, run = run_or_404(number)
    typed = request.form.get("inspection_on", "").strip()
    day = parse_date(typed) if typed else None
    if day is None:
        raise UserError(Fault(f"检查日期：{typed or '没有填'}", "不是日期", "请写成 2026-11-30 这样"))
    if day < date.today():
        raise UserError(Fault(f"检查日期：{typed}", "已经过了", "请填还没有到的检查日期"))
    change_work(parts().store, work.id, inspection_on=day.isoformat())
    return ask_again(work, run, {"then": "plan.newest"})


@pages.post("/runs/<int:number>/plan/lists")
def make_lists(number: int) -> Response:
    """Have the pages written."""
    work, run = run_or_404(number)
    args = {**run.asked}
    return redirect(url_for("tasks.task", number=add_task(parts().store, "lists", args, work.id)))


@pages.get("/runs/<int:number>/plan/lists/<int:file>")
def take_list(number: int, file: int) -> Response:
    """One page, or all of them (0) as a zip."""
    _, run = run_or_404(number)
    lists = _lists(run)
    if not lists:
        abort(404)
    if not file:
        return send_zip([(path.name, path) for path in lists], f"清单{lists[0].parent.name}.zip")
    path = next((path for path in lists if number_of(path.name) == file), None) or abort(404)
    return send_file(path, as_attachment=True, download_name=path.name)


def _lists(run: Run) -> list[Path]:
    """The newest pages, those of offices from the county down, then those of persons."""
    folder = lists_folder(run)
    if folder is None:
        return []
    names = sorted(path.name for path in folder.glob("*.docx"))
    found = [path for name in names if (path := file_inside(folder, name))]
    return sorted(found, key=lambda path: ("县乡村人".find(path.name[0]), path.name))
