"""The steps of the chain in their order, and postings that are long enough."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from audit.chain import Timed, timelines
from audit.claims.types import Period
from audit.rules.catalogue import rule
from audit.rules.weighing import SURE, quote
from audit.rules.within import Found, problems_within
from audit.stated import Original, originals
from audit.types import Dossier, Problem, Severity
from audit.wording import join, unit_name
from checklists import Stage, load_steps
from registry.dates import format_date

_POSTED = ("public-notice", "notice-outcome", "village-report", "township-request")


@rule("step-order", Severity.ERROR, family="timeline", alone=True)
def step_order(dossier: Dossier) -> Iterator[Problem]:
    """后一步的日期早于前一步。

    为什么：申请在评议前，评议在公示前，公示期满才能上报，乡级审核、公示期满才能请示，请示后才能批复；次序颠倒说明有一步是后补的，或日期写错了。
    怎么办：对照会议记录、签到、收发文登记查明实际日期，由出具单位写情况说明；程序确实颠倒的，按次序重新走一遍，不得更动原件的日期。
    依据：四级档案通知认定、风险消除程序；各清单的 steps（步骤的先后）。
    """
    groups: dict[tuple[str, str, int, int], list[tuple[str, Timed, Timed]]] = defaultdict(list)
    for (home, _), steps in timelines(dossier).items():
        for earlier, later in dossier.checklist.steps:
            before = [each for each in steps if each.step == earlier]
            after = [each for each in steps if each.step == later]
            if not before or not after:
                continue
            first, last = _apart(before, after, _rounds(steps) > 1)
            if first.on > last.on:
                groups[earlier, later, id(first.original), id(last.original)].append((home, first, last))
    for found in groups.values():
        yield _disorder(found)
    if dossier.alone:  # in an archive the notices themselves tell
        for original in originals(dossier):
            yield from _before_its_posting_ended(dossier, original)


def _apart(before: Sequence[Timed], after: Sequence[Timed], interleaved: bool) -> tuple[Timed, Timed]:
    """The two dates that are held against each other.

    In one round any date of a step goes before any of the next. Where rounds interleave, or dates were read off pictures,
    only what every date of both bears out is told.
    """
    if not interleaved:
        sure = [[each for each in side if each.source.sure >= SURE] for side in (before, after)]
        if all(sure):
            return max(sure[0], key=_on), min(sure[1], key=_on)
    return min(before, key=_on), max(after, key=_on)


def _rounds(steps: Sequence[Timed]) -> int:
    """How many rounds a household went through: as many days as most of its steps have."""
    days: dict[str, set[date]] = defaultdict(set)
    for each in steps:
        days[each.step].add(each.on)
    return sorted(map(len, days.values()))[(len(days) - 1) // 2]


def _before_its_posting_ended(dossier: Dossier, original: Original) -> Iterator[Problem]:
    """A report or request that is signed before the posting that it reports is over."""
    signed = next((each for each in original.claims.dates if each.label == "落款"), None)
    if original.kind not in _POSTED[1:] or signed is None:
        return
    found = [
        Found(f"公示到{format_date(period.last)}才期满，落款是{format_date(signed.on)}", period.source)
        for period in original.claims.periods
        if period.last > signed.on
    ]
    yield from problems_within(
        dossier,
        original,
        "步骤先后颠倒",
        found,
        expected="公示期满以后才上报",
        fix="核对公示的起止日期和落款；确实没有期满的，期满无异议后再上报。",
    )


def _on(timed: Timed) -> date:
    return timed.on


def _disorder(found: list[tuple[str, Timed, Timed]]) -> Problem:
    home, before, after = found[0]
    own = {"application"} & {before.step, after.step}
    unit = home if own else max((before.original.unit, after.original.unit), key=lambda each: each.count("/"))
    said = f"{load_steps()[after.step]}是{format_date(after.on)}，{load_steps()[before.step]}是{format_date(before.on)}"
    whose = "" if own else f"（{join(sorted(each.rpartition('/')[2] for each, _, _ in found))}）"
    shaky = any(each.source.sure < SURE for each in (before, after))
    return Problem(
        unit=unit,
        item=(before if own and before.step == "application" else after).original.item,
        message=f"{unit_name(unit)}{whose}步骤先后颠倒：{said}。",
        files=tuple(sorted({*before.original.paths, *after.original.paths})),
        expected=f"{load_steps()[before.step]}在{load_steps()[after.step]}之前",
        actual=said,
        fix="对照原始记录查明实际日期，由出具单位写情况说明；程序确实颠倒的按次序重新走。",
        severity=Severity.WARNING if shaky else None,
        quotes=(quote(before.original, before.source), quote(after.original, after.source)),
        about=(before.step, after.step),
    )


@rule("notice-too-short", Severity.ERROR, family="timeline", alone=True)
def notice_too_short(dossier: Dossier) -> Iterator[Problem]:
    """公示时间少于规定的天数。

    为什么：村级、乡级公示都不得少于规定天数（清单的 notice_days，起止两天都算），时间不足，公示就不作数。
    怎么办：核对公示的起止日期和张贴照片；确实不足的，重新公示并留存照片、公示情况说明，原公示照存。
    依据：四级档案通知“公示不少于 5 天”；按自然日计算，首尾两天都计入。
    """
    days = dossier.checklist.notice_days
    groups: dict[tuple[str, Stage | None, date, date], list[tuple[Original, Period]]] = defaultdict(list)
    for original in originals(dossier):
        if original.kind in _POSTED:
            for period in original.claims.periods:
                groups[original.unit, original.stage, period.first, period.last].append((original, period))
    exact = [key for key in groups if (key[3] - key[2]).days + 1 == days]
    for (unit, _, first, last), found in sorted(groups.items(), key=lambda item: (item[0][0], item[0][2])):
        counted = (last - first).days + 1
        if counted >= days:
            continue
        notice = next(((each, period) for each, period in found if each.kind == "public-notice"), found[0])
        yield Problem(
            unit=unit,
            item=notice[0].item,
            message=f"{unit_name(unit)}的公示从{format_date(first)}到{format_date(last)}，只有{counted}天，不足{days}天。",
            files=tuple(sorted({path for each, _ in found for path in each.paths})),
            expected=f"公示不少于{days}天",
            actual=f"{counted}天",
            fix="核对公示的起止日期；确实不足的，重新公示并留存照片和公示情况说明。",
            severity=Severity.WARNING if all(period.source.sure < SURE for _, period in found) else None,
            quotes=tuple(quote(each, period.source) for each, period in found[:3]),
        )
    if exact and not dossier.alone:
        yield _first_day(exact, days)


def _first_day(exact: list[tuple[str, Stage | None, date, date]], days: int) -> Problem:
    """Contract, decision 9: that some count without the first day is one piece of information for the archive."""
    unit = exact[0][0].split("/")[0]
    return Problem(
        unit=unit,
        item=None,
        message=f"有{len(exact)}次公示首尾都算正好{days}天；如果检查组不算起始当天，就少1天。",
        expected=f"公示不少于{days}天（首尾两天都算）",
        actual=f"正好{days}天的有{len(exact)}次",
        fix="不用更改；今后公示多留一天，可免去争议。",
        severity=Severity.INFO,
    )
