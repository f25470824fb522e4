"""The chain of steps behind each household: which papers of which round speak of it, and when each step was. Pure.

A round is told by whom its papers name: a paper without a list of its own belongs where the list beside it, the posting that
it reports, or the households named in its text belong.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from audit.claims.figures import is_part
from audit.claims.types import Source
from audit.stated import Original, issuing_level, originals, place_of
from audit.types import Dossier
from checklists import Level, Stage

__all__ = ["Listing", "Timed", "empty_lists", "listings", "round_of", "step_of", "timelines"]


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """One paper that lists households: those of it that the archive knows, by id; `whole` where it lists a round whole."""

    original: Original
    step: str
    households: frozenset[str]
    whole: bool


@dataclass(frozen=True, slots=True, eq=False)
class Timed:
    """A step of one household with its day and where that stands."""

    step: str
    on: date
    original: Original
    source: Source


# The step that a kind of paper is, by whether village or township issues it.
_STEPS: Mapping[tuple[str, Level | None], str] = {
    ("application", None): "application",
    ("village-review-meeting", None): "village-review",
    ("review-result", None): "village-result",
    ("public-notice", Level.VILLAGE): "village-notice",
    ("public-notice", Level.TOWNSHIP): "township-notice",
    ("notice-outcome", None): "village-outcome",
    ("village-report", None): "village-report",
    ("name-list", Level.VILLAGE): "village-list",
    ("name-list", Level.TOWNSHIP): "township-list",
    ("township-review-meeting", None): "township-review",
    ("township-request", None): "request",
    ("county-consultation", None): "county-consultation",
    ("county-reply", None): "reply",
    ("dynamic-ledger", None): "ledger",
    ("assistance-ledger", None): "assistance-ledger",
    ("nomination-meeting", None): "nomination",
    ("nomination-list", None): "nomination-list",
}


_ROUND = re.compile(r"第[一二三四五六七八九十\d]{1,3}(?:批|期|轮)")


def step_of(original: Original) -> str:
    """The step that a paper is; "" for a paper that is none."""
    direct = _STEPS.get((original.kind, None))
    if direct:
        return direct
    return _STEPS.get((original.kind, issuing_level(original.kind, original.copies)), "")


@lru_cache(maxsize=4)
def listings(dossier: Dossier) -> tuple[Listing, ...]:
    """Every paper that lists households: in a table or record row by row, or in its running text name by name."""
    found = []
    for original in originals(dossier):
        step = step_of(original)
        homes = _homes_listed(dossier, original) if step else frozenset()
        # An extract in a household's folder need show that household alone (contract, decision 18).
        extract = len(homes) == 1 and all(file.level is Level.HOUSEHOLD for file, _ in original.copies)
        if homes:
            found.append(Listing(original, step, homes, not extract and _is_whole(original)))
    return tuple(found)


def _homes_listed(dossier: Dossier, original: Original) -> frozenset[str]:
    """The households of its rows that passed; of a paper without rows, those that its text names with their count."""
    found = {
        place_of(dossier, original, row.head, row)
        for row in original.paper.rows
        if row.passed and row.head not in original.paper.refused
    }
    if not original.paper.rows:
        names = {name for each in original.claims.rosters for name in each.names} - set(
            original.paper.refused
        )
        found = {place_of(dossier, original, name) for name in names}
    return frozenset(found - {""})


def _is_whole(original: Original) -> bool:
    """Not where the running text counts more households than it names."""
    if original.paper.rows:
        return True
    rosters = original.claims.rosters
    named = sum(each.households or 0 for each in rosters)
    return any(each.households is None for each in rosters) or not any(
        each.households and each.households > named and not is_part(each.label)
        for each in original.claims.counts
    )


@lru_cache(maxsize=4)
def empty_lists(dossier: Dossier) -> tuple[Listing, ...]:
    """Papers of a step that have a table of households, or ought to name them in their text, and hold nobody."""
    naming = {id(each.original) for each in listings(dossier)}
    return tuple(
        Listing(original, step, frozenset(), True)
        for original in originals(dossier)
        if (step := step_of(original)) and id(original) not in naming and _names_nobody(original)
    )


# Records and notices of one office that name the households themselves, unless they send a list along.
_NAMING = ("village-review-meeting", "nomination-meeting", "public-notice")
_ELSEWHERE = re.compile(r"附件|附表|附后|附名单|名单附|见附|详见|后附|见名单")


def _names_nobody(original: Original) -> bool:
    claims, paper = original.claims, original.paper
    if paper.rows or paper.refused or claims.rosters or paper.day is None:
        return False
    if claims.empty_lists:
        return all(each.sure == 1 for each in claims.empty_lists)
    written = original.kind in _NAMING and any(each.households for each in claims.counts)
    return written and not claims.annexes and not _ELSEWHERE.search(paper.text)


@lru_cache(maxsize=4)
def timelines(dossier: Dossier) -> Mapping[tuple[str, Stage], tuple[Timed, ...]]:
    """Household and stage → its steps with their days, in the order of the days."""
    found: dict[tuple[str, Stage], list[Timed]] = defaultdict(list)
    homes = {unit.id for unit in dossier.units if unit.level is Level.HOUSEHOLD}
    for original in originals(dossier):
        stage = Stage.IDENTIFICATION if original.kind == "application" else original.stage
        stage = Stage.ELIMINATION if original.kind in ("nomination-meeting", "nomination-list") else stage
        days = list(_days(original))
        if stage is None or not days:
            continue
        for home in _spoken_of(dossier, original, homes):
            found[home, stage] += [Timed(step, on, original, source) for step, on, source in days]
    return {
        key: tuple(sorted(steps, key=lambda each: (each.on, each.step)))
        for key, steps in sorted(found.items(), key=lambda item: (item[0][0], item[0][1].value))
    }


def _days(original: Original) -> Iterator[tuple[str, date, Source]]:
    step = step_of(original)
    if not step or step.endswith(("ledger", "list", "result")):
        return
    if step.endswith("notice"):
        for period in original.claims.periods:
            yield step, period.first, period.source
            yield f"{step}-end", period.last, period.source
        return
    held = [
        each
        for each in original.claims.dates
        if re.fullmatch(r"(会议|评议|开会|召开)?(时间|日期)", each.label)
    ]
    signed = [each for each in original.claims.dates if each.label == "落款"]
    meeting = step in ("village-review", "township-review", "county-consultation", "nomination")
    for each in (held or signed)[:1] if meeting else signed[:1]:
        yield step, each.on, each.source


def _spoken_of(dossier: Dossier, original: Original, homes: set[str]) -> Iterator[str]:
    """The households that a paper speaks of: its form's, its list's, else those named in its text or in the list beside."""
    if original.kind == "application":
        unit = original.file.unit
        head = original.paper.head
        if unit in homes and (not head or place_of(dossier, original, head) in (unit, "")):
            yield unit  # an application of another household is misfiled, and dates nothing here
        return
    rows = [row for row in original.paper.rows if row.passed]
    if rows:
        yield from sorted({home for row in rows if (home := place_of(dossier, original, row.head, row))})
        return
    scope = original.unit
    named = [home for home in homes if home.startswith(scope + "/") and _name(home) in original.paper.text]
    if named:
        yield from sorted(named)
        return
    beside = [
        each
        for each in _lists_beside(dossier, original)
        if any(home.startswith(scope + "/") for home in each.households)
    ]
    posted = _posted_with(dossier, original)
    if posted:
        yield from sorted(posted)
        return
    meant = {frozenset(home for home in each.households if home.startswith(scope + "/")) for each in beside}
    if len(meant) == 1:
        yield from sorted(meant.pop())


def _posted_with(dossier: Dossier, original: Original) -> frozenset[str]:
    """The households of the one posting of the same office that a report or request gives the days of."""
    days = {(period.first, period.last) for period in original.claims.periods}
    if not days:
        return frozenset()
    meant = {
        each.households
        for each in listings(dossier)
        if each.whole
        and each.step.endswith("notice")
        and each.original.stage is original.stage
        and each.original.unit == original.unit
        and any((period.first, period.last) in days for period in each.original.claims.periods)
    }
    return meant.pop() if len(meant) == 1 else frozenset()


@lru_cache(maxsize=4)
def _lists_by_place(dossier: Dossier) -> Mapping[str, Sequence[int]]:
    """File or folder → the lists in it, by their number among the listings."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(listings(dossier)):
        if each.step.endswith("list"):
            for file, _ in each.original.copies:
                found[file.path].append(number)
                found[file.path.rpartition("/")[0]].append(number)
    return found


def _lists_beside(dossier: Dossier, original: Original) -> Iterator[Listing]:
    """The lists of the same stage in the same file or folder; of several, those of the same round or day."""
    places = {file.path.rpartition("/")[0] for file, _ in original.copies} | {
        file.path for file, _ in original.copies
    }
    every, index, named = listings(dossier), _lists_by_place(dossier), round_of(original)
    numbers = sorted({number for place in places for number in index.get(place, ())})
    near = [
        each
        for each in map(every.__getitem__, numbers)
        if each.original.stage is original.stage
        and (
            not named or round_of(each.original) in ("", named)
        )  # a list of another round is not this paper's
    ]
    same_day = [each for each in near if each.original.paper.day == original.paper.day]
    inside = [
        each
        for each in near
        if {file.path for file, _ in each.original.copies} & {file.path for file, _ in original.copies}
    ]
    same_round = [each for each in near if named and round_of(each.original) == named]
    yield from inside or (near if len(near) < 2 else same_round or same_day)


def round_of(original: Original) -> str:
    """第二批, 第3期 as the title names it; "" where it names none."""
    match = _ROUND.search(original.paper.title)
    return match[0] if match else ""


def _name(home: str) -> str:
    return home.rpartition("/")[2].partition("（")[0]
