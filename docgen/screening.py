"""The figures of a screening's summary (集中排查总结): who was looked at, what was found, what became of it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docgen import sentences
from docgen.tally import Figure, Tally
from registry.dates import Span
from registry.grading import lacking_guarantees
from registry.records import Inspection, Unit
from registry.registry import Registry

__all__ = ["Screening", "screening_of"]


@dataclass(frozen=True, slots=True)
class Screening:
    """Sentences with the figures of a screening; what did not occur is said as 0 or left out."""

    meetings: str
    screened: str
    by_unit: str
    visits: str
    clues: str
    found: str
    verified: str
    identified: str
    watched: str
    guarantees: str
    figures: tuple[Figure, ...]


def screening_of(registry: Registry, unit: Unit, span: Span) -> Screening:
    """The screening of one unit in the months of the span."""
    tally = Tally(registry, unit, span)
    rows = tally.inspections()
    return Screening(
        meetings=sentences.meetings(tally),
        screened=_screened(tally, rows),
        by_unit=_by_unit(tally, rows),
        visits=sentences.visits(tally),
        clues=sentences.clues(tally),
        found=_found(tally, rows),
        verified=_verified(tally),
        identified=_identified(tally) + sentences.refused(tally),
        watched=f"{span.words}末在册监测对象（含拟消除）{tally.people('期末在册监测', tally.watched())}。",
        guarantees=_guarantees(tally),
        figures=tuple(tally.figures),
    )


def _screened(tally: Tally, rows: list[Inspection]) -> str:
    """排查3轮、18户次、62人，参加排查3人. Persons are left out where one household's are not recorded."""
    if not rows:
        return f"登记簿里没有{tally.span.words}的排查记录。"
    text = sentences.inspections(tally).removesuffix("。")
    if all(row.persons is not None for row in rows):
        persons = str(sum(row.persons or 0 for row in rows))
        text += f"、{tally.note('排查人次', persons, tuple(rows))}人次"
    names = {name for row in rows for name in re.split(r"[、，,；;\s]+", row.inspector or "") if name}
    if names:
        text += f"，参加排查的干部{tally.note('排查人员', str(len(names)), tuple(rows))}人"
    return f"{text}。"


def _by_unit(tally: Tally, rows: list[Inspection]) -> str:
    """Each village's share; '' for a village."""
    if tally.unit.level == "村级":
        return ""
    groups: dict[str, list[Inspection]] = {}
    for row in rows:
        groups.setdefault(row.unit, []).append(row)
    parts = [f"{name}{tally.count(f'排查户次·{name}', found)}户次" for name, found in groups.items()]
    return f"其中{'、'.join(parts)}。" if parts else ""


def _found(tally: Tally, rows: list[Inspection]) -> str:
    if not rows:
        return ""
    risky, untold = ([row for row in rows if row.at_risk == told] for told in ("有", None))
    text = f"排查中发现有返贫致贫风险苗头{tally.count('有风险', risky)}户次"
    if untold:
        text += f"，另有{tally.count('没有登记有无风险', untold)}户次没有登记有无风险"
    return f"{text}。"


def _verified(tally: Tally) -> str:
    """The households that were visited to verify them, and how that ended; '' where none was."""
    found = [h for h in tally.households if tally.within(h.verified_on)]
    if not found:
        return ""
    fit = [h for h in found if h.verification == "纳入监测"]
    return (
        f"入户核查{tally.count('入户核查', found)}户，其中建议纳入监测{tally.count('核查建议纳入', fit)}户。"
    )


def _identified(tally: Tally) -> str:
    return f"{tally.span.words}认定纳入监测对象{tally.people('认定纳入', tally.newly_identified())}。"


def _guarantees(tally: Tally) -> str:
    """What the registry says of 三保障 and 饮水安全 of those who are monitored; unrecorded cells are said to be so."""
    watched = tally.watched()
    told = [(h, *lacking_guarantees(tally.registry, h)) for h in watched]
    lacking = [h for h, names, _ in told if names]
    open_ = [h for h, names, unrecorded in told if not names and unrecorded is not None]
    if not watched:
        return ""
    text = f"按登记簿，在册监测对象中“三保障”和饮水安全有问题的{tally.count('三保障和饮水有问题', lacking)}户"
    if open_:
        text += f"，登记不全、还不能判断的{tally.count('三保障和饮水登记不全', open_)}户"
    return f"{text}。"
