"""What an audit found, put into the store row by row, so that a page reads just what it shows.

Texts stand whole; pages mask them when they show them (see `web.show`).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

from audit.remedies import Remedy, advise, count_remedies
from audit.report.as_json import summarise
from audit.report.entries import Entry, entries_of, is_contradiction
from audit.types import Cell, Report, Status
from checklists import Level
from fangpin.auditing import Audited
from web.plan import plan_lists
from web.result_lists import lists_of
from web.runs import decisions_digest
from web.store import Store

if TYPE_CHECKING:
    from audit.next_steps import Deadline

__all__ = ["CODES", "Places", "keep_run"]

_KEPT_RUNS = 5
# How a cell's state is written in `units.marks`, a letter an item in the checklist's order; a capital: files that could
# not be read may belong to it.
CODES = {
    Status.COMPLETE: "c",
    Status.PARTIAL: "p",
    Status.MISSING: "m",
    Status.ON_PAPER: "o",
    Status.NOT_APPLICABLE: "n",
    Status.NOT_CHECKED: "x",
}


@dataclass(frozen=True, slots=True)
class Places:
    """The numbers that units and files have in a run. `last`: the last unit below each; they stand depth first."""

    units: Mapping[str, int]
    last: Mapping[str, int]
    files: Mapping[str, int] = field(default_factory=dict)


def keep_run(
    store: Store,
    work: int,
    audited: Audited,
    asked: Mapping[str, Any] | None = None,
    reader: str = "",
    deadline: Deadline | None = None,
) -> int:
    """Keep the run, and of earlier ones the newest few; its number.

    `asked`: the arguments of its task, so that it can be asked again. `reader`: under which the cache knows its documents.
    `deadline`: the days that its plan is for.
    """
    report = audited.report
    assert report is not None
    entries = entries_of(report, full=True, people=audited.people)
    places = _places(report, entries)
    values = (
        work,
        audited.outcome.written_at,
        report.as_of.isoformat(),
        str(audited.target),
        _json(_summary(report, entries)),
        _json(asked or {}),
        reader,
        decisions_digest(audited.target),
    )
    with store.open() as base:
        query = "insert into runs (work, at, as_of, target, summary, asked, reader, decided) values (?, ?, ?, ?, ?, ?, ?, ?)"
        run = base.execute(query, values).lastrowid or 0
        base.executemany(
            "insert into units values (?, ?, ?, ?, ?, ?, ?, ?, ?)", _units(run, report, entries, places)
        )
        base.executemany(
            "insert into findings values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (_finding(run, entry, places) for entry in entries),
        )
        base.executemany(
            "insert into finding_texts values (?, ?, ?, ?)",
            (_texts(run, entry, places) for entry in entries),
        )
        base.executemany(
            "insert into finding_words values (?, ?, ?)", (_words(run, entry) for entry in entries)
        )
        base.executemany("insert into finding_files values (?, ?, ?)", _finding_files(run, entries, places))
        base.executemany("insert into files values (?, ?, ?, ?, ?, ?, ?)", _files(run, report, places))
        base.executemany(
            "insert into lists values (?, ?, ?, ?, ?)",
            (
                (run, kind, unit, number, _json(detail))
                for kind, unit, number, detail in chain(
                    lists_of(report, places.units, places.files), plan_lists(report, entries, deadline)
                )
            ),
        )
        # What was said of a finding under a number that it had before is said of it.
        base.executemany(
            "update or ignore handled set identity = ? where work = ? and identity = ?",
            [(entry.finding.id, work, was) for entry in entries for was in reversed(entry.finding.was)],
        )
        base.execute(
            "delete from runs where work = ? and id not in (select id from runs where work = ? order by id desc limit ?)",
            (work, work, _KEPT_RUNS),
        )
    return run


def _summary(report: Report, entries: Iterable[Entry]) -> Mapping[str, Any]:
    """The counts of the JSON report, and what pages choose from."""
    advised = advise(report)
    partly = sum(
        advice.remedy is not Remedy.COPY and any(step.remedy is Remedy.COPY for step in advice.steps)
        for advice in advised
    )
    return {
        **summarise(report),
        "remedies": {remedy.value: n for remedy, n in count_remedies(advised).items()},
        "partly_copied": partly,
        "people": sorted({entry.person for entry in entries if entry.person}),
        "checklist": report.checklist.name,
        "compared": report.comparison.earlier if report.comparison else "",
        "comparison_note": report.comparison.note if report.comparison else "",
    }


def _places(report: Report, entries: Iterable[Entry]) -> Places:
    """Units depth first, in the report's order; those that only findings or files name stand among their likes, last."""
    order = {unit.id: place for place, unit in enumerate(report.units)}
    for named in (*(entry.unit for entry in entries), *(file.unit for file in report.files)):
        chain = named.split("/")
        for length in range(1, len(chain) + 1):
            order.setdefault("/".join(chain[:length]), len(order))
    below: dict[str, list[str]] = defaultdict(list)
    for unit in sorted(order, key=order.__getitem__):
        below[unit.rpartition("/")[0]].append(unit)
    units: dict[str, int] = {}
    last: dict[str, int] = {}

    def visit(unit: str) -> None:
        units[unit] = len(units)
        for each in below[unit]:
            visit(each)
        last[unit] = len(units) - 1

    for top in below[""]:
        visit(top)
    return Places(units, last, {file.path: number for number, file in enumerate(report.files)})


def _units(
    run: int, report: Report, entries: Iterable[Entry], places: Places
) -> Iterator[tuple[object, ...]]:
    cells: dict[str, dict[str, Cell]] = defaultdict(dict)
    for cell in report.cells:
        cells[cell.unit][cell.item.id] = cell
    counted = Counter(entry.unit for entry in entries)
    numbers = list(places.units)
    totals = [0]
    for unit in numbers:
        totals.append(totals[-1] + counted[unit])
    for unit, place in places.units.items():
        depth = min(unit.count("/"), len(Level) - 1)
        own = cells.get(unit, {})
        items = report.checklist.of_level(list(Level)[depth]) if own else ()
        marks = "".join(_code(own[item.id]) if item.id in own else "x" for item in items)
        above = places.units.get(unit.rpartition("/")[0]) if "/" in unit else None
        last = places.last[unit]
        found = totals[last + 1] - totals[place]
        yield run, place, text_of(unit), text_of(unit.rpartition("/")[2]), depth, above, last, found, marks


def _code(cell: Cell) -> str:
    code = CODES[cell.status]
    return code.upper() if cell.uncertain_files else code


def _finding(run: int, entry: Entry, places: Places) -> tuple[object, ...]:
    return (
        run,
        entry.number,
        places.units[entry.unit],
        entry.rule,
        entry.severity.value,
        entry.item,
        entry.remedy.value if entry.remedy else "",
        int(entry.finding.problem.judge),
        int(is_contradiction(entry.rule)),
        entry.finding.state.value,
        text_of(entry.person),
        entry.finding.id,
    )


def _texts(run: int, entry: Entry, places: Places) -> tuple[object, ...]:
    problem = entry.finding.problem
    detail = {
        "unit_name": entry.unit_name,
        "expected": entry.expected,
        "actual": entry.actual,
        "todo": entry.todo,
        "files": [[places.files.get(path, -1), path] for path in entry.files],
        "quotes": [
            [places.files.get(quote.file, -1), quote.file, quote.page, quote.text] for quote in entry.quotes
        ],
        "copies": [
            [places.files.get(step.source, -1), step.source, list(step.pages), step.what]
            for step in entry.advice.steps
            if step.source
        ],
        "kinds": list(problem.kinds),
    }
    return run, entry.number, text_of(entry.what), _json(detail)


def _words(run: int, entry: Entry) -> tuple[int, int, bytes]:
    """All that a search looks through, as bytes: those are compared many times faster than texts."""
    sought = (
        entry.unit_name,
        entry.item,
        entry.person,
        entry.what,
        entry.expected,
        entry.actual,
        *entry.files,
        *(quote.text for quote in entry.quotes),
    )
    return run, entry.number, "\n".join(filter(None, sought)).casefold().encode("utf-8", "replace")


def _finding_files(run: int, entries: Iterable[Entry], places: Places) -> Iterator[tuple[int, int, int]]:
    for entry in entries:
        named = {*entry.files, *(quote.file for quote in entry.quotes)}
        yield from ((run, places.files[path], entry.number) for path in sorted(named) if path in places.files)


def _files(run: int, report: Report, places: Places) -> Iterator[tuple[object, ...]]:
    for number, file in enumerate(report.files):
        document = file.document
        detail = {
            "stage": file.stage.value if file.stage else "",
            "items": sorted(file.items),
            "state": document.state.value,
            "problem": document.problem,
            "format": document.format,
            "digest": document.digest,
            "pages": document.pages,
            "decided": file.decided,
            "parts": [
                [part.kind, part.stage.value if part.stage else "", part.unit, list(part.pages)]
                for part in file.parts
            ],
        }
        raw = file.path.encode("utf-8", "surrogatepass")
        yield run, number, text_of(file.path), raw, places.units[file.unit], file.kind, _json(detail)


def text_of(text: str) -> str:
    """What a database of texts can hold: a name on the disk may be no text."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _json(value: object) -> str:
    return text_of(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
