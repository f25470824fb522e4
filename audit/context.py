"""Where a document stands when its kind is decided. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timezone
from functools import lru_cache
from re import search

from audit.folders import bare_name, repair_name
from audit.items import match_item_folder
from audit.papers import stage_in
from checklists import Checklist, Level, Stage
from registry.dates import find_dates
from registry.text import squeeze

__all__ = ["UNKNOWN", "Context", "context_of", "name_day", "name_month_day", "stem_of"]

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Context:
    """A document's unit and level, its name without ending, the folders below its unit and what they say."""

    checklist: Checklist
    county: str
    unit: str
    level: Level
    name: str
    below: tuple[str, ...]
    folder_item: str
    folder_stage: Stage | None


def context_of(
    path: str, unit: str, level: Level, below: tuple[str, ...], county: str, checklist: Checklist
) -> Context:
    """Read the path's name and the folders below the unit's own."""
    folders = path.split("/")[:-1]
    # `below` has lost the numbers, which help to tell the item
    raw = [squeeze(repair_name(part)) for part in folders[max(len(folders) - len(below), 0) :]]
    items = (match_item_folder(checklist, part, level) for part in reversed(raw))
    item = next((item for item in items if item), "")
    stage = checklist.item(item).stage if item else None
    stage = stage or next((found for found in map(stage_in, below) if found), None)
    return Context(checklist, county, unit, level, stem_of(path), below, item, stage)


@lru_cache(maxsize=1 << 15)
def stem_of(path: str) -> str:
    """A file's name without ending and white space."""
    name = repair_name(path.rpartition("/")[2])
    return squeeze(name.rpartition(".")[0] or name)


@lru_cache(maxsize=1 << 15)
def name_day(path: str) -> date | None:
    """The date in a file's name: 2021-04-16, 20210416, IMG_20210416_091540, mmexport1618558612000."""
    name = bare_name(path.rpartition("/")[2])
    match = search(r"mmexport(1\d{9})\d{3}", name)
    if match:
        return datetime.fromtimestamp(int(match[1]), timezone.utc).date()
    match = search(r"(?<!\d)(20\d\d[01]\d[0-3]\d)(?:\d{6})?(?!\d)", name)
    text = match[1] if match else name
    return next((found.day for found in find_dates(text) if found.day), None)


def name_month_day(path: str) -> tuple[int, int] | None:
    """Month and day in a name that leaves the year out: 5.12入户, 5月12日走访, 0512公示."""
    name = stem_of(path)
    match = search(r"(?<![\d.])(1[0-2]|0?[1-9])[.月\-](3[01]|[12]\d|0?[1-9])(?![\d.])日?", name) or search(
        r"^(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)", name
    )
    return (int(match[1]), int(match[2])) if match else None
