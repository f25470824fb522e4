"""What passes between the stages of an audit: documents, files, units, cells, findings. Frozen values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from audit.decisions.correction import Correction
from audit.decisions.waiver import OnPaper, Waiver
from audit.documents import (
    Address,
    Block,
    Box,
    Document,
    Entry,
    Gist,
    Issuer,
    Mark,
    Paper,
    Row,
    Spot,
    State,
    Table,
    View,
)
from audit.system import System
from checklists import Checklist, Each, Item, Level, Stage

if TYPE_CHECKING:
    from audit.reconcile import Reconciliation, Timeline
    from audit.runs.compare import Comparison

__all__ = [
    "DUE",
    "Address",
    "Block",
    "Box",
    "Cell",
    "Document",
    "Dossier",
    "Entry",
    "Evidence",
    "File",
    "Finding",
    "Gap",
    "Gist",
    "Issuer",
    "Mark",
    "Paper",
    "PartOf",
    "Problem",
    "Progress",
    "Quote",
    "Report",
    "Row",
    "Severity",
    "Spot",
    "State",
    "Status",
    "Table",
    "Unit",
    "View",
    "Waived",
]


class Status(str, Enum):
    """The outcome for one item of one unit."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    MISSING = "missing"
    NOT_APPLICABLE = "not-applicable"
    NOT_CHECKED = "not-checked"
    ON_PAPER = "on-paper"

    @property
    def zh(self) -> str:
        return {
            "complete": "齐全",
            "partial": "不全",
            "missing": "缺失",
            "not-applicable": "不适用",
            "not-checked": "未查",
            "on-paper": "有纸质件",
        }[self.value]


# Of items that something is due for; the others do not apply, or were not looked at.
DUE = (Status.COMPLETE, Status.PARTIAL, Status.MISSING, Status.ON_PAPER)


class Severity(str, Enum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def zh(self) -> str:
        return {"error": "错误", "warning": "警告", "info": "提示"}[self.value]


class Progress(str, Enum):
    """What became of a finding since the run before."""

    NEW = "new"
    OPEN = "open"
    COME_BACK = "come-back"
    NOT_COMPARED = "not-compared"
    WAIVED = "waived"

    @property
    def zh(self) -> str:
        return {
            "new": "新发现",
            "open": "未改",
            "come-back": "再次出现",
            "not-compared": "上次没查",
            "waived": "豁免",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Unit:
    """A county, township, village or household; `id` is the chain of names from the county down."""

    id: str
    level: Level

    @property
    def name(self) -> str:
        return self.id.rsplit("/", 1)[-1]

    @property
    def parent(self) -> str:
        return self.id.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class PartOf:
    """One paper of a bound file, placed and classified. `unit` is whom it speaks of."""

    kind: str
    stage: Stage | None
    unit: str
    pages: tuple[int, int]
    items: tuple[str, ...]
    paper: Paper | None


@dataclass(frozen=True, slots=True, eq=False)
class File:
    """A document, its place and what it is. `folder_item`: its folder's item; `decided`: by a person."""

    document: Document
    unit: str
    level: Level
    kind: str
    stage: Stage | None
    items: tuple[str, ...]
    confidence: float
    parts: tuple[PartOf, ...]
    folder_item: str = ""
    decided: bool = False

    @property
    def path(self) -> str:
        return self.document.path


@dataclass(frozen=True, slots=True)
class Evidence:
    """One part of an item, for one thing it is due for (a household, a village, a month …)."""

    kind: str
    each: Each
    due_for: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A required part that nothing in the archive fulfils; `due_for` is empty where one is enough."""

    kind: str
    each: Each
    due_for: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One item of one unit. `uncertain_files` cannot be read and may belong here; `papers` are there in paper alone."""

    unit: str
    item: Item
    status: Status
    gaps: tuple[Gap, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    files: tuple[str, ...] = ()
    uncertain_files: tuple[str, ...] = ()
    papers: tuple[OnPaper, ...] = ()

    @property
    def missing_parts(self) -> tuple[str, ...]:
        return tuple(sorted({gap.kind for gap in self.gaps}))


@dataclass(frozen=True, slots=True, eq=False)
class Dossier:
    """All that the rules may look at. `alone`: one paper by itself, before it is sent; nothing is beside it.

    `system`: the registry or export that the archive is held against, where one was given.
    """

    checklist: Checklist
    as_of: date
    units: tuple[Unit, ...]
    files: tuple[File, ...]
    cells: tuple[Cell, ...]
    alone: bool = False
    system: System | None = None

    def cells_due(self) -> Iterator[Cell]:
        """The cells that something is due for and that were checked."""
        for cell in self.cells:
            if cell.status in (Status.COMPLETE, Status.PARTIAL, Status.MISSING):
                yield cell


@dataclass(frozen=True, slots=True)
class Quote:
    """One side of a finding: the line as it stands in a file."""

    file: str
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule yields; the rule's name is added, and its severity where the problem has none of its own.

    `judge`: only a person can call it a fault (待核实). `kinds`: the kinds of paper that lack, where any do.
    `about`: what tells it from the rule's other problems in the same files (a person, a field, a step, an annex), in words
    that stay from run to run: no counts, and no whole number of a person. `of_unit`: that and the unit alone tell it, for
    the papers that it is found in may come and go.
    """

    unit: str
    item: str | None
    message: str
    files: tuple[str, ...] = ()
    expected: str = ""
    actual: str = ""
    fix: str = ""
    severity: Severity | None = None
    judge: bool = False
    quotes: tuple[Quote, ...] = ()
    kinds: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    of_unit: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with the rule that found it. `id`: what it is known by from run to run; `was`: earlier ids of it."""

    rule: str
    severity: Severity
    problem: Problem
    id: str = ""
    state: Progress = Progress.NEW
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that somebody allowed to stand, and the waiver that says so."""

    finding: Finding
    waiver: Waiver


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """The outcome of an audit. `corrections` are those that held; `remarks` tell what became of the others.

    `reconciliation`: who stands on which paper of each village's rounds; `timelines`: each household's dated steps.
    `rules`: those that were applied. `waived` are not among `findings`. `comparison`: with the run before.
    """

    checklist: Checklist
    as_of: date
    units: tuple[Unit, ...]
    files: tuple[File, ...]
    cells: tuple[Cell, ...]
    findings: tuple[Finding, ...]
    newest_on: date | None
    not_read: tuple[str, ...]
    corrections: tuple[Correction, ...] = ()
    remarks: tuple[str, ...] = ()
    reconciliation: tuple[Reconciliation, ...] = ()
    timelines: tuple[Timeline, ...] = ()
    rules: tuple[str, ...] = ()
    waived: tuple[Waived, ...] = ()
    comparison: Comparison | None = None
