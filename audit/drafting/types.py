"""What passes while a registry is drafted: one paper's word on one cell, and the draft with its sources. Frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.registry import Registry

__all__ = ["Draft", "Key", "Said", "Sourced", "Word"]

# What a row is known by while it has no number yet: (home,), (home, name), (unit, kind, stage, day) …
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """Where a value stands: file, page, the line as written. `own`: a form of the household itself."""

    file: str
    page: int
    quote: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One paper's value for one field of one row of a sheet (`record` is the class of its rows)."""

    record: type[Any]
    key: Key
    field: str
    value: Any
    word: Word


@dataclass(frozen=True, slots=True)
class Sourced:
    """A value that was taken, where it stands, and what other papers say. `coined`: no paper says it; why it is so."""

    value: Any
    words: tuple[Word, ...]
    others: tuple[tuple[Any, Word], ...] = ()
    coined: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """The registry and, by record, row and field, where each value comes from.

    `unread`: files whose text could not be read; what they say is not in the draft.
    """

    registry: Registry
    sources: Mapping[tuple[type[Any], int, str], Sourced]
    unread: tuple[str, ...] = ()

    @property
    def conflicts(self) -> int:
        """How many values other papers contradict."""
        return sum(bool(each.others) for each in self.sources.values())
