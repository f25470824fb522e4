"""Which kinds a heading may be the heading of, exactly or as a picture was misread. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from audit.recognition import load_recognition

__all__ = ["heading_kinds", "misread_heading_kinds"]

# Old forms of characters that still stand in letterheads and on old forms.
_OLD = str.maketrans(
    "臺賬帳請覆議記錄單冊評審縣鄉鎮戶貧監測對風險報會聯簽採實認納補償證據確計劃總結辦書級類",
    "台账账请复议记录单册评审县乡镇户贫监测对风险报会联签采实认纳补偿证据确计划总结办书级类",
)
# Marks that come and go between two readings of one heading.
_MARKS = re.compile(r"[“”\"'‘’《》〈〉.,，、·\-—_~*]")
# A heading of this many characters may have one wrong; twice as many, two.
_LONG = 4
_SLACK = 3.0


@lru_cache(maxsize=1 << 14)
def heading_kinds(heading: str) -> dict[str, float]:
    """Kinds whose heading this may be, with their score; the longer the words that tell, the surer."""
    found = _matches(heading)
    if found:
        return found
    bare = _MARKS.sub("", heading.translate(_OLD))
    return _matches(bare) if bare != heading else {}


def _matches(heading: str) -> dict[str, float]:
    weights = load_recognition()
    scores: dict[str, float] = {}
    for signs in weights.kinds:
        match = signs.title.search(heading) if signs.title else None
        if match:
            scores[signs.kind] = weights.weights["title"] + 0.1 * min(len(match[0]), 20)
    return scores


@lru_cache(maxsize=1 << 14)
def misread_heading_kinds(heading: str) -> dict[str, float]:
    """The same for a line read off a picture: one character in four of the words that tell may be wrong or lacking."""
    found = heading_kinds(heading)
    if found or len(heading) < _LONG:
        return found
    weights = load_recognition()
    scores: dict[str, float] = {}
    for kind, words in weights.misread.items():
        tells = max((len(word) for word in words if _ends_nearly(heading, word)), default=0)
        if tells:
            scores[kind] = weights.weights["title"] - _SLACK + 0.1 * tells
    return scores


def _ends_nearly(heading: str, word: str) -> bool:
    """Whether the heading ends with the word but for a wrong, lacking or added character in four."""
    if len(word) < _LONG:
        return False
    allowed = len(word) // _LONG if len(word) < 3 * _LONG else 3
    return any(_distance(tail, word, allowed) <= allowed for tail in _tails(heading, len(word)))


def _tails(heading: str, length: int) -> Iterator[str]:
    # a reader may add a stroke of a frame after the last character
    for end in (len(heading), len(heading) - 1):
        for size in (length, length - 1, length + 1):
            if 0 < size <= end:
                yield heading[end - size : end]


def _distance(one: str, other: str, most: int) -> int:
    """How many characters must be changed, put in or taken out; counting stops above `most`."""
    before = list(range(len(other) + 1))
    for row, char in enumerate(one, 1):
        now = [row]
        for column, wanted in enumerate(other, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (char != wanted)))
        if min(now) > most:
            return most + 1
        before = now
    return before[-1]
