"""The papers of one meeting: the kit before it into 会前/, the drafts after it into 会后/, each also as one print file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from checklists import load_kinds
from docgen.blank import Blank
from docgen.context import Writer
from docgen.due import Due, Skipped
from docgen.join import joined
from docgen.kit import kit_sheets, meeting_due
from docgen.layout import file_name, shorten
from docgen.lists import list_of_blanks
from docgen.making import DRAFT_MARK
from docgen.plan import plan
from docgen.render import Rendered, render
from docgen.shelf import Put, Shelf, beside, load_manifest_files, write_manifest
from docgen.view import Desk
from docgen.write import BLANKS
from registry.files import write_atomic
from registry.read_workbook import Loaded
from registry.records import Meeting, Unit
from registry.registry import Registry
from templates import load_manifest

__all__ = ["AFTER", "BEFORE", "PRINT_FILE", "MeetingOutcome", "drafts_of", "write_meeting"]

BEFORE, AFTER, PRINT_FILE = "会前", "会后", "全部打印.docx"
# The papers of the round that the office draws up on the strength of the meeting, besides its record.
_OF_ROUND: Mapping[str, tuple[str, ...]] = {
    "村级评议会": ("public-notice", "notice-outcome", "village-report", "name-list", "refusal-notice"),
    "乡级审核会": ("public-notice", "township-request", "name-list"),
    "县级会商研判会": ("county-reply",),
}


@dataclass(slots=True)
class MeetingOutcome:
    """What was written: paths in the folder, those kept because staff have edited them, blanks, papers not made."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    blanks: list[tuple[str, str, Blank]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Paper:
    """A rendered paper with its kind, its office and its place in the folder."""

    kind: str
    name: str
    path: PurePosixPath
    rendered: Rendered


def write_meeting(
    loaded: Loaded,
    meeting: Meeting,
    folder: Path,
    *,
    before: bool,
    after: bool,
    force: bool = False,
    stamp: Mapping[str, str] = MappingProxyType({}),
    templates: Mapping[str, bytes] = MappingProxyType({}),
) -> MeetingOutcome:
    """Write the meeting's papers into the folder; what staff have edited there is kept, unless `force`.

    `templates`: a user's own, by id. Raises UserError where nothing can be written.
    """
    registry = loaded.registry
    unit = registry.find_unit(meeting.unit)
    assert unit is not None, meeting.unit
    writer = Writer(registry, Desk(loaded.letters))
    files = load_manifest_files(folder)
    known = {name: entry["sha256"] for name, entry in files.items() if "sha256" in entry}
    shelf, outcome = Shelf(folder, known, force), MeetingOutcome()
    due = meeting_due(registry, meeting, unit)
    parts: list[tuple[str, Iterable[_Paper]]] = []
    if before:
        parts.append((BEFORE, _kit(writer, due, templates)))
    if after:
        dues, outcome.skipped = drafts_of(registry, due)
        parts.append((AFTER, _drafts(writer, dues, templates)))
    root = len(str(folder.resolve()))
    try:
        for part, papers in parts:
            made = []
            for paper in papers:
                made.append(paper.rendered.data)
                _put(shelf, shorten(PurePosixPath(part) / paper.path, root), paper, unit, outcome, files)
            whole = _Paper("", part, PurePosixPath(PRINT_FILE), Rendered(joined(made, f"{part}材料"), ()))
            _put(shelf, PurePosixPath(part) / whole.path, whole, unit, outcome, files)
    finally:  # Interrupted, too: what was written must not pass for edited in the next run.
        write_manifest(folder, files, unit.name, stamp)
    write_atomic(beside(folder) / BLANKS, list_of_blanks(outcome.blanks, outcome.skipped))
    return outcome


def drafts_of(registry: Registry, record: Due) -> tuple[list[Due], list[Skipped]]:
    """The drafts that follow from a meeting that was held: its record first, then the papers of its round."""
    meeting = record.meeting
    assert meeting is not None
    templates = {template.id: template for template in load_manifest()}
    wanted = _OF_ROUND.get(meeting.kind, ())
    planned, skipped = plan(registry)
    dues = [
        Due(template, record.issuer, record.about, record.stage, record.round, record.households, meeting)
        for template in templates.values()
        if template.due == "meeting" and meeting.kind in (*template.meetings.values(), *template.also)
    ]
    ours = {household.household_id for household in record.households}
    for kind in wanted:
        for due in planned:
            same = due.issuer == record.issuer and due.stage == record.stage and due.round == record.round
            concerned = ours.intersection(household.household_id for household in due.households)
            if due.kind == kind and same and concerned and due.meeting in (meeting, None):
                dues.append(due)
    about = f"{record.round}{record.stage}"
    left = [
        skip
        for skip in skipped
        if skip.kind in wanted and skip.unit == record.issuer.name and skip.subject.endswith(about)
    ]
    return dues, left


def _kit(writer: Writer, due: Due, templates: Mapping[str, bytes]) -> Iterator[_Paper]:
    taken: set[str] = set()
    for sheet in kit_sheets(writer, due):
        path, kind = _free(f"{sheet.name}.docx", taken), sheet.paper.id
        context = {**sheet.context, "mark": _mark(writer.registry, due.issuer)}
        rendered = render(kind, context, path.stem, templates.get(kind))
        yield _Paper(kind, sheet.paper.name, path, rendered)


def _drafts(writer: Writer, dues: Iterable[Due], templates: Mapping[str, bytes]) -> Iterator[_Paper]:
    taken: set[str] = set()
    kinds = load_kinds()
    for number, due in enumerate(dues, 1):
        path = _free(f"{number}{file_name(writer.registry, due)}.docx", taken)
        context = writer.context(due) | {"mark": _mark(writer.registry, due.issuer)}
        rendered = render(due.template.id, context, path.stem, templates.get(due.template.id))
        yield _Paper(due.kind, kinds[due.kind].name, path, rendered)


def _mark(registry: Registry, issuer: Unit) -> str:
    own = registry.own_unit
    return DRAFT_MARK if own is not None and own != issuer else ""


def _free(name: str, taken: set[str]) -> PurePosixPath:
    """A name that no other paper of the folder has (Windows does not tell capitals apart)."""
    path = PurePosixPath(name)
    number, free = 2, path
    while str(free).lower() in taken:
        free = path.with_name(f"{path.stem}（{number}）{path.suffix}")
        number += 1
    taken.add(str(free).lower())
    return free


def _put(
    shelf: Shelf,
    path: PurePosixPath,
    paper: _Paper,
    unit: Unit,
    outcome: MeetingOutcome,
    files: dict[str, dict[str, str]],
) -> None:
    shelved = shelf.put(path, paper.rendered.data)
    outcome.blanks += [(paper.name, shelved.path, blank) for blank in paper.rendered.blanks]
    told = {Put.WRITTEN: outcome.written, Put.UNCHANGED: outcome.unchanged, Put.EDITED: outcome.edited}
    told[shelved.put].append(shelved.path)
    if shelved.put is not Put.EDITED:
        files[shelved.path] = {"sha256": shelved.sha256, "kind": paper.kind, "unit": unit.name}
