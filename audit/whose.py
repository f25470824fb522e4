"""Which household a paper means by a name: by name and village, by number, as a member, as written wrongly. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from audit.claims.types import Field
from audit.households import village_of
from audit.originals import Original, originals
from audit.types import Dossier, Row
from checklists import Level
from registry.identity import same_person

__all__ = ["members_of", "place_of"]


def place_of(dossier: Dossier, original: Original, head: str, row: Row | None = None) -> str:
    """The id of the household that the paper means by a name; "" where the archive knows none, or several.

    By name and village first; a name that the village does not have is looked for by its number, whole or masked, then as
    a member who has become the head, then as the only household of that name in the unit, then as a name written wrongly.
    `row` is the one that is meant, where heads of one name may stand in several rows.
    """
    known = _known(dossier)
    if head in known.namesakes and (numbered := _by_whole_number(original, head, row, known)):
        return numbered
    return (
        _household(original, head, row, known)
        or _numbered(original, head, known)
        or _as_member(original, head, known)
        or _alone(original, head, known)
        or _miswritten(original, head, known)
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What names are looked for in: village and head, or member → households; whole number → household; the villages; heads in several."""

    homes: Mapping[tuple[str, str], tuple[str, ...]]
    numbers: Mapping[str, str]
    villages: frozenset[str]
    members: Mapping[tuple[str, str], tuple[tuple[str, frozenset[str]], ...]]
    namesakes: frozenset[str]


@lru_cache(maxsize=4)
def _known(dossier: Dossier) -> _Known:
    villages = frozenset(unit.id for unit in dossier.units if unit.level is Level.VILLAGE)
    within: dict[tuple[str, str], list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for home, names in members_of(dossier).items():
        for name, numbers in names.items():
            within[home.rpartition("/")[0], name].append((home, numbers))
    members = {key: tuple(homes) for key, homes in within.items()}
    homes = _homes(dossier)
    counts = Counter(name for _, name in homes)
    namesakes = frozenset(name for name, count in counts.items() if count > 1)
    return _Known(homes, _numbers(dossier), villages, members, namesakes)


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


@lru_cache(maxsize=4)
def members_of(dossier: Dossier) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Household → those whom the forms in its folder list as its members besides its head, with their whole numbers.

    A form that does not list the head is another household's.
    """
    homes = {unit.id for unit in dossier.units if unit.level is Level.HOUSEHOLD}
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for original in originals(dossier):
        persons = original.claims.persons
        for home in {file.unit for file, _ in original.copies} & homes:
            own = home.rpartition("/")[2].partition("（")[0]
            if all(person.name != own for person in persons) and original.paper.head != own:
                continue
            for person in persons:
                if person.relation and person.name != own:
                    whole = {person.id_number} if person.id_number and "*" not in person.id_number else set()
                    found[home][person.name] |= whole
    return {home: {name: frozenset(ids) for name, ids in names.items()} for home, names in found.items()}


def _as_member(original: Original, head: str, known: _Known) -> str:
    """The household whose head has changed: the name is a member's, by the same number where the paper gives one.

    Not where the paper names the household by its own head too: then the member has a household of his own.
    """
    rows = [row for row in original.paper.rows if row.head == head]
    told = set(_villages(original, rows, head, known.villages))
    villages = told or {
        village for village in known.villages if f"{village}/".startswith(f"{original.unit}/")
    }
    named = {row.head for row in original.paper.rows}
    named |= {name for roster in original.claims.rosters for name in roster.names}
    whole = _whole_numbers(original, head)
    found = {
        home
        for village in villages
        for home, numbers in known.members.get((village, head), ())
        if home.rpartition("/")[2].partition("（")[0] not in named
        and (not whole or not numbers or whole & {same_person(number) for number in numbers})
    }
    return found.pop() if len(found) == 1 else ""


def _by_whole_number(original: Original, head: str, row: Row | None, known: _Known) -> str:
    """Of heads of one name in several villages, the one who bears the number that the paper gives."""
    numbers = {same_person(row.id_number)} if row and row.id_number else _whole_numbers(original, head)
    found = {known.numbers.get(number, "") for number in numbers}
    home = found.pop() if len(found) == 1 else ""
    return home if home.rpartition("/")[2].partition("（")[0] == head else ""


def _whole_numbers(original: Original, head: str) -> set[str]:
    return {
        same_person(each.value)
        for each in original.claims.statements
        if each.field is Field.ID and each.head == head and "*" not in each.value
    }


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


def _household(original: Original, head: str, row: Row | None, known: _Known) -> str:
    """The household that the paper means by that name; "" where it cannot be told."""
    rows = [row] if row else [each for each in original.paper.rows if each.head == head]
    ids = {each.id_number[-4:] for each in rows if each.id_number} | {original.paper.head_id[-4:]} - {""}
    found: set[str] = set()
    for village in _villages(original, rows, head, known.villages):
        same = known.homes.get((village, head), ())
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
