"""What people decide of an archive: a file is another paper, a paper is there in paper alone, a finding may stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from audit.decisions.names import kind_as_decided
from audit.decisions.parse import normal_path
from audit.decisions.rows import FILE_NAME
from audit.decisions.waiver import OnPaper, Waiver
from checklists import Fault, UserError
from fangpin.correcting import Asked, correct_file, undo_correction
from fangpin.decisions_file import load_decisions, record_allowed, remove_allowed
from registry.dates import parse_date
from web.app import parts
from web.audit_frame import page_of_run, run_or_404
from web.findings import finding_of
from web.queries import cells_of, file_of, list_rows, numbers_of, unit_of
from web.runs import decisions_digest
from web.words_of_findings import NAMES

__all__ = ["pages"]

pages = Blueprint("decisions", __name__)
pages.add_app_template_filter(kind_as_decided, "decided_kind")


@pages.get("/runs/<int:number>/decisions")
def index(number: int) -> str:
    """All that people decided, as it stands now; and what the run made of it."""
    work, run = run_or_404(number)
    store, folder = parts().store, Path(run.target)
    decided = load_decisions(folder)
    return page_of_run(
        "audit_decisions.html.j2",
        work,
        run,
        "decisions",
        decided=decided,
        today=date.today(),
        state=decisions_digest(folder),
        numbers=numbers_of(store, run, [each.path for each in decided.corrections]),
        waived=list_rows(store, run, "waived", -1, size=300),
        remarks=list_rows(store, run, "remark", -1, size=300),
        file=str(folder / FILE_NAME),
        names=NAMES,
    )


@pages.post("/runs/<int:number>/decisions/remove")
def remove(number: int) -> Response:
    """Take one paper or waiver out. `state`: what the page showed; where it is another now, nothing is done."""
    _, run = run_or_404(number)
    folder, form = Path(run.target), request.form
    decided = load_decisions(folder)
    entries: tuple[OnPaper | Waiver, ...] = decided.waivers if form.get("waiver") else decided.on_paper
    place = form.get("place", 0, type=int)
    if form.get("state") != decisions_digest(folder) or not 1 <= place <= len(entries):
        raise UserError(Fault(FILE_NAME, "刚刚改过，和网页上列的不一样了", "请回到“人工认定”再看一遍"))
    remove_allowed(folder, [entries[place - 1]])
    return redirect(url_for("decisions.index", number=number, told=5))


@pages.post("/runs/<int:number>/files/<int:file>/correct")
def correct(number: int, file: int) -> Response:
    """Keep what a file is. Raises UserError where nothing is said, or the unit is not known."""
    _, run = run_or_404(number)
    found = file_of(parts().store, run, file) or abort(404)
    form = request.form
    kinds = [form.get(name, "").strip() for name in ("kind", "kind2")]
    if kinds[1] and not kinds[0]:
        kinds[0] = found.kind
    asked = Asked(
        kind=",".join(dict.fromkeys(filter(None, kinds))),
        stage=form.get("stage", ""),
        unit=form.get("unit", "").strip(),
        note=form.get("note", "").strip()[:200],
        by=form.get("by", "").strip()[:20],
    )
    kept = correct_file(Path(run.target), normal_path(found.whole_path), asked)
    told = 2 if kept.notice else 1
    return _onward(run.work, url_for("evidence.show_file", number=number, file=file, told=told))


@pages.post("/runs/<int:number>/files/<int:file>/uncorrect")
def uncorrect(number: int, file: int) -> Response:
    """Leave it to the program again. Raises UserError where nothing was corrected."""
    _, run = run_or_404(number)
    found = file_of(parts().store, run, file) or abort(404)
    undo_correction(Path(run.target), normal_path(found.whole_path))
    return _onward(run.work, url_for("evidence.show_file", number=number, file=file, told=3))


def _onward(work: int, back: str) -> Response:
    """Back to where it was decided, or straight to the next audit, which reads nothing anew."""
    if request.form.get("again"):
        return redirect(url_for("audit.again", number=work), code=307)
    return redirect(back)


@pages.post("/runs/<int:number>/units/<int:unit>/cells/<int:place>/paper")
def on_paper(number: int, unit: int, place: int) -> Response:
    """Keep who saw a paper that is there in paper alone. Raises UserError with all that is not filled in."""
    _, run = run_or_404(number)
    store, form = parts().store, request.form
    found = unit_of(store, run, unit) or abort(404)
    items = run.items(found.level)
    if not 1 <= place <= len(items):
        abort(404)
    item = items[place - 1][0]
    gaps = cells_of(store, run, unit).get(item, {"gaps": []})["gaps"]
    chosen = form.get("gap", 0, type=int)
    kind, due_for = gaps[chosen - 1] if 1 <= chosen <= len(gaps) else ("", "")
    said, day = _filled({"by": "谁看到的", "kept": "放在哪里"}, "on", "哪天看到的")
    if day > date.today():
        raise UserError(Fault("哪天看到的", "比今天还晚", "请写实际看到的那天"))
    entry = OnPaper(
        found.id, item, said["by"], day, said["kept"], kind, due_for, form.get("note", "").strip()[:200]
    )
    record_allowed(Path(run.target), entry)
    return _onward(run.work, url_for("audit.cell", number=number, unit=unit, place=place, told=1))


@pages.post("/runs/<int:number>/findings/<int:finding>/waive")
def waive(number: int, finding: int) -> Response:
    """Let one finding stand until a day. Raises UserError with all that is not filled in."""
    _, run = run_or_404(number)
    store = parts().store
    row = finding_of(store, run, finding) or abort(404)
    unit = unit_of(store, run, row.unit) or abort(404)
    if not row.identity:
        abort(400)
    said, day = _filled({"reason": "为什么", "approver": "谁批准的"}, "until", "到哪天为止")
    if day < date.today():
        raise UserError(Fault("到哪天为止", "这一天已经过了", "请写今天或以后的一天"))
    entry = Waiver(row.rule, unit.id, said["reason"], said["approver"], day, item=row.item, id=row.identity)
    record_allowed(Path(run.target), entry)
    return _onward(run.work, url_for("findings.one", number=number, finding=finding, told=1))


def _filled(wanted: Mapping[str, str], day: str, day_name: str) -> tuple[dict[str, str], date]:
    """The values of these fields of the form, and the day. Raises UserError with all that lack."""
    said = {name: " ".join(request.form.get(name, "").split())[:200] for name in wanted}
    faults = [Fault(label, "没有填", "请填上") for name, label in wanted.items() if not said[name]]
    on = parse_date(request.form.get(day, "").strip())
    if on is None:
        faults.append(Fault(day_name, "没有填，或不是日期", "请写成 2026-11-30 这样"))
    if faults or on is None:
        raise UserError(faults)
    return said, on
