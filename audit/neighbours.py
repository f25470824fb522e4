"""Stages and items that a paper leaves open, decided by the dated papers beside it. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from audit.context import UNKNOWN, name_day, name_month_day, stem_of
from audit.items import items_of, notice_items, photo_items
from audit.siblings import settle_by_folder
from audit.types import File
from audit.unread import photo_subject
from checklists import Checklist, Level, Stage, load_kinds
from registry.dates import parse_date

__all__ = ["settle_by_neighbours"]

# What a photo shows, by the kind of a paper of the same day.
_EVENTS = {
    "deployment-meeting": "deployment",
    "inspection-ledger": "inspection",
    "nomination-meeting": "nomination",
    "nomination-list": "nomination",
    "verification-form": "visit",
    "collection-form": "visit",
    "elimination-visit-form": "visit",
    "elimination-assessment": "visit",
    "village-review-meeting": "review",
    "review-result": "review",
    "public-notice": "review",
    "visit-record": "assistance",
}
_STEPS = (Stage.IDENTIFICATION, Stage.ELIMINATION)
_Event = tuple[date, str, Stage | None]


def settle_by_neighbours(
    files: Sequence[File], below: Sequence[tuple[str, ...]], checklist: Checklist
) -> tuple[File, ...]:
    """Give a stage and item to files that have none, by the papers of the same unit near in time."""
    events = _events(files)
    stages = _folder_stages(files)
    settled = [
        _by_neighbours(file, folders, events, checklist, stages.get(_folder(file)))
        if _undecided(file)
        else file
        for file, folders in zip(files, below, strict=True)
    ]
    return settle_by_folder(_share_notices(settled, events, checklist), checklist)


def _undecided(file: File) -> bool:
    """Files whose stage or item the paper itself leaves open."""
    if file.kind == UNKNOWN or (file.items and (file.stage or file.kind == "photo")):
        return False
    staged = file.kind in ("photo", "sign-in-sheet") or load_kinds()[file.kind].staged
    return staged and file.stage is not Stage.ASSISTANCE and not (file.kind == "sign-in-sheet" and file.stage)


def _events(files: Iterable[File]) -> dict[str, list[_Event]]:
    """Dated papers by unit."""
    found: dict[str, list[_Event]] = defaultdict(list)
    for file in files:
        for part in file.parts:
            if part.paper and part.paper.day and (part.kind in _EVENTS or part.stage):
                found[file.unit].append((part.paper.day, part.kind, part.stage))
    return found


def _folder(file: File) -> tuple[str, str]:
    return file.unit, file.path.rpartition("/")[0]


def _folder_stages(files: Iterable[File]) -> dict[tuple[str, str], Stage]:
    """The one stage of those papers in a folder that say theirs."""
    found: dict[tuple[str, str], set[Stage]] = defaultdict(set)
    for file in files:
        if file.stage in _STEPS and file.parts and file.parts[0].paper:
            found[_folder(file)].add(file.stage)
    return {folder: min(stages) for folder, stages in found.items() if len(stages) == 1}


def _by_neighbours(
    file: File,
    below: tuple[str, ...],
    events: dict[str, list[_Event]],
    checklist: Checklist,
    folder_stage: Stage | None,
) -> File:
    """The stage of the paper nearest in time, in the same unit, or above it for a household."""
    own, above = events.get(file.unit, ()), events.get(file.unit.rpartition("/")[0], ())
    day = _day_of(file, own or above)
    near = None
    if day is not None:
        near = _nearest(day, own, file.kind)
        if near is None and file.level is Level.HOUSEHOLD:
            near = _nearest(day, above, file.kind)
    if near is None and file.kind == "sign-in-sheet":
        return file
    kind, stage = (near[1], near[2]) if near else ("", None)
    if file.kind == "sign-in-sheet":
        return replace(file, stage=stage, parts=(replace(file.parts[0], stage=stage), *file.parts[1:]))
    stage = stage or file.stage or folder_stage or _only_stage(own, day)
    if file.kind == "photo":
        about, _ = photo_subject(stem_of(file.path), below)
        about = about or _EVENTS.get(kind, "")
        stage = Stage.ASSISTANCE if about == "assistance" else stage
        items = photo_items(about, file.level, stage)
    else:
        paper = file.parts[0].paper
        items = items_of(checklist, file.kind, file.level, stage, "", paper, stem_of(file.path))
    parts = (
        tuple(replace(part, stage=part.stage or stage, items=items) for part in file.parts[:1])
        + file.parts[1:]
    )
    return replace(file, stage=stage, items=items, parts=parts)


def _day_of(file: File, events: Sequence[_Event]) -> date | None:
    """The day that a paper bears, else the one in its name, else when a photo was taken; 5.12入户 has the year of
    the unit's other papers.
    """
    told = next((part.paper.day for part in file.parts if part.paper and part.paper.day), None)
    told = told or name_day(file.path) or _taken_on(file)
    if told is not None:
        return told
    month_and_day = name_month_day(file.path)
    if month_and_day is None or not events:
        return None
    years = Counter(event[0].year for event in events)
    try:
        return date(years.most_common(1)[0][0], *month_and_day)
    except ValueError:
        return None


def _taken_on(file: File) -> date | None:
    """When a picture was taken, as its camera noted it."""
    return parse_date(dict(file.document.metadata).get("taken_on", ""))


def _only_stage(events: Sequence[_Event], day: date | None) -> Stage | None:
    """The stage of the unit's papers nearest to the day, of whatever kind; without a day the one that all units
    have: nobody is taken off the list who was not put on it.
    """
    staged = [event for event in events if event[2] in _STEPS]
    if day is not None and staged:
        return min(staged, key=lambda event: (abs((event[0] - day).days), event[1]))[2]
    return Stage.IDENTIFICATION


def _nearest(day: date, events: Sequence[_Event], kind: str) -> _Event | None:
    """Within three days for a photo or sign-in sheet, which belong to an event; else simply the nearest."""
    wanted = [event for event in events if event[2] in _STEPS or kind in ("photo", "sign-in-sheet")]
    if kind == "photo":
        wanted = [event for event in wanted if event[1] in _EVENTS]
    if not wanted:
        return None
    best = min(wanted, key=lambda event: (abs((event[0] - day).days), event[1]))
    limit = 5 if kind in ("photo", "sign-in-sheet") else 45
    return best if abs((best[0] - day).days) <= limit else None


def _share_notices(files: list[File], events: dict[str, list[_Event]], checklist: Checklist) -> list[File]:
    """A household's notices that cannot be read: the village's or the township's, by day, else one each."""
    open_ones: dict[tuple[str, Stage | None], list[int]] = defaultdict(list)
    for at, file in enumerate(files):
        if file.kind == "public-notice" and file.level is Level.HOUSEHOLD and file.parts[0].paper is None:
            open_ones[file.unit, file.stage].append(at)
    for (unit, stage), places in open_ones.items():
        items = notice_items(checklist, stage)
        if len(items) < 2:
            continue
        taken = {
            item
            for file in files
            if file.unit == unit and file.parts and file.parts[0].paper
            for item in file.items
        }
        for at in sorted(places, key=lambda at: (name_day(files[at].path) is None, files[at].path)):
            file = files[at]
            item = _notice_by_day(file, events, stage, items) or next(
                (i for i in items if i not in taken), items[0]
            )
            taken.add(item)
            files[at] = replace(
                file, items=(item,), parts=(replace(file.parts[0], items=(item,)), *file.parts[1:])
            )
    return files


def _notice_by_day(
    file: File, events: dict[str, list[_Event]], stage: Stage | None, items: Sequence[str]
) -> str:
    day = name_day(file.path)
    if day is None:
        return ""
    village = file.unit.rpartition("/")[0]
    distances = []
    for item, unit in zip(items, (village, village.rpartition("/")[0]), strict=False):
        days = [
            event[0] for event in events.get(unit, ()) if event[1] == "public-notice" and event[2] is stage
        ]
        distances += [(abs((other - day).days), item) for other in days]
    return min(distances)[1] if distances and min(distances)[0] <= 3 else ""
