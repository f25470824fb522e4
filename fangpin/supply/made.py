"""`fangpin generate --missing`: the audit's gaps that the registry can fill, made anew beside the archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from checklists import Checklist
from docgen.blank import Blank
from docgen.context import Writer
from docgen.explaining import Audited, Fault, Notes, plan_notes
from docgen.missing import Lack, Left, Missing, Why, plan_missing
from docgen.remade import Remade, make_anew
from docgen.unit_chains import Chains
from docgen.view import Desk
from fangpin.supply.audit_report import AuditReport, Finding
from fangpin.supply.paths import free_path
from fangpin.supply.places import Places
from registry.files import write_atomic
from registry.read_workbook import Loaded
from registry.records import Unit

__all__ = ["Made", "Plan", "Wanted", "make_papers", "plan_papers"]

NOTE = "situation-note"
_NOTES_FOLDER = "情况说明"
_MARK = "（补制）"
_SIGNED = frozenset({"measures-table", "natural-change-form"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user narrows it to; empty sets and None: everything. `office` makes its own papers and those of units below."""

    office: Unit | None = None
    levels: frozenset[str] = frozenset()
    units: tuple[Unit, ...] = ()
    kinds: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made: lists and ledgers, notes, and what is left out and why."""

    missing: Missing
    notes: Notes

    @property
    def papers(self) -> tuple[Remade, ...]:
        return self.missing.papers + self.notes.papers


@dataclass(slots=True)
class Made:
    """What was made: each paper with its files, those that stood there already, and the blanks in it."""

    papers: list[tuple[Remade, tuple[str, ...], int]] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    blanks: list[tuple[str, Blank]] = field(default_factory=list)

    @property
    def to_sign(self) -> bool:
        """Whether some are forms that the head of the household signs."""
        return any(paper.due.kind in _SIGNED for paper, _, _ in self.papers)


def plan_papers(
    loaded: Loaded, report: AuditReport, checklist: Checklist, wanted: Wanted, today: date
) -> Plan:
    """Which papers to make for the report's gaps. Pure."""
    registry = loaded.registry
    within = _Within(loaded, report, checklist, wanted)
    lacks = [
        Lack(finding.unit, finding.item, step.kind, step.due_for, step.remedy)
        for finding, step in report.gaps()
        if within.has(finding)
    ]
    missing = plan_missing(registry, checklist, wanted.office, lacks)
    explained = [left.lack for left in missing.left if _is_to_explain(left)]
    faults = [
        Fault(_title(finding), finding.message, finding.unit, finding.item)
        for finding in report.findings
        if _is_fault(finding) and within.has(finding)
    ]
    audited = Audited(checklist, report.as_of, report.cells)
    notes = plan_notes(registry, wanted.office, audited, explained, faults, today)
    if wanted.kinds:
        papers = tuple(paper for paper in missing.papers if paper.due.kind in wanted.kinds)
        missing = Missing(papers, tuple(left for left in missing.left if left.lack.kind in wanted.kinds))
        notes = notes if NOTE in wanted.kinds else Notes((), (), ())
    return Plan(missing, notes)


def make_papers(
    plan: Plan,
    loaded: Loaded,
    places: Places,
    folder: Path,
    today: date,
    *,
    templates: Mapping[str, bytes],
    advance: Callable[[int], object],
) -> Made:
    """Write each into its folders below `folder`; what stands there already is left. Raises UserError: nothing can be written."""
    writer = Writer(loaded.registry, Desk(loaded.letters))
    made, taken, length = Made(), set[str](), len(str(folder.resolve()))
    for paper in plan.papers:
        folders = dict.fromkeys(_folder(places, *cell) for cell in paper.cells)
        mark = "" if paper.due.kind == NOTE else _MARK
        paths = [free_path(each / f"{paper.name}.docx", mark, length, taken) for each in folders]
        fresh = [path for path in paths if not (folder / path).exists()]
        made.there += [str(path) for path in paths if path not in fresh]
        if fresh:
            data, blanks = make_anew(writer, paper, today, templates.get(paper.due.template.id))
            for path in fresh:
                write_atomic(folder / path, data)
            made.papers.append((paper, tuple(map(str, fresh)), len(blanks)))
            made.blanks += [(str(fresh[0]), blank) for blank in blanks]
        advance(1)
    return made


def _folder(places: Places, unit: str, item: str) -> PurePosixPath:
    return places.folder(unit, item) if item else places.home(unit) / _NOTES_FOLDER


class _Within:
    """Whether a finding is of what the user narrowed it to."""

    def __init__(self, loaded: Loaded, report: AuditReport, checklist: Checklist, wanted: Wanted) -> None:
        self._registry, self._report, self._wanted = loaded.registry, report, wanted
        self._chains = Chains(loaded.registry)
        self._stages = {item.id: item.stage.value if item.stage else "" for item in checklist.items}

    def has(self, finding: Finding) -> bool:
        wanted = self._wanted
        level = self._report.units.get(finding.unit)
        if level is None or (wanted.levels and level.value not in wanted.levels):
            return False
        if wanted.stages and self._stages.get(finding.item, "") not in wanted.stages:
            return False
        if not wanted.units:
            return True
        owner = self._chains.find(finding.unit)
        return owner is not None and any(self._registry.lies_in(owner.unit, unit) for unit in wanted.units)


def _is_to_explain(left: Left) -> bool:
    return left.lack.remedy == "explain" and left.why in (Why.NEVER, Why.NO_FACTS, Why.UNKNOWN_UNIT)


def _is_fault(finding: Finding) -> bool:
    """Whether it tells of something wrong that can only be explained; what a person has to judge first is none yet."""
    return (
        finding.open
        and not finding.is_gap
        and finding.remedy == "explain"
        and finding.severity in ("error", "warning")
    )


def _title(finding: Finding) -> str:
    """The rule in words, as a title speaks of it."""
    from audit.rules import catalogue

    summary = next((rule.summary for rule in catalogue() if rule.name == finding.rule), finding.rule)
    return f"“{summary.rstrip('。')}”"
