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
# 到位资金620万元，较上年同期增加20万元，增长3.3%
_GREW = re.compile(
    r"(?P<b>\d+(?:\.\d+)?)(?P<u>户|人|元|万元|条|件|个|亩)[，,]?(?:较|比)(?:20\d\d年|[^，。\d]{0,8})(?P<how>增加|减少)了?(?P<d>\d+(?:\.\d+)?)(?P=u)"
    r"[，,](?:同比)?(?:增长|增幅|下降|降幅)(?:了|为|达)?$"
)
_FIGURE = re.compile(
    r"(?<![\d.〔年月第])(\d{1,8}(?:\.\d+)?)(户|人|条|件|次|万元|元|个|项|名|亩)(?!次?份|均|以[上下内])"
)


# What a total is called; what is due, and what of it was done.
_TOTAL = re.compile(r"共|合计|总|全|累计|监测对象|三类")
_DUE = re.compile(r"应|共|总|计划|任务|目标|需|全|现有|发现|反馈|交办|受理")
_DIFFERENCE = re.compile(r"增加|减少|新增|净|比|较")
# 占全县的12%: of which place
_PLACE = re.compile(r"占(全[县镇乡村市省州区国])[^占]*$")
_DONE = re.compile(r"已|实|完成|办结|参|通过|落实|达标")


@dataclass(frozen=True, slots=True)
class _Figure:
    number: Decimal
    unit: str
    label: str
    start: int


def find_ratios(lines: Sequence[Line]) -> tuple[Ratio, ...]:
    """Percentages whose figures can be told, with the pair that gives what is stated, else the likeliest pair."""
    if not any("%" in line.text or "％" in line.text for line in lines):
        return ()
    paragraphs = [(each, _figures(each.text)) for each in find_paragraphs(lines)]
    totals = [each for _, figures in paragraphs for each in figures if _TOTAL.search(each.label)]
    return tuple(ratio for paragraph, figures in paragraphs for ratio in _ratios(paragraph, figures, totals))


def _figures(text: str) -> list[_Figure]:
    found: list[_Figure] = []
    for each in _FIGURE.finditer(text):
        label = re.split(r"[，。；;：:、]", text[max(0, each.start() - 24) : each.start()])[-1]
        if not label.strip() and found and found[-1].unit != each[2]:
            label = found[-1].label
        found.append(_Figure(Decimal(each[1]), each[2], label, each.start()))
    return found


def _ratios(paragraph: Paragraph, figures: Sequence[_Figure], totals: Sequence[_Figure]) -> Iterator[Ratio]:
    text = paragraph.text
    for match in _PERCENT.finditer(text):
        before = text[: match.start()]
        percent = Decimal(match[1])
        growth = _grown(before)
        if growth:
            pair = growth if growth[1] > 0 else None
        else:
            start = max(before.rfind(sign) for sign in "。；;") + 1
            known = [each for each in figures if each.start < match.start()]
            own = [each for each in known if each.start >= start]
            if _SHARE.search(before):
                pair = _shared(own, known, totals, percent, _PLACE.search(before))
            else:
                pair = _rated(own) if _RATE.search(before) else None
        if pair:
            yield Ratio(*pair, percent, paragraph.source_at(match.start()))


def _grown(before: str) -> tuple[Decimal, Decimal] | None:
    """The change and what it is a change of, where the words before a percentage tell both."""
    if match := _GROWTH.search(before):
        first, last = Decimal(match["a"]), Decimal(match["b"])
        return abs(last - first), first
    if match := _GREW.search(before):
        now, change = Decimal(match["b"]), Decimal(match["d"])
        return change, now - change if match["how"] == "增加" else now + change
    return None


def _shared(
    own: Sequence[_Figure],
    known: Sequence[_Figure],
    totals: Sequence[_Figure],
    percent: Decimal,
    place: re.Match[str] | None,
) -> tuple[Decimal, Decimal] | None:
    """Part and whole of 占比. Any pair near it that gives the percentage will do; else the last figure over its total."""
    pairs = [
        (part.number, whole.number)
        for part in own[-4:]
        for whole in (*known, *totals)
        if whole.unit == part.unit and whole is not part and whole.number >= part.number and whole.number > 0
    ]
    fitting = [pair for pair in pairs if abs(pair[0] * 100 / pair[1] - percent) < _unit(percent)]
    if fitting or not own:
        return fitting[0] if fitting else None
    last = own[-1]
    wholes = [
        each
        for each in known
        if each.unit == last.unit
        and each.number > last.number
        and not _DIFFERENCE.search(each.label + last.label)
        and (place is None or place[1] in each.label)
    ]
    named = [each for each in wholes if _TOTAL.search(each.label)]
    meant = max(named or (wholes if len(wholes) == 1 else []), key=lambda each: each.number, default=None)
    return (last.number, meant.number) if meant else None


def _unit(percent: Decimal) -> Decimal:
    exponent = percent.as_tuple().exponent
    return Decimal(10) ** (exponent if isinstance(exponent, int) else 0)


def _rated(own: Sequence[_Figure]) -> tuple[Decimal, Decimal] | None:
    """Part and whole of a rate: what was done of what was due, where the sentence has just these two figures."""
    if len(own) != 2 or own[0].unit != own[1].unit:
        return None
    part, whole = sorted(own, key=lambda each: each.number)
    if not whole.number or not _DUE.search(whole.label) or not _DONE.search(part.label):
        return None
    return part.number, whole.number
