"""Read a spreadsheet file (.xlsx, .xls, .et, .ods, by its bytes) into plain rows of values."""

from __future__ import annotations

import io
import re
import typing
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from checklists.faults import Fault, UserError

__all__ = [
    "Rows", "Spreadsheet", "column_letter", "column_number", "read_rows", "read_spreadsheet", "sheet_members",
]  # fmt: skip

Rows = list[list[object]]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The reader lays a sheet out as one block: a stray cell in the last row or column would ask for gigabytes.
_MOST_CELLS = 8_000_000
_MOST_BYTES = 400_000_000
# r="AB12" of a cell; a row's own r="12" has no letters.
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
# <f>, <f t="shared"/>, <x:f>, but not <formula1>; t="e" of a cell that shows an error.
_FORMULA_OR_ERROR = re.compile(rb'<(\w+:)?f[\s/>]|\st="e"')


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """The values of each sheet from row 1 on; `marks` names cells without a value and why: `formula`
    for a formula that was never computed, else the error shown (#REF!).
    """

    name: str
    rows: Mapping[str, Rows]
    marks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_spreadsheet(path: Path) -> Spreadsheet:
    """Read every sheet of that file. Raises UserError that says what is wrong and what to do."""
    import zlib

    from lxml.etree import LxmlError
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    broken = (
        CalamineError,
        LxmlError,
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        OSError,
        EOFError,
        RuntimeError,
    )
    data = _bytes_of(path)
    _refuse_what_is_no_workbook(path, data)
    try:
        marks = dict(_scan(path, data))
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = {name: _rows(book, name) for name in book.sheet_names}
    except PasswordError:
        raise UserError(_locked(path)) from None
    except broken as error:
        raise UserError(_damaged(path)) from error
    except BaseException as error:
        # The reader is written in Rust; on some damaged files it panics, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise UserError(_damaged(path)) from None
    return Spreadsheet(path.name, rows, marks)


def read_rows(path: Path) -> Mapping[str, Rows]:
    """The values of every sheet, row by row from row 1. Raises UserError with what to do."""
    return read_spreadsheet(path).rows


def column_letter(number: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UserError(Fault(str(path), "没有这个文件", "请核对文件名和所在文件夹")) from None
    except IsADirectoryError:
        raise UserError(Fault(str(path), "是文件夹，不是工作簿", "请给出 .xlsx 文件")) from None
    except OSError as error:
        todo = "请关闭正在使用它的程序后再试"
        raise UserError(Fault(path.name, f"打不开（{error.strerror or error}）", todo)) from error


def _refuse_what_is_no_workbook(path: Path, data: bytes) -> None:
    if not data:
        raise UserError(Fault(path.name, "是空文件（0 字节）", "请找原来的文件，或重新生成工作簿"))
    if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise UserError(_locked(path))
    if not data.startswith((b"PK", _OLE)):
        todo = "请给出 WPS 或 Excel 的 .xlsx 文件；改文件名的后缀不会改变内容"
        raise UserError(Fault(path.name, "不是表格文件", todo))


def _locked(path: Path) -> Fault:
    return Fault(path.name, "文件设了打开密码", "请在 WPS 或 Excel 中打开，取消密码后另存")


def _damaged(path: Path) -> Fault:
    todo = "请用 WPS 或 Excel 打开并另存为 .xlsx；打不开的，请找原来的文件"
    return Fault(path.name, "文件已损坏，读不出表格", todo)


def _rows(book: Any, name: str) -> Rows:
    sheet = book.get_sheet_by_name(name)
    return typing.cast(Rows, sheet.to_python(skip_empty_area=False)) if sheet.height else []


def _scan(path: Path, data: bytes) -> Iterator[tuple[str, Mapping[str, str]]]:
    """What the value reader does not tell of an .xlsx: sheet → cells without a value, and why."""
    if not data.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        if sum(item.file_size for item in book.infolist()) > _MOST_BYTES:
            raise UserError(Fault(path.name, "文件展开后太大", "请删去图片和空白行列后另存，再试一次"))
        for name, member in sheet_members(book):
            xml = book.read(member)
            _refuse_far_cells(path, name, xml)
            yield name, dict(_cells_without_value(xml)) if _FORMULA_OR_ERROR.search(xml) else {}


def _refuse_far_cells(path: Path, sheet: str, xml: bytes) -> None:
    last_row, last_column = 0, 0
    for letters, digits in set(_REFERENCE.findall(xml)):
        last_row = max(last_row, int(digits))
        last_column = max(last_column, column_number(letters.decode()) + 1)
    if last_row * last_column > _MOST_CELLS:
        what = f"内容一直排到第 {last_row} 行、{column_letter(last_column - 1)} 列，大得不合情理"
        todo = "请选中有用内容以外的行和列，右键“删除”，保存后再试"
        raise UserError(Fault(f"{path.name} 〔{sheet}〕", what, todo))


def _cells_without_value(xml: bytes) -> Iterator[tuple[str, str]]:
    from lxml import etree

    for _, cell in etree.iterparse(io.BytesIO(xml), tag="{*}c", recover=True, resolve_entities=False):
        value = cell.find("{*}v")
        text = value.text if value is not None else None
        if cell.get("t") == "e":
            yield cell.get("r", ""), text or "#VALUE!"
        # A formula whose result is the empty text has t="str": that is a value.
        elif cell.find("{*}f") is not None and not text and (value is None or cell.get("t") != "str"):
            yield cell.get("r", ""), "formula"
        cell.clear()


def sheet_members(book: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name of each sheet → its part in the package."""
    from lxml import etree

    names = set(book.namelist())
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return
    parser = etree.XMLParser(resolve_entities=False, recover=True)
    relations = etree.fromstring(book.read("xl/_rels/workbook.xml.rels"), parser)
    workbook = etree.fromstring(book.read("xl/workbook.xml"), parser)
    if relations is None or workbook is None:
        return
    targets = {item.get("Id"): item.get("Target", "") for item in relations.iterfind("{*}Relationship")}
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        identity = next((v for k, v in sheet.attrib.items() if str(k).endswith("}id")), "")
        target = targets.get(str(identity), "")
        member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if member in names:
            yield sheet.get("name", ""), member
