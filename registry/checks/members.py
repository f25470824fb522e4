"""The head among the members, and head counts at identification and elimination."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from registry.checks.references import nearest_keys
from registry.checks.sound import same_name, sound_households
from registry.faults import CellFault
from registry.identity import mask_id, parse_id, same_person
from registry.read_workbook import Loaded
from registry.records import Household, Income, Member
from registry.registry import Registry

__all__ = ["head_among_members", "head_counts"]


def head_among_members(loaded: Loaded) -> Iterator[CellFault]:
    """Of the members exactly one is 户主, with the name and number that the household has."""
    registry = loaded.registry
    for household in _with_all_members(registry):
        members = registry.members_of(household)
        if not members or not household.head:
            continue
        heads = [member for member in members if member.relation == "户主"]
        named = [member for member in members if same_name(member.name, household.head)]
        if not heads:
            yield from _no_head(loaded, household, named)
        elif not any(head in named for head in heads):
            what = f"户主姓名是“{household.head}”，家庭成员第 {heads[0].row} 行的户主是“{heads[0].name}”"
            yield loaded.fault(household, "head", what, "请改正写错的一处")
        else:
            yield from _two_heads(loaded, household, heads)
            yield from _head_number(loaded, household, next(head for head in heads if head in named))


def _no_head(loaded: Loaded, household: Household, named: Sequence[Member]) -> Iterator[CellFault]:
    if named:
        row = named[0]
        mended = "户主" if not row.relation and len(named) == 1 else None
        what = f"“{row.name}”是户主，与户主关系却{f'是“{row.relation}”' if row.relation else '没有填'}"
        yield loaded.fault(row, "relation", what, "应为“户主”", mended=mended, error=bool(row.relation))
    else:
        what = f"家庭成员中没有户主“{household.head}”"
        yield loaded.fault(household, "head", what, "请在“家庭成员”表补上户主，或改正姓名")


def _two_heads(loaded: Loaded, household: Household, heads: Sequence[Member]) -> Iterator[CellFault]:
    """A second head is right only after the first has left."""
    present = loaded.registry.members_on(household, None)
    there = [head for head in heads if head in present]
    for head in there[1:]:
        what = f"家庭成员第 {there[0].row} 行“{there[0].name}”已经是户主"
        yield loaded.fault(head, "relation", what, "一户只有一个户主，请改正与户主关系")


def _head_number(loaded: Loaded, household: Household, head: Member) -> Iterator[CellFault]:
    one, other = household.id_number, head.id_number
    if not one or not other or parse_id(one).fault or parse_id(other).fault:
        return
    if same_person(one) != same_person(other):
        what = f"户主证件号码 {mask_id(one)} 与家庭成员第 {head.row} 行的 {mask_id(other)} 不同"
        yield loaded.fault(household, "id_number", what, "请对照证件改正写错的一处")


def head_counts(loaded: Loaded) -> Iterator[CellFault]:
    """家庭人口数 and the persons of each income against the members of that time."""
    registry = loaded.registry
    for household in _with_all_members(registry):
        first, later = registry.income_of(household, "认定"), registry.income_of(household, "风险消除")
        counted = _counts(registry, household, _identification_days(household))
        if household.size is not None and counted and household.size not in counted:
            what = f"填的是 {household.size} 人，{_members_say(registry, household, counted)}"
            yield loaded.fault(household, "size", what, _TODO)
        if first and first.persons is not None:
            yield from _persons(loaded, household, first, counted)
        if later and later.persons is not None:
            days = (household.elimination_visit_on, household.assessed_on, household.eliminated_on)
            counted = _counts(registry, household, tuple(day for day in days if day) or (None,))
            if counted and later.persons not in counted:
                what = f"填的是 {later.persons} 人，{_members_say(registry, household, counted)}"
                yield loaded.fault(later, "persons", what, _TODO)


_TODO = "请改正人数，或补上“家庭成员”“人口自然增减”表里的人"


def _persons(
    loaded: Loaded, household: Household, income: Income, counted: Sequence[int]
) -> Iterator[CellFault]:
    """The income's persons against the household's size; a wrong size is reported at the size."""
    if household.size is not None and income.persons != household.size and income.persons not in counted:
        what = f"填的是 {income.persons} 人，〔监测对象户〕第 {household.row} 行的家庭人口数是 {household.size} 人"
        yield loaded.fault(income, "persons", what, "请改正写错的一处")
    elif household.size is None and counted and income.persons not in counted:
        what = f"填的是 {income.persons} 人，{_members_say(loaded.registry, household, counted)}"
        yield loaded.fault(income, "persons", what, _TODO)


def _identification_days(household: Household) -> tuple[date | None, ...]:
    """The days on which the members may have been counted; without any, before all changes or after."""
    days = (household.applied_on, household.verified_on, household.collected_on, household.identified_on)
    return tuple(day for day in days if day) or (date.min, None)


def _counts(registry: Registry, household: Household, days: Sequence[date | None]) -> tuple[int, ...]:
    """How many members there were on these days; empty where that cannot be told."""
    members, changes = registry.members_of(household), registry.changes_of(household)
    names = {member.name for member in members}
    if len(names) < len(members) or any(
        change.changed_on is None or change.name not in names for change in changes
    ):
        return ()
    if not members:
        return ()
    return tuple(sorted({len(registry.members_on(household, day)) for day in days}))


def _members_say(registry: Registry, household: Household, counted: Sequence[int]) -> str:
    members, changes = registry.members_of(household), registry.changes_of(household)
    text = f"家庭成员有 {len(members)} 人（{'、'.join(member.name for member in members)}）"
    if changes:
        moves = "、".join(f"{change.changed_on} {change.change}{change.name}" for change in changes)
        text += f"，按增减（{moves}）那时应有 {'或'.join(map(str, counted))} 人"
    return text


def _with_all_members(registry: Registry) -> Iterator[Household]:
    """The households none of whose members seem to stand under a misspelled id, which is reported there."""
    known = registry.households_by_id
    lost = {member.household_id for member in registry.members if member.household_id not in known}
    meant = {key for text in lost for key in nearest_keys(text, known)}
    return (h for h in sound_households(registry).values() if h.household_id not in meant)
