"""Rows of cells → lines and tables, as for every kind of sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from audit.types import Block, Table

__all__ = ["MOST_COLUMNS", "at_most", "flow_of_rows"]

MOST_COLUMNS = 500
_MOST_ROWS, _MOST_CELLS = 20_000, 1_000_000
_TOO_LONG = f"表太大，每张表最多读 {_MOST_ROWS} 行、{MOST_COLUMNS} 列，后面的没有读"


def at_most(rows: Iterable[Sequence[str]]) -> tuple[list[Sequence[str]], str]:
    """The rows of one sheet up to a limit of rows and cells, and what to say where there were more."""
    kept: list[Sequence[str]] = []
    cells, cut = 0, ""
    for row in rows:
        cells += min(len(row), MOST_COLUMNS)
        if len(kept) == _MOST_ROWS or cells > _MOST_CELLS:
            return kept, _TOO_LONG
        if len(row) > MOST_COLUMNS:
            cut = _TOO_LONG if any(row[MOST_COLUMNS:]) else cut
            row = row[:MOST_COLUMNS]
        kept.append(row)
    return kept, cut


def flow_of_rows(rows: Iterable[Sequence[str]], page: int, place: str) -> Iterator[Block | Table]:
    """A row with one filled cell is a line of text; rows with more, up to the next such, are a table."""
    pending: list[tuple[str, ...]] = []
    for row in rows:
        filled = [cell for cell in row if cell]
        if len(filled) > 1:
            pending.append(tuple(row))
            continue
        if pending:
            yield Table(tuple(pending), page, place)
            pending = []
        if filled:
            for line in filled[0].split("\n"):
                if line.strip():
                    yield Block(line.strip(), page, place)
    if pending:
        yield Table(tuple(pending), page, place)
