"""A column of the workbook, declared where its field is declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from functools import cache
from typing import Any

__all__ = ["Column", "column", "columns_of"]


@dataclass(frozen=True, slots=True)
class Column:
    """What staff see of a field: heading, note, choices of the drop-down, width, an example."""

    heading: str
    note: str
    choices: tuple[str, ...]
    open_choices: bool
    required: bool
    example: str
    width: int


def column(
    heading: str,
    note: str = "",
    *,
    choices: tuple[str, ...] = (),
    open_choices: bool = False,
    required: bool = False,
    example: str = "",
    width: int = 0,
) -> Any:
    """A dataclass field with its column. `open_choices`: the drop-down only suggests."""
    shown = width or max(10, 2 * len(heading) + 2, 2 * len(example) + 2 if len(example) < 16 else 34)
    info = Column(heading, note, choices, open_choices, required, example, shown)
    if required:
        return field(metadata={"column": info})
    return field(default=None, metadata={"column": info})


def columns_of(record: type[Any] | Any) -> Mapping[str, Column]:
    """Field name → column, in the order of the sheet, of a class of records or of a record."""
    return _columns(record if isinstance(record, type) else type(record))


@cache
def _columns(record: type) -> Mapping[str, Column]:
    every: tuple[Field[Any], ...] = fields(record)
    return {item.name: item.metadata["column"] for item in every if "column" in item.metadata}
