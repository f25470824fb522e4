"""Which summaries an office owes, and for which period: by what it has registered, else by the period. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.due import Due, Skipped
from registry.dates import Span, parse_span
from registry.records import Paper, Unit
from registry.registry import Registry
from registry.values import SUMMARIES
from templates import Template

__all__ = ["due_summaries"]

_WORK, _ANNUAL, _SCREENING = SUMMARIES


def due_summaries(registry: Registry, template: Template, unit: Unit) -> Iterator[Due | Skipped]:
    """One for each summary registered under 收文发文 with its period.

    Where none is registered for the period asked for, a whole year gets the year's summary, any other period the
    plain one. A screening has months of its own and is due only where it is registered.
    """
    asked = registry.settings.span
    found = [(paper, _span_of(registry, paper)) for paper in _issued(registry, unit, template.paper)]
    for paper, span in found:
        if span is not None:
            yield _due(registry, template, unit, span, paper)
        elif template.paper == _SCREENING or asked is None:
            todo = "在〔收文发文〕这一行填“所写时段”，如 2021-05:2021-06；或用 --period 指定"
            yield Skipped(template.kind, unit.name, paper.title, todo)
    if found or template.paper != _usual(asked):
        return
    if asked is None:
        todo = "在〔填写说明〕填“档案年度”，或用 --period 指定"
        yield Skipped(template.kind, unit.name, "", todo)
    elif not _registered_instead(registry, unit, template, asked):
        yield _due(registry, template, unit, asked, None)


def _issued(registry: Registry, unit: Unit, kind: str) -> list[Paper]:
    papers = registry.of_unit(registry.papers, unit)
    return [p for p in papers if p.direction == "发文" and p.kind == kind and _is_asked_for(registry, p)]


def _is_asked_for(registry: Registry, paper: Paper) -> bool:
    """Not of a period other than the one that --period names, told by its own period or else by its date."""
    asked = registry.settings.period
    own = parse_span(paper.period) if paper.period else None
    if own is not None:
        return asked is None or own == asked
    span = registry.settings.span
    if span is None or paper.dated_on is None or paper.kind == _SCREENING:
        return True
    # A summary is written near the end of its period.
    return -45 <= (paper.dated_on - span.last).days <= 90


def _span_of(registry: Registry, paper: Paper) -> Span | None:
    if paper.period:
        return parse_span(paper.period)
    return registry.settings.period if paper.kind == _SCREENING else registry.settings.span


def _usual(span: Span | None) -> str:
    """What a period is summed up in where nothing says otherwise."""
    return _ANNUAL if span is not None and span.is_year else _WORK


def _registered_instead(registry: Registry, unit: Unit, template: Template, span: Span) -> bool:
    """Whether another kind of summary is registered for the same period."""
    others = [kind for kind in (_WORK, _ANNUAL) if kind != template.paper]
    return any(_span_of(registry, p) == span for kind in others for p in _issued(registry, unit, kind))


def _due(registry: Registry, template: Template, unit: Unit, span: Span, paper: Paper | None) -> Due:
    return Due(template, unit, unit, "-", households=registry.households_in(unit), paper=paper, span=span)
