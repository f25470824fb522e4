"""Read a whole archive: what is known from the cache, the rest by worker processes, each content once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from audit.cache import Cache
from audit.gist import with_gist
from audit.packing import DAMAGE, unpack
from audit.read_file import ReadOptions, not_readable
from audit.scan import scan
from audit.types import Document, Entry
from audit.workers import CHUNK, Job, Outcome, cores, read_in_workers
from checklists import Fault, UserError

__all__ = ["Progress", "ReadOptions", "contents_of", "read_archive", "read_one", "recall_one"]

Progress = Callable[[int, int, str], None]
_BATCH = 200
_BLOCK = 1 << 20
# Recognition of characters takes 400 MB a process.
_MOST_PROCESSES, _MOST_WITH_OCR = 8, 4
_SCANS_A_CHUNK = 4
_FEW = 100
_DEFAULT = ReadOptions()


def read_archive(
    root: Path,
    progress: Progress | None = None,
    *,
    options: ReadOptions = _DEFAULT,
    cache: Cache | None = None,
    processes: int = 0,
) -> tuple[Document, ...]:
    """Every file under `root` as a document in its state. `progress(done, total, path)` is called for each.

    `processes`: 0 for as many as there are processors and work for them. What was read before an exception (Ctrl-C)
    is in the cache. Raises UserError where the folder is not there or holds nothing.
    """
    if not root.is_dir():
        raise UserError(Fault(str(root), "没有这个文件夹", "请检查路径；档案是压缩包的，先解压"))
    entries = tuple(scan(root))
    if not entries:
        raise UserError(Fault(str(root), "文件夹里没有文件", "请给出放有档案材料的文件夹"))
    run = _Run(str(root.resolve()), entries, options, cache, progress)
    try:
        run.recall()
        run.read(processes)
    finally:
        run.save()
    return tuple(run.documents[number] for number in range(len(entries)))


def contents_of(root: Path, cache: Cache) -> bytes:
    """A digest of what lies where under `root`: by size and times what was read before, by content the few others.

    b"" where too much would have to be read to tell.
    """
    if not root.is_dir():
        return b""
    stamps = cache.stamps(str(root.resolve()))
    digest, unknown = hashlib.blake2b(digest_size=16), 0
    for entry in scan(root):
        stamp, key = stamps.get(entry.path, ("", b""))
        if not entry.stamp or entry.stamp != stamp:
            unknown += 1
            content = None if entry.member or unknown > _FEW else _key_of(entry)
            if content is None and not entry.fault:
                return b""
            key = entry.fault.encode() if content is None else content
        digest.update(entry.path.encode("utf-8", "surrogatepass") + b"\0" + key)
    return digest.digest()


def recall_one(cache: Cache, path: str, digest: str) -> Document | None:
    """A document as it was read when its content had that digest; None where the cache holds it no more."""
    for _, packed in cache.load([_key(digest, path)]):
        try:
            return unpack(path, *packed)
        except DAMAGE:
            return None
    return None


def read_one(entry: Entry, options: ReadOptions = _DEFAULT) -> Document:
    """One file, read in a process of its own as all are."""
    with closing(read_in_workers(iter([(0, entry)]), options, processes=1)) as outcomes:
        for outcome in outcomes:
            if not outcome.why:
                return unpack(entry.path, outcome.head, outcome.flow)
            return with_gist(not_readable(entry, outcome.why))
    raise AssertionError("a job has an outcome")


@dataclass(slots=True)
class _Run:
    """One reading of an archive."""

    root: str
    entries: Sequence[Entry]
    options: ReadOptions
    cache: Cache | None
    progress: Progress | None
    documents: dict[int, Document] = field(default_factory=dict)
    # By content: those that wait for the one that is being read, and the one that was.
    waiting: defaultdict[bytes, list[int]] = field(default_factory=lambda: defaultdict(list))
    of_key: dict[bytes, Document] = field(default_factory=dict)
    keys: dict[int, bytes] = field(default_factory=dict)
    packed: list[tuple[bytes, tuple[bytes, bytes]]] = field(default_factory=list)
    placed: list[tuple[str, str, bytes]] = field(default_factory=list)

    def recall(self) -> None:
        """Fill in the files that are as they were when they were last read."""
        if self.cache is None:
            return
        stamps = self.cache.stamps(self.root)
        same: defaultdict[bytes, list[int]] = defaultdict(list)
        for number, entry in enumerate(self.entries):
            stamp, key = stamps.get(entry.path, ("", b""))
            if entry.stamp and entry.stamp == stamp:
                same[key].append(number)
        self._load(same)
        self.placed.clear()  # they stand in the cache as they are

    def read(self, processes: int) -> None:
        """Read the rest. A second round is for copies of a file that was changed while it was read."""
        while left := len(self.entries) - len(self.documents):
            chunk = _SCANS_A_CHUNK if self.options.ocr else CHUNK
            most = min(cores(), _MOST_WITH_OCR if self.options.ocr else _MOST_PROCESSES)
            crew = processes or max(1, min(most, left // chunk))
            chunk = max(1, min(chunk, left // (crew * 3)))
            with closing(
                read_in_workers(self._jobs(), self.options, processes=crew, chunk=chunk)
            ) as outcomes:
                for outcome in outcomes:
                    self._take(outcome)

    def save(self) -> None:
        """Put what was read into the cache."""
        if self.cache is not None:
            self.cache.save(self.packed)
            self.cache.save_places(self.root, self.placed)
        self.packed.clear()
        self.placed.clear()

    def _jobs(self) -> Iterator[Job]:
        """The files to be read, one of each content; taken as workers come free, so hashing goes on beside them."""
        left = [number for number in range(len(self.entries)) if number not in self.documents]
        for at in range(0, len(left), _BATCH):
            fresh: defaultdict[bytes, list[int]] = defaultdict(list)
            for number in left[at : at + _BATCH]:
                entry = self.entries[number]
                if entry.fault:
                    self._fill(number, with_gist(not_readable(entry, entry.fault, entry.state)))
                elif entry.member is not None or (key := _key_of(entry)) is None:
                    yield number, entry
                elif key in self.of_key:
                    self.keys[number] = key
                    self._fill(number, replace(self.of_key[key], path=entry.path))
                elif key in self.waiting:
                    self.waiting[key].append(number)
                else:
                    fresh[key].append(number)
            self._load(fresh)
            for key, numbers in fresh.items():
                if key not in self.of_key:
                    self.waiting[key] = numbers
                    self.keys[numbers[0]] = key
                    yield numbers[0], self.entries[numbers[0]]

    def _load(self, wanted: defaultdict[bytes, list[int]]) -> None:
        """From the cache, what is in it."""
        if self.cache is None or not wanted:
            return
        for key, packed in self.cache.load(wanted):
            try:
                document = unpack("", *packed)
            except DAMAGE:
                continue  # not whole: it is read again
            self.of_key[key] = document
            for number in wanted[key]:
                self.keys[number] = key
                self._fill(number, replace(document, path=self.entries[number].path))

    def _take(self, outcome: Outcome) -> None:
        """What a worker has read, for the file and for those of the same content."""
        entry = self.entries[outcome.number]
        hashed = self.keys.pop(outcome.number, None)
        numbers = self.waiting.pop(hashed, [outcome.number]) if hashed else [outcome.number]
        if outcome.why:
            # Not kept: another time the machine may be less busy.
            for number in numbers:
                self._fill(number, with_gist(not_readable(self.entries[number], outcome.why)))
            return
        document = unpack(entry.path, outcome.head, outcome.flow)
        key = _key(document.digest, entry.path)
        if hashed not in (None, key):
            numbers = numbers[:1]
        if document.format != "unknown":  # which it is too where the bytes could not be had
            self.of_key[key] = document
            self.keys.update(dict.fromkeys(numbers, key))
            self.packed.append((key, (outcome.head, outcome.flow)))
        for number in numbers:
            self._fill(number, replace(document, path=self.entries[number].path))
        if len(self.packed) >= _BATCH:
            self.save()

    def _fill(self, number: int, document: Document) -> None:
        entry = self.entries[number]
        self.documents[number] = document
        if number in self.keys and entry.stamp:
            self.placed.append((entry.path, entry.stamp, self.keys[number]))
        if self.progress:
            self.progress(len(self.documents), len(self.entries), entry.path)


def _key_of(entry: Entry) -> bytes | None:
    """The key of a file's content; None where it cannot be had (the worker that tries to read it says why)."""
    digest = hashlib.blake2b(digest_size=16)
    try:
        with open(entry.source, "rb", buffering=0) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except OSError:
        return None
    return _key(digest.hexdigest(), entry.path)


def _key(digest: str, path: str) -> bytes:
    """Where the bytes say nothing, the ending does: text of the same bytes is read by .txt alone."""
    return bytes.fromhex(digest) + path.rpartition(".")[2].lower().encode("utf-8", "surrogatepass")[-8:]
