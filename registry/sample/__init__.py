"""The sample registry: a fictitious county, one CSV a sheet, named after its record."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from registry.read_workbook import load_spreadsheet
from registry.registry import Registry, Settings
from registry.sheets import SHEETS, Sheet
from registry.spreadsheet import Spreadsheet

__all__ = ["load_sample"]

_HERE = Path(__file__).parent
_YEAR = 2021
_GRADING = "red-yellow-green-2020"


def load_sample() -> Registry:
    """The sample as a registry; the people in it are invented."""
    book = Spreadsheet(_HERE.name, {sheet.name: _rows(sheet) for sheet in SHEETS}, {})
    return replace(load_spreadsheet(book).registry, settings=Settings(_YEAR, grading=_GRADING))


def _rows(sheet: Sheet) -> list[list[object]]:
    with (_HERE / f"{sheet.record.__name__.lower()}.csv").open(encoding="utf-8", newline="") as stream:
        return [list(row) for row in csv.reader(stream)]
