"""What the papers of a round say: postings, reports, requests, replies, and what follows for the households in them. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from audit.chain import timelines
from audit.drafting.layout import find_rows
from audit.drafting.scene import PaperHeld, Scene
from audit.drafting.types import Said
from audit.drafting.values import typed
from audit.facts import is_name
from checklists import Stage
from registry.records import Batch, Comparison, Household

__all__ = ["coined_rounds", "round_of_paper", "said_of_rounds", "stage_word"]

_KINDS = (
    "public-notice", "notice-outcome", "village-report", "township-request", "county-reply", "comparison-result",
    "result-announcement",
)  # fmt: skip
_NO_OBJECTION = re.compile(r"(?:无|没有收到|未收到|没有|未接到)(?:任何)?异议")
_PLACE = re.compile(r"(?:公示地点[：:]|(?<=[日号])在)([一-龥（）()]{2,20}?)(?=公示|张贴|[。；，]|$)")
_PRINTED = re.compile(r"((?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*印发")
_COPIED = re.compile(r"^抄送[：:]\s*(.+?)。?$")
_REASON = re.compile(r"(?:原因|理由)[：:为是]?([^。]+。?)")
_CLEARED = re.compile(r"已?清退(?:户)?[：:]([一-龥·、，,]+)")
_VILLAGE = 2  # how deep villages lie below the county
_ORDER = "一二三四五六七八九十"


def stage_word(stage: Stage | None) -> str:
    """认定, 风险消除; "" for neither."""
    return {Stage.IDENTIFICATION: "认定", Stage.ELIMINATION: "风险消除"}.get(stage, "") if stage else ""


def said_of_rounds(scene: Scene) -> Iterator[Said]:
    """Values of the sheet 批次, the rounds of the households, and what replies and refusals say of them."""
    yield from _rounds_of_households(scene)
    for paper in scene.of_kinds(*_KINDS):
        stage, name = stage_word(scene.stage(paper)), round_of_paper(scene, paper)
        if paper.kind == "comparison-result":
            yield from _comparison(scene, paper, stage)
        if stage and name:
            for unit in _units(scene, paper):
                yield from _batch(paper, (name, stage, unit), unit.count("/"))
        if paper.kind == "county-reply" and stage:
            yield from _decided(scene, paper, stage)
    for (village, name), papers in scene.refused.items():
        for paper in papers:
            yield from _refusal(paper, f"{village}/{name}")
            if batch := round_of_paper(scene, paper):
                yield Said(Household, (f"{village}/{name}",), "batch", batch, paper.word())
    for paper in scene.of_kinds("dynamic-ledger"):
        yield from _cleared(scene, paper)


def round_of_paper(scene: Scene, paper: PaperHeld) -> str:
    """The round that the paper names, else that of most households it lists or speaks of; "" where none is told."""
    named = scene.named_round(paper)
    if named:
        return named
    stage = stage_word(scene.stage(paper))
    homes = scene.listed.get(paper.original, ())
    counts = Counter(rounds[home, stage] for home in homes if (home, stage) in (rounds := _rounds(scene)[0]))
    return min(counts, key=lambda name: (-counts[name], name)) if counts else ""


def _units(scene: Scene, paper: PaperHeld) -> Iterator[str]:
    """The offices whose row the paper speaks for: the issuer's; the township's that a county's paper is about."""
    office = scene.office(paper)
    depth = office.count("/")
    if paper.kind in ("county-reply", "comparison-result"):
        homes = scene.listed.get(paper.original, frozenset()) | _homes_in_tables(scene, paper)
        yield from sorted({"/".join(home.split("/")[:2]) for home in homes})
    elif paper.kind == "result-announcement":
        homes = scene.listed.get(paper.original, frozenset()) | _homes_in_tables(scene, paper)
        yield from sorted({"/".join(home.split("/")[:3]) for home in homes})
    elif (
        depth
        == {"village-report": 2, "notice-outcome": depth, "township-request": 1}.get(paper.kind, depth)
        > 0
    ):
        yield office


def _homes_in_tables(scene: Scene, paper: PaperHeld) -> frozenset[str]:
    return frozenset(home for row in paper.original.paper.rows if (home := scene.home(paper, row.head)))


# What the day of a paper, its number and the day of its printing are in the row of its round.
_DAYS = {
    "notice-outcome": "outcome_on",
    "village-report": "sent_on",
    "township-request": "sent_on",
    "county-reply": "reply_on",
    "comparison-result": "compared_on",
    "result-announcement": "announced_on",
}
_NUMBERS = {
    "village-report": "sent_number",
    "township-request": "sent_number",
    "county-reply": "reply_number",
}
_PRINTED_ON = {"township-request": "sent_printed_on", "county-reply": "reply_printed_on"}
_TELLS_POSTING = ("public-notice", "notice-outcome", "village-report", "township-request")


def _batch(paper: PaperHeld, key: tuple[str, ...], depth: int) -> Iterator[Said]:
    def said(field: str, value: Any, at: Any = None) -> Said:
        return Said(Batch, key, field, value, paper.word(at))

    claims, day = paper.original.claims, paper.original.paper.day
    if paper.kind in _TELLS_POSTING:
        for period in claims.periods[:1]:
            yield said("notice_from", period.first, period.source)
            yield said("notice_to", period.last, period.source)
        yield from _posting(paper, key)
    if paper.kind in _DAYS and day and (paper.kind != "notice-outcome" or depth == _VILLAGE):
        yield said(_DAYS[paper.kind], day, paper.last_line())
    if paper.kind in _NUMBERS:
        yield from (
            said(_NUMBERS[paper.kind], each.number, each.source) for each in claims.numbers if each.own
        )
    if paper.kind in _PRINTED_ON:
        yield from _printed(paper, key, _PRINTED_ON[paper.kind])
    if paper.kind == "county-reply":
        for each in claims.numbers:
            if not each.own and each.number and "请示" in each.title:
                yield said("sent_number", each.number, each.source)
        for line in paper.lines:
            match = _COPIED.match(line.text)
            if match:
                yield said("reply_copied_to", match[1], line)


def _posting(paper: PaperHeld, key: tuple[str, ...]) -> Iterator[Said]:
    for line in paper.lines:
        if line.tabular:
            continue
        if paper.kind != "public-notice" and _NO_OBJECTION.search(line.text):
            yield Said(Batch, key, "objections", "无", paper.word(line))
        match = _PLACE.search(line.text)
        if match and paper.kind in ("public-notice", "notice-outcome"):
            yield Said(Batch, key, "notice_place", match[1], paper.word(line))


def _printed(paper: PaperHeld, key: tuple[str, ...], field: str) -> Iterator[Said]:
    for line in paper.lines[-3:]:
        match = _PRINTED.search(line.text)
        value = typed(Batch, field, match[1]) if match else None
        if value:
            yield Said(Batch, key, field, value, paper.word(line))


def _comparison(scene: Scene, paper: PaperHeld, stage: str) -> Iterator[Said]:
    if not stage:
        return
    for row, line in find_rows(paper.lines, "comparison", frozenset(("head", "result"))):
        home = scene.home(paper, row["head"]) if is_name(row["head"]) else ""
        for field, text in row.items() if home else ():
            value = typed(Comparison, field, text) if field != "head" else None
            if value:
                yield Said(Comparison, (home, stage), field, value, paper.word(line))


def _decided(scene: Scene, paper: PaperHeld, stage: str) -> Iterator[Said]:
    """A reply dates the identification or elimination of those in its list."""
    day = paper.original.paper.day
    field = "identified_on" if stage == "认定" else "eliminated_on"
    for row in paper.original.paper.rows if day else ():
        home = scene.home(paper, row.head)
        if home and row.passed:
            yield Said(Household, (home,), field, day, paper.word(paper.last_line()))


def _cleared(scene: Scene, paper: PaperHeld) -> Iterator[Said]:
    """已清退：甲、乙。 as a ledger notes it above its table."""
    for line in paper.lines:
        match = None if line.tabular else _CLEARED.search(line.text)
        for name in re.split("[、，,]", match[1]) if match else ():
            home = scene.home(paper, name)
            if home:
                yield Said(Household, (home,), "state", "已清退", paper.word(line))


def _refusal(paper: PaperHeld, home: str) -> Iterator[Said]:
    """Who refused, why, and when the applicant was told in writing."""
    yield Said(Household, (home,), "state", "不予纳入", paper.word())
    if paper.kind != "refusal-notice":
        at = {"village-review-meeting": "村级评议", "township-review-meeting": "乡级审核"}.get(paper.kind)
        if at:
            yield Said(Household, (home,), "refused_at", at, paper.word())
        return
    day = paper.original.paper.day
    if day:
        yield Said(Household, (home,), "refused_on", day, paper.word(paper.last_line()))
    for line in paper.lines:
        for at, words in (("村级评议", "村级评议|民主评议|核实评议"), ("乡级审核", "(乡|镇|街道)级?审核")):
            if re.search(words, line.text):
                yield Said(Household, (home,), "refused_at", at, paper.word(line))
                break
        match = _REASON.search(line.text)
        if match:
            yield Said(Household, (home,), "refused_reason", match[1], paper.word(line))


@lru_cache(maxsize=4)
def _rounds(scene: Scene) -> tuple[Mapping[tuple[str, str], str], Mapping[tuple[str, str], str]]:
    """Household and stage → its round as most papers name it. Where none names any: by the day of its reply, coined."""
    named: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for paper in scene.papers:
        stage, name = stage_word(scene.stage(paper)), scene.named_round(paper)
        for home in scene.listed.get(paper.original, ()) if stage and name else ():
            named[home, stage][name] += 1
    found = {key: min(counts, key=lambda name: (-counts[name], name)) for key, counts in named.items()}
    told = {stage for _, stage in found}
    coined = {key: name for key, name in _by_day(scene).items() if key[1] not in told}
    return {**coined, **found}, coined


def _by_day(scene: Scene) -> Mapping[tuple[str, str], str]:
    """Rounds that no paper names are counted by the days of their replies, or of what comes latest before one."""
    days: dict[str, dict[str, date]] = defaultdict(dict)
    for (home, stage), steps in timelines(scene.dossier).items():
        for wanted in ("reply", "request", "township-review", "village-review"):
            found = [step.on for step in steps if step.step == wanted]
            if found and stage_word(stage):
                days[stage_word(stage)].setdefault(home, min(found))
    coined = {}
    for stage_name, by_home in days.items():
        order = sorted(set(by_home.values()))
        for home, day in by_home.items():
            coined[home, stage_name] = f"第{_numeral(order.index(day) + 1)}批"
    return coined


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    text = ("十" if tens == 1 else f"{_ORDER[tens - 1]}十") if tens else ""
    return text + (_ORDER[ones - 1] if ones else "")


def _rounds_of_households(scene: Scene) -> Iterator[Said]:
    for paper in scene.papers:
        stage, name = stage_word(scene.stage(paper)), scene.named_round(paper)
        field = "batch" if stage == "认定" else "elimination_batch"
        for home in scene.listed.get(paper.original, ()) if stage and name else ():
            yield Said(Household, (home,), field, name, paper.word())


def coined_rounds(scene: Scene) -> Mapping[tuple[str, str], str]:
    """Household and stage → the name given to a round that no paper names."""
    return _rounds(scene)[1]
