"""Keys and references: rows that stand twice, households and meetings that are not there."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from registry.column import columns_of
from registry.faults import CellFault
from registry.read_workbook import Loaded, records_of
from registry.records import (
    Attendee,
    Batch,
    Change,
    Comparison,
    Household,
    Income,
    Measure,
    Meeting,
    Member,
    Paper,
    Vote,
)

__all__ = ["doubled_keys", "lost_households", "lost_meetings", "nearest_keys"]

# Record, the fields that tell its rows apart (the first is the cell that is named), and whether a
# second row puts a wrong word on paper or merely the same twice.
_KEYS: tuple[tuple[type[Any], tuple[str, ...], bool], ...] = (
    (Household, ("household_id",), True),
    (Meeting, ("meeting_id",), True),
    (Attendee, ("name", "meeting_id"), False),
    (Vote, ("household_id", "meeting_id"), True),
    (Batch, ("name", "stage", "unit"), True),
    (Income, ("stage", "household_id"), True),
    (Comparison, ("stage", "household_id"), True),
    (Measure, ("name", "household_id", "category", "content", "amount", "done_on"), False),
    (Change, ("name", "household_id", "change", "changed_on"), False),
    (Paper, ("title", "unit", "direction", "number", "dated_on"), False),
)
_OF_HOUSEHOLDS: tuple[type[Any], ...] = (Vote, Member, Income, Comparison, Measure, Change)
_OF_MEETINGS: tuple[type[Any], ...] = (Attendee, Vote)


def doubled_keys(loaded: Loaded) -> Iterator[CellFault]:
    """Two rows with one key: the second is named, and where the first stands."""
    registry = loaded.registry
    for record, fields, wrong in _KEYS:
        first: dict[tuple[object, ...], Any] = {}
        for row in records_of(registry, record):
            unit = registry.find_unit(row.unit) if record is Batch else None
            key = tuple(getattr(row, field) for field in fields)
            other = first.setdefault((*key[:-1], unit) if unit else key, row)
            if other is not row:
                names = "、".join(columns_of(record)[field].heading for field in fields[1:])
                same = f"（{names}也相同）" if names else ""
                what = f"“{getattr(row, fields[0])}”与第 {other.row} 行重复{same}"
                yield loaded.fault(row, fields[0], what, "请删去多余的一行，或改正其中一行", error=wrong)
    yield from _doubled_members(loaded)


def _doubled_members(loaded: Loaded) -> Iterator[CellFault]:
    """One name twice in one household, unless sound numbers tell two people apart."""
    first: dict[tuple[str, str], Member] = {}
    for row in loaded.registry.members:
        other = first.setdefault((row.household_id, row.name), row)
        if other is not row and (
            not row.id_number or not other.id_number or row.id_number == other.id_number
        ):
            what = f"“{row.name}”与第 {other.row} 行重复（户编号也相同）"
            yield loaded.fault(row, "name", what, "请删去多余的一行；确是同名的两个人，请填上各自的证件号码")


def lost_households(loaded: Loaded) -> Iterator[CellFault]:
    """Rows of a household that is not in the sheet of households."""
    known = loaded.registry.households_by_id
    for record in _OF_HOUSEHOLDS:
        yield from _lost(loaded, records_of(loaded.registry, record), "household_id", known, "监测对象户")


def lost_meetings(loaded: Loaded) -> Iterator[CellFault]:
    """Rows of a meeting that is not in the sheet of meetings."""
    known = {meeting.meeting_id: meeting for meeting in loaded.registry.meetings}
    for record in _OF_MEETINGS:
        yield from _lost(loaded, records_of(loaded.registry, record), "meeting_id", known, "会议")


def _lost(
    loaded: Loaded, rows: Sequence[Any], field: str, known: Mapping[str, object], sheet: str
) -> Iterator[CellFault]:
    for row in rows:
        text = getattr(row, field)
        if text in known:
            continue
        mended = _same_number(text, known)
        near = nearest_keys(text, known)
        todo = f"应为“{near[0]}”" if mended else f"请核对是否应为“{near[0]}”" if near else ""
        todo = todo or f"请改正编号，或在“{sheet}”表补上这一行"
        yield loaded.fault(row, field, f"“{text}”不在“{sheet}”表中", todo, mended=mended)


def nearest_keys(text: str, known: Iterable[str]) -> list[str]:
    """The one key that was surely or probably meant, if any."""
    known = list(known)
    mended = _same_number(text, known)
    return [mended] if mended else difflib.get_close_matches(text, known, 1, 0.7)


def _same_number(text: str, known: Iterable[str]) -> str | None:
    """The one key that is the same number: 1 for 001, whose zeros the spreadsheet has eaten; or a01 for A01."""
    same = [key for key in known if _bare(key) == _bare(text)]
    return same[0] if len(same) == 1 else None


def _bare(key: str) -> str:
    return key.upper().lstrip("0") or "0"
