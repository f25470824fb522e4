"""The volumes of several units bound, each unit into a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from fangpin.cataloguing import unit_place
from registry.files import open_atomic

if TYPE_CHECKING:
    from audit.filing.types import Volume
    from fangpin.binding import Binding, Bound

__all__ = ["Jobs", "bind_files", "bound_place", "by_reason", "files_in", "jobs_in"]

# The file to be written → the volumes that go into it.
Jobs = Mapping[Path, Sequence["Volume"]]


def bound_place(folder: Path, unit: str) -> Path:
    """The file of a unit below the folder of all."""
    return folder / unit_place(unit) / "案卷.pdf"


def jobs_in(folder: Path, volumes: Sequence[Volume]) -> dict[Path, Sequence[Volume]]:
    """A job for each unit; the volumes of one stand together."""
    return {
        bound_place(folder, unit): list(own) for unit, own in groupby(volumes, key=lambda volume: volume.unit)
    }


def files_in(jobs: Jobs) -> frozenset[str]:
    """The paths of all files that go in."""
    return frozenset(
        file.path
        for volumes in jobs.values()
        for each in volumes
        for paper in each.papers
        for file in paper.files
    )


def bind_files(
    archive: Path, jobs: Jobs, how: Binding, advance: Callable[[int], object]
) -> dict[Path, Bound]:
    """Bind each, whole or not at all: what came of it. Raises UserError: a file cannot be written."""
    from audit.scan import scan
    from fangpin.binding import bind

    wanted = files_in(jobs)
    entries = {entry.path: entry for entry in scan(archive) if entry.path in wanted}
    done = {}
    for target, volumes in jobs.items():
        with open_atomic(target) as stream:
            done[target] = bind(stream, volumes, entries, how, advance)
    return done


def by_reason(bound: Collection[Bound]) -> list[tuple[str, list[str]]]:
    """Why files could not come in, each with those files."""
    found: dict[str, list[str]] = {}
    for each in bound:
        for path, why in each.by_hand:
            found.setdefault(why, []).append(path)
    return list(found.items())
