"""Normal forms of text: full-width to half-width, white space, control characters. Pure."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["HAN", "as_cell_text", "find_control", "half_width", "safe_file_name", "squeeze", "strip_control"]

# What names are written with, inside the brackets of a regular expression: rare characters too (㛃, 𬭎), and those that old
# systems keep in their private area.
HAN = "㐀-鿿\U00020000-\U000323af\ue000-\uf8ff〇"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
_FULL_WIDTH |= {code: code - 0xFEE0 for code in range(0xFF21, 0xFF3B)}
_FULL_WIDTH |= {code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)}
_FULL_WIDTH |= {ord("．"): ord("."), ord("－"): ord("-"), ord("／"): ord("/"), 0x3000: 0x20}
_WIDE = re.compile(f"[{''.join(map(chr, _FULL_WIDTH))}]")  # most texts hold none, and looking is cheaper
# XML 1.0, 2.2: what may not stand in a document. Tab, newline and return may.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_CHARACTER_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WINDOWS_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_WINDOWS_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{d}{n}" for d in ("COM", "LPT") for n in range(1, 10))}


def half_width(text: str) -> str:
    """Digits, letters and the signs of numbers in half width; Chinese punctuation stays."""
    return text.translate(_FULL_WIDTH) if _WIDE.search(text) else text


def find_control(text: str) -> str | None:
    """The first character that no Office document can hold, or None."""
    match = _CONTROL.search(text)
    return match.group() if match else None


def strip_control(text: str) -> str:
    """The text without control and invisible characters."""
    return _INVISIBLE.sub("", _CONTROL.sub("", text))


def squeeze(text: str) -> str:
    """Half width, no white space at all: the form in which labels and names are compared."""
    return "".join(half_width(_INVISIBLE.sub("", text)).split())


def as_cell_text(text: str) -> str:
    """The text as a workbook keeps it: there `_x0041_` stands for A, so one that is meant as written is escaped.

    Source: ECMA-376-1, 22.9.2.19 (ST_Xstring).
    """
    return _CHARACTER_CODE.sub("_x005F_", text)


def safe_file_name(text: str, limit: int = 60) -> str:
    """A name that Windows allows for a file or folder, at most `limit` characters.

    Source: Microsoft, Naming Files, Paths, and Namespaces (reserved characters and device names).
    """
    name = unicodedata.normalize("NFC", _WINDOWS_FORBIDDEN.sub("_", strip_control(text)))
    name = name.strip().rstrip(". ")[:limit].rstrip(". ")
    if not name or name.split(".")[0].upper() in _WINDOWS_DEVICES:
        name = f"_{name}"
    return name
