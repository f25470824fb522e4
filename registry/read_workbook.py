"""Read a registry workbook: bytes → records, with every fault of sheets, headings and cells."""

from __future__ import annotations

import difflib
import io
import re
import types
import typing
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from checklists.faults import Fault, UserError
from registry.cells import EXAMPLE_MARK, read_cell
from registry.column import columns_of
from registry.faults import CellFault
from registry.registry import Registry, Settings
from registry.sheets import GUIDE_SHEET, SCHEMA, SHEETS, Sheet
from registry.text import squeeze

__all__ = ["Loaded", "column_letter", "field_types", "read_rows", "read_workbook"]

_HEADER_WITHIN = 10
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A workbook as read: the registry, the faults met on reading, and where each column stands."""

    registry: Registry
    faults: tuple[CellFault, ...]
    letters: Mapping[tuple[str, str], str]
    name: str

    def fault(self, record: Any, field: str, what: str, todo: str, **more: Any) -> CellFault:
        """A fault in the cell of that record's field; `more` as in CellFault."""
        sheet = next(sheet for sheet in SHEETS if sheet.record is type(record))
        heading = columns_of(sheet.record)[field].heading
        more.setdefault("household", getattr(record, "household_id", ""))
        more.setdefault("papers", sheet.papers)
        letter = self.letters.get((sheet.name, field), "")
        return CellFault(sheet.name, record.row, letter, heading, what, todo, **more)


def read_workbook(path: Path) -> Loaded:
    """Read the registry of that file.

    Raises UserError where the file is no workbook, is locked by a password, or has no sheet of a
    registry; what is wrong inside stands in `Loaded.faults`.
    """
    rows_of = read_rows(path)
    known = {squeeze(sheet.name): sheet for sheet in SHEETS}
    named = {squeeze(name): name for name in rows_of}
    if not any(name in known for name in named):
        wanted = "、".join(sheet.name for sheet in SHEETS[:3])
        todo = f"请用 fangpin workbook 生成的工作簿，至少要有 {wanted}"
        raise UserError(Fault(path.name, "没有登记簿的工作表", todo))
    faults: list[CellFault] = []
    letters: dict[tuple[str, str], str] = {}
    records: dict[str, tuple[Any, ...]] = {}
    uncomputed = _uncomputed(path)
    for key, sheet in known.items():
        if key in named:
            reader = _SheetReader(sheet, rows_of[named[key]], uncomputed.get(named[key], frozenset()))
            records[_plural(sheet)] = tuple(reader.records())
            faults += reader.faults
            letters |= {(sheet.name, field): column_letter(n) for field, n in reader.places.items()}
    guide = rows_of.get(named.get(squeeze(GUIDE_SHEET), ""), [])
    settings, guide_faults = _settings(guide)
    registry = Registry(**records, settings=settings)
    return Loaded(registry, (*guide_faults, *faults), letters, path.name)


def read_rows(path: Path) -> dict[str, list[list[object]]]:
    """The values of every sheet, row by row from row 1. Raises UserError with what to do."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UserError(Fault(str(path), "没有这个文件", "请核对文件名和所在文件夹")) from None
    except IsADirectoryError:
        raise UserError(Fault(str(path), "是文件夹，不是工作簿", "请给出 .xlsx 文件")) from None
    except OSError as error:
        todo = "请关闭正在使用它的程序后再试"
        raise UserError(Fault(path.name, f"打不开（{error.strerror or error}）", todo)) from error
    _refuse_what_is_no_workbook(path, data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {name: _rows(book, name) for name in book.sheet_names}
    except PasswordError:
        raise UserError(_PASSWORD(path)) from None
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError) as error:
        todo = "请用 WPS 或 Excel 打开并另存为 .xlsx；打不开的，请找原来的文件"
        raise UserError(Fault(path.name, "文件已损坏，读不出表格", todo)) from error


def column_letter(number: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _rows(book: Any, name: str) -> list[list[object]]:
    sheet = book.get_sheet_by_name(name)
    if sheet.height == 0:
        return []
    return typing.cast("list[list[object]]", sheet.to_python(skip_empty_area=False))


def _PASSWORD(path: Path) -> Fault:
    return Fault(path.name, "文件设了打开密码", "请在 WPS 或 Excel 中打开，取消密码后另存")


def _refuse_what_is_no_workbook(path: Path, data: bytes) -> None:
    if not data:
        raise UserError(Fault(path.name, "是空文件（0 字节）", "请找原来的文件，或重新生成工作簿"))
    if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise UserError(_PASSWORD(path))
    if not data.startswith((b"PK", _OLE)):
        todo = "请给出 WPS 或 Excel 的 .xlsx 文件；改文件名的后缀不会改变内容"
        raise UserError(Fault(path.name, "不是表格文件", todo))


class _SheetReader:
    """One sheet on its way to records; collects the faults that it meets."""

    def __init__(self, sheet: Sheet, rows: Sequence[Sequence[object]], uncomputed: frozenset[str]) -> None:
        self.sheet, self.rows, self.uncomputed = sheet, rows, uncomputed
        self.columns = columns_of(sheet.record)
        self.types = field_types(sheet.record)
        self.faults: list[CellFault] = []
        self.first_row, self.places = self._find_header()

    def records(self) -> Iterator[Any]:
        if not self.places:
            return
        for number, row in enumerate(self.rows[self.first_row :], self.first_row + 1):
            if any(cell not in (None, "") for cell in row) and not _is_example(row):
                record = self._record(number, row)
                if record is not None:
                    yield record

    def _record(self, number: int, row: Sequence[object]) -> Any | None:
        values: dict[str, object] = {}
        lacking: list[str] = []
        for field, column in self.columns.items():
            place = self.places.get(field)
            raw = row[place] if place is not None and place < len(row) else None
            if place is not None and f"{column_letter(place)}{number}" in self.uncomputed:
                self._fault(number, field, "是公式，但没有算出的值", "请在 WPS 中打开、保存一次，或直接填写内容")
                continue
            reading = read_cell(raw, column, self.types[field])
            if reading.what:
                self._fault(number, field, reading.what, reading.todo, reading.error, reading.mended)
            elif column.required and reading.value is None:
                lacking.append(field)
            values[field] = reading.value
        if all(value is None for value in values.values()):
            return None
        for field in lacking:
            self._fault(number, field, "没有填", "这一格必须填")
        return self._complete(number, values)

    def _complete(self, number: int, values: dict[str, object]) -> Any | None:
        """The record, a required text that is faulty standing empty, so that one fault stays one.

        Without its key, or without a required date, a row can be no record.
        """
        for field, column in self.columns.items():
            if column.required and values.get(field) is None:
                if self.types[field] is not str or field in self.sheet.key:
                    return None
                values[field] = ""
        return self.sheet.record(row=number, **values)

    def _find_header(self) -> tuple[int, dict[str, int]]:
        """The row after the header, and field → place. The header may stand below a title, or be merged."""
        known = {squeeze(column.heading): field for field, column in self.columns.items()}
        best: tuple[int, dict[str, int]] = (0, {})
        for number, row in enumerate(self.rows[:_HEADER_WITHIN]):
            places = self._places(row, known)
            if len(places) > len(best[1]):
                best = (number, places)
        number, places = best
        if not places:
            if self.rows:
                todo = f"第一行应有 {'、'.join(c.heading for c in list(self.columns.values())[:4])} 等列名"
                self.faults.append(CellFault(self.sheet.name, 0, "", "", "找不到表头", todo))
            return 0, {}
        first = number + 1
        if first < len(self.rows):  # A header merged over two rows: the lower one holds the rest.
            lower = self._places(self.rows[first], known)
            if lower and not set(lower) & set(places):
                places, first = places | lower, first + 1
        self._judge_headings(self.rows[number], number + 1, known, places)
        return first, places

    def _places(self, row: Sequence[object], known: Mapping[str, str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for place, cell in enumerate(row):
            field = known.get(_heading(cell))
            if field is not None:
                found.setdefault(field, place)
        return found

    def _judge_headings(
        self, row: Sequence[object], number: int, known: Mapping[str, str], places: Mapping[str, int]
    ) -> None:
        for place, cell in enumerate(row):
            heading = _heading(cell)
            if not heading or heading in known:
                if heading and places.get(known[heading]) not in (place, None):
                    what, todo = f"列名“{heading}”出现了两次", "请删去一列"
                    letter = column_letter(place)
                    self.faults.append(CellFault(self.sheet.name, number, letter, heading, what, todo))
                continue
            near = difflib.get_close_matches(heading, known, 1, 0.6)
            todo = f"如果是“{near[0]}”，请改成这个名称" if near else "程序用不到，留着不影响"
            fault = CellFault(
                self.sheet.name, number, column_letter(place), heading, "不认识的列名", todo, bool(near)
            )
            self.faults.append(fault)
        for field, column in self.columns.items():
            if column.required and field not in places:
                todo = "请补上这一列（可从 fangpin workbook 生成的空表复制表头）"
                self.faults.append(
                    CellFault(self.sheet.name, number, "", column.heading, "缺少这一列", todo)
                )

    def _fault(
        self, row: int, field: str, what: str, todo: str, error: bool = True, mended: object | None = None
    ) -> None:
        letter, heading = column_letter(self.places[field]) if field in self.places else "", self.columns[field]
        if field not in self.places:
            return  # The missing column is reported once, not row by row.
        self.faults.append(
            CellFault(
                self.sheet.name, row, letter, heading.heading, what, todo, error, mended, "", self.sheet.papers
            )
        )


def _heading(cell: object) -> str:
    """A heading without the marks that templates and staff add: *户编号（必填） → 户编号."""
    if not isinstance(cell, str):
        return ""
    return re.sub(r"^[*＊]+|[*＊]+$|[（(]必填[）)]$", "", squeeze(cell))


def _is_example(row: Sequence[object]) -> bool:
    return any(isinstance(cell, str) and cell.strip().startswith(EXAMPLE_MARK) for cell in row)


def _plural(sheet: Sheet) -> str:
    """The field of Registry that holds the sheet's records."""
    return _REGISTRY_FIELDS[sheet.record]


@lru_cache(maxsize=None)
def field_types(record: type[Any]) -> Mapping[str, type]:
    """Field → its type without `| None`."""
    hints = typing.get_type_hints(record)
    found = {}
    for field in columns_of(record):
        hint = hints[field]
        if isinstance(hint, types.UnionType):
            hint = next(kind for kind in hint.__args__ if kind is not type(None))
        found[field] = hint
    return found


def _registry_fields() -> dict[type[Any], str]:
    hints = typing.get_type_hints(Registry)
    found = {}
    for item in fields(Registry):
        if item.default is not MISSING and typing.get_origin(hints[item.name]) is tuple:
            found[typing.get_args(hints[item.name])[0]] = item.name
    return found


_REGISTRY_FIELDS = _registry_fields()


def _settings(rows: Sequence[Sequence[object]]) -> tuple[Settings, list[CellFault]]:
    """The pairs of the guide sheet: 工作簿版本, 档案年度, 清单."""
    pairs: dict[str, tuple[int, str]] = {}
    for number, row in enumerate(rows, 1):
        cells = [str(int(c)) if isinstance(c, float) and c == int(c) else str(c).strip() for c in row[:2]]
        if len(cells) == 2 and cells[1]:
            pairs.setdefault(cells[0], (number, cells[1]))
    faults: list[CellFault] = []
    if "工作簿版本" in pairs and pairs["工作簿版本"][1] != SCHEMA:
        number, version = pairs["工作簿版本"]
        todo = "请用新版 fangpin workbook 生成空表，把内容复制过去"
        faults.append(
            CellFault(GUIDE_SHEET, number, "B", "工作簿版本", f"是 {version}，程序用 {SCHEMA}", todo)
        )
    year: int | None = None
    if "档案年度" in pairs:
        number, text = pairs["档案年度"]
        if re.fullmatch(r"20\d\d", text):
            year = int(text)
        else:
            faults.append(CellFault(GUIDE_SHEET, number, "B", "档案年度", f"“{text}”不是年份", "请填如 2021"))
    return Settings(year, pairs.get("清单", (0, "tongren-2021"))[1]), faults


def _uncomputed(path: Path) -> dict[str, frozenset[str]]:
    """Sheet → cells that hold a formula without a computed value (.xlsx only)."""
    from lxml import etree

    if not zipfile.is_zipfile(path):
        return {}
    found: dict[str, frozenset[str]] = {}
    with zipfile.ZipFile(path) as book:
        for name, member in _sheet_members(book):
            data = book.read(member)
            if b"<f" not in data:
                continue
            cells: set[str] = set()
            for _, cell in etree.iterparse(io.BytesIO(data), tag="{*}c", recover=True):
                value = cell.find("{*}v")
                if cell.find("{*}f") is not None and (value is None or not value.text):
                    cells.add(cell.get("r", ""))
                cell.clear()
            found[name] = frozenset(cells)
    return found


def _sheet_members(book: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    from lxml import etree

    names = set(book.namelist())
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return
    parser = etree.XMLParser(resolve_entities=False, recover=True)
    relations = etree.fromstring(book.read("xl/_rels/workbook.xml.rels"), parser)
    targets = {item.get("Id"): item.get("Target", "") for item in relations.iterfind("{*}Relationship")}
    workbook = etree.fromstring(book.read("xl/workbook.xml"), parser)
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        identity = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        target = targets.get(identity, "")
        member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if member in names:
            yield sheet.get("name", ""), member
