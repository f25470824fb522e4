"""Read a registry workbook: file → records, with every fault of sheets, headings and cells."""

from __future__ import annotations

import difflib
import re
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from pathlib import Path
from typing import Any

from checklists import Fault, UserError, load_checklist, load_gradings
from registry.column import columns_of
from registry.faults import CellFault
from registry.grading import find_grading
from registry.read_sheet import SheetReader, field_types
from registry.records import Meeting
from registry.registry import Registry, Settings
from registry.sheets import GUIDE_SHEET, SCHEMA, SHEETS, Sheet, sheet_of
from registry.shown import every_paper, meeting_papers, papers_of
from registry.spreadsheet import Spreadsheet, column_letter, read_rows, read_spreadsheet
from registry.text import squeeze

__all__ = [
    "Loaded", "column_letter", "field_types", "load_spreadsheet", "read_rows", "read_workbook", "records_of",
    "with_records",
]  # fmt: skip

# What the program writes beside the registry itself.
_OUR_SHEETS = {GUIDE_SHEET, "选项", "修改清单", "待填清单", "更新清单", "来源"}
_DEFAULT_CHECKLIST = Settings().checklist


@dataclass(frozen=True, slots=True)
class Loaded:
    """A workbook as read: the registry, the faults met on reading, and where each column stands.

    `extra`: the sheets and columns that staff added for themselves, which no record holds.
    """

    registry: Registry
    faults: tuple[CellFault, ...]
    letters: Mapping[tuple[str, str], str]
    name: str
    extra: tuple[str, ...] = ()

    def fault(self, record: Any, field: str, what: str, todo: str, **more: Any) -> CellFault:
        """A fault in the cell of that record's field; `more` as in CellFault."""
        sheet = sheet_of(type(record))
        heading = columns_of(sheet.record)[field].heading
        more.setdefault("household", getattr(record, "household_id", ""))
        if "papers" not in more:
            of_meeting = isinstance(record, Meeting) and record.kind
            more["papers"] = meeting_papers(record.kind) if of_meeting else papers_of(sheet, field)
        letter = self.letters.get((sheet.name, field), "")
        return CellFault(sheet.name, record.row, letter, heading, what, todo, **more)


def read_workbook(path: Path) -> Loaded:
    """Read the registry of that file.

    Raises UserError where the file is no workbook, is locked by a password, or has no sheet of a
    registry; what is wrong inside stands in `Loaded.faults`.
    """
    return load_spreadsheet(read_spreadsheet(path))


def load_spreadsheet(book: Spreadsheet) -> Loaded:
    """The registry in those sheets. Raises UserError where there is no sheet of a registry. Pure."""
    known = {squeeze(sheet.name): sheet for sheet in SHEETS}
    named = {squeeze(name): name for name in book.rows}
    if not any(name in known for name in named):
        wanted = "、".join(sheet.name for sheet in SHEETS[:3])
        todo = f"请用 fangpin workbook 生成的工作簿，至少要有 {wanted}"
        raise UserError(Fault(book.name, "没有登记簿的工作表", todo))
    faults: list[CellFault] = list(_misnamed(named, known))
    letters: dict[tuple[str, str], str] = {}
    records: dict[str, tuple[Any, ...]] = {}
    extra = [f"工作表“{name}”" for key, name in named.items() if key not in known and key not in _OUR_SHEETS]
    for key, sheet in known.items():
        if key in named:
            reader = SheetReader(sheet, book.rows[named[key]], book.marks.get(named[key], {}))
            records[_REGISTRY_FIELDS[sheet.record]] = tuple(reader.records())
            faults += reader.faults
            extra += [f"〔{sheet.name}〕列“{heading}”" for heading in reader.own_columns]
            letters |= {(sheet.name, field): column_letter(n) for field, n in reader.places.items()}
    guide = book.rows.get(named.get(squeeze(GUIDE_SHEET), ""), [])
    settings, guide_faults = _settings(guide)
    registry = Registry(**records, settings=settings)
    return Loaded(registry, (*guide_faults, *faults), letters, book.name, tuple(extra))


def _misnamed(named: Mapping[str, str], known: Mapping[str, Sheet]) -> Iterator[CellFault]:
    """Tabs that look like a sheet of the registry that is not there: their content is not read."""
    for key, name in named.items():
        lacking = [other for other in known if other not in named]
        near = difflib.get_close_matches(key, lacking, 1, 0.6) if key not in known else []
        if near and key not in _OUR_SHEETS:
            todo = f"如果是“{known[near[0]].name}”，请把工作表改成这个名称；不是的不用改"
            yield CellFault(name, 0, "", "", "不认识的工作表，没有读取", todo, error=False)


def records_of(registry: Registry, record: type[Any]) -> tuple[Any, ...]:
    """All records of that class."""
    found: tuple[Any, ...] = getattr(registry, _REGISTRY_FIELDS[record])
    return found


def with_records(registry: Registry, rows: Mapping[type[Any], tuple[Any, ...]]) -> Registry:
    """The registry with these records in the place of those of their classes."""
    content: dict[str, Any] = {_REGISTRY_FIELDS[record]: found for record, found in rows.items()}
    return replace(registry, **content)


def _registry_fields() -> dict[type[Any], str]:
    hints = typing.get_type_hints(Registry)
    found = {}
    for item in fields(Registry):
        if item.default is not MISSING and typing.get_origin(hints[item.name]) is tuple:
            found[typing.get_args(hints[item.name])[0]] = item.name
    return found


_REGISTRY_FIELDS = _registry_fields()


def _settings(rows: Sequence[Sequence[object]]) -> tuple[Settings, list[CellFault]]:
    """The pairs of the guide sheet: 工作簿版本, 档案年度, 清单, 分级方案."""
    pairs: dict[str, tuple[int, str]] = {}
    for number, row in enumerate(rows, 1):
        cells = [_plain(cell) for cell in row[:2]]
        if len(cells) == 2 and cells[1]:
            pairs.setdefault(cells[0], (number, cells[1]))
    faults: list[CellFault] = []

    def fault(heading: str, what: str, todo: str) -> None:
        faults.append(
            CellFault(GUIDE_SHEET, pairs[heading][0], "B", heading, what, todo, papers=every_paper())
        )

    if "工作簿版本" in pairs and pairs["工作簿版本"][1] != SCHEMA:
        version = pairs["工作簿版本"][1]
        todo = "请用新版 fangpin workbook 生成空表，把内容复制过去"
        fault("工作簿版本", f"是 {version}，程序用 {SCHEMA}", todo)
    year: int | None = None
    if "档案年度" in pairs:
        text = pairs["档案年度"][1]
        if re.fullmatch(r"20\d\d", text):
            year = int(text)
        else:
            fault("档案年度", f"“{text}”不是年份", "请填如 2021")
    checklist = pairs.get("清单", (0, _DEFAULT_CHECKLIST))[1]
    try:
        load_checklist(checklist)
    except UserError as error:
        fault("清单", error.faults[0].what, error.faults[0].todo)
        checklist = _DEFAULT_CHECKLIST
    grading = pairs.get("分级方案", (0, ""))[1]
    if grading and find_grading(grading, checklist) is None:
        known = "、".join(scheme.name for scheme in load_gradings())
        fault("分级方案", f"没有“{grading}”", f"请从下拉中选（{known}），或在自己的清单里写全；不分级的留空")
        grading = ""
    return Settings(year, checklist, grading=grading), faults


def _plain(cell: object) -> str:
    """2021.0 → 2021: a whole number is read as such."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
