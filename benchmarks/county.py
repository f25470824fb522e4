"""A county of any size made from the sample: its villages repeated under new names, its people under new numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from registry.identity import check_digit
from registry.registry import Registry
from registry.sample import load_sample

__all__ = ["make_county"]

_BY_HOUSEHOLD = ("members", "incomes", "comparisons", "measures", "changes")
_BY_UNIT = ("meetings", "batches", "clues", "inspections", "papers", "paragraphs")


def make_county(copies: int) -> Registry:
    """The sample with each township, its villages and households `copies` times; 40 copies are 640 households."""
    sample = load_sample()
    content: dict[str, list[Any]] = {
        name: list(getattr(sample, name)) for name in (*_BY_HOUSEHOLD, *_BY_UNIT, "attendees", "votes")
    }
    content["units"], content["households"] = list(sample.units), list(sample.households)
    for number in range(1, copies):
        for name, records in _copy(sample, number).items():
            content[name] += records
    rows: dict[str, tuple[Any, ...]] = {
        name: tuple(replace(record, row=place) for place, record in enumerate(records, 2))
        for name, records in content.items()
    }
    return Registry(**rows, settings=sample.settings)


def _copy(sample: Registry, number: int) -> dict[str, list[Any]]:
    below = [unit for unit in sample.units if unit.level != "县级"]
    names = {unit.name: _renamed(unit.name, number) for unit in below}
    meetings = {m.meeting_id: f"{m.meeting_id}-{number}" for m in sample.meetings if m.unit in names}

    def other(text: str | None) -> str | None:
        for old, new in names.items():
            text = text.replace(old, new) if text else text
        return text

    found: dict[str, list[Any]] = {
        "units": [
            replace(u, name=names[u.name], parent=names.get(u.parent or "", u.parent), own=None)
            for u in below
        ],
        "households": [
            replace(
                h,
                household_id=f"{h.household_id}-{number}",
                village=names[h.village],
                id_number=_renumbered(h.id_number, number),
            )
            for h in sample.households
        ],
    }
    for name in _BY_HOUSEHOLD:
        found[name] = [_for_household(record, number) for record in getattr(sample, name)]
    for name in _BY_UNIT:
        found[name] = [
            _for_unit(record, names, meetings, number, other)
            for record in getattr(sample, name)
            if record.unit in names
        ]
    found["attendees"] = [
        replace(a, meeting_id=meetings[a.meeting_id]) for a in sample.attendees if a.meeting_id in meetings
    ]
    found["votes"] = [
        replace(
            v, meeting_id=meetings.get(v.meeting_id, v.meeting_id), household_id=f"{v.household_id}-{number}"
        )
        for v in sample.votes
    ]
    return found


def _for_household(record: Any, number: int) -> Any:
    changes: dict[str, str | None] = {"household_id": f"{record.household_id}-{number}"}
    if getattr(record, "id_number", None):
        changes["id_number"] = _renumbered(record.id_number, number)
    return replace(record, **changes)


def _for_unit(record: Any, names: dict[str, str], meetings: dict[str, str], number: int, other: Any) -> Any:
    changes: dict[str, str | None] = {"unit": names[record.unit]}
    for field in ("title", "place", "record_kept", "notice_place", "village", "sender", "addressee", "text"):
        if getattr(record, field, None):
            changes[field] = other(getattr(record, field))
    if hasattr(record, "meeting_id"):
        changes["meeting_id"] = meetings[record.meeting_id]
    for field in ("sent_number", "reply_number", "number"):
        if getattr(record, field, None):
            changes[field] = getattr(record, field).replace("〕", f"〕{number}")
    return replace(record, **changes)


def _renamed(name: str, number: int) -> str:
    """石桥村 → 石桥甲子村 …: a name that still ends as its kind of unit does."""
    stems, branches = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
    ending = "街道" if name.endswith("街道") else "社区" if name.endswith("社区") else name[-1]
    return f"{name.removesuffix(ending)}{stems[number % 10]}{branches[number % 12]}{ending}"


def _renumbered(number: str | None, copy: int) -> str | None:
    """The same birth date and sex in another area."""
    if number is None:
        return None
    first = f"{990200 + copy:06d}{number[6:17]}"
    return first + check_digit(first)
