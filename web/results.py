"""What an audit found, put into the store row by row, so that a page reads just what it shows.

Texts stand whole; pages mask them when they show them (see `web.show`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from audit.remedies import advise, count_remedies
from audit.report.as_json import summarise
from audit.report.entries import Entry, entries_of, is_contradiction
from audit.types import Cell, Report, Status
from checklists import Level
from fangpin.auditing import Audited
from web.store import Store

__all__ = ["CODES", "keep_run"]

_KEPT_RUNS = 5
# How a cell's state is written in `units.marks`, a letter an item in the checklist's order.
CODES = {
    Status.COMPLETE: "c",
    Status.PARTIAL: "p",
    Status.MISSING: "m",
    Status.NOT_APPLICABLE: "n",
    Status.NOT_CHECKED: "x",
}


def keep_run(store: Store, work: int, audited: Audited) -> int:
    """Keep the run, and of earlier ones the newest few; its number."""
    report = audited.report
    assert report is not None
    entries = entries_of(report, full=True, people=audited.people)
    summary = summarise(report) | {
        "remedies": {remedy.value: n for remedy, n in count_remedies(advise(report)).items()}
    }
    places = _places(report, entries)
    with store.open() as base:
        query = "insert into runs (work, at, as_of, target, summary) values (?, ?, ?, ?, ?)"
        values = (
            work,
            audited.outcome.written_at,
            report.as_of.isoformat(),
            str(audited.target),
            _json(summary),
        )
        run = base.execute(query, values).lastrowid or 0
        base.executemany("insert into units values (?, ?, ?, ?, ?, ?, ?)", _units(run, report, places))
        base.executemany(
            f"insert into findings values ({', '.join('?' * 14)})",  # noqa: S608 - marks alone
            (_finding(run, entry, places) for entry in entries),
        )
        base.executemany("insert into files values (?, ?, ?, ?, ?, ?)", _files(run, report, places))
        base.executemany("insert into lists values (?, ?, ?, ?, ?)", _lists(run, report, places))
        base.execute(
            "delete from runs where work = ? and id not in (select id from runs where work = ? order by id desc limit ?)",
            (work, work, _KEPT_RUNS),
        )
    return run


def _places(report: Report, entries: tuple[Entry, ...]) -> dict[str, int]:
    """Each unit's number; those that only findings or files name stand last."""
    places = {unit.id: place for place, unit in enumerate(report.units)}
    for entry in entries:
        places.setdefault(entry.unit, len(places))
    for file in report.files:
        places.setdefault(file.unit, len(places))
    return places


def _units(run: int, report: Report, places: Mapping[str, int]) -> Iterator[tuple[object, ...]]:
    cells: dict[str, dict[str, Cell]] = defaultdict(dict)
    for cell in report.cells:
        cells[cell.unit][cell.item.id] = cell
    for unit, place in places.items():
        depth = min(unit.count("/"), len(Level) - 1)
        own = cells.get(unit, {})
        items = report.checklist.of_level(list(Level)[depth]) if own else ()
        marks = "".join(CODES[own[item.id].status] if item.id in own else "x" for item in items)
        above = places.get(unit.rpartition("/")[0]) if "/" in unit else None
        yield run, place, unit, unit.rpartition("/")[2], depth, above, marks


def _finding(run: int, entry: Entry, places: Mapping[str, int]) -> tuple[object, ...]:
    problem = entry.finding.problem
    detail = {
        "unit_name": entry.unit_name,
        "expected": entry.expected,
        "actual": entry.actual,
        "todo": entry.todo,
        "files": list(entry.files),
        "quotes": [[quote.file, quote.page, quote.text] for quote in entry.quotes],
        "copies": [[step.source, step.what] for step in entry.advice.steps if step.source],
        "kinds": list(problem.kinds),
    }
    return (
        run,
        entry.number,
        places[entry.unit],
        entry.rule,
        entry.severity.value,
        entry.item,
        entry.remedy.value if entry.remedy else "",
        int(problem.judge),
        int(is_contradiction(entry.rule)),
        "",
        entry.person,
        "",
        entry.what,
        _json(detail),
    )


def _files(run: int, report: Report, places: Mapping[str, int]) -> Iterator[tuple[object, ...]]:
    for number, file in enumerate(report.files):
        detail = {
            "stage": file.stage.value if file.stage else "",
            "items": sorted(file.items),
            "state": file.document.state.value,
            "problem": file.document.problem,
            "decided": file.decided,
            "parts": [
                [part.kind, part.stage.value if part.stage else "", part.unit, list(part.pages)]
                for part in file.parts
            ],
        }
        yield run, number, file.path, places[file.unit], file.kind, _json(detail)


def _lists(run: int, report: Report, places: Mapping[str, int]) -> Iterator[tuple[object, ...]]:
    """The cells with their evidence and gaps, the villages' reconciliations and the households' timelines."""
    numbers: dict[tuple[str, str], int] = defaultdict(int)

    def row(kind: str, unit: str, detail: object) -> tuple[object, ...]:
        numbers[kind, unit] += 1
        return run, kind, places.get(unit, -1), numbers[kind, unit], _json(detail)

    for cell in report.cells:
        yield row("cell", cell.unit, _cell(cell))
    for chain in report.reconciliation:
        detail = {
            "stage": chain.stage.value,
            "columns": [column.name for column in chain.columns],
            "rows": [
                [
                    each.household,
                    [[mark.state, mark.on.isoformat() if mark.on else "", mark.file] for mark in each.marks],
                    list(each.differs),
                ]
                for each in chain.rows
            ],
        }
        yield row("reconciliation", chain.village, detail)
    for line in report.timelines:
        steps = [[name, on.isoformat(), path, page] for name, on, path, page in line.steps]
        yield row("timeline", line.household, {"stage": line.stage.value, "steps": steps})


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "item": cell.item.id,
        "status": cell.status.value,
        "gaps": [[gap.kind, gap.due_for] for gap in cell.gaps],
        "evidence": [[held.kind, held.due_for, list(held.files)] for held in cell.evidence],
        "uncertain": list(cell.uncertain_files),
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
