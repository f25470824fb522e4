"""How many pages papers have in print: LibreOffice prints them, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fangpin.console import progress
from fangpin.conversion import BATCH, converter

if TYPE_CHECKING:
    from audit.types import File

__all__ = ["count"]


def count(archive: Path, files: Sequence[File]) -> Mapping[str, int]:
    """Pages by path, of those of the files that only print tells; those that cannot be printed are left out."""
    from audit.scan import EntryError, read_entry, scan
    from fangpin.source_pages import MOST_PAGES, NoPagesError, pages_of, way_of

    wanted = [file for file in files if way_of(file.document) == "office" and not file.document.state.lost]
    entries = {entry.path: entry for entry in scan(archive)}
    found: dict[str, int] = {}
    with converter() as made, progress("数页数", len(wanted)) as advance:
        if made is None:
            click.echo("没有数页数：这台电脑上找不到 LibreOffice。装好以后再运行，或打印以后手填。", err=True)
            return found
        for at in range(0, len(wanted), BATCH):
            batch: list[tuple[str, str, bytes]] = []
            for file in wanted[at : at + BATCH]:
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
            advance(len(wanted[at : at + BATCH]))
    return found
