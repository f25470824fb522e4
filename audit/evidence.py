"""The kind of a paper whose heading says nothing, by many weak signs of its content. Pure, but for `load_evidence`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from audit.lines import Line
from audit.structure import structure_of
from audit.types import Row

__all__ = ["Evidence", "load_evidence", "signs_of"]

# Shorter lines are no part of a wrapped paragraph.
_WRAPPED = 24
_LIMIT = 6000


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sign → what it looks like in words; kind → sign → weight; the most that signs may give a kind."""

    words: tuple[tuple[str, re.Pattern[str]], ...]
    kinds: Mapping[str, Mapping[str, float]]
    most: float


@cache
def load_evidence() -> Evidence:
    """Read evidence.yaml beside this module."""
    data = yaml.safe_load(Path(__file__).with_name("evidence.yaml").read_text(encoding="utf-8"))
    words = tuple(
        (name, re.compile("|".join(f"(?:{pattern})" for pattern in patterns)))
        for name, patterns in data["words"].items()
    )
    return Evidence(words, data["kinds"], float(data["most"]))


def signs_of(lines: Sequence[Line], rows: Sequence[Row], head: str) -> dict[str, str]:
    """Every sign in a paper, with the words that show it."""
    text = "".join(_pieces(lines))[:_LIMIT]
    found = dict(_in_words(text))
    found.update(structure_of(lines, rows, head, text))
    return found


def _pieces(lines: Sequence[Line]) -> Iterator[str]:
    """The text with a break wherever a thought cannot go on: between cells, and after a short or finished line."""
    for line in lines:
        if line.tabular:
            yield "\n".join(line.cells) + "\n"
        else:
            yield line.text
            if len(line.text) < _WRAPPED or line.text[-1] in "。：:；;":
                yield "\n"


def _in_words(text: str) -> Iterator[tuple[str, str]]:
    for name, pattern in load_evidence().words:
        if match := pattern.search(text):
            yield name, match[0]
