"""Workbooks (xlsx, xlsm, xlsb, xls, et): every sheet, also hidden ones."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from audit.readers.biff import check_sizes
from audit.readers.embedded import embedded_pictures
from audit.readers.faults import UnreadableError
from audit.readers.grid import MOST_COLUMNS, at_most, flow_of_rows
from audit.readers.ole import ole_properties, open_ole
from audit.readers.package import Package, open_package
from audit.readers.properties import package_properties
from audit.readers.reading import Reading
from audit.types import Block, State, Table

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

__all__ = ["cell_text", "read_workbook", "read_xls"]

_FIRST_ROWS = 2_000
_MAX_SHEETS = 400
# The library lays a sheet out in full, from the first cell to the last: 32 bytes a cell.
_MAX_AREA = 8_000_000
_LARGEST_PART = 256 * 1024 * 1024
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
_COLUMN = re.compile(rb'\br="([A-Z]{1,3})\d+"')
# A formula whose cell holds no value: written by a program that does not calculate.
_NO_VALUE = re.compile(
    rb'<(?:x:)?c\b(?![^>]*\bt="str")[^>]*><(?:x:)?f\b[^>]*>[^<]*</(?:x:)?f>(?:<(?:x:)?v\s*/>|<(?:x:)?v></(?:x:)?v>)?</(?:x:)?c>'
)
_NOT_CALCULATED = "表里有公式没有计算结果，请用 WPS 或 Excel 打开并保存一次后再查"
_TOO_LONG = f"表里有单元格远在边角，每张表只读了前 {_FIRST_ROWS} 行、{MOST_COLUMNS} 列"


def read_workbook(data: bytes) -> Reading:
    """Of a package: the sheets in order, a sheet as a page; a row with one filled cell is a line of text.

    Raises UnreadableError.
    """
    with open_package(data) as package:
        told = package_properties(package)
        area, uncalculated = _survey(package)
        media = any(name.startswith("xl/media/") for name in package.names)
    problem = _NOT_CALCULATED if uncalculated else ""
    reading = _by_openpyxl(data, told) if area > _MAX_AREA else _by_calamine(data, told, problem)
    if media and not reading.flow:
        scans = tuple(page for page, _ in embedded_pictures("xlsx", data))
        return Reading((), max(len(scans), reading.pages), told, scans)
    return reading


def read_xls(data: bytes) -> Reading:
    """Of an OLE container. Raises UnreadableError."""
    with open_ole(data) as container:
        told = ole_properties(container)
        check_sizes(data, container)
    reading = _by_calamine(data, told, "")
    if not reading.flow and b"\xff\xd8\xff" in data:
        raise UnreadableError("表格里只有图片，请把图片另存出来后再查", State.NOT_READ)
    return reading


def _survey(package: Package) -> tuple[int, bool]:
    """The largest area that a sheet claims by its cells, and whether a formula has no value."""
    area, uncalculated = 0, False
    for name in package.names:
        if package.size(name) > _LARGEST_PART:
            raise UnreadableError("文件展开后过大，没有读")
        if not _SHEET_PART.fullmatch(name):
            continue
        sheet = package.read(name, _LARGEST_PART)
        if package.cut:
            raise UnreadableError("文件展开后过大，没有读")
        uncalculated = uncalculated or _NO_VALUE.search(sheet) is not None
        height = max(map(int, _ROW.findall(sheet)), default=1)
        wide = height > 2_000 or re.search(rb'\br="[A-Z]{3}\d', sheet) is not None
        width = max(map(_column, set(_COLUMN.findall(sheet))), default=1) if wide else MOST_COLUMNS
        area = max(area, height * width)
    return area, uncalculated


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _by_calamine(data: bytes, told: tuple[tuple[str, str], ...], problem: str) -> Reading:
    with _calamine(data) as book:
        flow: list[Block | Table] = []
        names = book.sheet_names
        hidden = [sheet.name for sheet in book.sheets_metadata if not str(sheet.visible).endswith(".Visible")]
        for number, name in enumerate(names[:_MAX_SHEETS], 1):
            # A sheet's own name often says the month or the household, and stands nowhere else.
            sheet = book.get_sheet_by_name(name).to_python(skip_empty_area=True)
            rows, cut = at_most(tuple(cell_text(value) for value in row) for row in sheet)
            flow += flow_of_rows(rows, number, name)
            problem = cut or problem
    if hidden:
        told += (("hidden_sheets", "、".join(hidden)[:200]),)
    return Reading(tuple(flow), len(names), told, problem=problem)


@contextmanager
def _calamine(data: bytes) -> Iterator[CalamineWorkbook]:
    import python_calamine as calamine

    try:
        yield calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.PasswordError as error:
        raise UnreadableError("文件有密码，打不开", State.ENCRYPTED) from error
    except (calamine.CalamineError, OSError, ValueError, IndexError, OverflowError) as error:
        raise UnreadableError("表格已损坏，打不开") from error
    except BaseException as error:
        # What the library did not expect it panics at, past Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableError("表格已损坏，打不开") from error


def _by_openpyxl(data: bytes, told: tuple[tuple[str, str], ...]) -> Reading:
    """The beginning of sheets that are too far apart to be laid out in full, row by row."""
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    flow: list[Block | Table] = []
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for number, sheet in enumerate(book.worksheets[:_MAX_SHEETS], 1):
            sheet.reset_dimensions()
            cells = sheet.iter_rows(max_row=_FIRST_ROWS, max_col=MOST_COLUMNS, values_only=True)
            rows, _ = at_most(tuple(cell_text(value) for value in row) for row in cells)
            flow += flow_of_rows(rows, number, sheet.title)
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        OSError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        SyntaxError,
    ) as error:
        raise UnreadableError("表格已损坏，打不开") from error
    return Reading(tuple(flow), len(book.sheetnames), told, problem=_TOO_LONG)


def cell_text(value: object) -> str:
    """A cell as people see it: whole numbers without a point, days without a time, fifteen figures at most."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        value = value.date() if not (value.hour or value.minute or value.second) else value
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def _number(value: float) -> str:
    text = format(value, ".15g")
    return str(int(Decimal(text))) if value.is_integer() and abs(value) < 1e21 else text
