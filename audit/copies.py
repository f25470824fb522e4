"""Where in the archive a lacking part lies all the same: in the folder of another unit that keeps its own copy. Pure.

Each level keeps its own copy of one paper (contract, decision 2): a reply that the township files is copied into the
folders of its villages and households. What is copied must speak of the unit that lacks it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from audit.folders import repair_name
from audit.items import items_of
from audit.types import Cell, File, Gap, Paper, PartOf, Report, State
from checklists import Checklist, Each, Level
from registry.text import squeeze

__all__ = ["Copies", "Copy"]

# What goes with another paper and tells little by itself: it is copied only from the item that holds the same main paper.
_WITH_OTHERS = frozenset({"photo", "name-list", "sign-in-sheet", "notice-outcome"})
# Every level draws up its own.
_OWN = frozenset({
    "clue-list", "deployment-notice", "deployment-meeting", "work-plan", "work-summary", "situation-note", "dynamic-ledger",
    "grading-ledger", "inspection-ledger", "measure-proof", "unknown",
})  # fmt: skip
# Formats whose pages are the same for everybody; a document's breaks and a workbook's sheets are not.
_PAGED = ("pdf", "ofd", "tif")
_ENDING = re.compile(r"(社区|村|镇|乡|街道)$")
_Held = tuple[File, PartOf]


@dataclass(frozen=True, slots=True)
class Copy:
    """A part that one unit lacks and another has: the file to copy it from, and its pages where it is bound with others."""

    unit: str
    item: str
    gap: Gap
    path: str
    pages: tuple[int, ...] = ()


class Copies:
    """The parts that lie elsewhere, found when asked for; the archive's papers are looked through once."""

    def __init__(self, report: Report) -> None:
        self._checklist = report.checklist
        self._at: Mapping[tuple[str, str], list[_Held]] = defaultdict(list)
        self._under: Mapping[tuple[str, str], list[_Held]] = defaultdict(list)
        for file in report.files:
            if file.document.state not in (State.READ, State.NOT_READ):
                continue
            chain = file.unit.split("/")
            for part in file.parts:
                if part.kind in _OWN:
                    continue
                self._at[part.kind, file.unit].append((file, part))
                for length in range(1, len(chain)):
                    self._under[part.kind, "/".join(chain[:length])].append((file, part))

    def find(self, cell: Cell, gap: Gap) -> Copy | None:
        """The nearest file that fills this gap, those of units above first, then by path; None where there is none."""
        found = [
            (
                file.unit.startswith(f"{cell.unit}/"),
                -_shared(file.unit, cell.unit),
                file.path,
                part.pages if len(file.parts) > 1 and file.document.format in _PAGED else (),
            )
            for file, part in self._candidates(cell.unit, gap.kind)
            if gap.each not in (Each.MONTH, Each.MEASURE)
            and _fits(self._checklist, cell, file, part)
            and _speaks_of(file, part, cell, gap)
        ]
        return Copy(cell.unit, cell.item.id, gap, *min(found)[2:]) if found else None

    def _candidates(self, unit: str, kind: str) -> Iterator[_Held]:
        chain = unit.split("/")
        for length in range(len(chain) - 1, 0, -1):
            yield from self._at.get((kind, "/".join(chain[:length])), ())
        if kind != "policy-document":  # what a lower office received need not concern this one
            yield from self._under.get((kind, unit), ())


def _fits(checklist: Checklist, cell: Cell, file: File, part: PartOf) -> bool:
    """Whether the part would serve the item, if it lay in the unit's folder."""
    item = cell.item
    if part.kind in _WITH_OTHERS:
        return item.stage is not None and any(
            _same_event(checklist, each, cell) for each in part.items or file.items
        )
    name = squeeze(repair_name(file.path.rpartition("/")[2]))
    stage = part.stage or item.stage
    return item.id in items_of(checklist, part.kind, item.level, stage, item.id, part.paper, name)


def _same_event(checklist: Checklist, other: str, cell: Cell) -> bool:
    """Whether an item holds the same main paper, of the same stage, at another level."""
    found = next((item for item in checklist.items if item.id == other), None)
    if found is None or found.level is cell.item.level or found.stage is not cell.item.stage:
        return False
    return bool(_main_kinds(found.parts) & _main_kinds(cell.item.parts))


def _main_kinds(parts: Iterable[object]) -> frozenset[str]:
    return frozenset(getattr(part, "kind", "") for part in parts) - _WITH_OTHERS - {"public-notice"}


def _speaks_of(file: File, part: PartOf, cell: Cell, gap: Gap) -> bool:
    """Whether the paper is about the unit, or about the household or place that the part is due for."""
    if gap.kind == "policy-document":
        return True
    if gap.each is Each.HOUSEHOLD:
        return _of_household(file, part.paper, gap.due_for, "")
    if gap.each in (Each.VILLAGE, Each.TOWNSHIP):
        return _from_place(file, part.paper, gap.due_for)
    if part.paper is None:
        return gap.kind == "photo" and file.level is not Level.HOUSEHOLD
    if cell.item.level is Level.HOUSEHOLD:
        *_, village, name = cell.unit.split("/")
        return _of_household(file, part.paper, name, village)
    return _of_place(file, part.paper, cell.unit)


def _of_household(file: File, paper: Paper | None, name: str, village: str) -> bool:
    head = name.partition("（")[0]
    if file.level is Level.HOUSEHOLD:
        return file.unit.rpartition("/")[2] == name
    if paper is None:
        return False
    if paper.head:
        return paper.head == head
    for row in paper.rows:
        if (
            row.head == head
            and row.passed
            and (not row.village or not village or _near(row.village, village))
        ):
            return True
    return (
        head in paper.text
        and head not in paper.refused
        and (file.level is Level.VILLAGE or _stem(village) in paper.text)
    )


def _from_place(file: File, paper: Paper | None, place: str) -> bool:
    """Whether the paper comes from that village or township."""
    if place in file.unit.split("/"):
        return True
    if paper is None:
        return False
    issuer = paper.issuer.place if paper.issuer else ""
    return _near(issuer, place) if issuer else _stem(place) in paper.title


def _of_place(file: File, paper: Paper, unit: str) -> bool:
    """Whether the paper speaks of the unit; one that lies below it does."""
    if file.unit.startswith(f"{unit}/"):
        return True
    stem = _stem(unit.rpartition("/")[2])
    rows = any(row.village.startswith(stem) or row.township.startswith(stem) for row in paper.rows)
    return rows or stem in paper.title or stem in paper.text


def _near(one: str, other: str) -> bool:
    return bool(one) and (_stem(one) == _stem(other) or one.endswith(other))


def _stem(place: str) -> str:
    return _ENDING.sub("", place) if len(place) > 2 else place


def _shared(one: str, other: str) -> int:
    """How many names two chains share from the county down."""
    count = 0
    for a, b in zip(one.split("/"), other.split("/"), strict=False):
        if a != b:
            break
        count += 1
    return count
