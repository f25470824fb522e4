"""How the commands read an archive: with a progress bar, the cache, and Ctrl-C that keeps what is done."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from fangpin.console import INTERRUPTED, progress

if TYPE_CHECKING:
    from audit.cache import Cache
    from audit.reading import ReadOptions

__all__ = ["Progress", "Reading", "open_reading", "reading"]

# Told of each file: how many are read, of how many, and which.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What `audit_archive` and `read_archive` are given by a command."""

    progress: Progress
    options: ReadOptions
    cache: Cache | None


@contextmanager
def reading(label: str, *, cached: bool = True, ocr: bool = True) -> Iterator[Reading]:
    """For the time of one reading. `ocr`: read scans too, where the extra for it is installed.

    Ctrl-C ends the program with 130 and says how far it came. A cache that cannot be used is told once, afterwards.
    """
    bar = _Bar(label)
    with ExitStack() as opened:
        opened.callback(bar.close)
        how = opened.enter_context(open_reading(bar.show, cached=cached, ocr=ocr))
        cache = how.cache
        try:
            yield how
        except KeyboardInterrupt:
            bar.close()
            kept = "读过的已经记下，再运行一次就从这里接着查。" if cache and not cache.trouble else ""
            click.echo(f"\n已停止，没有写报告：{bar.total} 个文件读了 {bar.done} 个。{kept}", err=True)
            raise SystemExit(INTERRUPTED) from None
    if cache and cache.trouble:
        click.echo(f"提示：读取缓存没有用上，不影响结果，只是下次要重新读。{cache.trouble}。", err=True)


@contextmanager
def open_reading(show: Progress, *, cached: bool = True, ocr: bool = True) -> Iterator[Reading]:
    """The cache opened for the time of one reading; `show` is told how far it is. For a process that soon ends."""
    from audit.cache import Cache, reader_version
    from audit.ocr import ocr_available
    from audit.reading import ReadOptions

    # A county is a million small values that live to the end: looking through them for cycles takes half of the time
    # of a warm run and finds nothing. The process ends soon.
    gc.disable()
    options = ReadOptions(ocr=ocr and ocr_available())
    cache = Cache(reader_version() + ("+ocr" if options.ocr else "")) if cached else None
    try:
        yield Reading(show, options, cache)
    finally:
        if cache:
            cache.close()


class _Bar:
    """A progress bar that learns its length from the first call and ends with the last."""

    def __init__(self, label: str) -> None:
        self.done = self.total = 0
        self._label = label
        self._stack = ExitStack()
        self._advance: Callable[[int], None] | None = None

    def show(self, done: int, total: int, _path: str) -> None:
        if self._advance is None:
            self._advance = self._stack.enter_context(progress(self._label, total))
        self._advance(done - self.done)
        self.done, self.total = done, total
        if done == total:
            self.close()
            if sys.stderr.isatty():
                click.echo("读完了，正在对照清单和规则……", err=True)

    def close(self) -> None:
        self._stack.close()
