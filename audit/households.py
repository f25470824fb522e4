"""Who the monitored households are, and who is in elimination: the union of all that the papers show. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from audit.types import File, Paper, PartOf, Row
from checklists import Level, Stage

__all__ = ["Household", "find_households", "village_named", "village_of"]

# Lists in which only those stand who are proposed or identified.
_LISTS = {
    "name-list", "public-notice", "county-reply", "township-review-meeting", "review-result", "dynamic-ledger",
    "assistance-ledger", "nomination-list", "village-report", "township-request", "comparison-result",
    "village-review-meeting", "county-consultation", "notice-outcome",
}  # fmt: skip
_FORMS = {"assistance-plan", "measures-table", "natural-change-form"}
_ELIMINATION_FORMS = {"elimination-visit-form", "elimination-assessment", "comparison-form"}
_ELIMINATION_PROSE = {
    "nomination-meeting", "village-review-meeting", "township-review-meeting", "county-consultation", "review-result",
    "public-notice", "county-reply", "notice-outcome", "township-request", "village-report",
}  # fmt: skip


# 二组 · 第3村民小组: a part of a village that does not name it
_GROUP = re.compile(r"第?[一二三四五六七八九十\d]{1,3}(村民)?(小组|组|社)")


@dataclass(frozen=True, slots=True)
class Household:
    """A head's household: its village's id, its own id, and whether it is in elimination.

    `other_heads`: members under whose name papers speak of it, because its head has changed.
    """

    village: str
    name: str
    eliminated: bool
    has_folder: bool
    other_heads: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        return f"{self.village}/{self.name}"

    @property
    def head(self) -> str:
        return self.name.partition("（")[0]


@dataclass(slots=True)
class _Traces:
    """What has been found of one household so far. `gone`: how the numbers end of those in elimination, where heads share a name."""

    kinds: set[tuple[str, Stage | None]] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    refused: bool = False
    eliminated: bool = False
    other_heads: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)

    def is_gone(self, name: str) -> bool:
        """Whether it is in elimination: of two heads of one name, 张三（1234）, the one whose number the papers give."""
        tail = name.partition("（")[2].rstrip("）")
        known = self.gone - {""}
        return self.eliminated and (not tail or not known or tail in known)


def find_households(files: Iterable[File], villages: Iterable[str]) -> tuple[Household, ...]:
    """Every household proposed or identified, with or without a folder; refused applicants are none.

    One without a folder must stand in two kinds of papers: a name written wrongly in one is not a household.
    """
    files = tuple(files)
    known = frozenset(villages)
    traces: dict[tuple[str, str], _Traces] = defaultdict(_Traces)
    folders = {(unit.rpartition("/")[0], unit.rpartition("/")[2]) for unit in _household_units(files)}
    for file in files:
        for part in file.parts:
            if part.paper is not None:
                _trace(file, part, part.paper, known, traces)
    _join_changed_heads(traces, folders, files)
    found = [
        Household(village, name, trace.is_gone(name), True, frozenset(trace.other_heads))
        for village, name in folders
        for trace in [_traces_of(traces, village, name)]
        if not (_traces_of(traces, village, name).refused and not _traces_of(traces, village, name).kinds)
    ]
    with_folders = {village for village, _ in folders}
    taken = {(village, name.partition("（")[0]) for village, name in folders}
    heads = {head for _, head in taken}
    numbered = _numbers_of(traces, taken)
    for (village, head), trace in traces.items():
        enough = 2 if village in with_folders or head in heads else 1  # else a wrong village in one paper
        twin = any(other != (village, head) for number in trace.ids for other in numbered.get(number, ()))
        if (village, head) not in taken and len({kind for kind, _ in trace.kinds}) >= enough and not twin:
            found.append(Household(village, head, trace.eliminated, False))
    return _with_prose(tuple(sorted(found, key=lambda home: home.id)), files)


def _join_changed_heads(
    traces: dict[tuple[str, str], _Traces], folders: Iterable[tuple[str, str]], files: Iterable[File]
) -> None:
    """What is traced of a member without a folder is the household's in whose folder the forms list him with its head.

    Not where a list names both, or gives the member another number: then he has a household of his own.
    """
    files = tuple(files)
    homes = {f"{village}/{name}": (village, name.partition("（")[0]) for village, name in folders}
    together = [
        {row.head for row in part.paper.rows}
        for file in files
        for part in file.parts
        if part.paper and part.kind in _LISTS
    ]
    for file in files:
        if file.unit not in homes:
            continue
        village, head = homes[file.unit]
        for part in file.parts:
            persons = part.paper.claims.persons if part.paper else ()
            if all(person.name != head for person in persons):
                continue
            for person in persons:
                key = village, person.name
                if key not in traces or person.name == head or key in homes.values() or not person.relation:
                    continue
                ids = traces[key].ids
                if (ids and person.id_number not in ids) or any(
                    {head, person.name} <= each for each in together
                ):
                    continue
                joined = traces[village, head]
                joined.other_heads.add(person.name)
                joined.kinds |= traces[key].kinds
                joined.eliminated |= traces.pop(key).eliminated


def _numbers_of(
    traces: Mapping[tuple[str, str], _Traces], taken: set[tuple[str, str]]
) -> Mapping[str, set[tuple[str, str]]]:
    """Whole number → the households with a folder that lists give it to: the same person elsewhere is no other household."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for place in taken & traces.keys():
        for number in traces[place].ids:
            found[number].add(place)
    return found


def _household_units(files: Iterable[File]) -> set[str]:
    return {file.unit for file in files if file.level is Level.HOUSEHOLD}


def _traces_of(traces: Mapping[tuple[str, str], _Traces], village: str, name: str) -> _Traces:
    return traces.get((village, name)) or traces.get((village, name.partition("（")[0])) or _Traces()


def _trace(
    file: File, part: PartOf, paper: Paper, villages: frozenset[str], traces: dict[tuple[str, str], _Traces]
) -> None:
    if part.kind in _LISTS:
        for row in paper.rows:
            village = village_of(row, file, paper, villages)
            if not village or not row.passed:
                continue
            trace = traces[village, row.head]
            trace.kinds.add((part.kind, part.stage))
            if part.stage is Stage.ELIMINATION or row.eliminated:
                trace.eliminated = True
                trace.gone.add(row.id_number[-4:])
            if re.fullmatch(r"\d{17}[\dX]", row.id_number):
                trace.ids.add(row.id_number)
    for head in paper.refused:
        village = village_of(Row(head), file, paper, villages)
        if village and part.stage is not Stage.ELIMINATION:
            traces[village, head].refused = True
    if paper.head and part.kind in _FORMS | _ELIMINATION_FORMS:
        village = village_of(Row(paper.head), file, paper, villages)
        if village:
            trace = traces[village, paper.head]
            trace.kinds.add((part.kind, part.stage))
            if part.kind in _ELIMINATION_FORMS:
                trace.eliminated = True
                trace.gone.add(file.unit.partition("（")[2].rstrip("）") or paper.head_id[-4:])


def village_of(row: Row, file: File, paper: Paper, villages: frozenset[str]) -> str:
    """The id of the row's village; "" where the paper does not tell."""
    own = "/".join(file.unit.split("/")[:3]) if file.level in (Level.VILLAGE, Level.HOUSEHOLD) else ""
    if own and not row.village:
        return own
    scope = "/".join(file.unit.split("/")[:2])
    if row.village and not _GROUP.fullmatch(row.village):
        meant = village_named(row.village, row.township, scope, villages)
        hamlet = not meant and not village_named(row.village, "", "", villages) and _is_of(own, paper)
        return own if hamlet else meant
    if own:
        return own
    for name in [
        paper.issuer.place if paper.issuer else "",
        *(address.village for address in paper.addresses),
    ]:
        told = village_named(name, "", scope, villages) if name else ""
        if told:
            return told
    inside = [village for village in villages if village.startswith(scope + "/")]
    named = [village for village in inside if village.rpartition("/")[2] in paper.title]
    return named[0] if len(named) == 1 else (inside[0] if len(inside) == 1 else "")


def _is_of(village: str, paper: Paper) -> bool:
    """Whether the title, or who signs, tells that the paper is that village's own."""
    stem = re.sub(r"(社区|村)$", "", village.rpartition("/")[2])
    signed = paper.issuer is not None and paper.issuer.level is Level.VILLAGE
    return bool(stem) and (
        stem in paper.title or (signed and stem in (paper.issuer.place if paper.issuer else ""))
    )


def village_named(name: str, township: str, scope: str, villages: Iterable[str]) -> str:
    """The id of the village of that name within a unit; 红旗 is 红旗村."""
    return _named(name, township, scope, frozenset(villages))


@lru_cache(maxsize=1 << 14)
def _named(name: str, township: str, scope: str, villages: frozenset[str]) -> str:
    stem = (
        re.sub(r"(村民委员会|村委会|居委会|社区|村)?[一二三四五六七八九十\d]*(村民)?(小组|组)?$", "", name)
        or name
    )
    found = [
        village
        for village in villages
        if village.startswith(scope)
        and re.sub(r"(社区|村)$", "", village.rpartition("/")[2]) == stem
        and (not township or township in village)
    ]
    return found[0] if len(found) == 1 else ""


def _with_prose(homes: tuple[Household, ...], files: Iterable[File]) -> tuple[Household, ...]:
    """Those named in the running text of a paper on elimination are in elimination too."""
    texts = [
        (file.unit, part.paper.text)
        for file in files
        if file.level is not Level.HOUSEHOLD
        for part in file.parts
        if part.paper and part.stage is Stage.ELIMINATION and part.kind in _ELIMINATION_PROSE
    ]
    return tuple(
        home
        if home.eliminated
        or "（" in home.name  # a name alone does not tell which of two
        or not any(_in_scope(home.village, unit) and home.head in text for unit, text in texts)
        else replace(home, eliminated=True)
        for home in homes
    )


def _in_scope(village: str, unit: str) -> bool:
    return village == unit or village.startswith(unit + "/")
