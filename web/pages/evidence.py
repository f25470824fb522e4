"""A file of the archive as evidence: what it was taken for, its pages or its text, and the file itself."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, request, send_file
from werkzeug.wrappers import Response as AnyResponse

from audit.decisions.names import ELSEWHERE
from audit.types import Document, State
from checklists import Fault, Stage, UserError, load_kinds
from web.app import parts
from web.audit_frame import page_of_run, pages_of, run_or_404
from web.drawing import Drawer, WantedPage
from web.evidence import is_picture, lines_of, page_of_side, sides_of
from web.findings import finding_of, findings_of_file
from web.originals import bytes_of, document_of, entry_of, is_changed
from web.queries import FileRow, file_of, unit_of, units_above
from web.runs import Run
from web.show import is_whole
from web.words_of_findings import NAMES
from web.works import Work

__all__ = ["pages"]

pages = Blueprint("evidence", __name__)
_LINES = 150
_WIDTH = 1200
STATES = {
    State.READ.value: "已读",
    State.NOT_READ.value: "没有读到内容",
    State.CONTAINER.value: "压缩包，已展开",
    State.UNREADABLE.value: "打不开",
    State.ENCRYPTED.value: "有密码",
    State.EMPTY.value: "空的",
}


@pages.get("/runs/<int:number>/files/<int:file>")
def show_file(number: int, file: int) -> str:
    """What it was taken for, what was found in it, its pages or text, and the way to put it right."""
    work, run = run_or_404(number)
    store = parts().store
    found = _file(run, file)
    unit = unit_of(store, run, found.unit) or abort(404)
    entry = entry_of(work, found)
    return page_of_run(
        "audit_file.html.j2",
        work,
        run,
        "",
        file=found,
        state=STATES[found.detail["state"]],
        stage=Stage(found.detail["stage"]).zh if found.detail["stage"] else "",
        stages={stage.value: stage.zh for stage in Stage},
        unit=unit,
        chain=units_above(store, run, unit),
        there=entry is not None,
        changed=entry is not None and is_changed(entry, found),
        kinds=[(kind.id, kind.name) for kind in load_kinds().values()],
        elsewhere=ELSEWHERE,
        rows=findings_of_file(store, run, file),
        names=NAMES,
        **_content(run, work, found),
    )


@pages.get("/runs/<int:number>/files/<int:file>/pages/<int:page>.jpg")
def page_picture(number: int, file: int, page: int) -> Response:
    """A page of it, drawn."""
    work, run = run_or_404(number)
    found = _file(run, file)
    if not is_picture(found) or not 1 <= page <= max(1, found.detail["pages"]):
        abort(404)
    return _drawn(work, found, page, document_of(run, work, found))


@pages.get("/runs/<int:number>/findings/<int:finding>/sides/<int:place>.jpg")
def side_picture(number: int, finding: int, place: int) -> Response:
    """The page of one side of a finding, the place framed."""
    work, run = run_or_404(number)
    store = parts().store
    row = finding_of(store, run, finding) or abort(404)
    sides = sides_of(row)
    if not 1 <= place <= len(sides):
        abort(404)
    side = sides[place - 1]
    found, page, document, boxes = page_of_side(store, run, work, side) or abort(404)
    return _drawn(work, found, page, document, boxes=boxes, words=side[3])


@pages.get("/runs/<int:number>/files/<int:file>/original")
def original(number: int, file: int) -> AnyResponse:
    """The file itself, to be opened with what opens it. Raises UserError where it cannot be had."""
    work, run = run_or_404(number)
    found = _file(run, file)
    entry = entry_of(work, found) or abort(404)
    if entry.member is None:
        return send_file(
            entry.source, mimetype="application/octet-stream", as_attachment=True, download_name=found.name
        )
    import io

    try:
        data = bytes_of(entry)
    except OSError as error:
        raise UserError(Fault(found.path, str(error), "请在电脑上打开压缩包看")) from error
    return send_file(
        io.BytesIO(data), mimetype="application/octet-stream", as_attachment=True, download_name=found.name
    )


def _content(run: Run, work: Work, file: FileRow) -> dict[str, Any]:
    """A page of the file: drawn, or so many lines of its text."""
    asked = request.args.get("page", 1, type=int)
    if is_picture(file) and file.detail["state"] in (State.READ.value, State.NOT_READ.value):
        page, of = pages_of(max(1, file.detail["pages"]), 1, asked)
        return {
            "picture": f"/runs/{run.id}/files/{file.n}/pages/{page}.jpg",
            "lines": [],
            "page": page,
            "of": of,
            "total": of,
        }
    document = document_of(run, work, file)
    lines = lines_of(document) if document else []
    page, of = pages_of(len(lines), _LINES, asked)
    return {
        "picture": "",
        "lines": lines[(page - 1) * _LINES : page * _LINES],
        "page": page,
        "of": of,
        "total": len(lines),
    }


def _file(run: Run, number: int) -> FileRow:
    return file_of(parts().store, run, number) or abort(404)


def _drawn(work: Work, file: FileRow, page: int, document: Document | None, **marked: Any) -> Response:
    entry = entry_of(work, file) or abort(404)
    assert work.archive_path is not None  # the entry lies in it
    stamp = f"{file.detail['digest']} {entry.source.stat().st_mtime_ns}"
    wanted = WantedPage(
        work.archive_path,
        entry,
        file.detail["format"],
        page,
        _WIDTH,
        document,
        full=is_whole(),
        stamp=stamp,
        **marked,
    )
    try:
        return Response(_drawer().draw(wanted), mimetype="image/jpeg")
    except OSError as error:
        # What stands in the picture's place: its alternative text.
        return Response(str(error), 404, mimetype="text/plain")


def _drawer() -> Drawer:
    drawer: Drawer = current_app.extensions.setdefault("fangpin-drawer", Drawer())
    return drawer
