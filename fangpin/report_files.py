"""The reports of an audit, written beside the archive: they alone are written over.

What people typed into the ledger is carried over to the new one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from checklists import Fault, UserError
from fangpin.report_crops import crops_of

if TYPE_CHECKING:
    from audit.next_steps import Deadline
    from audit.report.typed import Typed
    from audit.system import System
    from audit.types import Report

__all__ = ["typed_in", "write_reports"]

_ISSUED = "audit-report"


def write_reports(
    report: Report,
    archive: Path,
    target: Path,
    now: str,
    *,
    full: bool = False,
    system: System | None = None,
    templates: Mapping[str, bytes] = MappingProxyType({}),
    deadline: Deadline | None = None,
    typed: Mapping[str, Typed] = MappingProxyType({}),
) -> None:
    """Write report.json, .html, .xlsx and .docx into `target`, each whole or not at all. Raises UserError.

    `typed`: what people said of findings elsewhere; it stands before what they typed into the ledger that is there.
    """
    from audit.report import render_html, render_json, render_xlsx
    from audit.report.issued import issued_context
    from audit.report.people import people_of
    from docgen.render import render
    from registry.files import write_atomic

    people, told = people_of(system, report.units), typed_in(target / "report.xlsx")
    told |= {number: each.before(told.get(number)) for number, each in typed.items()}
    way = _way(target, archive)
    page = render_html(
        report,
        now,
        full=full,
        archive=way,
        people=people,
        deadline=deadline,
        crops=crops_of(report, archive, full=full),
    )
    data = render_json(report, now, full=full, deadline=deadline)
    write_atomic(target / "report.json", data.encode("utf-8", "replace"))
    write_atomic(target / "report.html", page.encode("utf-8", "replace"))
    book = render_xlsx(report, now, full=full, people=people, deadline=deadline, typed=told)
    write_atomic(target / "report.xlsx", book)
    issued = issued_context(report, full=full)
    write_atomic(
        target / "report.docx", render(_ISSUED, issued, str(issued["title"]), templates.get(_ISSUED)).data
    )


def typed_in(path: Path) -> dict[str, Typed]:
    """What people typed into the ledger, before it is written anew; nothing where there is none.

    Raises UserError where it cannot be read.
    """
    from audit.report.sheets import STATES
    from audit.report.typed import find_typed
    from registry.spreadsheet import read_rows

    if not path.exists():
        return {}
    try:
        return find_typed(read_rows(path), STATES[0])
    except UserError as error:
        todo = "里面填过的责任人、期限、整改情况会带到新表里，请先打开另存；不要了的，删去它再检查"
        raise UserError([Fault(each.where, each.what, todo) for each in error.faults]) from error


def _way(target: Path, archive: Path) -> str:
    """The way from the reports to the archive as a page links it; none where they stand on two drives, or the name is no text."""
    try:
        way = Path(os.path.relpath(archive.resolve(), target.resolve())).as_posix()
        way.encode("utf-8")
    except ValueError:
        return ""
    return way
