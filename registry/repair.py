"""Mend what is right for sure: which cells of a workbook, to what, and why; and the copy with that done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from checklists.faults import Fault, UserError
from registry.checks import check
from registry.dates import Month
from registry.edit_workbook import Edit, edited, formula_cells
from registry.faults import CellFault
from registry.read_workbook import load_spreadsheet
from registry.spreadsheet import Spreadsheet, column_number, read_spreadsheet
from registry.text import squeeze, strip_control

__all__ = ["CHANGES_SHEET", "Mend", "Repair", "plan_repair", "repair_workbook"]

CHANGES_SHEET = "修改清单"
_HEADINGS = ("表", "单元格", "原来", "改为", "为什么")


@dataclass(frozen=True, slots=True)
class Mend:
    """One cell that is mended: the sheet as its tab is named, the cell, both values, the reason."""

    sheet: str
    cell: str
    old: str
    new: str | int | Decimal | date
    why: str


@dataclass(frozen=True, slots=True)
class Repair:
    """The mended cells, the faults that are left for a person, and the copy: its bytes and ending."""

    mends: tuple[Mend, ...]
    left: tuple[CellFault, ...]
    data: bytes = b""
    suffix: str = ".xlsx"


def repair_workbook(path: Path) -> Repair:
    """Read the workbook and give the bytes of its mended copy; formats and the user's own sheets stay.

    Raises UserError where the file is no .xlsx, and as `read_spreadsheet` does.
    """
    book = read_spreadsheet(path)
    data = path.read_bytes()
    if not _is_xlsx(data):
        todo = "请在 WPS 或 Excel 中打开，另存为 .xlsx 后再修补"
        raise UserError(Fault(path.name, "是旧格式或别的格式的表格，不能在副本中修补", todo))
    formulas = formula_cells(data)
    kept = {(sheet, cell) for sheet, cells in formulas.items() for cell in cells}
    plan = plan_repair(book, kept)
    edits = [Edit(mend.sheet, mend.cell, mend.new) for mend in plan.mends]
    lines = [_HEADINGS, *((m.sheet, m.cell, m.old, _shown(m.new), m.why) for m in plan.mends)]
    # Office refuses to open a workbook with macros that is not named so.
    suffix = ".xlsm" if b"vbaProject.bin" in data else ".xlsx"
    return replace(plan, data=edited(data, edits, CHANGES_SHEET, lines), suffix=suffix)


def plan_repair(
    book: Spreadsheet, formulas: set[tuple[str, str]] | frozenset[tuple[str, str]] = frozenset()
) -> Repair:
    """What can be mended for sure, in as many rounds as one mended cell shows the next. Pure.

    Cells with a formula are left: their formula is what must be mended.
    """
    rows = {name: [list(row) for row in sheet] for name, sheet in book.rows.items()}
    tabs = {squeeze(name): name for name in rows}
    mends: dict[tuple[str, str], Mend] = {}

    def reading_order(key: tuple[str, str]) -> tuple[int, int, int]:
        letters = key[1].rstrip("0123456789")
        return list(rows).index(key[0]), int(key[1][len(letters) :]), column_number(letters)

    while True:
        faults = check(load_spreadsheet(replace(book, rows=rows)))
        new = {
            (tabs[squeeze(fault.sheet)], f"{fault.column}{fault.row}"): fault
            for fault in reversed(faults)
            if fault.mended is not None and fault.row and fault.column
        }
        todo = {key: fault for key, fault in new.items() if key not in mends and key not in formulas}
        if not todo:
            return Repair(tuple(mends[key] for key in sorted(mends, key=reading_order)), faults)
        for key, fault in todo.items():
            row, place = rows[key[0]][fault.row - 1], column_number(fault.column)
            row += [""] * (place + 1 - len(row))
            value = _cell_value(fault.mended)
            mends[key] = Mend(*key, _shown(row[place]), value, fault.what)
            row[place] = float(value) if isinstance(value, int | Decimal) else value


def _is_xlsx(data: bytes) -> bool:
    return data.startswith(b"PK") and b"xl/workbook.xml" in data


def _cell_value(value: object) -> str | int | Decimal | date:
    if isinstance(value, Month):
        return str(value)
    assert isinstance(value, str | int | Decimal | date)
    return value


def _shown(value: object) -> str:
    """A cell's value as text for the list of changes."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return strip_control("" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value))
