"""What a file is that could not be read: by its name, its folder and its sort alone. Pure."""

from __future__ import annotations

import re

from audit.context import UNKNOWN, Context
from audit.guess import decide_stage, mentions_a_measure
from audit.items import items_of, photo_items
from audit.papers import stage_in
from audit.recognition import load_recognition
from audit.types import Document, File, PartOf, State
from checklists import Level, Stage

__all__ = ["classify_unread", "may_be_anything", "photo_subject"]

# The confidence of a guess that rests on a picture's being a picture, or on a folder alone.
_OPAQUE = 0.5
_PICTURES = ("jpg", "png", "gif", "bmp", "tif", "heic", "webp")
_PHOTO_WORDS = re.compile(
    r"照片|图片(?!_\d)|影像|现场|合影|张贴|公[示开](栏|牌|墙)|上墙|^IMG|^DSC|^P\d{7}|^mmexport", re.IGNORECASE
)
# A picture named after an event and after no paper shows the event: 提名会.jpg
_PAPER_WORDS = re.compile(
    r"[表册单簿书件证]|台账|台帐|记录|纪要|批复|请示|报告|方案|计划|结果|说明|通知|总结|汇报|授权|申请|申报|承诺|扫描|公示|公告|凭证|合同"
)
# 帮扶措施及佐证, 措施统计表（含佐证): one scan of the table and its proofs
_TABLE_WITH_PROOFS = re.compile(r"措施.{0,10}[及和与含、附].{0,3}佐证")


def classify_unread(document: Document, context: Context) -> File:
    """A file whose text is not known, with what its name and folder make likely."""
    kind, confidence = _kind_by_name(document, context)
    if kind == "photo":
        stage, items = _photo(context)
    else:
        stage = decide_stage(kind, None, context, stage_in(context.name))
        items = items_of(
            context.checklist, kind, context.level, stage, context.folder_item, None, context.name
        )
        if kind == UNKNOWN and context.folder_item and document.state.lost:
            items = (context.folder_item,)
    kinds = [kind]
    if kind in ("measures-table", "measure-proof") and _TABLE_WITH_PROOFS.search(context.name):
        kinds = ["measures-table", "measure-proof"]
    parts = tuple(
        PartOf(each, stage, context.unit, (1, max(document.pages, 1)), items, None) for each in kinds
    )
    return File(
        document, context.unit, context.level, kinds[0], stage, items, confidence, parts, context.folder_item
    )


def may_be_anything(file: File) -> bool:
    """A scan or picture that could not be read and whose name says nothing: any paper may be in it."""
    return file.document.state is State.NOT_READ and (file.kind == UNKNOWN or file.confidence <= _OPAQUE)


def photo_subject(name: str, below: tuple[str, ...]) -> tuple[str, Stage | None]:
    """What a photo shows, by its name or else its folders; "" where nothing tells."""
    for text in (name, *reversed(below)):
        for subject in load_recognition().photos:
            if subject.words.search(text):
                return subject.about, subject.stage
    return "", None


def _photo(context: Context) -> tuple[Stage | None, tuple[str, ...]]:
    """Stage and item: what its name says it shows, else its folder's item, else its folder's words."""
    folder_item = context.folder_item if _wants_photo(context) else ""
    about, stage = photo_subject(context.name, () if folder_item else context.below)
    stage = stage or stage_in(context.name) or context.folder_stage
    items = photo_items(about, context.level, stage)
    if not items and not about and folder_item:
        items, stage = (folder_item,), context.checklist.item(folder_item).stage or stage
    if about == "assistance":
        stage = Stage.ASSISTANCE
    if about in ("deployment", "inspection") or (items and context.checklist.item(items[0]).stage is None):
        stage = None
    return stage, items


def _kind_by_name(document: Document, context: Context) -> tuple[str, float]:
    name = context.name
    picture = document.format in _PICTURES
    if picture and _PHOTO_WORDS.search(name) and "扫描" not in name:
        return "photo", 0.9
    if picture and photo_subject(name, ())[0] and not _PAPER_WORDS.search(name):
        return "photo", 0.8
    scores = _scores(context)
    if scores and max(scores.values()) >= load_recognition().weights["name"]:
        return min(scores, key=lambda kind: (-scores[kind], kind)), 0.75
    if context.level is Level.HOUSEHOLD and mentions_a_measure(name):
        return "measure-proof", 0.7
    if picture and "扫描" not in name:
        return "photo", _OPAQUE
    if context.folder_item:
        parts = [
            part.kind for part in context.checklist.item(context.folder_item).parts if part.kind != "photo"
        ]
        if len(parts) == 1:
            return parts[0], 0.4
    return UNKNOWN, 0.3


def _scores(context: Context) -> dict[str, float]:
    weights = load_recognition()
    figures = weights.weights
    scores: dict[str, float] = {}
    for signs in weights.kinds:
        score = figures["name"] if signs.name and signs.name.search(context.name) else 0.0
        if score and signs.title and signs.title.search(context.name):
            score += 2.0
        if signs.folder and any(signs.folder.search(part) for part in context.below):
            score += figures["folder"] * (1.0 if score else 0.4)
        if score and context.level not in signs.levels:
            score -= figures["wrong_level"]
        if score > 1.0:
            scores[signs.kind] = score
    return scores


def _wants_photo(context: Context) -> bool:
    item = context.folder_item
    return bool(item) and any(part.kind == "photo" for part in context.checklist.item(item).parts)
