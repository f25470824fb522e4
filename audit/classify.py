"""Kind, stage and items of every placed document: content first, then names, folders and neighbours. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from audit.context import UNKNOWN, Context, context_of
from audit.guess import decide_stage, guess_kind
from audit.items import items_of
from audit.neighbours import settle_by_neighbours
from audit.papers import stage_in
from audit.place import Placement
from audit.recognition import load_recognition
from audit.types import Document, File, Paper, PartOf, State
from audit.unread import classify_unread
from checklists import Checklist, Level, Stage

__all__ = ["WITH_LIST", "classify_documents", "is_checking_copy"]

# Papers that carry their list as an annex, on a later page of the same file.
WITH_LIST = ("township-request", "village-report")


@dataclass(frozen=True, slots=True, eq=False)
class _Profile:
    """A checklist compared by identity: hashing its 44 items for every document would cost more than all else."""

    checklist: Checklist


@lru_cache(maxsize=16)
def _profile(checklist: Checklist) -> _Profile:
    return _Profile(checklist)


def classify_documents(
    placement: Placement, checklist: Checklist, correct: Callable[[File], File] = lambda file: file
) -> tuple[File, ...]:
    """Every document as a File, in the order given; `correct` has the last word, and neighbours go by it."""
    profile = _profile(checklist)
    files = [
        correct(
            _classified(
                each.document, each.papers, each.unit, each.level, each.below, placement.county, profile
            )
        )
        for each in placement.placed
    ]
    settled = settle_by_neighbours(files, [each.below for each in placement.placed], checklist)
    return tuple(map(correct, settled))


@lru_cache(maxsize=1 << 16)
def _classified(
    document: Document,
    papers: tuple[Paper, ...],
    unit: str,
    level: Level,
    below: tuple[str, ...],
    county: str,
    profile: _Profile,
) -> File:
    """One document by itself; kept, because nothing but its own place and content decides."""
    if document.state is State.CONTAINER:
        return File(document, unit, level, UNKNOWN, None, (), 1.0, ())
    checklist = profile.checklist
    context = context_of(document.path, unit, level, below, county, checklist)
    if not papers:
        return classify_unread(document, context)
    parts: list[PartOf] = []
    confidence = 0.0
    for number, paper in enumerate(papers):
        guess = guess_kind(paper, context, number == 0)
        stage = decide_stage(guess.kind, paper, context, stage_in(context.name))
        items = items_of(checklist, guess.kind, level, stage, context.folder_item, paper, context.name)
        if number == 0 or guess.kind != UNKNOWN:
            parts.append(PartOf(guess.kind, stage, unit, paper.pages, items, paper))
        confidence = guess.confidence if number == 0 else confidence
    parts = _with_combined(_with_list(_with_same_stage(parts)), context)
    if is_checking_copy(document):
        parts = [replace(part, items=()) for part in parts]
    main = parts[0]
    items = tuple(sorted({item for part in parts for item in part.items}))
    return File(
        document, unit, level, main.kind, main.stage, items, confidence, tuple(parts), context.folder_item
    )


def is_checking_copy(document: Document) -> bool:
    """A copy that `generate --with-exported` made to check the system's export by; it stands for nothing."""
    if document.gist is not None:
        return document.gist.checking_copy
    return any(block.place == "页眉" and "核对稿" in block.text for block in document.blocks)


def _with_same_stage(parts: list[PartOf]) -> list[PartOf]:
    """A sign-in sheet or list bound with its record is of the record's stage."""
    main = parts[0].stage
    return [
        replace(part, stage=main)
        if part.stage is None and part.kind in ("sign-in-sheet", "name-list")
        else part
        for part in parts
    ]


def _with_list(parts: list[PartOf]) -> list[PartOf]:
    """A list bound with its request or report serves that paper's items; a table inside counts as one."""
    main = parts[0]
    if main.kind not in WITH_LIST or main.paper is None:
        return parts
    bound = [replace(part, items=main.items) if part.kind == "name-list" else part for part in parts]
    has_table = any(row.village or row.id_number for row in main.paper.rows) or len(main.paper.rows) > 1
    if has_table and not any(part.kind == "name-list" for part in bound):
        bound.append(PartOf("name-list", main.stage, main.unit, main.pages, main.items, main.paper))
    return bound


def _with_combined(parts: list[PartOf], context: Context) -> list[PartOf]:
    """申请及承诺授权书 is both papers on one sheet (contract, decision 17)."""
    main = parts[0]
    stage = Stage.IDENTIFICATION
    for pattern, kinds in load_recognition().combined:
        if main.paper is None or not pattern.search(main.paper.title):
            continue
        both = [
            replace(
                main,
                kind=kind,
                stage=stage,
                items=items_of(context.checklist, kind, context.level, stage, "", None, ""),
            )
            for kind in kinds
        ]
        return both + parts[1:]
    return parts
