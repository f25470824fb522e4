"""The days of what photos show, by the papers that tell of it: visits, meetings, postings. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from audit.claims.types import Source
from audit.photos import Shot
from audit.stated import Original, originals, place_of
from audit.types import Dossier
from checklists import Stage

__all__ = ["EventDay", "days_of"]


@dataclass(frozen=True, slots=True, eq=False)
class EventDay:
    """A day on which, by a paper, something was done."""

    on: date
    original: Original
    source: Source


# What a photo shows whose day such a paper gives; the stage of forms that stand for one.
_TOLD_BY: Mapping[str, tuple[str, Stage | None]] = {
    "deployment-meeting": ("deployment", None),
    "deployment-notice": ("deployment", None),
    "inspection-ledger": ("inspection", None),
    "application": ("visit", Stage.IDENTIFICATION),
    "verification-form": ("visit", Stage.IDENTIFICATION),
    "collection-form": ("visit", Stage.IDENTIFICATION),
    "elimination-visit-form": ("visit", Stage.ELIMINATION),
    "elimination-assessment": ("visit", Stage.ELIMINATION),
    "village-review-meeting": ("review", None),
    "review-result": ("review", None),
    "public-notice": ("review", None),
    "notice-outcome": ("review", None),
    "township-review-meeting": ("review", None),
    "nomination-meeting": ("nomination", Stage.ELIMINATION),
    "nomination-list": ("nomination", Stage.ELIMINATION),
}
_STAGED = ("visit", "review", "nomination")
_Key = tuple[str, Stage | None, str]


def days_of(dossier: Dossier, shot: Shot) -> tuple[EventDay, ...]:
    """The days of what the photo shows, in order; of its household where that is known, else of its unit."""
    about, stage = shot.about, shot.stage
    if about == "assistance":  # it begins when the household was taken in
        about, stage = ("visit", Stage.IDENTIFICATION) if shot.household else ("", None)
    if about in _STAGED and stage not in (Stage.IDENTIFICATION, Stage.ELIMINATION):
        return ()
    stage = stage if about in _STAGED else None
    places = (
        [shot.household, shot.village if about == "review" else ""] if shot.household else [shot.file.unit]
    )
    known = _days(dossier)
    return next((found for place in places if (found := known.get((about, stage, place)))), ())


@lru_cache(maxsize=4)
def _days(dossier: Dossier) -> Mapping[_Key, tuple[EventDay, ...]]:
    found: dict[_Key, list[EventDay]] = defaultdict(list)
    for original in originals(dossier):
        if original.kind not in _TOLD_BY:
            continue
        about, stage = _TOLD_BY[original.kind]
        stage = stage or (original.stage if about in _STAGED else None)
        days = list(_told(original))
        for place in _places(dossier, original):
            found[about, stage, place] += days
    return {key: tuple(sorted(days, key=lambda each: each.on)) for key, days in found.items()}


def _told(original: Original) -> Iterator[EventDay]:
    for dated in original.claims.dates:
        if "出生" not in dated.label:
            yield EventDay(dated.on, original, dated.source)
    for period in original.claims.periods:
        yield EventDay(period.first, original, period.source)
        yield EventDay(period.last, original, period.source)


def _places(dossier: Dossier, original: Original) -> set[str]:
    """The units that keep a copy, those above them but the county, and the household that a form is of."""
    found = set()
    for file, _ in original.copies:
        chain = file.unit.split("/")
        found |= {"/".join(chain[:length]) for length in range(min(2, len(chain)), len(chain) + 1)}
    home = place_of(dossier, original, original.paper.head) if original.paper.head else ""
    return found | ({home} if home else set())
