"""The papers by which volumes are filed: cover, contents and note of each, labels for the boxes; and writing them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from registry.files import write_atomic
from registry.text import safe_file_name

if TYPE_CHECKING:
    from audit.filing.papers import Hands
    from audit.filing.types import Volume

__all__ = ["FilingPaper", "filing_papers", "labels_place", "unit_place", "write_filing"]


@dataclass(frozen=True, slots=True)
class FilingPaper:
    """A paper to be written: its template, what it shows, its title and its place under the folder."""

    template: str
    context: Mapping[str, object]
    title: str
    path: Path


def unit_place(unit: str) -> Path:
    """Where the papers of a unit stand, below the folder of all."""
    return Path(*map(safe_file_name, unit.split("/")))


def labels_place(units: Sequence[str]) -> Path:
    """Where the labels stand that were made for these units, below the folder of all."""
    of_units = safe_file_name("-".join(["盒脊标签", *(unit.rpartition("/")[2] for unit in units)]))
    return Path(f"{of_units}.docx")


def filing_papers(volumes: Sequence[Volume], hands: Hands, units: Sequence[str]) -> Iterator[FilingPaper]:
    """Three papers a volume, and one with all labels, named by the `units` that were asked for. Pure."""
    from audit.filing.papers import contents_context, cover_context, labels_context, note_context

    several = Counter(volume.unit for volume in volumes)
    for volume in volumes:
        place = unit_place(volume.unit)
        if several[volume.unit] > 1:
            place /= safe_file_name(f"{volume.at:02d} {volume.year}年{volume.category}")
        yield FilingPaper("volume-cover", cover_context(volume), volume.title, place / "案卷封面.docx")
        yield FilingPaper(
            "volume-contents", contents_context(volume), volume.title, place / "卷内文件目录.docx"
        )
        yield FilingPaper("volume-note", note_context(volume, hands), volume.title, place / "卷内备考表.docx")
    yield FilingPaper("spine-labels", labels_context(volumes), "盒脊标签", labels_place(units))


def write_filing(
    papers: Iterable[FilingPaper],
    folder: Path,
    *,
    force: bool,
    templates: Mapping[str, bytes],
    advance: Callable[[int], object],
) -> list[str]:
    """Write the papers; those that are there and say something else stay, unless forced: their paths. Raises UserError."""
    from docgen.render import render

    kept: list[str] = []
    for paper in papers:
        target = folder / paper.path
        data = render(paper.template, paper.context, paper.title, templates.get(paper.template)).data
        there = target.read_bytes() if target.exists() else None
        if there is None or (force and there != data):
            write_atomic(target, data)
        elif there != data:
            kept.append(paper.path.as_posix())
        advance(1)
    return kept
