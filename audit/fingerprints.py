"""Pictures told apart by compact fingerprints: which two may show one photo, and whether they do. Pure.

A fingerprint holds a hash of the whole picture, hashes of windows of it, and a small grey copy. A photo that was cropped,
resized, saved again or stamped has a whole that is a window of the other. What the hashes propose is looked at
a second time: one copy is laid over the other, and patch by patch they must agree.
"""

from __future__ import annotations

import base64
import binascii
import io
import struct
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import sqrt
from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["WINDOWS", "Fingerprint", "Likeness", "Window", "compare", "decode", "encode", "proposals"]

Window = tuple[float, float, float, float]  # left, top, width and height as fractions of the picture


def _windows() -> tuple[Window, ...]:
    """Parts that a crop may have left: smaller ones at more places, wide and tall ones along one side."""
    found: list[Window] = []
    for wide, high in _SHARES:
        across = _starts(wide)
        down = _starts(high)
        found += [(left, top, wide, high) for left, top in product(across, down)]
    return tuple(found)


def _starts(share: float) -> list[float]:
    steps = max(1, round((1 - share) / (share * _STEP))) if share < 1 else 0
    return [(1 - share) * at / steps for at in range(steps + 1)] if steps else [0.0]


# How far one window lies from the next, as a share of its side.
_STEP = 0.11
_SHARES = (
    *((share, share) for share in (0.93, 0.86, 0.79, 0.72, 0.65, 0.58)),
    *((1.0, share) for share in (0.85, 0.73, 0.62)),
    *((share, 1.0) for share in (0.85, 0.73, 0.62)),
)
WINDOWS = _windows()
_HASHES = struct.Struct(f"<{len(WINDOWS) + 1}Q")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A picture in small. `parts`: the hashes of its WINDOWS; `small`: a grey copy (JPEG)."""

    whole: int
    parts: tuple[int, ...]
    small: bytes


def encode(found: Fingerprint) -> str:
    """The fingerprint as text, to be kept with a document."""
    return base64.b64encode(_HASHES.pack(found.whole, *found.parts) + found.small).decode()


@lru_cache(maxsize=1 << 15)
def decode(text: str) -> Fingerprint | None:
    """What `encode` made; None for anything else."""
    try:
        data = base64.b64decode(text, validate=True)
        whole, *parts = _HASHES.unpack_from(data)
    except (binascii.Error, ValueError, struct.error):
        return None
    return Fingerprint(whole, tuple(parts), data[_HASHES.size :])


# --- the first look: hashes ----------------------------------------------------------------------

# Bits of 60 in which two hashes may differ: of crops of drawn photos 98 in 100 differ in no more, of other photos' one
# pair of windows in 5,000. As many places are tried.
_NEAR = 11
# Where wholes alone are compared, of all photos of a county: saved again, resized or framed they differ in 4 at most.
_NEAR_WHOLE = 7
_TRIED = 5
_BANDS = tuple(range(0, 60, 8))


def proposals(
    prints: Sequence[Fingerprint], *, windows: bool
) -> Iterator[tuple[int, int, tuple[Window, ...]]]:
    """Pairs (a, b) of which b, whole, may be one of those windows of a, the nearest first; each pair once a way."""
    wholes, near_enough = [each.whole for each in prints], _NEAR if windows else _NEAR_WHOLE
    index: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, whole in enumerate(wholes):
        for shift in _BANDS:
            index[shift, whole >> shift & 255].append(number)
    for number, each in enumerate(prints):
        found: dict[int, list[tuple[int, Window]]] = defaultdict(list)
        for place, part in _looked_for(each, windows):
            near = {other for shift in _BANDS for other in index.get((shift, part >> shift & 255), ())}
            for other in near:
                away = (wholes[other] ^ part).bit_count()
                if away <= near_enough and other != number:
                    found[other].append((away, place))
        for other, places in sorted(found.items()):
            nearest = sorted(places)[:_TRIED]
            if number < other or any(place != _WHOLE for _, place in nearest):
                yield number, other, tuple(place for _, place in nearest)


_WHOLE: Window = (0.0, 0.0, 1.0, 1.0)


def _looked_for(each: Fingerprint, windows: bool) -> Iterator[tuple[Window, int]]:
    yield _WHOLE, each.whole
    if windows:
        yield from zip(WINDOWS, each.parts, strict=True)


# --- the second look: patch by patch -------------------------------------------------------------

_ACROSS, _DOWN, _PATCH = 40, 30, 5
_PATCHES = tuple(
    tuple(row * _ACROSS + column for row in range(top, top + _PATCH) for column in range(left, left + _PATCH))
    for top, left in product(range(0, _DOWN, _PATCH), range(0, _ACROSS, _PATCH))
)
# Levels of grey (of 256) by which a patch must vary to be looked at; the correlations at which two patches agree, and
# below which they contradict each other. Drawn photos cropped, saved again, shot off screens agree by 0.97 on the mean.
_FLAT, _AGREES, _CONTRADICTS = 4.0, 0.9, 0.65
_LEAST_PATCHES, _ENOUGH = 8, 0.95
# A stamp: what contradicts lies together along the upper or lower edge and fills its place.
_STAMP_ROWS, _STAMP_SHARE, _STAMP_FILLS, _BESIDE_STAMP = 2, 0.35, 0.7, 0.9
# The steps by which a window is moved to fit, and what the fit must have reached before each: crops begin at 0.25 and
# more, and are at 0.9 in the end; other photos' pairs begin at 0.26 on the median and do not get on.
_STEPS = ((0.04, 0.25), (0.02, 0.4), (0.01, 0.55), (0.005, 0.6), (0.0025, 0.6))
# How far a window may reach over the edge, for want of finer pixels, and how narrow it may get.
_OVER, _NARROWEST = 0.02, 0.4


@dataclass(frozen=True, slots=True)
class Likeness:
    """The correlation of each patch with something in it, by its row and column; `mean` counts contradictions as 0."""

    patches: Mapping[tuple[int, int], float]

    @property
    def mean(self) -> float:
        return _mean(list(self.patches.values()))

    @property
    def same(self) -> bool:
        """One photo, also where a stamp covers some of it. Another moment at the same place is none: people move."""
        if len(self.patches) < _LEAST_PATCHES:
            return False
        odd = [place for place, found in self.patches.items() if found < _CONTRADICTS]
        return self._is_stamped(odd) if odd else self.mean >= _ENOUGH

    def _is_stamped(self, odd: Sequence[tuple[int, int]]) -> bool:
        rows, columns = [row for row, _ in odd], [column for _, column in odd]
        at_edge = min(rows) >= _DOWN // _PATCH - _STAMP_ROWS or max(rows) < _STAMP_ROWS
        inside = {
            (row, column)
            for row, column in self.patches
            if min(rows) <= row <= max(rows) and min(columns) <= column <= max(columns)
        }
        beside = [found for place, found in self.patches.items() if place not in inside]
        return (
            at_edge
            and len(inside) <= _STAMP_SHARE * len(self.patches)
            and sum(self.patches[place] < _AGREES for place in inside) >= _STAMP_FILLS * len(inside)
            and len(beside) >= _LEAST_PATCHES
            and sum(found >= _AGREES for found in beside) >= _BESIDE_STAMP * len(beside)
        )


def compare(one: Fingerprint, other: Fingerprint, places: Sequence[Window]) -> Likeness:
    """Lay `other` over the best of those windows of `one`, move it until it fits, and compare patch by patch."""
    picture, wanted = _picture(one.small), _wanted(other.small)
    fit, place = max((_mean(_agreements(picture, place, wanted)), place) for place in places)
    for step, least in _STEPS:
        better = fit >= least
        while better:
            better = False
            for moved in _moves(place, step):
                found = _mean(_agreements(picture, moved, wanted))
                if found > fit + 1e-3:
                    fit, place, better = found, moved, True
    agreements = _agreements(picture, place, wanted)
    at = [(cells[0] // _ACROSS // _PATCH, cells[0] % _ACROSS // _PATCH) for cells, _, _ in wanted]
    return Likeness(dict(zip(at, agreements, strict=True)))


def _moves(place: Window, step: float) -> Iterator[Window]:
    left, top, wide, high = place
    for sign in (step, -step):
        for moved in (
            (left + sign, top, wide, high),
            (left, top + sign, wide, high),
            (left, top, wide + sign, high),
            (left, top, wide, high + sign),
            (left - sign, top, wide + sign, high),
            (left, top - sign, wide, high + sign),
            (left - sign / 2, top - sign / 2, wide + sign, high + sign),
        ):
            if _is_inside(moved):
                yield moved


def _is_inside(place: Window) -> bool:
    left, top, wide, high = place
    edges = left > -_OVER, top > -_OVER, left + wide < 1 + _OVER, top + high < 1 + _OVER
    return all(edges) and min(wide, high) > _NARROWEST


@lru_cache(maxsize=4096)
def _picture(small: bytes) -> Image:
    import PIL.Image

    picture: Image = PIL.Image.open(io.BytesIO(small), formats=("JPEG",))
    picture.load()
    return picture


def _cells(picture: Image, place: Window) -> bytes:
    """The window as a grid of levels."""
    import PIL.Image

    left, top, wide, high = place
    box = (
        max(0.0, left) * picture.width,
        max(0.0, top) * picture.height,
        min(1.0, left + wide) * picture.width,
        min(1.0, top + high) * picture.height,
    )
    return picture.resize((_ACROSS, _DOWN), PIL.Image.Resampling.BILINEAR, box).tobytes()


_Patch = tuple[
    tuple[int, ...], list[float], float
]  # its cells; their levels less the mean; the root of their squares' sum


@lru_cache(maxsize=4096)
def _wanted(small: bytes) -> tuple[_Patch, ...]:
    """The patches of the whole picture with something in them."""
    cells = _cells(_picture(small), _WHOLE)
    found = []
    for at in _PATCHES:
        levels = [cells[each] for each in at]
        mean = sum(levels) / len(levels)
        centred = [level - mean for level in levels]
        norm = sqrt(sum(level * level for level in centred))
        if norm >= _FLAT * _PATCH:
            found.append((at, centred, norm))
    return tuple(found)


def _agreements(picture: Image, place: Window, wanted: Sequence[_Patch]) -> list[float]:
    """The correlation of each patch; brightness and contrast do not matter."""
    cells = _cells(picture, place)
    found = []
    for at, centred, norm in wanted:
        levels = [cells[each] for each in at]
        spread = sum(level * level for level in levels) - sum(levels) ** 2 / len(levels)
        together = sum(map(mul, levels, centred))
        found.append(together / (norm * sqrt(spread)) if spread > 1 else 0.0)
    return found


def _mean(found: Sequence[float]) -> float:
    return sum(max(0.0, each) for each in found) / len(found) if found else 0.0
