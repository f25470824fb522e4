"""What the archive's papers state of each household, gathered for comparing. Pure, kept by dossier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from audit.claims.types import Statement
from audit.originals import Original, issuing_level, originals
from audit.types import Dossier
from audit.whose import place_of

__all__ = ["Original", "Stated", "issuing_level", "originals", "place_of", "statements_by_household"]


@dataclass(frozen=True, slots=True, eq=False)
class Stated:
    """A statement on a household with the paper that makes it."""

    original: Original
    statement: Statement


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
