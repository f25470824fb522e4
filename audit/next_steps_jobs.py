"""Findings → jobs: one piece of work each, with the key by which pieces are done in one go. Pure.

One request to an office, one visit to a household, one sitting at the system, one folder opened to copy from closes
many findings; a finding that lacks several parts has a job for each of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from audit.remedies import Advice, Remedy, Step, advise
from audit.rules import rule_summaries
from audit.types import File, Finding, Report
from audit.wording import kind_name
from checklists import Level

__all__ = ["Job", "Way", "desk_of", "jobs_of"]


class Way(str, Enum):
    """How a job is done: the five remedies, and what an office does by itself."""

    REPEAT = "repeat"
    REQUEST = "request"
    SIGN = "sign"
    COPY = "copy"
    REPRINT = "reprint"
    MAKE = "make"
    CORRECT = "correct"
    EXPLAIN = "explain"

    @property
    def zh(self) -> str:
        own = {"repeat": "重新公示", "make": "补制表册", "correct": "核对更正"}
        return own.get(self.value) or Remedy(self.value).zh


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work for one finding. Jobs of one way and `key` are one task; `what`: a kind of paper, or what is wrong.

    `unit`: whose folder it is about; `office`: whom to ask; `source`: the file to copy.
    """

    finding: int
    way: Way
    key: str
    unit: str
    what: str
    office: str = ""
    source: str = ""


# What is asked for, where a rule tells of something that lacks.
_ASKED = {"missing-proof": "帮扶措施佐证", "missing-attachment": "所缺的附件"}
# A rule's line is cut where the main thing has been said.
_CLAUSE = re.compile("[；：（]")
# What an office that was not named is called in the advice; each desk asks its own.
_SOMEBODY = "出具单位或经办人"
# Rules whose fault can still be made good by doing it again, where the days are left.
_REPEATED = frozenset({"notice-too-short"})


def jobs_of(report: Report) -> Iterator[Job]:
    """Every finding has one job at least. `finding`: its place in the report's findings."""
    files = {file.path: file for file in report.files}
    homes: Mapping[tuple[str, str], list[str]] = defaultdict(list)
    for unit in report.units:
        if unit.level is Level.HOUSEHOLD:
            chain = unit.id.split("/")
            for length in range(1, len(chain)):
                homes["/".join(chain[:length]), unit.name].append(unit.id)
    for place, (finding, advice) in enumerate(zip(report.findings, advise(report), strict=True)):
        if not advice.steps:
            yield _whole(place, finding, advice, files)
        for step in advice.steps:
            yield from _of_step(place, finding, step, files, homes)


def desk_of(unit: str) -> str:
    """The office that keeps the folder of a unit: a household's is kept by its village."""
    return "/".join(unit.split("/")[:3])


def _whole(place: int, finding: Finding, advice: Advice, files: Mapping[str, File]) -> Job:
    """The job of a finding that lacks no parts."""
    unit = finding.problem.unit
    what = _CLAUSE.split(rule_summaries().get(finding.rule, finding.rule))[0]
    held = next((files[path].kind for path in finding.problem.files if path in files), "unknown")
    paper = kind_name(held) if held != "unknown" else what
    if finding.rule in _REPEATED:
        return Job(place, Way.REPEAT, unit, unit, what)
    if advice.remedy is Remedy.REQUEST:
        asked = _ASKED.get(finding.rule, paper)
        return Job(place, Way.REQUEST, f"{desk_of(unit)} {_SOMEBODY}", unit, asked, _SOMEBODY)
    if advice.remedy is Remedy.SIGN:
        return Job(place, Way.SIGN, unit, unit, paper)
    if advice.remedy is Remedy.EXPLAIN:
        return Job(place, Way.EXPLAIN, desk_of(unit), unit, what)
    return Job(place, Way.CORRECT, unit, unit, what)


def _of_step(
    place: int,
    finding: Finding,
    step: Step,
    files: Mapping[str, File],
    homes: Mapping[tuple[str, str], list[str]],
) -> Iterator[Job]:
    unit = finding.problem.unit
    desk, what = desk_of(unit), kind_name(step.kind)
    if step.remedy is Remedy.COPY:
        holder = desk_of(files[step.source].unit)
        yield Job(place, Way.COPY, f"{holder} {step.kind}", unit, what, holder, step.source)
    elif step.remedy is Remedy.REPRINT:
        yield Job(place, Way.REPRINT, f"{'/'.join(unit.split('/')[:2])} {step.kind}", unit, what)
    elif step.remedy is Remedy.REQUEST:
        # One office that has a name is asked once, by all who need something of it.
        named = step.office.endswith("）")
        yield Job(
            place, Way.REQUEST, step.office if named else f"{desk} {step.office}", unit, what, step.office
        )
    elif step.remedy is Remedy.SIGN:
        for whose in step.due_for or ("",):
            found = homes.get((unit, whose), [])
            home = found[0] if len(found) == 1 else unit
            yield Job(place, Way.SIGN, home, home, what)
    elif step.remedy is Remedy.EXPLAIN:
        yield Job(place, Way.EXPLAIN, desk, unit, what)
    else:
        yield Job(place, Way.MAKE, desk, unit, what)
