"""What the archive's papers state, gathered for comparing: each paper once with all its copies, each household with
every statement on it. Pure, kept by dossier.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from audit.claims.types import Claims, Statement
from audit.households import village_of
from audit.types import Dossier, File, Paper, PartOf, Row
from checklists import Level, Stage

__all__ = ["Original", "Stated", "originals", "place_of", "statements_by_household"]


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
        wanted = _own_level(self.kind, self.paper)
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
        Original(
            kind, stage, copies[0][1].paper, tuple(sorted(copies, key=lambda copy: _nearest(copy, kind)))
        )
        for (kind, stage, _, _), copies in sorted(groups.items(), key=lambda item: item[1][0][0].path)
        if copies[0][1].paper is not None
    )


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


def _own_level(kind: str, paper: Paper | None) -> Level | None:
    issuer = paper.issuer.level if paper and paper.issuer else None
    posted = kind in ("public-notice", "name-list") and issuer in (Level.VILLAGE, Level.TOWNSHIP)
    return _OWN_LEVEL.get(kind) or (issuer if posted else None)


def _nearest(copy: tuple[File, PartOf], kind: str) -> tuple[int, str]:
    file = copy[0]
    wanted = _own_level(kind, copy[1].paper)
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
    """The id of the household that the paper means by a name; "" where the archive knows none, or several."""
    return _household(original, head, *_known(dossier))


@lru_cache(maxsize=4)
def _known(dossier: Dossier) -> tuple[Mapping[tuple[str, str], tuple[str, ...]], frozenset[str]]:
    villages = frozenset(unit.id for unit in dossier.units if unit.level is Level.VILLAGE)
    return _homes(dossier), villages


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
