"""The four levels side by side: who stands on which paper of a round, where the papers differ, and when each step was. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from audit.chain import Listing, listings, timelines
from audit.claims.types import Field
from audit.household_stages import stage_of
from audit.rules.weighing import overlap, same_id, weigh
from audit.stated import Stated, statements_by_household
from audit.types import Dossier, State
from audit.whose import members_of
from checklists import Level, Stage, load_steps

__all__ = ["Column", "Mark", "Reconciliation", "Row", "Timeline", "reconcile", "timelines_of"]

# The papers of a round from the village to the county, as the matrix shows them; the ledger closes it.
_COLUMNS = (
    "application",
    "nomination",
    "village-review",
    "village-notice",
    "village-report",
    "village-list",
    "township-review",
    "township-notice",
    "request",
    "township-list",
    "county-consultation",
    "reply",
    "ledger",
)
_STAGES = (Stage.IDENTIFICATION, Stage.ELIMINATION)
_COMPARED = (Field.ID, Field.TYPE, Field.RISKS, Field.PER_HEAD)
_KIND_OF_STEP = {
    "application": "application",
    "village-notice": "public-notice",
    "township-notice": "public-notice",
    "village-list": "name-list",
    "township-list": "name-list",
    "village-review": "village-review-meeting",
    "township-review": "township-review-meeting",
    "request": "township-request",
    "reply": "county-reply",
    "ledger": "dynamic-ledger",
    "nomination": "nomination-meeting",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One step of the chain."""

    step: str
    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether a household stands on the papers of a step: 有, 无, 未读 (a paper was not read), or — (no such paper)."""

    state: str
    on: date | None
    file: str


@dataclass(frozen=True, slots=True)
class Row:
    """One household with a mark for each column, and the fields in which its papers differ."""

    household: str
    marks: tuple[Mark, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One village and stage."""

    village: str
    stage: Stage
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """One household and stage: step, day, file and page, in the order of the days."""

    household: str
    stage: Stage
    steps: tuple[tuple[str, date, str, int], ...]


@lru_cache(maxsize=4)
def reconcile(dossier: Dossier) -> tuple[Reconciliation, ...]:
    """Village by village and stage by stage; a step that nothing in the village's round has is no column."""
    on_paper = _on_paper(dossier)
    differences = _differences(dossier)
    found: dict[tuple[str, Stage], dict[str, dict[str, Mark]]] = defaultdict(lambda: defaultdict(dict))
    for (home, stage, step), mark in on_paper.items():
        found[home.rpartition("/")[0], stage][home][step] = mark
    unread = _unread(dossier)
    result = []
    for (village, stage), homes in sorted(
        found.items(), key=lambda item: (item[0][0], _STAGES.index(item[0][1]))
    ):
        columns = [step for step in _COLUMNS if any(step in marks for marks in homes.values())]
        rows = tuple(
            Row(
                home,
                tuple(marks.get(step) or _without(step, village, stage, unread) for step in columns),
                differences.get((home, stage), ()),
            )
            for home, marks in sorted(homes.items())
        )
        names = load_steps()
        result.append(
            Reconciliation(village, stage, tuple(Column(step, names[step]) for step in columns), rows)
        )
    return tuple(result)


def _on_paper(dossier: Dossier) -> Mapping[tuple[str, Stage, str], Mark]:
    marks: dict[tuple[str, Stage, str], Mark] = {}
    for listing in listings(dossier):
        stage = Stage.IDENTIFICATION if listing.step == "ledger" else listing.original.stage
        if stage not in _STAGES or listing.step not in _COLUMNS:
            continue
        for home in sorted(listing.households):
            marks.setdefault((home, stage, listing.step), _mark(listing))
    for (home, stage), steps in timelines(dossier).items():
        for each in steps:
            if each.step in _COLUMNS:
                marks.setdefault((home, stage, each.step), Mark("有", each.on, each.original.file.path))
    return marks


def _mark(listing: Listing) -> Mark:
    return Mark("有", listing.original.paper.day, listing.original.file.path)


def _without(step: str, village: str, stage: Stage, unread: Iterable[tuple[str, str, Stage | None]]) -> Mark:
    kind = _KIND_OF_STEP.get(step, step)
    scope = village if step.startswith("village") else village.rpartition("/")[0]
    open_papers = any(
        each == kind and unit.startswith(scope) and of in (stage, None) for each, unit, of in unread
    )
    return Mark("未读" if open_papers else "无", None, "")


def _unread(dossier: Dossier) -> list[tuple[str, str, Stage | None]]:
    kinds = set(_KIND_OF_STEP.values())
    return [
        (file.kind, file.unit, file.stage)
        for file in dossier.files
        if file.document.state is not State.READ and file.kind in kinds
    ]


def _differences(dossier: Dossier) -> Mapping[tuple[str, Stage], tuple[str, ...]]:
    """Household and stage → what its papers say differently, told with both sides."""
    found: dict[tuple[str, Stage], tuple[str, ...]] = {}
    for home, stated in statements_by_household(dossier).items():
        others = members_of(dossier).get(home, {})  # who was or became the head bears a number of his own
        for stage in (Stage.IDENTIFICATION, Stage.ELIMINATION):
            told = []
            for field in _COMPARED:
                sides = weigh(_of(stated, field, stage, others), _SAME.get(field, str.__eq__))
                if len(sides) > 1:
                    told.append(f"{field.zh}：{' / '.join(side[0].statement.value for side in sides)}")
            if told:
                found[home, stage] = tuple(told)
    return found


def _of(stated: Sequence[Stated], field: Field, stage: Stage, others: Container[str]) -> list[Stated]:
    own = [each for each in stated if each.statement.field is field]
    if field is Field.ID:
        return [each for each in own if each.statement.head not in others]
    return [each for each in own if stage_of(each) is stage] if field is Field.PER_HEAD else own


_SAME = {Field.RISKS: overlap, Field.ID: same_id}


@lru_cache(maxsize=4)
def timelines_of(dossier: Dossier) -> tuple[Timeline, ...]:
    """Every household's dated steps, each with its source."""
    names = load_steps()
    return tuple(
        Timeline(
            home,
            stage,
            tuple((names[each.step], each.on, each.original.file.path, each.source.page) for each in steps),
        )
        for (home, stage), steps in timelines(dossier).items()
        if home.count("/") == Level.HOUSEHOLD.depth
    )
