"""Measures of a household and the proofs behind them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from audit.recognition import load_recognition
from audit.types import File, PartOf, State
from registry.text import squeeze

__all__ = ["proves", "unproved"]

_SHARED = 0.6


def unproved(measures: Iterable[str], proofs: Sequence[tuple[File, PartOf]]) -> tuple[str, ...]:
    """The measures that none of the proofs is about. A proof that names measures is about no others."""
    due = tuple(measures)
    proved: set[str] = set()
    for text in (_text(file, part) for file, part in proofs):
        named = {measure for measure in due if measure in text}
        proved |= named or {measure for measure in due if proves(text, measure)}
    return tuple(measure for measure in due if measure not in proved)


def _text(file: File, part: PartOf) -> str:
    name = squeeze(file.path.rpartition("/")[2])
    return name + (part.paper.text[:1500] if part.paper and file.document.state is State.READ else "")


@lru_cache(maxsize=1 << 15)
def proves(text: str, measure: str) -> bool:
    """Whether a proof is about a measure: by its name, another word for it, or most of its characters."""
    if measure in text:
        return True
    for name, words in load_recognition().measures.items():
        about = name == measure or any(word in measure for word in words)
        if about and any(word in text for word in words):
            return True
    runs = re.findall(r"[一-龥]+", measure)
    pairs = {run[at : at + 2] for run in runs for at in range(len(run) - 1)}
    return bool(pairs) and len([pair for pair in pairs if pair in text]) / len(pairs) >= _SHARED
