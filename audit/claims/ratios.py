"""Percentages with the two figures that they are said to come from. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.claims.paragraphs import Paragraph, find_paragraphs
from audit.claims.types import Ratio
from audit.lines import Line

__all__ = ["find_ratios"]

_PERCENT = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,4})?)[%％](?!以上|以下|以内|左右|多|的|以)")
# 占比30% · 占30% · 占全部监测对象的30%; 约, 近, 超过 promise no figure
_SHARE = re.compile(r"占(?:比|[^，。；\d占]{0,16}?的?(?:比例|比重)?)?(?:为|达|达到|是)?[：:]?$")
_RATE = re.compile(r"(?:率|比例)(?:为|达|达到|是|：|:)?$")
_GROWTH = re.compile(
    r"由(?:去年的?|上年的?|原来的?)?(?P<a>\d+(?:\.\d+)?)(?P<u>户|人|元|万元|条|件|个|亩)(?P<how>增加|提高|增长|上升|减少|下降|降低)(?:到|至|为)(?P<b>\d+(?:\.\d+)?)(?P=u)"
    r"[，,](?:同比)?(?:增长|增幅|下降|降幅|提高|减少)(?:了|为|达)?$"
)
_FIGURE = re.compile(
    r"(?<![\d.〔年月第])(\d{1,8}(?:\.\d+)?)(户|人|条|件|次|万元|元|个|项|名|亩)(?!次?份|均|以[上下内])"
)


@dataclass(frozen=True, slots=True)
class _Figure:
    number: Decimal
    unit: str
    start: int


def find_ratios(lines: Sequence[Line]) -> tuple[Ratio, ...]:
    """Percentages whose figures can be told, with the pair that gives what is stated, else the likeliest pair."""
    return tuple(
        ratio
        for paragraph in find_paragraphs(lines)
        if "%" in paragraph.text or "％" in paragraph.text
        for ratio in _ratios(paragraph)
    )


def _ratios(paragraph: Paragraph) -> Iterator[Ratio]:
    text = paragraph.text
    figures = [_Figure(Decimal(each[1]), each[2], each.start()) for each in _FIGURE.finditer(text)]
    for match in _PERCENT.finditer(text):
        before = text[: match.start()]
        percent = Decimal(match[1])
        growth = _GROWTH.search(before)
        if growth:
            first, last = Decimal(growth["a"]), Decimal(growth["b"])
            pair = (abs(last - first), first) if first else None
        else:
            start = max(before.rfind(sign) for sign in "。；;") + 1
            known = [each for each in figures if each.start < match.start()]
            own = [each for each in known if each.start >= start]
            pair = (
                _shared(own, known, percent)
                if _SHARE.search(before)
                else _rated(own)
                if _RATE.search(before)
                else None
            )
        if pair:
            yield Ratio(*pair, percent, paragraph.source_at(match.start()))


def _shared(
    own: Sequence[_Figure], known: Sequence[_Figure], percent: Decimal
) -> tuple[Decimal, Decimal] | None:
    """Part and whole of 占比: the last figure before it, and any larger one of its unit that gives the percentage."""
    if not own:
        return None
    parts = [each for each in own if each.unit == own[-1].unit]
    units = {each.unit for each in own}
    candidates = [each for each in own if each.start >= own[-1].start or each.unit in units]
    pairs = [
        (part.number, whole.number)
        for part in (
            candidates[-3:]
            if len(parts) < 3
            else [own[-1], *[e for e in candidates[-3:] if e.unit != own[-1].unit]]
        )
        for whole in known
        if whole.unit == part.unit and whole is not part and whole.number >= part.number and whole.number > 0
    ]
    fitting = [pair for pair in pairs if abs(pair[0] * 100 / pair[1] - percent) < _unit(percent)]
    if fitting:
        return fitting[0]
    last = [pair for pair in pairs if pair[0] == own[-1].number]
    return max(last, key=lambda pair: pair[1], default=None)


def _unit(percent: Decimal) -> Decimal:
    exponent = percent.as_tuple().exponent
    return Decimal(10) ** (exponent if isinstance(exponent, int) else 0)


def _rated(own: Sequence[_Figure]) -> tuple[Decimal, Decimal] | None:
    """Part and whole of a rate: the two figures of the sentence, where there are just two and of one unit."""
    if len(own) != 2 or own[0].unit != own[1].unit:
        return None
    part, whole = sorted(each.number for each in own)
    return (part, whole) if whole else None
