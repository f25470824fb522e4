"""Dates, months and periods as people write them. Pure; no clock."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from registry.text import half_width

__all__ = [
    "FoundDate",
    "Month",
    "Span",
    "find_dates",
    "format_date",
    "months_between",
    "parse_date",
    "parse_month",
]

_CN = "〇零○ＯO一二三四五六七八九十"
_CN_DIGIT = {"〇": 0, "零": 0, "○": 0, "O": 0, **{c: i for i, c in enumerate("一二三四五六七八九", 1)}}

# 2021年5月12日 / 2021年05月12日 / 2021 年 5 月 12 号 · 2021-05-12 2021/5/12 2021.5.12 · 20210512
_DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*(?:年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]?"
    r"|(?P<s>[-/.])\s*(?P<m2>\d{1,2})\s*(?P=s)\s*(?P<d2>\d{1,2})"
    r"|(?P<m3>[01]\d)(?P<d3>[0-3]\d))(?!\d)"
)
# 二〇二一年五月十二日
_CN_DATE = re.compile(rf"(?P<y>[{_CN}]{{4}})年(?P<m>[{_CN}]{{1,3}})月(?P<d>[{_CN}]{{1,3}})[日号]")
# What every date begins with: four figures in any script
_ANY_YEAR = re.compile(rf"[\d{_CN}]{{4}}")
_MONTH = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*(?:年\s*(?P<m>\d{1,2})\s*月?|[-/.]\s*(?P<m2>\d{1,2})|(?P<m3>[01]\d))(?!\d)"
)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"

    @property
    def zh(self) -> str:
        return f"{self.year}年{self.month}月"

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    def next(self) -> Month:
        return self.plus(1)

    def plus(self, months: int) -> Month:
        """So many months later, or earlier."""
        years, month = divmod(self.month - 1 + months, 12)
        return Month(self.year + years, month + 1)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: `day` is None for one that does not exist (2021年2月30日)."""

    day: date | None
    text: str
    start: int


def format_date(day: date) -> str:
    """GB/T 9704-2012, 7.3.5.4: Arabic figures, year in full, month and day unpadded."""
    return f"{day.year}年{day.month}月{day.day}日"


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """Every full date in the text, in order."""
    return _found_dates(half_width(text)) if _ANY_YEAR.search(text) else ()


@lru_cache(maxsize=1 << 12)
def _found_dates(text: str) -> tuple[FoundDate, ...]:
    found = [
        FoundDate(_day(m["y"], m["m"] or m["m2"] or m["m3"], m["d"] or m["d2"] or m["d3"]), m[0], m.start())
        for m in _DATE.finditer(text)
    ]
    found += [
        FoundDate(_day(_cn_year(m["y"]), _cn_number(m["m"]), _cn_number(m["d"])), m[0], m.start())
        for m in _CN_DATE.finditer(text)
    ]
    return tuple(sorted(found, key=lambda item: item.start))


def parse_date(text: str) -> date | None:
    """The date that the whole text is, in any spelling of `find_dates`; None if it is not one."""
    text = half_width(text).strip()
    # A spreadsheet's own text form carries a time: 2021-05-12 00:00:00
    text = re.sub(r"[ T]\d{1,2}:\d\d(:\d\d)?$", "", text)
    for found in find_dates(text):
        if found.start == 0 and len(found.text) == len(text):
            return found.day
    return None


def parse_month(text: str) -> Month | None:
    """202105, 2021-05, 2021.5, 2021年5月, or a full date, as a month."""
    text = half_width(text).strip()
    match = _MONTH.fullmatch(text)
    if match:
        month = int(match["m"] or match["m2"] or match["m3"])
        return Month(int(match["y"]), month) if 1 <= month <= 12 else None
    day = parse_date(text)
    return Month.of(day) if day else None


def months_between(first: Month, last: date) -> list[Month]:
    """The months from `first` on whose last day is not after `last`."""
    months: list[Month] = []
    while first.last_day <= last:
        months.append(first)
        first = first.next()
    return months


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _cn_year(text: str) -> int:
    return int("".join(str(_CN_DIGIT.get(half_width(char), 0)) for char in text))


def _cn_number(text: str) -> int:
    """五 → 5, 十二 → 12, 二十 → 20, 三十一 → 31."""
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_CN_DIGIT.get(tens, 1) if tens else 1) * 10 + (_CN_DIGIT.get(ones, 0) if ones else 0)
    return int("".join(str(_CN_DIGIT.get(half_width(char), 0)) for char in text))


@dataclass(frozen=True, slots=True)
class Span:
    """The whole months from one to another: the period of a summary."""

    start: Month
    end: Month

    @property
    def first(self) -> date:
        return date(self.start.year, self.start.month, 1)

    @property
    def last(self) -> date:
        return self.end.last_day

    @property
    def is_year(self) -> bool:
        """Whether it is one calendar year."""
        return (self.start.month, self.end.month, self.months) == (1, 12, 12)

    @property
    def months(self) -> int:
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def previous(self) -> Span:
        """The span of as many months right before."""
        return Span(self.start.plus(-self.months), self.start.plus(-1))

    @property
    def words(self) -> str:
        """2021年, 2021年上半年, 2021年第二季度, 2021年4月, 2021年4月至2022年3月."""
        same, whole = self.start.year == self.end.year, (self.start.month, self.end.month)
        if same and whole in _SPANS:
            return f"{self.start.year}年{_SPANS[whole]}"
        if self.start == self.end:
            return self.start.zh
        return f"{self.start.zh}至{'' if same else f'{self.end.year}年'}{self.end.month}月"


_SPANS = {
    (1, 12): "",
    (1, 6): "上半年",
    (7, 12): "下半年",
    (1, 3): "第一季度",
    (4, 6): "第二季度",
    (7, 9): "第三季度",
    (10, 12): "第四季度",
}


def parse_span(text: str) -> Span | None:
    """2021, 2021-04, 2021-01:2021-06 (also 至, ~ or —); None where it is none or runs backwards."""
    text = half_width(text).strip()
    if re.fullmatch(r"(?:19|20)\d\d年?", text):
        year = int(text[:4])
        return Span(Month(year, 1), Month(year, 12))
    parts = [parse_month(part) for part in re.split(r"\s*[:：至~—–]+\s*", text)]
    if len(parts) == 1:
        parts *= 2
    first, *rest = parts
    last = rest[0] if len(rest) == 1 else None
    return Span(first, last) if first is not None and last is not None and first <= last else None
