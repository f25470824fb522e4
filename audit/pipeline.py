"""The audit as one run: read the archive (touches the disk), judge what was read (pure)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from audit.classify import classify_documents
from audit.decisions.apply import settle
from audit.decisions.parse import Decisions
from audit.dossier import build_dossier
from audit.place import place_documents
from audit.readers import read_document
from audit.rules import Rule, apply_rules, catalogue
from audit.scan import read_entry, scan
from audit.types import Document, Entry, File, Report, State
from checklists import Checklist, Fault, UserError
from registry.dates import Month

__all__ = ["audit_archive", "better_date", "judge", "read_archive"]

_STALE = timedelta(days=92)
_NO_DECISIONS = Decisions()
Progress = Callable[[int, int, str], None]


def read_archive(root: Path, progress: Progress | None = None) -> tuple[Document, ...]:
    """Every file under `root` as a document in its state. `progress(done, total, path)` is called for each.

    Raises UserError where the folder is not there or holds nothing.
    """
    if not root.is_dir():
        raise UserError(Fault(str(root), "没有这个文件夹", "请检查路径；档案是压缩包的，先解压"))
    entries = list(scan(root))
    if not entries:
        raise UserError(Fault(str(root), "文件夹里没有文件", "请给出放有档案材料的文件夹"))
    documents = []
    for number, entry in enumerate(entries, 1):
        documents.append(_read(entry))
        if progress:
            progress(number, len(entries), entry.path)
    return tuple(documents)


def _read(entry: Entry) -> Document:
    try:
        data = read_entry(entry)
    except OSError as error:
        digest = hashlib.blake2b(entry.path.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        return Document(entry.path, entry.size, digest, "unknown", State.UNREADABLE, str(error))
    return read_document(entry.path, data)


def judge(
    documents: Sequence[Document],
    *,
    checklist: Checklist,
    as_of: date,
    root_name: str,
    unit: str | None = None,
    rules: Iterable[Rule] | None = None,
    decisions: Decisions = _NO_DECISIONS,
) -> Report:
    """Place, classify, weigh and check documents that were read. Pure; what a document says is kept by document.

    Raises UserError: a decision that names a unit or item which is not there.
    """
    kept = _without_copies_in_zips(documents)
    placement, settled = settle(decisions, place_documents(kept, root_name, unit), checklist)
    files = classify_documents(placement, checklist, settled.correct)
    dossier = build_dossier(files, placement, checklist, as_of)
    findings = apply_rules(dossier, catalogue() if rules is None else rules)
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
        remarks=settled.remarks_on(files),
    )


def audit_archive(
    root: Path,
    *,
    checklist: Checklist,
    as_of: date,
    unit: str | None = None,
    rules: Iterable[Rule] | None = None,
    progress: Progress | None = None,
    decisions: Decisions = _NO_DECISIONS,
) -> Report:
    """Read and judge. Nothing is written inside the archive. Raises UserError."""
    documents = read_archive(root, progress)
    name = root.resolve().name
    return judge(
        documents,
        checklist=checklist,
        as_of=as_of,
        root_name=name,
        unit=unit,
        rules=rules,
        decisions=decisions,
    )


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
    days = [part.paper.day for file in files for part in file.parts if part.paper and part.paper.day]
    return max((day for day in days if day <= as_of), default=None)
