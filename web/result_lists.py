"""The lists of a run that pages read one by one: cells, villages side by side, timelines, files not read, what is gone. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from audit.report.not_read import unread_by_reason, what_lacks
from audit.types import Cell, Report
from audit.wording import unit_name

__all__ = ["lists_of"]

Row = tuple[str, int, int, Any]


def lists_of(report: Report, units: Mapping[str, int], files: Mapping[str, int]) -> Iterator[Row]:
    """Kind of list, the number of the unit (-1: none; of "unread" the reason), number in the list from 1, the row's values."""
    numbers: dict[tuple[str, int], int] = defaultdict(int)
    for kind, unit, detail in _rows(report, units, files):
        numbers[kind, unit] += 1
        yield kind, unit, numbers[kind, unit], detail


def _rows(
    report: Report, units: Mapping[str, int], files: Mapping[str, int]
) -> Iterator[tuple[str, int, Any]]:
    for cell in report.cells:
        yield "cell", units.get(cell.unit, -1), _cell(cell, files)
    for chain in report.reconciliation:
        yield (
            "reconciliation",
            units.get(chain.village, -1),
            {
                "stage": chain.stage.zh,
                "columns": [column.name for column in chain.columns],
                "rows": [
                    [
                        each.household.rpartition("/")[2],
                        units.get(each.household, -1),
                        [
                            [mark.state, mark.on.isoformat() if mark.on else "", files.get(mark.file, -1)]
                            for mark in each.marks
                        ],
                        "；".join(each.differs),
                    ]
                    for each in chain.rows
                ],
            },
        )
    for line in report.timelines:
        # One step that several copies tell of is one step.
        first = {(name, on): (path, page) for name, on, path, page in reversed(line.steps)}
        told = dict.fromkeys((name, on) for name, on, _, _ in line.steps)
        steps = [
            [name, on.isoformat(), files.get(first[name, on][0], -1), first[name, on][1]] for name, on in told
        ]
        yield "timeline", units.get(line.household, -1), {"stage": line.stage.zh, "steps": steps}
    for place, group in enumerate(unread_by_reason(report.files)):
        yield "unread-reason", -1, [group.title, group.todo, group.lacks, len(group.files)]
        for file in group.files:
            yield "unread", place, [files[file.path], what_lacks(file)]
    yield from _gone(report)


def _gone(report: Report) -> Iterator[tuple[str, int, Any]]:
    """What earlier runs found: mended, or not looked at by this one; what is waived; what people decided of files."""
    if report.comparison:
        for kind, known in (
            ("mended", report.comparison.mended),
            ("not-judged", report.comparison.not_judged),
        ):
            for each in known:
                yield (
                    kind,
                    -1,
                    [each.rule, each.severity, unit_name(each.unit), each.item, each.message, each.seen],
                )
    for waived in report.waived:
        problem = waived.finding.problem
        yield (
            "waived",
            -1,
            {
                "rule": waived.finding.rule,
                "severity": waived.finding.severity.value,
                "unit": unit_name(problem.unit),
                "item": problem.item or "",
                "what": problem.message,
                "reason": waived.waiver.reason,
                "approver": waived.waiver.approver,
                "until": waived.waiver.until.isoformat(),
            },
        )
    for remark in report.remarks:
        yield "remark", -1, remark


def _cell(cell: Cell, files: Mapping[str, int]) -> Mapping[str, Any]:
    return {
        "item": cell.item.id,
        "status": cell.status.value,
        "gaps": [[gap.kind, gap.due_for] for gap in cell.gaps],
        "evidence": [
            [held.kind, held.due_for, [files.get(path, -1) for path in held.files]] for held in cell.evidence
        ],
        "uncertain": [files.get(path, -1) for path in cell.uncertain_files],
        "papers": [
            [paper.kind, paper.due_for, paper.by, paper.on.isoformat(), paper.kept, paper.note]
            for paper in cell.papers
        ],
    }
