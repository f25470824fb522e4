"""A registry drafted from the papers of an archive: what the command does and what the page does."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from checklists import Fault, UserError, load_checklist
from fangpin.archive_paths import report_folder
from fangpin.decisions_file import load_decisions

if TYPE_CHECKING:
    from audit.drafting.types import Draft
    from fangpin.reading import Reading

__all__ = ["draft_from"]


def draft_from(archive: Path, checklist: str, unit: str, how: Reading) -> Draft:
    """Read the archive and draft. `unit`: whose folder it is, "" to tell by itself. Nothing is written.

    Raises UserError: no such folder, or no paper that a registry can be drafted from.
    """
    from audit.drafting.draft import draft_registry
    from audit.pipeline import read_archive, weigh

    profile, decisions = load_checklist(checklist), load_decisions(report_folder(archive, None))
    documents = read_archive(archive, how.progress, options=how.options, cache=how.cache)
    dossier, _ = weigh(
        documents,
        checklist=profile,
        as_of=date.today(),
        root_name=archive.resolve().name,
        unit=unit or None,
        decisions=decisions,
    )
    draft = draft_registry(dossier)
    if not draft.registry.households and not draft.registry.meetings and not draft.registry.papers:
        todo = (
            "请确认文件夹；只有扫描件的，先装文字识别（见使用说明）；不知道是谁的，写明是哪个单位的（--unit）"
        )
        raise UserError(Fault(str(archive), "没有认出写着户、会议或文件的材料，没有写登记簿", todo))
    return draft
