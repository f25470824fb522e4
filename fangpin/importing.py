"""The national system's export → the bytes of a registry, new or brought up to date, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checklists.faults import Fault, UserError

if TYPE_CHECKING:
    from registry.national_export import Imported
    from registry.registry import Registry
    from registry.spreadsheet import Spreadsheet
    from registry.update_registry import Updated

__all__ = ["FILL_SHEET", "UPDATE_SHEET", "Brought", "bring_in", "holds_registry", "rest_lines", "used_lines"]

FILL_SHEET, UPDATE_SHEET = "待填清单", "更新清单"
_UPDATE_HEAD = ("事项", "户编号", "姓名", "单元格", "原来", "系统里")


@dataclass(frozen=True, slots=True)
class Brought:
    """The new registry and its workbook. `updated`: None where there was no earlier one.

    `left`: sheets and columns of the earlier workbook's own that are not in the new one.
    """

    imported: Imported
    registry: Registry
    updated: Updated | None
    left: tuple[str, ...]
    data: bytes


def holds_registry(book: Spreadsheet) -> bool:
    """Whether it has a sheet of a registry; else it may be an export."""
    from registry.sheets import SHEETS
    from registry.text import squeeze

    names = {squeeze(name) for name in book.rows}
    return bool(names & {squeeze(sheet.name) for sheet in SHEETS})


def bring_in(imported: Imported, previous: Path | None = None) -> Brought:
    """The workbook of an export, merged into the previous registry where there is one.

    Raises UserError where the previous registry cannot be read, or has cells that would be lost.
    """
    from registry.edit_workbook import edited
    from registry.write_workbook import workbook_bytes

    updated, left = (None, ()) if previous is None else _update(previous, imported)
    registry = imported.registry if updated is None else updated.registry
    data = edited(workbook_bytes(registry), (), FILL_SHEET, list(_fill_lines(imported, registry)))
    if updated is not None:
        rows = [(x.action, x.household_id, x.who, x.cell, x.old, x.new) for x in updated.lines]
        data = edited(data, (), UPDATE_SHEET, [_UPDATE_HEAD, *rows])
    return Brought(imported, registry, updated, left, data)


def used_lines(imported: Imported) -> Iterator[str]:
    """Which columns were used, which were not, what was not understood."""
    yield f"用了 {len(imported.used)} 列：{'、'.join(imported.used)}"
    if imported.doubled:
        yield f"重复的列，没有用：{'、'.join(imported.doubled)}"
    if imported.unknown:
        yield f"登记簿没有对应的列，没有用：{'、'.join(imported.unknown)}"
    for (heading, value), count in imported.odd.items():
        yield f"看不懂的内容，没有填：“{heading}”里的“{value}”，{count} 处"
    yield from imported.notes


def rest_lines(brought: Brought) -> Iterator[str]:
    """What is still to be filled in."""
    from registry.to_fill import empty_sheets, to_fill

    by_sheet: dict[str, list[str]] = {}
    for gap in to_fill(brought.registry):
        by_sheet.setdefault(gap.sheet, []).append(f"{gap.heading}（{gap.blank}）")
    for sheet, gaps in by_sheet.items():
        yield f"还要填〔{sheet}〕：{'、'.join(gaps)}"
    if months := brought.imported.months:
        yield f"系统里只有年月的日期 {len(months)} 处，月份列在“{FILL_SHEET}”表，请补上是哪一天。"
    if brought.imported.registry.incomes:
        yield "收入按认定时登记，请核对是不是认定时的数。"
    if empty := empty_sheets(brought.registry):
        yield f"导出表里没有、用到再填的表：{'、'.join(empty)}"


def _update(previous: Path, imported: Imported) -> tuple[Updated, tuple[str, ...]]:
    """Raises UserError where the old registry has cells that would be lost."""
    from registry.read_workbook import read_workbook
    from registry.update_registry import update_registry

    loaded = read_workbook(previous)
    lost = [fault for fault in loaded.faults if fault.error and fault.mended is None]
    if lost:
        raise UserError(
            [
                Fault(f"{loaded.name} {f.where}", f.what, f"{f.todo}；改好后再更新，以免丢掉这一格")
                for f in lost
            ]
        )
    return update_registry(loaded.registry, imported.registry, imported.derived), loaded.extra


def _fill_lines(imported: Imported, registry: Registry) -> Iterator[Sequence[str]]:
    """The sheet of what is to be filled in: months without a day one by one, then columns with counts."""
    from registry.column import columns_of
    from registry.records import Household
    from registry.to_fill import to_fill

    yield "表", "户编号", "户主", "列", "说明"
    known = registry.households_by_id
    headings = columns_of(Household)
    for month in imported.months:
        household = known.get(month.household_id)
        if household is None or getattr(household, month.field) is None:
            note = f"系统里是 {month.month}，请补上是哪一天"
            yield "监测对象户", month.household_id, month.head, headings[month.field].heading, note
    for gap in to_fill(registry):
        yield gap.sheet, "", "", gap.heading, f"{gap.rows} 行中有 {gap.blank} 行没有填"
