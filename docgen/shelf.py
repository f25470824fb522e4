"""The archive on disk, and the manifest of what the program has put there.

A file that is not as the program last wrote it has been edited: it is kept, and the new version goes to
`ARCHIVE-fangpin/`, where the program keeps all that is its own.
"""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath

from checklists.faults import Fault, UserError
from registry.files import write_atomic

__all__ = [
    "EDITED",
    "Put",
    "Shelf",
    "Shelved",
    "beside",
    "load_manifest_files",
    "reserve_room",
    "write_manifest",
]

_SCHEMA = "fangpin-manifest/1"
_MANIFEST = "manifest.json"
# No file to keep; what stands in the way of a new one is said on writing.
_NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG)
_ENTRY = 250  # bytes of an entry beside its path
EDITED = "改过文件的新稿"


def beside(archive: Path) -> Path:
    """The folder for what the program writes for itself."""
    return archive.with_name(archive.name + "-fangpin")


class Put(Enum):
    """What became of a file."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A file after it was put: its path in the archive, what became of it, the hash of what was rendered."""

    path: str
    put: Put
    sha256: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Puts files into the archive; `known` is the hash of each file as the program last wrote it."""

    archive: Path
    known: Mapping[str, str]
    force: bool

    def put(self, path: PurePosixPath, data: bytes) -> Shelved:
        """Write the file unless it is there already or has been edited. Raises UserError where it cannot be."""
        name, digest = str(path), _digest(data)
        target = self.archive / path
        if (there := _read(target)) is not None:
            found = _digest(there)
            if found == digest:
                return Shelved(name, Put.UNCHANGED, digest)
            if not self.force and found != self.known.get(name):
                write_atomic(beside(self.archive) / EDITED / path, data)
                return Shelved(name, Put.EDITED, digest)
        write_atomic(target, data)
        return Shelved(name, Put.WRITTEN, digest)


def _read(path: Path) -> bytes | None:
    """What stands in the file; None where there is none. Raises UserError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        if error.errno in _NOT_THERE:
            return None
        todo = "请关闭正在使用它的程序，或检查文件夹权限后再运行"
        raise UserError(Fault(str(path), "读不出来，不能确认是否人工改过", todo)) from error


def reserve_room(archive: Path, names: Iterable[str]) -> None:
    """Keep room on the disk for the manifest: when the disk is full, what was written must still be noted.

    Raises UserError where there is no room. `write_manifest` gives the room back.
    """
    manifest = beside(archive) / _MANIFEST
    try:
        known = manifest.stat().st_size
    except OSError:
        known = 0
    write_atomic(_room(archive), b" " * (known + sum(len(name.encode()) + _ENTRY for name in names)))


def _room(archive: Path) -> Path:
    return beside(archive) / f"{_MANIFEST}.tmp"


def load_manifest_files(archive: Path) -> dict[str, dict[str, str]]:
    """Path → sha256, kind, unit of every file that the program has written there.

    Raises UserError where the manifest is damaged.
    """
    path = beside(archive) / _MANIFEST
    try:
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {name: dict(entry) for name, entry in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, OSError) and error.errno in _NOT_THERE:
            return {}
        todo = "请删去这个文件再运行；已有的材料会当作改过的保留"
        raise UserError(Fault(str(path), "清单文件读不出来", todo)) from error


def write_manifest(
    archive: Path, files: Mapping[str, Mapping[str, str]], office: str, stamp: Mapping[str, str]
) -> None:
    """Keep what was written; `stamp` is the run's own (time, registry and its hash)."""
    content = {"schema": _SCHEMA, **stamp, "office": office, "files": dict(sorted(files.items()))}
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    _room(archive).unlink(missing_ok=True)
    write_atomic(beside(archive) / _MANIFEST, text.encode())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
