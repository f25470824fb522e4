"""The national system's export → a registry: one row a person, recognised by its headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from checklists.faults import Fault, UserError
from registry.national_headings import Table, find_tables
from registry.national_values import Values, read_values
from registry.records import Household, Income, Measure, Member, Unit
from registry.registry import Registry
from registry.spreadsheet import read_spreadsheet

__all__ = ["Imported", "MonthOnly", "import_export"]

_RULES = Path(__file__).with_name("national_export.yaml")


@dataclass(frozen=True, slots=True)
class MonthOnly:
    """A date that the system gives as a month: the day is still to be filled in."""

    household_id: str
    head: str
    field: str
    month: str


@dataclass(frozen=True, slots=True)
class Imported:
    """The registry of an export, and what is to be said about the import.

    `used`: heading → where it went; `unknown`, `doubled`: headings that were not used; `odd`: (heading,
    value) → how often a value was not understood; `derived`: fields counted from the rows, not read;
    `notes`: the rest, as sentences.
    """

    registry: Registry
    used: Mapping[str, str]
    unknown: tuple[str, ...]
    doubled: tuple[str, ...]
    months: tuple[MonthOnly, ...]
    odd: Mapping[tuple[str, str], int]
    derived: frozenset[str]
    notes: tuple[str, ...]


def import_export(path: Path) -> Imported:
    """Read the export (.xlsx or .xls). Raises UserError where no header of such an export is found."""
    rules = _rules()
    tables = find_tables(read_spreadsheet(path).rows, rules["headings"])
    if not tables:
        what = "找不到表头，前 10 行里没有“姓名”“证件号码”“与户主关系”这样的列名"
        raise UserError(Fault(path.name, what, "请给出系统导出的《（自定义）监测对象信息》，不要改列名"))
    return _Import(tables, rules).result()


@cache
def _rules() -> Any:
    return yaml.safe_load(_RULES.read_text(encoding="utf-8"))


@dataclass(slots=True)
class _People:
    """The rows of one household, the head's first."""

    key: str
    village: str
    rows: list[Values] = field(default_factory=list)

    def first(self, name: str) -> Any:
        """The first value that is given, the head's before others'."""
        return next((row[name] for row in self.rows if row.get(name) is not None), None)


class _Import:
    """One run over the tables; collects what is to be told."""

    def __init__(self, tables: Sequence[Table], rules: Mapping[str, Any]) -> None:
        self.tables = tables
        self.odd: Counter[tuple[str, str]] = Counter()
        self.notes: list[str] = []
        self.months: list[MonthOnly] = []
        self.rows = [values for table in tables for values in read_values(table, rules, self.odd)]

    def result(self) -> Imported:
        units, villages = _units(self.rows)
        groups = list(self._households(villages))
        households = tuple(self._household(people) for people in groups)
        registry = Registry(
            units=units,
            households=households,
            members=tuple(
                _member(people, row) for people in groups for row in people.rows if row.get("member.name")
            ),
            incomes=tuple(income for people in groups for income in _incomes(people)),
            measures=tuple(measure for people in groups for measure in _measures(people)),
        )
        return Imported(
            registry,
            {heading: key for table in self.tables for heading, key in table.used.items()},
            tuple(dict.fromkeys(heading for table in self.tables for heading in table.unknown)),
            tuple(dict.fromkeys(heading for table in self.tables for heading in table.doubled)),
            tuple(self.months),
            dict(self.odd),
            self._derived(),
            tuple(self.notes),
        )

    def _derived(self) -> frozenset[str]:
        if all("household.size" in table.places for table in self.tables):
            return frozenset()
        self.notes.append("没有“家庭人口数”列，家庭人口数按成员行数填，请核对是不是认定时的人口")
        return frozenset(("size", "persons"))

    def _households(self, villages: Mapping[tuple[str, str], str]) -> Iterator[_People]:
        """The rows by household: by 户编号, else by head and village, else from one 户主 to the next."""
        found: dict[tuple[str, str], _People] = {}
        current: tuple[str, str] = ("", "")
        nameless = 0
        for row in self.rows:
            village = villages.get((_text(row, "place.township"), _text(row, "place.village")), "")
            if not row.get("member.name"):
                nameless += 1
                continue
            if number := row.get("household.household_id"):
                current = ("", number)
            elif head := row.get("household.head"):
                current = (village, head)
            elif row.get("member.relation") == "户主" or not found:
                current = (village, f"{row['member.name']}\n{len(found)}")
            people = found.setdefault(current, _People(_text(row, "household.household_id"), village))
            people.rows.insert(0 if row.get("member.relation") == "户主" else len(people.rows), row)
        if nameless:
            self.notes.append(f"有 {nameless} 行没有姓名，没有读取")
        without = [people for people in found.values() if not people.key]
        for number, people in enumerate(without, 1):
            people.key = f"无编号{number:03d}"
        if without:
            self.notes.append(f"有 {len(without)} 户没有户编号，暂编为 无编号001 起，请改成系统的户编号")
        yield from found.values()

    def _household(self, people: _People) -> Household:
        first = people.first
        head = people.rows[0] if people.rows[0].get("member.relation") == "户主" else {}
        name = head.get("member.name") or first("household.head") or people.rows[0]["member.name"]
        for key in ("household.identified_on", "household.eliminated_on"):
            if month := first(f"{key}:month"):
                self.months.append(MonthOnly(people.key, name, key.partition(".")[2], month))
        size = first("household.size")
        return Household(
            household_id=people.key,
            village=people.village,
            head=name,
            id_number=head.get("member.id_number") or first("household.id_number"),
            state="已消除" if first("household.eliminated") == "是" else "监测中",
            size=len(people.rows) if size is None else size,
            per_head=first("income.per_head"),
            house_safe=first("household.house_unsafe"),
            **{name: first(f"household.{name}") for name in _PLAIN},
        )


_PLAIN = (
    "group", "object_type", "farm_type", "risk1", "risk2", "risk3", "risk4", "risk5", "risk_note", "phone",
    "address", "covered", "identified_on", "eliminated_on", "elimination_mode", "collector", "helper",
    "helper_phone", "house_area", "water_safe", "farmland", "road",
)  # fmt: skip
_MEMBER = (
    "sex", "id_number", "relation", "birth", "ethnicity", "politics", "education", "student", "health",
    "labour", "work_place", "work_months", "critical", "allowance", "destitute", "relocated",
)  # fmt: skip
_INCOME = (
    "wages", "business", "property", "transfer", "birth_control", "allowance", "destitute", "pension",
    "ecology", "other_transfer", "expense", "net", "per_head", "claims", "out_of_pocket",
)  # fmt: skip


def _member(people: _People, row: Values) -> Member:
    values: Values = {name: row.get(f"member.{name}") for name in _MEMBER}
    return Member(
        household_id=people.key,
        name=row["member.name"],
        medical=_insurance(row, "medical"),
        pension=_insurance(row, "pension"),
        **values,
    )


def _insurance(row: Values, name: str) -> str | None:
    """Two yes-or-no columns → 城镇职工, 城乡居民 or 未参加; None where neither is given."""
    worker, resident = row.get(f"member.{name}_worker"), row.get(f"member.{name}_resident")
    if "是" in (worker, resident):
        return "城镇职工" if worker == "是" else "城乡居民"
    return "未参加" if "否" in (worker, resident) else None


def _incomes(people: _People) -> Iterator[Income]:
    """The household's income, entered as that of its identification."""
    values = {name: people.first(f"income.{name}") for name in _INCOME}
    if any(value is not None for value in values.values()):
        size = people.first("household.size")
        yield Income(
            household_id=people.key,
            stage="认定",
            persons=len(people.rows) if size is None else size,
            **values,
        )


def _measures(people: _People) -> Iterator[Measure]:
    """Each thing that a measure's column names, once a household."""
    seen: dict[tuple[str, str], None] = {}
    for row in people.rows:
        for key, names in row.items():
            if key.startswith("measure."):
                seen |= {(key.partition(".")[2], name): None for name in names}
    for category, name in seen:
        yield Measure(household_id=people.key, category=category, name=name, content=name)


def _units(rows: Sequence[Values]) -> tuple[tuple[Unit, ...], Mapping[tuple[str, str], str]]:
    """The units of the place columns, and (township, village) → how rows name the village."""
    chains = dict.fromkeys(
        (_text(row, "place.county"), _text(row, "place.township"), _text(row, "place.village"))
        for row in rows
    )
    units: dict[tuple[str, str], Unit] = {}
    for county, township, village in chains:
        for name, level, parent in (
            (county, "县级", ""),
            (township, "乡级", county),
            (village, "村级", township),
        ):
            if name:
                units.setdefault((name, parent), Unit(name=name, level=level, parent=parent or None))
    names = Counter(name for name, _ in units)
    villages = {
        (township, village): f"{township}/{village}" if names[village] > 1 and township else village
        for _, township, village in chains
    }
    order = ("县级", "乡级", "村级")
    return tuple(sorted(units.values(), key=lambda unit: order.index(unit.level))), villages


def _text(row: Values, key: str) -> str:
    return str(row.get(key) or "")
