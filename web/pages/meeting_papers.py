"""What a meeting's papers are, what stayed blank in them, and the files to take along."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from flask import Blueprint, abort, render_template, request, send_file
from werkzeug.wrappers import Response

from registry.meeting.questions import household_cells, questions_for
from registry.meeting.texts import read_texts
from registry.records import Attendee
from registry.sheets import SHEETS
from registry.text import safe_file_name
from registry.values import MEETING_KINDS
from web.app import parts
from web.meetings import Meeting, Paperwork
from web.pages.meeting import meeting_or_404
from web.works import find_work

__all__ = ["pages"]

pages = Blueprint("meeting_papers", __name__)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST, _NAMED = 100, 8
_HALVES = {1: "会前材料", 2: "会后初稿"}


@pages.get("/meeting/<int:number>/papers/<int:half>")
def made(number: int, half: int) -> str:
    """The papers of one half, and what is blank in them with the question that fills it."""
    from docgen.meeting_papers import PRINT_FILE

    meeting, papers = _papers(number, half)
    names = [(k, Path(name).name) for k, name in enumerate(papers.files)]
    whole = [k for k, name in names if name == PRINT_FILE]
    blanks = _blanks(meeting, papers)
    return render_template(
        "meeting_papers.html.j2",
        meeting=meeting,
        half=half,
        title=_HALVES[half],
        papers=papers,
        names=[(k, name) for k, name in names if name != PRINT_FILE],
        whole=whole[0] if whole else None,
        blanks=blanks[:_MOST],
        more=max(0, len(blanks) - _MOST),
        stale=meeting.saved_at > papers.at,
    )


@pages.get("/meeting/<int:number>/papers/<int:half>/<int:which>")
def one(number: int, half: int, which: int) -> Response:
    """One paper."""
    from docgen.meeting_papers import PRINT_FILE

    meeting, papers = _papers(number, half)
    if which >= len(papers.files):
        abort(404)
    path = _file(meeting, papers.files[which])
    name = f"{meeting.name}-{_HALVES[half]}-{path.name}" if path.name == PRINT_FILE else path.name
    return send_file(path, _WORD, as_attachment=True, download_name=safe_file_name(name, 120))


@pages.get("/meeting/<int:number>/papers/<int:half>/all")
def all_of(number: int, half: int) -> Response:
    """All of them as one zip."""
    meeting, papers = _papers(number, half)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name in papers.files:
            package.write(_file(meeting, name), name)
    data.seek(0)
    name = safe_file_name(f"{meeting.name}-{_HALVES[half]}", 100)
    return send_file(data, "application/zip", as_attachment=True, download_name=f"{name}.zip")


@pages.get("/meeting/<int:number>/registry")
def registry(number: int) -> Response:
    """The registry that the meeting stands in."""
    meeting = meeting_or_404(number)
    work = find_work(parts().store, meeting.work)
    path = work.registry_path if work else None
    if path is None or not path.is_file():
        abort(404)
    return send_file(path, _SHEET, as_attachment=True, download_name="登记簿.xlsx")


@pages.get("/meeting/<int:number>/form")
def form(number: int) -> Response:
    """The one-sheet form with what was typed so far; what cannot be read is left out."""
    meeting = meeting_or_404(number)
    return _form(meeting.texts.kind, meeting)


@pages.post("/meeting/empty-form")
def empty_form() -> Response:
    """The empty form of a kind of meeting."""
    kind = request.form.get("kind", "")
    return _form(kind if kind in MEETING_KINDS else "", None)


def _form(kind: str, meeting: Meeting | None) -> Response:
    from registry.meeting.form import form_bytes

    data = form_bytes(kind, read_texts(meeting.texts).typed if meeting else None)
    name = safe_file_name(f"会议表-{meeting.name if meeting else kind or '各种会议'}", 100)
    return send_file(io.BytesIO(data), _SHEET, as_attachment=True, download_name=f"{name}.xlsx")


def _papers(number: int, half: int) -> tuple[Meeting, Paperwork]:
    meeting = meeting_or_404(number)
    return meeting, meeting.papers.get(half) or abort(404)


def _file(meeting: Meeting, name: str) -> Path:
    folder = meeting.papers_folder.resolve()
    path = (folder / name).resolve()
    if folder not in path.parents or not path.is_file():
        abort(404)
    return path


def _blanks(meeting: Meeting, papers: Paperwork) -> list[tuple[str, str, str, str]]:
    """What is blank, of which households, in which papers, and where to fill it: each once."""
    kind = meeting.texts.kind
    sheets = {sheet.record: sheet.name for sheet in SHEETS}
    asked = {
        (sheets[each.record], each.column.heading): f"“{each.label}”{'（会后）' if each.after else ''}"
        for each in questions_for(kind)
    } | {
        (sheets[each.record], each.column.heading): f"各户情况的“{each.heading}”"
        for each in household_cells(kind)
    }
    asked[sheets[Attendee], "姓名"] = "参会人员"
    found: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for paper, heading, sheet, _row, subject in papers.blanks:
        place = asked.get((sheet, heading), f"登记簿〔{sheet}〕表的“{heading}”")
        subjects, names = found.setdefault((heading, place), ([], []))
        for told, into in ((subject, subjects), (paper, names)):
            if told and told not in into:
                into.append(told)
    return [
        (heading, _some(subjects), "、".join(names), place)
        for (heading, place), (subjects, names) in found.items()
    ]


def _some(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 户" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more
