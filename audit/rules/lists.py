"""Who is on the list of one level must be on the next level's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from audit.chain import Listing, empty_lists, listings
from audit.claims.types import Source
from audit.rules.catalogue import rule
from audit.rules.list_places import lacks_some, left_out, under_other_villages
from audit.rules.weighing import SURE
from audit.stated import Original, place_of
from audit.types import Dossier, Problem, Quote, Severity, State
from audit.wording import join, unit_name
from checklists import Level, Stage, load_steps

_NOBODY: frozenset[str] = frozenset()
_LEDGERS = ("ledger", "assistance-ledger")
# Lists of one village's households alone; the others hold whoever is in the unit.
_OF_VILLAGES = ("village", "nomination", "assistance-ledger", "ledger@village")


@rule("list-mismatch", Severity.ERROR, family="chain")
def list_mismatch(dossier: Dossier) -> Iterator[Problem]:
    """一级名单上的户，另一级名单上没有。

    为什么：评议、村公示、村报告、乡审核、乡公示、请示、批复、台账应当是同一批户，少一户、多一户都说明有户没有走完程序，或没有程序就列了进去。评议没有通过的不在此列。
    怎么办：对照评议记录和批复查明该户走到了哪一步；漏写的由出具单位更正，没有走的程序补走，公示漏了户的要重新公示。
    依据：四级档案通知各级“名单”“公示”“批复”“台账”各项；检查中的账实不符。
    """
    for stage in (Stage.IDENTIFICATION, Stage.ELIMINATION):
        lists = _Lists(tuple(each for each in listings(dossier) if _in_stage(each, stage)))
        for village in sorted({_village(home) for home in lists.naming}):
            yield from _of_village(dossier, village, stage, lists)
        nobody = [each for each in empty_lists(dossier) if _in_stage(each, stage)]
        for empty, homes in left_out(nobody, lists.naming):
            yield from _emptied(dossier, stage, empty, homes, lists)
    yield from under_other_villages(dossier)


def _emptied(
    dossier: Dossier, stage: Stage, empty: Listing, homes: Sequence[str], lists: _Lists
) -> Iterator[Problem]:
    """One problem a village: a list that holds nobody lacks the households of its round."""
    by_village: dict[str, set[str]] = defaultdict(set)
    for home in homes:
        by_village[_village(home)].add(home)
    for village, lacking in by_village.items():
        if not _unread(dossier, village, stage, _step(empty)):
            elsewhere = dict.fromkeys(
                _name(each.step) for home in sorted(lacking) for each in lists.naming[home]
            )
            yield _missing(village, stage, empty.step, lacking, [empty], list(elsewhere))


class _Lists:
    """The lists of one stage: by household, by step, and those that a household's round has."""

    def __init__(self, every: tuple[Listing, ...]) -> None:
        whole = {_paper(each) for each in every if each.whole}
        self.every = tuple(each for each in every if each.whole or _paper(each) not in whole)
        self.naming: dict[str, list[Listing]] = defaultdict(list)
        self.by_step: dict[str, list[Listing]] = defaultdict(list)
        for each in self.every:
            self.by_step[_step(each)].append(each)
            for home in each.households:
                self.naming[home].append(each)

    def of_village(self, village: str) -> Mapping[str, Sequence[tuple[Listing, frozenset[str]]]]:
        """Step → the lists that the village's households should stand in, each with those that do."""
        found: dict[str, list[tuple[Listing, frozenset[str]]]] = defaultdict(list)
        for step, lists in self.by_step.items():
            for each in lists:
                homes = frozenset(home for home in each.households if _village(home) == village)
                if homes or (
                    not step.startswith(_OF_VILLAGES) and f"{village}/".startswith(f"{each.original.unit}/")
                ):
                    found[step].append((each, homes))
        return found


def _paper(each: Listing) -> tuple[object, ...]:
    """What an extract has in common with the paper that it is taken from."""
    return each.step, each.original.paper.day, each.original.unit


def _in_stage(each: Listing, stage: Stage) -> bool:
    return each.original.stage is stage or (each.step in _LEDGERS and stage is Stage.IDENTIFICATION)


def _village(home: str) -> str:
    return home.rpartition("/")[0]


def _of_village(dossier: Dossier, village: str, stage: Stage, lists: _Lists) -> Iterator[Problem]:
    steps = lists.of_village(village)
    union = {step: _NOBODY.union(*(homes for _, homes in found)) for step, found in steps.items()}
    absent: dict[str, set[str]] = defaultdict(set)
    only: dict[str, set[str]] = defaultdict(set)
    doubtful = _unresolved(dossier, lists.every)
    for home in sorted(_NOBODY.union(*union.values())):
        if (village, home.rpartition("/")[2].partition("（")[0]) in doubtful:
            continue
        on = [step for step, homes in union.items() if home in homes]
        together = _NOBODY.union(
            *(each.households for each in lists.naming[home] if not each.step.startswith(_LEDGERS))
        )
        off = [
            step
            for step in union
            if step not in on
            and (
                _of_its_round(together, steps[step], step, on)
                or any(lacks_some(each, lists.naming[home]) for each, _ in steps[step])
            )
            and not _unread(dossier, village, stage, step)
            and not _misread(home, steps[step])
        ]
        if len(on) > len(off):
            for step in off:
                absent[step].add(home)
        elif off:
            for step in on:
                only[step].add(home)
    for step, lacking in sorted(absent.items()):
        elsewhere = [_name(other) for other, have in union.items() if other != step and lacking <= have]
        holders = [each for each, _ in steps[step] if each.whole and _near(each, lacking, lists)]
        yield _missing(village, stage, step, lacking, holders or [each for each, _ in steps[step]], elsewhere)
    for step, lonely in sorted(only.items()):
        yield _extra(village, stage, step, lonely, [each for each, have in steps[step] if have & lonely])
    for step, found in sorted(steps.items()):
        yield from _divergent(village, stage, step, found, absent.get(step, set()))


def _unresolved(dossier: Dossier, every: Sequence[Listing]) -> set[tuple[str, str]]:
    """Village and name of heads who are two of one name there and stand on some list without what tells them apart."""
    names = Counter(
        (unit.parent, unit.name.partition("（")[0]) for unit in dossier.units if unit.level is Level.HOUSEHOLD
    )
    shared = {key for key, count in names.items() if count > 1}
    heads = {
        row.head
        for each in every
        for row in each.original.paper.rows
        if shared and not place_of(dossier, each.original, row.head, row)
    }
    return {key for key in shared if key[1] in heads}


def _near(each: Listing, homes: set[str], lists: _Lists) -> bool:
    """Whether the list is of the round of these households."""
    return any(each.households & other.households for home in homes for other in lists.naming[home])


def _step(each: Listing) -> str:
    """The ledgers of the three levels are three lists."""
    return f"{each.step}@{each.original.file.level.value}" if each.step == "ledger" else each.step


def _of_its_round(
    together: frozenset[str], found: Sequence[tuple[Listing, frozenset[str]]], step: str, on: Sequence[str]
) -> bool:
    """Whether a whole list of that step is of the household's round: it shares a household with a list that names it."""
    if step.startswith(_LEDGERS):
        return "reply" in on and any(listing.whole for listing, _ in found)
    return any(listing.households & together for listing, _ in found if listing.whole)


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
        about=(village, stage.value, step, "lacks"),
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
        about=(village, stage.value, step, "alone"),
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
