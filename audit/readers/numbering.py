"""Automatic list numbers of Word documents: 一、（一）1. stand nowhere in the text itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

__all__ = ["Numbering"]

_DIGITS = "〇一二三四五六七八九"
_HEAVENLY = "甲乙丙丁戊己庚辛壬癸"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
# A list longer than this is no list, and Roman numbers grow.
_MOST = 9_999


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    style: str
    pattern: str


class Numbering:
    """Counts the paragraphs of each list as they come. Made of numbering.xml and of styles.xml, or None."""

    def __init__(self, numbering: etree._Element, styles: etree._Element | None) -> None:
        self._w = f"{{{etree.QName(numbering).namespace}}}"
        abstract = {
            node.get(f"{self._w}abstractNumId", ""): self._levels(node)
            for node in numbering.iterfind(f"{self._w}abstractNum")
        }
        self._abstract_of: dict[str, str] = {}
        self._lists: dict[str, dict[int, _Level]] = {}
        for node in numbering.iterfind(f"{self._w}num"):
            name, source = node.get(f"{self._w}numId", ""), self._value(node, "abstractNumId")
            levels = dict(abstract.get(source, {}))
            for over in node.iterfind(f"{self._w}lvlOverride"):
                levels |= self._levels(over)
                start, at = self._value(over, "startOverride"), _whole(over.get(f"{self._w}ilvl"))
                if start and at in levels:
                    levels[at] = _Level(_whole(start), levels[at].style, levels[at].pattern)
            # A list of its own counts on its own only where it starts anew.
            own = node.find(f"{self._w}lvlOverride") is not None
            self._abstract_of[name] = f"num {name}" if own else source
            self._lists[name] = levels
        self._of_style = self._styles(styles) if styles is not None else {}
        self._counts: dict[str, list[int]] = {}

    def number(self, properties: etree._Element | None) -> str:
        """The number of a paragraph with these properties, as it is printed; "" for none and for bullets."""
        if properties is None:
            return ""
        list_id, level = self._of_style.get(self._value(properties, "pStyle"), ("", 0))
        own = properties.find(f"{self._w}numPr")
        if own is not None:
            list_id = self._value(own, "numId") or list_id
            level = _whole(self._value(own, "ilvl")) or (level if not self._value(own, "ilvl") else 0)
        levels = self._lists.get(list_id)
        if not levels or level not in levels or level > 8:
            return ""
        counts = self._counts.setdefault(self._abstract_of[list_id], [0] * 9)
        for at in range(level):
            counts[at] = counts[at] or levels[at].start if at in levels else 1
        counts[level] = counts[level] + 1 if counts[level] else levels[level].start
        counts[level + 1 :] = [0] * (8 - level)
        return self._printed(levels, level, counts)

    def _printed(self, levels: Mapping[int, _Level], level: int, counts: list[int]) -> str:
        if levels[level].style in ("bullet", "none"):
            return ""

        def figure(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            return _figure(counts[at], levels[at].style) if at in levels else ""

        number = re.sub(r"%([1-9])", figure, levels[level].pattern)
        # Printed with a tab behind it: "1." before 2021年 must not read as 1.2021年.
        return f"{number} " if number[-1:].isalnum() or number.endswith(".") else number

    def _levels(self, node: etree._Element) -> dict[int, _Level]:
        return {
            _whole(level.get(f"{self._w}ilvl")): _Level(
                _whole(self._value(level, "start") or "1"),
                self._value(level, "numFmt") or "decimal",
                self._value(level, "lvlText"),
            )
            for level in node.iterfind(f"{self._w}lvl")
        }

    def _styles(self, styles: etree._Element) -> dict[str, tuple[str, int]]:
        found = {}
        for style in styles.iterfind(f"{self._w}style"):
            numbers = style.find(f"{self._w}pPr/{self._w}numPr")
            if numbers is not None and self._value(numbers, "numId"):
                place = (self._value(numbers, "numId"), _whole(self._value(numbers, "ilvl")))
                found[style.get(f"{self._w}styleId", "")] = place
        return found

    def _value(self, node: etree._Element, name: str) -> str:
        found = node.find(f"{self._w}{name}")
        return "" if found is None else found.get(f"{self._w}val", "")


def _whole(text: str | None) -> int:
    return min(int(text), _MOST) if text and re.fullmatch(r"[0-9]{1,9}", text) else 0


def _figure(number: int, style: str) -> str:
    make = _STYLES.get(style)
    return make(number) if make else str(number)


def _chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 105 → 一百零五."""
    words, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if zero and words else "") + _DIGITS[digit] + name
        zero = digit == 0
    return words.removeprefix("一") if words.startswith("一十") else words or "〇"


def _roman(number: int) -> str:
    words = ""
    for value, sign in _ROMAN:
        while number >= value and len(words) < 40:
            words, number = words + sign, number - value
    return words


def _letter(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9) if number else ""


_STYLES: Mapping[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "ideographTraditional": lambda number: _HEAVENLY[(number - 1) % 10],
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate({48 + n: 0xFF10 + n for n in range(10)}),
    "decimalEnclosedCircle": lambda number: chr(0x245F + number) if 1 <= number <= 20 else str(number),
    "decimalEnclosedCircleChinese": lambda number: chr(0x245F + number) if 1 <= number <= 20 else str(number),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "none": lambda number: "",
}
