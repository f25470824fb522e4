"""The samples of ../shared against their truth."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from audit.pipeline import audit_archive
from audit.types import Report, Severity, State
from benchmarks.defects import compare
from checklists import load_checklist
from tests.conftest import SAMPLES

pytestmark = pytest.mark.needs_samples


def load(name: str) -> tuple[Report, dict[str, Any]]:
    truth = json.loads((SAMPLES / name / "truth.json").read_text(encoding="utf-8"))
    as_of = date.fromisoformat(truth["as_of"])
    return audit_archive(
        SAMPLES / name / "archive", checklist=load_checklist(truth["checklist"]), as_of=as_of
    ), truth


def kinds_of(row: dict[str, Any]) -> list[str]:
    return [row["kind"]] if isinstance(row["kind"], str) else row["kind"]


def test_plain_clean_is_exactly_as_its_truth_has_it() -> None:
    report, truth = load("plain-clean")
    files = {file.path: file for file in report.files}
    for row in truth["files"]:
        file = files[row["path"]]
        assert file.kind in kinds_of(row), row["path"]
        assert (file.unit, list(file.items)) == (row["unit"], sorted(row["items"])), row["path"]
        assert (file.stage.value if file.stage else None) == row["stage"], row["path"]
    assert {unit.id for unit in report.units} == {unit["id"] for unit in truth["units"]}
    cells = {
        (cell.unit, cell.item.id): (cell.status.value, list(cell.missing_parts)) for cell in report.cells
    }
    assert cells == {
        (row["unit"], row["item"]): (row["status"], row["missing_parts"]) for row in truth["cells"]
    }
    assert [finding for finding in report.findings if finding.severity is not Severity.INFO] == []


@pytest.mark.parametrize("name", ["messy-small", "wild-small"])
def test_what_could_be_read_of_the_messy_samples_is_known(name: str) -> None:
    report, truth = load(name)
    files = {file.path: file for file in report.files if file.document.state is State.READ}
    rows = [row for row in truth["files"] if row["path"] in files and row.get("scored", True)]
    right = sum(files[row["path"]].kind in kinds_of(row) for row in rows)
    assert right / len(rows) >= 0.99


@pytest.mark.parametrize("name", ["messy-small", "wild-small"])
def test_of_what_could_be_read_nothing_is_told_that_is_not_planted(name: str) -> None:
    """Recall with scans read is measured by benchmarks/defects; here no scan is read and nothing may be invented."""
    report, truth = load(name)
    _, _, extra = compare(report.findings, truth["defects"])
    assert [f"{finding.rule} {finding.problem.message}" for finding in extra] == []


def test_messy_small_gives_all_that_is_planted_in_files_with_text() -> None:
    report, truth = load("messy-small")
    _, missed, _ = compare(report.findings, truth["defects"])
    assert [defect["rule"] for defect in missed if defect.get("medium") != "scan"] == []
