"""The steps that a paper dates, the posting it announces, the numbers it bears and cites, the annexes it names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from audit.claims.forms import source_of
from audit.claims.types import Annex, BadDate, Dated, DocumentNumber, Period, Source
from audit.lines import Line
from registry.dates import FoundDate, find_dates
from registry.text import half_width, squeeze

__all__ = ["find_annexes", "find_bad_dates", "find_dated", "find_numbers", "find_periods"]

_HEAD_LINES = 8
# 某府呈〔2021〕31号 · 某府呈[2021]31号 · 某府呈（2021）第31号 · 某府呈【2021】 31 号
_NUMBER = re.compile(
    r"(?P<office>[一-龥]{2,14})[〔\[【（(﹝〈<]\s*(?P<year>(?:19|20)\d\d)\s*[〕\]】）)﹞〉>]\s*第?\s*(?P<n>\d{1,4})\s*号"
)
# 《某镇人民政府关于…的请示》（某府呈〔2021〕31号）收悉
_CITED_TITLE = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》\s*[（(]?\s*$")
_RECEIVED = re.compile(
    r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》(?:[（(][^（()）]{0,40}[)）])?(?:收悉|已收悉|已收到|收到)"
)
_LEADING = re.compile(r"^.*(?:根据|按照|依据|你[镇乡街道单位]*|贵|现将|关于|收到|的|对|是|以|由|和|及)")
# 公示时间：2021年4月30日至2021年5月6日 · 4月30日-5月6日 · 2021.4.30—5.6 · 5月12日-16日
_DAY = r"(?:(?P<y{0}>(?:19|20)\d\d)\s*[年./-]\s*)?(?:(?P<m{0}>\d{{1,2}})\s*[月./-]\s*)?(?P<d{0}>\d{{1,2}})\s*[日号]?"
_SPAN = re.compile(
    r"(?<![\d.])"
    + _DAY.format(1)
    + r"\s*(?:[（(][^（()）]{1,6}[)）])?\s*(?:起|开始)?\s*(?:至|到|—+|-+|－|–|~|～)\s*"
    + _DAY.format(2)
    + r"(?![\d.])"
)
_BETWEEN = re.compile(r"[至到—－–~～-]")
_DAYS = re.compile(
    r"(?:共|为期|公示期?限?(?:为|共)?|时间为|[（(])\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:个)?(?:工作)?[天日](?!\s*[至到—-])"
)
_POSTED = re.compile(r"公示|公告|张贴")
_CN = {word: number for number, word in enumerate("一二三四五六七八九十", 1)}
_DATELIKE = re.compile(r"\d{4}\s*[年./-]|\d{8}|[〇零一二三四五六七八九]{4}年")
_LABEL = re.compile(r"([一-龥（）()]{2,12})[：:]?\s*$")
_ANNEX = re.compile(r"^附\s*件?\s*[：:]\s*(.+)$")
_ANNEX_ITEM = re.compile(r"(?:^|[；;\s])(?:\d{1,2}[.、．)）])\s*([^；;]+?)(?=$|[；;]|\s+\d{1,2}[.、．)）])")
_LOOSE_ITEM = re.compile(r"^\s*(\d{1,2})[.、．)）]\s*(\S.*)$")


@lru_cache(maxsize=1 << 12)
def _dates(text: str) -> tuple[FoundDate, ...]:
    """Kept, because several claims ask for the dates of one line."""
    return tuple(find_dates(text))


def find_numbers(lines: Sequence[Line]) -> tuple[DocumentNumber, ...]:
    """The paper's own number, then those that it cites; a title cited as received without a number counts too."""
    found: dict[DocumentNumber, None] = {}
    for line in lines[:_HEAD_LINES]:
        match = _own_line(line)
        if match:
            found[DocumentNumber(_number(match), True, "", source_of(line))] = None
            break
    own = {each.number for each in found}
    below = next((at + 1 for at, line in enumerate(lines[:_HEAD_LINES]) if _own_line(line)), 0)
    for text, source in _paragraphs(lines[below:]):
        if "号" not in text and "收" not in text:
            continue
        received = [match[1] for match in _RECEIVED.finditer(text)]
        for match in _NUMBER.finditer(half_width(text)):
            title = _CITED_TITLE.search(text[: match.start()])
            number = _number(match, cited=True)
            if number not in own:
                found[DocumentNumber(number, False, title[1] if title else "", source)] = None
        titled = {each.title for each in found}
        for title_text in received:
            if title_text not in titled:
                found[DocumentNumber("", False, title_text, source)] = None
    return tuple(found)


def _own_line(line: Line) -> re.Match[str] | None:
    """The number that stands alone on its line, or before 签发人."""
    if line.tabular or "号" not in line.text:
        return None
    text = squeeze(half_width(line.text))
    match = _NUMBER.match(text)
    return match if match and (match.end() == len(text) or text.startswith("签发", match.end())) else None


def _number(match: re.Match[str], cited: bool = False) -> str:
    office = match["office"]
    if cited:
        office = _LEADING.sub("", office) or office
    return f"{office}〔{match['year']}〕{int(match['n'])}号"


def _paragraphs(lines: Sequence[Line]) -> Iterator[tuple[str, Source]]:
    """Running text with its wrapped lines joined; each paragraph with the source of its first line."""
    text, source = "", None
    for line in lines:
        if line.tabular:
            if source:
                yield text, source
            text, source = "", None
            continue
        if source is None:
            source = source_of(line)
        text += line.text
        if re.search(r"[。：:！？；;]$", line.text) or len(line.text) < 15:
            yield text, source
            text, source = "", None
    if source:
        yield text, source


def find_periods(lines: Sequence[Line], year: int) -> tuple[Period, ...]:
    """The postings announced or reported; a year that is not written is `year`, or the one before it in the text."""
    found: dict[tuple[date, date], Period] = {}
    if not _POSTED.search("".join(line.text for line in lines)):
        return ()
    for text, source in [*_paragraphs(lines), *_rows(lines)]:
        for sentence in re.split(r"[。；;]", half_width(text)):
            if not _POSTED.search(sentence):
                continue
            for match in _SPAN.finditer(sentence):
                span = _span(match, year)
                if span and (span not in found):
                    days = _DAYS.search(sentence[: match.start()] + sentence[match.end() :])
                    where = next((each for each in lines if squeeze(match[0]) in half_width(each.text)), None)
                    at = source_of(where) if where else source
                    found[span] = Period(*span, _days(days[1]) if days else None, at)
    return tuple(found.values())


def _rows(lines: Sequence[Line]) -> Iterator[tuple[str, Source]]:
    return ((line.text, source_of(line)) for line in lines if line.tabular)


def _days(words: str) -> int | None:
    if words.isdigit():
        return int(words)
    if words.startswith("十"):
        return 10 + _CN.get(words[1:], 0)
    return _CN.get(words)


def _span(match: re.Match[str], year: int) -> tuple[date, date] | None:
    if not match["m1"]:
        return None  # 5日-16日 alone may be anything
    first_year = int(match["y1"]) if match["y1"] else int(match["y2"]) if match["y2"] else year
    last_month = match["m2"] or match["m1"]
    last_year = int(match["y2"]) if match["y2"] else first_year + (int(last_month) < int(match["m1"]))
    try:
        first = date(first_year, int(match["m1"]), int(match["d1"]))
        last = date(last_year, int(last_month), int(match["d2"]))
    except ValueError:
        return None
    return (first, last) if 0 <= (last - first).days <= 120 else None


def find_dated(lines: Sequence[Line], signed_on: date | None) -> tuple[Dated, ...]:
    """Dates with the labels that they stand at, and 落款 for the one that the paper is signed with."""
    found: dict[tuple[str, date], Dated] = {}
    for line in lines:
        if not _DATELIKE.search(line.raw):
            continue
        for text, label in _pieces(line):
            for each in _dates(text):
                before = _LABEL.search(half_width(text)[: each.start])
                name = re.sub(r"[（()）]", "", before[1]) if before else label
                if each.day and name:
                    found.setdefault((name, each.day), Dated(name, each.day, source_of(line)))
    if signed_on:
        last = next(
            (line for line in reversed(lines) if any(each.day == signed_on for each in _dates(line.raw))),
            lines[-1],
        )
        found.setdefault(("落款", signed_on), Dated("落款", signed_on, source_of(last)))
    return tuple(found.values())


def _pieces(line: Line) -> Iterator[tuple[str, str]]:
    """A line's texts, each with the label in the cell before it."""
    if not line.tabular:
        yield line.raw, ""
        return
    before = ""
    for cell in line.cells:
        yield cell, before
        before = cell.rstrip("：:") if re.fullmatch(r"[一-龥（）()]{2,12}[：:]?", cell) else ""


def find_bad_dates(lines: Sequence[Line]) -> tuple[BadDate, ...]:
    """Dates that do not exist: 2021年2月30日; and spans whose end lies before their beginning: 5月12日至5月8日."""
    return tuple(dict.fromkeys(_bad_dates(lines)))


def _bad_dates(lines: Sequence[Line]) -> Iterator[BadDate]:
    for line in lines:
        if _DATELIKE.search(line.raw):
            for each in _dates(line.raw):
                if each.day is None and re.search(r"[年./-]", each.text):
                    yield BadDate(each.text, source_of(line))
        if "月" in line.text and _BETWEEN.search(line.text):
            for text in line.cells if line.tabular else (line.text,):
                for match in _SPAN.finditer(text):
                    if _runs_backwards(match):
                        yield BadDate(match[0], source_of(line))


def _runs_backwards(match: re.Match[str]) -> bool:
    """Whether it ends before it begins in any year. Without years, a month before the first may be of the next year."""
    if not match["m1"] or "月" not in match[0] or not match[0].endswith(("日", "号")):
        return False
    first, last = (int(match["m1"]), int(match["d1"])), (int(match["m2"] or match["m1"]), int(match["d2"]))
    if not (1 <= first[0] <= 12 and 1 <= last[0] <= 12 and 1 <= first[1] <= 31 and 1 <= last[1] <= 31):
        return False
    if match["y1"] and match["y2"]:
        return (int(match["y2"]), *last) < (int(match["y1"]), *first)
    return match["y2"] is None and first[0] == last[0] and last < first


def find_annexes(lines: Sequence[Line]) -> tuple[Annex, ...]:
    """The annexes of the note at a paper's end: 附件：名单 · 附件：1.名单 2.方案, also line by line."""
    found: dict[str, Annex] = {}
    inside = 0
    for line in lines:
        if line.tabular:
            inside = 0
            continue
        match = _ANNEX.match(line.raw.strip())
        if match:
            items = [item.strip() for item in _ANNEX_ITEM.findall(match[1])] or [match[1].strip()]
            inside = len(items) if re.match(r"\s*\d", match[1]) else 0
        elif inside and (loose := _LOOSE_ITEM.match(line.raw)) and int(loose[1]) == inside + 1:
            items, inside = [loose[2].strip()], inside + 1
        else:
            inside = 0
            continue
        for item in items:
            title = squeeze(item).strip("《》。；;")
            if 2 <= len(title) <= 60:
                found.setdefault(title, Annex(title, source_of(line)))
    return tuple(found.values())
