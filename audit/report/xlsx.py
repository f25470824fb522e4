"""The report as a workbook to work by (整改台账): what closes the findings, a row a finding, counts, papers to tick off, a sheet a person.

Written row by row (openpyxl's write-only mode): a hundred thousand findings are not held as cells. Numbers of persons and
illness are masked unless all was asked for; what looks like a formula stays text.
"""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from audit.remedies import Remedy, advise, count_remedies
from audit.report.entries import Entry, People, entries_of, is_contradiction, rule_summaries
from audit.report.masking import Show, shown
from audit.report.words import CAVEAT, MASKED
from audit.types import Cell, Report, Severity, Status
from audit.wording import kind_name, unit_name
from registry.dates import format_date
from registry.text import as_cell_text, strip_control

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["render_xlsx"]

_Rows = Iterable[Sequence[object]]
# Excel takes 1,048,576 rows a sheet and 32,767 characters a cell.
_MOST_ROWS, _MOST_CHARACTERS = 1_000_000, 32_000
_MOST_PEOPLE = 60
_LISTED = 2_000
_MARK = "#"  # before a title or the headings of a table that stand among other rows
_LINE_HEIGHT, _MOST_LINES = 13.5, 12
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_LEDGER = (
    ("序号", 6), ("单位", 26), ("层级", 6), ("项目", 7), ("规则", 26), ("规则代号", 18), ("轻重", 6), ("问题", 56), ("应当", 30),
    ("现在", 30), ("怎么办", 56), ("怎么补", 10), ("责任人", 10), ("完成期限", 12), ("状态", 9), ("核对人", 10), ("文件", 60),
)  # fmt: skip
_PAPERS = (
    ("单位", 22), ("层级", 6), ("项目", 7), ("项目名称", 26), ("材料", 18), ("对应", 12), ("电子档案里", 10), ("有纸质件 ✓", 10),
    ("签字 ✓", 7), ("盖章 ✓", 7), ("盒号", 8), ("核对人", 9), ("备注", 16), ("电子文件", 44),
)  # fmt: skip
_STATES = ("待整改", "整改中", "已整改", "无法整改，已说明")
_DUE = (Status.COMPLETE, Status.PARTIAL, Status.MISSING)


def render_xlsx(
    report: Report, generated_at: str = "", *, full: bool = False, people: People | None = None
) -> bytes:
    """The bytes of the .xlsx. `people`: who answers for a unit, where that is known."""
    from openpyxl import Workbook

    entries = entries_of(report, full=full, people=people)
    show = shown(full)
    sheets = _Sheets(Workbook(write_only=True))
    sheets.add(
        "怎么补", _widths(16, 8, 30, 8, 70, 60), _first(report, entries, generated_at, show, full), head=0
    )
    sheets.add("整改台账", _LEDGER, (_row(entry, show) for entry in entries), states=len(entries))
    sheets.add("统计", _widths(30, 26, 10, 10, 10, 10), _counts(report, entries), head=0)
    sheets.add("纸质点验表", _PAPERS, _papers(report, show))
    for person, own in _by_person(entries):
        sheets.add(person, _LEDGER, [_row(entry, show) for entry in own], states=len(own))
    return sheets.bytes()


class _Look(Enum):
    """How a cell looks: a title or a line that runs over its neighbours, a heading, a cell of a table or beside one."""

    TITLE = 1
    LINE = 2
    HEADING = 3
    TABLE = 4
    PLAIN = 5


class _Sheets:
    """The workbook as it is written."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._titles: set[str] = set()
        self._styles: dict[tuple[_Look, bool], Any] = {}

    def add(
        self, title: str, columns: Sequence[tuple[str, int]], rows: _Rows, *, head: int = 1, states: int = 0
    ) -> None:
        """A sheet, or several where the rows are too many for one. `head`: 0 where the rows bring their own headings."""
        from openpyxl.utils import get_column_letter

        sheet, held = self._new(title, columns, head, states), 0
        widths, last = [width for _, width in columns], get_column_letter(len(columns))
        for row in rows:
            if held == _MOST_ROWS:
                sheet, held = self._new(title, columns, head, 0), 0
            held += 1
            look = _Look.TABLE if head else _Look.LINE if len(row) == 1 else _Look.PLAIN
            if head == 0 and row and str(row[0]).startswith(_MARK):
                look = _Look.TITLE if len(row) == 1 else _Look.HEADING
            if look in (_Look.TABLE, _Look.PLAIN) and (lines := _lines(row, widths)) > 1:
                sheet.row_dimensions[held + head].height = _LINE_HEIGHT * lines + 1
            padded = [*row, *[None] * (len(widths) - len(row))] if head else row
            sheet.append([self._cell(sheet, value, look) for value in padded])
            if head:  # written when the sheet is closed
                sheet.auto_filter.ref = f"A1:{last}{held + 1}"

    def _new(self, title: str, columns: Sequence[tuple[str, int]], head: int, states: int) -> Any:
        from openpyxl.utils import get_column_letter

        sheet: Any = self.book.create_sheet(self._title(title))
        for place, (_, width) in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = (
            "landscape",
            9,
            0,
        )
        sheet.sheet_properties.pageSetUpPr = _fit()
        if head:
            sheet.freeze_panes = "C2"
            sheet.print_title_rows = "1:1"
            if states:
                self._state_list(sheet, columns, states)
            sheet.append([self._cell(sheet, heading, _Look.HEADING) for heading, _ in columns])
        return sheet

    def _state_list(self, sheet: Any, columns: Sequence[tuple[str, int]], rows: int) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        letter = get_column_letter([heading for heading, _ in columns].index("状态") + 1)
        rule = DataValidation("list", formula1='"' + ",".join(_STATES) + '"', allow_blank=True)
        rule.add(f"{letter}2:{letter}{rows + 1}")
        sheet.data_validations.append(rule)

    def _cell(self, sheet: Any, value: object, look: _Look) -> Any:
        """A number as it is, a text as text whatever it begins with."""
        if value in (None, "") and look is not _Look.TABLE:
            return None
        if isinstance(value, str) and look in (_Look.TITLE, _Look.HEADING):
            value = value.removeprefix(_MARK)
        text = _clean(value) if isinstance(value, str) else value
        formula = isinstance(text, str) and _FORMULA.match(text) is not None
        cell = self._styled(look, formula, sheet)
        cell.value = text
        if formula:
            cell.data_type = "s"
        return cell

    def _styled(self, look: _Look, formula: bool, sheet: Any) -> Any:
        """A cell of that look: styles are looked up once, for that takes longer than all else."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        cell: Any = WriteOnlyCell(sheet)
        if (look, formula) not in self._styles:
            model: Any = WriteOnlyCell(sheet)
            model.alignment = Alignment(vertical="top", wrap_text=look not in (_Look.TITLE, _Look.LINE))
            model.font = Font(
                name="宋体", size=14 if look is _Look.TITLE else 10, bold=look in (_Look.TITLE, _Look.HEADING)
            )
            if look is _Look.HEADING:
                model.fill = PatternFill("solid", fgColor="D9E4EF")
            if look in (_Look.TABLE, _Look.HEADING):
                side = Side("thin", color="B0B0B0")
                model.border = Border(side, side, side, side)
            model.quotePrefix = formula
            self._styles[look, formula] = model
        cell._style = self._styles[look, formula]._style
        return cell

    def _title(self, title: str) -> str:
        """A name that Excel allows and that no other sheet has."""
        base = (_NOT_IN_TITLES.sub("", strip_control(title)).strip() or "无名")[:25]
        name, number = base, 2
        while name in self._titles:
            name, number = f"{base}{number}", number + 1
        self._titles.add(name)
        return name

    def bytes(self) -> bytes:
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()


@lru_cache(maxsize=1 << 15)
def _clean(text: str) -> str:
    """The text as a cell may hold it."""
    kept = as_cell_text(strip_control(text)[:_MOST_CHARACTERS])
    return kept.encode("utf-8", "replace").decode("utf-8")


def _lines(row: Sequence[object], widths: Sequence[int]) -> int:
    """How many lines the row takes when its texts are wrapped; a Chinese character takes two widths."""
    most = 1
    for value, width in zip(row, widths, strict=False):
        if isinstance(value, str) and len(value) * 2 > width:
            room = max(1, int(width / 1.9))
            most = max(most, sum(1 + (len(line) - 1) // room for line in value.split("\n")))
    return min(most, _MOST_LINES)


def _fit() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)


def _widths(*widths: int) -> Sequence[tuple[str, int]]:
    return [("", width) for width in widths]


def _first(
    report: Report, entries: Sequence[Entry], generated_at: str, show: Show, full: bool
) -> Iterator[Sequence[object]]:
    """The first screen: the five ways with their counts, then the list of each."""
    counted = count_remedies(advise(report))
    yield ["#防返贫监测帮扶档案检查：怎么补"]
    yield [f"清单：{report.checklist.name}　截至：{format_date(report.as_of)}　{generated_at}"]
    yield [CAVEAT]
    if not full:
        yield [MASKED]
    yield ["#怎么补", "条数", "是什么"]
    for remedy, count in counted.items():
        yield [remedy.zh, count, remedy.about]
    yield ["核对更正", len(entries) - sum(counted.values()), "由出具单位核对更正"]
    yield ["合计", len(entries)]
    for remedy in Remedy:
        own = [entry for entry in entries if entry.remedy is remedy]
        yield []
        yield [f"#{remedy.zh}", len(own), "单位", "项目", "怎么办", "从哪里复印"]
        for entry in own[:_LISTED]:
            sources = dict.fromkeys(show(step.source) for step in entry.advice.steps if step.source)
            yield [f"第 {entry.number} 条", None, entry.unit_name, entry.item, entry.todo, "\n".join(sources)]
        if len(own) > _LISTED:
            yield [f"其余 {len(own) - _LISTED} 条见“整改台账”，按“怎么补”一列筛选。"]


def _row(entry: Entry, show: Show) -> Sequence[object]:
    judged = "（待核实）" if entry.finding.problem.judge else ""
    return [
        entry.number, entry.unit_name, entry.level.zh, entry.item, _summary(entry.rule), entry.rule, entry.severity.zh + judged,
        entry.what, entry.expected, entry.actual, entry.todo, entry.remedy.zh if entry.remedy else "核对更正", entry.person,
        None, _STATES[0], None, "\n".join(map(show, entry.files[:20])) + ("\n……" if len(entry.files) > 20 else ""),
    ]  # fmt: skip


def _summary(rule: str) -> str:
    return rule_summaries().get(rule, rule)


def _counts(report: Report, entries: Sequence[Entry]) -> Iterator[Sequence[object]]:
    """By severity, cell and remedy; by rule; by unit and severity, units in the order of their names."""
    cells = Counter(cell.status for cell in report.cells)
    yield ["#总数"]
    yield ["档案单位", len(report.units)]
    yield ["文件", len(report.files)]
    for status in _DUE:
        yield [f"应有项目：{status.zh}", cells[status]]
    for severity in Severity:
        yield [f"问题：{severity.zh}", sum(entry.severity is severity for entry in entries)]
    yield ["问题合计", len(entries)]
    yield []
    yield ["#规则", "规则代号", "条数", "前后矛盾"]
    for rule, count in sorted(Counter(entry.rule for entry in entries).items()):
        yield [_summary(rule), rule, count, "是" if is_contradiction(rule) else None]
    yield []
    yield ["#单位（按名称排列，不排名次）", "层级", *(severity.zh for severity in Severity), "合计"]
    by_unit: Mapping[str, Counter[Severity]] = defaultdict(Counter)
    first: dict[str, Entry] = {}
    for entry in entries:
        by_unit[entry.unit][entry.severity] += 1
        first.setdefault(entry.unit, entry)
    for unit, found in sorted(by_unit.items(), key=lambda pair: pair[0].split("/")):
        yield [
            first[unit].unit_name,
            first[unit].level.zh,
            *(found[severity] for severity in Severity),
            sum(found.values()),
        ]


def _papers(report: Report, show: Show) -> Iterator[Sequence[object]]:
    """Every part that is due, to be ticked off against the boxes."""
    for cell in report.cells:
        if cell.status in _DUE:
            yield from _parts(cell, show)


def _parts(cell: Cell, show: Show) -> Iterator[Sequence[object]]:
    item = cell.item
    common = [show(unit_name(cell.unit)), item.level.zh, item.id, item.title]
    for held in cell.evidence:
        files = "\n".join(map(show, held.files[:5])) + ("\n……" if len(held.files) > 5 else "")
        yield [*common, kind_name(held.kind), show(held.due_for), "有", *[None] * 6, files]
    for gap in cell.gaps:
        unsure = "没有读到" if cell.uncertain_files else "缺"
        files = "\n".join(map(show, cell.uncertain_files[:5]))
        yield [*common, kind_name(gap.kind), show(gap.due_for), unsure, *[None] * 6, files]


def _by_person(entries: Iterable[Entry]) -> Iterator[tuple[str, Sequence[Entry]]]:
    """Those who answer for findings, each with theirs, by name; so many as a workbook can be leafed through."""
    own: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.person:
            own[entry.person].append(entry)
    yield from sorted(own.items())[:_MOST_PEOPLE]
