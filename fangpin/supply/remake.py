"""What an audit found lacking and the registry can fill, made anew: from the report to the list of what was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from checklists import Checklist, Fault, UserError, load_checklist
from fangpin.generating import stopping
from fangpin.supply.audit_report import AuditReport, load_audit_report
from fangpin.supply.made import Made, Plan, Wanted, make_papers, plan_papers
from fangpin.supply.made_list import made_listing
from fangpin.supply.paths import folder_for, list_beside
from fangpin.supply.places import Places
from registry.checks import check
from registry.files import write_atomic
from registry.read_workbook import Loaded

__all__ = ["Anew", "make_planned", "plan_anew"]


@dataclass(frozen=True, slots=True)
class Anew:
    """What is to be made by a report and a registry, and where: `folder`, with the list of it, `listing`, beside it."""

    plan: Plan
    loaded: Loaded
    places: Places
    folder: Path
    today: date

    @property
    def listing(self) -> Path:
        return list_beside(self.folder, "补制清单")


def plan_anew(loaded: Loaded, report_path: Path, output: Path | None, wanted: Wanted, today: date) -> Anew:
    """What lacks and can be made. Raises UserError, also for faults of the registry that would put a wrong word on a paper."""
    report = load_audit_report(report_path)
    checklist = _same_checklist(loaded, report, report_path)
    folder = folder_for(output, report_path, (file.path for file in report.files))
    plan = plan_papers(loaded, report, checklist, wanted, today)
    # A note prints no number of a letter and no person's data of the registry: faults there do not touch it.
    if errors := stopping(loaded.name, check(loaded), [paper.due for paper in plan.missing.papers]):
        raise UserError(errors)
    return Anew(plan, loaded, Places(report, checklist), folder, today)


def make_planned(anew: Anew, templates: Mapping[str, bytes], advance: Callable[[int], object]) -> Made:
    """Make it, and write the list of it and of what cannot be made. Raises UserError: nothing can be written."""
    made = make_papers(
        anew.plan,
        anew.loaded,
        anew.places,
        anew.folder,
        anew.today,
        templates=templates,
        advance=advance,
    )
    write_atomic(anew.listing, made_listing(anew.plan, made))
    return made


def _same_checklist(loaded: Loaded, report: AuditReport, path: Path) -> Checklist:
    """The checklist of both. Raises UserError where the report was made by another one than the registry names."""
    checklist = load_checklist(loaded.registry.settings.checklist)
    items = {item.id for item in checklist.items}
    named = {finding.item for finding in report.findings if finding.item}
    if report.checklist != checklist.id or not named <= items:
        what = f"按清单 {report.checklist} 查的，登记簿用的是 {checklist.id}"
        todo = "请按登记簿〔填写说明〕里的清单重新检查，或改登记簿里的清单"
        raise UserError(Fault(str(path), what, todo))
    return checklist
