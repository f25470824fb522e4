"""Listings of figures that are told to be whole, with the total that they must make up. Pure.

Told to be whole: 分别为, 分为, a last item 其他, or the total 共, 合计 right behind items that 、 sets apart. Amounts may be rounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.claims.paragraphs import Paragraph
from audit.claims.types import Sum

__all__ = ["find_listings"]

# 产业扶持120万元 · 危房改造3户 · 12人（not 12人次, 3户均, 5个月, 3月）
_FIGURE = re.compile(
    r"(?<![\d.第〔\[])(?P<n>\d{1,8}(?:\.\d{1,4})?)(?P<u>万元|亿元|元|户次|人次|户|人|条|件|个|项|名|亩|份|处|场|起|套)(?![均籍口/／月])"
)
_SENTENCE = re.compile(r"[^。！？]+")
_WHOLE_LIST = re.compile(r"分别[为是]?|分为|分成")
# 2020年、2021年分别为: figures of several times make up nothing
_BY_TIME = re.compile(r"[年月度批期次][^，。；;]{0,6}分别")
_CUE = re.compile(r"分[别为成]|其[他它余]|共|[合总]计")
_OTHERS = re.compile(r"^(?:及|和)?其[他它余]")
# What a label between two items of one listing may be: no clause of its own, no figure, no comparison.
_ITEM = re.compile(r"^[、，；,;和及]?(?P<label>[^\d，。；;：:、！？%％]{0,20}?)(?:的?(?:共|各)?有)?$")
_NO_ITEM = re.compile(
    r"其中|分别|分为|分成|比|较|增|减|占|共|合计|总计|累计|人均|户均|每|约|超|近|以上|余|涉及|覆盖|惠及"
)
_BEHIND = re.compile(r"^[，,、；;（(]?(?:共计?|合计|总计)[^\d，。；;、]{0,8}$")
_DIFFERENCE = re.compile(r"增加|减少|净增|同比|环比|相比|较|占")
_TOTAL = re.compile(r"共|合计|总|累计")
_OPEN = re.compile(r"^(?:等|余|多|以上|左右)")


# 由6人增加到8人，增加2人
_CHANGED = re.compile(
    r"由[^\d，。；]{0,8}(?P<a>\d+(?:\.\d+)?)(?P<u>万元|元|户|人|个|条|亩)(?P<how>增加|提高|增长|上升|减少|下降|降低)(?:到|至|为)"
    r"(?P<b>\d+(?:\.\d+)?)(?P=u)[，,](?:净|共|累计)?(?:增加|提高|增长|减少|下降|降低)了?(?P<d>\d+(?:\.\d+)?)(?P=u)"
)


@dataclass(frozen=True, slots=True)
class _Figure:
    """An amount with its unit, what stands between it and the one of its unit before, and its place."""

    number: Decimal
    before: str
    start: int
    end: int


def find_listings(paragraphs: Sequence[Paragraph], is_part: Callable[[str], bool]) -> Iterator[Sum]:
    """The listings of the running text; those whose items are parts of a partition (`is_part`) are left to it."""
    for paragraph in paragraphs:
        if "由" in paragraph.text:
            yield from _changes(paragraph)
        if not _CUE.search(paragraph.text):
            continue
        for match in _SENTENCE.finditer(paragraph.text):
            found: dict[str, list[_Figure]] = {}
            figures = list(_FIGURE.finditer(match[0]))
            if len(figures) < 3:
                continue
            for each in figures:
                row = found.setdefault(each["u"], [])
                before = match[0][row[-1].end if row else 0 : each.start()]
                row.append(_Figure(Decimal(each["n"]), before, each.start(), each.end()))
            for unit, row in found.items():
                for parts, total in _listed(row, unit, match[0], is_part):
                    source = paragraph.source_at(match.start() + parts[0].start)
                    yield Sum(tuple(each.number for each in parts), total.number, unit, source)


def _changes(paragraph: Paragraph) -> Iterator[Sum]:
    """From one figure to another by a third."""
    for match in _CHANGED.finditer(paragraph.text):
        first, last, change = (Decimal(match[name]) for name in ("a", "b", "d"))
        grew = match["how"] in ("增加", "提高", "增长", "上升")
        small, large = (first, last) if grew else (last, first)
        yield Sum((small, change), large, match["u"], paragraph.source_at(match.start()))


def _listed(
    row: Sequence[_Figure], unit: str, text: str, is_part: Callable[[str], bool]
) -> Iterator[tuple[list[_Figure], _Figure]]:
    for first, last in _runs(row, unit):
        parts = list(row[first : last + 1])
        labels = [_label(each, unit) for each in parts]
        if any(map(is_part, labels)) or _OPEN.match(text[parts[-1].end :]):
            continue
        opening = text[row[first - 1].end if first else 0 : parts[0].start]
        behind = row[last + 1] if last + 1 < len(row) and _BEHIND.match(row[last + 1].before) else None
        if behind is not None and "，" not in "".join(each.before for each in parts[1:]):
            yield parts, behind
        elif (_WHOLE_LIST.search(opening) and not _BY_TIME.search(opening)) or (
            _OTHERS.search(labels[-1]) and len(parts) > 2
        ):
            whole = _whole(row[:first], parts, text)
            if whole:
                yield parts, whole


def _runs(row: Sequence[_Figure], unit: str) -> Iterator[tuple[int, int]]:
    """Where items stand one behind the other, first and last."""
    first = 0
    for at in range(1, len(row) + 1):
        if at == len(row) or not _follows(row[at], unit):
            if at - first >= 2:
                yield first, at - 1
            first = at


def _follows(figure: _Figure, unit: str) -> bool:
    match = _ITEM.match(_bare(figure.before, unit))
    return bool(match and not _NO_ITEM.search(match["label"]))


def _bare(before: str, unit: str) -> str:
    """Households and their persons alternate: 17户64人，27户104人 are listings of both."""
    if unit == "户":
        return re.sub(r"^[、，（(]?\d+人[)）]?", "", before)
    return re.sub(r"\d+户[、，（(]?$", "", before) if unit == "人" else before


def _label(figure: _Figure, unit: str) -> str:
    return re.split(r"[、，；,;：:]", _bare(figure.before, unit))[-1] or figure.before


def _whole(before: Sequence[_Figure], parts: Sequence[_Figure], text: str) -> _Figure | None:
    """The total that is meant: one that agrees, else the only one, or the only one called so; None where unclear."""
    clause = [each for each in before if not _DIFFERENCE.search(each.before[-12:])]
    made = sum((each.number for each in parts), Decimal(0))
    agreeing = [each for each in clause if each.number == made]
    named = [each for each in clause if _TOTAL.search(each.before[-12:])]
    for found in (agreeing[:1], clause if len(clause) == 1 else [], named if len(named) == 1 else []):
        if found and max(each.number for each in parts) <= found[0].number < 3 * made:
            return found[0]
    return None
