"""A run that has nothing new to say: the same archive, program, checklist and choices, and the reports still as written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.cache import Cache

__all__ = ["Outcome", "keep", "key_of", "recall"]

_REPORTS = ("report.json", "report.html", "report.xlsx", "report.docx")
_ROOMS = ("checklists", "docgen", "fangpin", "registry", "templates", "audit")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the command says of a run: its summary, the severities found, when the reports were written."""

    summary: str
    severities: frozenset[str]
    written_at: str


def key_of(archive: Path, cache: Cache, given: Iterable[object], files: Iterable[Path | None]) -> bytes:
    """The key of a run by all that decides its outcome; b"" where a file of the archive must be read to tell.

    `given`: what was asked for, as values whose repr tells them apart. `files`: further files that are read.
    """
    from audit.reading import contents_of

    contents = contents_of(archive, cache)
    if not contents:
        return b""
    digest = hashlib.blake2b(contents, digest_size=16)
    digest.update(repr(tuple(given)).encode("utf-8", "surrogatepass"))
    for source in [*_sources(), *(path for path in files if path is not None)]:
        digest.update(source.name.encode("utf-8", "surrogatepass") + source.read_bytes())
    return digest.digest()


def _sources() -> Iterable[Path]:
    """The program itself: another version may judge otherwise."""
    for room in _ROOMS:
        folder = Path(__file__).parent.with_name(room)
        yield from sorted(
            path for path in folder.rglob("*") if path.suffix in (".py", ".yaml", ".j2", ".docx")
        )


def recall(cache: Cache, key: bytes, target: Path) -> Outcome | None:
    """The run of that key, where its reports stand in `target` byte by byte as it left them."""
    kept = json.loads(cache.outcome(key) or "{}") if key else {}
    if not kept or kept["target"] != str(target.resolve()) or kept["reports"] != _digests(target):
        return None
    return Outcome(kept["summary"], frozenset(kept["severities"]), kept["written_at"])


def keep(cache: Cache, key: bytes, target: Path, outcome: Outcome) -> None:
    """Remember the run that has just written its reports."""
    if key:
        kept = {
            "target": str(target.resolve()),
            "reports": _digests(target),
            "summary": outcome.summary,
            "severities": sorted(outcome.severities),
            "written_at": outcome.written_at,
        }
        cache.keep_outcome(key, json.dumps(kept, ensure_ascii=False))


def _digests(target: Path) -> dict[str, str]:
    return {
        name: hashlib.blake2b((target / name).read_bytes(), digest_size=16).hexdigest()
        for name in _REPORTS
        if (target / name).is_file()
    }
