"""The audit of archives/sample says what archives/truth.json says: units, kinds, cells and findings.

The archive is in a style of its own; nothing in the audit was fitted to its words.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from audit.pipeline import audit_archive
from audit.types import Finding, Report, Severity
from checklists import load_checklist

ARCHIVES = Path(__file__).resolve().parent.parent / "archives"
TRUTH: dict[str, Any] = json.loads((ARCHIVES / "truth.json").read_text(encoding="utf-8"))
SCORED = {file["path"]: file for file in TRUTH["files"] if file["scored"]}


@pytest.fixture(scope="module")
def report() -> Report:
    as_of = date.fromisoformat(TRUTH["as_of"])
    return audit_archive(ARCHIVES / "sample", checklist=load_checklist(TRUTH["checklist"]), as_of=as_of)


def test_the_archive_is_small() -> None:
    assert sum(path.stat().st_size for path in ARCHIVES.rglob("*") if path.is_file()) < 2_000_000


def test_every_unit_is_found_and_no_other(report: Report) -> None:
    found = {(unit.id, unit.level.value) for unit in report.units}
    assert found == {(unit["id"], unit["level"]) for unit in TRUTH["units"]}


def test_every_file_is_in_the_report_and_litter_is_not(report: Report) -> None:
    assert {file.path for file in report.files} == {file["path"] for file in TRUTH["files"]}


def test_every_file_is_recognised(report: Report) -> None:
    wrong = {
        file.path: (file.kind, SCORED[file.path]["kind"])
        for file in report.files
        if file.path in SCORED and file.kind not in _listed(SCORED[file.path]["kind"])
    }
    assert wrong == {}


@pytest.mark.parametrize("what", ["unit", "stage", "items"])
def test_every_file_is_placed(report: Report, what: str) -> None:
    wrong = {}
    for file in report.files:
        placed: dict[str, object] = {
            "unit": file.unit,
            "stage": file.stage.value if file.stage else None,
            "items": list(file.items),
        }
        if file.path in SCORED and placed[what] != SCORED[file.path][what]:
            wrong[file.path] = (placed[what], SCORED[file.path][what])
    assert wrong == {}


def test_every_cell_has_its_status_and_its_gaps(report: Report) -> None:
    found = {
        (cell.unit, cell.item.id): (cell.status.value, list(cell.missing_parts)) for cell in report.cells
    }
    assert found == {
        (cell["unit"], cell["item"]): (cell["status"], cell["missing_parts"]) for cell in TRUTH["cells"]
    }


@pytest.mark.parametrize("defect", TRUTH["defects"], ids=lambda defect: f"{defect['rule']} {defect['note']}")
def test_every_defect_is_found_once(report: Report, defect: dict[str, Any]) -> None:
    assert len([finding for finding in report.findings if _is(finding, defect)]) == 1


def test_nothing_else_is_called_wrong(report: Report) -> None:
    allowed = {(each["rule"], each["unit"]) for defect in TRUTH["defects"] for each in defect["also_allowed"]}
    others = [
        (finding.rule, finding.problem.unit, finding.problem.message)
        for finding in report.findings
        if finding.severity is not Severity.INFO
        and not any(_is(finding, defect) for defect in TRUTH["defects"])
        and (finding.rule, finding.problem.unit) not in allowed
    ]
    assert others == []


def test_no_finding_shows_a_whole_id_number(report: Report) -> None:
    for finding in report.findings:
        said = f"{finding.problem.message}{finding.problem.expected}{finding.problem.actual}"
        assert "990107" not in said or "*" in said


def _listed(kind: str | list[str]) -> list[str]:
    return [kind] if isinstance(kind, str) else kind


def _is(finding: Finding, defect: dict[str, Any]) -> bool:
    problem = finding.problem
    return (
        (finding.rule, problem.unit) == (defect["rule"], defect["unit"])
        and (defect["item"] in (None, problem.item) or problem.item is None)
        and set(problem.files) == set(defect["files"] or problem.files)
    )
