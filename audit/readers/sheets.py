"""Workbooks (xlsx, xlsm, xls, et): every sheet, also hidden ones."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from audit.readers.faults import UnreadableError
from audit.types import Block, State, Table

__all__ = ["read_workbook"]

_MAX_ROWS = 20_000


def read_workbook(data: bytes) -> tuple[tuple[Block | Table, ...], int]:
    """The sheets in order, a sheet as a page; a row with one filled cell is a line of text.

    Raises UnreadableError.
    """
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        flow: list[Block | Table] = []
        for number, name in enumerate(book.sheet_names, 1):
            sheet = book.get_sheet_by_name(name)
            flow += _sheet(name, number, sheet.to_python(skip_empty_area=True))
    except calamine.PasswordError as error:
        raise UnreadableError("文件有密码，打不开", State.ENCRYPTED) from error
    except (calamine.CalamineError, OSError, ValueError, IndexError, OverflowError) as error:
        raise UnreadableError("表格已损坏，打不开") from error
    return tuple(flow), len(book.sheet_names)


def _sheet(name: str, number: int, rows: Sequence[Sequence[object]]) -> Iterator[Block | Table]:
    # A sheet's own name often says the month or the household, and stands nowhere else.
    pending: list[tuple[str, ...]] = []
    for row in rows[:_MAX_ROWS]:
        cells = tuple(_text(value) for value in row)
        filled = [cell for cell in cells if cell]
        if len(filled) > 1:
            pending.append(cells)
            continue
        if pending:
            yield Table(tuple(pending), number, name)
            pending = []
        if filled:
            for line in filled[0].split("\n"):
                if line.strip():
                    yield Block(line.strip(), number, name)
    if pending:
        yield Table(tuple(pending), number, name)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        value = value.date() if not (value.hour or value.minute or value.second) else value
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
