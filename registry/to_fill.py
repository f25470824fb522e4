"""What is still to be filled in after an import: by sheet and column, with counts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from registry.column import columns_of
from registry.read_workbook import records_of
from registry.records import Household, Income, Member, Unit
from registry.registry import Registry
from registry.sheets import SHEETS, sheet_of

__all__ = ["Gap", "empty_sheets", "to_fill"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A column with cells that papers need and that are blank: how many, of how many rows."""

    sheet: str
    heading: str
    blank: int
    rows: int


_LEAVING = ("拟消除", "已消除")
# Record, which of its rows, and the columns that papers of such rows show.
_WANTED: tuple[tuple[type[Any], Callable[[Any], bool], str], ...] = (
    (Unit, lambda unit: unit.level == "乡级", "number_prefix contact contact_phone signer"),
    (Unit, lambda unit: True, "hotline"),
    (
        Household,
        lambda household: True,
        "village id_number object_type farm_type per_head risk1 situation source batch applied_on authorised_on "
        "verified_on verifier verification collected_on collector identified_on helper helper_phone planned_on",
    ),
    (
        Household,
        lambda household: household.state in _LEAVING,
        "elimination_batch elimination_visit_on assessed_on assessment eliminated_on elimination_mode",
    ),
    (Member, lambda member: True, "sex id_number relation health labour"),
    (
        Income,
        lambda income: True,
        "period_from period_to wages business property transfer expense net per_head",
    ),
)


def to_fill(registry: Registry) -> Iterator[Gap]:
    """The columns with blanks, in the order of the sheets."""
    for record, wanted, names in _WANTED:
        rows = [row for row in records_of(registry, record) if wanted(row)]
        for name in names.split():
            blank = sum(getattr(row, name) in (None, "") for row in rows)
            if blank:
                yield Gap(sheet_of(record).name, columns_of(record)[name].heading, blank, len(rows))


def empty_sheets(registry: Registry) -> tuple[str, ...]:
    """The sheets without a row."""
    return tuple(sheet.name for sheet in SHEETS if not records_of(registry, sheet.record))
