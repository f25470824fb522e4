"""What the archive knows of each photo: whom and what it is for, when it was taken, by what it is told again. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from audit.context import name_day, stem_of
from audit.fingerprints import Fingerprint, decode
from audit.types import Dossier, File
from audit.unread import photo_subject
from audit.wording import unit_name
from checklists import Level, Stage
from registry.dates import find_dates, parse_date

__all__ = ["MEETINGS", "Shot", "far_apart", "shots"]

# What people meet for or gather at; the rest is done at somebody's home or on the way.
MEETINGS = ("deployment", "review", "nomination")
# Names that a telephone or WeChat gave: the day of taking, or of saving, which may be any day after.
_CAMERA = re.compile(r"^.{0,8}(IMG|DSC|PXL|MVIMG|P\d{7}|\d{8}_\d{6})", re.IGNORECASE)
_SAVED = re.compile(r"微信图片|mmexport|wx_camera|Screenshot|截[图屏]|扫描全能王|QQ图片", re.IGNORECASE)
# Clocks that were never set: cameras begin with a New Year's Day.
_FIRST_YEAR = 2012
_SURE_PRINT = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One photo of the archive.

    `about`: visit, assistance, inspection, deployment, review, nomination or ""; `household`: the id of the one
    household that name or folder tells, or "". `taken_on`: by the camera, with `how` in words; `stated_on`: the day of
    the event that the name gives; `saved_on`: it was there on that day.
    """

    file: File
    about: str
    household: str
    taken_on: date | None
    how: str
    stated_on: date | None
    saved_on: date | None

    @property
    def stage(self) -> Stage | None:
        return self.file.stage

    @property
    def item(self) -> str | None:
        return self.file.items[0] if self.file.items else None

    @property
    def personal(self) -> bool:
        """It shows a visit to one household."""
        return self.about in ("visit", "assistance")

    @property
    def words(self) -> str:
        """Whose photo it is said to be, of what and of when."""
        who = f"{self.household.rpartition('/')[2]}户" if self.household else unit_name(self.file.unit)
        stage = f"（{self.stage.zh}）" if self.stage else ""
        day = self.stated_on or self.saved_on
        return f"{who}{_ABOUT.get(self.about, '照片')}{stage}{f' {day.isoformat()}' if day else ''}"

    @property
    def village(self) -> str:
        chain = (self.household or self.file.unit).split("/")
        return "/".join(chain[:3]) if len(chain) >= 3 else ""

    @property
    def print(self) -> Fingerprint | None:
        return decode(self.print_text) if self.print_text else None

    @property
    def print_text(self) -> str:
        return dict(self.file.document.metadata).get("fingerprint", "")


@lru_cache(maxsize=4)
def shots(dossier: Dossier) -> tuple[Shot, ...]:
    """Every photo, in the order of the files."""
    heads = _heads(dossier)
    return tuple(_shot(file, dossier, heads) for file in dossier.files if file.kind == "photo")


def _heads(dossier: Dossier) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Unit → the name and id of each household that lies in it."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for unit in dossier.units:
        if unit.level is Level.HOUSEHOLD:
            chain = unit.id.split("/")
            for length in (1, 2, 3):
                found["/".join(chain[:length])].append((unit.name.partition("（")[0], unit.id))
    return {unit: tuple(homes) for unit, homes in found.items()}


def _shot(file: File, dossier: Dossier, heads: Mapping[str, tuple[tuple[str, str], ...]]) -> Shot:
    name, folders = stem_of(file.path), tuple(file.path.split("/")[:-1])
    about, _ = photo_subject(name, folders[-2:])
    about = about or _about_item(file, dossier)
    told = dict(file.document.metadata)
    taken, how = parse_date(told.get("taken_on", "")), "照片自带的拍摄日期"
    if taken and taken.year < _FIRST_YEAR:
        taken = None
    if taken is None:
        taken, how = _printed(file), "照片上印的日期"
    day = name_day(file.path)
    saved = day if _SAVED.search(name) else None
    camera = day if day and not saved and _CAMERA.search(name) else None
    if taken is None and camera:
        taken, how = camera, "相机给的文件名里的日期"
    stated = day if not saved and not camera else None
    return Shot(file, about, _household(file, name, folders, heads), taken, how, stated, saved)


def _about_item(file: File, dossier: Dossier) -> str:
    """A photo that nothing names: what the item is about that it lies in."""
    if len(file.items) != 1:
        return ""
    item = dossier.checklist.item(file.items[0])
    kinds = {part.kind for part in item.parts}
    return next((about for kind, about in _OF_KIND if kind in kinds), "")


_OF_KIND = (
    ("township-review-meeting", ""),
    ("verification-form", "visit"),
    ("elimination-assessment", "visit"),
    ("village-review-meeting", "review"),
    ("nomination-meeting", "nomination"),
    ("deployment-meeting", "deployment"),
    ("inspection-ledger", "inspection"),
    ("measures-table", "assistance"),
)


def _household(
    file: File, name: str, folders: tuple[str, ...], heads: Mapping[str, tuple[tuple[str, str], ...]]
) -> str:
    """The household that the name tells, else the nearest folder; "" where none does, or several."""
    scope = "/".join(file.unit.split("/")[:3])
    homes = heads.get(scope, ())
    for text in (name, *reversed(folders)):
        found = {home for head, home in homes if head in text}
        if found:
            return found.pop() if len(found) == 1 else file.unit if file.unit in found else ""
    return file.unit if file.level is Level.HOUSEHOLD else ""


def _printed(file: File) -> date | None:
    """The date that a camera printed into the photo, where it was read; of several the first."""
    if file.document.format == "unknown":
        return None
    for block in file.document.blocks:
        if block.confidence >= _SURE_PRINT:
            for found in find_dates(block.text):
                if found.day and found.day.year >= _FIRST_YEAR:
                    return found.day
    return None


def far_apart(one: date | None, other: date | None, days: int) -> bool:
    """Whether both are known and lie more than so many days from each other."""
    return one is not None and other is not None and abs(one - other) > timedelta(days=days)


_ABOUT = {
    "visit": "入户核实",
    "assistance": "帮扶走访",
    "inspection": "排查",
    "deployment": "安排部署",
    "review": "评议公示",
    "nomination": "提名",
}
