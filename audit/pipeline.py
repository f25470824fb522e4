"""The audit as one run: read the archive (touches the disk), judge what was read (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from audit.cache import Cache
from audit.classify import classify_documents
from audit.decisions.apply import Settled, settle
from audit.decisions.on_paper import put_on_paper
from audit.decisions.parse import Decisions
from audit.dossier import build_dossier
from audit.gist import with_gist
from audit.made_later import made_later_on
from audit.place import place_documents
from audit.reading import Progress, ReadOptions, read_archive
from audit.reconcile import reconcile, timelines_of
from audit.rules import Rule, apply_rules, pick_rules
from audit.runs.identity import identify, rules_run
from audit.system import System
from audit.types import Document, Dossier, File, Report, State
from checklists import Checklist
from registry.dates import Month

__all__ = ["audit_archive", "better_date", "judge", "read_archive", "weigh"]

_STALE = timedelta(days=92)
_NO_DECISIONS = Decisions()
_DEFAULT = ReadOptions()


def judge(
    documents: Sequence[Document],
    *,
    checklist: Checklist,
    as_of: date,
    root_name: str,
    unit: str | None = None,
    rules: Iterable[Rule] | None = None,
    decisions: Decisions = _NO_DECISIONS,
    system: System | None = None,
) -> Report:
    """Place, classify, weigh and check documents that were read. Pure; what a document says is kept by document.

    Raises UserError: a decision that names a unit or item which is not there.
    """
    kept = _without_copies_in_zips([each if each.gist else _with_gist(each) for each in documents])
    placement, settled = settle(decisions, place_documents(kept, root_name, unit), checklist)
    files = classify_documents(placement, checklist, settled.correct)
    dossier = replace(build_dossier(files, placement, checklist, as_of), system=system)
    units = [each.id for each in dossier.units]
    cells, told = put_on_paper(dossier.cells, decisions.on_paper, units)
    dossier = replace(dossier, cells=cells)
    applied = pick_rules(checklist=checklist) if rules is None else tuple(rules)
    findings = identify(apply_rules(dossier, applied))
    return Report(
        checklist=checklist,
        as_of=as_of,
        units=dossier.units,
        files=tuple(sorted(files, key=lambda file: file.path)),
        cells=dossier.cells,
        findings=findings,
        newest_on=_newest(files, as_of),
        not_read=tuple(
            sorted(
                file.path for file in files if file.document.state is State.NOT_READ and file.kind != "photo"
            )
        ),
        corrections=tuple(each for _, each in sorted(settled.by_path.items())),
        remarks=(*settled.remarks_on(files), *told),
        reconciliation=reconcile(dossier),
        timelines=timelines_of(dossier),
        rules=rules_run(applied, system),
    )


def weigh(
    documents: Sequence[Document],
    *,
    checklist: Checklist,
    as_of: date,
    root_name: str,
    unit: str | None = None,
    decisions: Decisions = _NO_DECISIONS,
) -> tuple[Dossier, Settled]:
    """Place and classify documents that were read, and weigh them by the checklist; no rule is applied yet. Pure.

    Raises UserError: a decision that names a unit or item which is not there.
    """
    kept = _without_copies_in_zips([each if each.gist else _with_gist(each) for each in documents])
    placement, settled = settle(decisions, place_documents(kept, root_name, unit), checklist)
    files = classify_documents(placement, checklist, settled.correct)
    return build_dossier(files, placement, checklist, as_of), settled


def audit_archive(
    root: Path,
    *,
    checklist: Checklist,
    as_of: date,
    unit: str | None = None,
    rules: Iterable[Rule] | None = None,
    progress: Progress | None = None,
    decisions: Decisions = _NO_DECISIONS,
    options: ReadOptions = _DEFAULT,
    cache: Cache | None = None,
    system: System | None = None,
) -> Report:
    """Read and judge. Nothing is written inside the archive. Raises UserError."""
    documents = read_archive(root, progress, options=options, cache=cache)
    name = root.resolve().name
    return judge(
        documents,
        checklist=checklist,
        as_of=as_of,
        root_name=name,
        unit=unit,
        rules=rules,
        decisions=decisions,
        system=system,
    )


@lru_cache(maxsize=1 << 14)
def _with_gist(document: Document) -> Document:
    """For those who judge the same documents many times and have not had them from `read_archive`."""
    return with_gist(document)


def better_date(report: Report) -> date | None:
    """The date to audit for, where the newest paper is much older than the date given; else None."""
    if report.newest_on is None or report.as_of - report.newest_on <= _STALE:
        return None
    return Month.of(report.newest_on).last_day


def _without_copies_in_zips(documents: Sequence[Document]) -> Sequence[Document]:
    """A file inside a zip that equals one beside the zip says nothing of its own (contract, decision 18)."""
    if not any("!/" in document.path for document in documents):
        return documents
    beside = {(document.path.rpartition("/")[0], document.digest) for document in documents}
    return [
        document
        for document in documents
        if "!/" not in document.path
        or (document.path.partition("!/")[0].rpartition("/")[0], document.digest) not in beside
    ]


def _newest(files: Iterable[File], as_of: date) -> date | None:
    days = [
        part.paper.day
        for file in files
        if made_later_on(file.document) is None  # one made for the archive tells nothing of its age
        for part in file.parts
        if part.paper and part.paper.day
    ]
    return max((day for day in days if day <= as_of), default=None)
