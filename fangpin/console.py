"""The terminal: streams that never fail on a character, tables of Chinese text, progress bars."""

from __future__ import annotations

import io
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import click

__all__ = ["INTERRUPTED", "display_width", "print_table", "progress", "protect_streams", "wrap"]

# The exit status that a shell gives to a command that Ctrl-C has stopped.
INTERRUPTED = 130
# Signs that must not begin a line (GB/T 15834-2011, 5.1).
_CLOSING = frozenset("，。、；：？！）》〉」』】〕”’…—,.;:?!)]}%")


def protect_streams() -> None:
    """Let standard output and error replace what their encoding cannot hold (𠮷 on a GBK console)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def display_width(text: str) -> int:
    """Columns that the text takes in a terminal: two for a Chinese character, none for a combining mark."""
    return sum(_char_width(char) for char in text)


def wrap(text: str, width: int) -> list[str]:
    """The lines of one paragraph, none wider than `width` columns; Chinese breaks anywhere.

    Words of Latin letters and digits stay whole where they fit; a closing sign does not begin a line.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if display_width(line + piece.rstrip()) > width and line.strip() and piece not in _CLOSING:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def print_table(rows: Iterable[Sequence[str]]) -> None:
    """Rows with their columns aligned by display width, to standard output."""
    table = [tuple(row) for row in rows]
    widths = [max(map(display_width, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = (cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error; gives `advance(n)`. Silent where standard error is no terminal.

    >>> with progress("生成", 2) as advance:
    ...     advance(1)
    """
    if not sys.stderr.isatty():
        yield lambda n: None
        return
    steps = max(1, length // 200)  # drawing 30,000 times takes longer than reading from the cache
    bar = click.progressbar(
        length=length, label=label, file=sys.stderr, show_eta=True, show_pos=True, update_min_steps=steps
    )
    with bar:
        yield bar.update


def _char_width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _pieces(text: str) -> Iterator[str]:
    """The text cut where a line may end: after each wide character, after each blank."""
    piece = ""
    for char in text:
        if _char_width(char) == 2 and piece:
            yield piece
            piece = ""
        piece += char
        if _char_width(char) == 2 or char.isspace():
            yield piece
            piece = ""
    if piece:
        yield piece
