"""The archive's papers, each once with all its copies, and whose each is. Pure, kept by dossier."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from audit.claims.types import Claims
from audit.types import Dossier, File, Paper, PartOf
from checklists import Level, Stage

__all__ = ["Original", "issuing_level", "originals"]


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
