"""A run beside an earlier one: what is new, what is gone, which cells are others now."""

from __future__ import annotations

from flask import Blueprint, abort, request

from web.app import parts
from web.audit_frame import page_of_run, pages_of, run_or_404
from web.comparisons import gone, new_since
from web.queries import changed_cells, list_rows
from web.runs import find_run, runs_of
from web.words_of_findings import NAMES

__all__ = ["pages"]

pages = Blueprint("compare", __name__)
_SIZE = 100


@pages.get("/runs/<int:number>/compare")
def index(number: int) -> str:
    """`with`: the number of the earlier run; without it, the one before."""
    work, run = run_or_404(number)
    store = parts().store
    before = [each for each in runs_of(store, work.id) if each.id < run.id]
    asked = request.args.get("with", before[0].id if before else 0, type=int)
    earlier = find_run(store, asked) if before else None
    if before and (earlier is None or earlier not in before):
        abort(404)
    page = request.args.get("page", 1, type=int)
    new, new_total = new_since(store, run, earlier, page, _SIZE) if earlier else ([], 0)
    old, old_total = gone(store, run, earlier, page, _SIZE) if earlier else ([], 0)
    page, of = pages_of(max(new_total, old_total), _SIZE, page)
    return page_of_run(
        "audit_compare.html.j2",
        work,
        run,
        "compare",
        before=before,
        earlier=earlier,
        new=new,
        new_total=new_total,
        gone=old,
        gone_total=old_total,
        kept=run.total - new_total,
        changed=changed_cells(store, run, earlier.id) if earlier else [],
        page=page,
        of=of,
        names=NAMES,
        mended=list_rows(store, run, "mended", -1, size=_SIZE),
        not_judged=list_rows(store, run, "not-judged", -1, size=_SIZE),
    )
