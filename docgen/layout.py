"""Where each paper lies in the archive: unit's folder, item's folder, file name. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from checklists import Checklist, Item, Level
from checklists.faults import Fault, UserError
from docgen.due import LEVEL_OF, Due, is_monitored
from registry.dates import format_date
from registry.records import Household, Unit
from registry.registry import Registry
from registry.text import safe_file_name

__all__ = ["LEVEL_FOLDER", "PATH_LIMIT", "Place", "file_name", "household_folder", "places_of", "shorten"]

# Windows 10 takes 260 characters in all; copying to another disk and zipping need room.
PATH_LIMIT = 200
_NAME_LIMIT = 60
_FOLDER_LIMIT = 24
LEVEL_FOLDER = {
    Level.COUNTY: "县级档案",
    Level.TOWNSHIP: "乡级档案",
    Level.VILLAGE: "村级档案",
    Level.HOUSEHOLD: "户档案",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One file to be written: the paper (as extract for one household or whole) and its path."""

    due: Due
    item: Item
    path: PurePosixPath


def places_of(registry: Registry, checklist: Checklist, due: Due, top: Unit | None) -> Iterator[Place]:
    """The places of a paper; `top` is the unit whose folder the archive is (None: the county's)."""
    level = LEVEL_OF[due.issuer.level]
    for filing in due.template.filed[due.stage].get(level, ()):
        item = checklist.item(filing.item)
        for owner, household in _owners(registry, due, item.level):
            if top is not None and not registry.lies_in(owner, top):
                continue  # The copy for an office above is in that office's archive, not in this one.
            if filing.extract and household is not None:
                paper = replace(due, households=(household,), extract=True)
            else:
                paper = due
            folder = _folder(registry, owner, household, item, top)
            yield Place(paper, item, folder / f"{file_name(registry, paper)}.docx")


def household_folder(registry: Registry, household: Household) -> str:
    """The head's name; two heads of one name in a village are told apart by the last four of the ID."""
    same = [
        other
        for other in registry.households
        if other.head == household.head and other.village == household.village and is_monitored(other)
    ]
    name = household.head
    if len(same) > 1:
        name += f"（{household.id_number[-4:] if household.id_number else household.household_id}）"
    return safe_file_name(name, _FOLDER_LIMIT)


def shorten(path: PurePosixPath, root_length: int) -> PurePosixPath:
    """The path with its file name cut so that the whole stays within PATH_LIMIT characters.

    Raises UserError where the folder alone is too long.
    """
    excess = root_length + 1 + len(str(path)) - PATH_LIMIT
    if excess <= 0:
        return path
    stem = path.stem[: len(path.stem) - excess]
    if len(stem) < 4:
        todo = "请把存放位置换到更浅的文件夹，如 D:\\档案"
        raise UserError(Fault(str(path.parent), f"路径太长（超过 {PATH_LIMIT} 个字）", todo))
    return path.with_name(safe_file_name(stem) + path.suffix)


def _owners(registry: Registry, due: Due, level: Level) -> Sequence[tuple[Unit, Household | None]]:
    """The units of that level (or households) in whose folders the paper lies."""
    if level is Level.HOUSEHOLD:
        homes = ((registry.find_unit(h.village), h) for h in due.households if is_monitored(h))
        return [(village, household) for village, household in homes if village is not None]
    if LEVEL_OF[due.about.level].depth >= level.depth:
        unit = next((u for u in registry.chain(due.about) if LEVEL_OF[u.level] is level), None)
        return [(unit, None)] if unit is not None else []
    found: dict[tuple[str, int], Unit] = {}
    for household in due.households:
        village = registry.find_unit(household.village)
        for unit in registry.chain(village) if village else ():
            if LEVEL_OF[unit.level] is level:
                found[(unit.name, unit.row)] = unit
    return [(unit, None) for unit in found.values()]


def _folder(
    registry: Registry, owner: Unit, household: Household | None, item: Item, top: Unit | None
) -> PurePosixPath:
    chain = registry.chain(owner)
    below = chain[chain.index(top) + 1 :] if top is not None else chain[1:]
    folder = PurePosixPath(*(safe_file_name(unit.name, _FOLDER_LIMIT) for unit in below))
    folder /= LEVEL_FOLDER[item.level]
    if household is not None:
        folder /= household_folder(registry, household)
    return folder / safe_file_name(item.folder)


def file_name(registry: Registry, due: Due) -> str:
    """By the template's pattern in the manifest."""
    township = registry.unit_of(due.about, "乡级")
    day = due.day or (due.visit.visited_on if due.visit else due.meeting.held_on if due.meeting else None)
    name = due.template.file.format(
        unit=due.issuer.name,
        township=township.name if township else "",
        round=due.round
        + ("风险消除" if due.stage == "风险消除" and "风险消除" not in due.template.file else ""),
        head=due.households[0].head[:_FOLDER_LIMIT] if due.households else "",  # The kind must stay legible.
        month=due.month.zh if due.month else "",
        date=format_date(day) if day else "",
        title=due.paper.title if due.paper else "",
        meeting=due.meeting.kind if due.meeting else "",
        span=due.span.words if due.span else "",
    )
    return safe_file_name(name + ("（节录）" if due.extract else ""), _NAME_LIMIT)
