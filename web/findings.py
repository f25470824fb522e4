"""The findings of a run as pages ask for them: filtered, searched, a page at a time; and what people did about each."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audit.report.sheets import STATES
from web.runs import Run
from web.store import Store

__all__ = [
    "CORRECT", "STATES", "FindingRow", "Wanted", "find_findings", "finding_of", "findings_of_file",
    "handle", "identities_of", "people_known", "rows_of",
]  # fmt: skip

# How findings without one of the five remedies are closed, as it stands in a filter.
CORRECT = "correct"
_NARROW = "f.n, f.unit, f.rule, f.severity, f.item, f.remedy, f.judge, f.contradiction, f.state, f.identity"
_HANDLED = "left join handled as h on h.work = :work and h.identity = f.identity and f.identity <> ''"
_PERSON = "coalesce(nullif(h.person, ''), f.person)"
_DONE = f"coalesce(nullif(h.state, ''), '{STATES[0]}')"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of findings is narrowed to; what is empty narrows nothing. `units`: first and last of a run of units.

    `words` are sought in everything that a finding says, all of them; `done` is the state of the work on it.
    """

    units: tuple[int, int] | None = None
    item: str = ""
    rule: str = ""
    severity: str = ""
    remedy: str = ""
    state: str = ""
    done: str = ""
    person: str = ""
    contradictions: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding. `person` answers for it; `done`, `note`, `handled_at`: what people said of it on the page."""

    n: int
    unit: int
    rule: str
    severity: str
    item: str
    remedy: str
    judge: int
    contradiction: int
    state: str
    identity: str
    person: str
    done: str
    note: str
    handled_at: str
    what: str
    detail: Mapping[str, Any]


def find_findings(
    store: Store, run: Run, wanted: Wanted, page: int, size: int
) -> tuple[list[FindingRow], int]:
    """A page of them, contradictions first, as in every report, and how many there are; past the end, the last page."""
    where, values = _where(run, wanted)
    with store.open() as base:
        # The numbers alone are looked through; texts are read for the rows of this page.
        query = f"select f.n from findings as f {_joins(wanted)} where {where} order by f.n"  # noqa: S608
        found = [row[0] for row in base.execute(query, values)]
        first = (min(page, -(-len(found) // size)) - 1) * size if found else 0
        return list(_rows(base, run, found[first : first + size])), len(found)


def identities_of(store: Store, run: Run, wanted: Wanted) -> list[str]:
    """What each of them is known by from run to run."""
    where, values = _where(run, wanted)
    with store.open() as base:
        query = f"select f.identity from findings as f {_joins(wanted)} where {where} and f.identity <> '' order by f.n"  # noqa: S608
        return [row[0] for row in base.execute(query, values)]


def finding_of(store: Store, run: Run, number: int) -> FindingRow | None:
    """The finding of that number."""
    with store.open() as base:
        return next(_rows(base, run, [number]), None)


def findings_of_file(store: Store, run: Run, file: int, most: int = 50) -> list[FindingRow]:
    """Those that speak of a file."""
    with store.open() as base:
        query = "select finding from finding_files where run = ? and file = ? order by finding limit ?"
        numbers = [row["finding"] for row in base.execute(query, (run.id, file, most))]
        return list(_rows(base, run, numbers))


def rows_of(store: Store, run: Run, numbers: Sequence[int]) -> list[FindingRow]:
    """The findings of those numbers."""
    with store.open() as base:
        return list(_rows(base, run, numbers))


def people_known(store: Store, run: Run) -> list[str]:
    """Everybody who answers for findings, by the registry or because somebody said so on the page."""
    with store.open() as base:
        rows = base.execute(
            "select distinct person from handled where work = ? and person <> ''", (run.work,)
        ).fetchall()
    return sorted({*run.summary["people"], *(row["person"] for row in rows)})


def handle(
    store: Store,
    work: int,
    identities: Sequence[str],
    *,
    person: str | None,
    state: str | None,
    note: str | None,
) -> None:
    """Say who answers for findings and how far they are; None leaves what was said before."""
    if state is not None and state not in STATES:
        raise ValueError(f"no such state: {state}")
    now = datetime.now().isoformat(timespec="seconds")
    with store.open() as base:
        base.executemany(
            "insert into handled (work, identity, at) values (?, ?, ?) on conflict do nothing",
            [(work, identity, now) for identity in identities],
        )
        for identity in identities:
            base.execute(
                "update handled set person = coalesce(?, person), state = coalesce(?, state), note = coalesce(?, note), at = ? "
                "where work = ? and identity = ?",
                (person, state, note, now, work, identity),
            )


def _joins(wanted: Wanted) -> str:
    joins = [_HANDLED] if wanted.done or wanted.person else []
    if wanted.words:
        joins.append("join finding_words as w on w.run = f.run and w.n = f.n")
    return " ".join(joins)


def _where(run: Run, wanted: Wanted) -> tuple[str, dict[str, Any]]:
    clauses: list[str] = ["f.run = :run"]
    values: dict[str, Any] = {"run": run.id, "work": run.work}
    if wanted.units:
        clauses.append("f.unit between :first and :last")
        values |= {"first": wanted.units[0], "last": wanted.units[1]}
    for name in ("item", "rule", "severity", "state"):
        if value := getattr(wanted, name):
            clauses.append(f"f.{name} = :{name}")
            values[name] = value
    if wanted.remedy:
        clauses.append("f.remedy = :remedy")
        values["remedy"] = "" if wanted.remedy == CORRECT else wanted.remedy
    if wanted.contradictions:
        clauses.append("f.contradiction = 1")
    if wanted.person:
        clauses.append(f"{_PERSON} = :person")
        values["person"] = wanted.person
    if wanted.done:
        clauses.append(f"{_DONE} = :done")
        values["done"] = wanted.done
    for place, word in enumerate(wanted.words.casefold().split()[:8]):
        clauses.append(f"instr(w.words, :word{place}) > 0")
        values[f"word{place}"] = word.encode("utf-8", "replace")
    return " and ".join(clauses), values


def _rows(base: sqlite3.Connection, run: Run, numbers: Sequence[int]) -> Iterator[FindingRow]:
    query = (
        f"select {_NARROW}, {_PERSON} as person, {_DONE} as done, coalesce(h.note, '') as note, "  # noqa: S608
        "coalesce(h.at, '') as handled_at, t.what, t.detail from findings as f "
        f"join finding_texts as t on t.run = f.run and t.n = f.n {_HANDLED} where f.run = :run and f.n = :n"
    )
    for number in numbers:
        row = base.execute(query, {"run": run.id, "work": run.work, "n": number}).fetchone()
        if row:
            values = dict(row)
            yield FindingRow(**values | {"detail": json.loads(values["detail"])})
