"""What a registry or an export of the national system says of each household, as the rules compare it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from audit.claims.types import Field
from checklists import Stage
from registry.records import Household, Unit
from registry.registry import Registry

__all__ = ["Known", "System", "SystemHousehold", "bare_place", "system_of"]


@dataclass(frozen=True, slots=True)
class Known:
    """A value in the form of a Statement's; `stage`: the one that it holds for, None for any."""

    field: Field
    value: str
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class SystemHousehold:
    """One household. `state` as in the registry (监测中, 已消除 …)."""

    township: str
    village: str
    head: str
    id_number: str
    state: str
    known: tuple[Known, ...]
    measures: tuple[str, ...]
    members: tuple[tuple[str, str], ...] = ()  # name and number
    helper: str = ""

    @property
    def monitored(self) -> bool:
        """It was taken in, and its papers are due."""
        return self.state in ("监测中", "拟消除", "已消除")

    @property
    def refused(self) -> bool:
        return self.state in ("不予纳入", "已清退")


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """What to hold the archive against. `name`: the file's; `newest_on`: the day it stands for, of an export alone.

    `offices`: level, unit above, name and person of each office that names somebody.
    """

    name: str
    exported: bool
    newest_on: date | None
    households: tuple[SystemHousehold, ...]
    offices: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def with_measures(self) -> bool:
        """Whether measures are entered at all."""
        return any(each.measures for each in self.households)

    @property
    def called(self) -> str:
        return "系统" if self.exported else "登记簿"


def system_of(registry: Registry, name: str, *, exported: bool, on: date | None = None) -> System:
    """The households of a registry. `on`: the day of an export where it is known, else that of its newest entry."""
    days = [day for each in registry.households for day in (each.identified_on, each.eliminated_on) if day]
    newest = (on or max(days, default=None)) if exported else None
    households = tuple(_household(registry, each, exported) for each in registry.households)
    offices = tuple(
        (unit.level, (unit.parent or "").rpartition("/")[2], unit.name, person)
        for unit in registry.units
        if (person := unit.contact or unit.leader)
    )
    return System(name, exported, newest, households, offices)


def _household(registry: Registry, household: Household, exported: bool) -> SystemHousehold:
    village = registry.find_unit(household.village)
    township = registry.unit_of(village, "乡级") if village else None
    return SystemHousehold(
        township=_name(township) or household.village.rpartition("/")[0],
        village=_name(village) or household.village.rpartition("/")[2],
        head=household.head,
        id_number=household.id_number or "",
        state=household.state,
        known=tuple(_known(registry, household, exported)),
        measures=tuple(dict.fromkeys(each.name for each in registry.measures_of(household))),
        members=tuple(
            (each.name, each.id_number) for each in registry.members_of(household) if each.id_number
        ),
        helper=household.helper or "",
    )


def _name(unit: Unit | None) -> str:
    return unit.name if unit else ""


def _known(registry: Registry, household: Household, exported: bool) -> Iterator[Known]:
    if household.id_number:
        yield Known(Field.ID, household.id_number)
    if household.object_type:
        yield Known(Field.TYPE, household.object_type)
    if household.risks:
        yield Known(Field.RISKS, "、".join(sorted(household.risks)))
    yield from _dates(household)
    for stage, name in ((Stage.IDENTIFICATION, "认定"), (Stage.ELIMINATION, "风险消除")):
        # An export shows what stands in the system now, whatever stage that is of.
        of = None if exported else stage
        if (size := registry.size_of(household, name)) and not (exported and name != "认定"):
            yield Known(Field.SIZE, str(size), of)
        if (income := registry.income_of(household, name)) is not None:
            for field, amount in (
                (Field.WAGE, income.wages),
                (Field.BUSINESS, income.business),
                (Field.PROPERTY, income.property),
                (Field.TRANSFER, income.transfer),
                (Field.EXPENSE, income.expense),
                (Field.NET, income.net),
            ):
                if amount is not None:
                    yield Known(field, str(amount), of)
        per_head = registry.per_head_of(household, name)
        if isinstance(per_head, Decimal):
            yield Known(Field.PER_HEAD, str(per_head), of)
    if not exported and (size := registry.size_now(household)):
        yield Known(Field.SIZE, str(size), Stage.DYNAMIC)


def _dates(household: Household) -> Iterator[Known]:
    for field, day in (
        (Field.IDENTIFIED_ON, household.identified_on),
        (Field.ELIMINATED_ON, household.eliminated_on),
    ):
        if day:
            yield Known(field, day.isoformat())


def bare_place(name: str) -> str:
    """青松 for 青松村, 青松社区, 青松居委会."""
    return re.sub(r"(?<=.)(村民委员会|居民委员会|村委会|居委会|社区|村|街道办事处|街道|镇|乡)$", "", name)
