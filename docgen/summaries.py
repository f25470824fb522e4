"""The kinds of summary: which figures each has, and how many sections of its own stand before staff's. Data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from docgen.annual import Annual, annual_of
from docgen.screening import Screening, screening_of
from docgen.summary import Summary, summary_of
from registry.dates import Span
from registry.records import Unit
from registry.registry import Registry

__all__ = ["SUMMARY_KINDS", "SummaryKind"]


@dataclass(frozen=True, slots=True)
class SummaryKind:
    """`sections`: the numbered sections with figures."""

    figures: Callable[[Registry, Unit, Span], Summary | Annual | Screening]
    sections: int


# By the id of the template.
SUMMARY_KINDS: Mapping[str, SummaryKind] = {
    "work-summary": SummaryKind(summary_of, 4),
    "annual-summary": SummaryKind(annual_of, 5),
    "screening-summary": SummaryKind(screening_of, 3),
}
