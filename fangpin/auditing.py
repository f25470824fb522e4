"""One audit from the folder to the reports: what the command line and the page both run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from checklists import Checklist, Fault, UserError, load_checklist
from fangpin.archive_paths import report_folder
from fangpin.decisions_file import keep_decisions, load_decisions
from fangpin.history import beside_earlier, keep_run, load_run
from fangpin.report_files import write_reports
from fangpin.system_file import load_system
from fangpin.task_lists import write_task_lists
from fangpin.unchanged import Outcome, keep, key_of, recall

if TYPE_CHECKING:
    from audit.next_steps import Deadline
    from audit.report.entries import People
    from audit.report.typed import Typed
    from audit.system import System
    from audit.types import Report
    from fangpin.reading import Reading

__all__ = ["Audited", "Choices", "audit_and_report", "audit_only"]


@dataclass(frozen=True, slots=True)
class Choices:
    """What is asked of an audit. `unit`: whose folder it is, "" to tell by itself; `output`: None for the folder beside.

    `deadline`: today and the day of the inspection that the work is planned for. `baseline`: the report.json to compare
    with; without it the newest run kept in the folder of the reports. `lists`: a page for each office and person too.
    """

    archive: Path
    as_of: date
    checklist: str = "tongren-2021"
    registry: Path | None = None
    unit: str = ""
    output: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    full: bool = False
    own_templates: Path | None = None
    deadline: Deadline | None = None
    baseline: Path | None = None
    lists: bool = False

    @property
    def target(self) -> Path:
        """The folder of the reports."""
        return report_folder(self.archive, self.output)


@dataclass(frozen=True, slots=True)
class Audited:
    """What came of an audit; `report` is None where nothing has changed since the reports in `target` were written."""

    outcome: Outcome
    target: Path
    report: Report | None = None
    people: People = field(default_factory=dict)


def audit_only(choices: Choices, how: Reading) -> Report:
    """Read and judge, and write nothing. Raises UserError."""
    system = load_system(choices.registry) if choices.registry else None
    return _audit(choices, load_checklist(choices.checklist), system, how)


def audit_and_report(
    choices: Choices, how: Reading, *, again: bool = False, typed: Mapping[str, Typed] = MappingProxyType({})
) -> Audited:
    """Read and judge, and write the reports; where nothing has changed they are left as they are, unless `again`.

    `typed`: what people said of findings outside of the ledger (id → who, how far), to be put into it.
    Raises UserError: no such folder, checklist or rule, or a report folder inside the archive.
    """
    from audit.report import render_summary
    from audit.report.people import people_of
    from templates.overrides import load_overrides

    archive, target = choices.archive, choices.target
    _refuse_inside(target, archive)
    if choices.baseline is not None:
        load_run(choices.baseline)  # a wrong one is told before the long reading
    templates = load_overrides(choices.own_templates) if choices.own_templates else {}
    profile, decisions = load_checklist(choices.checklist), load_decisions(target)
    given = (
        choices,
        profile,
        sorted(templates.items()),
        decisions,
        [each.until < date.today() for each in decisions.waivers],
        archive.resolve(),
        how.options,
    )
    if how.cache and not again and not choices.lists:
        before = recall(
            how.cache, key_of(archive, how.cache, given, [choices.registry, choices.baseline]), target
        )
        if before:
            return Audited(before, target)
    system = load_system(choices.registry) if choices.registry else None
    report = _audit(choices, profile, system, how)
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    write_reports(
        report,
        archive,
        target,
        now,
        full=choices.full,
        system=system,
        templates=templates,
        deadline=choices.deadline,
        typed=typed,
    )
    people = people_of(system, report.units)
    if choices.lists:
        write_task_lists(
            report,
            target,
            now[:10],
            full=choices.full,
            people=people,
            templates=templates,
            deadline=choices.deadline,
        )
    _keep(report, choices, now)
    keep_decisions(target, report)
    severities = frozenset(finding.severity.value for finding in report.findings)
    outcome = Outcome(render_summary(report, deadline=choices.deadline), severities, now)
    if how.cache:
        keep(
            how.cache,
            key_of(archive, how.cache, given, [choices.registry, choices.baseline]),
            target,
            outcome,
        )
    return Audited(outcome, target, report, people)


def _audit(choices: Choices, profile: Checklist, system: System | None, how: Reading) -> Report:
    from audit.decisions.waive import waive
    from audit.pipeline import audit_archive
    from audit.rules import pick_rules

    decisions = load_decisions(choices.target)
    report = audit_archive(
        choices.archive,
        checklist=profile,
        as_of=choices.as_of,
        unit=choices.unit or None,
        rules=pick_rules(choices.select, choices.ignore, profile),
        progress=how.progress,
        decisions=decisions,
        options=how.options,
        cache=how.cache,
        system=system,
    )
    return waive(beside_earlier(report, choices.target, choices.baseline), decisions.waivers, date.today())


def _keep(report: Report, choices: Choices, now: str) -> None:
    """Keep the run for those to come: masked, and without the plan for one inspection."""
    from audit.report import render_json

    if choices.full or choices.deadline:
        keep_run(choices.target, render_json(report, now), now)
    else:
        keep_run(choices.target, (choices.target / "report.json").read_text(encoding="utf-8"), now)


def _refuse_inside(target: Path, archive: Path) -> None:
    root = archive.resolve()
    if target.resolve() == root or root in target.resolve().parents:
        todo = "档案里不写任何东西，请用 -o 另选一个档案外面的文件夹"
        raise UserError(Fault(str(target), "在要检查的档案里面", todo))
