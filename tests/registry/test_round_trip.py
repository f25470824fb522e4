"""Written and read back, a registry is the same."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.cells import EXAMPLE_MARK
from registry.column import Column, columns_of
from registry.dates import Month
from registry.read_sheet import field_types
from registry.registry import Registry, Settings
from registry.sheets import SHEETS
from tests.registry.builders import loaded_from, make_eliminated_registry, round_trip, without_rows

TEXT = st.text(st.sampled_from("田水生村镇〔〕“”·<>&\"'=+-@1aA,.，。\n 𠮷"), min_size=1, max_size=12)
DIGITS = st.text("0123456789Xx-", min_size=1, max_size=20)
NUMBERED = ("编号", "号码", "代码", "电话")


def values_of(column: Column, kind: type) -> st.SearchStrategy[Any]:
    if column.choices and not column.open_choices:
        return st.sampled_from(column.choices)
    if kind is str:
        text = DIGITS if any(word in column.heading for word in NUMBERED) else TEXT
        return text.map(str.strip).filter(lambda t: bool(t) and not t.startswith(EXAMPLE_MARK))
    by_kind: dict[type, st.SearchStrategy[Any]] = {
        int: st.integers(0, 10**6),
        Decimal: st.decimals(-(10**6), 10**6, places=2),
        date: st.dates(date(1950, 1, 1), date(2099, 12, 31)),
        Month: st.builds(Month, st.integers(2000, 2099), st.integers(1, 12)),
    }
    return by_kind[kind]


def records(record: type[Any]) -> st.SearchStrategy[Any]:
    types = field_types(record)
    parts = {
        field: values_of(column, types[field])
        if column.required
        else st.none() | values_of(column, types[field])
        for field, column in columns_of(record).items()
    }
    return st.builds(record, **parts)


def registries() -> st.SearchStrategy[Registry]:
    names = [item.name for item in fields(Registry) if item.name != "settings"]
    order = {sheet.record.__name__: sheet.record for sheet in SHEETS}
    by_name = dict(zip(names, (order[name] for name in _record_names(names)), strict=True))
    sheets = {name: st.lists(records(record), max_size=2).map(tuple) for name, record in by_name.items()}
    return st.builds(Registry, **sheets, settings=st.builds(Settings, st.none() | st.integers(2000, 2099)))


def _record_names(names: list[str]) -> list[str]:
    """households → Household, batches → Batch."""
    found = {sheet.record.__name__.lower(): sheet.record.__name__ for sheet in SHEETS}
    return [next(found[stem] for stem in (name[:-1], name[:-2]) if stem in found) for name in names]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(registries())
def test_what_is_written_is_what_is_read(registry: Registry) -> None:
    loaded = round_trip(registry)
    assert without_rows(loaded.registry) == without_rows(registry)
    assert loaded.faults == ()


def test_rows_and_columns_without_a_file_are_those_of_the_file() -> None:
    with_file, without = round_trip(make_eliminated_registry()), loaded_from(make_eliminated_registry())
    assert with_file.registry == without.registry
    assert with_file.letters == without.letters
