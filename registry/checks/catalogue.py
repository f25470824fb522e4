"""The checks of a registry, by family. A new check is one function and one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from registry.checks import (
    batches,
    changes,
    clues,
    dates,
    grades,
    income,
    meetings,
    members,
    order,
    papers,
    people,
    references,
    states,
    unit_names,
    units,
    votes,
)
from registry.faults import CellFault
from registry.read_workbook import Loaded

__all__ = ["CHECKS", "Check"]

Check = Callable[[Loaded], Iterator[CellFault]]

CHECKS: tuple[Check, ...] = (
    units.doubled_units,
    units.parents,
    units.own_unit,
    units.counties,
    units.codes,
    units.unit_phones,
    unit_names.unit_names,
    references.doubled_keys,
    references.lost_households,
    references.lost_meetings,
    people.id_numbers,
    people.sex_and_birth,
    people.sex_and_relation,
    people.one_person_twice,
    people.household_phones,
    members.head_among_members,
    members.head_counts,
    changes.changes_fit,
    income.incomes_add_up,
    income.per_head_agrees,
    income.no_negative_amounts,
    income.income_periods,
    income.incomes_and_line,
    states.types,
    states.risks,
    states.states,
    dates.years,
    dates.notice_days,
    dates.reply_dates,
    dates.refusal_dates,
    dates.changes_before_their_form,
    order.step_order,
    batches.missing_rounds,
    batches.numbers_used_twice,
    batches.number_brackets,
    batches.objections,
    meetings.attendance,
    meetings.meeting_rounds,
    votes.vote_counts,
    votes.votes_in_place,
    votes.households_without_round,
    votes.results,
    grades.grades,
    papers.summary_periods,
    papers.note_items,
    papers.announcements,
    clues.zero_reports,
    clues.clue_places,
    clues.measure_amounts,
)
