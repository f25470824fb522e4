"""Where lists and households miss each other otherwise: a list that holds nobody, a household under another village. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from audit.chain import Listing, round_of, step_of
from audit.claims.figures import is_part
from audit.households import village_of
from audit.rules.weighing import quote
from audit.stated import Original, originals, place_of
from audit.types import Dossier, Problem, Row
from audit.wording import join, unit_name
from checklists import Level, load_steps

__all__ = ["lacks_some", "left_out", "under_other_villages"]

# Steps of one round lie within weeks of each other.
_DAYS = 60


def left_out(
    nobody: Sequence[Listing], naming: Mapping[str, Sequence[Listing]]
) -> Iterator[tuple[Listing, tuple[str, ...]]]:
    """Each list that holds nobody, with the households of its round that no list of its step has.

    `naming`: household → the lists of the stage that name it.
    """
    for empty in nobody:
        if _sends_a_list(empty.original):
            continue
        homes = tuple(
            home
            for home, lists in sorted(naming.items())
            if home.startswith(f"{empty.original.unit}/")
            and home.rpartition("/")[2].partition("（")[0] not in empty.original.paper.text
            and len({each.step for each in lists}) > 1
            and all(_place(each) != _place(empty) or _passes_for(each, empty) for each in lists)
            and _of_one_round(empty, lists)
        )
        if homes:
            yield empty, homes


def _sends_a_list(original: Original) -> bool:
    """Whether a list is bound with a paper that has no table of its own."""
    return not original.claims.empty_lists and any(
        part.kind == "name-list" for file, _ in original.copies for part in file.parts
    )


def _place(each: Listing) -> tuple[str, Level | None]:
    return each.step, each.original.file.level if each.step == "ledger" else None


def _passes_for(each: Listing, empty: Listing) -> bool:
    """An extract of the paper, or another version of it: one day and one issuer."""
    one, other = each.original, empty.original
    near = f"{one.unit}/".startswith(f"{other.unit}/") or f"{other.unit}/".startswith(f"{one.unit}/")
    return one.paper.day == other.paper.day and near


def _of_one_round(empty: Listing, lists: Sequence[Listing]) -> bool:
    """By the name of the round where both bear one, and by the days of the lists that name the household."""
    if empty.step.endswith("ledger"):
        return any(each.step == "reply" for each in lists)
    rounds = {round_of(each.original) for each in lists} - {""}
    named = round_of(empty.original)
    if named and rounds and named not in rounds:
        return False
    own = empty.original.paper.day
    return own is not None and any(
        each.original.paper.day is not None
        and not each.step.endswith("ledger")
        and abs((each.original.paper.day - own).days) <= _DAYS
        for each in lists
    )


def lacks_some(each: Listing, naming: Sequence[Listing]) -> bool:
    """Whether a list's text counts more households than it holds, on a day between those of the lists that name one."""
    paper = each.original.paper
    days = sorted(other.original.paper.day for other in naming if other.original.paper.day)
    inside = paper.day is not None and len(days) > 1 and days[0] <= paper.day <= days[-1]
    rows = len({(row.village, row.head) for row in paper.rows if row.passed})
    counted = [count.households for count in each.original.claims.counts if not is_part(count.label)]
    return each.whole and inside and rows > 0 and max((n for n in counted if n), default=0) == rows + 1


def under_other_villages(dossier: Dossier) -> Iterator[Problem]:
    """Rows that bear a household's number and name, and another village than it lives in."""
    villages = frozenset(unit.id for unit in dossier.units if unit.level is Level.VILLAGE)
    for original in originals(dossier):
        if not step_of(original):
            continue
        heads = Counter(row.head for row in original.paper.rows)
        wrong = [
            (row, home)
            for row in original.paper.rows
            if row.village and row.passed and heads[row.head] == 1
            if (home := _misplaced(dossier, original, row, villages))
        ]
        if wrong:
            yield _problem(original, wrong)


def _misplaced(dossier: Dossier, original: Original, row: Row, villages: frozenset[str]) -> str:
    """The household that the row means, where it lives in another of the archive's villages than the row tells."""
    told = village_of(row, original.file, original.paper, villages) or _elsewhere(row, villages)
    home = place_of(dossier, original, row.head) if told else ""
    own = home.rpartition("/")[2].partition("（")[0]
    return home if home and own == row.head and home.rpartition("/")[0] != told else ""


def _elsewhere(row: Row, villages: frozenset[str]) -> str:
    """The one village of the whole archive that bears just this name."""
    found = [village for village in villages if village.rpartition("/")[2] == row.village]
    return found[0] if len(found) == 1 and (not row.township or row.township in found[0]) else ""


def _problem(original: Original, wrong: Sequence[tuple[Row, str]]) -> Problem:
    step = load_steps()[step_of(original)]
    said = join(
        f"{row.head}写在{row.village}，其他材料是{unit_name(home.rpartition('/')[0])}" for row, home in wrong
    )
    heads = {row.head for row, _ in wrong}
    places = [each.source for each in original.claims.statements if each.head in heads]
    return Problem(
        unit=original.unit,
        item=original.item,
        message=f"{unit_name(original.unit)}的{step}把户写在了别的村：{said}。",
        files=original.paths,
        expected="各级名单上一户的村别一致",
        actual=said,
        fix="对照户口簿和村级名单核对该户是哪个村的，由出具单位更正写错的那一份。",
        quotes=tuple(dict.fromkeys(quote(original, source) for source in places))[:3],
        about=("village", *sorted(heads)),
    )
