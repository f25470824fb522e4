"""Write a registry workbook: headings, drop-downs, notes, formats, and the records given.

openpyxl is used because it alone writes data validations, comments and frozen panes.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from checklists import load_gradings, load_kinds
from registry.cells import EXAMPLE_MARK
from registry.column import Column, columns_of
from registry.dates import Month
from registry.read_workbook import column_letter, field_types, records_of
from registry.registry import Registry
from registry.sheets import GUIDE_SHEET, SCHEMA, SHEETS, Sheet
from registry.text import as_cell_text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["workbook_bytes"]

_FORMATS: dict[type, str] = {str: "@", int: "0", Decimal: "0.00", date: "yyyy-mm-dd", Month: "@"}
_SPARE_ROWS = 1000
_OPTIONS_SHEET = "选项"
# Excel allows 255 characters in a list that stands in the validation itself.
_INLINE_LIMIT = 250
_GUIDE = (
    "先填“单位”“监测对象户”“会议”三张表就能生成第一批材料，其余的表用到再填。",
    "深色表头是必填列；把鼠标放在表头上看说明；有下拉箭头的格子请从下拉中选。",
    "没有的内容留空，生成的材料里会印〔待填〕，并列入待填清单；不要编造日期、票数和文号。",
    "列的次序可以调换，可以加自己的列；表名和列名不要改。以“（示例）”开头的行不会被读取。",
    "填好后先运行 fangpin check 核对，再运行 fangpin generate 生成材料。",
)


def workbook_bytes(
    registry: Registry | None = None,
    *,
    examples: bool = False,
    finish: Callable[[Workbook], None] | None = None,
) -> bytes:
    """An .xlsx with all sheets; `examples` puts one marked example row into each empty sheet.

    `finish` may add sheets and marks of its own before it is saved.
    """
    from openpyxl import Workbook

    registry = registry or Registry()
    book = Workbook()
    guide = book.active
    assert guide is not None
    guide.title = GUIDE_SHEET
    options = _Options(book)
    for sheet in SHEETS:
        worksheet = book.create_sheet(sheet.name)
        records = records_of(registry, sheet.record)
        rows = [_values(record) for record in records] or ([_example(sheet)] if examples else [])
        _fill(worksheet, sheet, rows, options, is_example=not records and examples)
    _write_guide(guide, registry, options)
    options.finish()
    if finish is not None:
        finish(book)
    book.active = 1
    for worksheet in book.worksheets:
        worksheet.sheet_view.tabSelected = worksheet.title == SHEETS[0].name
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class _Options:
    """Long lists of drop-downs, kept in one hidden sheet."""

    def __init__(self, book: Workbook) -> None:
        self.sheet = book.create_sheet(_OPTIONS_SHEET)
        self.sheet.sheet_state = "hidden"
        self.known: dict[tuple[str, ...], str] = {}

    def formula(self, choices: tuple[str, ...]) -> str:
        inline = ",".join(choices)
        if len(inline) <= _INLINE_LIMIT and not any("," in choice for choice in choices):
            return f'"{inline}"'
        if choices not in self.known:
            letter = column_letter(len(self.known))
            for number, choice in enumerate(choices, 1):
                self.sheet[f"{letter}{number}"] = choice
            self.known[choices] = f"{_OPTIONS_SHEET}!${letter}$1:${letter}${len(choices)}"
        return self.known[choices]

    def finish(self) -> None:
        book = self.sheet.parent
        if not self.known and book is not None:
            book.remove(self.sheet)


def _values(record: Any) -> list[object]:
    return [_cell(getattr(record, field)) for field in columns_of(record)]


def _cell(value: object) -> object:
    if isinstance(value, Month):
        return str(value)
    return value


def _example(sheet: Sheet) -> list[object]:
    """One row that shows how to fill; its first cell says that it is an example."""
    cells: list[object] = [column.example or None for column in columns_of(sheet.record).values()]
    cells[0] = f"{EXAMPLE_MARK}{cells[0] or ''}"
    return cells


def _fill(
    worksheet: Worksheet, sheet: Sheet, rows: list[list[object]], options: _Options, *, is_example: bool
) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    columns = columns_of(sheet.record)
    types = field_types(sheet.record)
    last = len(rows) + 1 + _SPARE_ROWS
    for place, (field, column) in enumerate(columns.items()):
        letter = column_letter(place)
        head = worksheet[f"{letter}1"]
        head.value = column.heading
        head.font = Font(bold=True, color="FFFFFF" if column.required else "1F2D3D")
        head.fill = PatternFill("solid", fgColor="2F5D8A" if column.required else "D9E4EF")
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        if note := _note(column):
            head.comment = Comment(note, "fangpin", width=260, height=20 + 20 * (1 + len(note) // 18))
        worksheet.column_dimensions[letter].width = column.width
        worksheet.column_dimensions[letter].number_format = _FORMATS[types[field]]
        if column.choices:
            rule = DataValidation("list", formula1=options.formula(column.choices), allow_blank=True)
            rule.showErrorMessage = not column.open_choices
            rule.errorTitle, rule.error = "请从下拉中选", f"“{column.heading}”只能填下拉中的选项"
            worksheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{last}")
    worksheet.row_dimensions[1].height = 32
    worksheet.freeze_panes = f"{column_letter(_frozen(sheet))}2"
    worksheet.sheet_properties.tabColor = "2F5D8A" if sheet.when == "先填" else "A9B8C6"
    formats = [_FORMATS[types[field]] for field in columns]
    grey = Font(italic=True, color="8A8A8A")
    for number, row in enumerate(rows, 2):
        for place, value in enumerate(row):
            if value is None:
                continue
            cell = worksheet.cell(number, place + 1)
            cell.number_format = formats[place]
            cell.value = as_cell_text(value) if isinstance(value, str) else value  # type: ignore[assignment]
            if isinstance(value, str):
                cell.data_type = "s"  # A text that starts with "=" is a text, never a formula.
            if is_example:
                cell.font = grey


def _frozen(sheet: Sheet) -> int:
    """How many columns stay in view on scrolling: as far as the name of the row."""
    return {"监测对象户": 3, "家庭成员": 2, "会议": 3}.get(sheet.name, 1)


def _note(column: Column) -> str:
    parts = ["必填。" if column.required else "", column.note]
    if column.example:
        parts.append(f"例：{column.example}")
    return "\n".join(part for part in parts if part)


def _write_guide(guide: Worksheet, registry: Registry, options: _Options) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.datavalidation import DataValidation

    kinds = load_kinds()
    guide["A1"] = "防返贫监测帮扶登记簿"
    guide["A1"].font = Font(bold=True, size=16)
    settings = registry.settings
    pairs = (
        ("工作簿版本", SCHEMA), ("档案年度", settings.year), ("清单", settings.checklist),
        ("分级方案", settings.grading or None),
    )  # fmt: skip
    for number, (name, value) in enumerate(pairs, 3):
        guide[f"A{number}"], guide[f"B{number}"] = name, value
    guide["C6"] = "要分级管理台账的选一个方案；不选的按清单，清单没有的不分级"
    schemes = DataValidation("list", formula1=options.formula(tuple(s.name for s in load_gradings())))
    schemes.showErrorMessage = False  # A checklist of one's own may bring a scheme of its own.
    guide.add_data_validation(schemes)
    schemes.add("B6")
    for number, line in enumerate(_GUIDE, 1):
        guide[f"A{number + 7}"] = f"{number}. {line}"
    start = 9 + len(_GUIDE)
    for letter, heading in zip("ABC", ("工作表", "什么时候填", "哪些材料要用"), strict=True):
        guide[f"{letter}{start}"] = heading
        guide[f"{letter}{start}"].font = Font(bold=True)
    for number, sheet in enumerate(SHEETS, start + 1):
        guide[f"A{number}"], guide[f"B{number}"] = sheet.name, sheet.when
        guide[f"C{number}"] = "、".join(kinds[kind].name for kind in sheet.papers)
        guide[f"C{number}"].alignment = Alignment(wrap_text=True, vertical="top")
        lines = 1 + len(guide[f"C{number}"].value) // 34  # 70 columns hold 35 characters.
        guide.row_dimensions[number].height = 15 * lines
    for letter, width in zip("ABC", (18, 28, 70), strict=True):
        guide.column_dimensions[letter].width = width
