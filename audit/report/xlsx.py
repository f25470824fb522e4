"""The report as a workbook to work by (整改台账): what closes the findings, a row a finding, counts, papers to tick off, a sheet a person.

Written row by row (openpyxl's write-only mode): a hundred thousand findings are not held as cells. Numbers of persons and
illness are masked unless all was asked for; what looks like a formula stays text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from audit.next_steps import Deadline, plan_of
from audit.remedies import Remedy, advise, count_remedies
from audit.report.entries import Entry, People, entries_of, is_contradiction, rule_summaries
from audit.report.masking import Show, shown
from audit.report.plan_rows import PlanRow, plan_rows, plan_title, time_needed
from audit.report.progress import progress_counts, progress_line
from audit.report.progress_sheets import DECIDED, MENDED_COLUMNS, decided_sheet, mended_sheet
from audit.report.sheets import STATES, Columns, Sheets
from audit.report.typed import Typed, typed_of
from audit.report.words import CAVEAT, MASKED
from audit.types import DUE, Cell, Report, Severity
from audit.wording import kind_name, unit_name
from registry.dates import format_date

__all__ = ["render_xlsx"]

_MOST_PEOPLE = 60
_LISTED = 2_000
_NUMBERS = 40
_LEDGER = (
    ("序号", 6), ("单位", 26), ("层级", 6), ("项目", 7), ("规则", 26), ("规则代号", 18), ("轻重", 6), ("问题", 56), ("应当", 30),
    ("现在", 30), ("怎么办", 56), ("怎么补", 10), ("责任人", 10), ("完成期限", 12), ("状态", 9), ("整改情况", 9), ("核对人", 10),
    ("文件", 60), ("编号", 15),
)  # fmt: skip
_PAPERS = (
    ("单位", 22), ("层级", 6), ("项目", 7), ("项目名称", 26), ("材料", 18), ("对应", 12), ("电子档案里", 10), ("有纸质件 ✓", 10),
    ("签字 ✓", 7), ("盖章 ✓", 7), ("盒号", 8), ("核对人", 9), ("备注", 16), ("电子文件", 44),
)  # fmt: skip
_PLAN = (
    ("次序", 6), ("谁来办", 20), ("办什么", 70), ("怎么补", 10), ("了结几条", 9), ("约用时", 11), ("要等（天）", 8), ("开始", 11),
    ("完成期限", 11), ("责任人", 10), ("状态", 9), ("问题序号", 40),
)  # fmt: skip


def render_xlsx(
    report: Report,
    generated_at: str = "",
    *,
    full: bool = False,
    people: People | None = None,
    deadline: Deadline | None = None,
    typed: Mapping[str, Typed] = MappingProxyType({}),
) -> bytes:
    """The bytes of the .xlsx. `people`: who answers for a unit, where that is known; `deadline`: of the plan.

    `typed`: what people typed into the ledger before, by the findings' numbers; it goes where the program fills nothing.
    """
    from openpyxl import Workbook

    entries = entries_of(report, full=full, people=people)
    show, plan = shown(full), plan_of(report, deadline)
    due = {place: day.isoformat() for place, day in plan.due.items()}
    sheets = Sheets(Workbook(write_only=True))
    sheets.add(
        "怎么补",
        _widths(16, 8, 30, 8, 70, 60),
        _first(report, entries, generated_at, show, full, plan_title(plan)),
        head=0,
    )
    planned = plan_rows(plan, entries, show)
    sheets.add("迎检倒排", _PLAN, map(_plan_row, planned), states=len(plan.tasks))
    sheets.add("整改台账", _LEDGER, (_row(entry, show, due, typed) for entry in entries), states=len(entries))
    sheets.add("已整改", MENDED_COLUMNS, mended_sheet(report, show))
    if report.waived or report.remarks or any(cell.papers for cell in report.cells):
        sheets.add("人工决定", DECIDED, decided_sheet(report, show), head=0)
    sheets.add("统计", _widths(30, 26, 10, 10, 10, 10), _counts(report, entries), head=0)
    sheets.add("纸质点验表", _PAPERS, _papers(report, show))
    for person, own in _by_person(entries):
        sheets.add(person, _LEDGER, [_row(entry, show, due, typed) for entry in own], states=len(own))
    return sheets.bytes()


def _widths(*widths: int) -> Columns:
    return [("", width) for width in widths]


def _first(
    report: Report, entries: Sequence[Entry], generated_at: str, show: Show, full: bool, planned: str
) -> Iterator[Sequence[object]]:
    """The first screen: the five ways with their counts, then the list of each."""
    counted = count_remedies(advise(report))
    yield ["#防返贫监测帮扶档案检查：怎么补"]
    yield [f"清单：{report.checklist.name}　截至：{format_date(report.as_of)}　{generated_at}"]
    yield [CAVEAT]
    if said := progress_line(report):
        yield [said]
    if not full:
        yield [MASKED]
    yield ["#怎么补", "条数", "是什么"]
    for remedy, count in counted.items():
        yield [remedy.zh, count, remedy.about]
    yield ["核对更正", len(entries) - sum(counted.values()), "由出具单位核对更正"]
    yield ["合计", len(entries)]
    yield [f"先后次序见“迎检倒排”。{planned}"]
    for remedy in Remedy:
        own = [entry for entry in entries if entry.remedy is remedy]
        yield []
        yield [f"#{remedy.zh}", len(own), "单位", "项目", "怎么办", "从哪里复印"]
        for entry in own[:_LISTED]:
            sources = dict.fromkeys(show(step.source) for step in entry.advice.steps if step.source)
            yield [f"第 {entry.number} 条", None, entry.unit_name, entry.item, entry.todo, "\n".join(sources)]
        if len(own) > _LISTED:
            yield [f"其余 {len(own) - _LISTED} 条见“整改台账”，按“怎么补”一列筛选。"]


def _plan_row(row: PlanRow) -> Sequence[object]:
    task, numbers = row.task, "、".join(map(str, row.numbers[:_NUMBERS]))
    return [
        row.at, row.desk_name, row.what, task.way.zh, row.closes, time_needed(task.minutes), task.wait or None,
        task.begin.isoformat() if task.begin else None, task.due.isoformat() if task.due else None, row.person, STATES[0],
        numbers + ("……" if len(row.numbers) > _NUMBERS else ""),
    ]  # fmt: skip


def _row(entry: Entry, show: Show, due: Mapping[int, str], typed: Mapping[str, Typed]) -> Sequence[object]:
    before = typed_of(entry.finding, typed)
    judged = "（待核实）" if entry.finding.problem.judge else ""
    return [
        entry.number, entry.unit_name, entry.level.zh, entry.item, _summary(entry.rule), entry.rule, entry.severity.zh + judged,
        entry.what, entry.expected, entry.actual, entry.todo, entry.remedy.zh if entry.remedy else "核对更正", entry.person or before.person,
        due.get(entry.place) or before.due or None, entry.finding.state.zh, before.done or STATES[0], before.checked or None,
        "\n".join(map(show, entry.files[:20])) + ("\n……" if len(entry.files) > 20 else ""), entry.finding.id,
    ]  # fmt: skip


def _summary(rule: str) -> str:
    return rule_summaries().get(rule, rule)


def _counts(report: Report, entries: Sequence[Entry]) -> Iterator[Sequence[object]]:
    """By severity, cell and remedy; by rule; by unit and severity, units in the order of their names."""
    cells = Counter(cell.status for cell in report.cells)
    yield ["#总数"]
    yield ["档案单位", len(report.units)]
    yield ["文件", len(report.files)]
    for status in DUE:
        yield [f"应有项目：{status.zh}", cells[status]]
    for severity in Severity:
        yield [f"问题：{severity.zh}", sum(entry.severity is severity for entry in entries)]
    yield ["问题合计", len(entries)]
    for name, count in progress_counts(report):
        yield [f"与上次比：{name}", count]
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
        if cell.status in DUE:
            yield from _parts(cell, show)


def _parts(cell: Cell, show: Show) -> Iterator[Sequence[object]]:
    item = cell.item
    common = [show(unit_name(cell.unit)), item.level.zh, item.id, item.title]
    for held in cell.evidence:
        files = "\n".join(map(show, held.files[:5])) + ("\n……" if len(held.files) > 5 else "")
        yield [*common, kind_name(held.kind), show(held.due_for), "有", *[None] * 6, files]
    for paper in cell.papers:
        seen = f"{show(paper.by)} {paper.on} 看过，存{show(paper.kept)}"
        yield [*common, kind_name(paper.kind), show(paper.due_for), "有纸质件", *[None] * 5, seen, None]
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
