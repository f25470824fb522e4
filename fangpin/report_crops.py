"""The crops of scans that go into report.html: those of the findings that stand first, so many as a page can carry."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.types import Quote, Report

__all__ = ["crops_of"]

# A crop takes a fiftieth of a second and ten kilobytes; what is beyond is linked like all else.
_MOST, _MOST_BYTES = 150, 4_000_000


def crops_of(report: Report, archive: Path, *, full: bool = False) -> Mapping[Quote, bytes]:
    """Quote → JPEG of the line in the scan, numbers of persons and illness blacked out unless `full`; of a photo, it in small."""
    from audit.crop_pictures import crop_of, thumbnail_of
    from audit.report.entries import entries_of

    photos = {file.path: file.document for file in report.files if file.kind == "photo"}
    documents = {file.path: file.document for file in report.files if len(file.document.views)} | photos
    quotes = dict.fromkeys(
        quote
        for entry in entries_of(report, full=full)
        for quote in entry.finding.problem.quotes
        if quote.file in documents
    )
    found: dict[Quote, bytes] = {}
    held = 0
    # One page after the other: each is opened once.
    for quote in sorted([*quotes][:_MOST], key=lambda quote: (quote.file, quote.page)):
        document = documents[quote.file]
        crop = crop_of(archive, document, quote.page, quote.text, full=full)
        if crop is None and quote.file in photos:
            crop = thumbnail_of(archive, document)
        if crop is not None and held + len(crop) <= _MOST_BYTES:
            found[quote] = crop
            held += len(crop)
    return found
