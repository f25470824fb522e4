"""Whether the planted defects of a sample are found, and what is told that is neither planted nor follows from it.

    python -m benchmarks.defects SAMPLE [--no-ocr] [--json]

SAMPLE is a folder with truth.json and the archive beside it. A defect is found where its rule speaks at its unit or at one
of the same chain; `also_allowed` may be said besides. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from audit.pipeline import audit_archive
from audit.types import Finding, Severity
from benchmarks.scoring import load_truth
from checklists import load_checklist
from fangpin.reading import reading

__all__ = ["compare"]

Defect = Mapping[str, Any]


def main() -> None:
    """Audit the sample and print what was found, missed and extra."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sample", type=Path)
    parser.add_argument("--no-ocr", action="store_true", help="scans are not read")
    parser.add_argument("--json", action="store_true", help="print the last line alone")
    given = parser.parse_args()
    truth = load_truth(given.sample)
    defects = json.loads((given.sample / "truth.json").read_text(encoding="utf-8"))["defects"]
    checklist = load_checklist(truth.checklist)
    with reading("读取档案", ocr=not given.no_ocr) as how:
        report = audit_archive(
            truth.archive,
            checklist=checklist,
            as_of=truth.as_of,
            progress=how.progress,
            options=how.options,
            cache=how.cache,
        )
    found, missed, extra = compare(report.findings, defects)
    if not given.json:
        for defect in missed:
            print(f"missed  {defect['rule']}  {defect['unit']}  {defect['item'] or ''}  {defect['note']}")
        for finding in extra:
            print(
                f"extra   {finding.severity.value}  {finding.rule}  {finding.problem.unit}  {finding.problem.item or ''}"
            )
            print(f"        {finding.problem.message}")
            for quote in finding.problem.quotes[:4]:
                print(f"        {quote.file}#{quote.page}: {quote.text}")
    print(json.dumps({"found": len(found), "missed": len(missed), "extra": len(extra)}))


def compare(
    findings: Sequence[Finding], defects: Sequence[Defect]
) -> tuple[list[Defect], list[Defect], list[Finding]]:
    """The defects that are found, those that are not, and the errors and warnings that none of them explains."""
    found = [defect for defect in defects if any(_is(finding, defect) for finding in findings)]
    missed = [defect for defect in defects if defect not in found]
    extra = [
        finding
        for finding in findings
        if finding.severity is not Severity.INFO and not any(_explains(defect, finding) for defect in defects)
    ]
    return found, missed, extra


def _is(finding: Finding, defect: Defect) -> bool:
    item = defect.get("item")
    exact = defect["rule"].startswith("missing-") and item is not None
    return (
        finding.rule == defect["rule"]
        and _on_chain(finding.problem.unit, defect["unit"])
        and (not exact or finding.problem.item == item)
    )


def _explains(defect: Defect, finding: Finding) -> bool:
    if finding.rule == defect["rule"] and _on_chain(finding.problem.unit, defect["unit"]):
        return True
    return any(
        finding.rule == other["rule"] and _on_chain(finding.problem.unit, other["unit"])
        for other in defect.get("also_allowed", ())
    )


def _on_chain(unit: str, other: str) -> bool:
    return f"{unit}/".startswith(f"{other}/") or f"{other}/".startswith(f"{unit}/")


if __name__ == "__main__":
    main()
