"""The files of an audited archive themselves: where they lie, their bytes, and what was read of them.

A file is known by its number in a run alone; what leads out of the archive's folder is not given out.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from audit.cache import Cache
from audit.reading import read_one, recall_one
from audit.scan import read_entry
from audit.types import Document, Entry, State
from audit.zip_members import members_of
from web.queries import FileRow
from web.runs import Run
from web.works import Work

__all__ = ["bytes_of", "document_of", "entry_of", "is_changed"]


def entry_of(work: Work, file: FileRow) -> Entry | None:
    """The file where it lies now, inside a zip too; None where it is no longer there, or not in the work's folder."""
    root = work.archive_path
    if root is None:
        return None
    path = file.whole_path
    source = _inside(root, path)
    if source is not None:
        return Entry(path, source, source.stat().st_size)
    outer, _, inner = path.partition("!/")
    source = _inside(root, outer) if inner else None
    if source is None:
        return None
    member = next((each for each in members_of(source) if each.path == inner), None)
    return Entry(path, source, member.size, member.key, member.fault, "", member.state) if member else None


def bytes_of(entry: Entry) -> bytes:
    """Its content. Raises OSError with a message in Chinese."""
    return read_entry(entry)


def is_changed(entry: Entry, file: FileRow) -> bool:
    """Whether it is another content than what was audited."""
    try:
        return hashlib.blake2b(read_entry(entry), digest_size=16).hexdigest() != str(file.detail["digest"])
    except OSError:
        return False


def document_of(run: Run, work: Work, file: FileRow) -> Document | None:
    """What was read of it: kept by the audit, or read anew where that is gone; None where nothing can be read."""
    if file.detail["state"] in (State.UNREADABLE.value, State.ENCRYPTED.value, State.EMPTY.value):
        return None
    return _document(run.reader, file.whole_path, file.detail["digest"]) or _read(work, file)


@lru_cache(maxsize=32)
def _document(reader: str, path: str, digest: str) -> Document | None:
    cache = Cache(reader)
    try:
        return recall_one(cache, path, digest)
    finally:
        cache.close(tidy=False)


def _read(work: Work, file: FileRow) -> Document | None:
    entry = entry_of(work, file)
    return _read_anew(entry, entry.source.stat().st_mtime_ns) if entry else None


@lru_cache(maxsize=16)
def _read_anew(entry: Entry, _changed: int) -> Document:
    return read_one(entry)


def _inside(root: Path, path: str) -> Path | None:
    """The file at that path below the folder, when it is one and does not lead elsewhere."""
    try:
        whole, top = (root / path).resolve(), root.resolve()
        return whole if path and top in whole.parents and whole.is_file() else None
    except (OSError, ValueError):
        return None
