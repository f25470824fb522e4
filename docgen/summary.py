"""The figures of a work summary (工作总结), computed from the registry. Pure; the same data give the same text.

Every figure keeps the records it was counted from, so that staff can say where a number comes from.
"""

from __future__ import annotations

from dataclasses import dataclass

from docgen import sentences
from docgen.tally import Figure, Tally
from registry.dates import Span
from registry.records import Unit
from registry.registry import Registry

__all__ = ["Summary", "summary_of"]


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences with the figures of a period; what did not occur is said as 0 or left out."""

    identified: str
    by_type: str
    by_risk: str
    refused: str
    measures: str
    eliminated: str
    dynamic: str
    clues: str
    meetings: str
    figures: tuple[Figure, ...]


def summary_of(registry: Registry, unit: Unit, span: Span) -> Summary:
    """The summary of one unit for the days of the span, both ends counted."""
    tally = Tally(registry, unit, span)
    new = tally.newly_identified()
    return Summary(
        identified=sentences.identified(tally),
        by_type=sentences.by_type(tally, "新识别", new),
        by_risk=sentences.by_risk(tally, "新识别", new),
        refused=sentences.refused(tally),
        measures=sentences.measures(tally),
        eliminated=sentences.eliminated(tally),
        dynamic=sentences.dynamic(tally),
        clues=sentences.clues(tally),
        meetings=sentences.meetings(tally) + sentences.inspections(tally) + sentences.visits(tally),
        figures=tuple(tally.figures),
    )
