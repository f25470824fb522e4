"""Grading schemes (分级管理) as typed values, and how they are read from YAML. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from checklists.faults import Fault, UserError
from checklists.types import Level

__all__ = ["GradeLevel", "Grading", "parse_grading"]

_WAYS = ("computed", "judged")
_GROUNDS = ("income_at_least", "income_below", "lacking", "registered_before")
_KEYS = {"name", "colour", "about", "also", "kept_by", *_GROUNDS}
_OFFICES = (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)


@dataclass(frozen=True, slots=True)
class GradeLevel:
    """One level. `also`: other ways in which people type it; `kept_by`: the offices in whose ledger it stands."""

    name: str
    colour: str
    about: str
    also: tuple[str, ...]
    kept_by: tuple[Level, ...]
    income_at_least: Decimal | None
    income_below: Decimal | None
    lacking: bool
    registered_before: date | None

    def is_called(self, text: str) -> bool:
        """Whether people mean this level: 红, 红色, Ⅰ级."""
        return text.strip() in (self.name, self.colour, f"{self.colour}色", *self.also)


@dataclass(frozen=True, slots=True)
class Grading:
    """A scheme: its levels, the gravest first; `computed` from the registry, or judged by a person."""

    id: str
    name: str
    source: str
    computed: bool
    ends_with_elimination: bool
    levels: tuple[GradeLevel, ...]

    def level_called(self, text: str) -> GradeLevel | None:
        """The level that a typed word means."""
        return next((level for level in self.levels if level.is_called(text)), None)


def parse_grading(row: Mapping[str, Any], where: str) -> Grading:
    """A scheme from its YAML. Raises UserError with every fault, each with its level."""
    faults: list[Fault] = []
    todo = "请参照自带的 gradings.yaml 编写"
    lacking = [key for key in ("id", "name", "source", "way", "levels") if not row.get(key)]
    if lacking:
        raise UserError(Fault(where, f"分级方案缺少 {'、'.join(lacking)}", todo))
    if row["way"] not in _WAYS:
        faults.append(Fault(where, f"way 是“{row['way']}”", "请写 computed（按条件算）或 judged（由人判定）"))
    levels: list[GradeLevel] = []
    for number, level in enumerate(row["levels"], 1):
        try:
            levels.append(_level(level, row["way"] == "computed"))
        except (KeyError, TypeError, ValueError, InvalidOperation) as error:
            faults.append(Fault(f"{where} 第 {number} 级", f"内容不对（{_told(error)}）", todo))
    if faults:
        raise UserError(faults)
    return Grading(
        id=str(row["id"]),
        name=str(row["name"]),
        source=str(row["source"]),
        computed=row["way"] == "computed",
        ends_with_elimination=bool(row.get("ends_with_elimination", False)),
        levels=tuple(levels),
    )


def _level(row: Mapping[str, Any], computed: bool) -> GradeLevel:
    unknown = set(row) - _KEYS
    if unknown:
        raise ValueError(f"不认识的 {'、'.join(sorted(unknown))}")
    if computed and not any(row.get(ground) for ground in _GROUNDS):
        raise ValueError(f"按条件算的级别至少要有一个条件：{'、'.join(_GROUNDS)}")
    day = row.get("registered_before")
    return GradeLevel(
        name=str(row["name"]),
        colour=str(row["colour"]),
        about=str(row["about"]),
        also=tuple(map(str, row.get("also", ()))),
        kept_by=tuple(Level(name) for name in row["kept_by"]) if "kept_by" in row else _OFFICES,
        income_at_least=_amount(row.get("income_at_least")),
        income_below=_amount(row.get("income_below")),
        lacking=row.get("lacking") is True,
        registered_before=day if day is None or isinstance(day, date) else date.fromisoformat(str(day)),
    )


def _amount(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _told(error: Exception) -> str:
    return f"缺少 {error}" if isinstance(error, KeyError) else str(error)
