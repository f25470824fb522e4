"""Findings that somebody allows to stand, and papers that somebody has seen, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["OnPaper", "Waiver"]


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A paper of one item that is there in paper alone: who saw it, when, and where it is kept.

    `kind` and `due_for` narrow it to one kind, and to one household, village, month or measure; without them it is all
    that the item lacks.
    """

    unit: str
    item: str
    by: str
    on: date
    kept: str
    kind: str = ""
    due_for: str = ""
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Waiver:
    """Findings of a rule that are allowed to stand until a day: for what reason, and who approved it.

    `item`, `path` and `id` narrow it to an item, a file, one finding; `below`: it also holds for the units below.
    """

    rule: str
    unit: str
    reason: str
    approver: str
    until: date
    below: bool = False
    item: str = ""
    path: str = ""
    id: str = ""
    line: int = 0
