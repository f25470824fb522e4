"""Before it is sent: drop papers, see what is wrong in each, take the copy with comments along."""

from __future__ import annotations

from datetime import date, datetime

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from checklists import Fault, UserError
from registry.dates import parse_date
from web.app import parts
from web.checked import Drop, add_drop, find_drop, forget, forget_old, list_drops, new_folder, set_task
from web.dropped import keep_dropped
from web.runner import add_task, cancel_task, find_task
from web.sending import DOCX

__all__ = ["pages"]

pages = Blueprint("lint", __name__)
_ENDINGS = (".docx", ".docm", ".doc", ".wps", ".pdf", ".txt", ".rtf", ".odt", ".ofd", ".xlsx", ".xls", ".et")
_MOST = 30
# How often old papers are looked for, in seconds, and what htmx takes for: no need to ask again.
_EVERY = 600
_STOP_ASKING = 286
_SWEPT = "fangpin.lint.swept"


@pages.before_app_request
def sweep() -> None:
    """Whatever page is asked for, papers of yesterday go."""
    now = datetime.now()
    last = current_app.extensions.get(_SWEPT)
    if last is None or (now - last).total_seconds() > _EVERY:
        current_app.extensions[_SWEPT] = now
        forget_old(parts().store, now)


@pages.get("/lint")
def drop() -> str:
    """The box to drop papers in, and what was dropped today."""
    return render_template(
        "lint.html.j2",
        drops=list_drops(parts().store),
        today=date.today().isoformat(),
        endings=",".join(_ENDINGS),
        most=_MOST,
    )


@pages.post("/lint")
def take() -> AnyResponse:
    """Keep the papers and have them checked. Raises UserError: none, too many, another kind of file, no day."""
    files = [file for file in request.files.getlist("files") if file.filename]
    if len(files) > _MOST:
        what = f"一次放了 {len(files)} 个，最多 {_MOST} 个"
        raise UserError(Fault("文件", what, "请分几次放；整个文件夹请用“查一个文件夹”"))
    typed = request.form.get("as_of", "").strip()
    day = parse_date(typed) if typed else date.today()
    if day is None:
        raise UserError(Fault("查到哪一天", f"“{typed}”不是日期", "请写成 2026-11-30 这样"))
    store = parts().store
    folder = new_folder(store)
    number = add_drop(store, folder, day.isoformat())
    try:
        for file in (*files,) or (None,):
            keep_dropped(folder, file, endings=_ENDINGS)
    except UserError:
        forget(store, _find(number))
        raise
    set_task(store, number, add_task(store, "lint", {"drop": number}))
    return redirect(url_for("lint.show", number=number))


@pages.get("/lint/<int:number>")
def show(number: int) -> AnyResponse:
    """What was found; while they are being checked, how far it is, asked for again every second."""
    found = _find(number)
    task = find_task(parts().store, found.task)
    open_ = not found.papers and task is not None and task.is_open
    asked_for_part = "HX-Request" in request.headers
    page = render_template(
        "lint_found.html.j2" if asked_for_part else "lint_drop.html.j2", drop=found, task=task, is_open=open_
    )
    return Response(page, _STOP_ASKING if asked_for_part and not open_ else 200, mimetype="text/html")


@pages.post("/lint/<int:number>/again")
def again(number: int) -> AnyResponse:
    """Check the same papers once more."""
    found, store = _find(number), parts().store
    set_task(store, number, add_task(store, "lint", {"drop": found.id}))
    return redirect(url_for("lint.show", number=number))


@pages.get("/lint/<int:number>/<int:which>")
def annotated(number: int, which: int) -> AnyResponse:
    """The copy of one paper with comments."""
    found = _find(number)
    if which >= len(found.papers) or not found.papers[which].annotated:
        abort(404)
    folder = found.folder.resolve()
    path = (folder / found.papers[which].annotated).resolve()
    if folder not in path.parents or not path.is_file():
        abort(404)
    return send_file(path, DOCX, as_attachment=True, download_name=path.name)


@pages.post("/lint/<int:number>/remove")
def remove(number: int) -> AnyResponse:
    """Away with the papers and with what was found."""
    found = _find(number)
    cancel_task(parts().store, found.task)
    forget(parts().store, found)
    return redirect(url_for("lint.drop"))


def _find(number: int) -> Drop:
    return find_drop(parts().store, number) or abort(404)
