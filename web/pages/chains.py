"""The four levels side by side, the households' dated steps, and the files that were not read."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, request

from web.app import parts
from web.audit_frame import page_of_run, pages_of, run_or_404
from web.queries import UnitRow, list_rows, lists_below, paths_of, unit_of, units_above, units_with_list
from web.runs import Run

__all__ = ["pages"]

pages = Blueprint("chains", __name__)
_HOMES, _LINES, _FILES = 100, 60, 100
_MOST_VILLAGES = 400


@pages.get("/runs/<int:number>/reconciliation")
def reconciliation(number: int) -> str:
    """One village and stage: a row a household, a column a paper."""
    work, run = run_or_404(number)
    store = parts().store
    villages = units_with_list(store, run, "reconciliation", _MOST_VILLAGES)
    village = _asked(run, villages[0].n if villages else None)
    tables = list_rows(store, run, "reconciliation", village.n) if village else []
    place = min(max(request.args.get("stage", 1, type=int), 1), max(1, len(tables)))
    table: dict[str, Any] = tables[place - 1] if tables else {"rows": [], "columns": [], "stage": ""}
    page, of = pages_of(len(table["rows"]), _HOMES, request.args.get("page", 1, type=int))
    rows = table["rows"][(page - 1) * _HOMES : page * _HOMES]
    return page_of_run(
        "audit_reconciliation.html.j2",
        work,
        run,
        "chains",
        villages=villages,
        village=village,
        stages=[each["stage"] for each in tables],
        place=place,
        columns=table["columns"],
        rows=rows,
        page=page,
        of=of,
        total=len(table["rows"]),
        paths=paths_of(store, run, (n for _, _, marks, _ in rows for _, _, n in marks)),
    )


@pages.get("/runs/<int:number>/timelines")
def timelines(number: int) -> str:
    """The dated steps of the households of a unit, each with its paper."""
    work, run = run_or_404(number)
    store = parts().store
    unit = _asked(run, None)
    page = request.args.get("page", 1, type=int)
    lines, total = lists_below(store, run, "timeline", unit, page, _LINES)
    page, of = pages_of(total, _LINES, page)
    return page_of_run(
        "audit_timelines.html.j2",
        work,
        run,
        "timelines",
        unit=unit,
        chain=units_above(store, run, unit) if unit else [],
        lines=lines,
        page=page,
        of=of,
        total=total,
        paths=paths_of(store, run, (n for _, line in lines for _, _, n, _ in line["steps"])),
    )


@pages.get("/runs/<int:number>/unread")
def unread(number: int) -> str:
    """The files whose content is not or not wholly known, by the reason."""
    work, run = run_or_404(number)
    store = parts().store
    reasons = list_rows(store, run, "unread-reason", -1)
    place = request.args.get("reason", 1, type=int)
    if reasons and not 1 <= place <= len(reasons):
        abort(404)
    total = reasons[place - 1][3] if reasons else 0
    page, of = pages_of(total, _FILES, request.args.get("page", 1, type=int))
    rows = list_rows(store, run, "unread", place - 1, page, _FILES)
    return page_of_run(
        "audit_unread.html.j2",
        work,
        run,
        "unread",
        reasons=reasons,
        place=place,
        rows=rows,
        page=page,
        of=of,
        total=total,
        paths=paths_of(store, run, (n for n, _ in rows)),
    )


def _asked(run: Run, default: int | None) -> UnitRow | None:
    """The unit in the address, which must be there; else the default."""
    number = request.args.get("unit", default, type=int)
    if number is None:
        return None
    return unit_of(parts().store, run, number) or abort(404)
