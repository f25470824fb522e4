"""One file of the archive → a document with its gist: what a worker does for each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from audit.gist import with_gist
from audit.readers import read_document
from audit.scan import read_entry
from audit.types import Document, Entry, State

__all__ = ["ReadOptions", "not_readable", "read_file"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files are read, and how long and with how much memory each may be.

    `page_seconds` is added for every page of a scan that is read by recognition of characters.
    """

    ocr: bool = False
    seconds: float = 60.0
    page_seconds: float = 20.0
    memory_mb: int = 1024
    ocr_memory_mb: int = 2048


def read_file(entry: Entry, options: ReadOptions, scanned: Callable[[int], object]) -> Document:
    """Read one file. `scanned` is told the number of pages before recognition of characters begins."""
    try:
        data = read_entry(entry)
    except OSError as error:
        return with_gist(not_readable(entry, str(error), getattr(error, "state", State.UNREADABLE)))
    document = read_document(entry.path, data)
    if options.ocr and document.unread_pages:
        from audit.ocr import with_text
        from audit.readers.pictures import page_pictures

        scanned(len(document.unread_pages))
        document = with_text(document, page_pictures(document, data))
    return with_gist(document)


def not_readable(entry: Entry, why: str, state: State = State.UNREADABLE) -> Document:
    """The document of a file whose bytes could not be had, or whose reading was broken off."""
    digest = hashlib.blake2b(entry.path.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return Document(entry.path, entry.size, digest, "unknown", state, why)
