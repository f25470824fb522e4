"""Decisions put to the documents of one audit: the placement and the files as people decided them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from audit.classify import WITH_LIST
from audit.context import UNKNOWN, Context, context_of
from audit.decisions.correction import Correction
from audit.decisions.match import line_of, match_documents
from audit.decisions.names import nearest
from audit.decisions.parse import Decisions
from audit.decisions.units import moved, units_of
from audit.facts import find_measures, find_months
from audit.guess import decide_stage
from audit.items import items_of, photo_items
from audit.lines import read_lines
from audit.papers import stage_in
from audit.place import Placement
from audit.types import File, Paper, PartOf
from audit.unread import photo_subject
from audit.wording import join, kind_name
from checklists import Checklist, Fault, Level, Stage, UserError, load_kinds

__all__ = ["Settled", "check_items", "settle"]

# Kinds of no stage of their own that are filed with a step that has one.
_OF_A_STEP = ("sign-in-sheet", "photo", "refusal-notice")


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """Decisions matched with documents: those that hold, by path, and what is to be said of them."""

    checklist: Checklist
    county: str
    below: Mapping[str, tuple[str, ...]]
    by_path: Mapping[str, Correction]
    remarks: tuple[str, ...]

    def correct(self, file: File) -> File:
        """The file as a person decided it; doing it twice changes nothing."""
        correction = self.by_path.get(file.path)
        if correction is None:
            return file
        below = self.below[file.path]
        context = context_of(file.path, file.unit, file.level, below, self.county, self.checklist)
        return _corrected(file, correction, context)

    def remarks_on(self, files: Iterable[File]) -> tuple[str, ...]:
        """All remarks, with those on items that the file cannot fulfil."""
        return (*self.remarks, *(remark for file in files for remark in self._unfit(file)))

    def _unfit(self, file: File) -> Iterator[str]:
        correction = self.by_path.get(file.path)
        for wanted in (correction.items or ()) if correction else ():
            item = self.checklist.item(wanted)
            kinds = [part.kind for part in item.parts]
            if correction and not any(part.kind in kinds for part in file.parts):
                yield (
                    f"{line_of(correction)}：{wanted}（{item.title}）要的是{join(map(kind_name, kinds))}，"
                    f"“{file.path}”是{kind_name(file.kind)}，计入了也不算数；请核对种类或项目。"
                )


def settle(decisions: Decisions, placement: Placement, checklist: Checklist) -> tuple[Placement, Settled]:
    """Match decisions with documents: the placement with the units as decided, and what to do with the files.

    Raises UserError: a unit that the archive has not, an item that the checklist or the unit's level has not.
    """
    if not decisions.corrections:
        return placement, Settled(checklist, placement.county, {}, {}, ())
    matched, remarks = match_documents(decisions.corrections, [each.document for each in placement.placed])
    units = units_of(placement)
    faults: list[Fault] = []
    placed = list(placement.placed)
    for at, each in enumerate(placed):
        correction = matched.get(each.document.path)
        if correction is None:
            continue
        try:
            placed[at], remark = moved(each, correction, units)
            remarks += [remark] if remark else []
            check_items(correction.items or (), placed[at].level, checklist, line_of(correction))
        except UserError as error:
            faults += error.faults
    if faults:
        raise UserError(faults)
    below = {each.document.path: each.below for each in placed if each.document.path in matched}
    settled = Settled(checklist, placement.county, below, matched, tuple(remarks))
    return replace(placement, placed=tuple(placed)), settled


def check_items(items: Iterable[str], level: Level, checklist: Checklist, where: str) -> None:
    """Raises UserError at `where` for an item that the checklist has not, or that is another level's."""
    known = {item.id: item for item in checklist.items}
    for wanted in items:
        item = known.get(wanted)
        if item is None:
            near = nearest(wanted, known)
            ask = f"是不是 {join(near)}？" if near else ""
            todo = f"{ask}所有项目见 fangpin list items"
            raise UserError(Fault(where, f"清单里没有项目“{wanted}”", todo))
        if item.level is not level:
            what = f"{wanted} 是{item.level.zh}档案的项目，这个文件在{level.zh}档案里"
            raise UserError(Fault(where, what, "一并更正单位，或改写本级的项目"))


def _corrected(file: File, correction: Correction, context: Context) -> File:
    parts = _of_kinds(file, correction.kinds, context) if correction.kinds else file.parts
    if correction.stage:
        parts = tuple(
            _in_stage(part, correction.stage, context) if number == 0 or _has_stage(part.kind) else part
            for number, part in enumerate(parts)
        )
    if correction.items is not None:
        parts = _for_items(parts, correction.items, context.checklist)
    items = tuple(sorted({item for part in parts for item in part.items}))
    return replace(
        file,
        kind=parts[0].kind,
        stage=parts[0].stage,
        items=items,
        confidence=1.0,
        parts=parts,
        decided=True,
    )


def _of_kinds(file: File, kinds: tuple[str, ...], context: Context) -> tuple[PartOf, ...]:
    """One part a kind: the one found, or else the main paper taken for it; and the list that a request bears."""
    parts = [_of_kind(kind, file, context) for kind in kinds]
    if kinds[0] in WITH_LIST and "name-list" not in kinds:
        lists = [part for part in file.parts if part.kind == "name-list"]
        paper = parts[0].paper
        if not lists and paper and len(paper.rows) > 1:
            lists = [replace(parts[0], kind="name-list")]
        parts += [replace(part, stage=parts[0].stage, items=parts[0].items) for part in lists]
    return tuple(parts)


def _of_kind(kind: str, file: File, context: Context) -> PartOf:
    for part in file.parts:
        if part.kind == kind:
            return part
    main = file.parts[0]
    if kind == UNKNOWN:
        return replace(main, kind=kind, stage=None, items=(), paper=None)
    paper = _read_as(main.paper, file) if main.paper else None
    return _placed(replace(main, kind=kind, paper=paper), None, context)


def _read_as(paper: Paper, file: File) -> Paper:
    """The paper with what is read only where it seems to be wanted: months and measures."""
    first, last = paper.pages
    lines = tuple(line for line in read_lines(file.document) if first <= line.page <= last)
    return replace(paper, months=find_months(lines, paper.day), measures=find_measures(lines))


def _in_stage(part: PartOf, stage: Stage, context: Context) -> PartOf:
    return part if part.stage is stage else _placed(part, stage, context)


def _placed(part: PartOf, stage: Stage | None, context: Context) -> PartOf:
    """The part in its stage (None: what paper, name or folder tell) and with the items that follow."""
    kind, paper, name = part.kind, part.paper, context.name
    if kind == "photo":
        about, shown = photo_subject(name, context.below)
        stage = stage or shown or stage_in(name) or context.folder_stage
        items = photo_items(about, context.level, stage)
        return replace(part, stage=stage, items=items, paper=None)
    stage = stage or decide_stage(kind, paper, context, stage_in(name))
    items = items_of(context.checklist, kind, context.level, stage, context.folder_item, paper, name)
    return replace(part, stage=stage, items=items)


def _for_items(parts: tuple[PartOf, ...], items: tuple[str, ...], checklist: Checklist) -> tuple[PartOf, ...]:
    """Each item to the parts of the kinds that it wants; the main part bears those that want none of them."""
    wanted = {item: {part.kind for part in checklist.item(item).parts} for item in items}
    held = {part.kind for part in parts}
    return tuple(
        replace(
            part,
            items=tuple(
                item
                for item in items
                if part.kind in wanted[item] or (number == 0 and not wanted[item] & held)
            ),
        )
        for number, part in enumerate(parts)
    )


def _has_stage(kind: str) -> bool:
    return kind in _OF_A_STEP or (kind != UNKNOWN and load_kinds()[kind].staged)
