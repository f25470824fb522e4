"""The findings of a run: narrowed and searched, each beside its evidence, handed to people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from audit.rules import catalogue
from web.app import parts
from web.audit_frame import page_of_run, pages_of, run_or_404
from web.evidence import views_of
from web.findings import (
    STATES,
    Wanted,
    find_findings,
    finding_of,
    identities_of,
    people_known,
)
from web.findings import (
    handle as keep_handled,
)
from web.queries import UnitRow, below, tops, unit_of, units_above
from web.runs import Run
from web.show import is_whole
from web.words_of_findings import NAMES, PROGRESS, REMEDIES, SEVERITIES, choices_of

__all__ = ["pages"]

pages = Blueprint("findings", __name__)
_SIZE = 100
_MOST_UNITS = 300
_VIEWS = 6
_FILTERS = ("severity", "remedy", "rule", "state", "done", "person")
_LONGEST = {"person": 20, "note": 200}


@pages.get("/runs/<int:number>/findings")
def index(number: int) -> str:
    """The list; what it is narrowed to stands in the address as numbers."""
    work, run = run_or_404(number)
    return page_of_run("findings.html.j2", work, run, "findings", given="", **_list(run, request.args))


@pages.post("/runs/<int:number>/findings")
def narrow(number: int) -> str:
    """The list narrowed otherwise: what is typed to search for never stands in an address."""
    work, run = run_or_404(number)
    given = _give(run) if request.form.get("give") else ""
    values = _list(run, request.form) | {"given": given}
    if "HX-Request" in request.headers:
        return render_template("findings_list.html.j2", run=run, whole=is_whole(), **values)
    return page_of_run("findings.html.j2", work, run, "findings", **values)


@pages.get("/runs/<int:number>/findings/<int:finding>")
def one(number: int, finding: int) -> str:
    """One finding with its evidence side by side."""
    work, run = run_or_404(number)
    store = parts().store
    row = finding_of(store, run, finding) or abort(404)
    unit = unit_of(store, run, row.unit) or abort(404)
    views, rest = views_of(store, run, row, _VIEWS)
    rule = next((each for each in catalogue() if each.name == row.rule), None)
    items = [item for item, _ in run.items(unit.level)]
    return page_of_run(
        "finding.html.j2",
        work,
        run,
        "findings",
        row=row,
        names=NAMES,
        chain=units_above(store, run, unit),
        place=items.index(row.item) + 1 if row.item in items else 0,
        reason=[f"{heading}：{text}" for heading, text in rule.sections] if rule else [],
        still_there=row.done == STATES[2] and row.handled_at < run.at[:19],
        views=views,
        any_picture=any(view.picture for view in views),
        rest=rest[:20],
        more=len(rest),
        people=people_known(store, run),
        states=STATES,
    )


@pages.post("/runs/<int:number>/findings/<int:finding>/handle")
def handle(number: int, finding: int) -> Response:
    """Who answers for it, and how far it is."""
    work, run = run_or_404(number)
    row = finding_of(parts().store, run, finding) or abort(404)
    done = request.form.get("done", 1, type=int)
    if not row.identity or not 1 <= done <= len(STATES):
        abort(400)
    said = {name: request.form.get(name, "").strip()[:most] for name, most in _LONGEST.items()}
    keep_handled(
        parts().store,
        work.id,
        [row.identity],
        person=said["person"],
        state=STATES[done - 1],
        note=said["note"],
    )
    return redirect(url_for("findings.one", number=number, finding=finding, told=4))


def _give(run: Run) -> str:
    """Hand all that the list is narrowed to, to one person; what was done, or why nothing was."""
    person = request.form.get("to", "").strip()[: _LONGEST["person"]]
    if not person:
        return "没有写交给谁，什么也没有改。"
    store = parts().store
    identities = identities_of(store, run, _wanted(run, request.form, people_known(store, run))[0])
    keep_handled(store, run.work, identities, person=person, state=None, note=None)
    return f"已把 {len(identities)} 条交给{person}。"


def _wanted(
    run: Run, asked: MultiDict[str, str], people: Sequence[str]
) -> tuple[Wanted, list[tuple[list[UnitRow], int]]]:
    """What the list is narrowed to, and the choices of units. Words are heard from a form alone, never from an address."""
    units, chosen = _units(run, asked.getlist("unit", type=int))
    wanted = Wanted(
        units=(chosen.n, chosen.last) if chosen else None,
        rule=_pick(asked, "rule", sorted(run.summary["rules"])),
        severity=_pick(asked, "severity", SEVERITIES),
        remedy=_pick(asked, "remedy", [value for value, _, _ in REMEDIES]),
        state=_pick(asked, "state", PROGRESS),
        done=_pick(asked, "done", STATES),
        person=_pick(asked, "person", people),
        contradictions=bool(asked.get("contradictions")),
        words=request.form.get("words", "").strip()[:100],
    )
    return wanted, units


def _list(run: Run, asked: MultiDict[str, str]) -> dict[str, Any]:
    """A page of the list with what it was narrowed to."""
    store = parts().store
    people = people_known(store, run)
    wanted, units = _wanted(run, asked, people)
    page = max(1, asked.get("page", 1, type=int))
    rows, total = find_findings(store, run, wanted, page, _SIZE)
    page, of = pages_of(total, _SIZE, page)
    return {
        "rows": rows,
        "total": total,
        "page": page,
        "of": of,
        "names": NAMES,
        "people": people[:_MOST_UNITS],
        "choices": choices_of(run, people[:_MOST_UNITS]),
        "unit_choices": units,
        "picked": {name: asked.get(name, 0, type=int) for name in _FILTERS}
        | {"contradictions": wanted.contradictions},
        "words": wanted.words,
    }


def _pick(asked: MultiDict[str, str], name: str, known: Sequence[str]) -> str:
    """What the number in the address stands for, or ""."""
    place = asked.get(name, 0, type=int)
    return known[place - 1] if 1 <= place <= len(known) else ""


def _units(run: Run, asked: Sequence[int]) -> tuple[list[tuple[list[UnitRow], int]], UnitRow | None]:
    """A choice for each level down to the unit asked for, and one below it; and that unit.

    A form sends the choice of every level: it holds as far as each lies below the one before.
    """
    store = parts().store
    chosen: UnitRow | None = None
    if len(asked) == 1:
        chosen = unit_of(store, run, asked[0])
    else:
        for number in asked:
            unit = unit_of(store, run, number)
            if unit is None or (unit.above != chosen.n if chosen else unit.above is not None):
                break
            chosen = unit
    chain = units_above(store, run, chosen) if chosen else []
    offer: Callable[[UnitRow], list[UnitRow]] = lambda unit: below(store, run, unit.n, 1, _MOST_UNITS)[0]  # noqa: E731
    choices = [(tops(store, run), chain[0].n if chain else -1)]
    for place, unit in enumerate(chain):
        if under := offer(unit):
            choices.append((under, chain[place + 1].n if place + 1 < len(chain) else -1))
    return choices, chosen
