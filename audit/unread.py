"""What a file is that could not be read: by its name, its folder and its sort alone. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.context import UNKNOWN, Context
from audit.guess import Guess, decide_stage, mentions_a_measure
from audit.items import items_of, photo_items
from audit.papers import stage_in
from audit.reasons import Reason, totals
from audit.recognition import load_recognition
from audit.types import Document, File, PartOf, State
from checklists import Level, Stage

__all__ = [
    "classify_unread",
    "guess_unread",
    "may_be",
    "may_be_anything",
    "name_reasons",
    "photo_sign",
    "photo_subject",
]

# The confidence of a guess that rests on a picture's being a picture, or on a folder alone.
_OPAQUE = 0.5
# What a name adds that is a whole heading, and the score that is enough to be asked.
_WHOLE_NAME, _LEAST = 2.0, 1.0
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
    guess = guess_unread(document, context)
    kind, confidence = guess.kind, guess.confidence
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


# Forms on a visit to a household that go by one another's names: 入户核实表 is of either stage.
_HOUSEHOLD_FORMS = {"visit-record", "verification-form", "elimination-visit-form", "elimination-assessment"}
_WITH_LIST = {"township-request", "village-report"}


def may_be(file: File) -> frozenset[str]:
    """The kinds that a file may be which cannot be opened, where its name and folder tell one."""
    if file.kind in _HOUSEHOLD_FORMS:
        return frozenset(_HOUSEHOLD_FORMS)
    return frozenset({file.kind, "name-list"} if file.kind in _WITH_LIST else {file.kind})


def photo_subject(name: str, below: tuple[str, ...]) -> tuple[str, Stage | None]:
    """What a photo shows, by its name or else its folders; "" where nothing tells."""
    about, stage, _ = photo_sign(name, below)
    return about, stage


def photo_sign(name: str, below: tuple[str, ...]) -> tuple[str, Stage | None, str]:
    """The same with the words that tell it."""
    for text in (name, *reversed(below)):
        for subject in load_recognition().photos:
            if match := subject.words.search(text):
                return subject.about, subject.stage, match[0]
    return "", None, ""


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


def guess_unread(document: Document, context: Context) -> Guess:
    """The kind that name, folder and sort of a file make likely."""
    name = context.name
    picture = document.format in _PICTURES
    if picture and _PHOTO_WORDS.search(name) and "扫描" not in name:
        return Guess("photo", 0.9, "图片，文件名像照片")
    if picture and photo_subject(name, ())[0] and not _PAPER_WORDS.search(name):
        return Guess("photo", 0.8, "图片，文件名写的是一件事，不是材料")
    scores = {kind: score for kind, score in totals(name_reasons(context)).items() if score > _LEAST}
    if scores and max(scores.values()) >= load_recognition().weights["name"]:
        return Guess(
            min(scores, key=lambda kind: (-scores[kind], kind)), 0.75, "内容没有读到，按文件名和文件夹"
        )
    if context.level is Level.HOUSEHOLD and mentions_a_measure(name):
        return Guess("measure-proof", 0.7, "内容没有读到，文件名写有一项帮扶措施")
    if picture and "扫描" not in name:
        return Guess("photo", _OPAQUE, "图片，文件名看不出是材料")
    if context.folder_item:
        parts = [
            part.kind for part in context.checklist.item(context.folder_item).parts if part.kind != "photo"
        ]
        if len(parts) == 1:
            return Guess(parts[0], 0.4, f"内容没有读到，放在 {context.folder_item} 的文件夹里")
    return Guess(UNKNOWN, 0.3, "内容没有读到，文件名和文件夹也看不出")


def name_reasons(context: Context) -> Iterator[Reason]:
    """What name and folders speak for, and the unit's level against, where that is all there is to go by."""
    weights = load_recognition()
    figures = weights.weights
    for signs in weights.kinds:
        match = signs.name.search(context.name) if signs.name else None
        if match:
            yield Reason(signs.kind, "name", match[0], figures["name"])
            if signs.title and signs.title.search(context.name):
                yield Reason(signs.kind, "name", context.name, _WHOLE_NAME)
        folder = next(filter(None, map(signs.folder.search, context.below)), None) if signs.folder else None
        if folder:
            yield Reason(signs.kind, "folder", folder[0], figures["folder"] * (1.0 if match else 0.4))
        if (match or folder) and context.level not in signs.levels:
            yield Reason(signs.kind, "level", context.level.zh, -figures["wrong_level"])


def _wants_photo(context: Context) -> bool:
    item = context.folder_item
    return bool(item) and any(part.kind == "photo" for part in context.checklist.item(item).parts)
