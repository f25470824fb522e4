"""Check dropped papers, each by itself, and write copies with comments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklists import Checklist, UserError, load_checklist
from web.checked import Drop, Paper, find_drop, keep_found
from web.task_process import Doing

if TYPE_CHECKING:
    from audit.types import Finding

__all__ = ["do"]

_QUOTED = 120


def do(doing: Doing) -> Mapping[str, Any]:
    """`args`: drop. What cannot be read is told beside its name, and stops nothing."""
    drop = find_drop(doing.store, doing.args["drop"])
    if drop is None:
        return {}  # Removed by its user meanwhile.
    profile = load_checklist()
    files = sorted((path for path in drop.folder.glob("*/*") if path.is_file()), key=lambda path: path.name)
    papers = []
    for number, file in enumerate(files):
        doing.show(number, len(files), "正在检查")
        papers.append(_checked(file, profile, drop))
    keep_found(doing.store, drop.id, papers)
    doing.show(len(files), len(files))
    return {}


def _checked(file: Path, profile: Checklist, drop: Drop) -> Paper:
    from audit.lint import lint
    from fangpin.linting import read_papers, remark_of

    documents, faults = read_papers([file])
    if faults:
        return Paper(file.name, f"{faults[0].what}；{faults[0].todo}", (), "")
    found = lint(documents[file], profile, date.fromisoformat(drop.as_of))
    remarks = tuple(remark_of(finding, _QUOTED) for finding in found)
    return Paper(file.name, "", remarks, _annotated(file, found, drop))


def _annotated(file: Path, found: tuple[Finding, ...], drop: Drop) -> str:
    """The copy with comments, by its place in the drop's folder; "" where there is nothing to write or no way to."""
    from fangpin.annotate import annotate
    from fangpin.linting import may_be_annotated
    from registry.files import write_atomic

    if not found or not may_be_annotated(file):
        return ""
    target = file.parent / "批注稿" / f"{file.stem}（批注）.docx"
    try:
        write_atomic(target, annotate(file.read_bytes(), found, file.name))
    except UserError:
        return ""  # Broken inside: what was found in it says so already.
    return str(target.relative_to(drop.folder))
