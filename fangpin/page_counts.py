"""How many pages papers have in print: LibreOffice prints them, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fangpin.conversion import BATCH, Converter

if TYPE_CHECKING:
    from audit.filing.types import Volume
    from audit.types import File

__all__ = ["count", "to_print", "with_counts"]


def to_print(volumes: Sequence[Volume]) -> list[File]:
    """The files of the volumes whose pages only print tells."""
    from fangpin.source_pages import way_of

    return [
        file
        for volume in volumes
        for paper in volume.papers
        for file in paper.files
        if way_of(file.document) == "office" and not file.document.state.lost
    ]


def count(
    archive: Path, files: Sequence[File], made: Converter, advance: Callable[[int], object]
) -> Mapping[str, int]:
    """Pages by path; those that cannot be printed are left out."""
    from audit.scan import EntryError, read_entry, scan
    from fangpin.source_pages import MOST_PAGES, NoPagesError, pages_of

    entries = {entry.path: entry for entry in scan(archive)}
    found: dict[str, int] = {}
    for at in range(0, len(files), BATCH):
        batch: list[tuple[str, str, bytes]] = []
        for file in files[at : at + BATCH]:
            try:
                batch.append((file.path, file.document.format, read_entry(entries[file.path])))
            except (EntryError, KeyError):
                continue  # gone since it was read
        for (path, _, _), pdf in zip(batch, made.pdfs([each[1:] for each in batch]), strict=True):
            try:
                number = pages_of(pdf) if pdf else 0
            except NoPagesError:
                continue
            if 0 < number <= MOST_PAGES:
                found[path] = number
        advance(len(files[at : at + BATCH]))
    return found


def with_counts(volumes: Sequence[Volume], counted: Mapping[str, int]) -> tuple[Volume, ...]:
    """The volumes with what was counted."""
    from audit.filing.volumes import with_pages

    return tuple(with_pages(volume, counted) for volume in volumes)
