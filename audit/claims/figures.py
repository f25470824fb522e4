"""Figures of the running text that must add up: head counts, partitions with their wholes, listings given as complete. Pure.

Only what must add up is claimed: the parts of a partition (types, eliminated or not, risks), and listings that are told to be
whole: 分别为, 分为, a last item 其他, a total 共 right behind. 其中 alone promises no whole. Where some whole of the sentence agrees
with the parts, nothing is wrong; where none agrees, one is claimed only if it is clear which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.claims.labels import risk_of
from audit.claims.listings import find_listings
from audit.claims.paragraphs import Paragraph, find_paragraphs
from audit.claims.tables import sums_in_tables
from audit.claims.types import Count, Sum
from audit.lines import Line

__all__ = ["find_figures", "is_part"]

# 脱贫不稳定户2户5人 · 共5户、18人 · 5户（18人） · 3户 · 已消除2户8，
_COUNT = re.compile(
    r"(?P<label>[^\d，。；;：:、（()）！？\s]{0,24})(?<![\d.第])(?P<h>\d{1,7})户(?![主籍口均用外型名])"
    r"(?:[、，,（(共计]{0,2}(?P<p>\d{1,7})人(?![次均])|(?P<bare>\d{1,7})(?=[，、；;。）)]|$))?"
)
_TYPE = re.compile(
    r"(?P<a>脱贫不稳定?)(?:监测)?户?[为有共是计]?$|(?P<b>边缘(?:易?致贫)?)(?:监测)?户?[为有共是计]?$|(?P<c>突发(?:严重)?困难)(?:监测)?户?[为有共是计]?$"
)
_BARE_TYPE = re.compile(r"边缘[为有共是计]?$")
_GONE = re.compile(r"(?:已|未|尚未|没有)(?:经|标注)?(?:消除(?:风险)?|风险消除|解除)")
_RISK = re.compile(r"(?<!原)因[^，。]{1,8}$|缺(?:乏)?劳动?力$|不稳定?$")
_DIFFERENCE = re.compile(r"增加|减少|净增|同比|环比|相比|较|多于|少于|占")
_CHANGE = re.compile(r"新|增|减|退|又|再|拟")
_TOTAL = re.compile(r"共|合计|总|累计|监测对象|监测户|三类|3类")
_ABOUT = re.compile(r"监测|三类|纳入|识别|消除|认定|对象|拟")
_CUE = re.compile(r"按|其中|分为|分别|类型|类别|分类|原因|从.{0,6}看")
_WHOLE_LIST = re.compile(r"分别|分为|按.{0,8}[分类]|分类|原因")
_OTHERS = re.compile(r"其[他它余]")
_SENTENCE = re.compile(r"[^。！？]+")
_NEAR = 2


@dataclass(frozen=True, slots=True)
class _Counted:
    """A count with its place in its sentence."""

    label: str
    households: int
    persons: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The counts of one sentence; `number` is its paragraph's."""

    paragraph: Paragraph
    number: int
    start: int
    text: str
    counts: tuple[_Counted, ...]


def find_figures(lines: Sequence[Line]) -> tuple[tuple[Count, ...], tuple[Sum, ...]]:
    """Every N 户 or N 户 M 人 of the running text with the words before it; and totals with their parts.

    The totals are those of partitions and listings in the text, and of columns over a row 合计.
    """
    paragraphs = tuple(find_paragraphs(lines))
    sentences = _sentences(paragraphs)
    counts = tuple(
        Count(
            each.label,
            each.households,
            each.persons,
            sentence.paragraph.source_at(sentence.start + each.start),
        )
        for sentence in sentences
        for each in sentence.counts
    )
    sums = (*_partitions(sentences), *find_listings(paragraphs, is_part), *sums_in_tables(lines))
    return counts, tuple(dict.fromkeys(sums))


def is_part(label: str) -> bool:
    """Whether the words before a count name a part of those counted: a type, a risk, eliminated or not."""
    return bool(_member(label))


def _sentences(paragraphs: Sequence[Paragraph]) -> list[_Sentence]:
    found = []
    for number, paragraph in enumerate(paragraphs):
        if "户" not in paragraph.text:
            continue
        for match in _SENTENCE.finditer(paragraph.text):
            counts = tuple(_counts(match[0]))
            if counts:
                found.append(_Sentence(paragraph, number, match.start(), match[0], counts))
    return found


def _counts(text: str) -> Iterator[_Counted]:
    if "户" in text:
        for match in _COUNT.finditer(text):
            persons = match["p"] or match["bare"]
            yield _Counted(
                match["label"],
                int(match["h"]),
                int(persons) if persons else None,
                match.start("h"),
                match.end(),
            )


def _member(label: str) -> str:
    """The partition that the words before a count belong to: types, state, risks; "" for none."""
    if _TYPE.search(label):
        return "type"
    if _GONE.search(label):
        return "state"
    if _RISK.search(label) and risk_of(label):
        return "risk"
    return ""


def _key(name: str, label: str) -> str:
    if name == "type":
        match = _TYPE.search(label)
        return (match.lastgroup or "") if match else ""
    return label if name == "risk" else ("未" if re.search(r"未|没有", label) else "已")


def _partitions(sentences: Sequence[_Sentence]) -> Iterator[Sum]:
    for at, sentence in enumerate(sentences):
        for name in ("type", "state", "risk"):
            for scope in _scopes(sentence, name):
                yield from _claimed(sentences, at, name, scope)
        yield from _all_of_one_type(sentence)


def _all_of_one_type(sentence: _Sentence) -> Iterator[Sum]:
    """同意2户5人…，其中脱贫不稳定户2户4人: the same households, who must be the same persons."""
    members = [each for each in sentence.counts if _member(each.label) == "type"]
    before = [each for each in sentence.counts if members and each.start < members[0].start]
    if len(members) != 1 or not before or not _ends_there(sentence, members):
        return
    if not re.match(r"其中", members[0].label):
        return
    part, whole = members[0], before[-1]
    persons = part.persons, whole.persons
    if part.households == whole.households and None not in persons and persons[0] != persons[1]:
        yield from list(_sums(sentence, "type", [part], whole))[1:]


def _scopes(sentence: _Sentence, name: str) -> list[list[_Counted]]:
    """The members of a partition: of the whole sentence, or clause by clause where the sentence has it twice."""
    members = [each for each in sentence.counts if _member(each.label) == name]
    if len(members) < 2:
        return []
    if len({_key(name, each.label) for each in members}) == len(members):
        return [_with_unnamed(sentence, members)] if name == "risk" else [members]
    clauses: dict[int, list[_Counted]] = {}
    for each in members:
        clauses.setdefault(len(re.findall(r"[；;]", sentence.text[: each.start])), []).append(each)
    return [
        clause
        for clause in clauses.values()
        if len(clause) > 1 and len({_key(name, each.label) for each in clause}) == len(clause)
    ]


def _with_unnamed(sentence: _Sentence, members: list[_Counted]) -> list[_Counted]:
    """The risks with what is listed among or right behind them: an unknown risk, 其他."""
    first, last = members[0].start, members[-1].start
    behind = next((each for each in sentence.counts if each.start > last), None)
    found = [each for each in sentence.counts if first <= each.start <= last]
    if behind and _OTHERS.search(behind.label):
        found.append(behind)
    return found


def _claimed(sentences: Sequence[_Sentence], at: int, name: str, parts: list[_Counted]) -> Iterator[Sum]:
    sentence = sentences[at]
    if not _ends_there(sentence, parts):
        return
    wholes = [each for each in sentence.counts if _may_be_whole(each, parts, sentence)]
    households = sum(each.households for each in parts)
    counted = [each.persons for each in parts if each.persons is not None]
    persons = sum(counted) if len(counted) == len(parts) else None
    if not wholes:
        wholes = _carried(sentences, at, parts)
        if not wholes:
            if name != "risk" or len(parts) > 2:
                yield from _beside(sentences, at, parts, households, persons)
            return
    if any(each.households == households and persons in (None, each.persons) for each in wholes):
        return
    agreeing = [each for each in wholes if each.households == households]
    whole = agreeing[-1] if agreeing else _clear(wholes, sentence, parts)
    if whole is None or (_CHANGE.search(parts[0].label) and not _CHANGE.search(whole.label)):
        return
    if name == "risk" and households < whole.households and not _is_complete(sentence, parts):
        return
    if max(each.households for each in parts) > whole.households and not _TOTAL.search(whole.label):
        return
    yield from _sums(sentence, name, parts, whole)


def _may_be_whole(count: _Counted, parts: list[_Counted], sentence: _Sentence) -> bool:
    if count in parts or _DIFFERENCE.search(count.label):
        return False
    behind = count.start > parts[-1].start
    between = sentence.text[parts[-1].end : count.start]
    return count.start < parts[0].start or (
        behind and bool(re.fullmatch(r"[，,、；;]?(?:共计?|合计|总计|累计)\D{0,8}", between))
    )


def _ends_there(sentence: _Sentence, parts: list[_Counted]) -> bool:
    """Whether nothing is said of the parts: 脱贫不稳定户3户、边缘易致贫户2户享受低保 is no breakdown."""
    behind = sentence.text[parts[-1].end :]
    return not behind or behind[0] in "，,；;、）)：:" or behind.startswith(("共", "合计"))


def _clear(wholes: Sequence[_Counted], sentence: _Sentence, parts: list[_Counted]) -> _Counted | None:
    """The one whole that is meant: the only one, the one right before 其中, the only one called so; else None."""
    if len(wholes) == 1:
        return wholes[0]
    before = [each for each in wholes if each in sentence.counts and each.start < parts[0].start]
    if before and re.match(r"[，,（(：:；;]?(?:其中|分别|按)", sentence.text[before[-1].end :]):
        return before[-1]
    named = [each for each in wholes if _TOTAL.search(each.label)]
    return named[0] if len(named) == 1 else None


def _carried(sentences: Sequence[_Sentence], at: int, parts: list[_Counted]) -> list[_Counted]:
    """The wholes of the sentence before, where this one begins as its breakdown."""
    sentence = sentences[at]
    if not at or not _CUE.search(sentence.text[: parts[0].start]):
        return []
    before = sentences[at - 1]
    if before.number < sentence.number - 1 or not _ABOUT.search(before.text):
        return []
    return [each for each in before.counts if not _member(each.label) and not _DIFFERENCE.search(each.label)]


def _beside(
    sentences: Sequence[_Sentence], at: int, parts: list[_Counted], households: int, persons: int | None
) -> Iterator[Sum]:
    """A breakdown without its whole: one near it of as many households is meant, or of as many persons."""
    here = sentences[at]
    near = [
        each
        for other in sentences
        if abs(other.number - here.number) <= _NEAR and other is not here
        for each in other.counts
        if each.persons is not None and not _member(each.label)
    ]
    if persons is None or any((each.households, each.persons) == (households, persons) for each in near):
        return
    source = here.paragraph.source_at(here.start + parts[0].start)
    named = [each for each in near if _TOTAL.search(each.label)]
    for each in named:
        if each.households == households:
            figures = tuple(Decimal(part.persons or 0) for part in parts)
            yield Sum(figures, Decimal(each.persons or 0), "人", source)
            return
    for each in named:
        if each.persons == persons and len(parts) > 2:
            yield Sum(
                tuple(Decimal(part.households) for part in parts), Decimal(each.households), "户", source
            )
            return


def _is_complete(sentence: _Sentence, parts: list[_Counted]) -> bool:
    opening, behind = sentence.text[: parts[0].start], sentence.text[parts[-1].end :]
    if re.search(r"(?<!按)主要", opening) or behind.startswith("等"):
        return False
    return bool(_WHOLE_LIST.search(opening) or _OTHERS.search(parts[-1].label))


def _sums(sentence: _Sentence, name: str, parts: list[_Counted], whole: _Counted) -> Iterator[Sum]:
    source = sentence.paragraph.source_at(sentence.start + parts[0].start)
    agree = sum(each.households for each in parts) == whole.households  # then no household is counted twice
    note = "（按风险）" if name == "risk" and not agree else ""
    figures = tuple(Decimal(each.households) for each in parts)
    yield Sum(figures, Decimal(whole.households), "户" + note, source)
    counted = [each.persons for each in parts if each.persons is not None]
    if whole.persons is not None and len(counted) == len(parts):
        yield Sum(tuple(map(Decimal, counted)), Decimal(whole.persons), "人" + note, source)
