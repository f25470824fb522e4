"""The archive that a work's papers were made into, as its manifest tells: folders and files under numbers that stay.

An address must hold no name, so a file has the number that its path gives.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from checklists import Fault, UserError
from docgen.shelf import beside, load_manifest_files
from web.registry_file import RegistryFile
from web.runner import last_task
from web.store import Store
from web.works import Work

__all__ = ["MANIFEST", "Made", "file_inside", "load_made", "made_office", "made_place", "number_of"]

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Made:
    """What the program has written into an archive and what is still there."""

    archive: Path
    files: Mapping[str, Mapping[str, str]]

    @cached_property
    def by_number(self) -> Mapping[int, str]:
        return {number_of(name): name for name in self.files}

    @cached_property
    def folders(self) -> Mapping[int, str]:
        """Every folder that holds a file, and those above it; 0 is the archive."""
        found = {0: ""}
        for folder in {parent for name in self.files for parent in PurePosixPath(name).parents}:
            if folder.name:
                found[number_of(str(folder))] = str(folder)
        return found

    def inside(self, folder: str) -> tuple[dict[str, int], list[str]]:
        """The folders that lie in that folder itself, each with the number of files below it, and the files there."""
        below = f"{folder}/" if folder else ""
        rests = sorted(name[len(below) :] for name in self.files if name.startswith(below))
        counts = Counter(rest.partition("/")[0] for rest in rests if "/" in rest)
        return {below + name: counts[name] for name in sorted(counts)}, [
            below + rest for rest in rests if "/" not in rest
        ]

    def below(self, folder: str) -> list[str]:
        """All files of that folder and of those in it."""
        start = f"{folder}/" if folder else ""
        return sorted(name for name in self.files if name.startswith(start))

    def path(self, name: str) -> Path | None:
        """Where the file is; None where it is gone, or where a link leads out of the archive."""
        return file_inside(self.archive, name)

    def is_edited(self, name: str) -> bool:
        """Whether somebody has changed it since the program wrote it."""
        path = self.path(name)
        return path is not None and hashlib.sha256(path.read_bytes()).hexdigest() != self.files[name].get(
            "sha256"
        )


def file_inside(folder: Path, name: str) -> Path | None:
    """The file of that name in the folder; None where there is none, or where the name or a link leads out of it."""
    try:
        path = (folder / name).resolve()
        return path if path.is_file() and folder.resolve() in path.parents else None
    except (OSError, ValueError):
        return None  # Too long, or with what no name can hold: a manifest may say anything.


def number_of(name: str) -> int:
    """A number for a path, the same each time."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:6], "big") or 1


def made_place(store: Store, work: Work) -> Path | None:
    """The folder that the work's papers were last made into, else its archive where the program has written there."""
    task = last_task(store, work.id, "generate")
    if task is not None and (beside(Path(task.args["archive"])) / MANIFEST).is_file():
        return Path(task.args["archive"])
    archive = work.archive_path
    return archive if archive is not None and (beside(archive) / MANIFEST).is_file() else None


def made_office(place: Path | None, file: RegistryFile) -> int:
    """The office that the archive was made for, by its row (0: each its own); the registry's own where none was made."""
    if place is None:
        return file.own_office
    name = _manifest(place).get("office", "")
    return next((row for row, unit in file.units.items() if unit.name == name), 0)


def load_made(place: Path) -> Made:
    """Raises UserError where the manifest is damaged."""
    return Made(place, load_manifest_files(place))


def _manifest(place: Path) -> Mapping[str, Any]:
    path = beside(place) / MANIFEST
    try:
        found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        todo = "请删去这个文件再生成一次；已有的材料会当作改过的保留"
        raise UserError(Fault(path.name, "清单文件读不出来", todo)) from error
    return found
