"""Which unit each document belongs to: folders first, names from the papers where folders have none. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from audit.facts import is_person
from audit.folders import FolderPlace, bare_name, folder_place, person_of, repair_name
from audit.papers import papers_of
from audit.types import Document, Paper
from checklists import Level

__all__ = ["Placed", "Placement", "place_documents", "starting_place"]

_UNNAMED = {Level.COUNTY: "本县", Level.TOWNSHIP: "本乡镇", Level.VILLAGE: "本村", Level.HOUSEHOLD: "本户"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A document with its chain of names and its level."""

    document: Document
    papers: tuple[Paper, ...]
    chain: tuple[str, ...]
    level: Level
    below: tuple[str, ...]

    @property
    def unit(self) -> str:
        return "/".join(self.chain)


@dataclass(frozen=True, slots=True)
class Placement:
    """All documents in their places; `top` is the highest level that the folder given holds."""

    placed: tuple[Placed, ...]
    county: str
    top: Level


def place_documents(documents: Sequence[Document], root_name: str, unit: str | None) -> Placement:
    """Place every document. `unit` (a chain of names) says whose folder this is and overrules all."""
    papers = {id(document): papers_of(document) for document in documents}
    given, root, heads = starting_place(
        papers.values(), root_name, unit, (document.path for document in documents)
    )
    raw = [folder_place(_folder(document.path), heads, root) for document in documents]
    base_level = root.level or _base_level(raw, list(papers.values()))
    county, township, village = _names(root, raw, [p for found in papers.values() for p in found])
    placed = []
    for document, place in zip(documents, raw, strict=True):
        own = papers[id(document)]
        level = place.level or (Level.HOUSEHOLD if place.in_households else base_level)
        chain: tuple[str, ...] = (
            place.county or county,
            place.township or township,
            place.village or village,
        )
        if given:
            chain = (*given[: min(3, len(given))], *chain[min(3, len(given)) :])
        if level is Level.HOUSEHOLD:
            head = _head(place, document, own)
            if head:
                chain = (*chain, head)
            else:
                level = Level.VILLAGE
        placed.append(Placed(document, own, chain[: level.depth + 1], level, place.below))
    return Placement(tuple(placed), county, _top(root, raw, base_level, given))


def starting_place(
    papers: Iterable[Sequence[Paper]], root_name: str, unit: str | None, paths: Iterable[str] = ()
) -> tuple[tuple[str, ...], FolderPlace, frozenset[str]]:
    """What is known before any folder is looked at: the chain given, the folder's own place, and the names of heads
    and places, as the papers have them, and as folders side by side show them.
    """
    known = [paper for found in papers for paper in found]
    paths = tuple(paths)
    heads = frozenset(paper.head for paper in known if paper.head)
    heads |= frozenset(row.head for paper in known for row in paper.rows)
    places = _places_named(known)
    stems = {place.removesuffix("社区").removesuffix("街道").rstrip("村镇乡") for place in places}
    heads |= places | (_people_side_by_side(paths) - stems)
    given = tuple(name.strip() for name in unit.split("/") if name.strip()) if unit else ()
    if given:
        return given, _given(given), heads
    root = replace(folder_place(root_name, heads, FolderPlace()), below=())
    return given, FolderPlace() if _holds_what_it_is(root, paths, heads) else root, heads


def _holds_what_it_is(root: FolderPlace, paths: Iterable[str], heads: frozenset[str]) -> bool:
    """Whether a folder inside, below one of a higher level, bears the name that the folder given was taken for.

    临江档案/望江街道/临江社区: it holds the street that the community belongs to, so it is not the community's.
    """
    if root.level not in (Level.TOWNSHIP, Level.VILLAGE):
        return False
    inside = (folder_place(folder, heads, FolderPlace()) for folder in {_folder(path) for path in paths})
    if root.level is Level.VILLAGE:
        return any(place.township and place.village == root.village for place in inside)
    return any(place.county and place.township == root.township for place in inside)


def _places_named(papers: Iterable[Paper]) -> frozenset[str]:
    """Townships and villages that sign papers, or stand in two addresses."""
    signed = {
        paper.issuer.place
        for paper in papers
        if paper.issuer and paper.issuer.level in (Level.TOWNSHIP, Level.VILLAGE)
    }
    return frozenset(signed - {""})


def _people_side_by_side(paths: Iterable[str]) -> frozenset[str]:
    """Names of folders that are people's, where most folders beside them are so too: 01张三, 02李四."""
    beside: dict[str, set[str]] = defaultdict(set)
    for folder in {_folder(path) for path in paths}:
        above, _, name = folder.rpartition("/")
        beside[above].add(name)
    found: set[str] = set()
    for names in beside.values():
        people = {person for name in names if is_person(person := person_of(bare_name(name)))}
        if len(people) >= 2 and len(people) * 2 > len(names):
            found |= people
    return frozenset(found)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _given(chain: tuple[str, ...]) -> FolderPlace:
    county, township, village, household = (*chain, "", "", "", "")[:4]
    heads = (household.partition("（")[0],) if household else ()
    return FolderPlace(county, township, village, heads, household, list(Level)[min(len(chain), 4) - 1])


def _base_level(places: Sequence[FolderPlace], papers: Sequence[Sequence[Paper]]) -> Level:
    """The level of what lies outside any unit's folder: one above the highest that the folders name; where they
    name but one unit, its own or the one above, as most of the papers there are signed.
    """
    found = {place.level for place in places if place.level}
    in_households = any(place.in_households for place in places)
    if Level.COUNTY in found:
        return Level.COUNTY
    signed = _signed_outside(places, papers)
    townships = {place.township for place in places if place.township}
    if Level.TOWNSHIP in found:
        above = len(townships) > 1 or (townships and signed[Level.COUNTY] > signed[Level.TOWNSHIP])
        return Level.COUNTY if above else Level.TOWNSHIP
    villages = {place.village for place in places if place.village}
    if Level.VILLAGE in found:
        above = len(villages) > 1 or (villages and signed[Level.TOWNSHIP] > signed[Level.VILLAGE])
        return Level.TOWNSHIP if above else Level.VILLAGE
    return Level.VILLAGE if in_households else _DEFAULT


def _signed_outside(places: Sequence[FolderPlace], papers: Sequence[Sequence[Paper]]) -> Counter[Level]:
    """How many papers outside any unit's folder are signed by offices of each level."""
    return Counter(
        paper.issuer.level
        for place, own in zip(places, papers, strict=True)
        if place.level is None and not place.in_households
        for paper in own
        if paper.issuer and paper.issuer.level
    )


_DEFAULT = Level.VILLAGE


def _names(root: FolderPlace, places: Sequence[FolderPlace], papers: Sequence[Paper]) -> tuple[str, str, str]:
    """The names of the levels that folders leave open: the papers' heads decide by majority."""
    townships = {place.township for place in places if place.township} | {root.township} - {""}
    villages = {place.village for place in places if place.village} | {root.village} - {""}
    votes: dict[Level, Counter[str]] = {level: Counter() for level in Level}
    for paper in papers:
        if paper.issuer and paper.issuer.level and paper.issuer.place:
            votes[paper.issuer.level][paper.issuer.place] += 1
        for address in paper.addresses:
            if not townships or address.township in townships:
                votes[Level.COUNTY][address.county] += 2
            if not villages or address.village in villages:
                votes[Level.TOWNSHIP][address.township] += 2
            if address.village:
                votes[Level.VILLAGE][address.village] += 1
    folder_counties = Counter(place.county for place in places if place.county)
    county = root.county or _most(folder_counties) or _most(votes[Level.COUNTY]) or _UNNAMED[Level.COUNTY]
    township = root.township or _only(townships) or _most(votes[Level.TOWNSHIP]) or _UNNAMED[Level.TOWNSHIP]
    village = root.village or _only(villages) or _most(votes[Level.VILLAGE]) or _UNNAMED[Level.VILLAGE]
    return county, township, village


def _most(votes: Mapping[str, int]) -> str:
    return min(votes, key=lambda name: (-votes[name], name)) if votes else ""


def _only(names: set[str]) -> str:
    return next(iter(names)) if len(names) == 1 else ""


def _head(place: FolderPlace, document: Document, papers: Sequence[Paper]) -> str:
    """The household of a file under 户档案. The folder decides; content and name where two share it."""
    if place.household:
        return place.household
    name = bare_name(repair_name(document.path.rpartition("/")[2]))
    heads = [paper.head for paper in papers if paper.head]
    if not place.heads:
        return heads[0] if heads else ""
    for candidate in [*heads, *sorted(place.heads, key=len, reverse=True)]:
        if candidate in place.heads and (candidate in heads or candidate in name):
            return candidate
    texts = "".join(paper.text for paper in papers)
    named = [head for head in place.heads if head in texts]
    return named[0] if named else place.heads[0]


def _top(root: FolderPlace, places: Sequence[FolderPlace], base: Level, given: tuple[str, ...]) -> Level:
    if given or root.level:
        return root.level or base
    found = [place.level for place in places if place.level]
    if any(place.county and not place.township for place in places):
        return Level.COUNTY
    outside = any(place.level is None and not place.in_households for place in places)
    levels = [*found, *([base] if outside else [])]
    return min(levels, key=lambda level: level.depth) if levels else base
