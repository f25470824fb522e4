"""What is known of a meeting before anybody has typed: from its unit, its kind and the registry. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from registry.meeting.enter import Entered
    from registry.meeting.typed import Typed
    from registry.records import Household
    from registry.registry import Registry

__all__ = ["UNITS", "own_units", "started"]

UNITS = ("county", "township", "village")
_KEYS = dict(zip(("县级", "乡级", "村级"), UNITS, strict=True))
_FIRST_ROUND = "第一批"


def started(kind: str, stage: str, told: Mapping[str, str], base: Registry | None) -> Typed:
    """The answers that such a meeting begins with: `told` (units, batch), what it is usually called, what the registry has.

    Where the registry knows the meeting already, all of it; its households with what is held of them.
    """
    from registry.meeting.enter import NotEnteredError, enter
    from registry.meeting.questions import ROUNDS, questions_for
    from registry.meeting.typed import Typed
    from registry.meeting.usual import usual_agenda, usual_title

    wanted = {question.id for question in questions_for(kind)}
    given = {name: text for name, text in told.items() if text and name in wanted}
    if base is not None and not any(name in given for name in UNITS):
        given |= own_units(kind, base)
    typed = Typed({"kind": kind, "stage": stage or None, **given})
    unit = next((given[name] for name in reversed(UNITS) if name in given), "")
    if not unit:
        return typed
    if kind in ROUNDS and not typed["batch"]:
        rounds = base.rounds(stage or "认定") if base else ()
        typed.answers["batch"] = rounds[-1] if rounds else _FIRST_ROUND
    typed.answers |= {"title": usual_title(unit, kind), "agenda": usual_agenda(kind, stage)}
    if base is not None:
        with suppress(NotEnteredError):  # Said where the answers are judged.
            _take_known(typed, enter(typed, base), base)
    return typed


def own_units(kind: str, base: Registry) -> dict[str, str]:
    """The registry's own unit and those above it, by question; none where it is not of the level of such a meeting."""
    from registry.meeting.questions import OPENS_AT

    own = base.own_unit
    if own is None or OPENS_AT.get(kind, own.level) != own.level:
        return {}
    return {_KEYS[above.level]: above.name for above in base.chain(own)}


def _take_known(typed: Typed, entered: Entered, base: Registry) -> None:
    from docgen.kit import meeting_due
    from registry.meeting.questions import HELD, QUESTIONS, household_cells
    from registry.records import Batch, Meeting, Unit, Vote

    registry = entered.registry
    unit = registry.find_unit(entered.meeting.unit)
    assert unit is not None, entered.meeting.unit
    stage = typed["stage"]
    known = next((each for each in base.meetings if each.meeting_id == entered.meeting_id), None)
    batch = base.batch_of(unit, typed["batch"], stage) if typed["batch"] and stage else None
    records = {Meeting: known, Batch: batch, Unit: base.find_unit(entered.meeting.unit)}
    for question in QUESTIONS:
        record = records.get(question.record)
        if record is not None and question.id not in UNITS:
            value = getattr(record, question.field)
            typed.answers[question.id] = typed[question.id] if value is None else value
    cells = [cell.field for cell in household_cells(typed.kind)]
    for household in meeting_due(registry, entered.meeting, unit).households if cells else ():
        vote: Vote | None = registry.vote_on(entered.meeting, household)
        row = _row(registry, household, stage)
        row |= {name: getattr(vote, name) for name in HELD if vote is not None}
        typed.households.append({name: row[name] for name in cells if row.get(name) is not None})
    for attendee in base.attendees_of(known) if known else ():
        row = {name: getattr(attendee, name) for name in ("name", "role", "attendance")}
        typed.attendees.append({name: value for name, value in row.items() if value is not None})


def _row(registry: Registry, household: Household, stage: str | None) -> dict[str, Any]:
    """The household as its row of the meeting's table; size and income as they are at the meeting's stage."""
    row = {
        name: getattr(household, name) for name in ("village", "head", "group", "id_number", "object_type")
    }
    row |= {"situation": household.situation, "helper": household.helper}
    row["risk1"] = "、".join(household.risks) or None
    if stage == "风险消除":
        income = registry.income_of(household, stage)
        return row | {
            "size": income.persons if income else None,
            "per_head": income.per_head if income else None,
        }
    return row | {"size": household.size, "per_head": household.per_head}
