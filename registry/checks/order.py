"""Dates out of order: as few cells as explain every contradiction, one line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from registry.checks.sound import sound_households
from registry.checks.steps import Edge, edges_for
from registry.checks.timeline import Dated, Timelines
from registry.faults import CellFault
from registry.read_workbook import Loaded
from registry.records import Household, Meeting
from registry.sheets import sheet_of
from registry.shown import meeting_papers, papers_of

__all__ = ["step_order"]

Pair = tuple[Dated, Dated]
_Key = tuple[str, int, str]


def step_order(loaded: Loaded) -> Iterator[CellFault]:
    """Every step is dated on or after the steps that it follows.

    A wrong date contradicts several others; the cell with most contradictions is the one that is named.
    """
    timelines = Timelines(loaded.registry)
    strict: dict[tuple[_Key, _Key], Pair] = {}
    usual: dict[tuple[_Key, _Key], Pair] = {}
    for household in sound_households(loaded.registry).values():
        steps = timelines.steps(household)
        must, may = edges_for(household.source in (None, "农户申报"))
        for edges, found in ((must, strict), (may, usual)):
            for earlier, later in _broken(steps, edges):
                found.setdefault((earlier.key, later.key), (earlier, later))
    named: set[_Key] = set()
    for pairs, error in ((strict, True), (usual, False)):
        open_pairs = [pair for keys, pair in pairs.items() if not named & set(keys)]
        for cell, other, is_later in _fewest(open_pairs):
            named.add(cell.key)
            yield _fault(loaded, cell, other, is_later, error)


def _broken(steps: Mapping[str, Sequence[Dated]], edges: Collection[Edge]) -> Iterator[Pair]:
    for first, second in edges:
        for earlier in steps.get(first, ()):
            for later in steps.get(second, ()):
                if earlier.day > later.day:
                    yield earlier, later


def _fewest(pairs: list[Pair]) -> Iterator[tuple[Dated, Dated, bool]]:
    """The cells to name, each with the nearest one it contradicts, and whether it is the later step."""
    while pairs:
        counts = Counter(cell.key for pair in pairs for cell in pair)
        # Where both of a pair stand alone: the household's own date before a meeting's or round's, which
        # others share; else the later step.
        later_keys = {later.key for _, later in pairs}
        key = max(counts, key=lambda k: (counts[k], k[0] == Household.__name__, k in later_keys, k))
        own = [pair for pair in pairs if key in (pair[0].key, pair[1].key)]
        earlier, later = min(own, key=lambda pair: pair[0].day - pair[1].day)
        yield (later, earlier, True) if later.key == key else (earlier, later, False)
        pairs = [pair for pair in pairs if key not in (pair[0].key, pair[1].key)]


def _fault(loaded: Loaded, cell: Dated, other: Dated, is_later: bool, error: bool) -> CellFault:
    what = f"{cell.day} {'早于' if is_later else '晚于'}{other.place}"
    todo = "这一步应在那一步之后，请核对两个日期" if is_later else "这一步应在那一步之前，请核对两个日期"
    papers = tuple(dict.fromkeys((*_papers(cell), *_papers(other))))
    return loaded.fault(cell.record, cell.field, what, todo, error=error, papers=papers)


def _papers(cell: Dated) -> tuple[str, ...]:
    if isinstance(cell.record, Meeting):
        return meeting_papers(cell.record.kind)
    return papers_of(sheet_of(type(cell.record)), cell.field)
