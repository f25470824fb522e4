"""What was read, kept from run to run: packed documents by content, reader and way of reading, in one SQLite file.

It holds texts with personal data, so the file is its owner's alone (0600 in a folder of 0700), `fangpin cache clear`
removes it, and what has not been used for long goes by itself. A damaged, locked or forbidden cache is no fault: the
run goes on without it and `trouble` says so.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator
from functools import cache as once
from pathlib import Path

__all__ = ["Cache", "clear_cache", "folder", "reader_version"]

Packed = tuple[bytes, bytes]
_FILE = "documents.sqlite3"
_LAYOUT = "1"
_WAIT = 10.0
_LIMIT = 2 * 1024**3
_DAY = 86_400
_UNUSED_DAYS, _OLD_READER_DAYS = 180, 14
_TABLES = """
create table if not exists documents (
  key blob, reader text, head blob not null, flow blob not null, check_sum blob not null, used integer not null,
  primary key (key, reader));
create table if not exists places (
  root blob, path blob, stamp text not null, key blob not null, used integer not null, primary key (root, path));
create table if not exists runs (key blob primary key, outcome text not null, used integer not null);
"""


def folder() -> Path:
    """FANGPIN_CACHE where it is set, else the platform's place for what programs may keep and users may delete."""
    if given := os.environ.get("FANGPIN_CACHE"):
        return Path(given)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base or Path.home() / "AppData/Local") / "fangpin" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/fangpin"
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if os.path.isabs(base) else Path.home() / ".cache") / "fangpin"


@once
def reader_version() -> str:
    """A digest of all that decides what a document is read as: this program's sources and data, and its libraries."""
    from importlib.metadata import PackageNotFoundError, version

    rooms = [Path(__file__).parent, Path(__file__).parent.with_name("registry")]
    digest = hashlib.blake2b(_LAYOUT.encode(), digest_size=12)
    for source in sorted(
        path for room in rooms for path in room.rglob("*") if path.suffix in (".py", ".yaml")
    ):
        digest.update(source.name.encode() + source.read_bytes())
    for library in ("lxml", "olefile", "pdfplumber", "pypdf", "pypdfium2", "python-calamine", "rapidocr"):
        with contextlib.suppress(PackageNotFoundError):
            digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()


class Cache:
    """An open cache. All methods do nothing, or find nothing, once there has been `trouble`."""

    def __init__(self, reader: str, *, place: Path | None = None, limit: int = _LIMIT) -> None:
        self.reader, self.limit = reader, limit
        self.file = (place or folder()) / _FILE
        self.trouble = ""
        self._today = int(time.time()) // _DAY
        self._base: sqlite3.Connection | None = None
        with self._guarded():
            self._base = _open(self.file)

    def stamps(self, root: str) -> dict[str, tuple[str, bytes]]:
        """Path → its stamp (size and times) and the key of its content, as they were when it was last read."""
        found: dict[str, tuple[str, bytes]] = {}
        with self._guarded() as base:
            query = "select path, stamp, key from places where root = ?"
            rows = base.execute(query, (_bytes(root),)) if base else ()
            found = {path.decode("utf-8", "surrogatepass"): (stamp, key) for path, stamp, key in rows}
        return found

    def load(self, keys: Iterable[bytes]) -> Iterator[tuple[bytes, Packed]]:
        """Those of the documents that are here and whole, in order of their keys."""
        wanted = sorted(set(keys))
        for at in range(0, len(wanted), 500):
            yield from self._load(wanted[at : at + 500])

    def _load(self, keys: list[bytes]) -> list[tuple[bytes, Packed]]:
        marks = ",".join("?" * len(keys))
        rows: list[tuple[bytes, bytes, bytes, bytes, int]] = []
        with self._guarded() as base:
            if base:
                query = f"select key, head, flow, check_sum, used from documents where reader = ? and key in ({marks})"  # noqa: S608
                rows = base.execute(query, (self.reader, *keys)).fetchall()
                stale = [(self._today, self.reader, key) for key, _, _, _, used in rows if used < self._today]
                if stale:
                    with base:
                        base.executemany("update documents set used = ? where reader = ? and key = ?", stale)
        return [(key, (head, flow)) for key, head, flow, check, _ in rows if _check_sum(head, flow) == check]

    def save(self, documents: Iterable[tuple[bytes, Packed]]) -> None:
        """Keep these under their keys."""
        rows = [
            (key, self.reader, head, flow, _check_sum(head, flow), self._today)
            for key, (head, flow) in documents
        ]
        with self._guarded() as base:
            if base and rows:
                with base:
                    base.executemany("insert or replace into documents values (?, ?, ?, ?, ?, ?)", rows)

    def save_places(self, root: str, places: Iterable[tuple[str, str, bytes]]) -> None:
        """Keep which content lies where (path, stamp, key)."""
        rows = [(_bytes(root), _bytes(path), stamp, key, self._today) for path, stamp, key in places]
        with self._guarded() as base:
            if base and rows:
                with base:
                    base.executemany("insert or replace into places values (?, ?, ?, ?, ?)", rows)

    def outcome(self, key: bytes) -> str:
        """What was kept of a whole run under that key; "" for none."""
        rows: list[tuple[str]] = []
        with self._guarded() as base:
            if base:
                rows = base.execute("select outcome from runs where key = ?", (key,)).fetchall()
        return rows[0][0] if rows else ""

    def keep_outcome(self, key: bytes, outcome: str) -> None:
        """Keep what is to be known of a whole run."""
        with self._guarded() as base:
            if base:
                with base:
                    base.execute("insert or replace into runs values (?, ?, ?)", (key, outcome, self._today))

    def close(self, *, tidy: bool = True) -> None:
        """Drop what is too old or too much, and close; `tidy`: not where one document was looked up."""
        with self._guarded() as base:
            if base and tidy:
                _shrink(base, self.reader, self.limit, self._today)
        if self._base:
            self._base.close()
            self._base = None

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[sqlite3.Connection | None]:
        try:
            yield None if self.trouble else self._base
        except sqlite3.OperationalError as error:
            self.trouble = f"{self.file} 用不了（{error}）"
        except sqlite3.DatabaseError as error:
            self.trouble = f"{self.file} 已损坏（{error}），已删去，下次重建"
            self._give_up()
        except OSError as error:
            self.trouble = f"{self.file} 不能写（{error.strerror or error}）"

    def _give_up(self) -> None:
        if self._base:
            self._base.close()
            self._base = None
        with contextlib.suppress(OSError):
            _remove(self.file)


def clear_cache(place: Path | None = None) -> int:
    """Delete the cache; how many bytes that freed. Raises OSError where another program holds it."""
    return _remove((place or folder()) / _FILE)


def _remove(file: Path) -> int:
    freed = 0
    for path in (file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal", "")):
        with contextlib.suppress(FileNotFoundError):
            size = path.stat().st_size
            path.unlink()
            freed += size
    return freed


def _open(file: Path) -> sqlite3.Connection:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # SQLite gives its side files the mode of the file itself.
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    os.chmod(file, 0o600)
    base = sqlite3.connect(file, timeout=_WAIT)
    try:
        base.execute("pragma auto_vacuum = incremental")  # before anything else, or it does not hold
        base.execute("pragma journal_mode = wal")
        base.execute("pragma synchronous = normal")
        base.executescript(_TABLES)
    except sqlite3.Error:
        base.close()
        raise
    return base


def _bytes(path: str) -> bytes:
    """A name of a file may be no text."""
    return path.encode("utf-8", "surrogatepass")


def _check_sum(head: bytes, flow: bytes) -> bytes:
    return hashlib.blake2b(head + flow, digest_size=8).digest()


def _shrink(base: sqlite3.Connection, reader: str, limit: int, today: int) -> None:
    """What nobody has used for half a year goes, of other versions of the program sooner; then the oldest."""
    with base:
        base.execute("delete from runs where used < ?", (today - _OLD_READER_DAYS,))
        base.execute("delete from documents where used < ?", (today - _UNUSED_DAYS,))
        older = "delete from documents where reader <> ? and used < ?"
        base.execute(older, (reader, today - _OLD_READER_DAYS))
        base.execute("delete from places where used < ?", (today - _UNUSED_DAYS,))
    size = _size(base)
    while size > limit:
        with base:
            gone = base.execute(
                "delete from documents where rowid in (select rowid from documents order by used, rowid limit 2000)"
            ).rowcount
        if gone <= 0:
            break
        size = _size(base)
    base.execute("pragma incremental_vacuum").fetchall()


def _size(base: sqlite3.Connection) -> int:
    (pages,), (free,), (page,) = (
        base.execute(f"pragma {name}").fetchone() for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * page)
