"""A registry brought up to the national system's state, with everything that staff typed kept. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from registry.checks.sound import same_name
from registry.column import columns_of
from registry.identity import mask_id, mask_phone, same_person
from registry.records import Household, Income, Measure, Member
from registry.registry import Registry
from registry.sheets import sheet_of

__all__ = ["ACTIONS", "UpdateLine", "Updated", "update_registry"]

_R = TypeVar("_R", Household, Member, Income)

# What happened to a household, a person or a cell, in the order of the report.
ACTIONS = (
    "新增户",
    "已消除",
    "系统里没有",
    "改了户编号",
    "新增成员",
    "系统里已没有的成员",
    "按系统改",
    "保留登记簿的",
)
# The system decides these; every other cell keeps what staff typed.
_SYSTEM: Mapping[type[Any], frozenset[str]] = {
    Household: frozenset(
        (
            "object_type",
            "farm_type",
            "risk1",
            "risk2",
            "risk3",
            "risk4",
            "risk5",
            "covered",
            "elimination_mode",
        )
    ),
    Member: frozenset(columns_of(Member)) - {"household_id", "name", "birth"},
    Income: frozenset(),
}


@dataclass(frozen=True, slots=True)
class UpdateLine:
    """One change, or one difference that was left as it is: what, whose, which cell, from what to what."""

    action: str
    household_id: str
    who: str
    cell: str = ""
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        if not self.cell:
            return f"{self.household_id} {self.who}"
        both = (
            f"登记簿 {self.old}，系统 {self.new}"
            if self.action == "保留登记簿的"
            else f"{self.old or '空'} → {self.new}"
        )
        return f"{self.household_id} {self.who}：{self.cell} {both}"


@dataclass(frozen=True, slots=True)
class Updated:
    """The merged registry and every line of what was done."""

    registry: Registry
    lines: tuple[UpdateLine, ...]


def update_registry(old: Registry, new: Registry, derived: Collection[str] = ()) -> Updated:
    """Merge the export into the registry; `derived` fields were counted, not read, and only fill blanks.

    Households are matched by 户编号, else by the head's number, else by village and head; an id that staff
    made up becomes the system's in every sheet. Who is not in the export any more stays, and is listed.
    """
    lines: list[UpdateLine] = []
    pairs = _matches(old, new)
    old, new = _same_ids(old, new, pairs, lines)
    known = old.households_by_id
    matched = {household.household_id for household in new.households}
    households = [
        _household(known[h.household_id], h, derived, lines) if h.household_id in known else _joined(h, lines)
        for h in new.households
    ]
    by_id = {household.household_id: household for household in households}
    kept = [by_id.get(household.household_id, household) for household in old.households]
    gone = [h for h in old.households if h.household_id not in matched and h.state in ("监测中", "拟消除")]
    lines += [UpdateLine("系统里没有", h.household_id, h.head) for h in gone]
    merged = replace(
        old,
        units=old.units + tuple(unit for unit in new.units if not _has_unit(old, unit)),
        households=(*kept, *(h for h in households if h.household_id not in known)),
        members=_members(old, new, known, lines),
        incomes=_incomes(old, new, derived, lines),
        measures=old.measures + tuple(_new_measures(old, new)),
    )
    return Updated(
        merged, tuple(sorted(lines, key=lambda line: (ACTIONS.index(line.action), line.household_id)))
    )


def _matches(old: Registry, new: Registry) -> dict[str, str]:
    """Old id → new id, for households that stand under two ids."""
    ids = {household.household_id for household in new.households}
    free = [household for household in old.households if household.household_id not in ids]
    by_number = {same_person(h.id_number): h for h in free if h.id_number}
    by_head = {(_village(old, h), h.head): h for h in free}
    found: dict[str, str] = {}
    for household in new.households:
        if household.household_id in old.households_by_id:
            continue
        number = same_person(household.id_number) if household.id_number else ""
        other = by_number.get(number) or by_head.get((_village(new, household), household.head))
        both = other and other.id_number and number and same_person(other.id_number) != number
        if other and not both and other.household_id not in found:
            found[other.household_id] = household.household_id
    return found


def _village(registry: Registry, household: Household) -> str:
    return household.village.split("/")[-1]


def _same_ids(
    old: Registry, new: Registry, pairs: Mapping[str, str], lines: list[UpdateLine]
) -> tuple[Registry, Registry]:
    """Both registries with one id a household: the system's, or the old where the export has none."""
    in_old = {mine: theirs for mine, theirs in pairs.items() if not theirs.startswith("无编号")}
    in_new = {theirs: mine for mine, theirs in pairs.items() if theirs.startswith("无编号")}
    for mine, theirs in in_old.items():
        head = old.households_by_id[mine].head
        lines.append(UpdateLine("改了户编号", theirs, head, "户编号", mine, theirs))
    return _renamed(old, in_old), _renamed(new, in_new)


def _renamed(registry: Registry, ids: Mapping[str, str]) -> Registry:
    if not ids:
        return registry
    changed: dict[str, Any] = {}
    for item in fields(Registry):
        records = getattr(registry, item.name)
        if isinstance(records, tuple) and records and hasattr(records[0], "household_id"):
            changed[item.name] = tuple(
                replace(record, household_id=ids.get(record.household_id, record.household_id))
                for record in records
            )
    return replace(registry, **changed)


def _joined(household: Household, lines: list[UpdateLine]) -> Household:
    lines.append(UpdateLine("新增户", household.household_id, household.head))
    return household


def _household(
    old: Household, new: Household, derived: Collection[str], lines: list[UpdateLine]
) -> Household:
    merged = _merge(old, new, ("village", "state", "household_id"), derived, old.head, lines)
    state = old.state
    if new.state == "已消除" and old.state in ("", "拟纳入", "监测中", "拟消除"):
        state = "已消除"
        lines.append(UpdateLine("已消除", old.household_id, old.head, "状态", old.state, state))
    elif new.state == "监测中" and old.state in ("", "拟纳入"):
        state = "监测中"
        lines.append(
            UpdateLine("按系统改", old.household_id, old.head, "〔监测对象户〕状态", old.state, state)
        )
    elif new.state != old.state and not (new.state == "监测中" and old.state == "拟消除"):
        lines.append(
            UpdateLine("保留登记簿的", old.household_id, old.head, "〔监测对象户〕状态", old.state, new.state)
        )
    return replace(merged, state=state)


def _merge(
    old: _R, new: _R, besides: Collection[str], derived: Collection[str], who: str, lines: list[UpdateLine]
) -> _R:
    """The old record with blanks filled, and with the system's word where the system decides."""
    changes: dict[str, Any] = {}
    record = type(old)
    for field, column in columns_of(record).items():
        mine, theirs = getattr(old, field), getattr(new, field)
        if field in besides or theirs is None or mine == theirs or _alike(field, mine, theirs):
            continue
        by_system = field in _SYSTEM[record]
        if mine is None or by_system:
            changes[field] = theirs
        if mine is not None and field not in derived:
            action = "按系统改" if by_system else "保留登记簿的"
            cell = f"〔{sheet_of(record).name}〕{column.heading}"
            lines.append(
                UpdateLine(action, old.household_id, who, cell, _shown(field, mine), _shown(field, theirs))
            )
    return replace(old, **changes)


def _alike(field: str, mine: object, theirs: object) -> bool:
    """The same name or number in another spelling."""
    if not isinstance(mine, str) or not isinstance(theirs, str):
        return False
    return same_person(mine) == same_person(theirs) if field == "id_number" else same_name(mine, theirs)


def _shown(field: str, value: object) -> str:
    text = str(value)
    return mask_id(text) if field == "id_number" else mask_phone(text) if "phone" in field else text


def _members(
    old: Registry, new: Registry, known: Mapping[str, Household], lines: list[UpdateLine]
) -> tuple[Member, ...]:
    """Old members brought up to date, in their places, with new ones after; nobody is taken out."""
    merged: dict[int, Member] = {}
    added: list[Member] = []
    for household in new.households:
        mine = list(old.members_of(household))
        for member in new.members_of(household):
            other = _same_member(member, mine)
            if other is None:
                added.append(member)
                if mine:
                    lines.append(UpdateLine("新增成员", household.household_id, member.name))
            else:
                mine.remove(other)
                merged[id(other)] = _merge(other, member, ("household_id",), (), member.name, lines)
        left = {change.name for change in old.changes_of(household) if change.change == "减少"}
        gone = [m.name for m in mine if m.name not in left] if household.household_id in known else []
        lines += [UpdateLine("系统里已没有的成员", household.household_id, name) for name in gone]
    return tuple(merged.get(id(member), member) for member in old.members) + tuple(added)


def _same_member(member: Member, others: Iterable[Member]) -> Member | None:
    """By number, else by name where the numbers do not speak against it."""
    others = list(others)
    if member.id_number:
        number = same_person(member.id_number)
        for other in others:
            if other.id_number and same_person(other.id_number) == number:
                return other
    return next((other for other in others if same_name(other.name, member.name)), None)


def _incomes(
    old: Registry, new: Registry, derived: Collection[str], lines: list[UpdateLine]
) -> tuple[Income, ...]:
    rows = {(row.household_id, row.stage): row for row in new.incomes}
    merged: list[Income] = []
    for income in old.incomes:
        row = rows.pop((income.household_id, income.stage), None)
        household = old.households_by_id.get(income.household_id)
        who = household.head if household else ""
        keys = ("household_id", "stage")
        merged.append(_merge(income, row, keys, derived, who, lines) if row else income)
    return (*merged, *rows.values())


def _new_measures(old: Registry, new: Registry) -> Iterator[Measure]:
    """The export's measures of categories of which the household has none: its words are coarser than staff's."""
    known = {(measure.household_id, measure.category) for measure in old.measures}
    return (measure for measure in new.measures if (measure.household_id, measure.category) not in known)


def _has_unit(registry: Registry, unit: Any) -> bool:
    return any(
        other.name == unit.name and (other.parent or "").split("/")[-1] in ("", (unit.parent or ""))
        for other in registry.units
    )
