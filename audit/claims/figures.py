"""Figures that a text or table adds up: head counts, sub-totals and totals, percentages. Pure.

Only what must add up is claimed: the parts of a partition that is listed whole (types, risks, eliminated or not), the
columns over a row 合计, a percentage whose two figures stand in the same paragraph. 其中 alone promises no whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from audit.claims.forms import source_of
from audit.claims.labels import risk_of, type_of
from audit.claims.types import Count, Ratio, Source, Sum
from audit.lines import Line
from registry.amounts import parse_amount
from registry.text import half_width

__all__ = ["find_counts", "find_ratios", "find_sums", "is_part"]

# 脱贫不稳定户2户5人 · 共5户、18人 · 5户（18人） · 3户 · 2户8人
_COUNT = re.compile(
    r"(?P<label>[^\d，。；;：:、（()）！？\s]{0,24})(?<![\d.第])(?P<h>\d{1,7})\s*户(?![主籍口均用外型名])(?:[、，,（(共计]{0,2}(?P<p>\d{1,7})\s*人?(?![\d.户条元次个年月日%]))?"
)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s*[%％]")
_SHARE = re.compile(r"占(?:比|[^，。；\d]{0,16}?的?)?(?:为|达|约|到)?\s*$")
_RATE = re.compile(r"率(?:为|达|达到|约|：|:)?\s*$")
_FIGURE = re.compile(r"(?<![\d.〔年月第])(\d{1,8}(?:\.\d+)?)\s*(户|人|条|件|次|万元|元|个|项|名)(?!次?份)")
_TOTAL_ROW = re.compile(r"(总\s*计|合\s*计|共\s*计)(?:[（(].*[)）])?")
_SUBTOTAL_ROW = re.compile(r"小\s*计")
_NO_SUM = re.compile(r"序号|编号|人均|年龄|电话|号码|比例|占比|率|%|单价|标准|时间|日期|年度|面积|组别|门牌")


def find_counts(lines: Sequence[Line]) -> tuple[Count, ...]:
    """Every N 户 or N 户 M 人 of the running text, with the words before it."""
    return tuple(count for line in lines if not line.tabular and "户" in line.text for count in _counts(line))


def _counts(line: Line) -> Iterator[Count]:
    for match in _COUNT.finditer(half_width(line.text)):
        persons = int(match["p"]) if match["p"] else None
        yield Count(match["label"], int(match["h"]), persons, source_of(line))


def find_sums(lines: Sequence[Line]) -> tuple[Sum, ...]:
    """Totals with their parts: of partitions in the text, and of columns over a row 合计."""
    return (*_sums_in_prose(lines), *_sums_in_tables(lines))


def _sums_in_prose(lines: Sequence[Line]) -> Iterator[Sum]:
    before: Count | None = None
    for line in lines:
        if line.tabular:
            before = None
            continue
        if "户" not in line.text:
            before = None
            continue
        general: Count | None = None
        for sentence in re.split(r"[。；;]", half_width(line.text)):
            counts = [
                Count(
                    match["label"], int(match["h"]), int(match["p"]) if match["p"] else None, source_of(line)
                )
                for match in _COUNT.finditer(sentence)
            ]
            wholes = [count for count in counts if not _member(count.label)]
            whole = wholes[0] if wholes else general or before
            if whole:
                yield from _partitions(whole, counts, line)
            general = wholes[0] if wholes else general
        before = general or (before if re.match(r"按|其中|从", line.text) else None)


def is_part(label: str) -> bool:
    """Whether the words before a count name a part of those counted: a type, a risk, eliminated or not."""
    return bool(_member(label))


def _member(label: str) -> str:
    """The partition that the words before a count belong to: types, risks, state; "" for none."""
    if type_of(label) and re.search(r"户$|户[为有共]?$", label):
        return "type"
    if re.search(r"(已|未)(?:经)?消除|尚未消除|(?:已|未)解除", label):
        return "state"
    if re.search(r"因[^，。]{1,8}$|缺(乏)?劳动?力$|不稳(定)?$", label) and risk_of(label):
        return "risk"
    return ""


def _partitions(whole: Count, counts: Sequence[Count], line: Line) -> Iterator[Sum]:
    for name in ("type", "risk", "state"):
        parts = [count for count in counts if _member(count.label) == name]
        keys = [_key(name, count.label) for count in parts]
        if len(parts) < 2 or len(set(keys)) != len(keys):
            continue
        yield from _two(whole, parts, line, name)


def _key(name: str, label: str) -> str:
    if name == "type":
        return type_of(label)
    return risk_of(label) if name == "risk" else ("未" if re.search(r"未", label) else "已")


def _two(whole: Count, parts: Sequence[Count], line: Line, name: str) -> Iterator[Sum]:
    source = source_of(line)
    if whole.households is not None and all(part.households is not None for part in parts):
        figures = tuple(Decimal(part.households or 0) for part in parts)
        yield Sum(figures, Decimal(whole.households), "户" + ("（按风险）" if name == "risk" else ""), source)
    if whole.persons is not None and all(part.persons is not None for part in parts):
        figures = tuple(Decimal(part.persons or 0) for part in parts)
        yield Sum(figures, Decimal(whole.persons), "人" + ("（按风险）" if name == "risk" else ""), source)


def _sums_in_tables(lines: Sequence[Line]) -> Iterator[Sum]:
    heading: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = []
    for line in lines:
        if not line.tabular or len(line.cells) < 2:
            if not line.tabular:
                heading, rows = (), []
            continue
        first = next((cell for cell in line.cells if cell), "")
        if _TOTAL_ROW.fullmatch(first):
            if rows and len(line.cells) == len(rows[0]) and len(heading) == len(rows[0]):
                yield from _columns(heading, rows, line)
            rows = []
        elif _SUBTOTAL_ROW.match(first):
            continue
        elif not rows and not re.search(r"\d", "".join(line.cells)):
            heading = line.cells
        elif heading and len(line.cells) == len(heading):
            rows.append(line.cells)


def _columns(heading: tuple[str, ...], rows: Sequence[tuple[str, ...]], line: Line) -> Iterator[Sum]:
    for at, cell in enumerate(line.cells):
        households = re.fullmatch(r"(\d+)户", cell)
        if households:
            yield Sum(
                (Decimal(1),) * sum(bool(row[0]) for row in rows),
                Decimal(households[1]),
                "户",
                source_of(line),
            )
            continue
        total = parse_amount(re.sub(r"[人条件次个项名户]$", "", cell)) if cell else None
        if total is None or not heading[at] or _NO_SUM.search(heading[at]):
            continue
        figures = [
            parse_amount(re.sub(r"[人条件次个项名户]$", "", row[at])) if row[at] else Decimal(0)
            for row in rows
        ]
        if all(figure is not None for figure in figures) and any(row[at] for row in rows):
            yield Sum(tuple(figure or Decimal(0) for figure in figures), total, heading[at], source_of(line))


def find_ratios(lines: Sequence[Line]) -> tuple[Ratio, ...]:
    """Percentages whose figures can be told, with the pair that comes nearest to what is stated."""
    return tuple(
        ratio
        for line in lines
        if not line.tabular
        for ratio in _ratios(half_width(line.text), source_of(line))
    )


def _ratios(text: str, source: Source) -> Iterator[Ratio]:
    for match in _PERCENT.finditer(text):
        before = text[: match.start()]
        percent = Decimal(match[1])
        sentence = re.split(r"[。；;]", before)[-1]
        figures = [(Decimal(each[1]), each[2]) for each in _FIGURE.finditer(before)]
        own = [(Decimal(each[1]), each[2]) for each in _FIGURE.finditer(sentence)]
        if not own or not (_SHARE.search(before) or _RATE.search(before)):
            continue
        if _RATE.search(before) and len({unit for _, unit in own}) == 1 and len(own) != 2:
            continue
        part, unit = own[-1]
        wholes = [figure for figure, each in figures if each == unit and figure >= part and figure > 0][
            :-1
        ] or []
        parts = [figure for figure, each in own if each == unit]
        pairs = [(small, large) for small in parts for large in wholes if small <= large]
        if pairs:
            best = min(pairs, key=lambda pair: abs(pair[0] * 100 / pair[1] - percent))
            yield Ratio(*best, percent, source)
