"""What a page shows of numbers of persons and of illness: masked, until the user asks for the whole, for this session."""

from __future__ import annotations

from datetime import date

from flask import has_request_context, request

from audit.report.masking import Show, shown
from registry.dates import format_date

__all__ = ["WHOLE", "is_whole", "masking", "moment", "show"]

WHOLE = "fangpin-whole"


def is_whole() -> bool:
    """Whether the user asked for whole numbers."""
    return has_request_context() and request.cookies.get(WHOLE) == "1"


def masking() -> Show:
    """The function that texts go through in the request that is answered."""
    return shown(is_whole())


def show(text: str) -> str:
    """One text as the page may show it."""
    return masking()(text)


def moment(text: str) -> str:
    """A moment as it is kept, as people write it: 2026年11月22日 14:05."""
    return f"{format_date(date.fromisoformat(text[:10]))} {text[11:16]}" if text else ""
