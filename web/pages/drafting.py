"""A work that has an archive and no registry: have one drafted, look at it, go on with it."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, abort, redirect, request, send_file, url_for
from werkzeug.wrappers import Response

from audit.ocr import ocr_available
from checklists import Fault, UserError
from web.app import parts, work_or_404
from web.drafted import drafted
from web.runner import add_task
from web.works import change_work

__all__ = ["pages"]

pages = Blueprint("drafting", __name__)


@pages.post("/works/<int:number>/registry/draft")
def begin(number: int) -> Response:
    """Have it drafted. Raises UserError where the archive is gone."""
    work = work_or_404(number)
    if not work.archive or not Path(work.archive).exists():
        todo = "请在首页重新选“查一个文件夹”"
        raise UserError(Fault(work.archive or work.name, "没有这个档案文件夹，可能移走了或没有插上", todo))
    args = {
        "archive": work.archive,
        "checklist": work.checklist,
        "unit": request.form.get("unit", "").strip(),
        "ocr": bool(request.form.get("ocr")) and ocr_available(),
    }
    return redirect(url_for("tasks.task", number=add_task(parts().store, "draft", args, number)))


@pages.get("/works/<int:number>/registry/draft")
def take(number: int) -> Response:
    """The drafted workbook, to be looked through."""
    path = _path(number)
    return send_file(path, as_attachment=True, download_name=path.name)


@pages.post("/works/<int:number>/registry/draft/use")
def use(number: int) -> Response:
    """Go on with it as the work's registry."""
    change_work(parts().store, number, registry=str(_path(number)))
    return redirect(url_for("registry.show", number=number))


def _path(number: int) -> Path:
    found = drafted(parts().store, work_or_404(number).id)
    return (found.path if found else None) or abort(404)
