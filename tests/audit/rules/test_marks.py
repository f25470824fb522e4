"""Rules on scans: too poor to be read, and without the seal that they must bear."""

from __future__ import annotations

from dataclasses import replace

from audit.types import Block, Document, Mark
from benchmarks.planted.base import Held, Mutation, changed, verdict
from benchmarks.planted.bases import sample

PLACE = (0.6, 0.8, 0.8, 0.9)
WHOLE = (0.0, 0.0, 1.0, 1.0)


def rules_told(document: Document) -> set[str]:
    told = verdict(BASE, Mutation("", ("",), "", {document.path: document})).told
    return {said.split(" ")[0] for said in told}


BASE = sample()


def scanned(*marks: Mark) -> Document:
    """The village's notice as if it had been read off a scan that bears these marks."""
    held: Held = next(
        held for held in BASE.held if held.kind == "public-notice" and held.unit.count("/") == 2
    )
    flow = [
        replace(part, confidence=0.99) if isinstance(part, Block) else part for part in held.document.flow
    ]
    read = changed(held.document, flow)
    return replace(read, format="jpg", marks=marks)


def test_a_scanned_notice_without_a_seal_is_told_and_one_with_a_seal_is_not() -> None:
    assert "seal-missing" in rules_told(scanned())
    assert "seal-missing" not in rules_told(scanned(Mark("seal", 1, PLACE)))


def test_a_seal_on_another_page_is_not_the_papers() -> None:
    assert "seal-missing" in rules_told(scanned(Mark("seal", 9, PLACE)))


def test_a_drawn_file_needs_no_seal() -> None:
    held = next(held for held in BASE.held if held.kind == "public-notice" and held.unit.count("/") == 2)
    assert "seal-missing" not in rules_told(changed(held.document, held.document.flow))


def test_a_scan_too_poor_is_told_and_one_with_a_thumbprint_is_not() -> None:
    seal = Mark("seal", 1, PLACE)
    assert "low-resolution-scan" in rules_told(scanned(seal, Mark("low-resolution", 1, WHOLE, "72")))
    assert "low-resolution-scan" not in rules_told(scanned(seal, Mark("thumbprint", 1, PLACE)))
