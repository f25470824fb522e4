"""One paper before it is made: how it will look, where it is filed, what stays blank and which cell fills it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from checklists import load_kinds
from docgen.blank import Blank
from docgen.making import PlacedPaper
from docgen.render import Rendered
from web.app import parts, work_or_404
from web.asking import numbers_of, read_asked
from web.made import made_place
from web.preview import BusyError, masked, page_picture, pages_of, proof_of, text_of
from web.registry_file import registry_of

__all__ = ["pages"]

pages = Blueprint("papers", __name__)
_MOST_LINES = 400


@dataclass(frozen=True, slots=True)
class _Found:
    """The paper that an address names, rendered, and its neighbours of the same kind."""

    paper: PlacedPaper
    rendered: Rendered
    address: dict[str, int]
    n: int
    before: int | None
    after: int | None
    place: int
    of: int


@pages.get("/works/<int:number>/documents/paper")
def paper(number: int) -> str:
    """The paper's text at once; its look is asked for by the page, for that takes seconds."""
    return _page(number, full=False)


@pages.post("/works/<int:number>/documents/paper")
def paper_whole(number: int) -> str:
    """The same with whole numbers, as it will be printed."""
    return _page(number, full=True)


def _page(number: int, *, full: bool) -> str:
    from docgen.proofs import find_libreoffice

    work = work_or_404(number)
    found = _found(number)
    text = text_of(_shown(found, full))
    return render_template(
        "paper.html.j2",
        work=work,
        found=found,
        title=found.paper.paths[0].stem,
        kind=load_kinds()[found.paper.due.kind].name,
        folders=[str(path.parent) for path in found.paper.paths],
        blanks=[(_what(blank), blank.place) for blank in found.rendered.blanks],
        text=text[:_MOST_LINES],
        more=max(0, len(text) - _MOST_LINES),
        office=find_libreoffice() is not None,
        full=int(full),
    )


@pages.get("/works/<int:number>/documents/paper/look")
def look(number: int) -> str:
    """The pages as pictures, as a part of the page."""
    work, found = work_or_404(number), _found(number)
    full = request.args.get("full", 0, int)
    try:
        pdf = proof_of(parts().store.folder, _shown(found, bool(full)))
    except BusyError:
        return render_template("paper_wait.html.j2", work=work, found=found, full=full)
    count = pages_of(pdf) if pdf else 0
    return render_template("paper_look.html.j2", work=work, found=found, count=count, full=full)


@pages.get("/works/<int:number>/documents/paper/page/<int:page>")
def picture(number: int, page: int) -> Response:
    """One page as PNG."""
    shown = _shown(_found(number), bool(request.args.get("full", 0, int)))
    try:
        pdf = proof_of(parts().store.folder, shown)
    except BusyError:
        abort(404)
    data = page_picture(pdf, page) if pdf else None
    return Response(data or abort(404), mimetype="image/png")


def _found(number: int) -> _Found:
    work = work_or_404(number)
    file = registry_of(work)
    asked = read_asked(request.args, file)
    planned = file.papers(asked, made_place(parts().store, work))
    n = request.args.get("n", 0, int)
    if not 0 <= n < len(planned.papers):
        abort(404)
    chosen = planned.papers[n]
    same = [at for at, other in enumerate(planned.papers) if other.due.kind == chosen.due.kind]
    at = same.index(n)
    return _Found(
        chosen,
        planned.render(n),
        numbers_of(asked),
        n,
        same[at - 1] if at else None,
        same[at + 1] if at + 1 < len(same) else None,
        at + 1,
        len(same),
    )


def _shown(found: _Found, full: bool) -> bytes:
    return found.rendered.data if full else masked(found.rendered.data)


def _what(blank: Blank) -> str:
    return blank.heading + (f"（{blank.subject}）" if blank.subject else "")
