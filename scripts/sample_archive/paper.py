"""What every paper here is made of: places, the shape of a paper, counts and lists of households."""

from __future__ import annotations

from dataclasses import dataclass

from scripts.sample_archive.office import Body
from scripts.sample_archive.people import HOUSEHOLDS, Household

DISTRICT, STREET, VILLAGE, COMMUNITY = "云岚区", "柳荫街道", "松岗村", "桐花社区"
DISTRICT_OFFICE = "云岚区委农村工作领导小组办公室"
IN, OUT = "identification", "elimination"
TAKEN_IN = HOUSEHOLDS
ELIMINATED = HOUSEHOLDS[:1]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its kind (several for a bound file), stage, and wording."""

    kind: tuple[str, ...]
    stage: str | None
    body: Body


def counted(households: tuple[Household, ...], now: bool = False) -> str:
    people = sum(each.size_now if now else each.size for each in households)
    return f"{len(households)}户{people}人"


def by_type(households: tuple[Household, ...]) -> str:
    types = dict.fromkeys(each.type for each in households)
    return "、".join(f"{name}{counted(tuple(h for h in households if h.type == name))}" for name in types)


def roll(households: tuple[Household, ...], masked: bool = False) -> tuple[tuple[str, ...], ...]:
    head = ("序号", "所在村组", "户主姓名", "证件号码", "家庭人数", "监测类别", "主要风险")
    rows = [
        (str(n), VILLAGE + h.group, h.head, h.masked if masked else h.id_number, str(h.size), h.type, h.risk)
        for n, h in enumerate(households, 1)
    ]
    return (head, *rows)
