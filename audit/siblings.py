"""What the papers of one folder tell of each other: a weak guess is helped, a photo finds its item. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from audit.context import UNKNOWN, stem_of
from audit.items import items_of
from audit.recognition import load_recognition
from audit.types import File, State
from checklists import Checklist, Level, Stage

__all__ = ["settle_by_folder"]

# What a paper's own content must say at least, where the folder says the rest.
_HINT = 1.5
_SURE = 0.7
_BY_FOLDER = 0.55


@dataclass(frozen=True, slots=True)
class _Folder:
    """The items that the papers of one folder serve, and the kinds that are there."""

    items: tuple[str, ...]
    kinds: frozenset[tuple[str, str]]


def settle_by_folder(files: Sequence[File], checklist: Checklist) -> tuple[File, ...]:
    """Files in the order given, weak ones settled by the folder they lie in."""
    open_ones = [at for at, file in enumerate(files) if _is_open(file)]
    if not open_ones:
        return tuple(files)
    wanted = {_folder(files[at]) for at in open_ones}
    folders = _folders((file for file in files if _folder(file) in wanted), checklist)
    settled = list(files)
    for at in open_ones:
        file, folder = files[at], folders[_folder(files[at])]
        if file.kind == "photo":
            settled[at] = _photo_of(file, folder, checklist)
        elif file.kind == UNKNOWN:
            settled[at] = _kind_of(file, folder, checklist)
        else:
            settled[at] = _nominated(file, files, checklist)
    return tuple(settled)


def _is_open(file: File) -> bool:
    if file.document.state is State.CONTAINER:
        return False
    if file.kind == "photo":
        return not file.items
    if file.kind == UNKNOWN:
        return bool(file.parts and file.parts[0].paper)
    return file.kind == "name-list" and file.level is Level.VILLAGE and file.stage is not Stage.IDENTIFICATION


def _folder(file: File) -> tuple[str, str]:
    return file.unit, file.path.rpartition("/")[0]


def _folders(files: Iterable[File], checklist: Checklist) -> dict[tuple[str, str], _Folder]:
    served: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    kinds: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for file in files:
        own = served[_folder(file)]
        if file.folder_item:
            own[file.folder_item] += 1
        if file.kind in (UNKNOWN, "photo") or file.confidence < _SURE:
            continue
        own.update(file.items)
        kinds[_folder(file)] |= {(part.kind, item) for part in file.parts for item in part.items}
    return {
        folder: _Folder(tuple(item for item, _ in counts.most_common()), frozenset(kinds[folder]))
        for folder, counts in served.items()
    }


def _photo_of(file: File, folder: _Folder, checklist: Checklist) -> File:
    """A photo of nobody knows what, where the folder's papers serve one item that wants photos."""
    wanting = [
        item for item in folder.items if any(part.kind == "photo" for part in checklist.item(item).parts)
    ]
    if len(wanting) != 1:
        return file
    stage = checklist.item(wanting[0]).stage
    items = (wanting[0],)
    parts = tuple(replace(part, stage=stage, items=items) for part in file.parts[:1]) + file.parts[1:]
    return replace(file, stage=stage, items=items, parts=parts)


def _kind_of(file: File, folder: _Folder, checklist: Checklist) -> File:
    """The kind that the content hints at, where a folder's item wants such a paper and lacks it."""
    paper = file.parts[0].paper
    if paper is None:
        return file
    scores = dict(paper.scores)
    lacking = [
        (scores.get(part.kind, 0.0), part.kind, item)
        for item in folder.items
        for part in checklist.item(item).parts
        if (part.kind, item) not in folder.kinds or part.each.value != "once"
    ]
    score, kind, item = max(lacking, default=(0.0, "", ""))
    if score < _HINT or kind == "photo":
        return file
    signs = load_recognition().by_kind.get(kind)
    stage = (signs.stage if signs else None) or checklist.item(item).stage
    parts = (replace(file.parts[0], kind=kind, stage=stage, items=(item,)), *file.parts[1:])
    return replace(file, kind=kind, stage=stage, items=(item,), confidence=_BY_FOLDER, parts=parts)


def _nominated(file: File, files: Sequence[File], checklist: Checklist) -> File:
    """A list that lies with the record of the nomination, or is of its day, is the list of those nominated."""
    paper = file.parts[0].paper
    meetings = [
        other
        for other in files
        if other.unit == file.unit and other.kind == "nomination-meeting" and other.parts
    ]
    if not meetings or any(other.unit == file.unit and other.kind == "nomination-list" for other in files):
        return file
    days = {other.parts[0].paper.day for other in meetings if other.parts[0].paper} - {None}
    beside = any(_folder(other) == _folder(file) for other in meetings)
    reports = any(_folder(other) == _folder(file) and other.kind == "village-report" for other in files)
    if not (paper and paper.day in days) and not (beside and not reports):
        return file
    kind, stage = "nomination-list", Stage.ELIMINATION
    items = items_of(checklist, kind, file.level, stage, file.folder_item, paper, stem_of(file.path))
    parts = (replace(file.parts[0], kind=kind, stage=stage, items=items), *file.parts[1:])
    return replace(file, kind=kind, stage=stage, items=items, confidence=_BY_FOLDER, parts=parts)
