"""Reading in worker processes: a file that hangs, eats memory or brings the reader down costs itself and no other.

A worker tells of every file as soon as it has it, so the file it is at is known: when its time is over the worker is
killed, that file is given up and the others of its chunk go to a new worker. (A pool with one time limit a task, as
pebble has it, knows the limit of a chunk only and would have to read the whole chunk again.)

The time limit holds everywhere. The memory limit is the system's own and holds on Linux; macOS applies it in part,
Windows has none that a program could set for itself without rights or further libraries.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from audit.packing import pack
from audit.read_file import ReadOptions, read_file
from audit.types import Document, Entry

__all__ = ["Job", "Outcome", "cores", "limit_memory", "read_in_workers"]

CHUNK = 50
# A worker is given its next chunk while it has this many files left, so that it never waits.
_AHEAD = 10
# Longer than this past the moment to wake up at: the machine slept, or was too busy to be blamed on a file.
_OVERSLEPT = 5.0
_MOST_PAGES = 2_000
_READ, _SCANNED, _MEMORY = b"r", b"s", b"m"

Job = tuple[int, Entry]
Read = Callable[[Entry, ReadOptions, Callable[[int], object]], Document]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: its packed document, or why there is none (Chinese)."""

    number: int
    head: bytes = b""
    flow: bytes = b""
    why: str = ""


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection
    jobs: deque[Job] = field(default_factory=deque)
    done: int = 0
    until: float = 0.0
    seconds: float = 0.0


def cores() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_in_workers(
    jobs: Iterable[Job], options: ReadOptions, *, processes: int, chunk: int = CHUNK, read: Read = read_file
) -> Generator[Outcome, None, None]:
    """Read all files, in whatever order they are done. Jobs are taken as workers come free.

    Closing the iterator, also by an exception, kills the workers.
    """
    crew = _Crew(options, processes, chunk, iter(jobs), read)
    try:
        yield from crew.run()
    finally:
        crew.dismiss()


class _Crew:
    """The workers of one run."""

    def __init__(
        self, options: ReadOptions, processes: int, chunk: int, jobs: Iterator[Job], read: Read
    ) -> None:
        self.options, self.processes, self.chunk, self.jobs, self.read = options, processes, chunk, jobs, read
        self.again: deque[Job] = deque()
        self.workers: list[_Worker] = []
        self.quiet = False

    def run(self) -> Iterator[Outcome]:
        while self._hand_out():
            busy = [worker for worker in self.workers if worker.jobs]
            until = min(worker.until for worker in busy)
            ready = wait([worker.pipe for worker in busy], max(0.0, until - time.monotonic()))
            overslept = time.monotonic() - until > _OVERSLEPT
            for worker in busy:
                if worker.pipe in ready:
                    yield from self._take(worker)
                elif overslept:
                    self._give_time(worker, self.options.seconds)
                elif worker.until <= time.monotonic():
                    yield self._lose(worker, f"读了 {worker.seconds:.0f} 秒还没有读完，已停止（超时）")

    def dismiss(self) -> None:
        for worker in tuple(self.workers):
            self._retire(worker)

    def _hand_out(self) -> bool:
        """Give every worker enough to do; start one more where there is work for it. False when all is done."""
        while len(self.workers) < self.processes and (jobs := self._next_chunk()):
            self._send(self._start(), jobs)
        for worker in sorted(self.workers, key=lambda worker: len(worker.jobs)):
            if len(worker.jobs) <= _AHEAD and (jobs := self._next_chunk()):
                self._send(worker, jobs)
        return any(worker.jobs for worker in self.workers)

    def _next_chunk(self) -> list[Job]:
        jobs: list[Job] = []
        while len(jobs) < self.chunk and self.again:
            jobs.append(self.again.popleft())
        while len(jobs) < self.chunk and (job := next(self.jobs, None)) is not None:
            jobs.append(job)
        return jobs

    def _start(self) -> _Worker:
        ours, theirs = multiprocessing.Pipe()
        if sys.platform == "linux" and threading.active_count() == 1:
            # Forking takes 10 ms where a new interpreter takes 300; without threads it is safe.
            inherited = (ours, *(worker.pipe for worker in self.workers))
            process: BaseProcess = multiprocessing.get_context("fork").Process(
                target=_serve, args=(theirs, inherited, self.read, self.options, self.quiet), daemon=True
            )
        else:
            process = multiprocessing.get_context("spawn").Process(
                target=_serve, args=(theirs, (), self.read, self.options, self.quiet), daemon=True
            )
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self.workers.append(worker)
        return worker

    def _send(self, worker: _Worker, jobs: list[Job]) -> None:
        if not worker.jobs:
            self._give_time(worker, self.options.seconds)
        worker.jobs.extend(jobs)
        try:
            worker.pipe.send(jobs)
        except OSError:  # it is gone, between two files: nobody is to blame
            self.again.extend(worker.jobs)
            self._retire(worker)

    def _give_time(self, worker: _Worker, seconds: float) -> None:
        worker.seconds, worker.until = seconds, time.monotonic() + seconds

    def _take(self, worker: _Worker) -> Iterator[Outcome]:
        """What the worker has told since the last look."""
        try:
            while worker.jobs and worker.pipe.poll():
                kind, length, told = _heard(worker.pipe.recv_bytes())
                if kind == _SCANNED:
                    pages = min(length, _MOST_PAGES)
                    self._give_time(worker, self.options.seconds + pages * self.options.page_seconds)
                elif kind == _MEMORY:
                    if worker.done:  # what it read before may have left too little: a new one is to try
                        self.again.extendleft(reversed(worker.jobs))
                        self._retire(worker)
                    else:
                        yield self._lose(worker, _too_much_memory(self.options))
                    return
                else:
                    number, _ = worker.jobs.popleft()
                    worker.done += 1
                    self._give_time(worker, self.options.seconds)
                    yield Outcome(number, told[:length], told[length:])
        except (EOFError, OSError):
            worker.process.join()
            self.quiet |= (
                worker.process.exitcode == 1
            )  # one traceback is enough where many files meet one fault
            yield self._lose(worker, f"读它时程序中断（{worker.process.exitcode}），没有读成")

    def _lose(self, worker: _Worker, why: str) -> Outcome:
        """Kill the worker; the file it was at is given up, the others are read again."""
        self._retire(worker)
        number, _ = worker.jobs.popleft()
        self.again.extend(worker.jobs)
        return Outcome(number, why=why)

    def _retire(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()


def _too_much_memory(options: ReadOptions) -> str:
    limit = options.ocr_memory_mb if options.ocr else options.memory_mb
    return f"读它要用的内存超过 {limit} MB，已停止（内存不足）"


def _serve(
    pipe: Connection, inherited: Iterable[Connection], read: Read, options: ReadOptions, quiet: bool
) -> None:
    """A worker's life: take chunks, tell of every file, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's affair
    for other in inherited:
        other.close()
    gc.enable()  # the parent may do without; readers leave cycles behind
    gc.freeze()
    if quiet:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 for as long as the process lives
    limit_memory(options.ocr_memory_mb if options.ocr else options.memory_mb)
    try:
        while True:
            for _, entry in pipe.recv():
                try:
                    document = read(entry, options, lambda pages: pipe.send_bytes(_told(_SCANNED, pages)))
                    head, flow = pack(document)
                except MemoryError:
                    pipe.send_bytes(_told(_MEMORY, 0))
                    return
                pipe.send_bytes(_told(_READ, len(head), head, flow))
    except (EOFError, OSError):
        return  # the parent is gone


def _told(kind: bytes, number: int, *content: bytes) -> bytes:
    """A message of a worker. Not pickled: what a hostile file may have taken over is not to be trusted."""
    return b"".join((kind, number.to_bytes(4, "little"), *content))


def _heard(message: bytes) -> tuple[bytes, int, bytes]:
    return message[:1], int.from_bytes(message[1:5], "little"), message[5:]


def limit_memory(megabytes: int) -> None:
    """From now on the process may take so much memory beyond what it has."""
    try:
        import resource
    except ImportError:  # Windows
        return
    limit = _data_now() + megabytes * 1024 * 1024
    for kind in (resource.RLIMIT_DATA, resource.RLIMIT_AS)[: 1 if sys.platform == "linux" else 2]:
        _, hard = resource.getrlimit(kind)
        if hard == resource.RLIM_INFINITY or hard > limit:
            try:
                resource.setrlimit(kind, (limit, hard))
            except (ValueError, OSError):
                continue  # a system that does not let it be set


def _data_now() -> int:
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next((int(line.split()[1]) * 1024 for line in status if line.startswith("VmData:")), 0)
    except OSError:
        return 0
