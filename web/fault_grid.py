"""Faults of a registry laid out as the sheet shows them: rows and columns with their numbers, the faulty cells marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.column import columns_of
from registry.faults import CellFault
from registry.identity import mask_numbers
from registry.sheets import SHEETS
from registry.spreadsheet import Rows, column_letter, column_number
from registry.text import squeeze
from web.masking import shown_value
from web.registry_file import RegistryFile

__all__ = ["ROWS", "Grid", "GridCell", "GridRow", "Told", "faulty_rows", "grids_of"]

ROWS = 60  # in a page
_LEADING, _ACROSS = 3, 12


@dataclass(frozen=True, slots=True)
class Told:
    """One fault as it stands beside its row."""

    error: bool
    place: str
    what: str
    todo: str


@dataclass(frozen=True, slots=True)
class GridCell:
    """`mark`: "" sound, m error, p warning."""

    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of the sheet, of which something is to be said; number 0 for what is about the sheet."""

    number: int
    cells: tuple[GridCell, ...]
    faults: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Some rows of one sheet. `columns`: letter and heading of those shown."""

    sheet: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[GridRow, ...]


def faulty_rows(faults: Sequence[CellFault]) -> list[tuple[str, int, list[CellFault]]]:
    """Faults by sheet and row, in their order."""
    found: dict[tuple[str, int], list[CellFault]] = {}
    for fault in faults:
        found.setdefault((fault.sheet, fault.row), []).append(fault)
    return [(sheet, row, own) for (sheet, row), own in found.items()]


def grids_of(
    file: RegistryFile, rows: Sequence[tuple[str, int, Sequence[CellFault]]], full: bool
) -> list[Grid]:
    """A grid for each sheet of these rows. `full`: numbers of persons stand whole."""
    by_sheet: dict[str, list[tuple[int, Sequence[CellFault]]]] = {}
    for sheet, number, faults in rows:
        by_sheet.setdefault(sheet, []).append((number, faults))
    tabs = {squeeze(name): rows for name, rows in file.book.rows.items()}
    return [
        _grid(sheet, own, tabs.get(squeeze(sheet), []), _headings(file, sheet), full)
        for sheet, own in by_sheet.items()
    ]


def _headings(file: RegistryFile, sheet: str) -> Mapping[str, str]:
    """Letter → heading, of the columns that the program knows."""
    record = next((each.record for each in SHEETS if each.name == sheet), None)
    if record is None:
        return {"A": "项目", "B": "内容"}
    known = columns_of(record)
    return {
        letter: known[field].heading for (name, field), letter in file.loaded.letters.items() if name == sheet
    }


def _grid(
    sheet: str,
    rows: Sequence[tuple[int, Sequence[CellFault]]],
    content: Rows,
    headings: Mapping[str, str],
    full: bool,
) -> Grid:
    faulty = {column_number(fault.column) for _, faults in rows for fault in faults if fault.column}
    leading = {column_number(letter) for letter in headings if column_number(letter) < _LEADING}
    places = sorted([*sorted(faulty)[:_ACROSS], *(leading - faulty)])
    columns = [(column_letter(place), headings.get(column_letter(place), "")) for place in places]
    laid = []
    for number, faults in rows:
        marks = {fault.column: "p" for fault in faults if not fault.error}
        marks |= {fault.column: "m" for fault in faults if fault.error}
        values = content[number - 1] if 0 < number <= len(content) else []
        cells = tuple(
            GridCell(
                shown_value(values[place] if place < len(values) else None, heading, full),
                marks.get(letter, ""),
            )
            for place, (letter, heading) in zip(places, columns, strict=True)
        )
        laid.append(GridRow(number, cells if number else (), tuple(_told(fault, full) for fault in faults)))
    return Grid(sheet, tuple(columns), tuple(laid))


def _told(fault: CellFault, full: bool) -> Told:
    place = f"{fault.column} 列“{fault.heading}”" if fault.column else fault.heading
    show = str if full else mask_numbers
    return Told(fault.error, place, show(fault.what), show(fault.todo))
