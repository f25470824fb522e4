"""One file that hangs, eats memory or brings the reader down is given up; all others are read."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from audit.packing import unpack
from audit.read_file import ReadOptions, not_readable
from audit.types import Document, Entry, State
from audit.workers import Outcome, read_in_workers

_HOARD: list[bytearray] = []
QUICK = ReadOptions(seconds=2, page_seconds=2, memory_mb=256)


def behave(entry: Entry, options: ReadOptions, scanned: Callable[[int], object]) -> Document:
    """A reader that does what the file's name says."""
    if entry.path == "死循环":
        time.sleep(3600)
    elif entry.path == "吃内存":
        hoard = [bytearray(1 << 24) for _ in range(200)]
        del hoard
    elif entry.path == "囤积":
        _HOARD.append(bytearray(200 << 20))
    elif entry.path == "要一点":
        bytearray(100 << 20)
    elif entry.path == "崩溃":
        os._exit(7)
    elif entry.path == "长扫描件":
        scanned(3)
        time.sleep(3)
    return not_readable(entry, f"读过{entry.path}")


def read(names: Iterable[str], *, processes: int = 2, chunk: int = 5) -> dict[str, str]:
    """Name → what its document says, or why there is none."""
    entries = [Entry(name, Path(name), 1) for name in names]
    outcomes = read_in_workers(enumerate(entries), QUICK, processes=processes, chunk=chunk, read=behave)
    return {entries[each.number].path: _said(entries[each.number], each) for each in outcomes}


def _said(entry: Entry, outcome: Outcome) -> str:
    return outcome.why or unpack(entry.path, outcome.head, outcome.flow).problem


def names(count: int) -> list[str]:
    return [f"第{number}份" for number in range(count)]


def test_every_file_is_read_once_by_however_many_workers() -> None:
    wanted = {name: f"读过{name}" for name in names(23)}
    assert read(names(23), processes=1) == wanted
    assert read(names(23), processes=3) == wanted


@pytest.mark.parametrize(("bad", "why"), [("死循环", "超时"), ("吃内存", "内存不足"), ("崩溃", "程序中断")])
@pytest.mark.parametrize("at", [0, 8])
def test_a_bad_file_is_given_up_and_the_others_of_its_chunk_are_read(bad: str, why: str, at: int) -> None:
    every = [*names(at), bad, *names(9)[at:]]
    said = read(every, processes=1)
    assert why in said.pop(bad)
    assert said == {name: f"读过{name}" for name in names(9)}


def test_several_bad_files_do_not_stop_the_run() -> None:
    said = read(["崩溃", *names(4), "吃内存", "死循环", *names(12)[4:]])
    assert sum("读过" in text for text in said.values()) == 12
    assert len(said) == 15


def test_a_file_is_not_blamed_for_memory_that_others_have_left_taken() -> None:
    said = read(["囤积", "要一点", *names(3)], processes=1)
    assert set(said.values()) == {f"读过{name}" for name in said}


def test_a_scan_has_time_for_each_of_its_pages() -> None:
    assert read(["长扫描件"]) == {"长扫描件": "读过长扫描件"}


def test_closing_the_iterator_ends_the_workers() -> None:
    entries = [Entry(name, Path(name), 1) for name in ["第一份", "死循环"]]
    outcomes = read_in_workers(enumerate(entries), QUICK, processes=1, read=behave)
    assert next(outcomes).number == 0
    start = time.monotonic()
    outcomes.close()
    assert time.monotonic() - start < QUICK.seconds
    assert list(outcomes) == []


def test_what_a_worker_gives_up_is_no_document() -> None:
    document = not_readable(Entry("甲", Path("甲"), 3), "没有读取权限")
    assert (document.state, document.problem) == (State.UNREADABLE, "没有读取权限")
