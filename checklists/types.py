"""The types of a checklist: levels, stages, document kinds, items and the parts they require."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checklists.filing import FilingScheme
    from checklists.gradings import Grading

__all__ = ["Checklist", "Each", "IncomeLine", "Item", "Kind", "Level", "Origin", "Part", "Stage"]


_DEPTHS = {"county": 0, "township": 1, "village": 2, "household": 3}


class Level(str, Enum):
    """The four levels of the archive (县、乡、村、户)."""

    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"
    HOUSEHOLD = "household"

    @property
    def zh(self) -> str:
        return {"county": "县级", "township": "乡级", "village": "村级", "household": "户级"}[self.value]

    @property
    def depth(self) -> int:
        """0 for the county down to 3 for the household."""
        return _DEPTHS[self.value]


class Stage(str, Enum):
    """The four stages that the notice divides the archive into."""

    IDENTIFICATION = "identification"
    ASSISTANCE = "assistance"
    ELIMINATION = "elimination"
    DYNAMIC = "dynamic"

    @property
    def zh(self) -> str:
        return {
            "identification": "监测对象认定",
            "assistance": "帮扶开展",
            "elimination": "风险消除",
            "dynamic": "动态管理",
        }[self.value]


class Origin(str, Enum):
    """Where a kind of document comes from; decides what may be generated and what is advised."""

    DRAFTED = "drafted"
    FIELD = "field"
    EXPORTED = "exported"
    RECEIVED = "received"
    TAKEN = "taken"

    @property
    def zh(self) -> str:
        return {
            "drafted": "本单位起草",
            "field": "打印后现场填写、签字",
            "exported": "从系统导出打印",
            "received": "收文或由有关单位提供",
            "taken": "现场拍摄",
        }[self.value]


class Each(str, Enum):
    """How many of a part an item wants: one for every …; ONCE where one is enough."""

    ONCE = "once"
    HOUSEHOLD = "household"
    VILLAGE = "village"
    TOWNSHIP = "township"
    MONTH = "month"
    MEASURE = "measure"

    @property
    def zh(self) -> str:
        return {
            "once": "",
            "household": "每户一份",
            "village": "每个有关的村一份",
            "township": "每个有关的乡镇一份",
            "month": "每月一份",
            "measure": "每项措施一份",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document. `staged` kinds occur in identification and in elimination."""

    id: str
    name: str
    origin: Origin
    staged: bool
    about: str


@dataclass(frozen=True, slots=True)
class Part:
    """One required part of an item: a document kind, and for what it is due each."""

    kind: str
    each: Each = Each.ONCE


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the checklist. `stage` is None for items that always apply."""

    id: str
    level: Level
    title: str
    stage: Stage | None
    parts: tuple[Part, ...]
    folder: str
    clause: str


@dataclass(frozen=True, slots=True)
class IncomeLine:
    """An income line (yuan a person and year) of one place and year, with its source."""

    place: str
    year: int
    amount: Decimal
    concept: str
    source: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """A profile: its items and the figures that the notice behind it fixes.

    `grading`: how its households are graded, if at all. `steps`: which step of the chain comes before which. `rules`: rules
    that it turns off, or on, or gives another severity (off, on, error, warning, info). `photo_days`: how many days from
    its event a photo may have been taken, of a meeting or posting, and of a visit. `filing`: how its papers are filed as
    volumes; None: as is usual.
    """

    id: str
    name: str
    source: str
    items: tuple[Item, ...]
    monthly_from: str
    notice_days: int
    income_line: IncomeLine
    grading: Grading | None = None
    steps: tuple[tuple[str, str], ...] = ()
    rules: tuple[tuple[str, str], ...] = ()
    photo_days: tuple[int, int] = (7, 31)
    filing: FilingScheme | None = None

    def __hash__(self) -> int:
        """By its id alone: what is kept by checklist is asked for a million times in a county."""
        return hash(self.id)

    def item(self, item_id: str) -> Item:
        """The item of that id. Raises KeyError."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def of_level(self, level: Level) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.level is level)
