"""All papers of one household, and of one meeting, of an archive as one print file each.

They stand in `ARCHIVE-fangpin/打印/`: the archive itself holds single papers only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from checklists import Level
from docgen.due import LEVEL_OF
from docgen.join import joined
from docgen.layout import LEVEL_FOLDER
from docgen.shelf import beside, load_manifest_files
from docgen.write import PlacedPaper
from registry.dates import format_date
from registry.files import write_atomic
from registry.text import safe_file_name

__all__ = ["PRINT_FOLDER", "Bundle", "Printed", "bundles", "one_print_file", "write_print_files"]

PRINT_FOLDER = "打印"
_HOMES = LEVEL_FOLDER[Level.HOUSEHOLD]
_FOLDERS = frozenset(LEVEL_FOLDER.values())


@dataclass(frozen=True, slots=True)
class Bundle:
    """A print file and the files of the archive that it takes together, in their order."""

    path: PurePosixPath
    papers: tuple[PurePosixPath, ...]


@dataclass(slots=True)
class Printed:
    """How many print files were written, and the files that were left out because staff have edited them."""

    files: int = 0
    left_out: list[str] = field(default_factory=list)


def bundles(papers: Sequence[PlacedPaper]) -> Iterator[Bundle]:
    """The print files of those papers: one a household, one a meeting with what its office draws up on it."""
    homes: dict[PurePosixPath, list[PurePosixPath]] = {}
    meetings: dict[PurePosixPath, list[PurePosixPath]] = {}
    for paper in papers:
        for path in paper.paths:
            parts = path.parts
            if _HOMES in parts[:-2]:
                at = parts.index(_HOMES)
                name = PurePosixPath("户", *parts[:at], f"{parts[at + 1]}.docx")
                homes.setdefault(name, []).append(path)
        if _is_of_meeting(paper):
            meetings.setdefault(_meeting_file(paper), []).append(_own_copy(paper))
    for name, paths in homes.items():
        yield Bundle(name, tuple(sorted(paths)))
    for name, paths in meetings.items():
        yield Bundle(name, tuple(paths))


def _is_of_meeting(paper: PlacedPaper) -> bool:
    """Whether the office that met draws the paper up; others may rest on the meeting too."""
    meeting = paper.due.meeting
    return (
        meeting is not None
        and not paper.due.extract
        and meeting.unit.replace("／", "/").split("/")[-1] == paper.due.issuer.name
    )


def _own_copy(paper: PlacedPaper) -> PurePosixPath:
    """The copy in the folder of the office that issued the paper."""
    folder = LEVEL_FOLDER[LEVEL_OF[paper.due.issuer.level]]
    return next((path for path in paper.paths if folder in path.parts), paper.paths[0])


def _meeting_file(paper: PlacedPaper) -> PurePosixPath:
    """会议/清水镇/石桥村/第一批认定村级评议会2021年4月16日（PY10）.docx: the unit's folders above its level's."""
    meeting = paper.due.meeting
    assert meeting is not None
    parts = _own_copy(paper).parts
    above = next((parts[:at] for at, part in enumerate(parts) if part in _FOLDERS), ())
    day = format_date(meeting.held_on) if meeting.held_on else ""
    stage = meeting.stage if meeting.stage and meeting.stage not in meeting.kind else ""
    name = f"{meeting.batch or ''}{stage}{meeting.kind}{day}（{meeting.meeting_id}）"
    return PurePosixPath("会议", *above, f"{safe_file_name(name)}.docx")


def write_print_files(
    archive: Path,
    found: Sequence[Bundle],
    advance: Callable[[int], object] = lambda number: None,
) -> Printed:
    """Join the papers as they lie in the archive; those that staff have edited are left out and named.

    Raises UserError where a file cannot be written.
    """
    known = load_manifest_files(archive)
    printed = Printed()
    left: dict[str, None] = {}
    for bundle in found:
        papers, edited = _unedited(archive, bundle.papers, known)
        left |= dict.fromkeys(edited)
        if papers:
            write_atomic(beside(archive) / PRINT_FOLDER / bundle.path, joined(papers, bundle.path.stem))
            printed.files += 1
        advance(1)
    printed.left_out = list(left)
    return printed


def one_print_file(archive: Path, names: Sequence[str], title: str) -> bytes:
    """Those files of the archive as one .docx, without what staff have edited; b"" where nothing is left."""
    papers, _ = _unedited(archive, [PurePosixPath(name) for name in names], load_manifest_files(archive))
    return joined(papers, title) if papers else b""


def _unedited(
    archive: Path, paths: Sequence[PurePosixPath], known: Mapping[str, Mapping[str, str]]
) -> tuple[list[bytes], list[str]]:
    """The files that are as the program wrote them, and the names of the others."""
    papers: list[bytes] = []
    edited: list[str] = []
    for path in paths:
        data = (archive / path).read_bytes()
        if _is_ours(str(path), data, known):
            papers.append(data)
        else:
            edited.append(str(path))
    return papers, edited


def _is_ours(name: str, data: bytes, known: Mapping[str, Mapping[str, str]]) -> bool:
    return known.get(name, {}).get("sha256") == hashlib.sha256(data).hexdigest()
