"""Dates, postings, numbers of letters, annexes: what ties one step to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from random import Random

from audit.types import Document
from benchmarks.planted.base import Base, Mutation
from benchmarks.planted.edits import Edit, everywhere, in_text, of_all
from registry.dates import format_date, parse_date

__all__ = ["plant_letters"]

_DAY = r"20\d\d年\d{1,2}月\d{1,2}日"
# The kind, which of its dates (first or last in its text), and how far it is moved.
_MOVED = (
    ("application", -1, 60), ("village-review-meeting", 0, 30), ("village-report", -1, -25),
    ("township-review-meeting", 0, -40), ("township-request", -1, -30), ("county-reply", -1, -60),
    ("county-consultation", 0, 25),
)  # fmt: skip


def plant_letters(base: Base, random: Random) -> Iterator[Mutation]:
    yield from _steps(base)
    yield from _postings(base)
    yield from _numbers(base)
    yield from _impossible(base)


def _put(old: str, new: str) -> Edit:
    return everywhere(lambda text: text.replace(old, new))


def _days(document: Document) -> list[str]:
    text = "\n".join(block.text for block in document.blocks)
    text = "\n".join(["\n".join("\n".join(row) for row in table.rows) for table in document.tables] + [text])
    return re.findall(_DAY, text)


def _steps(base: Base) -> Iterator[Mutation]:
    for kind, which, shift in _MOVED:
        for copies in base.papers(kind):
            days = _days(copies[0].document)
            day = parse_date(days[which]) if days else None
            if day is None:
                continue
            other = day + timedelta(days=shift)
            if other > base.as_of:
                continue
            done = of_all(copies, _put(days[which], format_date(other)))
            if done:
                yield Mutation(
                    f"日期挪{shift}天·{kind}·{copies[0].stage}·{copies[0].path}",
                    ("step-order",),
                    "/".join(copies[0].unit.split("/")[:2]),
                    done,
                )


def _postings(base: Base) -> Iterator[Mutation]:
    span = re.compile(rf"({_DAY})(至)({_DAY})")
    for copies in base.papers("public-notice"):
        unit = copies[0].unit
        for days in (1, 3, 4):

            def shorter(text: str, days: int = days) -> str:
                def put(match: re.Match[str]) -> str:
                    first = parse_date(match[1])
                    assert first is not None
                    return f"{match[1]}至{format_date(first + timedelta(days=days - 1))}"

                return re.sub(r"共\d天", f"共{days}天", span.sub(put, text))

            done = of_all(copies, everywhere(shorter))
            if done:
                yield Mutation(
                    f"公示{days}天·{copies[0].stage}·{copies[0].path}", ("notice-too-short",), unit, done
                )


def _numbers(base: Base) -> Iterator[Mutation]:
    replies = base.papers("county-reply")
    for at, copies in enumerate(replies):
        where = f"{copies[0].stage}·{copies[0].path}"
        unit = copies[0].unit.split("/")[0]
        number = r"\d+(?=号[）)])"
        done = of_all(copies, in_text(number, lambda text: str(int(text) + 1)))
        if done:
            yield Mutation(f"所引文号·{where}", ("document-number-mismatch",), unit, done)
        done = of_all(copies, in_text(r"(?<=《)[^《》]*请示(?=》)", lambda _: "关于调整办公用房的请示"))
        if done:
            yield Mutation(f"所引标题·{where}", ("document-number-mismatch",), unit, done)
        other = _number(replies[(at + 1) % len(replies)][0].document)
        done = of_all(copies, in_text(r"(?<=〕)\d+(?=号$)", lambda _, other=other: other))  # type: ignore[misc]
        if done and other and other != _number(copies[0].document):
            yield Mutation(f"文号重复·{where}", ("document-number-mismatch",), unit, done)
    for copies in base.papers("township-request"):
        where, unit = f"{copies[0].stage}·{copies[0].path}", copies[0].unit
        done = of_all(copies, in_text(r"(?<=〕)\d+(?=号)", lambda text: str(int(text) + 70)))
        if done:
            yield Mutation(f"请示文号·{where}", ("document-number-mismatch",), unit, done)
    for copies in base.papers("township-request", "village-report"):
        where, unit = f"{copies[0].kind}·{copies[0].stage}·{copies[0].path}", copies[0].unit
        done = of_all(copies, in_text(r"(?<=^附件：).*(?:名单|花名册)$", lambda _: "帮扶资金分配使用方案"))
        if done:
            yield Mutation(f"附件·{where}", ("missing-attachment",), unit, done)


def _number(document: Document) -> str:
    return next(
        iter(re.findall(r"〕(\d+)号(?=\n|$)", "\n".join(block.text for block in document.blocks[:6]))), ""
    )


def _impossible(base: Base) -> Iterator[Mutation]:
    late = format_date(base.as_of + timedelta(days=40))
    for kind in ("application", "village-report", "public-notice", "township-review-meeting", "county-reply"):
        for copies in base.papers(kind)[:4]:
            unit = "/".join(copies[0].unit.split("/")[:2])
            for what, day in (("不存在的日期", f"{base.as_of.year}年2月30日"), ("将来的日期", late)):
                days = _days(copies[0].document)
                if not days:
                    continue
                done = of_all(copies, _put(days[-1], day))
                if done:
                    yield Mutation(
                        f"{what}·{kind}·{copies[0].path}",
                        ("date-impossible",),
                        unit,
                        done,
                        ("step-order", "notice-too-short"),
                    )
