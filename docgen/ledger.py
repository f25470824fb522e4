"""What a grading ledger shows: the households by level, with counts that come from the rows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checklists import GradeLevel
from docgen.blank import Blank, Phrase, phrase
from docgen.due import LEVEL_OF, Due
from docgen.household_view import household_view
from docgen.view import Desk, View
from docgen.wording import Count, count
from registry.grading import Grade, Unrecorded, grade_of, grading_of, lacking_guarantees
from registry.records import Household
from registry.registry import Registry

__all__ = ["Group", "ledger_of"]

_UNGRADED = "未定级"


@dataclass(frozen=True, slots=True)
class Group:
    """The households of one level: its name, how many (2户7人), what makes the level, and the rows."""

    name: str
    text: Phrase
    about: str
    rows: tuple[View, ...]


def ledger_of(registry: Registry, desk: Desk, due: Due) -> dict[str, object]:
    """Scheme, groups and closing words; the levels are those that this office keeps, and what is still open."""
    scheme = grading_of(registry)
    assert scheme is not None
    graded = [(household, grade_of(registry, household, scheme)) for household in due.households]
    kept = [level for level in scheme.levels if LEVEL_OF[due.issuer.level] in level.kept_by]
    groups: list[Group] = []
    number = 1
    for level in (*kept, None):
        found = [(h, g) for h, g in graded if _stands_in(g, level)]
        if level is not None or found:
            rows = tuple(_row(registry, desk, pair, at) for at, pair in enumerate(found, number))
            number += len(rows)
            name, about = (level.name, level.about) if level else (_UNGRADED, "登记簿里的内容还不够定级")
            groups.append(Group(name, _count(rows).text, about, rows))
    others = [level for level in scheme.levels if level not in kept]
    listed = _count([row for group in groups for row in group.rows])
    return {
        "scheme": scheme,
        "groups": tuple(groups),
        "listed": listed,
        "ledger_note": _closing(groups, graded, others),
    }


def _stands_in(grade: Grade, level: GradeLevel | None) -> bool:
    return grade.unrecorded is not None if level is None else grade.level == level


def _row(registry: Registry, desk: Desk, pair: tuple[Household, Grade], number: int) -> View:
    household, grade = pair
    last = "风险消除" if registry.per_head_of(household, "风险消除") is not None else "认定"
    colour = grade.level.colour if grade.level else _blank(desk, grade.unrecorded)
    return household_view(
        registry,
        desk,
        household,
        last,
        number=number,
        colour=colour,
        guarantees=_guarantees(registry, desk, household),
    )


def _count(rows: Sequence[View]) -> Count:
    """Households and persons at present."""
    return count([("", row.size_now if isinstance(row.size_now, int | Blank) else 0) for row in rows])


def _guarantees(registry: Registry, desk: Desk, household: Household) -> object:
    """有保障, or what is not; what is not recorded is a blank."""
    lacking, unrecorded = lacking_guarantees(registry, household)
    if lacking:
        return f"{'、'.join(lacking)}没有保障"
    return _blank(desk, unrecorded) if unrecorded else "有保障"


def _blank(desk: Desk, cell: Unrecorded | None) -> Blank:
    assert cell is not None
    return desk.blank(cell.kind, cell.field, cell.record, cell.subject)


def _closing(
    groups: Sequence[Group], graded: Sequence[tuple[Household, Grade]], others: Sequence[GradeLevel]
) -> Phrase:
    """红色5户、绿色4户。 And who is in none of the levels, with the reason."""
    parts: list[object] = ["、".join(f"{group.name}{len(group.rows)}户" for group in groups), "。"]
    for level in others:
        parts.append(f"{level.name}由{'、'.join(office.zh for office in level.kept_by)}登记。")
    ended = [h.head for h, grade in graded if grade.ended]
    if ended:
        parts.append(f"风险消除后取消级别：{'、'.join(ended)}。")
    outside = [h.head for h, g in graded if g.level is None and g.unrecorded is None and not g.ended]
    if outside:
        parts.append(f"不在各级范围内：{'、'.join(outside)}。")
    return phrase(*parts)
