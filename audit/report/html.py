"""The report as one HTML file, offline and printable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any

from audit.decisions.names import kind_as_decided
from audit.pipeline import better_date
from audit.report.not_read import unread_by_reason, what_lacks
from audit.types import Cell, File, Finding, Report, Severity, Status
from audit.wording import kind_name, mask_personal, unit_name
from checklists import Level
from registry.dates import format_date

__all__ = ["render_html"]

MARKS = {
    Status.COMPLETE: "✓",
    Status.PARTIAL: "△",
    Status.MISSING: "✗",
    Status.NOT_APPLICABLE: "—",
    Status.NOT_CHECKED: "·",
}
# Above so many, the findings of a unit are folded until somebody opens them.
_OPEN_UNITS = 20


def render_html(report: Report, generated_at: str = "") -> str:
    """Summary, matrix unit × item, findings by unit. Identity and telephone numbers are masked."""
    findings = _by_unit(report.findings)
    later = better_date(report)
    text: str = _template().render(
        report=report,
        generated_at=generated_at,
        as_of=format_date(report.as_of),
        newest=format_date(report.newest_on) if report.newest_on else "",
        better=later.isoformat() if later else "",
        counts=_counts(report),
        matrices=[_matrix(report, level) for level in Level if any(u.level is level for u in report.units)],
        groups=findings,
        open_units=len(findings) <= _OPEN_UNITS,
        legend=[(MARKS[status], status.value, status.zh) for status in Status],
        unread=unread_by_reason(report.files),
        decided_paths=frozenset(file.path for file in report.files if file.decided),
        decided=_decided(report),
    )
    return text


@lru_cache(maxsize=1)
def _template() -> Any:
    import jinja2

    source = files("audit.report").joinpath("report.html.j2").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "mask": mask_personal,
        "unit": unit_name,
        "kind": kind_name,
        "decided_kind": kind_as_decided,
        "lacks": what_lacks,
    }
    return environment.from_string(source)


def _counts(report: Report) -> list[tuple[str, str]]:
    due = [cell for cell in report.cells if cell.status in (Status.COMPLETE, Status.PARTIAL, Status.MISSING)]
    rows = [
        ("档案单位", f"{len(report.units)} 个"),
        ("文件", f"{len(report.files)} 个"),
        ("应有项目", f"{len(due)} 项"),
    ]
    for status in (Status.COMPLETE, Status.PARTIAL, Status.MISSING):
        rows.append((status.zh, f"{sum(cell.status is status for cell in due)} 项"))
    for severity in Severity:
        rows.append((severity.zh, f"{sum(f.severity is severity for f in report.findings)} 条"))
    return rows


def _by_unit(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.problem.unit].append(finding)
    return list(groups.items())


def _matrix(report: Report, level: Level) -> dict[str, Any]:
    """One level's table; households are grouped by their village."""
    cells: dict[str, list[Cell]] = defaultdict(list)
    for cell in report.cells:
        if cell.item.level is level:
            cells[cell.unit].append(cell)
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for unit in report.units:
        if unit.level is level:
            name = unit_name(unit.id) if level is Level.VILLAGE else unit.name
            row = {"id": unit.id, "name": name, "cells": [_mark(cell) for cell in cells[unit.id]]}
            groups[unit.parent if level is Level.HOUSEHOLD else ""].append(row)
    return {
        "level": level,
        "items": report.checklist.of_level(level),
        "groups": [(unit_name(parent) if parent else "", rows) for parent, rows in groups.items()],
    }


def _mark(cell: Cell) -> dict[str, str]:
    lacking = "、".join(kind_name(kind) for kind in cell.missing_parts)
    note = f"{cell.item.id} {cell.item.title}：{cell.status.zh}" + (f"，缺{lacking}" if lacking else "")
    if cell.uncertain_files:
        note += f"；有 {len(cell.uncertain_files)} 个没有读到的文件可能属于这一项"
    return {
        "mark": MARKS[cell.status] + ("?" if cell.uncertain_files else ""),
        "status": cell.status.value,
        "note": note,
        "zh": cell.status.zh,
    }


def _decided(report: Report) -> list[tuple[File, str]]:
    """The files that people decided, with who, when and why as far as they said."""
    said = {
        each.path: "，".join(filter(None, (each.by, each.on.isoformat() if each.on else "", each.note)))
        for each in report.corrections
    }
    return [(file, said.get(file.path, "")) for file in report.files if file.decided]
