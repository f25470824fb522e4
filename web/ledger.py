"""What people said of findings, on the page and in the ledger's workbook (整改台账), kept the same in both."""

from __future__ import annotations

from pathlib import Path

from audit.report.sheets import STATES
from audit.report.typed import Typed
from fangpin.report_files import typed_in
from web.findings import handle
from web.runs import newest_run
from web.store import Store

__all__ = ["said_on_page", "take_over"]

_BOOK = "report.xlsx"


def said_on_page(store: Store, work: int) -> dict[str, Typed]:
    """Finding's id → who answers for it and how far it is."""
    with store.open() as base:
        rows = base.execute("select identity, person, state from handled where work = ?", (work,)).fetchall()
    return {row["identity"]: Typed(person=row["person"], done=row["state"]) for row in rows}


def take_over(store: Store, work: int, target: Path) -> None:
    """Take what people typed into the workbook since it was written, but for findings that the page has newer word of.

    The workbook was written with all that the page knew then, so what differs from that was typed. Raises UserError where
    it cannot be read.
    """
    run = newest_run(store, work)
    if run is None or Path(run.target) != target:
        return  # nothing on the page yet: the audit carries the workbook's own over
    typed = typed_in(target / _BOOK)
    with store.open() as base:
        rows = base.execute("select identity, at from handled where work = ?", (work,)).fetchall()
    newer = {row["identity"] for row in rows if row["at"] > run.at[:19]}
    for identity, each in typed.items():
        state = each.done if each.done in STATES else ""
        if identity not in newer and (each.person or state):
            handle(store, work, [identity], person=each.person or None, state=state or None, note=None)
