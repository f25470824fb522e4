"""What the archive's papers state, gathered for comparing: each paper once with all its copies, each household with
every statement on it. Pure, kept by dossier.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from audit.claims.types import Claims, Field, Statement
from audit.households import village_of
from audit.types import Dossier, File, Paper, PartOf, Row
from checklists import Level, Stage

__all__ = ["Original", "Stated", "issuing_level", "originals", "place_of", "statements_by_household"]


@dataclass(frozen=True, slots=True, eq=False)
class Original:
    """One paper with the files of all its copies; `unit` is the household's or highest unit that keeps it."""

    kind: str
    stage: Stage | None
    paper: Paper
    copies: tuple[tuple[File, PartOf], ...]

    @property
    def claims(self) -> Claims:
        return self.paper.claims

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(sorted({file.path for file, _ in self.copies}))

    @property
    def file(self) -> File:
        """The copy that speaks for all: the issuer's own where one lies there, else the first."""
        return self.copies[0][0]

    @property
    def unit(self) -> str:
        """Whose paper it is: an extract in a household's folder is still its village's record."""
        wanted = _own_level(self.kind, self.copies)
        chain = self.file.unit.split("/")
        return "/".join(chain[: wanted.depth + 1]) if wanted else self.file.unit

    @property
    def item(self) -> str | None:
        items = self.copies[0][1].items
        return items[0] if items else None


@dataclass(frozen=True, slots=True, eq=False)
class Stated:
    """A statement on a household with the paper that makes it."""

    original: Original
    statement: Statement


@lru_cache(maxsize=4)
def originals(dossier: Dossier) -> tuple[Original, ...]:
    """Every paper that could be read, its copies together: equal text, kind and stage are one paper."""
    groups: dict[tuple[str, Stage | None, str, str], list[tuple[File, PartOf]]] = defaultdict(list)
    for file in dossier.files:
        for part in file.parts:
            if part.paper is not None and (part.kind != "unknown" or dossier.alone):
                key = (part.kind, part.stage, part.paper.title, part.paper.text)
                groups[key].append((file, part))
    return tuple(
        Original(kind, stage, copies[0][1].paper, _sorted(kind, copies))
        for (kind, stage, _, _), copies in sorted(groups.items(), key=lambda item: item[1][0][0].path)
        if copies[0][1].paper is not None
    )


def _sorted(kind: str, copies: Sequence[tuple[File, PartOf]]) -> tuple[tuple[File, PartOf], ...]:
    """The issuer's own copy first."""
    wanted = _own_level(kind, copies)
    return tuple(sorted(copies, key=lambda copy: _nearest(copy[0], wanted)))


# Whose paper a kind is where several levels keep copies: forms are the household's, the rest their issuer's.
_OWN_LEVEL = {
    "application": Level.HOUSEHOLD,
    "authorisation": Level.HOUSEHOLD,
    "verification-form": Level.HOUSEHOLD,
    "collection-form": Level.HOUSEHOLD,
    "elimination-visit-form": Level.HOUSEHOLD,
    "elimination-assessment": Level.HOUSEHOLD,
    "comparison-form": Level.HOUSEHOLD,
    "measures-table": Level.HOUSEHOLD,
    "natural-change-form": Level.HOUSEHOLD,
    "assistance-plan": Level.HOUSEHOLD,
    "village-review-meeting": Level.VILLAGE,
    "review-result": Level.VILLAGE,
    "village-report": Level.VILLAGE,
    "notice-outcome": Level.VILLAGE,
    "township-review-meeting": Level.TOWNSHIP,
    "township-request": Level.TOWNSHIP,
    "county-reply": Level.TOWNSHIP,
}


_OFFICES = (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)
_OF_A_VILLAGE = re.compile(r"^[一-龥]{1,8}?(?:村|社区|居委会|嘎查)")


def issuing_level(kind: str, copies: Sequence[tuple[File, PartOf]]) -> Level | None:
    """The level of the office that issues a paper: who signs it, else the lowest that keeps a copy.

    A list is the office's whose report or request it is bound with; one whose title begins with a village is the
    village's, wherever it lies.
    """
    paper = copies[0][1].paper
    if kind == "name-list":
        for bound, level in (("village-report", Level.VILLAGE), ("township-request", Level.TOWNSHIP)):
            if any(part.kind == bound for file, _ in copies for part in file.parts):
                return level
    if paper and paper.issuer:
        return paper.issuer.level
    if kind == "name-list" and paper and _OF_A_VILLAGE.match(paper.title):
        return Level.VILLAGE
    levels = [file.level for file, _ in copies if file.level in _OFFICES]
    return max(levels, key=lambda level: level.depth) if levels else copies[0][0].level


def _own_level(kind: str, copies: Sequence[tuple[File, PartOf]]) -> Level | None:
    if kind in _OWN_LEVEL:
        return _OWN_LEVEL[kind]
    posted = kind in ("public-notice", "name-list")
    issuer = issuing_level(kind, copies) if posted else None
    return issuer if issuer in (Level.VILLAGE, Level.TOWNSHIP) else None


def _nearest(file: File, wanted: Level | None) -> tuple[int, str]:
    away = abs(file.level.depth - wanted.depth) if wanted else file.level.depth
    return away, file.path


@lru_cache(maxsize=4)
def statements_by_household(dossier: Dossier) -> Mapping[str, tuple[Stated, ...]]:
    """Household's id → all statements on it, in the order of the papers' paths. A refused applicant has none."""
    found: dict[str, list[Stated]] = defaultdict(list)
    for original in originals(dossier):
        places: dict[str, str] = {}
        for statement in original.claims.statements:
            if statement.head not in places:
                places[statement.head] = place_of(dossier, original, statement.head)
            if places[statement.head]:
                found[places[statement.head]].append(Stated(original, statement))
    return {home: tuple(statements) for home, statements in sorted(found.items())}


def place_of(dossier: Dossier, original: Original, head: str) -> str:
    """The id of the household that the paper means by a name; "" where the archive knows none, or several.

    By name and village first; a name that the village does not have is looked for by its number, whole or masked, then as
    the only household of that name in the unit, then as a name written wrongly.
    """
    known = _known(dossier)
    return (
        _household(original, head, known.homes, known.villages)
        or _numbered(original, head, known)
        or _alone(original, head, known)
        or _miswritten(original, head, known)
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What names are looked for in: village and head → households; whole number → household; the villages."""

    homes: Mapping[tuple[str, str], tuple[str, ...]]
    numbers: Mapping[str, str]
    villages: frozenset[str]


@lru_cache(maxsize=4)
def _known(dossier: Dossier) -> _Known:
    villages = frozenset(unit.id for unit in dossier.units if unit.level is Level.VILLAGE)
    return _Known(_homes(dossier), _numbers(dossier), villages)


def _numbers(dossier: Dossier) -> Mapping[str, str]:
    """The heads' numbers by the papers in their own folders; one that two households bear tells nothing."""
    found: dict[str, set[str]] = defaultdict(set)
    for original in originals(dossier):
        file = next((file for file, _ in original.copies if file.level is Level.HOUSEHOLD), None)
        if file is None:
            continue
        own = file.unit.rpartition("/")[2].partition("（")[0]
        for each in original.claims.statements:
            if each.field is Field.ID and each.head == own and "*" not in each.value:
                found[each.value].add(file.unit)
    return {number: next(iter(homes)) for number, homes in found.items() if len(homes) == 1}


def _numbered(original: Original, head: str, known: _Known) -> str:
    """The household whose number the paper gives beside the name, where its own name is near enough to be meant."""
    stated = {
        each.value for each in original.claims.statements if each.field is Field.ID and each.head == head
    }
    if not stated:
        return ""
    scope = original.unit
    found = {
        home
        for number, home in known.numbers.items()
        if any(_shows(each, number) for each in stated) and (home.startswith(f"{scope}/") or home == scope)
    }
    return found.pop() if len(found) == 1 else ""


def _shows(written: str, number: str) -> bool:
    """Whether a number, masked or whole, is that one; one that shows less than six digits tells nothing."""
    if len(written) != len(number) or sum(each.isdigit() for each in written) < 6:
        return False
    return all(one in ("*", other) for one, other in zip(written, number, strict=True))


def _alone(original: Original, head: str, known: _Known) -> str:
    """The only household of that name in the paper's unit, where the paper tells no village that has another."""
    if any(row.head == head and row.village for row in original.paper.rows):
        return ""
    scope = original.unit
    found = [
        home
        for (village, name), homes in known.homes.items()
        if name == head and f"{village}/".startswith(f"{scope}/")
        for home in homes
    ]
    return found[0] if len(found) == 1 else ""


def _miswritten(original: Original, head: str, known: _Known) -> str:
    """The one household of the village, not in the paper by its own name, whose name differs in one character.

    Only on papers about monitored households alone, and on forms in the household's own folder or under its name:
    elsewhere it may be a neighbour.
    """
    if head in original.paper.refused or len(head) < 2:
        return ""
    named = {row.head for row in original.paper.rows}
    named |= {name for roster in original.claims.rosters for name in roster.names}
    rows = [row for row in original.paper.rows if row.head == head]
    villages = set(_villages(original, rows, head, known.villages)) or {
        village for village in known.villages if f"{village}/".startswith(f"{original.unit}/")
    }
    found = {
        home
        for (village, name), homes in known.homes.items()
        if village in villages and name not in named and _one_wrong(name, head)
        for home in homes
        if original.kind in _MONITORED
        or any(file.unit == home or name in file.path for file, _ in original.copies)
    }
    return found.pop() if len(found) == 1 else ""


_MONITORED = (
    "elimination-visit-form", "elimination-assessment", "comparison-form", "assistance-plan", "measures-table",
    "name-list", "public-notice", "review-result", "village-review-meeting", "township-review-meeting", "county-reply",
    "dynamic-ledger", "assistance-ledger", "county-consultation", "nomination-list", "nomination-meeting",
)  # fmt: skip


def _one_wrong(one: str, other: str) -> bool:
    """张三丰 and 张三峰: one character of two or three is another; the surname is the same, or the rest is."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _homes(dossier: Dossier) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Village and head's name → the households of that name there."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for unit in dossier.units:
        if unit.level is Level.HOUSEHOLD:
            found[unit.parent, unit.name.partition("（")[0]].append(unit.id)
    return {key: tuple(ids) for key, ids in found.items()}


def _household(
    original: Original, head: str, homes: Mapping[tuple[str, str], tuple[str, ...]], villages: frozenset[str]
) -> str:
    """The household that the paper means by that name; "" where it cannot be told."""
    rows = [row for row in original.paper.rows if row.head == head]
    ids = {row.id_number[-4:] for row in rows if row.id_number} | {original.paper.head_id[-4:]} - {""}
    found: set[str] = set()
    for village in _villages(original, rows, head, villages):
        same = homes.get((village, head), ())
        exact = [home for home in same if home.partition("（")[2].rstrip("）") in ids]
        found.update(exact or (same if len(same) == 1 else ()))
    return found.pop() if len(found) == 1 else ""


def _villages(original: Original, rows: list[Row], head: str, villages: frozenset[str]) -> Iterator[str]:
    for file, _ in original.copies:
        if file.level is Level.HOUSEHOLD and not rows:
            yield "/".join(file.unit.split("/")[:3])
            continue
        for row in rows or [Row(head)]:
            village = village_of(row, file, original.paper, villages)
            if village:
                yield village
