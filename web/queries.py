"""What pages read of a run: units, cells, files. Each asks for no more than it shows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from audit.wording import unit_name
from web.runs import Run
from web.store import Store

__all__ = [
    "FileRow", "UnitRow", "below", "cells_of", "changed_cells", "file_of", "list_rows", "lists_below", "numbers_of", "paths_of", "tops",
    "unit_named", "unit_of", "units_above", "units_with_list",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with a mark for each item (capital: unread files may belong to it). `found`: findings of it and below."""

    n: int
    id: str
    name: str
    level: int
    above: int | None
    last: int
    found: int
    marks: str

    @property
    def full_name(self) -> str:
        return unit_name(self.id)


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of the archive, and what it was taken for. `raw`: its path as the disk has it."""

    n: int
    path: str
    raw: bytes
    unit: int
    kind: str
    detail: dict[str, Any]

    @property
    def whole_path(self) -> str:
        return self.raw.decode("utf-8", "surrogatepass")

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


_UNIT = "n, id, name, level, above, last, found, marks"
_FILE = "n, path, raw, unit, kind, detail"


def tops(store: Store, run: Run) -> list[UnitRow]:
    """The units that stand under none; one, but for a folder of loose ones."""
    with store.open() as base:
        query = f"select {_UNIT} from units where run = ? and above is null order by n limit 200"  # noqa: S608
        rows = base.execute(query, (run.id,)).fetchall()
    return [UnitRow(**row) for row in rows]


def unit_of(store: Store, run: Run, number: int) -> UnitRow | None:
    """The unit of that number."""
    with store.open() as base:
        row = base.execute(f"select {_UNIT} from units where run = ? and n = ?", (run.id, number)).fetchone()  # noqa: S608
    return UnitRow(**row) if row else None


def unit_named(store: Store, run: Run, name: str) -> UnitRow | None:
    """The unit of that chain of names."""
    with store.open() as base:
        row = base.execute(f"select {_UNIT} from units where run = ? and id = ?", (run.id, name)).fetchone()  # noqa: S608
    return UnitRow(**row) if row else None


def units_above(store: Store, run: Run, unit: UnitRow) -> list[UnitRow]:
    """From the top down to the unit itself."""
    chain = [unit]
    while chain[0].above is not None:
        above = unit_of(store, run, chain[0].above)
        if above is None:
            break
        chain.insert(0, above)
    return chain


def below(store: Store, run: Run, unit: int, page: int, size: int) -> tuple[list[UnitRow], int]:
    """A page of the units right below, in the order of the report, and how many there are."""
    with store.open() as base:
        (total,) = base.execute(
            "select count(*) from units where run = ? and above = ?", (run.id, unit)
        ).fetchone()
        rows = base.execute(
            f"select {_UNIT} from units where run = ? and above = ? order by n limit ? offset ?",  # noqa: S608
            (run.id, unit, size, (page - 1) * size),
        ).fetchall()
    return [UnitRow(**row) for row in rows], total


def cells_of(store: Store, run: Run, unit: int) -> dict[str, dict[str, Any]]:
    """Item → its cell in a unit: status, gaps, evidence, uncertain, papers."""
    return {cell["item"]: cell for cell in list_rows(store, run, "cell", unit)}


def list_rows(store: Store, run: Run, kind: str, unit: int, page: int = 1, size: int = 10_000) -> list[Any]:
    """A page of one of the run's lists."""
    with store.open() as base:
        rows = base.execute(
            "select detail from lists where run = ? and kind = ? and unit = ? order by n limit ? offset ?",
            (run.id, kind, unit, size, (page - 1) * size),
        ).fetchall()
    return [json.loads(row["detail"]) for row in rows]


def file_of(store: Store, run: Run, number: int) -> FileRow | None:
    """The file of that number."""
    with store.open() as base:
        row = base.execute(f"select {_FILE} from files where run = ? and n = ?", (run.id, number)).fetchone()  # noqa: S608
    return _file(row) if row else None


def paths_of(store: Store, run: Run, numbers: Iterable[int]) -> dict[int, str]:
    """Number → path, for those that are files of the run."""
    wanted = sorted({number for number in numbers if number >= 0})
    found: dict[int, str] = {}
    with store.open() as base:
        for at in range(0, len(wanted), 500):
            part = wanted[at : at + 500]
            query = f"select n, path from files where run = ? and n in ({','.join('?' * len(part))})"  # noqa: S608
            found |= {row["n"]: row["path"] for row in base.execute(query, (run.id, *part))}
    return found


def numbers_of(store: Store, run: Run, paths: Iterable[str]) -> dict[str, int]:
    """Path → number, for those that are files of the run."""
    wanted = list(dict.fromkeys(paths))[:500]
    query = f"select path, n from files where run = ? and path in ({','.join('?' * len(wanted))})"  # noqa: S608
    with store.open() as base:
        return {row["path"]: row["n"] for row in base.execute(query, (run.id, *wanted))}


def changed_cells(
    store: Store, run: Run, earlier: int, most: int = 200
) -> list[tuple[UnitRow, int, str, str]]:
    """Unit, place of the item, mark before and now, for the cells that are another now."""
    query = (
        f"select {', '.join('now.' + name for name in _UNIT.split(', '))}, before.marks as old from units as now "  # noqa: S608
        "join units as before on before.run = ? and before.id = now.id "
        "where now.run = ? and before.marks <> now.marks and length(before.marks) = length(now.marks) order by now.n limit ?"
    )
    with store.open() as base:
        rows: list[sqlite3.Row] = base.execute(query, (earlier, run.id, most)).fetchall()
    found = []
    for row in rows:
        values = dict(row)
        old = values.pop("old")
        unit = UnitRow(**values)
        found += [
            (unit, place, before, now)
            for place, (before, now) in enumerate(zip(old, unit.marks, strict=True))
            if before != now
        ]
    return found


def _file(row: sqlite3.Row) -> FileRow:
    values = dict(row)
    return FileRow(**values | {"detail": json.loads(values["detail"])})


def units_with_list(store: Store, run: Run, kind: str, most: int) -> list[UnitRow]:
    """The units that have a list of that kind."""
    query = (
        f"select {_UNIT} from units where run = ? and n in (select unit from lists where run = ? and kind = ?) "  # noqa: S608
        "order by n limit ?"
    )
    with store.open() as base:
        rows = base.execute(query, (run.id, run.id, kind, most)).fetchall()
    return [UnitRow(**row) for row in rows]


def lists_below(
    store: Store, run: Run, kind: str, unit: UnitRow | None, page: int, size: int
) -> tuple[list[tuple[UnitRow, Any]], int]:
    """A page of the lists of a unit and of those below it, or of all, each with its unit; and how many there are."""
    first, last = (unit.n, unit.last) if unit else (0, 1 << 60)
    where = "l.run = ? and l.kind = ? and l.unit between ? and ?"
    with store.open() as base:
        counting = f"select count(*) from lists as l where {where}"  # noqa: S608
        (total,) = base.execute(counting, (run.id, kind, first, last)).fetchone()
        rows = base.execute(
            f"select {', '.join('u.' + name for name in _UNIT.split(', '))}, l.detail from lists as l "  # noqa: S608
            f"join units as u on u.run = l.run and u.n = l.unit where {where} order by l.unit, l.n limit ? offset ?",
            (run.id, kind, first, last, size, (page - 1) * size),
        ).fetchall()
    found = []
    for row in rows:
        values = dict(row)
        detail = json.loads(values.pop("detail"))
        found.append((UnitRow(**values), detail))
    return found, total
