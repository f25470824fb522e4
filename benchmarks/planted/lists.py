"""Lists, counts and votes: a household left out or put in, a figure of the text changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random

from audit.types import Document
from benchmarks.planted.base import Base, Held, Mutation
from benchmarks.planted.edits import everywhere, in_field, in_text, of_all, row_added, row_gone

__all__ = ["plant_lists"]

_LISTS = (
    "name-list", "public-notice", "review-result", "township-review-meeting", "county-reply", "dynamic-ledger",
    "village-review-meeting", "county-consultation",
)  # fmt: skip
_RECORDS = ("county-consultation", "township-review-meeting", "township-request", "county-reply")
_COUNTED = (
    "public-notice",
    "township-request",
    "county-reply",
    "village-report",
    "notice-outcome",
    "name-list",
)
_SAID = re.compile(r"^(?:\d+[.、．])?\s*([一-龥·]{2,4}?)(?:户)?[（(]")
_FIGURES = ("headcount-mismatch", "total-mismatch")


def plant_lists(base: Base, random: Random) -> Iterator[Mutation]:
    yield from _rows(base, random)
    yield from _said(base)
    yield from _counts(base)
    yield from _votes(base)


def _rows(base: Base, random: Random) -> Iterator[Mutation]:
    for home, head in base.homes.items():
        village = home.rpartition("/")[0]
        for copies in base.papers(*_LISTS):
            if not any(f"{village}/".startswith(f"{held.unit}/") or held.unit == home for held in copies):
                continue
            if any(held.unit.count("/") == 3 for held in copies) and len(copies) == 1:
                continue  # an extract shows its household alone
            if not _together(base, copies, home):
                yield from _sole(copies, home, head)
                continue
            where = f"{copies[0].kind}·{copies[0].stage}·{head}"
            done = of_all(copies, row_gone(head))
            if done:
                yield Mutation(
                    f"名单少一户·{where}",
                    ("list-mismatch",),
                    village,
                    done,
                    (*_FIGURES, "misfiled", "missing-part"),
                )
            done = of_all(copies, row_gone(head, renumbered=False))
            if done and copies[0].kind != "village-review-meeting" and _is_inside(copies[0].document, head):
                yield Mutation(
                    f"名单少一户、序号未改·{where}",
                    ("numbering-broken",),
                    village,
                    done,
                    ("list-mismatch", *_FIGURES, "misfiled", "missing-part"),
                )
            done = of_all(copies, row_added(head, random.choice(("秦小满", "范有余"))))
            if done and copies[0].kind not in ("county-consultation", "dynamic-ledger"):
                yield Mutation(
                    f"名单多一户·{where}", ("list-mismatch", *_FIGURES), village, done, ("name-mismatch",)
                )


def _sole(copies: Sequence[Held], home: str, head: str) -> Iterator[Mutation]:
    """The only household of a round taken off a list."""
    done = of_all(copies, row_gone(head))
    if done:
        where = f"{copies[0].kind}·{copies[0].stage}·{head}"
        also = (*_FIGURES, "misfiled", "missing-part")
        yield Mutation(f"唯一一户·{where}", ("list-mismatch",), home.rpartition("/")[0], done, also)


def _said(base: Base) -> Iterator[Mutation]:
    """One of those whom running text names taken out of it, or written otherwise."""
    for home, head in base.homes.items():
        for copies in base.papers(*_RECORDS):
            texts = [block.text for block in copies[0].document.blocks if head in block.text]
            if not any(re.search(rf"户\d*人?[（(：:][^（()）]*{head}", text) for text in texts):
                continue
            where, near = f"{copies[0].kind}·{copies[0].stage}·{head}", home.rpartition("/")[0]
            done = of_all(copies, in_text(rf"、{head}|{head}、", lambda _: ""))
            if done:
                yield Mutation(f"文中少一户·{where}", ("list-mismatch",), near, done, _FIGURES)
            wrong = f"{head[:-1]}{'祥' if head[-1] != '祥' else '昌'}"
            done = of_all(copies, in_text(head, lambda _, wrong=wrong: wrong))  # type: ignore[misc]
            if done:
                yield Mutation(f"文中姓名·{where}", ("name-mismatch",), home, done)


def _together(base: Base, copies: Sequence[Held], home: str) -> bool:
    """Whether the paper and the household's own list name others of its village as well."""
    village = home.rpartition("/")[0]
    heads = {head for other, head in base.homes.items() if other.startswith(f"{village}/")}
    own = [
        len(_named(each[0].document) & heads)
        for each in base.papers("name-list")
        if each[0].stage == copies[0].stage and base.homes[home] in _named(each[0].document)
    ]
    return len(_named(copies[0].document) & heads) > 1 and (min(own, default=2) > 1)


def _named(document: Document) -> set[str]:
    cells = {cell for table in document.tables for row in table.rows for cell in row}
    said = {match[1] for block in document.blocks if (match := _SAID.match(block.text))}
    return cells | said


def _is_inside(document: Document, head: str) -> bool:
    """Whether rows with numbers stand above and below the household's."""
    return any(
        head in row
        and 0 < at < len(table.rows) - 1
        and table.rows[at - 1][0].isdigit()
        and table.rows[at + 1][0].isdigit()
        for table in document.tables
        for at, row in enumerate(table.rows)
    )


def _counts(base: Base) -> Iterator[Mutation]:
    for copies in base.papers(*_COUNTED):
        unit = min((held.unit for held in copies), key=lambda unit: unit.count("/"))
        for what, pattern in (("户数", r"\d+(?=户)"), ("人数", r"(?<=户)\d+(?=人)")):
            done = of_all(copies, in_text(pattern, _one_more))
            if done:
                yield Mutation(
                    f"文中{what}·{copies[0].kind}·{copies[0].stage}·{copies[0].path}", _FIGURES, unit, done
                )
    for copies in base.papers("work-summary"):
        part = r"(?<=户)\d+(?=户)"
        done = of_all(copies, in_text(part, _one_more))
        if done:
            yield Mutation(f"分项户数·{copies[0].path}", ("total-mismatch",), copies[0].unit, done)
        done = of_all(copies, in_text(r"。$", lambda _: "。监测对象8户，其中已消除风险2户，占25.5%。"))
        if done:
            yield Mutation(
                f"占比·{copies[0].path}", ("ratio-mismatch",), copies[0].unit, done, ("total-mismatch",)
            )
        wrong = "。发放产业奖补资金12万元，惠及60户，户均2500元。"
        done = of_all(copies, in_text(r"。$", lambda _, wrong=wrong: wrong))  # type: ignore[misc]
        if done:
            yield Mutation(f"户均·{copies[0].path}", ("ratio-mismatch",), copies[0].unit, done)


def _votes(base: Base) -> Iterator[Mutation]:
    for copies in base.papers("village-review-meeting", "township-review-meeting", "county-consultation"):
        unit = copies[0].unit
        kind = f"{copies[0].kind}·{copies[0].stage}·{copies[0].path}"
        for what, pattern in (
            ("同意票", r"(?<=(?<!不)同意)\d+(?=票)|(?<=赞成)\d+(?=票)"),
            ("反对票", r"(?<=反对)\d+(?=票)"),
            ("弃权票", r"(?<=弃权)\d+(?=票)"),
        ):
            done = of_all(copies, in_text(pattern, _one_more))
            if done:
                yield Mutation(f"{what}·{kind}", ("vote-arithmetic",), unit, done)
        for done in (
            of_all(copies, in_field("应到人数", lambda _: "90")),
            of_all(copies, in_text(r"(?<=应到)\d+(?=人)", lambda _: "90")),
        ):
            if done and "村民代表" in "".join(block.text for block in copies[0].document.blocks):
                yield Mutation(f"应到·{kind}", ("quorum-not-met",), unit, done)
        for done in (
            of_all(copies, in_field("应到人数", lambda _: "1")),
            of_all(copies, in_text(r"(?<=应到)\d+(?=人)", lambda _: "1")),
        ):
            if done:
                yield Mutation(f"实到多于应到·{kind}", ("quorum-not-met",), unit, done)
        few = everywhere(
            lambda text: re.sub(r"同意(\d{2})票、反对0票、弃权\d票", _most_against, text, count=1)
        )
        done = of_all(copies, few)
        if done and copies[0].kind == "village-review-meeting":
            yield Mutation(f"没有过半数·{kind}", ("quorum-not-met",), unit, done, ("vote-arithmetic",))


def _one_more(text: str) -> str:
    return str(int(text) + 1)


def _most_against(match: re.Match[str]) -> str:
    return f"同意2票、反对{int(match[1]) - 2}票、弃权0票"
