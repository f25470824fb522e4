"""Identity numbers: one person bears one number, and one that can be.

A wrong digit may break both: that two papers differ, and that one of the numbers cannot be, are told by a finding each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from audit.claims.types import Field, Person, Statement
from audit.rules.catalogue import rule
from audit.rules.compared import differing
from audit.rules.weighing import SURE, quote, same_id, weigh
from audit.stated import Original, Stated, originals, statements_by_household
from audit.types import Dossier, Problem, Severity
from audit.whose import members_of
from audit.wording import kind_name, unit_name
from registry.identity import mask_id, parse_id

_FIX = "拿身份证或户口簿原件核对，由出具单位更正写错的那一份。"
Sides = list[list[Stated]]


@rule("id-number-mismatch", Severity.ERROR, family="people")
def id_number_mismatch(dossier: Dossier) -> Iterator[Problem]:
    """同一个人的证件号码，在几份材料里写得不一样。

    为什么：证件号码是认定一个人的依据，写错一位，系统里就是另一个人；检查时逐份比对户主和家庭成员。打了星号的，只比露出来的数字。
    怎么办：拿出身份证或户口簿原件核对，查明哪一份写错，由出具的单位更正后重新打印；签过字的表由本人核对后重新签。
    依据：GB 11643-1999 公民身份号码；四级档案通知户档案各项所列“户主姓名、身份证号”。
    """
    for (home, name), sides in _differing(dossier).items():
        own = home.rpartition("/")[2].partition("（")[0]
        whose = "" if name == own else f"成员{name}的"
        yield differing(home, sides, f"{whose}证件号码", _FIX, _faults(sides))


@rule("id-number-invalid", Severity.ERROR, family="people", alone=True)
def id_number_invalid(dossier: Dossier) -> Iterator[Problem]:
    """证件号码不合规则：位数、校验码或出生日期不对。

    为什么：公民身份号码最后一位由前 17 位算出，第 7 至 14 位是出生日期；对不上一定是写错了，系统里查不到这个人。
    怎么办：拿出身份证或户口簿原件核对，由出具单位更正。遮了星号的不查。
    依据：GB 11643-1999 公民身份号码 第 4 条。
    """
    wrong: dict[tuple[str, str], list[tuple[Original, Person, str]]] = defaultdict(list)
    for original in originals(dossier):
        for person in _people(original):
            fault = _fault(person.id_number)
            if fault:
                wrong[person.name, person.id_number].append((original, person, fault))
    for (name, number), found in sorted(wrong.items()):
        original, person, fault = min(found, key=lambda each: (-each[0].unit.count("/"), each[0].paths))
        yield Problem(
            unit=original.unit,
            item=original.item,
            message=f"{unit_name(original.unit)}{name}的证件号码{mask_id(number)}{fault}。",
            files=tuple(sorted({path for each, _, _ in found for path in each.paths})),
            expected="18 位，校验码和出生日期正确",
            actual=f"{mask_id(number)}：{fault}",
            fix="拿身份证或户口簿原件核对，由出具单位更正。",
            severity=Severity.WARNING if all(each.source.sure < SURE for _, each, _ in found) else None,
            quotes=(quote(original, person.source),),
            about=(name, mask_id(number)),
            of_unit=True,
        )


def _fault(number: str) -> str:
    """What is wrong with a whole number; "" for none, and for a masked one."""
    return (parse_id(number).fault or "") if number and "*" not in number else ""


def _people(original: Original) -> Iterator[Person]:
    """Members and heads in lists, and those whose number a form gives beside a label."""
    yield from original.claims.persons
    for each in original.claims.statements:
        if each.field is Field.ID and each.head:
            yield Person(each.head, each.value, "", each.source)


@lru_cache(maxsize=4)
def _differing(dossier: Dossier) -> Mapping[tuple[str, str], Sides]:
    """Household and person → the numbers that papers give, the usual one first, where there are several."""
    found: dict[tuple[str, str], Sides] = {}
    for key, stated in _numbers(dossier).items():
        sides = sorted(
            weigh(stated, same_id), key=lambda side: (-len(side), _fault(side[0].statement.value) != "")
        )
        if len(sides) > 1:
            found[key] = sides
    return found


def _numbers(dossier: Dossier) -> Mapping[tuple[str, str], list[Stated]]:
    """Household and person → each number that a paper gives: the head's, those of members, those of heads before and after."""
    found: dict[tuple[str, str], list[Stated]] = defaultdict(list)
    members = members_of(dossier)
    for home, stated in statements_by_household(dossier).items():
        own = home.rpartition("/")[2].partition("（")[0]
        for each in stated:
            if each.statement.field is Field.ID:
                head = each.statement.head
                found[home, head if head in members.get(home, {}) else own].append(each)
    for original in originals(dossier):
        known = members.get(original.unit, {})
        for person in original.claims.persons if known else ():
            if person.name in known and person.id_number:
                said = Statement(person.name, Field.ID, person.id_number, person.source)
                found[original.unit, person.name].append(Stated(original, said))
    return found


def _faults(sides: Sides) -> str:
    """In which place the numbers differ, and which of them cannot be: their masked forms often look alike."""
    usual = sides[0][0].statement.value
    said = []
    for side in sides[1:]:
        other = side[0].statement.value
        if len(usual) == len(other):
            places = [
                at + 1
                for at, (a, b) in enumerate(zip(usual, other, strict=True))
                if a != b and "*" not in a + b
            ]
            if 0 < len(places) <= 4:
                said.append(f"第{'、'.join(map(str, places))}位不同")
    wrong = [side[0] for side in sides if _fault(side[0].statement.value)]
    if wrong:
        said.append(f"{kind_name(wrong[0].original.kind)}上的{_fault(wrong[0].statement.value)}")
    return "，".join(dict.fromkeys(said))
