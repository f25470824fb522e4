"""What is wrong in what the user gave: one clear Chinese line each, never a traceback."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Fault", "UserError"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input: where it is, what it is, what to do about it."""

    where: str
    what: str
    todo: str

    def __str__(self) -> str:
        return f"{self.where}：{self.what}；{self.todo}"


class UserError(Exception):
    """The user's input cannot be worked with; carries every fault found, not just the first."""

    def __init__(self, faults: Fault | Sequence[Fault]) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
