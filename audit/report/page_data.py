"""The report as data for the page: every text once, findings as short rows that point to them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from audit.reconcile import Reconciliation, Timeline
from audit.remedies import Remedy
from audit.report.entries import Entry, is_contradiction, rule_summaries
from audit.report.masking import Show
from audit.report.not_read import unread_by_reason, what_lacks
from audit.report.progress import MendedRow, mended_rows, paper_said
from audit.types import Cell, Progress, Quote, Report, Severity, Status, Waived
from audit.wording import kind_name, unit_name
from checklists import Level

__all__ = ["page_data", "target_of"]

_CODES = {
    Status.COMPLETE: "c",
    Status.PARTIAL: "p",
    Status.MISSING: "m",
    Status.NOT_APPLICABLE: "n",
    Status.NOT_CHECKED: "x",
    Status.ON_PAPER: "o",
}
_REMEDIES = tuple(Remedy)
_SEVERITIES = tuple(Severity)
_STATES = tuple(Progress)


class _Pool:
    """Texts, each kept once; a text is its place."""

    def __init__(self) -> None:
        self.texts: list[Any] = []
        self._places: dict[Any, int] = {}

    def put(self, text: Any) -> int:
        place = self._places.get(text)
        if place is None:
            place = self._places[text] = len(self.texts)
            self.texts.append(text)
        return place


def page_data(
    report: Report, entries: Iterable[Entry], show: Show, base: str, crops: Iterable[Quote] = ()
) -> dict[str, Any]:
    """All that the page's script shows. `base`: the way from the page to the archive, as a URL; "" where there is none.

    `crops`: the quotes of which the page holds a crop, in that order.
    """
    texts, paths, rules = _Pool(), _Pool(), _Pool()
    places = _places(report, entries := tuple(entries))

    @cache
    def path(name: str) -> int:
        shown, target = show(name), target_of(name, show)
        return paths.put(name if shown == target == name else (shown, target))

    crop = {quote: [place] for place, quote in enumerate(crops)}
    rows = [_finding(entry, places, texts, path, rules, crop) for entry in entries]
    summaries = rule_summaries()
    return {
        "base": base,
        "levels": [
            [level.zh, [[item.id, item.title] for item in report.checklist.of_level(level)]]
            for level in Level
        ],
        "units": _units(report, places, texts, show),
        "rules": [[name, summaries.get(name, name), int(is_contradiction(name))] for name in rules.texts],
        "remedies": [[remedy.zh, remedy.about] for remedy in Remedy],
        "severities": [[severity.value, severity.zh] for severity in Severity],
        "states": [state.zh for state in Progress] if _is_compared(report) else [],
        "findings": rows,
        "mended": [_mended(each, texts) for each in mended_rows(report, show)],
        "waived": [_waived(each, texts, show) for each in report.waived],
        "chains": [_chain(each, places, texts, path, show) for each in report.reconciliation],
        "timelines": [_timeline(each, places, texts, path) for each in report.timelines],
        "unread": [
            [
                group.title,
                group.todo,
                [
                    [path(f.path), texts.put(show(what_lacks(f)) + f"　按 {kind_name(f.kind)} 看待")]
                    for f in group.files
                ],
            ]
            for group in unread_by_reason(report.files)
        ],
        "decided": [path(file.path) for file in report.files if file.decided],
        "paths": paths.texts,
        "texts": texts.texts,
    }


def target_of(path: str, show: Show) -> str:
    """What a link leads to: the file, the zip that holds it, or the folder above where its name is not to be shown."""
    target = path.partition("!/")[0]
    while target and show(target) != target:
        target = target.rpartition("/")[0]
    return target if target else "."


def _places(report: Report, entries: Iterable[Entry]) -> dict[str, int]:
    """The place of each unit in the page's list; those that only findings name stand last."""
    places = {unit.id: place for place, unit in enumerate(report.units)}
    for entry in entries:
        places.setdefault(entry.unit, len(places))
    return places


def _finding(
    entry: Entry,
    places: Mapping[str, int],
    texts: _Pool,
    path: Any,
    rules: _Pool,
    crop: Mapping[Quote, list[int]],
) -> list[Any]:
    problem = entry.finding.problem
    row: list[Any] = [
        places[entry.unit],
        rules.put(entry.rule),
        _SEVERITIES.index(entry.severity),
        entry.item,
        _REMEDIES.index(entry.remedy) if entry.remedy else -1,
        int(problem.judge),
        _STATES.index(entry.finding.state),
        entry.finding.id,
        texts.put(entry.person),
        texts.put(entry.what),
        texts.put(entry.expected),
        texts.put(entry.actual),
        texts.put(entry.todo),
        [path(name) for name in entry.files],
        [
            [path(quote.file), quote.page, texts.put(quote.text), *crop.get(whole, ())]
            for quote, whole in zip(entry.quotes, problem.quotes, strict=True)
        ],
        [[path(step.source), texts.put(step.what)] for step in entry.advice.steps if step.source],
    ]
    while row[-1] == []:
        row.pop()
    return row


def _is_compared(report: Report) -> bool:
    return bool(report.comparison and report.comparison.earlier)


def _mended(each: MendedRow, texts: _Pool) -> list[Any]:
    return [
        texts.put(each.unit_name),
        each.item,
        texts.put(each.what),
        texts.put(_rule(each.rule)),
        each.seen[:10],
    ]


def _waived(each: Waived, texts: _Pool, show: Show) -> list[Any]:
    """Unit, item, what, rule, and who allowed it why and until when."""
    problem, waiver = each.finding.problem, each.waiver
    said = f"{show(waiver.reason)}（{waiver.approver}批准，到 {waiver.until}）"
    return [
        texts.put(show(unit_name(problem.unit))),
        problem.item or "",
        texts.put(show(problem.message)),
        texts.put(_rule(each.finding.rule)),
        texts.put(said),
    ]


def _rule(name: str) -> str:
    return f"{rule_summaries().get(name, name)}（{name}）"


def _units(report: Report, places: Mapping[str, int], texts: _Pool, show: Show) -> list[list[Any]]:
    """Name, place of the unit above (-1: none), level, the status of each item, and what the cells say further."""
    cells: dict[str, dict[str, Cell]] = defaultdict(dict)
    for cell in report.cells:
        cells[cell.unit][cell.item.id] = cell
    found = []
    for unit, _ in sorted(places.items(), key=lambda pair: pair[1]):
        depth = min(unit.count("/"), 3)
        own = cells.get(unit, {})
        items = report.checklist.of_level(list(Level)[depth]) if own else ()
        marks = "".join(_CODES[own[item.id].status] if item.id in own else "x" for item in items)
        notes = {
            at: texts.put(note) for at, item in enumerate(items) if (note := show(_note(own.get(item.id))))
        }
        above = places.get(unit.rpartition("/")[0], -1) if "/" in unit else -1
        found.append([show(unit.rpartition("/")[2]), above, depth, marks, notes])
    return found


def _note(cell: Cell | None) -> str:
    if cell is None:
        return ""
    lacking = "、".join(kind_name(kind) for kind in cell.missing_parts)
    note = f"缺{lacking}" if lacking else ""
    note += "".join(f"　纸质件：{said}" for said in map(paper_said, cell.papers))
    if cell.uncertain_files:
        note += f"？有 {len(cell.uncertain_files)} 个没有读到的文件可能属于这一项"
    return note


def _chain(each: Reconciliation, places: Mapping[str, int], texts: _Pool, path: Any, show: Show) -> list[Any]:
    """Village, stage, columns, and a row a household: its marks (✓ ✗ ?), days, files and differences."""
    return [
        places.get(each.village, -1),
        show(unit_name(each.village)),
        each.stage.zh,
        [column.name for column in each.columns],
        [
            [
                show(row.household.rpartition("/")[2]),
                [
                    ["✓" if mark.state == "有" else "✗" if mark.state == "无" else "?"]
                    + (
                        [f"{mark.on.month}.{mark.on.day}" if mark.on else "", path(mark.file)]
                        if mark.file
                        else []
                    )
                    for mark in row.marks
                ],
                texts.put(show("；".join(row.differs))),
            ]
            for row in each.rows
        ],
    ]


def _timeline(each: Timeline, places: Mapping[str, int], texts: _Pool, path: Any) -> list[Any]:
    steps = [[texts.put(name), on.isoformat(), path(file), page] for name, on, file, page in each.steps]
    return [places.get(each.household, -1), each.stage.zh, steps]
