"""The weights of recognition.yaml, compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from checklists import Level, Stage

__all__ = ["KindSigns", "PhotoSubject", "Recognition", "load_recognition"]

# A heading may end with a note: （二）, (第一批), 汇总
_TAIL = r"(?:汇总|汇编)?(?:[（(\[【].{0,20}[)）\]】])?"


@dataclass(frozen=True, slots=True)
class KindSigns:
    """What tells one kind."""

    kind: str
    title: re.Pattern[str] | None
    labels: frozenset[str]
    body: tuple[re.Pattern[str], ...]
    name: re.Pattern[str] | None
    folder: re.Pattern[str] | None
    levels: frozenset[Level]
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class PhotoSubject:
    """What a photo shows, by the words of its name or folder."""

    about: str
    words: re.Pattern[str]
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class Recognition:
    """All weights."""

    weights: Mapping[str, float]
    kinds: tuple[KindSigns, ...]
    by_kind: Mapping[str, KindSigns]
    combined: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    stages: tuple[tuple[Stage, re.Pattern[str]], ...]
    photos: tuple[PhotoSubject, ...]
    photo_items: Mapping[str, Mapping[str, Mapping[str, str]]]
    measures: Mapping[str, tuple[str, ...]]
    measure_words: frozenset[str]
    misread: Mapping[str, tuple[str, ...]]
    generic: frozenset[str]
    weak_headings: re.Pattern[str]
    surnames: frozenset[str]


@cache
def load_recognition() -> Recognition:
    """Read the YAML beside this module."""
    path = Path(__file__).with_name("recognition.yaml")
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    kinds = tuple(_signs(kind, row) for kind, row in data["kinds"].items())
    return Recognition(
        weights=data["weights"],
        kinds=kinds,
        by_kind={signs.kind: signs for signs in kinds},
        combined=tuple((_title([row["title"]]), tuple(row["kinds"])) for row in data["combined"]),
        stages=tuple((Stage(stage), _any(words)) for stage, words in data["stages"].items()),
        photos=tuple(
            PhotoSubject(row["about"], _any(row["words"]), Stage(row["stage"]) if row["stage"] else None)
            for row in data["photos"]
        ),
        photo_items=data["photo_items"],
        measures={name: tuple(words) for name, words in data["measures"].items()},
        misread={kind: tuple(words) for kind, words in data["misread"].items()},
        generic=frozenset(data["generic"]),
        weak_headings=_any(data["weak_headings"]),
        measure_words=frozenset(word for name, words in data["measures"].items() for word in (name, *words)),
        surnames=frozenset(data["surnames"]) - {" "},
    )


def _signs(kind: str, row: dict[str, Any]) -> KindSigns:
    return KindSigns(
        kind=kind,
        title=_title(row["title"]) if row["title"] else None,
        labels=frozenset(row["labels"]),
        body=tuple(re.compile(pattern) for pattern in row["body"]),
        name=_any(row["name"]) if row["name"] else None,
        folder=_any(row["folder"]) if row["folder"] else None,
        levels=frozenset(Level(level) for level in row.get("levels", [level.value for level in Level])),
        stage=Stage(row["stage"]) if "stage" in row else None,
    )


def _title(patterns: list[str]) -> re.Pattern[str]:
    # What may stand before is free, so that the search finds the words that tell, and their length.
    bare = [re.sub(r"^\.\{0,\d+\}", "", pattern) for pattern in patterns]
    return re.compile(f"(?:{'|'.join(bare)}){_TAIL}$")


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
