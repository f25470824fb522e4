"""Write the archive: every chosen paper rendered once and put to its places, on all cores where it pays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from checklists import Checklist, load_kinds
from docgen.blank import Blank
from docgen.choice import Choice, planned_places
from docgen.crew import make_all
from docgen.due import Due, Skipped
from docgen.lists import list_of_blanks
from docgen.making import Made, Order, PlacedPaper, Workplace, placed_papers
from docgen.shelf import Put, Shelf, beside, load_manifest_files, reserve_room, write_manifest
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

BLANKS = "待填清单.xlsx"


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
    files = load_manifest_files(archive)
    known = {name: entry["sha256"] for name, entry in files.items() if "sha256" in entry}
    order = Order(
        loaded.registry,
        loaded.letters,
        checklist,
        choice,
        Shelf(archive, known, force),
        len(str(archive.resolve())),
        dict(templates or {}),
    )
    workplace = Workplace(order)
    papers = workplace.papers
    outcome = Outcome(skipped=workplace.skipped, papers=len(papers))
    every: dict[int, Made] = {}

    def keep(made: Made) -> None:
        every[made.number] = made
        advance(len(made.shelved))

    reserve_room(archive, [str(path) for paper in papers for path in paper.paths])
    try:
        make_all(order, workplace, keep, processes)
    finally:  # Interrupted, too: what was written must not pass for edited in the next run.
        for number in sorted(every):
            _note(papers[number].due, every[number], outcome, files)
        write_manifest(archive, files, choice.office.name if choice.office else "each", stamp)
    if not choice.narrowed:
        planned = {str(path) for paper in papers for path in paper.paths}
        outcome.stale = sorted(name for name in files if name not in planned and (archive / name).exists())
    write_atomic(beside(archive) / BLANKS, list_of_blanks(outcome.blanks, outcome.skipped, outcome.stale))
    return outcome


def _note(due: Due, made: Made, outcome: Outcome, files: dict[str, dict[str, str]]) -> None:
    if not made.shelved:
        return
    kind = load_kinds()[due.kind].name
    outcome.files.append(made.shelved[0].path)
    outcome.blanks += [(kind, made.shelved[0].path, blank) for blank in made.blanks]
    for shelved in made.shelved:
        if shelved.put is Put.EDITED:
            outcome.edited.append(shelved.path)
            continue
        outcome.written += shelved.put is Put.WRITTEN
        outcome.unchanged += shelved.put is Put.UNCHANGED
        files[shelved.path] = {"sha256": shelved.sha256, "kind": due.kind, "unit": due.issuer.name}
