"""The steps of identification and elimination and which comes before which: data, and what follows from it.

Source: the notice behind the checklist, and contract, decision 17: application or clue before review, review
before notice, notice ended before report, report before township review, its notice ended before request,
request before reply. Same-day steps are in order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import pairwise

__all__ = ["Edge", "edges_for"]

Edge = tuple[str, str]


def _chain(*steps: str) -> list[Edge]:
    return list(pairwise(steps))


def _round(mark: str) -> list[Edge]:
    """From the village's review to the county's reply, in the round that `mark` tells."""
    village = _chain(
        f"{mark}review", f"{mark}notice from", f"{mark}notice to", f"{mark}outcome", f"{mark}report"
    )
    township = _chain(
        f"{mark}township review", f"{mark}township notice from", f"{mark}township notice to",
        f"{mark}township outcome", f"{mark}request", f"{mark}reply",
    )  # fmt: skip
    return [
        *village,
        *township,
        (f"{mark}report", f"{mark}township review"),
        (f"{mark}recheck", f"{mark}township review"),
        (f"{mark}comparison", f"{mark}reply"),
        (f"{mark}consultation", f"{mark}reply"),
    ]


# Wrong on paper whoever found the household.
_ALWAYS: tuple[Edge, ...] = (
    ("applied", "review"),
    ("authorised", "comparison"),
    ("verified", "review"),
    ("research", "review"),
    *_round(""),
    ("reply", "nomination"),
    ("identified", "nomination"),
    ("identified", "cleared"),
    *_chain("nomination", "visited", "assessed", "out review"),
    *_round("out "),
    ("out reply", "reidentified"),
    ("eliminated", "reidentified"),
)
# A household that applied itself: its application opens the chain. Others may be verified first.
_BY_APPLICATION: tuple[Edge, ...] = (*_chain("applied", "authorised", "verified"), ("applied", "collected"))
# Usual, but an office may do otherwise.
_USUAL: tuple[Edge, ...] = (
    ("verified", "collected"),
    ("request", "consultation"),
    ("comparison", "consultation"),
    ("identified", "planned"),
    ("reply", "planned"),
    ("identified", "measures"),
    ("reply", "measures"),
    ("out request", "out consultation"),
)


def _follow(edges: Iterable[Edge]) -> frozenset[Edge]:
    """Every pair that follows from the edges, so that a step left blank does not part its neighbours."""
    after: dict[str, set[str]] = {}
    for earlier, later in edges:
        after.setdefault(earlier, set()).add(later)
    for step in after:
        waiting = list(after[step])
        while waiting:
            new = after.get(waiting.pop(), set()) - after[step]
            after[step] |= new
            waiting += new
    return frozenset((earlier, later) for earlier, laters in after.items() for later in laters)


_STRICT = {True: _follow((*_ALWAYS, *_BY_APPLICATION)), False: _follow(_ALWAYS)}


def edges_for(applied_itself: bool) -> tuple[Collection[Edge], Collection[Edge]]:
    """(pairs that must be in order, pairs that usually are) for a household by how it was found."""
    return _STRICT[applied_itself], _USUAL if applied_itself else (*_USUAL, *_BY_APPLICATION)
