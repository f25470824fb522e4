"""The one error that readers raise."""

from __future__ import annotations

from audit.types import State

__all__ = ["UnreadableError"]


class UnreadableError(Exception):
    """The bytes cannot be read: why (in Chinese, for the report) and in which state that leaves the file."""

    def __init__(self, why: str, state: State = State.UNREADABLE) -> None:
        super().__init__(why)
        self.why = why
        self.state = state
