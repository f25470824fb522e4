"""Making papers: each rendered once and put to all its places, in whatever process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from checklists import Checklist
from checklists.faults import UserError
from docgen.blank import Blank
from docgen.choice import Choice, planned_places
from docgen.context import Writer
from docgen.due import Due
from docgen.layout import Place, shorten
from docgen.render import Rendered, render
from docgen.shelf import Shelf, Shelved
from docgen.view import Desk
from registry.registry import Registry

__all__ = ["CHECKING_MARK", "DRAFT_MARK", "Made", "Order", "PlacedPaper", "Workplace", "placed_papers"]

DRAFT_MARK = "〔代拟稿〕"
CHECKING_MARK = "〔核对稿，以系统导出件为准〕"


@dataclass(frozen=True, slots=True)
class PlacedPaper:
    """A paper and the paths of its copies."""

    due: Due
    paths: tuple[PurePosixPath, ...]


@dataclass(slots=True)
class Made:
    """What became of the paper of that number: the copies put so far, and its blanks."""

    number: int
    shelved: list[Shelved] = field(default_factory=list)
    blanks: tuple[Blank, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """All that a run follows from: any process that has it makes the same papers under the same numbers."""

    registry: Registry
    letters: Mapping[tuple[str, str], str]
    checklist: Checklist
    choice: Choice
    shelf: Shelf
    root_length: int
    templates: Mapping[str, bytes]


class Workplace:
    """The papers of an order, and what is needed to make them."""

    def __init__(self, order: Order) -> None:
        places, self.skipped = planned_places(order.registry, order.checklist, order.choice)
        self.papers: Sequence[PlacedPaper] = placed_papers(places, order.root_length)
        self.order = order
        self._writer = Writer(order.registry, Desk(order.letters))

    def render(self, number: int) -> Rendered:
        """One paper, put nowhere. Raises UserError."""
        paper = self.papers[number]
        template = paper.due.template.id
        context = self._writer.context(paper.due) | {"mark": _mark(paper.due, self.order.choice)}
        return render(template, context, paper.paths[0].stem, self.order.templates.get(template))

    def make(self, number: int) -> tuple[Made, UserError | None]:
        """Make one paper. Where a copy cannot be written, those put before it are told together with the error."""
        paper, made = self.papers[number], Made(number)
        try:
            rendered = self.render(number)
            made.blanks = rendered.blanks
            for path in paper.paths:
                made.shelved.append(self.order.shelf.put(path, rendered.data))
        except UserError as error:
            return made, error
        return made, None


def placed_papers(places: Sequence[Place], root_length: int) -> list[PlacedPaper]:
    """Places of one paper brought together, each with a path of its own."""
    found: dict[tuple[object, ...], tuple[Due, list[PurePosixPath]]] = {}
    taken: set[str] = set()
    for place in places:
        due = place.due
        key = (due.template.id, due.issuer.row, due.about.row, due.stage, due.round,
               tuple(h.household_id for h in due.households), due.meeting and due.meeting.row, due.month,
               due.day, due.paper and due.paper.row, due.visit and due.visit.row, due.span,
               due.extract)  # fmt: skip
        path = _free(place.path, root_length, taken)
        found.setdefault(key, (due, []))[1].append(path)
    return [PlacedPaper(due, tuple(paths)) for due, paths in found.values()]


def _free(path: PurePosixPath, root_length: int, taken: set[str]) -> PurePosixPath:
    """A path that no other paper of this run has (Windows does not tell capitals apart)."""
    number, free = 2, shorten(path, root_length)
    while str(free).lower() in taken:
        number, free = number + 1, shorten(path, root_length, f"（{number}）")
    taken.add(str(free).lower())
    return free


def _mark(due: Due, choice: Choice) -> str:
    if due.template.exported:
        return CHECKING_MARK
    return DRAFT_MARK if choice.office is not None and due.issuer != choice.office else ""
