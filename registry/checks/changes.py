"""Natural changes (人口自然增减) against the members that they name."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import date

from registry.checks.sound import same_name, sound_households
from registry.faults import CellFault
from registry.identity import parse_id, same_person
from registry.read_workbook import Loaded
from registry.records import Change, Household, Member

__all__ = ["changes_fit"]

_ENDS = ("死亡", "去世", "病故", "亡故", "婚出", "嫁出", "出嫁", "迁出", "失踪", "服刑", "入狱")
_COMES = ("出生", "新生", "婚入", "嫁入", "入赘", "迁入", "收养", "领养")


def changes_fit(loaded: Loaded) -> Iterator[CellFault]:
    """A natural change names a member, its reason fits, and it lies after birth and identification."""
    registry = loaded.registry
    households = sound_households(registry)
    for change in registry.changes:
        household = households.get(change.household_id)
        if household is None:
            continue
        members = registry.members_of(household)
        member = next((m for m in members if same_name(m.name, change.name)), None)
        if members and member is None:
            near = difflib.get_close_matches(change.name, [m.name for m in members], 1, 0.5)
            todo = f"如果是“{near[0]}”，请改正姓名；" if near else ""
            what = f"家庭成员中没有“{change.name}”"
            yield loaded.fault(change, "name", what, f"{todo}增加和减少的人都要在“家庭成员”表中")
        else:
            yield from _change_fits(loaded, change, household, member)


def _change_fits(
    loaded: Loaded, change: Change, household: Household, member: Member | None
) -> Iterator[CellFault]:
    wrong = _ENDS if change.change == "增加" else _COMES if change.change == "减少" else ()
    if change.reason and any(word in change.reason for word in wrong):
        what = f"{change.change}的原因填的是“{change.reason}”"
        yield loaded.fault(change, "change", what, "请改正增减或变更原因")
    if member and _two_numbers(member.id_number, change.id_number):
        what = f"与家庭成员第 {member.row} 行“{member.name}”的证件号码不同"
        yield loaded.fault(change, "id_number", what, "请对照证件改正写错的一处")
    if change.changed_on is None:
        yield loaded.fault(change, "changed_on", "没有填变更日期", "请补上，人数按这一天算", error=False)
    elif (born := _birth(member)) and change.changed_on < born:
        what = f"“{change.name}”{change.changed_on} {change.change}，早于出生日期 {born}"
        yield loaded.fault(change, "changed_on", what, "请核对变更日期和出生日期")
    elif household.identified_on and change.changed_on < household.identified_on:
        what = f"{change.changed_on} 早于认定日期 {household.identified_on}"
        yield loaded.fault(change, "changed_on", what, "自然增减表只登记认定以后的变化，请核对", error=False)


def _birth(member: Member | None) -> date | None:
    if member is None:
        return None
    number = parse_id(member.id_number) if member.id_number else None
    return number.birth if number and not number.fault else member.birth


def _two_numbers(one: str | None, other: str | None) -> bool:
    """Whether these are sound numbers of two people."""
    if not one or not other or parse_id(one).fault or parse_id(other).fault:
        return False
    return same_person(one) != same_person(other)
