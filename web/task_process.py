"""What runs in a task's own process: the same functions as the commands, with progress written to the store."""

from __future__ import annotations

import _thread
import importlib
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from checklists import UserError
from web.error_log import note_where
from web.runner import Task, find_task
from web.store import Store

__all__ = ["HANDLERS", "Doing", "do_task", "work_on"]

# Kind of task → the module whose `do(doing)` does it and returns what its page needs to know.
HANDLERS = {
    "generate": "web.tasks.generate",
    "audit": "web.tasks.audit",
    "lint": "web.tasks.lint",
    "unpack": "web.tasks.unpack",
    "full": "web.tasks.full",
    "ledger": "web.tasks.ledger",
    "lists": "web.tasks.lists",
    "copies": "web.tasks.copies",
    "remake": "web.tasks.remake",
    "catalogue": "web.tasks.catalogue",
    "bind": "web.tasks.bind",
    "draft": "web.tasks.draft",
}
_EVERY = 0.25
# Kinds that must note what they have made before they end, or end LibreOffice.
_TIDY = ("generate", "bind", "catalogue")
_TIDYING = 3.0


class Doing:
    """The task in hand: what is asked, and a way to tell how far it is."""

    def __init__(self, store: Store, task: Task) -> None:
        self.store, self.task = store, task
        self._told = 0.0

    @property
    def args(self) -> Mapping[str, Any]:
        return self.task.args

    def show(self, done: int, total: int, note: str = "") -> None:
        """Tell how far it is; written a few times a second at most, and always at the end."""
        now = time.monotonic()
        if now - self._told < _EVERY and done != total:
            return
        self._told = now
        with self.store.open() as base:
            base.execute(
                "update tasks set done = ?, total = ?, note = ? where id = ?",
                (done, total, note, self.task.id),
            )


def work_on(folder: str, number: int, pipe: Connection) -> None:
    """Do the task; the entry point of the process. The pipe's end means: stop, nobody waits for it any more."""
    store = Store(Path(folder))
    task = find_task(store, number)
    if task is not None:
        # Whoever started the server in the background may have had it ignored.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        threading.Thread(target=_end_with, args=(pipe, task.kind in _TIDY), daemon=True).start()
        # What the program got wrong is noted without values; a traceback in the window would show what it held.
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - until the process ends
        with suppress(KeyboardInterrupt):
            do_task(store, task)


def do_task(store: Store, task: Task) -> None:
    """Do it, and write down how it ended. What the program itself got wrong is raised once that is done."""
    handler: Callable[[Doing], Mapping[str, Any]] = importlib.import_module(HANDLERS[task.kind]).do
    try:
        result = handler(Doing(store, task))
    except UserError as error:
        _close(store, task.id, "failed", error=str(error))
    except Exception as error:
        note_where(store.folder, error)
        told = f"程序出了错（{type(error).__name__}），没有改动档案。请再试一次；总是这样的，请把 errors.log 交给维护程序的人。"
        _close(store, task.id, "failed", error=told)
        raise
    else:
        _close(store, task.id, "done", result=result)


def _close(
    store: Store, number: int, state: str, *, result: Mapping[str, Any] | None = None, error: str = ""
) -> None:
    with store.open() as base:
        base.execute(
            "update tasks set state = ?, result = ?, error = ?, ended_at = ? where id = ?",
            (state, json.dumps(result or {}, ensure_ascii=False), error, time.time(), number),
        )


def _interrupt() -> None:
    """As Ctrl-C would, also where the main thread waits for another program."""
    main = threading.main_thread().ident
    if os.name == "posix" and main is not None:
        signal.pthread_kill(main, signal.SIGINT)
    else:
        _thread.interrupt_main()


def _end_with(pipe: Connection, tidy: bool) -> None:
    """Wait for the other end to be gone: the server is gone or wants no more of it. Worker processes go with this one.

    `tidy`: as Ctrl-C does first, so that what was made is noted; for a few seconds, no longer.
    """
    try:
        pipe.recv()
    except (EOFError, OSError):
        if tidy:
            _interrupt()
            time.sleep(_TIDYING)
        os._exit(1)
