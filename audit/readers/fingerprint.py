"""A picture → its fingerprint (audit.fingerprints), by Pillow alone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from audit.fingerprints import WINDOWS, Fingerprint

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["fingerprint_of"]

# The sides that a picture is brought to: to find its borders, to make the hashes and be kept.
_MEASURED_SIDE, _SMALL_SIDE = 400, 96
_QUALITY = 75
_LEAST_SIDE = 32
# A row that is one colour but for some letters is a border or a bar of a telephone's screen.
_OF_ONE_COLOUR, _NEAR = 0.8, 3
_LEAST_LEFT = 0.1
# Levels of grey by which a picture must vary to be told from another.
_BLANK = 9.0


def fingerprint_of(image: Image) -> Fingerprint | None:
    """The fingerprint of what is inside borders and bars; None for a picture with nothing in it."""
    import PIL.Image
    from PIL import ImageStat

    if min(image.size) < _LEAST_SIDE:
        return None
    grey = image.convert("L")
    grey = grey.crop(_inside(grey))
    scale = _SMALL_SIDE / max(grey.size)
    wide, high = (max(1, round(side * scale)) for side in grey.size)
    grey = grey.resize((wide, high), PIL.Image.Resampling.BOX)
    if min(grey.size) < _LEAST_SIDE or ImageStat.Stat(grey).stddev[0] < _BLANK:
        return None
    parts = tuple(
        _hash(grey, (left * wide, up * high, (left + across) * wide, (up + down) * high))
        for left, up, across, down in WINDOWS
    )
    stream = io.BytesIO()
    grey.save(stream, "JPEG", quality=_QUALITY)
    return Fingerprint(_hash(grey, (0, 0, wide, high)), parts, stream.getvalue())


def _hash(grey: Image, box: tuple[float, float, float, float]) -> int:
    """60 bits: where the picture grows brighter from left to right and from top to bottom, on a grid of 6 × 6."""
    import PIL.Image

    cells = grey.resize((6, 6), PIL.Image.Resampling.BOX, box).tobytes()
    found = 0
    for one, next_one in _NEIGHBOURS:
        found = found << 1 | (cells[one] < cells[next_one])
    return found


_NEIGHBOURS = (
    *((at, at + 1) for at in range(36) if at % 6 < 5),
    *((at, at + 6) for at in range(30)),
)


def _inside(grey: Image) -> tuple[int, int, int, int]:
    """The box without the borders and bars around it."""
    import PIL.Image

    scale = min(1.0, _MEASURED_SIDE / max(grey.size))
    # Nearest: the grain of a photo is to stay, which no border has.
    size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
    seen = grey.resize(size, PIL.Image.Resampling.NEAREST)
    top, bottom = _trimmed(_rows(seen))
    turned = seen.crop((0, top, seen.width, bottom)).transpose(PIL.Image.Transpose.TRANSPOSE)
    left, right = _trimmed(_rows(turned))
    if (bottom - top) * (right - left) < _LEAST_LEFT * seen.width * seen.height:
        return 0, 0, grey.width, grey.height
    return round(left / scale), round(top / scale), round(right / scale), round(bottom / scale)


def _rows(grey: Image) -> list[bytes]:
    data = grey.tobytes()
    return [data[at : at + grey.width] for at in range(0, len(data), grey.width)]


def _trimmed(rows: Sequence[bytes]) -> tuple[int, int]:
    first, last = 0, len(rows)
    colours = _colour(rows[0]), _colour(rows[-1])
    while first < last - 1 and _is_bar(rows[first], colours[0]):
        first += 1
    while last > first + 1 and _is_bar(rows[last - 1], colours[1]):
        last -= 1
    return first, last


def _colour(row: bytes) -> int:
    return sorted(row)[len(row) // 2]


def _is_bar(row: bytes, colour: int) -> bool:
    return sum(abs(level - colour) <= _NEAR for level in row) >= _OF_ONE_COLOUR * len(row)
