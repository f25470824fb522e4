"""Where each paper lies in the archive: unit's folder, item's folder, file name. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from checklists import Checklist, Item, Level
from checklists.faults import Fault, UserError
from docgen.due import LEVEL_OF, Due, is_monitored
from registry.dates import format_date
from registry.records import Household, Unit
from registry.registry import Registry
from registry.text import safe_file_name

__all__ = [
    "LEVEL_FOLDER",
    "PATH_LIMIT",
    "Cabinet",
    "Place",
    "file_name",
    "household_folder",
    "household_folders",
    "shorten",
    "told_apart",
    "unit_folders",
]

# Windows 10 takes 260 characters in all; copying to another disk and zipping need room.
PATH_LIMIT = 200
_NAME_LIMIT = 60
_FOLDER_LIMIT = 24
_MARK_LIMIT = 12
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


class Cabinet:
    """The folders of one archive, each worked out once; `top` is the unit whose folder it is (None: the county's)."""

    def __init__(self, registry: Registry, checklist: Checklist, top: Unit | None) -> None:
        self.registry, self.checklist, self.top = registry, checklist, top
        self._homes = household_folders(registry)
        self._units = unit_folders(registry)
        self._folders: dict[tuple[str, int, str, str], PurePosixPath] = {}

    def places_of(self, due: Due) -> Iterator[Place]:
        """The places of a paper."""
        level = LEVEL_OF[due.issuer.level]
        for filing in due.template.filed[due.stage].get(level, ()):
            item = self.checklist.item(filing.item)
            for owner, household in _owners(self.registry, due, item.level):
                if self.top is not None and not self.registry.lies_in(owner, self.top):
                    continue  # The copy for an office above is in that office's archive, not in this one.
                if filing.extract and household is not None:
                    paper = replace(due, households=(household,), extract=True)
                else:
                    paper = due
                folder = self._folder(owner, household, item)
                yield Place(paper, item, folder / f"{file_name(self.registry, paper)}.docx")

    def _folder(self, owner: Unit, household: Household | None, item: Item) -> PurePosixPath:
        key = (owner.name, owner.row, household.household_id if household else "", item.id)
        if key not in self._folders:
            chain = self.registry.chain(owner)
            below = chain[chain.index(self.top) + 1 :] if self.top is not None else chain[1:]
            names = [self._units[(unit.name, unit.row)] for unit in below]
            home = [self._homes[household.household_id]] if household is not None else []
            self._folders[key] = PurePosixPath(
                *names, LEVEL_FOLDER[item.level], *home, safe_file_name(item.folder)
            )
        return self._folders[key]


def household_folders(registry: Registry) -> Mapping[str, str]:
    """Household's id → folder: the head's name; two of one name in a village are told apart by the ID's last four."""
    villages: dict[str, list[Household]] = defaultdict(list)
    for household in filter(is_monitored, registry.households):
        village = registry.find_unit(household.village)
        villages[f"{village.name} {village.row}" if village else household.village].append(household)
    found: dict[str, str] = {}
    for households in villages.values():
        named = [
            (h.head, ((h.id_number or h.household_id)[-4:], h.household_id[-_MARK_LIMIT:]))
            for h in households
        ]
        names = told_apart(named, _FOLDER_LIMIT)
        found |= {h.household_id: name for h, name in zip(households, names, strict=True)}
    return found


def household_folder(registry: Registry, household: Household) -> str:
    """The folder of one household."""
    known = household_folders(registry).get(household.household_id)
    return known or safe_file_name(household.head, _FOLDER_LIMIT)


def unit_folders(registry: Registry) -> Mapping[tuple[str, int], str]:
    """A unit's name and row → folder; two below one unit whose names are cut alike are told apart by the row."""
    siblings: dict[str, list[Unit]] = defaultdict(list)
    for unit in registry.units:
        siblings[unit.parent or ""].append(unit)
    found: dict[tuple[str, int], str] = {}
    for units in siblings.values():
        names = told_apart([(unit.name, (str(unit.row),)) for unit in units], _FOLDER_LIMIT)
        found |= {(unit.name, unit.row): name for unit, name in zip(units, names, strict=True)}
    return found


def told_apart(named: Sequence[tuple[str, Sequence[str]]], limit: int) -> list[str]:
    """A folder name for each (name, marks): the name alone where no other is cut and cleaned to the same.

    Else the first mark by which they differ stands behind it, in the end a number: no two share a folder,
    on Windows neither, where capitals are not told apart.
    """
    found = [safe_file_name(name, limit) for name, _ in named]
    for level in range(max((len(marks) for _, marks in named), default=0)):
        alike = Counter(map(str.lower, found))
        found = [
            _marked(name, marks[level], limit) if alike[now.lower()] > 1 else now
            for now, (name, marks) in zip(found, named, strict=True)
        ]
    taken: set[str] = set()
    for place, (name, _) in enumerate(named):
        number = 2
        while found[place].lower() in taken:
            found[place], number = _marked(name, str(number), limit), number + 1
        taken.add(found[place].lower())
    return found


def _marked(name: str, mark: str, limit: int) -> str:
    """甲 → 甲（1234）, within the limit."""
    tail = f"（{safe_file_name(mark)}）"
    return safe_file_name(name, limit - len(tail)) + tail


def shorten(path: PurePosixPath, root_length: int, mark: str = "") -> PurePosixPath:
    """The path with its file name cut so that the whole, with the mark behind it, stays within PATH_LIMIT characters.

    Raises UserError where the folder alone is too long.
    """
    excess = root_length + 1 + len(str(path)) + len(mark) - PATH_LIMIT
    if excess <= 0:
        return path.with_name(f"{path.stem}{mark}{path.suffix}") if mark else path
    stem = path.stem[: len(path.stem) - excess]
    if len(stem) < 4:
        todo = "请把存放位置换到更浅的文件夹，如 D:\\档案"
        raise UserError(Fault(str(path.parent), f"路径太长（超过 {PATH_LIMIT} 个字）", todo))
    return path.with_name(safe_file_name(stem) + mark + path.suffix)


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


def file_name(registry: Registry, due: Due) -> str:
    """By the template's pattern in the manifest."""
    township, village = (registry.unit_of(due.about, level) for level in ("乡级", "村级"))
    day = due.day or (due.visit.visited_on if due.visit else due.meeting.held_on if due.meeting else None)
    name = due.template.file.format(
        unit=due.issuer.name,
        township=township.name if township else "",
        village=village.name if village else "",
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
