"""Tasks that take longer than a page may, each in a process of its own, to be cancelled or gone on with.

They are done one after another, short ones in a line of their own.

What is asked stands in the store before it begins. A server that is killed leaves it there, its process sees that and
ends, and the next server begins the task anew: what was read lies in the cache, what was written is not written again.
"""

from __future__ import annotations

import json
import multiprocessing
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from checklists import UserError
from web.store import Store

__all__ = ["Runner", "Task", "add_task", "cancel_task", "find_task", "last_task"]

_WAITS, _PAUSE = 0.3, 2.0
# A task that is told to stop has so many seconds to end by itself.
_GRACE = 5.0
_OPEN = ("waiting", "running", "cancelling")
# Short, and somebody waits before the page: not to stand in line behind a county's audit.
_SHORT = "lint"


@dataclass(frozen=True, slots=True)
class Task:
    """A task as its page shows it. `state`: waiting, running, cancelling, done, failed or cancelled."""

    id: int
    work: int | None
    kind: str
    args: Mapping[str, Any]
    state: str
    done: int
    total: int
    note: str
    result: Mapping[str, Any]
    error: str
    asked_at: float
    started_at: float | None
    ended_at: float | None

    @property
    def is_open(self) -> bool:
        return self.state in _OPEN

    @property
    def seconds_left(self) -> float | None:
        """How long it will take by what it has done so far; None where that tells nothing yet."""
        if self.state != "running" or not self.started_at or self.done < 3 or self.done >= self.total:
            return None
        spent = time.time() - self.started_at
        return spent / self.done * (self.total - self.done)


def add_task(store: Store, kind: str, args: Mapping[str, Any], work: int | None = None) -> int:
    """Ask for a task; the same one, asked again before it is done, is not done twice."""
    text = json.dumps(args, ensure_ascii=False, sort_keys=True)
    with store.open() as base:
        query = "select id from tasks where kind = ? and args = ? and work is ? and state in ('waiting', 'running')"
        row = base.execute(query, (kind, text, work)).fetchone()
        if row:
            return int(row["id"])
        query = "insert into tasks (kind, args, work, asked_at) values (?, ?, ?, ?)"
        return base.execute(query, (kind, text, work, time.time())).lastrowid or 0


def find_task(store: Store, number: int) -> Task | None:
    """The task of that number."""
    with store.open() as base:
        return _task(base.execute("select * from tasks where id = ?", (number,)).fetchone())


def last_task(store: Store, work: int, kind: str) -> Task | None:
    """The latest of its kind for a work."""
    with store.open() as base:
        query = "select * from tasks where work = ? and kind = ? order by id desc limit 1"
        return _task(base.execute(query, (work, kind)).fetchone())


def cancel_task(store: Store, number: int) -> None:
    """Ask it to stop; one that has not begun is cancelled at once."""
    with store.open() as base:
        base.execute(
            "update tasks set state = 'cancelled', ended_at = ? where id = ? and state = 'waiting'",
            (time.time(), number),
        )
        base.execute("update tasks set state = 'cancelling' where id = ? and state = 'running'", (number,))


def _task(row: Any) -> Task | None:
    if row is None:
        return None
    values = dict(row)
    return Task(**values | {"args": json.loads(values["args"]), "result": json.loads(values["result"])})


class Runner:
    """Does what stands in the store. `start` begins, `stop` ends the task in hand, which the next start takes up again."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ending = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Take up what an earlier server left, and go on with what is asked."""
        with self._store.open() as base:
            base.execute("update tasks set state = 'waiting', done = 0, total = 0 where state = 'running'")
            base.execute("update tasks set state = 'cancelled' where state = 'cancelling'")
        for short in (False, True):
            thread = threading.Thread(target=self._run, args=(short,), name="tasks", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """End; a task in hand is left as it is."""
        self._ending.set()
        for thread in self._threads:
            thread.join()

    def _run(self, short: bool) -> None:
        while not self._ending.is_set():
            try:
                if not self._do_next(short):
                    self._ending.wait(_WAITS)
            except (
                UserError
            ):  # The disk is full, or another program holds the store: that may be over in a moment.
                self._ending.wait(_PAUSE)

    def _do_next(self, short: bool) -> bool:
        """Do the next task; False where none waits. Raises UserError where the store cannot be used."""
        with self._store.open() as base:
            query = "select id from tasks where state = 'waiting' and (kind = ?) = ? order by id limit 1"
            row = base.execute(query, (_SHORT, short)).fetchone()
        if row is not None:
            self._do(row["id"])
        return row is not None

    def _do(self, number: int) -> None:
        from web.task_process import work_on

        here, there = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(
            target=work_on, args=(str(self._store.folder), number, there), daemon=False
        )
        with self._store.open() as base:
            base.execute(
                "update tasks set state = 'running', started_at = ? where id = ?", (time.time(), number)
            )
        try:
            process.start()
        except OSError:  # No memory, or too many processes: told below.
            here.close()
        finally:
            there.close()
        if process.pid is not None:
            self._watch(process, here, number)
        with self._store.open() as base:
            # Killed from outside, or by lack of memory: it could not say so itself.
            base.execute(
                "update tasks set state = case state when 'running' then 'failed' else 'cancelled' end, ended_at = ?, error = "
                "case state when 'running' then '做这件事的进程被系统结束了，多半是内存不够。请关掉别的程序再试一次。' else '' end "
                "where id = ? and state in ('running', 'cancelling') and ?",
                (time.time(), number, not self._ending.is_set()),
            )

    def _is_unwanted(self, number: int) -> bool:
        try:
            task = find_task(self._store, number)
        except UserError:
            return False  # It cannot be asked just now; it is asked again.
        return task is None or task.state == "cancelling"

    def _watch(self, process: BaseProcess, pipe: Connection, number: int) -> None:
        """Until the process has ended, by itself or because it was told to."""
        until = 0.0
        while process.is_alive():
            process.join(_WAITS)
            told = self._ending.is_set() or self._is_unwanted(number)
            if told and not until:
                pipe.close()  # it ends when nobody is at the other end any more
                until = time.monotonic() + _GRACE
            elif told and time.monotonic() > until:
                process.kill()
                process.join()
        pipe.close()
