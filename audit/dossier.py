"""Unit × item with its evidence: what is due, what is there, what lacks. Pure.

Follows the decisions 1–7, 13 and 17 of the contract.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import partial

from audit.classify import WITH_LIST
from audit.folders import repair_name
from audit.households import Household, find_households, village_named
from audit.measures import unproved
from audit.owners import heads_by_village, owner_of
from audit.place import Placement
from audit.types import Cell, Dossier, Evidence, File, Gap, PartOf, State, Status, Unit
from audit.unread import may_be, may_be_anything
from checklists import Checklist, Each, Item, Level, Part, Stage
from registry.dates import Month, months_between, parse_month
from registry.text import squeeze

__all__ = ["build_dossier"]

_Held = Sequence[tuple[File, PartOf]]


@dataclass(frozen=True, slots=True)
class _Scene:
    """All that the cells are judged by."""

    checklist: Checklist
    as_of: date
    top: Level
    bottom: Level
    homes: Mapping[str, Sequence[Household]]  # by unit: those in it
    held: dict[tuple[str, str], list[tuple[File, PartOf]]]
    unsure: dict[tuple[str, str], list[str]]


def build_dossier(files: Sequence[File], placement: Placement, checklist: Checklist, as_of: date) -> Dossier:
    """Judge every item of every unit."""
    chains = {tuple(file.unit.split("/")) for file in files}
    villages = {"/".join(chain[:3]) for chain in chains if len(chain) >= 3}
    villages |= set(_villages_in_lists(files, villages))
    homes = find_households(files, villages)
    if placement.top is Level.HOUSEHOLD:  # the lists in a household's folder name its neighbours too
        homes = tuple(home for home in homes if home.has_folder)
    units = _units(files, villages, homes, placement)
    held: dict[tuple[str, str], list[tuple[File, PartOf]]] = defaultdict(list)
    unsure: dict[tuple[str, str], list[str]] = defaultdict(list)
    heads = heads_by_village(homes)
    sharing = _units_sharing(files)
    named = {home.head for home in homes} | {village.rpartition("/")[2] for village in villages}
    for file in files:
        may_hold_list = file.kind in WITH_LIST and file.document.state is State.NOT_READ
        if file.document.state.lost or may_be_anything(file) or may_hold_list:
            for unit in sharing.get(_folder(file), {file.unit}):
                for item_id in _may_serve(file, checklist, named):
                    unsure[unit, item_id].append(file.path)
        if file.document.state.lost:
            continue
        for part in file.parts:
            for item_id in part.items:
                held[owner_of(file, part, heads, villages), item_id].append((file, part))
    levels = {file.level for file in files}
    bottom = placement.top if levels == {placement.top} else Level.HOUSEHOLD
    scene = _Scene(checklist, as_of, placement.top, bottom, _by_unit(homes), held, unsure)
    cells = tuple(_cell(scene, unit, item) for unit in units for item in checklist.of_level(unit.level))
    return Dossier(checklist, as_of, units, tuple(files), cells)


_EACH_PLACE = (Each.HOUSEHOLD, Each.VILLAGE, Each.TOWNSHIP)


def _may_serve(file: File, checklist: Checklist, named: Set[str]) -> Sequence[str]:
    """The items that a file nobody could read may be of: its folder's, and all that want one of its guessed kind.

    One that bears a household's or village's name may be of all items that want a paper of each.
    """
    if not file.document.state.lost:
        return file.items or (file.folder_item or "any",)
    wanted = may_be(file)
    about = any(name in _name(file) for name in named)
    found = [
        item.id
        for item in checklist.of_level(file.level)
        if any(part.kind in wanted or (about and part.each in _EACH_PLACE) for part in item.parts)
    ]
    return tuple(dict.fromkeys([*file.items, *found])) or (file.folder_item or "any",)


def _by_unit(homes: Iterable[Household]) -> dict[str, list[Household]]:
    """Each unit with the households that lie in it; a household lies in itself too."""
    found: dict[str, list[Household]] = defaultdict(list)
    for home in homes:
        chain = home.id.split("/")
        for length in range(1, len(chain) + 1):
            found["/".join(chain[:length])].append(home)
    return found


def _folder(file: File) -> str:
    return file.path.rpartition("/")[0]


def _units_sharing(files: Iterable[File]) -> dict[str, set[str]]:
    """Folders that several households share, with those: what cannot be read there may be anyone's."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in files:
        if file.level is Level.HOUSEHOLD:
            found[_folder(file)].add(file.unit)
    return {folder: units for folder, units in found.items() if len(units) > 1}


def _villages_in_lists(files: Iterable[File], known: set[str]) -> Iterator[str]:
    """Villages that two kinds of lists name and that have no folder of their own."""
    seen: dict[str, set[str]] = defaultdict(set)
    for file in files:
        if file.level not in (Level.COUNTY, Level.TOWNSHIP):
            continue
        for part in file.parts:
            if part.kind not in (
                "name-list",
                "county-reply",
                "dynamic-ledger",
                "public-notice",
                "township-review-meeting",
            ):
                continue
            for row in part.paper.rows if part.paper else ():
                chain = file.unit.split("/")
                township = chain[1] if len(chain) > 1 else row.township or _township_in(part)
                if not re.search(r"(村|社区|居|嘎查)$", row.village) or not township:
                    continue
                scope = f"{chain[0]}/{township}"
                if not village_named(row.village, "", scope, known):
                    seen[f"{scope}/{row.village}"].add(part.kind)
    return (village for village, kinds in seen.items() if len(kinds) >= 2)


def _township_in(part: PartOf) -> str:
    """The township that a request comes from or a reply goes to."""
    paper = part.paper
    if paper is None:
        return ""
    if paper.issuer and paper.issuer.level is Level.TOWNSHIP:
        return paper.issuer.place
    match = re.search(r"(?:关于|^)([一-龥]{1,6}?(?:街道|镇|乡|苏木))", paper.title)
    return match[1] if match else ""


def _units(
    files: Iterable[File], villages: Iterable[str], homes: Iterable[Household], placement: Placement
) -> tuple[Unit, ...]:
    ids = {file.unit for file in files if file.level is not Level.HOUSEHOLD} | set(villages)
    ids |= {home.id for home in homes} | {placement.county}
    for unit in tuple(ids):
        chain = unit.split("/")
        ids |= {"/".join(chain[:length]) for length in range(1, len(chain))}
    return tuple(
        Unit(unit, list(Level)[unit.count("/")]) for unit in sorted(ids, key=lambda unit: unit.split("/"))
    )


def _cell(scene: _Scene, unit: Unit, item: Item) -> Cell:
    if unit.level.depth < scene.top.depth or unit.level.depth > scene.bottom.depth:
        return Cell(unit.id, item, Status.NOT_CHECKED)
    homes = scene.homes.get(unit.id, ())
    if item.stage is Stage.ELIMINATION:
        homes = [home for home in homes if home.eliminated]
    if item.stage is not None and not homes:
        return Cell(unit.id, item, Status.NOT_APPLICABLE)
    held = scene.held.get((unit.id, item.id), [])
    evidence: list[Evidence] = []
    gaps: list[Gap] = []
    for part in item.parts:
        own = [(file, piece) for file, piece in held if piece.kind == part.kind]
        for due_for, files in _due(scene, part, own, held, homes, unit):
            if files is None:
                gaps.append(Gap(part.kind, part.each, due_for))
            else:
                evidence.append(Evidence(part.kind, part.each, due_for, files))
    status = (
        Status.COMPLETE if not gaps else Status.PARTIAL if any(e.files for e in evidence) else Status.MISSING
    )
    files = tuple(sorted({file.path for file, _ in held}))
    unsure: tuple[str, ...] = ()
    if gaps:
        unsure = tuple(
            sorted(scene.unsure.get((unit.id, item.id), []) + scene.unsure.get((unit.id, "any"), []))
        )
    return Cell(unit.id, item, status, tuple(gaps), tuple(evidence), files, unsure)


_Due = Iterator[tuple[str, tuple[str, ...] | None]]


def _due(scene: _Scene, part: Part, own: _Held, held: _Held, homes: Sequence[Household], unit: Unit) -> _Due:
    """What the part is due for, each with its files; None where nothing fulfils it."""
    if part.each is Each.ONCE:
        yield "", tuple(file.path for file, _ in own) or None
    elif part.each is Each.MONTH:
        yield from _by_month(scene, own)
    elif part.each is Each.MEASURE:
        yield from _by_measure(own, held)
    elif part.each is Each.HOUSEHOLD:
        also = {home.head: home.other_heads for home in homes}
        belongs = partial(_is_of_household, also=also)
        yield from _by_name([(home.name, home.head) for home in homes], own, belongs)
    else:
        length = 3 if part.each is Each.VILLAGE else 2
        names = sorted({home.id.split("/")[length - 1] for home in homes})
        yield from _by_name(
            [(name, re.sub(r"(社区|村|镇|乡|街道)$", "", name)) for name in names], own, _is_of_place
        )


def _by_name(
    due: Sequence[tuple[str, str]], own: _Held, belongs: Callable[[File, PartOf, str, Set[str]], bool]
) -> _Due:
    keys = {key for _, key in due}
    # An unread paper that names nobody may be anybody's: it is not held against them.
    loose = [
        file.path
        for file, piece in own
        if file.document.state is not State.READ
        and not any(belongs(file, piece, key, keys) for _, key in due)
    ]
    for name, key in due:
        files = [file.path for file, piece in own if belongs(file, piece, key, keys)] or loose
        if not files and len(due) == 1:
            files = [
                file.path for file, piece in own if piece.paper and not (piece.paper.head or piece.paper.rows)
            ]
        yield name, tuple(files) or None


def _is_of_household(
    file: File, piece: PartOf, head: str, others: Set[str], also: Mapping[str, Set[str]]
) -> bool:
    """`also`: head → members under whose name papers speak of the household too."""
    paper = piece.paper
    if paper is None:
        return head in _name(file)
    if paper.head == head or paper.head in also.get(head, ()):
        return True
    if paper.head in others:
        return False
    named = any(row.head == head for row in paper.rows) or head in paper.text
    # a form whose head is nobody's: read off a picture it may be misread, the members' table or the file says whose
    return named or (bool(paper.head) and _is_misread(file, paper.head, head))


def _is_misread(file: File, read: str, head: str) -> bool:
    """Whether a name is the head's but for one character: read off a picture, or in a file that is named after the head."""
    wrong = sum(one != other for one, other in zip(read, head, strict=False))
    near = len(read) == len(head) and wrong == 1
    if "ocr" not in dict(file.document.metadata):
        return near and (head in _name(file) or file.unit.endswith(f"/{head}"))
    return head in _name(file) or (near and len(head) > 2)


def _is_of_place(file: File, piece: PartOf, stem: str, others: Set[str]) -> bool:
    paper = piece.paper
    if paper is None:
        return stem in _name(file)
    if paper.issuer and paper.issuer.place and piece.kind != "name-list":
        return paper.issuer.place.startswith(stem)
    return (
        stem in paper.title
        or any(row.village.startswith(stem) or row.township.startswith(stem) for row in paper.rows)
        or stem in _name(file)
        or bool(paper.issuer and paper.issuer.place.startswith(stem))
        or (piece is not file.parts[0] and _speaks_for(file.parts[0], stem))
    )


def _speaks_for(piece: PartOf, stem: str) -> bool:
    """Whether the paper that an annex is bound with comes from the place."""
    issuer = piece.paper.issuer if piece.paper else None
    return bool(issuer and issuer.place.startswith(stem))


def _name(file: File) -> str:
    return squeeze(repair_name(file.path.rpartition("/")[2]))


def _by_month(scene: _Scene, own: _Held) -> _Due:
    first = parse_month(scene.checklist.monthly_from)
    due = months_between(first, scene.as_of) if first else []
    found: dict[Month, set[str]] = defaultdict(set)
    for file, piece in own:
        months = piece.paper.months if piece.paper else tuple(_months_in_name(_name(file)))
        for month in months:
            for one in due:
                if one == month or (month.year == 0 and one.month == month.month):
                    found[one].add(file.path)
    for month in due:
        yield str(month), tuple(sorted(found[month])) or None


def _months_in_name(name: str) -> Iterator[Month]:
    """预警线索清单5月 · 3-12月 · 2021年3月至12月 · 全年. The year is left open (0) where it is not written."""
    year_match = re.search(r"(20\d\d)", name)
    year = int(year_match[1]) if year_match else 0
    span = re.search(r"(?<!\d)(\d{1,2})月?[-—－~至到](\d{1,2})月", name)
    if span or "全年" in name:
        low, high = (int(span[1]), int(span[2])) if span else (1, 12)
        yield from (Month(year, month) for month in range(low, min(high, 12) + 1))
        return
    single = re.search(r"(?<!\d)(1[0-2]|0?[1-9])月", name)
    if single:
        yield Month(year, int(single[1]))


def _by_measure(own: _Held, held: _Held) -> _Due:
    tables = [(file, piece) for file, piece in held if piece.kind == "measures-table"]
    measures = dict.fromkeys(
        measure for _, piece in tables if piece.paper for measure in piece.paper.measures
    )
    if not measures:
        yield "", tuple(file.path for file, _ in own) or None
        return
    # the proofs in one scan with the table cannot be told apart yet: they are not held against it
    bound = tuple(file.path for file, piece in own if piece.paper is None and len(file.parts) > 1)
    lacking = set(unproved(measures, own))
    for measure in measures:
        if measure in lacking:
            yield measure, bound or None
        else:
            yield measure, tuple(file.path for file, piece in own if not unproved([measure], [(file, piece)]))
