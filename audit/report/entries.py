"""The findings as every report shows them: in one order, numbered, masked, with what closes each. Pure.

Contradictions between papers come first, for they are what an inspection asks about; then what lacks, then the rest.
Units stand in the order of their names, never by how much was found in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from audit.remedies import Advice, Remedy, advise
from audit.report.masking import Show, shown
from audit.rules import catalogue, rule_summaries
from audit.types import Finding, Quote, Report, Severity
from audit.wording import unit_name
from checklists import Level

__all__ = ["Entry", "People", "entries_of", "is_contradiction", "rule_summaries"]

# The unit's id → who answers for it.
People = Mapping[str, str]
# Families of rules that set two papers, or two places of one, against each other.
_CONTRADICTIONS = frozenset({"chain", "figures", "people", "timeline", "meetings"})
_BY_SEVERITY = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding on its way to a page: every text masked unless all was asked for; `files` are whole paths.

    `place`: where it stands in the report's findings; `number`: where it stands on every page, from 1.
    """

    place: int
    number: int
    finding: Finding
    advice: Advice
    unit: str
    unit_name: str
    level: Level
    person: str
    what: str
    expected: str
    actual: str
    todo: str
    quotes: tuple[Quote, ...]

    @property
    def remedy(self) -> Remedy | None:
        return self.advice.remedy

    @property
    def rule(self) -> str:
        return self.finding.rule

    @property
    def item(self) -> str:
        return self.finding.problem.item or ""

    @property
    def severity(self) -> Severity:
        return self.finding.severity

    @property
    def files(self) -> tuple[str, ...]:
        return self.finding.problem.files


def entries_of(report: Report, *, full: bool = False, people: People | None = None) -> tuple[Entry, ...]:
    """Every finding once. `people`: who answers for a unit, where that is known."""
    show = shown(full)
    order = {unit.id: place for place, unit in enumerate(report.units)}
    pairs = sorted(
        enumerate(zip(report.findings, advise(report), strict=True)),
        key=lambda pair: _key(pair[1][0], order),
    )
    return tuple(
        _entry(place, number, finding, advice, show, people or {})
        for number, (place, (finding, advice)) in enumerate(pairs, 1)
    )


@cache
def is_contradiction(rule: str) -> bool:
    """Whether a rule tells of papers, or places of one, that do not agree."""
    return rule.endswith("-mismatch") or any(
        each.name == rule and each.family in _CONTRADICTIONS for each in catalogue()
    )


def _key(finding: Finding, order: Mapping[str, int]) -> tuple[bool, int, int, str, str]:
    problem = finding.problem
    return (
        not is_contradiction(finding.rule),
        _BY_SEVERITY[finding.severity],
        order.get(problem.unit, len(order)),
        problem.item or "",
        finding.rule,
    )


def _entry(place: int, number: int, finding: Finding, advice: Advice, show: Show, people: People) -> Entry:
    problem = finding.problem
    return Entry(
        place=place,
        number=number,
        finding=finding,
        advice=advice,
        unit=problem.unit,
        unit_name=show(unit_name(problem.unit)),
        level=list(Level)[min(problem.unit.count("/"), 3)],
        person=people.get(problem.unit, ""),
        what=show(problem.message),
        expected=show(problem.expected),
        actual=show(problem.actual),
        todo=show(advice.todo),
        quotes=tuple(Quote(quote.file, quote.page, show(quote.text)) for quote in problem.quotes),
    )
