"""Papers dropped to be checked before they are sent: kept for a day at most, with what was found in them."""

from __future__ import annotations

import json
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from fangpin.linting import Remark
from web.store import Store

__all__ = [
    "KEPT", "Drop", "Paper", "add_drop", "find_drop", "forget", "forget_old", "keep_found", "list_drops", "new_folder", "set_task",
]  # fmt: skip

KEPT = timedelta(days=1)
_TABLE = """create table if not exists drops (
  id integer primary key autoincrement, folder text not null, as_of text not null, task integer not null default 0,
  papers text not null default '[]', at text not null)"""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: why it could not be checked, or what was found; the copy with comments, "" for none."""

    name: str
    trouble: str
    remarks: tuple[Remark, ...]
    annotated: str

    def count(self, severity: str) -> int:
        return sum(remark.severity == severity for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class Drop:
    """The papers dropped together; `papers` is empty until they are checked."""

    id: int
    folder: Path
    as_of: str
    task: int
    papers: tuple[Paper, ...]
    at: str


@contextmanager
def _open(store: Store) -> Iterator[sqlite3.Connection]:
    with store.open() as base:
        base.execute(_TABLE)
        yield base


def add_drop(store: Store, folder: Path, as_of: str) -> int:
    """Papers that lie in the folder, to be checked as of that day; the number of the drop."""
    with _open(store) as base:
        query = "insert into drops (folder, as_of, at) values (?, ?, ?)"
        return base.execute(query, (folder.name, as_of, _at(datetime.now()))).lastrowid or 0


def new_folder(store: Store) -> Path:
    """Where the papers of one drop are kept."""
    folder = _home(store) / secrets.token_hex(6)
    folder.mkdir(mode=0o700, parents=True)
    return folder


def find_drop(store: Store, number: int) -> Drop | None:
    """The drop of that number."""
    with _open(store) as base:
        row = base.execute("select * from drops where id = ?", (number,)).fetchone()
    return _drop(store, row) if row else None


def list_drops(store: Store, most: int = 20) -> list[Drop]:
    """What is still kept, the latest first."""
    with _open(store) as base:
        return [
            _drop(store, row) for row in base.execute("select * from drops order by id desc limit ?", (most,))
        ]


def set_task(store: Store, number: int, task: int) -> None:
    """Which task checks them."""
    with _open(store) as base:
        base.execute("update drops set task = ? where id = ?", (task, number))


def keep_found(store: Store, number: int, papers: Sequence[Paper]) -> None:
    """What was found in them."""
    with _open(store) as base:
        packed = json.dumps([asdict(paper) for paper in papers], ensure_ascii=False)
        base.execute("update drops set papers = ? where id = ?", (packed, number))


def forget(store: Store, drop: Drop) -> None:
    """Remove the papers and what was found in them."""
    shutil.rmtree(drop.folder, ignore_errors=True)
    with _open(store) as base:
        base.execute("delete from drops where id = ?", (drop.id,))


def forget_old(store: Store, now: datetime) -> None:
    """Remove what was dropped more than a day ago, and what a task has left behind whose papers were removed meanwhile."""
    with _open(store) as base:
        drops = [_drop(store, row) for row in base.execute("select * from drops")]
    for drop in drops:
        if drop.at < _at(now - KEPT):
            forget(store, drop)
    known = {drop.folder for drop in drops}
    for folder in _home(store).glob("*"):
        if folder not in known and folder.stat().st_mtime < (now - KEPT).timestamp():
            shutil.rmtree(folder, ignore_errors=True)


def _home(store: Store) -> Path:
    return store.folder / "checked"


def _drop(store: Store, row: sqlite3.Row) -> Drop:
    values = dict(row)
    papers = tuple(
        Paper(**{**paper, "remarks": tuple(Remark(**remark) for remark in paper["remarks"])})
        for paper in json.loads(values.pop("papers"))
    )
    return Drop(**{**values, "folder": _home(store) / values["folder"], "papers": papers})


def _at(when: datetime) -> str:
    return when.isoformat(timespec="seconds")
