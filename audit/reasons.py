"""Why a paper is taken for what it is: every reason with the words that give it and its weight. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from audit.evidence import load_evidence, signs_of
from audit.headings import heading_kinds, misread_heading_kinds
from audit.lines import Line
from audit.recognition import load_recognition
from audit.types import Row

__all__ = ["Reason", "find_reasons", "totals"]

_LABELLED_LINES = 60


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for (or, below zero, against) a kind. `source`: heading, label, phrase or sign of content;
    the file's own place adds name and level. `words` are the paper's own words, `sign` the sign's name.
    """

    kind: str
    source: str
    words: str
    weight: float
    sign: str = ""


def find_reasons(
    title: str, lines: Sequence[Line], rows: Sequence[Row], head: str, text: str
) -> Iterator[Reason]:
    """Every reason in a paper's content. Signs are asked only where no heading tells, or one that tells little."""
    weights = load_recognition()
    sure = all(line.sure >= 1 for line in lines[:3])
    titled = heading_kinds(title) if sure else misread_heading_kinds(title)
    for kind, score in titled.items():
        yield Reason(kind, "heading", title, score)
    yield from _by_labels(lines)
    yield from _by_phrases(text)
    best = max(titled, key=lambda kind: titled[kind]) if titled else ""
    weak = best in weights.generic and weights.weak_headings.search(title)
    if not titled or weak or titled[best] < weights.weights["title"]:
        yield from _by_signs(lines, rows, head, titled)


def totals(reasons: Iterable[Reason]) -> dict[str, float]:
    """What the reasons add up to, by kind."""
    found: dict[str, float] = {}
    for reason in reasons:
        found[reason.kind] = found.get(reason.kind, 0.0) + reason.weight
    return found


def _by_labels(lines: Sequence[Line]) -> Iterator[Reason]:
    weights = load_recognition()
    labels = {cell.rstrip("：:") for line in lines[:_LABELLED_LINES] for cell in line.cells}
    labels |= {
        label
        for line in lines[:_LABELLED_LINES]
        if not line.tabular
        for label in re.findall(r"([一-龥/]{2,8})[：:]", line.raw)
    }
    figures = weights.weights
    for signs in weights.kinds:
        found = labels & signs.labels
        if found:
            weight = min(figures["label"] * len(found), figures["labels_most"])
            yield Reason(signs.kind, "label", "、".join(sorted(found)), weight)


def _by_phrases(text: str) -> Iterator[Reason]:
    weights = load_recognition()
    figures = weights.weights
    for signs in weights.kinds:
        found = [match[0] for pattern in signs.body if (match := pattern.search(text))]
        if found:
            weight = min(figures["body"] * len(found), figures["body_most"])
            yield Reason(signs.kind, "phrase", "…".join(found), weight)


def _by_signs(
    lines: Sequence[Line], rows: Sequence[Row], head: str, titled: dict[str, float]
) -> Iterator[Reason]:
    """Weak signs, no more than `most` together for a kind; against a kind they count only where its heading spoke."""
    evidence = load_evidence()
    signs = signs_of(lines, rows, head)
    for kind, weights in evidence.kinds.items():
        own = [(sign, weight) for sign, weight in weights.items() if sign in signs and weight]
        total = sum(weight for _, weight in own)
        if not own or (total <= 0 and kind not in titled):
            continue
        share = max(-evidence.most, min(total, evidence.most)) / total if total else 1.0
        for sign, weight in own:
            yield Reason(kind, "sign", signs[sign], weight * share, sign)
