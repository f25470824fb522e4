"""All papers of an order, made in this process and, where there are enough of them, in others beside it.

The others begin at the front, this one at the back, until they meet. Each of them plans the papers for itself from
the same order: that takes a second, and is less than to send them the papers.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context

from checklists.faults import Fault, UserError
from docgen.making import Made, Order, Workplace

__all__ = ["ProcessLostError", "make_all"]

# To start a process costs about as much as to make so many papers.
_WORTH_A_PROCESS = 6000
_CHUNK = 100
# Chunks that each of the others is given before it asks for more.
_AHEAD = 3

_Result = tuple[list[Made], tuple[Fault, ...]]


class ProcessLostError(RuntimeError):
    """Another process was killed from outside: by somebody, or by a system short of memory."""


def make_all(order: Order, workplace: Workplace, keep: Callable[[Made], object], processes: int = 0) -> None:
    """Make every paper and hand each to `keep`, in no order. `processes`: 0 for as many as pay.

    What was made before an error or an interruption is handed to `keep`, too. Raises UserError, ProcessLostError.
    """
    number = len(workplace.papers)
    processes = processes or min(_cores(), 1 + number // _WORTH_A_PROCESS)
    with _stopping_between_papers() as pause:
        if processes <= 1:
            _make_here(workplace, range(number), keep, pause)
        else:
            _make_together(order, workplace, keep, pause, processes)


def _make_together(
    order: Order,
    workplace: Workplace,
    keep: Callable[[Made], object],
    pause: Callable[[], None],
    processes: int,
) -> None:
    number = len(workplace.papers)
    # spawn, as on Windows: a process forked from one with threads may hang.
    pool = ProcessPoolExecutor(processes - 1, get_context("spawn"), _take_order, (order,))
    left = deque(range(at, min(at + _CHUNK, number)) for at in range(0, number, _CHUNK))
    waiting: list[Future[_Result]] = []
    try:
        while left:
            # Few at a time, so that none has to be withdrawn: a pool that loses a process stumbles over those.
            while left and len(waiting) < _AHEAD * (processes - 1):
                waiting.append(pool.submit(_make_chunk, left.popleft()))
            if left:
                _make_here(workplace, left.pop(), keep, pause)
            _take_done(waiting, keep)
        for future in list(waiting):
            future.exception()  # Waits.
            _take_done(waiting, keep)
            pause()
    except BrokenProcessPool as error:
        raise ProcessLostError("a process that made papers has been killed") from error
    finally:
        pool.shutdown(cancel_futures=True)
        for future in [future for future in waiting if not future.cancelled()]:
            for made in _result(future)[0]:
                keep(made)


def _make_here(
    workplace: Workplace, numbers: range, keep: Callable[[Made], object], pause: Callable[[], None]
) -> None:
    for number in numbers:
        made, error = workplace.make(number)
        keep(made)
        if error is not None:
            raise error
        pause()


def _take_done(waiting: list[Future[_Result]], keep: Callable[[Made], object]) -> None:
    """Hand over what the others have made so far; those futures are no longer waited for."""
    for future in [future for future in waiting if future.done()]:
        every, faults = future.result()
        for made in every:
            keep(made)
        waiting.remove(future)
        if faults:
            raise UserError(faults)


def _result(future: Future[_Result]) -> _Result:
    return future.result() if future.exception() is None else ([], ())


@contextmanager
def _stopping_between_papers() -> Iterator[Callable[[], None]]:
    """Gives a function that raises KeyboardInterrupt where Ctrl-C was pressed since.

    So no file is written of which nothing is known. Pressed again, Ctrl-C stops at once.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    pressed: list[int] = []

    def note(number: int, frame: object) -> None:
        if pressed:
            raise KeyboardInterrupt
        pressed.append(number)

    def pause() -> None:
        if pressed:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, note)
    try:
        yield pause
    finally:
        signal.signal(signal.SIGINT, before)


def _cores() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


# --- in the other processes -----------------------------------------------------------------------

_HERE: list[Workplace] = []


def _take_order(order: Order) -> None:
    # Ctrl-C reaches every process of a terminal: the first one tells the others to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _HERE[:] = [Workplace(order)]


def _make_chunk(numbers: range) -> _Result:
    """The papers of these numbers; faults are handed back beside what was made before them."""
    found: list[Made] = []
    try:
        _make_here(_HERE[0], numbers, found.append, lambda: None)
    except UserError as error:
        return found, error.faults
    return found, ()
