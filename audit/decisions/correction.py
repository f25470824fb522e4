"""A person's correction of one file, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checklists import Stage

__all__ = ["Correction"]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person decided of one file; what is empty (`items`: None) stays as recognised.

    `kinds` are all the papers in the file, the main one first; `unknown` alone: it belongs to no item.
    """

    path: str
    kinds: tuple[str, ...] = ()
    stage: Stage | None = None
    unit: str = ""
    items: tuple[str, ...] | None = None
    note: str = ""
    by: str = ""
    on: date | None = None
    digest: str = ""
    line: int = 0
