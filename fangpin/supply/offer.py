"""What lies elsewhere in the archive, offered beside it in the folders where it lacks: from the report to the list of copies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from checklists import load_checklist
from fangpin.supply.audit_report import load_audit_report
from fangpin.supply.copies import Copied, CopyOrder, copy_parts, listing_of, plan_copies
from fangpin.supply.paths import FOLDER, list_beside
from registry.files import write_atomic

__all__ = ["Offer", "copy_offered", "offer_of", "tally"]


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be copied by a report, and where to: `folder`, with the list of it, `listing`, beside it."""

    orders: Sequence[CopyOrder]
    folder: Path

    @property
    def listing(self) -> Path:
        return list_beside(self.folder, "复印清单")


def offer_of(reports: Path, checklist: str) -> Offer:
    """By the report that stands in `reports`. Raises UserError."""
    report = load_audit_report(reports / "report.json")
    folder = reports / FOLDER
    return Offer(plan_copies(report, load_checklist(checklist), len(str(folder.resolve()))), folder)


def copy_offered(offer: Offer, archive: Path, advance: Callable[[int], object]) -> list[Copied]:
    """Copy all of it and write the list. Raises UserError: nothing can be written."""
    copied = []
    for each in copy_parts(offer.orders, archive, offer.folder):
        copied.append(each)
        advance(1)
    write_atomic(offer.listing, listing_of(copied))
    return copied


def tally(copied: Sequence[Copied]) -> tuple[int, int, list[Copied]]:
    """How many were copied, how many stood there already, and those that could not be."""
    failed = [each for each in copied if each.trouble]
    there = sum(each.note.startswith("以前") for each in copied)
    return len(copied) - len(failed) - there, there, failed
