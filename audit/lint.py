"""One document by itself, before it is sent: the rules that need no archive around it. Pure but for the reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from audit.classify import classify_documents
from audit.gist import with_gist
from audit.lines import read_lines
from audit.papers import papers_of
from audit.place import place_documents
from audit.readers import read_document
from audit.rules import Rule, apply_rules, pick_rules
from audit.types import Document, Dossier, File, Finding, PartOf, Unit
from checklists import Checklist, Level

__all__ = ["UNIT", "lint", "lint_document", "read_alone", "rules_alone"]

# Whose the paper is need not be known.
UNIT = "本单位"
_NOT_THE_PAPER = "批注"
_QUOTED = 80


def lint_document(path: str, data: bytes, checklist: Checklist, as_of: date) -> tuple[Finding, ...]:
    """What is wrong in one document. Nothing is raised for what is wrong with the file: that is a finding too."""
    return lint(read_alone(path, data), checklist, as_of)


def read_alone(path: str, data: bytes) -> Document:
    """Read one document with what it states. Comments are remarks on the paper, not the paper."""
    document = read_document(path, data)
    flow = tuple(part for part in document.flow if part.place != _NOT_THE_PAPER)
    return with_gist(replace(document, flow=flow))


def lint(
    document: Document, checklist: Checklist, as_of: date, rules: Sequence[Rule] | None = None
) -> tuple[Finding, ...]:
    """The same of a document read by `read_alone`, in the order of its lines; by all rules for one paper, or those given."""
    home = (Unit(UNIT, Level.COUNTY),)
    dossier = Dossier(checklist, as_of, home, (_file(document, checklist),), (), alone=True)
    found = apply_rules(dossier, rules_alone(checklist) if rules is None else rules)
    places = {
        (line.page, line.raw.strip()[:_QUOTED]): number
        for number, line in reversed([*enumerate(read_lines(document))])
    }
    return tuple(sorted(found, key=lambda finding: _place(finding, places)))


def _place(finding: Finding, places: Mapping[tuple[int, str], int]) -> int:
    """Where in the paper it stands; what has no place of its own stands at the end."""
    quotes = finding.problem.quotes
    return places.get((quotes[0].page, quotes[0].text), len(places)) if quotes else len(places)


def rules_alone(checklist: Checklist) -> tuple[Rule, ...]:
    """The rules that hold for one paper by itself."""
    return tuple(rule for rule in pick_rules(checklist=checklist) if rule.alone)


def _file(document: Document, checklist: Checklist) -> File:
    """The document as what its name and content tell; papers that nothing tells are looked at all the same."""
    named = replace(document, path=document.path.replace("\\", "/").rpartition("/")[2])
    placement = place_documents([named], "", None)
    (file,) = classify_documents(placement, checklist)
    known = {id(part.paper): part for part in reversed(file.parts)}
    parts = [
        replace(known[id(paper)], unit=UNIT, items=())
        if id(paper) in known
        else PartOf("unknown", None, UNIT, paper.pages, (), paper)
        for paper in papers_of(document)
    ]
    return replace(file, document=document, unit=UNIT, level=Level.COUNTY, items=(), parts=tuple(parts))
