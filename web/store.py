"""What the page remembers, in one SQLite file: works, tasks and what they found.

It holds names of people and what papers say of them, so the file is its owner's alone (0600 in a folder of 0700).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checklists import Fault, UserError
from registry.files import write_fault

__all__ = ["FILE", "Store"]

FILE = "fangpin.sqlite3"
_LAYOUT = 1
_WAIT = 15.0
_TABLES = """
create table works (
  id integer primary key, name text not null, archive text not null default '', registry text not null default '',
  unit text not null default '', checklist text not null default 'tongren-2021', inspection_on text not null default '',
  made_at text not null, opened_at text not null);
create table tasks (
  id integer primary key, work integer references works(id) on delete cascade, kind text not null, args text not null,
  state text not null default 'waiting', done integer not null default 0, total integer not null default 0,
  note text not null default '', result text not null default '{}', error text not null default '',
  asked_at real not null, started_at real, ended_at real);
create table runs (
  id integer primary key, work integer not null references works(id) on delete cascade, at text not null,
  as_of text not null, target text not null, summary text not null, asked text not null default '{}',
  reader text not null default '', decided text not null default '');
create table units (
  run integer not null references runs(id) on delete cascade, n integer not null, id text not null, name text not null,
  level integer not null, above integer, last integer not null, found integer not null, marks text not null,
  primary key (run, n)) without rowid;
create index units_above on units (run, above);
create index units_id on units (run, id);
create table findings (
  run integer not null references runs(id) on delete cascade, n integer not null, unit integer not null,
  rule text not null, severity text not null, item text not null, remedy text not null, judge integer not null,
  contradiction integer not null, state text not null, person text not null, identity text not null,
  primary key (run, n)) without rowid;
create index findings_unit on findings (run, unit, item);
create index findings_identity on findings (run, identity);
create table finding_texts (
  run integer not null references runs(id) on delete cascade, n integer not null, what text not null,
  detail text not null, primary key (run, n));
create table finding_words (
  run integer not null references runs(id) on delete cascade, n integer not null, words blob not null,
  primary key (run, n));
create table finding_files (
  run integer not null references runs(id) on delete cascade, file integer not null, finding integer not null,
  primary key (run, file, finding)) without rowid;
create table files (
  run integer not null references runs(id) on delete cascade, n integer not null, path text not null,
  raw blob not null, unit integer not null, kind text not null, detail text not null, primary key (run, n));
create index files_unit on files (run, unit);
create table lists (
  run integer not null references runs(id) on delete cascade, kind text not null, unit integer not null, n integer not null,
  detail text not null, primary key (run, kind, unit, n));
create table handled (
  work integer not null references works(id) on delete cascade, identity text not null, state text not null default '',
  person text not null default '', note text not null default '', at text not null, primary key (work, identity)) without rowid;
"""


class Store:
    """The file, opened anew for each use: any thread and process may. Raises UserError where it cannot be used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / FILE
        self._begin_private()
        with self.open() as base:
            base.execute("pragma journal_mode = wal")
            (layout,) = base.execute("pragma user_version").fetchone()
            if layout == 0:
                base.executescript(f"begin; {_TABLES} pragma user_version = {_LAYOUT}; commit;")
            elif layout != _LAYOUT:
                raise UserError(
                    Fault(str(self.file), "是别的版本的程序留下的", "请用 --data 另选一个文件夹，或更新程序")
                )

    def _begin_private(self) -> None:
        """What SQLite lays beside the file has the file's own mode: so it has its mode before it has content."""
        try:
            self.file.touch(mode=0o600)
            if os.name == "posix":
                self.file.chmod(0o600)
        except OSError as error:
            raise UserError(write_fault(self.file, error)) from error

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A connection for one piece of work: kept where it ends well, undone where it does not."""
        try:
            base = sqlite3.connect(self.file, timeout=_WAIT)
        except sqlite3.Error as error:
            raise UserError(Fault(str(self.file), f"打不开（{error}）", "请检查磁盘和文件权限")) from error
        try:
            base.row_factory = sqlite3.Row
            base.execute("pragma foreign_keys = on")
            with base:
                yield base
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.IntegrityError):
                raise
            todo = "请关掉别的 fangpin 再试；仍不行的，把这个文件移走后重新打开，档案和报告不受影响"
            raise UserError(Fault(str(self.file), f"读写不了（{error}）", todo)) from error
        finally:
            base.close()
