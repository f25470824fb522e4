"""This run beside an earlier one: what is new, open, come back or mended. Pure.

Nothing is called mended that this run did not look at (a rule left out, a file that was not read), and nothing new that
the earlier one did not look at. Such findings are handed on from run to run until one looks at them.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from audit.runs.earlier import Earlier, Known
from audit.runs.match import match_findings
from audit.types import File, Finding, Progress, Report, State, Status

__all__ = [
    "Comparison",
    "as_first",
    "compare",
    "count_progress",
    "run_digest",
    "scope_of",
    "why_not_comparable",
]

_WHOLE_ITEM = "missing-item"
# What a wholly lacking item becomes when some of it is there.
_PARTS = frozenset({"missing-part", "missing-month", "missing-proof"})
_LACKING = _PARTS | {_WHOLE_ITEM}


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What a run is when held against an earlier one. Without one (`earlier` is "") all findings are new.

    `rules`: all that this run or one before it applied. `not_judged`: what earlier runs found and this one did not look at.
    `closed`: what was mended before the earlier run, id → when last seen. `note`: what to bear in mind.
    """

    earlier: str = ""
    earlier_as_of: str = ""
    rules: tuple[str, ...] = ()
    mended: tuple[Known, ...] = ()
    not_judged: tuple[Known, ...] = ()
    closed: tuple[tuple[str, str], ...] = ()
    note: str = ""


def compare(report: Report, earlier: Earlier) -> Report:
    """The report with each finding's state since the earlier run, and what was mended since."""
    digests = {file.path: file.document.digest[:16] for file in report.files}
    matched = match_findings(report.findings, earlier.findings, digests, earlier.digests)
    held = {id(each) for each in matched.values()}
    lost = [each for each in earlier.findings if id(each) not in held]
    whole = {(each.unit, each.item) for each in lost if each.rule == _WHOLE_ITEM}
    unread = {file.path for file in report.files if _is_unread(file)}
    newly_read = earlier.unread - unread
    findings = tuple(
        _with_state(finding, matched.get(at), earlier, whole, newly_read)
        for at, finding in enumerate(report.findings)
    )
    mended, not_judged = _gone(lost, replace(report, findings=findings), earlier)
    back = {finding.id for finding in findings if finding.state is Progress.COME_BACK}
    comparison = Comparison(
        earlier=earlier.generated_at,
        earlier_as_of=earlier.as_of,
        rules=tuple(sorted({*report.rules, *earlier.rules})),
        mended=tuple(mended),
        not_judged=tuple(not_judged),
        closed=tuple(sorted((key, seen) for key, seen in earlier.mended.items() if key not in back)),
        note=_note(report, earlier),
    )
    return replace(report, findings=findings, comparison=comparison)


def as_first(report: Report, note: str = "") -> Report:
    """The report of a run that has none before it; `note`: why it is not compared, where there are some."""
    return replace(report, comparison=Comparison(rules=tuple(sorted(report.rules)), note=note))


def count_progress(report: Report) -> dict[Progress | str, int]:
    """How many findings are in each state, those waived among them; and under "mended" those that are gone."""
    counted = Counter(finding.state for finding in report.findings)
    found: dict[Progress | str, int] = {state: counted[state] for state in Progress}
    found[Progress.WAIVED] = len(report.waived)
    found["mended"] = len(report.comparison.mended) if report.comparison else 0
    return found


def scope_of(report: Report) -> str:
    """The unit whose archive this is: the highest of which anything was checked."""
    checked = {cell.unit for cell in report.cells if cell.status is not Status.NOT_CHECKED}
    return next(
        (unit.id for unit in report.units if unit.id in checked), report.units[0].id if report.units else ""
    )


def run_digest(report: Report) -> str:
    """The same for two runs that saw the same files and found the same by the same rules, as of one day."""
    told = hashlib.blake2b(digest_size=8)
    every = [*report.findings, *(each.finding for each in report.waived)]
    for part in (
        report.checklist.id,
        report.as_of.isoformat(),
        scope_of(report),
        *report.rules,
        *(f"{file.path}\t{file.document.digest}\t{file.document.state.value}" for file in report.files),
        *sorted(finding.id for finding in every),
    ):
        told.update(part.encode("utf-8", "surrogatepass") + b"\n")
    return told.hexdigest()


def why_not_comparable(report: Report, earlier: Earlier) -> str:
    """Why an earlier run says nothing of this one; "" where it does."""
    if earlier.checklist != report.checklist.id:
        return f"用的是清单 {earlier.checklist}，这次是 {report.checklist.id}"
    if earlier.scope != scope_of(report):
        return f"查的是{earlier.scope}，这次是{scope_of(report)}"
    return ""


def _with_state(
    finding: Finding,
    known: Known | None,
    earlier: Earlier,
    whole: Set[tuple[str, str]],
    newly_read: Set[str],
) -> Finding:
    if known is not None:
        before = [*known.was, *([known.id] if known.id != finding.id else [])]
        was = tuple(dict.fromkeys(each for each in before if each != finding.id))
        return replace(finding, state=Progress.OPEN, was=was)
    problem = finding.problem
    if finding.id in earlier.mended:
        return replace(finding, state=Progress.COME_BACK)
    if finding.rule in _PARTS and (problem.unit, problem.item or "") in whole:
        return replace(finding, state=Progress.OPEN)
    looked = finding.rule in earlier.rules and not (problem.files and newly_read >= {*problem.files})
    return replace(finding, state=Progress.NEW if looked else Progress.NOT_COMPARED)


def _gone(lost: Sequence[Known], report: Report, earlier: Earlier) -> tuple[list[Known], list[Known]]:
    """Of the findings that are not there any more: those mended, and those that this run did not look at."""
    digests = {file.path: file.document.digest[:16] for file in report.files}
    unread = {file.path for file in report.files if _is_unread(file)}
    unread |= {digests[path] for path in unread}
    lacking: dict[tuple[str, str], set[str]] = defaultdict(set)
    for finding in report.findings:
        lacking[finding.problem.unit, finding.problem.item or ""].add(finding.rule)
    unsure = {
        (cell.unit, cell.item.id, gap.kind)
        for cell in report.cells
        if cell.uncertain_files
        for gap in cell.gaps
    }
    mended, not_judged = [], []
    for each in lost:
        may_lack = each.rule in _LACKING and any(
            (each.unit, each.item, kind) in unsure for kind in each.kinds
        )
        if each.rule not in report.rules or may_lack or _not_seen(each, unread, earlier):
            not_judged.append(each)
        elif not _goes_on(each, lacking.get((each.unit, each.item), set())):
            mended.append(each)
    return mended, not_judged


def _goes_on(each: Known, now: Set[str]) -> bool:
    """A whole item of which some is there now, or a part of an item that lacks as a whole now."""
    if each.rule == _WHOLE_ITEM:
        return bool(now & _PARTS)
    return each.rule in _PARTS and _WHOLE_ITEM in now


def _is_unread(file: File) -> bool:
    return file.document.state not in (State.READ, State.CONTAINER)


def _not_seen(each: Known, unread: Set[str], earlier: Earlier) -> bool:
    """Whether a file of the finding, which the earlier run read, was not read now."""
    return any(
        path not in earlier.unread and (path in unread or earlier.digests.get(path, "-") in unread)
        for path in each.files
    )


def _note(report: Report, earlier: Earlier) -> str:
    if earlier.as_of > report.as_of.isoformat():
        return f"上次查到 {earlier.as_of}，这次只查到 {report.as_of}，按月的材料和日期会因此少报"
    return ""
