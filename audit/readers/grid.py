"""Rows of cells → lines and tables, as for every kind of sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from audit.types import Block, Table

__all__ = ["flow_of_rows"]


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
