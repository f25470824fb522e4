"""Kind, stage and items of every placed document: content first, then names, folders and neighbours. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timezone
from functools import lru_cache

from audit.folders import bare_name, repair_name
from audit.items import items_of, match_item_folder, notice_items, photo_items
from audit.papers import stage_in
from audit.place import Placed, Placement
from audit.recognition import load_recognition
from audit.types import Document, File, Paper, PartOf, State
from checklists import Checklist, Level, Stage, load_kinds
from registry.dates import find_dates
from registry.text import squeeze

__all__ = ["classify_documents", "may_be_anything", "name_day"]

_PICTURES = ("jpg", "png", "gif", "bmp", "tif", "heic", "webp")
_PHOTO_WORDS = re.compile(r"照片|图片(?!_\d)|影像|现场照|合影|^IMG|^DSC|^P\d{7}|^mmexport", re.I)
# 帮扶措施及佐证, 措施统计表（含佐证): one scan of the table and its proofs
_TABLE_WITH_PROOFS = re.compile(r"措施.{0,10}[及和与含、附].{0,3}佐证")
_LIST_AFTER = ("township-request", "village-report")
_UNKNOWN = "unknown"
# The confidence of a guess that rests on a picture's being a picture, or on a folder alone.
OPAQUE = 0.5
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


@dataclass(frozen=True, slots=True)
class _Guess:
    kind: str
    confidence: float


def classify_documents(placement: Placement, checklist: Checklist) -> tuple[File, ...]:
    """Every document as a File, in the order given."""
    files = [_first_look(placed, placement.county, checklist) for placed in placement.placed]
    events = _events(files)
    files = [
        _by_neighbours(file, placed, events, checklist) if _undecided(file) else file
        for file, placed in zip(files, placement.placed, strict=True)
    ]
    return tuple(_share_notices(files, events, checklist))


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


def _first_look(placed: Placed, county: str, checklist: Checklist) -> File:
    return _classified(
        placed.document, placed.papers, placed.unit, placed.level, placed.below, county, checklist
    )


@lru_cache(maxsize=1 << 16)
def _classified(
    document: Document,
    papers: tuple[Paper, ...],
    unit: str,
    level: Level,
    below: tuple[str, ...],
    county: str,
    checklist: Checklist,
) -> File:
    name = _stem(document.path)
    folder_item = next(
        (
            item
            for item in (match_item_folder(checklist, part, level) for part in _raw_below(document, below))
            if item
        ),
        "",
    )
    folder_stage = checklist.item(folder_item).stage if folder_item else None
    folder_stage = folder_stage or next((stage for stage in map(stage_in, below) if stage), None)
    if document.state is State.CONTAINER:
        return File(document, unit, level, _UNKNOWN, None, (), 1.0, ())
    if not papers:
        return _unread(document, unit, level, name, below, folder_item, folder_stage, checklist)
    parts: list[PartOf] = []
    best = 0.0
    for number, paper in enumerate(papers):
        guess = _guess(paper, name if number == 0 else "", level, unit, county)
        stage = _stage(guess.kind, paper, folder_stage, stage_in(name))
        items = items_of(checklist, guess.kind, level, stage, folder_item, paper, name)
        if number == 0 or guess.kind != _UNKNOWN:
            parts.append(PartOf(guess.kind, stage, unit, paper.pages, items, paper))
        best = guess.confidence if number == 0 else best
    parts = _with_combined(_with_list(_with_same_stage(parts), checklist, level), checklist, level)
    main = parts[0]
    items = tuple(sorted({item for part in parts for item in part.items}))
    return File(document, unit, level, main.kind, main.stage, items, best, tuple(parts))


@lru_cache(maxsize=1 << 15)
def _stem(path: str) -> str:
    name = repair_name(path.rpartition("/")[2])
    return squeeze(name.rpartition(".")[0] or name)


def _raw_below(document: Document, below: tuple[str, ...]) -> tuple[str, ...]:
    """The same folders as `below`, deepest first, with the numbers that `below` has lost."""
    folders = document.path.split("/")[:-1]
    return tuple(reversed([squeeze(repair_name(part)) for part in folders[len(folders) - len(below) :]]))


def _guess(paper: Paper, name: str, level: Level, unit: str, county: str) -> _Guess:
    weights = load_recognition()
    figures = weights.weights
    scores = dict(paper.scores)
    for signs in weights.kinds:
        if name and signs.name and signs.name.search(name):
            scores[signs.kind] = scores.get(signs.kind, 0.0) + figures["name"]
    for kind in scores:
        if level not in weights.by_kind[kind].levels:
            scores[kind] -= figures["wrong_level"]
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < figures["enough"]:
        if level is Level.HOUSEHOLD and _mentions_a_measure(paper.text):
            return _Guess("measure-proof", 0.6)
        return _Guess(_UNKNOWN, 0.5)
    kind, score = ranked[0]
    if level is Level.HOUSEHOLD and _is_about_a_measure(kind, paper.title):
        return _Guess("measure-proof", 0.8)
    if kind in ("policy-document", "deployment-notice"):
        kind = _notice_kind(paper, level, unit, county, name)
    second = (
        ranked[1][1]
        if len(ranked) > 1 and ranked[1][0] not in ("policy-document", "deployment-notice")
        else 0.0
    )
    confidence = 0.5 + 0.3 * min(score / 12, 1.0) + 0.2 * (1 - max(second, 0.0) / score)
    return _Guess(kind, round(min(confidence, 0.99), 2))


_COULD_BE_PROOF = {
    "application",
    "name-list",
    "authorisation",
    "review-result",
    "visit-record",
    "public-notice",
}


def _is_about_a_measure(kind: str, title: str) -> bool:
    """雨露计划申请表, 小额信贷花名册: applications and lists of a measure, not of the monitoring."""
    return (
        kind in _COULD_BE_PROOF
        and not re.search(r"监测|纳入|防贫|返贫|识别|三类|评议|消除", title)
        and _mentions_a_measure(title)
    )


def _mentions_a_measure(text: str) -> bool:
    return any(word in text for words in load_recognition().measures.values() for word in words)


def _notice_kind(paper: Paper, level: Level, unit: str, county: str, name: str) -> str:
    """A notice from above is received (上级文件), the unit's own is its deployment. The issuer tells."""
    issuer = paper.issuer
    if issuer is None:
        return "policy-document" if "上级" in name else "deployment-notice"
    if issuer.level is None or issuer.level.depth < level.depth:
        return "policy-document"
    if issuer.level is Level.COUNTY and issuer.place and county and issuer.place != county:
        return "policy-document"
    return "deployment-notice"


def _stage(kind: str, paper: Paper | None, folder: Stage | None, name: Stage | None) -> Stage | None:
    if kind == _UNKNOWN:
        return None
    signs = load_recognition().by_kind.get(kind)
    if signs and signs.stage:
        return signs.stage
    if not load_kinds()[kind].staged and kind not in ("sign-in-sheet", "photo", "refusal-notice"):
        return None
    own = paper.stage if paper else None
    if folder not in (Stage.IDENTIFICATION, Stage.ELIMINATION):
        folder = None
    return own or name or folder


def _with_same_stage(parts: list[PartOf]) -> list[PartOf]:
    """A sign-in sheet or list bound with its record is of the record's stage."""
    main = parts[0].stage
    return [
        replace(part, stage=main)
        if part.stage is None and part.kind in ("sign-in-sheet", "name-list")
        else part
        for part in parts
    ]


def _with_list(parts: list[PartOf], checklist: Checklist, level: Level) -> list[PartOf]:
    """A list bound with its request or report serves that paper's items; a table inside counts as one."""
    main = parts[0]
    if main.kind not in _LIST_AFTER or main.paper is None:
        return parts
    bound = [replace(part, items=main.items) if part.kind == "name-list" else part for part in parts]
    has_table = any(row.village or row.id_number for row in main.paper.rows) or len(main.paper.rows) > 1
    if has_table and not any(part.kind == "name-list" for part in bound):
        bound.append(PartOf("name-list", main.stage, main.unit, main.pages, main.items, main.paper))
    return bound


def _with_combined(parts: list[PartOf], checklist: Checklist, level: Level) -> list[PartOf]:
    """申请及承诺授权书 is both papers on one sheet (contract, decision 17)."""
    title = parts[0].paper.title if parts[0].paper else ""
    for pattern, kinds in load_recognition().combined:
        if pattern.search(title):
            return [
                PartOf(kind, Stage.IDENTIFICATION, parts[0].unit, parts[0].pages,
                       items_of(checklist, kind, level, Stage.IDENTIFICATION, "", None, ""), parts[0].paper)
                for kind in kinds
            ] + parts[1:]  # fmt: skip
    return parts


def _unread(
    document: Document,
    unit: str,
    level: Level,
    name: str,
    below: tuple[str, ...],
    folder_item: str,
    folder_stage: Stage | None,
    checklist: Checklist,
) -> File:
    """What could not be read: kind from name and folder alone."""
    kind, confidence = _kind_by_name(document, name, below, level, folder_item, checklist)
    if kind == "photo":
        about, stage = _photo_subject(name, below)
        stage = stage or stage_in(name) or folder_stage
        items = photo_items(about, level, stage)
        if not items and not about and folder_item and _wants_photo(checklist, folder_item):
            items, stage = (folder_item,), checklist.item(folder_item).stage or stage
        if about == "assistance":
            stage = Stage.ASSISTANCE
        if about in ("deployment", "inspection"):
            stage = None
        return File(
            document,
            unit,
            level,
            kind,
            stage,
            items,
            confidence,
            (PartOf(kind, stage, unit, (1, 1), items, None),),
        )
    stage = _stage(kind, None, folder_stage, stage_in(name))
    items = items_of(checklist, kind, level, stage, folder_item, None, name)
    if kind == _UNKNOWN and folder_item and document.state.lost:
        items = (folder_item,)
    if kind in ("measures-table", "measure-proof") and _TABLE_WITH_PROOFS.search(name):
        both = tuple(
            PartOf(each, stage, unit, (1, 1), items, None) for each in ("measures-table", "measure-proof")
        )
        return File(document, unit, level, "measures-table", stage, items, confidence, both)
    return File(
        document,
        unit,
        level,
        kind,
        stage,
        items,
        confidence,
        (PartOf(kind, stage, unit, (1, 1), items, None),),
    )


def _kind_by_name(
    document: Document,
    name: str,
    below: tuple[str, ...],
    level: Level,
    folder_item: str,
    checklist: Checklist,
) -> tuple[str, float]:
    weights = load_recognition()
    figures = weights.weights
    picture = document.format in _PICTURES
    if picture and _PHOTO_WORDS.search(name) and not re.search(r"扫描", name):
        return "photo", 0.9
    scores: dict[str, float] = {}
    for signs in weights.kinds:
        score = figures["name"] if signs.name and signs.name.search(name) else 0.0
        if score and signs.title and signs.title.search(name):
            score += 2.0
        if signs.folder and any(signs.folder.search(part) for part in below):
            score += figures["folder"] * (1.0 if score else 0.4)
        if score and level not in signs.levels:
            score -= figures["wrong_level"]
        if score > 1.0:
            scores[signs.kind] = score
    if scores and max(scores.values()) >= figures["name"]:
        kind = min(scores, key=lambda kind: (-scores[kind], kind))
        return kind, 0.75
    if level is Level.HOUSEHOLD and _mentions_a_measure(name):
        return "measure-proof", 0.7
    if picture and "扫描" not in name:
        return "photo", OPAQUE
    if folder_item:
        parts = [part.kind for part in checklist.item(folder_item).parts if part.kind != "photo"]
        if len(parts) == 1:
            return parts[0], 0.4
    return _UNKNOWN, 0.3


def may_be_anything(file: File) -> bool:
    """A scan or picture that could not be read and whose name says nothing: any paper may be in it."""
    return file.document.state is State.NOT_READ and (file.kind == _UNKNOWN or file.confidence <= OPAQUE)


def _photo_subject(name: str, below: tuple[str, ...]) -> tuple[str, Stage | None]:
    for text in (name, *reversed(below)):
        for subject in load_recognition().photos:
            if subject.words.search(text):
                return subject.about, subject.stage
    return "", None


def _wants_photo(checklist: Checklist, item: str) -> bool:
    return any(part.kind == "photo" for part in checklist.item(item).parts)


def _undecided(file: File) -> bool:
    """Files whose stage or item the paper itself leaves open."""
    if file.kind == _UNKNOWN or (file.items and (file.stage or file.kind == "photo")):
        return False
    staged = file.kind in ("photo", "sign-in-sheet") or load_kinds()[file.kind].staged
    return staged and file.stage is not Stage.ASSISTANCE and not (file.kind == "sign-in-sheet" and file.stage)


_Event = tuple[date, str, Stage | None]


def _events(files: Iterable[File]) -> dict[str, list[_Event]]:
    """Dated papers by unit."""
    found: dict[str, list[_Event]] = defaultdict(list)
    for file in files:
        for part in file.parts:
            if part.paper and part.paper.day and (part.kind in _EVENTS or part.stage):
                found[file.unit].append((part.paper.day, part.kind, part.stage))
    return found


def _by_neighbours(file: File, placed: Placed, events: dict[str, list[_Event]], checklist: Checklist) -> File:
    """The stage of the paper nearest in time, in the same unit, or above it for a household."""
    day = next((part.paper.day for part in file.parts if part.paper and part.paper.day), None) or name_day(
        file.path
    )
    own, above = events.get(file.unit, ()), events.get(file.unit.rpartition("/")[0], ())
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
    stage = stage or file.stage or _only_stage(own, day)
    if file.kind == "photo":
        about, _ = _photo_subject(_stem(file.path), placed.below)
        about = about or _EVENTS.get(kind, "")
        stage = Stage.ASSISTANCE if about == "assistance" else stage
        items = photo_items(about, file.level, stage)
    else:
        paper = file.parts[0].paper
        items = items_of(checklist, file.kind, file.level, stage, "", paper, _stem(file.path))
    parts = (
        tuple(replace(part, stage=part.stage or stage, items=items) for part in file.parts[:1])
        + file.parts[1:]
    )
    return replace(file, stage=stage, items=items, parts=parts)


def _only_stage(events: Sequence[_Event], day: date | None) -> Stage | None:
    """The stage of the unit's papers nearest to the day, of whatever kind; without a day the one that all units
    have: nobody is taken off the list who was not put on it."""
    staged = [event for event in events if event[2] in (Stage.IDENTIFICATION, Stage.ELIMINATION)]
    if day is not None and staged:
        return min(staged, key=lambda event: (abs((event[0] - day).days), event[1]))[2]
    return Stage.IDENTIFICATION


def _nearest(day: date, events: Sequence[_Event], kind: str) -> _Event | None:
    """Within three days for a photo or sign-in sheet, which belong to an event; else simply the nearest."""
    wanted = [event for event in events if event[2] is not None or kind in ("photo", "sign-in-sheet")]
    if kind == "photo":
        wanted = [event for event in wanted if event[1] in _EVENTS]
    if not wanted:
        return None
    best = min(wanted, key=lambda event: (abs((event[0] - day).days), event[1]))
    limit = 5 if kind in ("photo", "sign-in-sheet") else 45
    return best if abs((best[0] - day).days) <= limit else None


@lru_cache(maxsize=1 << 15)
def name_day(path: str) -> date | None:
    """The date in a file's name: 2021-04-16, 20210416, IMG_20210416_091540, mmexport1618558612000."""
    name = bare_name(path.rpartition("/")[2])
    match = re.search(r"mmexport(1\d{9})\d{3}", name)
    if match:
        return datetime.fromtimestamp(int(match[1]), timezone.utc).date()
    match = re.search(r"(?<!\d)(20\d\d[01]\d[0-3]\d)(?:\d{6})?(?!\d)", name)
    text = match[1] if match else name
    return next((found.day for found in find_dates(text) if found.day), None)
