"""A report.json (fangpin-audit/1) read back: the units, where their files lie, and what lacks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from checklists import Fault, Level, UserError

__all__ = ["AuditReport", "FiledFile", "Finding", "Step", "load_audit_report"]

_SCHEMA = "fangpin-audit/1"
_MISSING = ("missing-item", "missing-part", "missing-month", "missing-proof")


@dataclass(frozen=True, slots=True)
class FiledFile:
    """A file of the archive: whose it is and what it serves."""

    path: str
    unit: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What to do for one lacking kind; `remedy` is "" where the office makes it anew."""

    remedy: str
    kind: str
    due_for: tuple[str, ...]
    source: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding as far as something can be made for it. `open`: nobody has waived it and it is no matter of judgement."""

    rule: str
    unit: str
    item: str
    message: str
    remedy: str
    severity: str
    open: bool
    steps: tuple[Step, ...]

    @property
    def is_gap(self) -> bool:
        """Whether it says that a paper lacks, rather than that one is wrong."""
        return self.rule in _MISSING


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The report of one audit."""

    checklist: str
    as_of: date
    units: Mapping[str, Level]
    files: tuple[FiledFile, ...]
    cells: Mapping[tuple[str, str], tuple[str, ...]]  # unit and item → paths
    findings: tuple[Finding, ...]

    def gaps(self) -> Iterator[tuple[Finding, Step]]:
        """Every step of the findings that something lacks."""
        for finding in self.findings:
            if finding.open and finding.is_gap:
                for step in finding.steps:
                    yield finding, step


def load_audit_report(path: Path) -> AuditReport:
    """Read a report. Raises UserError where it cannot be read or is no report of an audit."""
    todo = "请给出 fangpin audit 写的 report.json（在“档案名-fangpin”文件夹里），或用 --format json 存下来的那个文件"
    try:
        data = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise UserError(Fault(str(path), "打不开这个文件", todo)) from error
    except ValueError as error:
        raise UserError(Fault(str(path), "不是检查报告（JSON）", todo)) from error
    if not isinstance(data, dict) or data.get("schema") != _SCHEMA:
        raise UserError(Fault(str(path), f"不是检查报告（没有 {_SCHEMA} 的记号）", todo))
    try:
        return _report(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError(Fault(str(path), "检查报告不完整，或被改过", "请重新运行 fangpin audit")) from error


def _report(data: Mapping[str, Any]) -> AuditReport:
    cells = {
        (_text(cell["unit"]), _text(cell["item"])): tuple(map(_path, cell["files"]))
        for cell in data["cells"]
        if cell["status"] != "not-checked"
    }
    return AuditReport(
        checklist=_text(data["checklist"]),
        as_of=date.fromisoformat(data["as_of"]),
        units={_text(unit["id"]): Level(unit["level"]) for unit in data["units"]},
        files=tuple(
            FiledFile(_path(file["path"]), _text(file["unit"]), tuple(map(_text, file["items"])))
            for file in data["files"]
        ),
        cells=cells,
        findings=tuple(map(_finding, data["findings"])),
    )


def _finding(row: Mapping[str, Any]) -> Finding:
    return Finding(
        rule=_text(row["rule"]),
        unit=_text(row["unit"]),
        item=_text(row["item"] or ""),
        message=_text(row["message"]),
        remedy=_text(row.get("remedy") or ""),
        severity=_text(row["severity"]),
        open=row.get("state") != "waived" and row.get("judge") != "person",
        steps=tuple(map(_step, row.get("steps", ()))),
    )


def _step(row: Mapping[str, Any]) -> Step:
    return Step(
        remedy=_text(row["remedy"] or ""),
        kind=_text(row["kind"]),
        due_for=tuple(map(_text, row["due_for"])),
        source=_path(row["from"]) if row.get("from") else "",
        pages=tuple(map(int, row.get("pages", ()))),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _path(value: object) -> str:
    """A path within the archive. Raises ValueError for one that leads out of it."""
    path = PurePosixPath(_text(value))
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(value)
    return str(value)
