"""Whether characters mean anything: fonts without a right table of characters give text that nobody can read."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["is_legible"]

# Private characters, the sign for what cannot be shown, controls: what such fonts give.
_MEANINGLESS = re.compile("[\ue000-\uf8ff\ufffd\ufffe\uffff\0-\x08\x0e-\x1f\x7f-\x9f]")
_CHINESE = re.compile("[一-鿿]")
_LATIN_1 = re.compile("[¡-ÿ]")
_FEW = 12


def is_legible(text: str) -> bool:
    """False for what is mostly no characters, GBK read as Latin-1, or Chinese characters at random."""
    solid = re.sub(r"\s", "", text)
    if not solid:
        return True
    if len(_MEANINGLESS.findall(solid)) * 10 > 3 * len(solid):
        return False
    if len(solid) < _FEW:
        return True
    chinese = _CHINESE.findall(solid)
    if not chinese and len(_LATIN_1.findall(solid)) * 10 > 4 * len(solid):
        return False
    # Four of five characters of any text are of the 3,755 commoner ones; of random ones one in five.
    return len(chinese) < 30 or 2 * sum(map(_common().__contains__, chinese)) > len(chinese)


@cache
def _common() -> frozenset[str]:
    """The first level of GB 2312."""
    codes = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    return frozenset(codes.decode("gb2312", "ignore"))
