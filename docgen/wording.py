"""Words that papers share: of stages, units, counts of households, votes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from docgen.blank import Blank, Phrase, phrase
from registry.records import Unit, Vote
from registry.values import OBJECT_TYPES

__all__ = [
    "STAGE_WORDS",
    "Count",
    "Line",
    "StageWords",
    "body_of",
    "clause",
    "count",
    "days_posted",
    "issuer_of",
    "leveled",
    "sentence",
    "title_lines",
    "votes_text",
    "we",
]


@dataclass(frozen=True, slots=True)
class StageWords:
    """How the papers of a stage speak."""

    listed: str
    review: str
    carried: str
    decided: str
    follow: str


STAGE_WORDS = {
    "认定": StageWords(
        listed="拟纳入监测对象",
        review="拟纳入监测对象",
        carried="列为拟纳入监测对象",
        decided="纳入监测对象",
        follow="请按程序录入全国防返贫监测信息系统，及时落实帮扶责任人和帮扶措施。",
    ),
    "风险消除": StageWords(
        listed="拟消除风险监测对象",
        review="拟消除风险监测对象",
        carried="列为拟消除风险监测对象",
        decided="风险消除",
        follow="请按程序在全国防返贫监测信息系统中标注，并继续跟踪巩固。",
    ),
}


@dataclass(frozen=True, slots=True)
class Count:
    """Households and persons of a list: `text` 5户18人, `types` ，其中脱贫不稳定户2户5人、…"""

    count: int
    persons: int | Blank
    text: Phrase
    types: Phrase


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph that staff wrote: its heading of the first level (黑体), of the second (楷体), and what follows."""

    first: str
    second: str
    rest: object


# 一、…  （一）…, with half-width brackets too, as they are typed.
_LEVELS = (re.compile(r"[一二三四五六七八九十]{1,3}、"), re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"))


def leveled(line: object) -> Line:
    """The headings of a paragraph by their numbers (GB/T 9704-2012, 7.3.3).

    一、全面排查。对所有农户… → the heading runs to its full stop. A numbered paragraph that is one
    sentence is text, a numbered line without a full stop is a heading.
    """
    if not isinstance(line, str):
        return Line("", "", line)
    for level, number in enumerate(_LEVELS):
        if number.match(line) is None:
            continue
        head, stop, rest = line.partition("。")
        if stop and not rest.strip():
            break
        heading = head + stop
        return Line("", heading, rest) if level else Line(heading, "", rest)
    return Line("", "", line)


_TITLE_WIDTH = 20  # characters of 22 pt in a line of 156 mm


# Where a word ends for certain enough to break a title behind it.
_WORD_END = re.compile(r"(?<=[和暨及年的])|(?<=[县区市旗镇乡村])(?!民|级|庄|里)|(?<=街道)(?!办)")
_SHORTEST = 4  # A line of fewer characters looks lost.


def title_lines(title: str) -> tuple[str, ...]:
    """A title in lines: whole where it fits, else in two where a template marks it by ‖, before 关于, or behind 和, else in three.

    GB/T 9704-2012, 7.3.1: 回行时，要做到词意完整，排列对称，长短适宜. What cannot be broken so is left to the office.
    """
    pieces = title.split("‖")
    whole = "".join(pieces)
    if len(whole) <= _TITLE_WIDTH:
        return (whole,)
    marked = [len("".join(pieces[:at])) for at in range(1, len(pieces))]
    about = whole.find("关于")
    for places in (marked, [about], [match.end() for match in _WORD_END.finditer(whole)]):
        lines = [(whole[:at], whole[at:]) for at in places if 0 < at < len(whole)]
        fitting = [pair for pair in lines if max(map(len, pair)) <= _TITLE_WIDTH]
        if fitting:
            return min(fitting, key=lambda pair: abs(len(pair[0]) - len(pair[1])))
    return _three_lines(whole, {*marked, about, *(match.end() for match in _WORD_END.finditer(whole))})


def _three_lines(title: str, places: set[int]) -> tuple[str, ...]:
    """The evenest three lines that end at such places, of which one stands before 关于 where there is one."""
    about = title.find("关于")
    pairs = [
        (first, second)
        for first, second in combinations(sorted(at for at in places if 0 < at < len(title)), 2)
        if about <= 0 or about in (first, second)
    ]
    lines = [(title[:first], title[first:second], title[second:]) for first, second in pairs]
    fitting = [
        three for three in lines if max(map(len, three)) <= _TITLE_WIDTH and min(map(len, three)) >= _SHORTEST
    ]
    return min(fitting, key=lambda three: max(map(len, three)) - min(map(len, three)), default=(title,))


def count(rows: Sequence[tuple[str | Blank, int | Blank]]) -> Count:
    """Count rows of (type, persons). A blank size makes the sum of persons blank."""
    persons = _sum(size for _, size in rows)
    named = [kind for kind in OBJECT_TYPES if any(row_kind == kind for row_kind, _ in rows)]
    parts: list[object] = []
    for kind in named:
        sizes = [size for row_kind, size in rows if row_kind == kind]
        parts += ["、" if parts else "，其中", kind, len(sizes), "户", _sum(sizes), "人"]
    untold = next((kind for kind, _ in rows if isinstance(kind, Blank)), None)
    if untold is not None:
        parts = ["，其中", untold]
    return Count(len(rows), persons, phrase(len(rows), "户", persons, "人"), phrase(*parts))


def _sum(sizes: Iterable[int | Blank]) -> int | Blank:
    total = 0
    for size in sizes:
        if isinstance(size, Blank):
            return size
        total += size
    return total


def votes_text(vote: Vote | None, blank: Blank) -> str | Blank:
    """同意27票、反对0票、弃权2票; 一致同意 where no votes were counted; blank where nothing is recorded."""
    if vote is None:
        return blank
    if vote.unanimous == "是":
        return "一致同意"
    if vote.for_ is None or vote.against is None or vote.abstained is None:
        return blank
    return f"同意{vote.for_}票、反对{vote.against}票、弃权{vote.abstained}票"


def days_posted(first: object, last: object) -> int | Blank:
    """Calendar days with both ends counted (contract, decision 9)."""
    if isinstance(first, date) and isinstance(last, date):
        return (last - first).days + 1
    return first if isinstance(first, Blank) else last if isinstance(last, Blank) else 0


def sentence(text: str | None) -> str | None:
    """What staff wrote, whole, ended so that another sentence can follow."""
    return f"{text}。" if text and text.rstrip()[-1:] not in "。！？!?…" else text


def clause(text: object) -> object:
    """What staff wrote without its full stop, to stand within a sentence; what is no text comes back as it is."""
    return text.removesuffix("。") if isinstance(text, str) else text


def issuer_of(unit: Unit) -> str:
    """The office that issues: as registered, else by the unit's name and the notice's practice."""
    if unit.issuer:
        return unit.issuer
    if unit.level == "县级":
        return f"{unit.name}乡村振兴领导小组办公室"
    if unit.level == "乡级":
        return f"{unit.name}办事处" if unit.name.endswith("街道") else f"{unit.name}人民政府"
    if unit.name.endswith("社区"):
        return f"{unit.name}居民委员会"
    return unit.name if unit.name.endswith("委员会") else f"{unit.name}村民委员会"


def body_of(unit: Unit) -> str:
    """The party body of a township (乡镇党委、街道党工委)."""
    return unit.party_body or f"{unit.name}{'党工委' if unit.name.endswith('街道') else '党委'}"


def we(unit: Unit) -> str:
    """我村, 我社区, 我镇, 我乡, 我街道, 我县."""
    match = re.search(r"(街道|社区|民族乡|[县区市旗镇乡村])(?:村民委员会|居民委员会)?$", unit.name)
    return f"我{match[1] if match else '单位'}".replace("民族乡", "乡")
