"""For whose cell a paper counts: its folder's unit, or its true owner where it lies in the wrong folder. Pure.

Contract, decision 18: a misfiled file is reported, keeps the folder's unit, and counts for its true owner.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from audit.households import Household
from audit.types import File, Paper, PartOf, State
from checklists import Level

__all__ = ["heads_by_village", "owner_of"]

# Papers about one household and no other.
_OF_ONE = frozenset({
    "application", "authorisation", "verification-form", "collection-form", "visit-record", "assistance-plan",
    "measures-table", "measure-proof", "elimination-visit-form", "elimination-assessment", "comparison-form",
    "natural-change-form", "refusal-notice",
})  # fmt: skip
# Papers that a village makes for itself.
_OF_VILLAGE = frozenset({
    "village-review-meeting", "review-result", "village-report", "nomination-meeting", "nomination-list",
    "inspection-ledger", "assistance-ledger", "notice-outcome",
})  # fmt: skip


def heads_by_village(homes: Iterable[Household]) -> dict[str, dict[str, str]]:
    """Village → head → the household's id; a name that two heads share is left out."""
    found: dict[str, dict[str, str]] = {}
    for home in homes:
        own = found.setdefault(home.village, {})
        own[home.head] = "" if home.head in own else home.id
    return found


def owner_of(
    file: File, part: PartOf, homes: Mapping[str, Mapping[str, str]], villages: Iterable[str]
) -> str:
    """The unit for whose cells the part counts."""
    paper = part.paper
    if paper is None or file.document.state is not State.READ:
        return file.unit
    if file.level is Level.HOUSEHOLD and part.kind in _OF_ONE:
        return _household(file.unit, paper, homes)
    if file.level is Level.VILLAGE and part.kind in _OF_VILLAGE:
        return _village(file.unit, paper, villages)
    return file.unit


def _household(unit: str, paper: Paper, homes: Mapping[str, Mapping[str, str]]) -> str:
    """Another monitored household's, if the paper is headed by its name and never names the folder's own."""
    village, _, name = unit.rpartition("/")
    own = name.partition("（")[0]
    if not paper.head or paper.head == own or own in paper.text:
        return unit
    found = homes.get(village, {}).get(paper.head, "")
    if not found and paper.head not in homes.get(village, {}):
        elsewhere = {heads[paper.head] for heads in homes.values() if heads.get(paper.head)}
        found = elsewhere.pop() if len(elsewhere) == 1 else ""
    return found or unit


def _village(unit: str, paper: Paper, villages: Iterable[str]) -> str:
    """Another village's, if it signs the paper and the folder's own village is never named."""
    own = unit.rpartition("/")[2]
    place = paper.issuer.place if paper.issuer and paper.issuer.level is Level.VILLAGE else ""
    if not place or place == own or own.removesuffix("村").removesuffix("社区") in paper.text:
        return unit
    scope = unit.rpartition("/")[0]
    named = [village for village in villages if village == f"{scope}/{place}"]
    return named[0] if named else unit
