"""Auditing a folder: what is asked, then the five ways, the counts and the matrix, a table at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from audit.ocr import ocr_available
from audit.report.words import CAVEAT
from audit.types import Severity
from audit.wording import kind_name
from checklists import Fault, UserError, checklist_ids, load_checklist
from registry.dates import parse_date
from web.app import parts, work_or_404
from web.audit_frame import page_of_run, pages_of, run_or_404
from web.findings import CORRECT, Wanted, find_findings
from web.queries import UnitRow, below, cells_of, paths_of, tops, unit_of, units_above
from web.runner import add_task, last_task
from web.runs import Run, newest_run
from web.show import moment, show
from web.words_of_findings import NAMES, REMEDIES
from web.works import Work, change_work

__all__ = ["ask_again", "pages"]

pages = Blueprint("audit", __name__)
pages.add_app_template_filter(show, "show")
pages.add_app_template_filter(kind_name, "kind")
pages.add_app_template_filter(moment, "moment")

_ROWS = 100


@pages.get("/works/<int:number>/audit/start")
def start(number: int) -> str:
    """What is asked before an audit."""
    work = work_or_404(number)
    last = newest_run(parts().store, number)
    asked = last.asked if last else {}
    return render_template(
        "audit_start.html.j2",
        work=work,
        last=last,
        asked=asked,
        today=date.today().isoformat(),
        better=(last.summary["better_as_of"] or "") if last else "",
        checklists=[(name, load_checklist(name).name) for name in checklist_ids()],
        ocr=ocr_available(),
    )


@pages.post("/works/<int:number>/audit")
def begin(number: int) -> Response:
    """Ask for the audit. Raises UserError where the folder, the day or the checklist is not to be had."""
    work, form = work_or_404(number), request.form
    typed = form.get("as_of", "").strip()
    day = parse_date(typed) if typed else date.today()
    checklist = form.get("checklist", work.checklist)
    faults = []
    if day is None:
        faults.append(Fault(f"查到哪一天：{typed}", "不是日期", "请写成 2026-11-30 这样"))
    if checklist not in checklist_ids():
        faults.append(Fault(f"清单：{checklist}", "没有这份清单", "请从列出的清单里选一份"))
    told = form.get("inspection_on", work.inspection_on).strip()
    inspection = parse_date(told) if told else None
    if told and inspection is None:
        faults.append(Fault(f"检查日期：{told}", "不是日期", "请写成 2026-11-30 这样，不知道的不填"))
    if faults or day is None:
        raise UserError(faults)
    unit = form.get("unit", "").strip()
    args = {
        "as_of": day.isoformat(),
        "checklist": checklist,
        "registry": work.registry if form.get("registry") else "",
        "unit": unit,
        "ocr": bool(form.get("ocr")) and ocr_available(),
    }
    inspected = inspection.isoformat() if inspection else ""
    change_work(parts().store, number, checklist=checklist, unit=unit, inspection_on=inspected)
    return _ask(work_or_404(number), args)


@pages.post("/works/<int:number>/audit/again")
def again(number: int) -> Response:
    """The same once more, after something was put right or decided. `as_of`: another day."""
    work = work_or_404(number)
    last = newest_run(parts().store, number)
    if last is None:
        return redirect(url_for("audit.start", number=number))
    day = parse_date(request.form.get("as_of", ""))
    return ask_again(work, last, {"as_of": day.isoformat()} if day else {})


def ask_again(work: Work, last: Run, otherwise: Mapping[str, Any]) -> Response:
    """Ask for the same audit, but for what is said otherwise. Raises UserError where the folder is gone."""
    # The work may have another registry by now.
    now = {"registry": work.registry if last.asked["registry"] else ""}
    return _ask(work, {**last.asked, **now, **otherwise})


def _ask(work: Work, args: dict[str, Any]) -> Response:
    if not work.archive or not Path(work.archive).is_dir():
        told = Fault(
            work.archive or work.name, "没有这个文件夹，可能移走了或没有插上", "请在首页重新选“查一个文件夹”"
        )
        raise UserError(told)
    task = add_task(parts().store, "audit", args | {"archive": work.archive}, work.id)
    return redirect(url_for("tasks.task", number=task))


@pages.get("/works/<int:number>/audit")
def overview(number: int) -> str:
    """The newest audit: what closes the findings, the counts, the matrix."""
    work = work_or_404(number)
    run = newest_run(parts().store, number)
    if run is None:
        task = last_task(parts().store, number, "audit")
        return render_template("audit_none.html.j2", work=work, task=task)
    return _overview(work, run)


@pages.get("/runs/<int:number>")
def earlier(number: int) -> str:
    """The same of any audit that is kept."""
    return _overview(*run_or_404(number))


def _overview(work: Work, run: Run) -> str:
    store = parts().store
    roots = tops(store, run)
    asked = request.args.get("unit", type=int)
    unit = unit_of(store, run, asked) if asked is not None else (roots[0] if len(roots) == 1 else None)
    if asked is not None and unit is None:
        abort(404)
    page = request.args.get("page", 1, type=int)
    rows, total = below(store, run, unit.n, page, _ROWS) if unit else (roots, len(roots))
    page, of = pages_of(total, _ROWS, page)
    tables = [_table(run, unit, rows, total)] if rows else []
    while len(tables) and len(rows) == 1 == total:  # a table of one row says little: the next one with it
        above = rows[0]
        rows, total = below(store, run, above.n, 1, _ROWS)
        if not rows:
            break
        tables.append(_table(run, above, rows, total))
    counts = run.summary["remedies"]
    known = {**counts, CORRECT: run.total - sum(counts.values())}
    return page_of_run(
        "audit_overview.html.j2",
        work,
        run,
        "overview",
        caveat=CAVEAT,
        remedies=[(place, name, about, known[key]) for place, (key, name, about) in enumerate(REMEDIES, 1)],
        severities=[
            (place, severity.zh, run.summary["findings"].get(severity.value, 0))
            for place, severity in enumerate(Severity, 1)
        ],
        unit=unit,
        chain=units_above(store, run, unit) if unit else [],
        tables=tables,
        page=page,
        of=of,
        own_items=run.items(unit.level) if unit and unit.marks else (),
        cells=cells_of(store, run, unit.n) if unit else {},
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """The units right below one, with the items of their level."""

    above: UnitRow | None
    items: tuple[tuple[str, str], ...]
    rows: list[UnitRow]
    total: int


def _table(run: Run, above: UnitRow | None, rows: list[UnitRow], total: int) -> _Table:
    return _Table(above, run.items(rows[0].level) if any(row.marks for row in rows) else (), rows, total)


@pages.get("/runs/<int:number>/units/<int:unit>/cells/<int:place>")
def cell(number: int, unit: int, place: int) -> str:
    """One item of one unit: what is there, what lacks, what could not be read, and what was found."""
    work, run = run_or_404(number)
    store = parts().store
    found = unit_of(store, run, unit) or abort(404)
    items = run.items(found.level)
    if not 1 <= place <= len(items):
        abort(404)
    item, title = items[place - 1]
    held = cells_of(store, run, unit).get(item)
    numbers = [n for _, _, files in held["evidence"] for n in files] + held["uncertain"] if held else []
    return page_of_run(
        "audit_cell.html.j2",
        work,
        run,
        "overview",
        unit=found,
        chain=units_above(store, run, found),
        place=place,
        item=item,
        title=title,
        of=len(items),
        code=found.marks[place - 1] if place <= len(found.marks) else "x",
        today=date.today().isoformat(),
        cell=held,
        paths=paths_of(store, run, numbers),
        rows=find_findings(store, run, Wanted(units=(unit, unit), item=item), 1, _ROWS)[0],
        names=NAMES,
    )
