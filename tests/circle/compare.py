"""A drafted registry against the one that the archive was generated from, cell by cell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from audit.drafting.values import same
from registry import records
from registry.column import columns_of
from registry.read_workbook import records_of
from registry.registry import Registry
from registry.sheets import SHEETS

__all__ = ["Compared", "compare"]

# Numbers that each workbook makes up for itself: rows are matched by what they stand for.
_MADE_UP = ("household_id", "meeting_id")


@dataclass(frozen=True)
class Compared:
    """By record and field: how many cells there are to find, how many were; and each cell that is wrong."""

    due: Mapping[tuple[str, str], int]
    found: Mapping[tuple[str, str], int]
    wrong: tuple[str, ...]
    extra: Mapping[str, int]

    def share(self, record: str, *fields: str) -> float:
        """Of the cells of a record (of these fields, if any are named) that the registry fills: the share found."""
        keys = [key for key in self.due if key[0] == record and (not fields or key[1] in fields)]
        return sum(self.found[key] for key in keys) / max(1, sum(self.due[key] for key in keys))


def compare(drafted: Registry, truth: Registry) -> Compared:
    """Rows by what they stand for, cells by their values. A cell that the truth leaves blank counts as neither."""
    due, found, extra = Counter[tuple[str, str]](), Counter[tuple[str, str]](), Counter[str]()
    wrong: list[str] = []
    for sheet in SHEETS:
        name = sheet.record.__name__
        ours, theirs = _by_key(drafted, sheet.record), _by_key(truth, sheet.record)
        extra[name] = sum(len(rows) for rows in ours.values()) - sum(
            min(len(rows), len(theirs.get(key, ()))) for key, rows in ours.items()
        )
        for key, rows in theirs.items():
            drafts = list(ours.get(key, ()))
            for row in rows:
                draft = max(drafts, key=lambda each: len(list(_agreeing(each, row))), default=None)
                if draft is not None:
                    drafts.remove(draft)
                for field in columns_of(sheet.record):
                    value, mine = getattr(row, field), getattr(draft, field, None)
                    if value is None or field in _MADE_UP:
                        continue
                    due[name, field] += 1
                    if mine is not None and same(field, mine, value):
                        found[name, field] += 1
                    elif mine is not None:
                        wrong.append(f"{name} {key} {field}: {mine!r} for {value!r}")
    return Compared(due, found, tuple(wrong), extra)


def _agreeing(one: Any, other: Any) -> Iterator[str]:
    return (field for field in columns_of(type(one)) if getattr(one, field) == getattr(other, field))


def _by_key(registry: Registry, record: type[Any]) -> Mapping[Any, list[Any]]:
    homes = {each.household_id: (each.village, each.head) for each in registry.households}
    meetings = {
        each.meeting_id: (each.unit, each.kind, each.stage, each.batch, each.held_on)
        for each in registry.meetings
    }
    keys: dict[type[Any], Callable[[Any], Any]] = {
        records.Unit: lambda each: each.name,
        records.Household: lambda each: (each.village, each.head),
        records.Meeting: lambda each: meetings[each.meeting_id],
        records.Attendee: lambda each: (meetings.get(each.meeting_id), each.name),
        records.Vote: lambda each: (meetings.get(each.meeting_id), homes.get(each.household_id)),
        records.Batch: lambda each: (each.name, each.stage, each.unit),
        records.Member: lambda each: (homes.get(each.household_id), each.name),
        records.Income: lambda each: (homes.get(each.household_id), each.stage),
        records.Comparison: lambda each: (homes.get(each.household_id), each.stage),
        records.Measure: lambda each: (homes.get(each.household_id), each.name),
        records.Visit: lambda each: (homes.get(each.household_id), each.visited_on),
        records.Change: lambda each: (homes.get(each.household_id), each.change, each.name),
        records.Clue: lambda each: (each.month, each.unit, each.name),
        records.Inspection: lambda each: (each.unit, each.inspected_on, each.name),
        records.Paper: lambda each: (each.unit, each.title),
    }
    found: dict[Any, list[Any]] = defaultdict(list)
    for each in records_of(registry, record) if record in keys else ():
        found[keys[record](each)].append(each)
    return found
