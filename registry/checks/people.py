"""Identity numbers with what they say of sex and birth, one person in two households, telephones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from registry.checks.sound import sound_households
from registry.column import columns_of
from registry.faults import CellFault
from registry.identity import IdNumber, is_phone, mask_id, mask_phone, parse_id, same_person
from registry.read_workbook import Loaded
from registry.records import Change, Household, Member
from registry.sheets import sheet_of

__all__ = ["household_phones", "id_numbers", "one_person_twice", "sex_and_birth", "sex_and_relation"]

_MEN = {"之子", "之女婿", "之孙子", "之外孙子", "之父", "之岳父", "之公公", "之祖父"}
_WOMEN = {"之女", "之儿媳", "之孙女", "之外孙女", "之母", "之岳母", "之婆婆", "之祖母"}
# Who is refused or cleared out may apply again under another id, or in another household.
_OVER = ("不予纳入", "已清退")


def id_numbers(loaded: Loaded) -> Iterator[CellFault]:
    """Numbers of 18 digits with a right check digit, old ones of 15, disability cards (GB 11643-1999).

    The same wrong number of one household in several sheets is one fault that names all cells.
    """
    registry = loaded.registry
    cells: dict[tuple[str, str], list[Any]] = {}
    every: tuple[Any, ...] = (*registry.households, *registry.members, *registry.changes)
    for row in every:
        if row.id_number and parse_id(row.id_number).fault:
            cells.setdefault((row.household_id, same_person(row.id_number)), []).append(row)
    for rows in cells.values():
        fault = parse_id(rows[0].id_number).fault
        others = "、".join(f"〔{sheet_of(type(row)).name}〕第 {row.row} 行" for row in rows[1:])
        todo = "请对照证件改正" + (f"，{others}的同一号码一起改" if others else "")
        yield loaded.fault(rows[0], "id_number", f"“{mask_id(rows[0].id_number)}”{fault}", todo)


def sex_and_birth(loaded: Loaded) -> Iterator[CellFault]:
    """Sex and birth date as the number says them; both different: it is someone else's number."""
    for row in _persons(loaded):
        number = _sound(row.id_number)
        if number is None:
            continue
        birth: date | None = getattr(row, "birth", None)
        wrong_sex = row.sex is not None and number.sex != row.sex
        wrong_birth = birth is not None and number.birth != birth
        if wrong_sex and wrong_birth:
            what = (
                f"“{row.name}”的性别、出生日期都与证件号码不符（号码是 {number.birth} 出生的{number.sex}性）"
            )
            yield loaded.fault(row, "id_number", what, "可能填了别人的号码，请对照证件核对")
        elif wrong_sex:
            # A birth date that agrees is the second witness for the number.
            mended = number.sex if birth is not None and len(number.text) >= 18 else None
            what = f"“{row.name}”填的是{row.sex}，证件号码的第 17 位说明是{number.sex}"
            yield loaded.fault(row, "sex", what, f"请对照证件核对，应为“{number.sex}”", mended=mended)
        elif wrong_birth:
            what = f"“{row.name}”填的是 {birth}，证件号码里是 {number.birth}"
            yield loaded.fault(row, "birth", what, "请对照证件核对出生日期和证件号码")


def sex_and_relation(loaded: Loaded) -> Iterator[CellFault]:
    """之子 is a man, 之儿媳 a woman."""
    for row in _persons(loaded):
        number = _sound(row.id_number)
        if number and row.sex and number.sex != row.sex:
            continue  # Reported as such.
        sex = number.sex if number else row.sex
        due = "男" if row.relation in _MEN else "女" if row.relation in _WOMEN else sex
        if sex and due and sex != due:
            what = f"“{row.name}”的与户主关系是“{row.relation}”，性别却是{sex}"
            yield loaded.fault(row, "relation", what, "请核对与户主关系和性别")


def one_person_twice(loaded: Loaded) -> Iterator[CellFault]:
    """One sound number with two people, or in two households at one time."""
    registry = loaded.registry
    first: dict[str, tuple[Household, Any]] = {}
    for household in sound_households(registry).values():
        if household.state in _OVER:
            continue
        members = registry.members_on(household, None)
        rows: list[Any] = [row for row in members if _sound(row.id_number)]
        listed = {same_person(row.id_number) for row in rows}
        # The head's number counts for himself where he is not among the members.
        own = _sound(household.id_number) and same_person(household.id_number or "") not in listed
        if own and not any(row.relation == "户主" or row.name == household.head for row in members):
            rows.append(household)
        for row in rows:
            number = same_person(row.id_number)
            where, other = first.setdefault(number, (household, row))
            if other is not row:
                yield _twice(loaded, row, household, other, where)


def _twice(loaded: Loaded, row: Any, household: Household, other: Any, where: Household) -> CellFault:
    place = f"〔{sheet_of(type(other)).name}〕第 {other.row} 行“{_name(other)}”"
    if household is where:
        what = f"证件号码 {mask_id(row.id_number)} 与{place}相同"
        return loaded.fault(row, "id_number", what, "两个人不能用一个号码，请对照证件改正")
    what = f"证件号码 {mask_id(row.id_number)} 已在另一户 {where.household_id}（{where.head}）：{place}"
    todo = "请核对号码；已经迁走的，在“人口自然增减”表登记减少"
    return loaded.fault(row, "id_number", what, todo)


def household_phones(loaded: Loaded) -> Iterator[CellFault]:
    """Telephones of households and helpers: 11 digits, or a land line; several may stand in a cell."""
    for household in loaded.registry.households:
        for field in ("phone", "helper_phone"):
            for number in re.split(r"[、，,；;/\s]+", getattr(household, field) or ""):
                if number and not is_phone(number):
                    digits = re.sub(r"\D", "", number)
                    heading = columns_of(Household)[field].heading
                    what = f"“{mask_phone(number)}”不是{heading}的号码（{len(digits)} 位数字）"
                    yield loaded.fault(household, field, what, "手机号码应为 11 位，请核对")


def _persons(loaded: Loaded) -> Iterator[Member | Change]:
    yield from loaded.registry.members
    yield from loaded.registry.changes


def _sound(text: str | None) -> IdNumber | None:
    number = parse_id(text) if text else None
    return number if number and not number.fault else None


def _name(row: Household | Member | Change) -> str:
    return row.head if isinstance(row, Household) else row.name
