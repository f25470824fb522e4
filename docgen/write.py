"""Write the archive: every chosen paper rendered once and put to its places, on all cores where it pays."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from checklists import Checklist, load_kinds
from docgen.blank import Blank
from docgen.choice import Choice, planned_places
from docgen.context import Writer
from docgen.due import Due, Skipped
from docgen.layout import Place, shorten
from docgen.lists import list_of_blanks
from docgen.render import render
from docgen.shelf import Put, Shelf, Shelved, beside, load_manifest_files, write_manifest
from docgen.view import Desk
from registry.files import write_atomic
from registry.read_workbook import Loaded

__all__ = [
    "BLANKS",
    "Choice",
    "Outcome",
    "PlacedPaper",
    "beside",
    "generate",
    "placed_papers",
    "planned_places",
]

DRAFT_MARK = "〔代拟稿〕"
CHECKING_MARK = "〔核对稿，以系统导出件为准〕"
BLANKS = "待填清单.xlsx"
# A process costs about as much as a thousand papers.
_WORTH_A_PROCESS = 3000
_CHUNK = 200


@dataclass(slots=True)
class Outcome:
    """What was done: counts, files kept because staff have edited them, blanks, papers not made.

    `stale`: files of earlier runs, not edited since, that this run would not make. `files`: one path of each paper.
    """

    written: int = 0
    unchanged: int = 0
    edited: list[str] = field(default_factory=list)
    blanks: list[tuple[str, str, Blank]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    papers: int = 0
    files: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlacedPaper:
    """A paper and the paths of its copies."""

    due: Due
    paths: tuple[PurePosixPath, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    """A paper after its copies were put."""

    due: Due
    shelved: tuple[Shelved, ...]
    blanks: tuple[Blank, ...]


@dataclass(frozen=True, slots=True)
class _Desk:
    """All that is needed to make papers, in this process or in another."""

    writer: Writer
    choice: Choice
    shelf: Shelf
    templates: Mapping[str, bytes]

    def make(self, paper: PlacedPaper) -> _Made:
        mark = _mark(paper.due, self.choice)
        context = self.writer.context(paper.due) | {"mark": mark}
        own = self.templates.get(paper.due.template.id)
        rendered = render(paper.due.template.id, context, paper.paths[0].stem, own)
        shelved = tuple(self.shelf.put(path, rendered.data) for path in paper.paths)
        return _Made(paper.due, shelved, rendered.blanks)


def generate(
    loaded: Loaded,
    checklist: Checklist,
    archive: Path,
    choice: Choice,
    *,
    force: bool = False,
    stamp: Mapping[str, str] = MappingProxyType({}),
    advance: Callable[[int], object] = lambda number: None,
    processes: int = 0,
    templates: Mapping[str, bytes] | None = None,
) -> Outcome:
    """Write the chosen papers; `advance` is told of each file, `stamp` goes into the manifest as it is.

    A file that is not as the program last wrote it is kept, unless `force`; the new version goes
    to `ARCHIVE-fangpin/`. `processes`: 0 for as many as pay. `templates`: a user's own, by id. Raises UserError where nothing can be written.
    """
    places, skipped = planned_places(loaded.registry, checklist, choice)
    papers = placed_papers(places, len(str(archive.resolve())))
    files = load_manifest_files(archive)
    known = {name: entry["sha256"] for name, entry in files.items() if "sha256" in entry}
    writer = Writer(loaded.registry, Desk(loaded.letters))
    desk = _Desk(writer, choice, Shelf(archive, known, force), dict(templates or {}))
    outcome = Outcome(skipped=skipped, papers=len(papers))
    try:
        for made in _make(desk, papers, processes or _cores(len(papers))):
            _note(made, outcome, files)
            advance(len(made.shelved))
    finally:  # Interrupted, too: what was written must not pass for edited in the next run.
        office = choice.office.name if choice.office else "each"
        write_manifest(archive, files, office, stamp)
    if not choice.narrowed:
        planned = {str(path) for paper in papers for path in paper.paths}
        outcome.stale = sorted(name for name in files if name not in planned and (archive / name).exists())
    write_atomic(beside(archive) / BLANKS, list_of_blanks(outcome.blanks, outcome.skipped, outcome.stale))
    return outcome


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


def _cores(papers: int) -> int:
    return min(os.cpu_count() or 1, 1 + papers // _WORTH_A_PROCESS)


def _make(desk: _Desk, papers: Sequence[PlacedPaper], processes: int) -> Iterator[_Made]:
    if processes <= 1:
        yield from map(desk.make, papers)
        return
    chunks = [papers[at : at + _CHUNK] for at in range(0, len(papers), _CHUNK)]
    # spawn, as on Windows: a process forked from one with threads may hang.
    with ProcessPoolExecutor(processes, get_context("spawn"), _take_desk, (desk,)) as pool:
        for made in pool.map(_make_chunk, chunks):
            yield from made


_DESK: list[_Desk] = []


def _take_desk(desk: _Desk) -> None:
    _DESK[:] = [desk]


def _make_chunk(papers: Sequence[PlacedPaper]) -> list[_Made]:
    return [_DESK[0].make(paper) for paper in papers]


def _mark(due: Due, choice: Choice) -> str:
    if due.template.exported:
        return CHECKING_MARK
    return DRAFT_MARK if choice.office is not None and due.issuer != choice.office else ""


def _note(made: _Made, outcome: Outcome, files: dict[str, dict[str, str]]) -> None:
    kind = load_kinds()[made.due.kind].name
    outcome.files.append(made.shelved[0].path)
    outcome.blanks += [(kind, made.shelved[0].path, blank) for blank in made.blanks]
    for shelved in made.shelved:
        if shelved.put is Put.EDITED:
            outcome.edited.append(shelved.path)
            continue
        outcome.written += shelved.put is Put.WRITTEN
        outcome.unchanged += shelved.put is Put.UNCHANGED
        entry = {"sha256": shelved.sha256, "kind": made.due.kind, "unit": made.due.issuer.name}
        files[shelved.path] = entry
