"""The audits of a work that the store keeps: the newest is what pages show; an earlier one can be looked at by its number."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from checklists import Checklist, Level, load_checklist
from web.store import Store

__all__ = ["Run", "decisions_digest", "find_run", "newest_run", "runs_of"]


@dataclass(frozen=True)
class Run:
    """One audit. `asked`: the arguments of its task; `decided`: the digest of decisions.yaml that it went by."""

    id: int
    work: int
    at: str
    as_of: str
    target: str
    summary: Mapping[str, Any]
    asked: Mapping[str, Any]
    reader: str
    decided: str

    @cached_property
    def checklist(self) -> Checklist:
        return _checklist(str(self.asked.get("checklist", "tongren-2021")))

    @property
    def archive(self) -> Path:
        return Path(str(self.asked["archive"]))

    @property
    def day(self) -> date:
        return date.fromisoformat(self.as_of)

    @property
    def total(self) -> int:
        """How many findings."""
        return sum(self.summary["findings"].values())

    @property
    def is_overtaken(self) -> bool:
        """Whether people decided something since that it does not know."""
        return decisions_digest(Path(self.target)) != self.decided

    def items(self, depth: int) -> tuple[tuple[str, str], ...]:
        """Number and title of each item of a level."""
        return tuple((item.id, item.title) for item in self.checklist.of_level(list(Level)[depth]))


def find_run(store: Store, number: int) -> Run | None:
    """The run of that number."""
    with store.open() as base:
        return _run(base.execute("select * from runs where id = ?", (number,)).fetchone())


def newest_run(store: Store, work: int) -> Run | None:
    """The last one of a work."""
    with store.open() as base:
        query = "select * from runs where work = ? order by id desc limit 1"
        return _run(base.execute(query, (work,)).fetchone())


def runs_of(store: Store, work: int) -> list[Run]:
    """All that are kept, the newest first."""
    with store.open() as base:
        rows = base.execute("select * from runs where work = ? order by id desc", (work,)).fetchall()
    return [run for row in rows if (run := _run(row))]


def decisions_digest(folder: Path) -> str:
    """What tells one state of the decisions beside a report from another; "" where there are none."""
    from audit.decisions.rows import FILE_NAME

    try:
        return hashlib.blake2b((folder / FILE_NAME).read_bytes(), digest_size=8).hexdigest()
    except OSError:
        return ""


def _run(row: Any) -> Run | None:
    if row is None:
        return None
    values = dict(row)
    return Run(**values | {"summary": json.loads(values["summary"]), "asked": json.loads(values["asked"])})


@lru_cache(maxsize=8)
def _checklist(name: str) -> Checklist:
    return load_checklist(name)
