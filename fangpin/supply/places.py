"""In which folder of the archive a paper belongs that is not there yet, told by where the others lie. Pure.

The folder of the item's other papers; else the unit's own folder, or one beside its neighbours', and in it the item's
folder as the neighbours call it; where nothing tells, the folders that the program itself makes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from checklists import Checklist, Level
from docgen.layout import LEVEL_FOLDER
from fangpin.supply.audit_report import AuditReport
from registry.text import safe_file_name

__all__ = ["Places"]

# So many of a unit's items lie under its folder; the others may be astray.
_MOST = 0.8
_ENDINGS = ("社区", "街道", "村", "镇", "乡")
_Key = tuple[str, str]


class Places:
    """The folders of one audited archive, worked out once."""

    def __init__(self, report: AuditReport, checklist: Checklist) -> None:
        self._levels, self._checklist = report.units, checklist
        checked = [unit.count("/") for unit, _ in report.cells]
        self._top = min(checked, default=0)
        self._items = _main_folders(report)
        self._households_in: dict[PurePosixPath, set[str]] = defaultdict(set)
        for (unit, _), folder in self._items.items():
            if self._levels[unit] is Level.HOUSEHOLD:
                self._households_in[folder].add(unit)
        of_unit: dict[str, list[PurePosixPath]] = defaultdict(list)
        for (unit, _), folder in self._items.items():
            of_unit[unit].append(folder)
        self._roots = {
            unit: root for unit, folders in of_unit.items() if (root := self._root(unit, folders)) is not None
        }
        self._usual = self._usual_folders()

    def folder(self, unit: str, item: str) -> PurePosixPath:
        """Where a paper of that unit and item belongs, relative to the archive. Raises KeyError for an unknown item."""
        if (unit, item) in self._items:
            return self._items[unit, item]
        root = self._roots.get(unit) or self._beside_neighbours(unit) or self._default(unit)
        level = self._checklist.item(item).level
        return root / self._usual.get((level.value, item), safe_file_name(self._checklist.item(item).folder))

    def whose(self, unit: str, folder: PurePosixPath) -> str:
        """What a name must begin with in a folder that several households share: 何仕忠-; "" elsewhere."""
        shared = len(self._households_in.get(folder, ())) > 1 and self._levels[unit] is Level.HOUSEHOLD
        return f"{safe_file_name(unit.rpartition('/')[2])}-" if shared else ""

    def home(self, unit: str) -> PurePosixPath:
        """The unit's own folder."""
        return self._roots.get(unit) or self._beside_neighbours(unit) or self._default(unit)

    def _root(self, unit: str, folders: Sequence[PurePosixPath]) -> PurePosixPath | None:
        """The deepest folder that holds most of the unit's items and bears its name; the archive's own for the top unit."""
        counted = Counter(above for folder in folders for above in (folder, *folder.parents))
        holding = [folder for folder, count in counted.items() if count >= _MOST * len(folders)]
        root = max(holding, key=lambda folder: len(folder.parts), default=None)
        if root is None:
            return None
        if len(folders) == 1 and not _names(root.name, unit) and root.parts:
            root = root.parent  # the folder of its one item
        named = unit.count("/") <= self._top or any(_names(part, unit) for part in root.parts)
        return root if named else None

    def _usual_folders(self) -> Mapping[_Key, PurePosixPath]:
        """Level and item → the folder that most units of the level keep it in, below their own."""
        found: dict[_Key, Counter[PurePosixPath]] = defaultdict(Counter)
        for (unit, item), folder in self._items.items():
            root = self._roots.get(unit)
            if root is not None and (folder == root or root in folder.parents):
                found[self._levels[unit].value, item][folder.relative_to(root)] += 1
        return {key: _most_common(counted) for key, counted in found.items()}

    def _beside_neighbours(self, unit: str) -> PurePosixPath | None:
        """A folder as its neighbours have theirs, under its own name."""
        above, _, name = unit.rpartition("/")
        likely: Counter[PurePosixPath] = Counter()
        for other, root in self._roots.items():
            at = next((n for n, part in enumerate(root.parts) if _names(part, other)), None)
            if other.rpartition("/")[0] == above and at is not None:
                likely[PurePosixPath(*root.parts[:at], safe_file_name(name), *root.parts[at + 1 :])] += 1
        return _most_common(likely) if likely else None

    def _default(self, unit: str) -> PurePosixPath:
        chain = unit.split("/")
        level = self._levels[unit]
        home = [safe_file_name(chain[-1])] if level is Level.HOUSEHOLD else []
        units = chain[:-1] if home else chain
        return PurePosixPath(*map(safe_file_name, units[self._top + 1 :]), LEVEL_FOLDER[level], *home)


def _main_folders(report: AuditReport) -> Mapping[_Key, PurePosixPath]:
    """Unit and item → the folder in which most of its files lie."""
    found: dict[_Key, Counter[PurePosixPath]] = defaultdict(Counter)
    for file in report.files:
        # what is in a zip lies in the zip's folder
        folder = PurePosixPath(file.path.partition("!/")[0]).parent
        for item in file.items:
            if file.unit in report.units:
                found[file.unit, item][folder] += 1
    return {key: _most_common(counted) for key, counted in found.items()}


def _most_common(counted: Counter[PurePosixPath]) -> PurePosixPath:
    return min(counted, key=lambda folder: (-counted[folder], str(folder)))


def _names(folder: str, unit: str) -> bool:
    """Whether a folder's name holds the unit's: 1莫怀远户, 松岗村资料, 松岗."""
    name = unit.rpartition("/")[2].partition("（")[0]
    stem = next((name.removesuffix(end) for end in _ENDINGS if name.endswith(end) and len(name) > 2), name)
    return stem in folder
