"""Who is on the list of one level must be on the next level's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from audit.chain import Listing, listings
from audit.claims.types import Source
from audit.rules.catalogue import rule
from audit.rules.weighing import SURE
from audit.stated import Original
from audit.types import Dossier, Problem, Quote, Severity, State
from audit.wording import join, unit_name
from checklists import Level, Stage, load_steps

_NOBODY: frozenset[str] = frozenset()
_LEDGERS = ("ledger", "assistance-ledger")


@rule("list-mismatch", Severity.ERROR, family="chain")
def list_mismatch(dossier: Dossier) -> Iterator[Problem]:
    """一级名单上的户，另一级名单上没有。

    为什么：评议、村公示、村报告、乡审核、乡公示、请示、批复、台账应当是同一批户，少一户、多一户都说明有户没有走完程序，或没有程序就列了进去。评议没有通过的不在此列。
    怎么办：对照评议记录和批复查明该户走到了哪一步；漏写的由出具单位更正，没有走的程序补走，公示漏了户的要重新公示。
    依据：四级档案通知各级“名单”“公示”“批复”“台账”各项；检查中的账实不符。
    """
    for stage in (Stage.IDENTIFICATION, Stage.ELIMINATION):
        own = [each for each in listings(dossier) if _in_stage(each, stage)]
        villages = sorted({_village(home) for each in own for home in each.households})
        for village in villages:
            yield from _of_village(dossier, village, stage, own)


def _in_stage(each: Listing, stage: Stage) -> bool:
    return each.original.stage is stage or (each.step in _LEDGERS and stage is Stage.IDENTIFICATION)


def _village(home: str) -> str:
    return home.rpartition("/")[0]


def _of_village(dossier: Dossier, village: str, stage: Stage, own: Sequence[Listing]) -> Iterator[Problem]:
    steps: dict[str, list[tuple[Listing, frozenset[str]]]] = defaultdict(list)
    for each in own:
        homes = frozenset(home for home in each.households if _village(home) == village)
        if homes:
            steps[_step(each)].append((each, homes))
    union = {step: _NOBODY.union(*(homes for _, homes in found)) for step, found in steps.items()}
    absent: dict[str, set[str]] = defaultdict(set)
    only: dict[str, set[str]] = defaultdict(set)
    for home in sorted(_NOBODY.union(*union.values())):
        on = [step for step, homes in union.items() if home in homes]
        off = [step for step in union if step not in on and _of_its_round(home, steps, step, on)]
        off = [
            step
            for step in off
            if not _unread(dossier, village, stage, step) and not _misread(home, steps[step])
        ]
        if len(on) > len(off):
            for step in off:
                absent[step].add(home)
        elif off:
            for step in on:
                only[step].add(home)
    for step, lacking in sorted(absent.items()):
        elsewhere = [_name(other) for other, have in union.items() if other != step and lacking <= have]
        yield _missing(village, stage, step, lacking, [each for each, _ in steps[step]], elsewhere)
    for step, lonely in sorted(only.items()):
        holders = [each for each, have in steps[step] if have & lonely]
        yield _extra(village, stage, step, lonely, holders)
    for step, found in sorted(steps.items()):
        yield from _divergent(village, stage, step, found, absent.get(step, set()))


def _step(each: Listing) -> str:
    """The ledgers of the three levels are three lists."""
    return f"{each.step}@{each.original.file.level.value}" if each.step == "ledger" else each.step


def _of_its_round(
    home: str, steps: Mapping[str, Sequence[tuple[Listing, frozenset[str]]]], step: str, on: Sequence[str]
) -> bool:
    """Whether a list of that step is of the household's round: it shares a household with a list that names it."""
    together = _NOBODY.union(
        *(homes for each in on for _, homes in steps[each] if home in homes and not each.startswith(_LEDGERS))
    )
    lists = [(listing, homes) for listing, homes in steps[step] if listing.whole]
    if step.startswith(_LEDGERS):
        return bool(lists) and "reply" in on
    return any(homes & together for _, homes in lists)


def _unread(dossier: Dossier, village: str, stage: Stage, step: str) -> bool:
    """Whether a paper of that step could not be read: the household may stand in it."""
    kinds = {"village-notice": "public-notice", "township-notice": "public-notice", "village-list": "name-list", "township-list": "name-list",
             "village-review": "village-review-meeting", "village-result": "review-result", "township-review": "township-review-meeting",
             "request": "township-request", "reply": "county-reply", "ledger": "dynamic-ledger"}  # fmt: skip
    kind = kinds.get(step.partition("@")[0], step)
    scope = village if step.startswith("village") else village.rpartition("/")[0]
    return any(
        file.kind == kind
        and file.document.state is not State.READ
        and file.stage in (stage, None)
        and (file.unit == scope or (file.unit.startswith(scope + "/") and file.level is Level.HOUSEHOLD))
        for file in dossier.files
    )


def _misread(home: str, found: Sequence[tuple[Listing, frozenset[str]]]) -> bool:
    """Whether the lists, read off pictures, hold a name that differs in one character alone."""
    name = home.rpartition("/")[2].partition("（")[0]
    return any(
        len(row.head) == len(name) and sum(a != b for a, b in zip(row.head, name, strict=True)) == 1
        for listing, _ in found
        if _sure(listing.original) < SURE
        for row in listing.original.paper.rows
    )


def _sure(original: Original) -> float:
    return min((each.source.sure for each in original.claims.statements), default=1.0)


def _name(step: str) -> str:
    return load_steps()[step.partition("@")[0]]


def _heads(homes: set[str] | frozenset[str]) -> str:
    return join(sorted(home.rpartition("/")[2] for home in homes))


def _missing(
    village: str,
    stage: Stage,
    step: str,
    homes: frozenset[str] | set[str],
    holders: Sequence[Listing],
    elsewhere: Sequence[str],
) -> Problem:
    unit = _unit(village, holders)
    return Problem(
        unit=unit,
        item=holders[0].original.item,
        message=f"{unit_name(village)}{stage.zh}：{_heads(homes)}在{join(dict.fromkeys(elsewhere))}里有，{_name(step)}里没有。",
        files=tuple(sorted({path for each in holders for path in each.original.paths})),
        expected=f"{_name(step)}列有{_heads(homes)}",
        actual=f"{_name(step)}没有{_heads(homes)}",
        fix="对照评议记录和批复查明该户走到哪一步；漏写的由出具单位更正，没有走的程序补走。",
        severity=Severity.WARNING if all(_sure(each.original) < SURE for each in holders) else None,
        quotes=tuple(_shown(each) for each in holders[:3]),
    )


def _extra(
    village: str, stage: Stage, step: str, homes: frozenset[str] | set[str], holders: Sequence[Listing]
) -> Problem:
    return Problem(
        unit=_unit(village, holders),
        item=holders[0].original.item,
        message=f"{unit_name(village)}{stage.zh}：{_heads(homes)}只在{_name(step)}里有，其他各级名单里没有。",
        files=tuple(sorted({path for each in holders for path in each.original.paths})),
        expected="各级名单列的户一致",
        actual=f"只有{_name(step)}列有{_heads(homes)}",
        fix="核对该户是否经过评议、审核；误列的由出具单位更正，漏走的程序补走。",
        severity=Severity.WARNING if all(_sure(each.original) < SURE for each in holders) else None,
        quotes=tuple(_shown(each) for each in holders[:3]),
    )


def _divergent(
    village: str, stage: Stage, step: str, found: Sequence[tuple[Listing, frozenset[str]]], reported: set[str]
) -> Iterator[Problem]:
    """Two papers that pass for the same one (one step, one day, one issuer) and list different households."""
    for listing, homes in found:
        for other, theirs in found:
            lacking = theirs - homes - reported
            same = (
                listing.original.paper.day == other.original.paper.day
                and listing.original.unit == other.original.unit
            )
            if not (same and lacking and homes & theirs and listing.whole) or _misread(
                min(lacking), [(listing, homes)]
            ):
                continue
            yield _missing(village, stage, step, set(lacking), [listing], [f"同一天的另一份{_name(step)}"])
            break


def _unit(village: str, holders: Sequence[Listing]) -> str:
    unit = holders[0].original.unit
    return unit if unit.count("/") <= 2 else village


def _shown(listing: Listing) -> Quote:
    original = listing.original
    first: Source | None = next((each.source for each in original.claims.statements), None)
    return Quote(
        original.file.path, first.page if first else 1, first.quote if first else original.paper.title
    )
