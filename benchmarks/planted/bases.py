"""The archives that changes are planted in: the generated one with what people bring, and the sample in other wordings."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path

from audit.pipeline import read_archive
from audit.types import State
from benchmarks.planted.base import Base, Held
from checklists import load_checklist
from tests.circle.builders import AS_OF, CHECKLIST, NAME, whole

__all__ = ["generated", "sample"]

_ARCHIVES = Path(__file__).resolve().parents[2] / "archives"


@lru_cache(maxsize=1)
def generated() -> Base:
    """The sample registry's archive, generated and read, with what people bring put in."""
    documents, filed = whole()
    read = {document.path: document for document in documents}
    held = tuple(
        Held(read[file.path], file.kind, file.item.stage.value if file.item.stage else "", file.unit)
        for file in filed
    )
    homes = {file.unit: file.unit.rpartition("/")[2] for file in filed if file.unit.count("/") == 3}
    return Base(NAME, held, homes, CHECKLIST, AS_OF)


@lru_cache(maxsize=1)
def sample() -> Base:
    """archives/sample, as archives/truth.json describes it. What is planted in it already is not held against anybody."""
    truth = json.loads((_ARCHIVES / "truth.json").read_text(encoding="utf-8"))
    told = {row["path"]: row for row in truth["files"]}
    held = tuple(
        Held(
            document,
            _first(told[document.path]["kind"]),
            told[document.path]["stage"] or "",
            told[document.path]["unit"],
        )
        for document in read_archive(_ARCHIVES / "sample")
        if document.path in told and document.state is not State.CONTAINER
    )
    homes = {
        unit["id"]: unit["id"].rpartition("/")[2] for unit in truth["units"] if unit["level"] == "household"
    }
    return Base("sample", held, homes, load_checklist(truth["checklist"]), date.fromisoformat(truth["as_of"]))


def _first(kind: str | list[str]) -> str:
    return kind if isinstance(kind, str) else kind[0]
