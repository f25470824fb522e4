"""What is wrong in a registry: `check` gives every fault with its cell and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable

from registry.checks.catalogue import CHECKS
from registry.faults import CellFault
from registry.read_workbook import Loaded
from registry.sheets import GUIDE_SHEET, SHEETS
from registry.spreadsheet import column_number

__all__ = ["CHECKS", "blocking", "check"]

_ORDER = {name: place for place, name in enumerate((GUIDE_SHEET, *(sheet.name for sheet in SHEETS)))}


def check(loaded: Loaded) -> tuple[CellFault, ...]:
    """Every fault of reading and of the checks, by sheet, row and column.

    One cause, one line: a cell that could not be read is not also judged for being empty.
    """
    unread = {_cell(fault) for fault in loaded.faults if fault.error and fault.mended is None}
    found = [fault for one in CHECKS for fault in one(loaded) if _cell(fault) not in unread]
    return tuple(sorted((*loaded.faults, *found), key=_place))


def blocking(faults: Iterable[CellFault]) -> tuple[CellFault, ...]:
    """The errors: each would put a wrong word on the papers that `CellFault.touches` tells."""
    return tuple(fault for fault in faults if fault.error)


def _cell(fault: CellFault) -> tuple[str, int, str]:
    return fault.sheet, fault.row, fault.column


def _place(fault: CellFault) -> tuple[int, int, int, str, str]:
    return _ORDER.get(fault.sheet, 99), fault.row, column_number(fault.column), fault.heading, fault.what
