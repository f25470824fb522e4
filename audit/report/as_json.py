"""The report as JSON: schema `fangpin-audit/1` of the contract. The same archive gives the same bytes."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from audit.made_later import made_later_on
from audit.next_steps import Deadline, plan_of
from audit.pipeline import better_date
from audit.reconcile import Reconciliation, Timeline
from audit.remedies import Advice, advise, count_remedies
from audit.report.masking import Show, mask_all, shown
from audit.report.plan_rows import plan_json
from audit.report.progress import progress_json
from audit.report.words import CAVEAT
from audit.runs.compare import count_progress
from audit.types import Cell, File, Finding, Report, State, Waived

__all__ = ["finding_row", "render_json", "summarise"]

SCHEMA = "fangpin-audit/1"


def render_json(
    report: Report, generated_at: str = "", *, full: bool = False, deadline: Deadline | None = None
) -> str:
    """The whole report, masked unless `full`. `generated_at` stands in one key of its own and is the only thing that varies.

    `deadline`: the days between which the plan's tasks are to be done.
    """
    show, advised = shown(full), advise(report)
    data = {
        "schema": SCHEMA,
        "generated_at": generated_at,
        "caveat": CAVEAT,
        "checklist": report.checklist.id,
        "as_of": report.as_of.isoformat(),
        "units": [{"id": unit.id, "level": unit.level.value, "name": unit.name} for unit in report.units],
        "files": [_file(file) for file in report.files],
        "cells": [_cell(cell) for cell in report.cells],
        "findings": [
            finding_row(finding, show) | _advice(advice)
            for finding, advice in zip(report.findings, advised, strict=True)
        ],
        "remarks": list(report.remarks),
        "plan": plan_json(plan_of(report, deadline), show),
        **progress_json(report, show),
        "waived": [_waived(each, show) for each in report.waived],
        "reconciliation": [_reconciliation(each, show) for each in report.reconciliation],
        "timelines": [_timeline(each) for each in report.timelines],
        "summary": summarise(report)
        | {"remedies": {remedy.value: n for remedy, n in count_remedies(advised).items()}},
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def summarise(report: Report) -> dict[str, Any]:
    """Counts: units by level, files by state, cells by status, findings by severity and rule."""
    date = better_date(report)
    return {
        "units": dict(sorted(Counter(unit.level.value for unit in report.units).items())),
        "files": dict(sorted(Counter(file.document.state.value for file in report.files).items())),
        "cells": dict(sorted(Counter(cell.status.value for cell in report.cells).items())),
        "findings": dict(sorted(Counter(finding.severity.value for finding in report.findings).items())),
        "rules": dict(sorted(Counter(finding.rule for finding in report.findings).items())),
        "progress": {str(getattr(key, "value", key)): count for key, count in count_progress(report).items()},
        "not_read": len(report.not_read),
        "newest_on": report.newest_on.isoformat() if report.newest_on else None,
        "better_as_of": date.isoformat() if date else None,
    }


def _file(file: File) -> dict[str, Any]:
    row: dict[str, Any] = {
        "path": file.path,
        "unit": file.unit,
        "kind": file.kind,
        "stage": file.stage.value if file.stage else None,
        "items": sorted(file.items),
        "digest": file.document.digest[:16],
        "confidence": file.confidence,
    }
    if file.decided:
        row["decided"] = True
    if made_on := made_later_on(file.document):
        row["made_later"] = made_on.isoformat()
    if file.document.state is not State.READ:
        row |= {"state": file.document.state.value, "problem": file.document.problem}
    elif file.document.problem or file.document.unread_pages:
        row |= {"problem": file.document.problem, "unread_pages": list(file.document.unread_pages)}
    if len(file.parts) > 1:
        row["parts"] = [
            {
                "kind": part.kind,
                "stage": part.stage.value if part.stage else None,
                "unit": part.unit,
                "pages": list(part.pages),
            }
            for part in file.parts
        ]
    return row


def _cell(cell: Cell) -> dict[str, Any]:
    row: dict[str, Any] = {
        "unit": cell.unit,
        "item": cell.item.id,
        "status": cell.status.value,
        "missing_parts": list(cell.missing_parts),
        "files": list(cell.files),
    }
    if cell.papers:
        row["on_paper"] = [
            {
                "kind": each.kind,
                "due_for": each.due_for,
                "by": each.by,
                "on": each.on.isoformat(),
                "kept": each.kept,
            }
            for each in cell.papers
        ]
    if cell.uncertain_files:
        row["uncertain_files"] = list(cell.uncertain_files)
    return row


def finding_row(finding: Finding, show: Show = mask_all) -> dict[str, Any]:
    """One finding with the keys of the contract; numbers of persons and illness are masked by `show`."""
    problem = finding.problem
    row: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "unit": problem.unit,
        "item": problem.item,
        "files": list(problem.files),
        "message": show(problem.message),
        "expected": show(problem.expected),
        "actual": show(problem.actual),
        "fix": show(problem.fix),
    }
    if finding.id:
        row |= {
            "id": finding.id,
            "state": finding.state.value,
            "about": [show(each) for each in problem.about],
        }
    if finding.was:
        row["was"] = list(finding.was)
    if problem.judge:
        row["judge"] = "person"
    if problem.kinds:
        row["kinds"] = list(problem.kinds)
    if problem.quotes:
        row["quotes"] = [
            {"file": quote.file, "page": quote.page, "text": show(quote.text)} for quote in problem.quotes
        ]
    return row


def _waived(each: Waived, show: Show) -> dict[str, Any]:
    waiver = each.waiver
    return finding_row(each.finding, show) | {
        "waiver": {
            "reason": show(waiver.reason),
            "approver": waiver.approver,
            "until": waiver.until.isoformat(),
            "line": waiver.line,
        }
    }


def _advice(advice: Advice) -> dict[str, Any]:
    """What closes the finding, where it has one of the five remedies or lacks parts."""
    row: dict[str, Any] = {"remedy": advice.remedy.value} if advice.remedy else {}
    if advice.steps:
        row["steps"] = [
            {
                "remedy": step.remedy.value if step.remedy else None,
                "kind": step.kind,
                "due_for": list(step.due_for),
                "from": step.source or None,
            }
            | ({"pages": list(step.pages)} if step.pages else {})
            for step in advice.steps
        ]
    return row


def _reconciliation(each: Reconciliation, show: Show) -> dict[str, Any]:
    return {
        "village": each.village,
        "stage": each.stage.value,
        "columns": [column.name for column in each.columns],
        "rows": [
            {
                "household": row.household,
                "marks": [mark.state for mark in row.marks],
                "differs": [show(told) for told in row.differs],
            }
            for row in each.rows
        ],
    }


def _timeline(each: Timeline) -> dict[str, Any]:
    steps = [
        {"step": name, "on": on.isoformat(), "file": path, "page": page}
        for name, on, path, page in each.steps
    ]
    return {"household": each.household, "stage": each.stage.value, "steps": steps}
