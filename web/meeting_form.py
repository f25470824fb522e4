"""A meeting's form: what the browser sends → texts, and texts with their faults → what the page shows."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fangpin.meetings import Judged, judge_meeting
from registry.identity import mask_id, mask_numbers
from registry.meeting.questions import HELD, Cell, Question, household_cells, questions_for
from registry.meeting.texts import MeetingTexts, read_texts, with_attendees
from registry.meeting.typed import Place
from registry.registry import Registry
from registry.values import ATTENDANCE, RISKS

__all__ = ["ROWS", "Field", "Looked", "Row", "attendee_lines", "fields_of", "look", "rows_of", "taken"]

# Households shown at a time.
ROWS = 50
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Shown in both halves: without them nothing follows a meeting.
_BOTH = ("held_on", "due")
_FIXED = ("kind", "stage")
# Shown masked once it is kept and right; sent back as it is shown, it stays what it was.
_HIDDEN = "id_number"


@dataclass(frozen=True, slots=True)
class Field:
    """One field as it is shown. `shape`: day, lines, select or text; `choices` of a text are offered, not demanded."""

    id: str
    label: str
    note: str
    value: str
    shape: str
    choices: tuple[str, ...]
    faults: tuple[str, ...]
    reminders: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A household's or attendee's row; `head` names it."""

    number: int
    head: str
    fields: tuple[Field, ...]
    faults: tuple[str, ...]
    reminders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What was typed with all that is wrong in it, by place in the texts; `general` has no place of its own.

    `known`: the registry that the meeting is added to has it already.
    """

    texts: MeetingTexts
    judged: Judged
    faults: Mapping[Place, tuple[str, ...]]
    reminders: Mapping[Place, tuple[str, ...]]
    general: tuple[str, ...]
    listed: tuple[str, ...]
    known: bool

    @property
    def wrong(self) -> int:
        return len(self.listed)


def look(texts: MeetingTexts, base: Registry | None) -> Looked:
    """Read and judge what was typed."""
    read = read_texts(texts)
    judged = judge_meeting(read.typed, base)
    faults: dict[Place, tuple[str, ...]] = {}
    listed = []
    for place, fault in read.faults:
        faults[place] = (f"{fault.what}；{fault.todo}",)
        listed.append(str(fault))
    general = []
    for said in judged.errors:
        listed.append(str(said.fault))
        if said.place is None:
            general.append(str(said.fault))
            continue
        place = read.place_in_texts(said.place)
        if said.fault.what not in "".join(faults.get(place, ())):
            faults[place] = (*faults.get(place, ()), f"{said.fault.what}；{said.fault.todo}")
    reminders: dict[Place, tuple[str, ...]] = {}
    for said in judged.reminders:
        if said.place is not None:
            place = read.place_in_texts(said.place)
            reminders[place] = (*reminders.get(place, ()), f"{said.fault.what}；{said.fault.todo}")
    meetings = base.meetings if base else ()
    known = judged.entered is not None and judged.entered.meeting_id in {each.meeting_id for each in meetings}
    return Looked(texts, judged, _masked(faults), _masked(reminders), _mask(general), _mask(listed), known)


def fields_of(looked: Looked, *, after: bool) -> list[Field]:
    """The questions of one half."""
    asked = [
        question
        for question in questions_for(looked.texts.kind)
        if question.id not in _FIXED and (question.after is after or (after and question.id in _BOTH))
    ]
    return [_field(looked, ("question", 0, each.id), each, f"q-{each.id}") for each in asked]


def rows_of(looked: Looked, first: int, *, after: bool) -> list[Row]:
    """The households from that one on, at most `ROWS`, with what is asked in one half."""
    cells = [cell for cell in household_cells(looked.texts.kind) if (cell.field in HELD) is after]
    rows = []
    for number, texts in list(enumerate(looked.texts.households))[first : first + ROWS]:
        fields = [
            _field(looked, ("household", number, cell.field), cell, f"h-{number}-{cell.field}")
            for cell in cells
        ]
        shown = {cell.field for cell in cells} | {""}
        told = (_told_of_row(looked.faults, number, shown), _told_of_row(looked.reminders, number, shown))
        rows.append(Row(number, texts.get("head", ""), tuple(fields), *told))
    return rows


def _told_of_row(
    told: Mapping[Place, tuple[str, ...]], number: int, shown: Collection[str]
) -> tuple[str, ...]:
    """What is said of a household's row, each with its column."""
    return tuple(
        f"{_heading(field)}{each}"
        for (part, row, field), lines in told.items()
        for each in lines
        if (part, row) == ("household", number) and field in shown
    )


def _field(looked: Looked, place: Place, asked: Question | Cell, name: str) -> Field:
    part, row, id_ = place
    texts = looked.texts
    value = (texts.answers if part == "question" else texts.households[row]).get(id_, "")
    choices = RISKS if id_ == "risk1" else tuple(asked.column.choices)
    shape = "text"
    if isinstance(asked, Question) and asked.lines:
        shape = "lines"
    elif choices and id_ != "risk1" and not asked.column.open_choices and value in ("", *choices):
        shape = "select"
    elif asked.type is date and (not value or _DAY.fullmatch(value)):
        shape = "day"
    label = asked.label if isinstance(asked, Question) else asked.heading
    told, reminded = looked.faults.get(place, ()), looked.reminders.get(place, ())
    if id_ == _HIDDEN and not told:  # A wrong one is shown, to be compared with the card.
        value = mask_id(value) if value else ""
    return Field(id_, label, asked.note, value, shape, choices, told, reminded, name)


def _heading(field: str) -> str:
    cells = {cell.field: cell.heading for cell in household_cells("")}
    return f"“{cells[field]}”" if field in cells else ""


def attendee_lines(texts: MeetingTexts) -> str:
    """The attendees, one a line."""
    return "\n".join(
        " ".join(part for part in (row.get("name", ""), row.get("role", "")) if part)
        for row in texts.attendees
    )


def taken(texts: MeetingTexts, form: Mapping[str, str], *, same_rows: bool) -> MeetingTexts:
    """The texts with what the browser sent; what it did not send stays.

    Without `same_rows` the browser shows rows of households that have been moved since: theirs are not taken.
    """
    answers = dict(texts.answers)
    for question in questions_for(texts.kind):
        if (sent := form.get(f"q-{question.id}")) is not None:
            answers[question.id] = _clean(sent)
    texts = replace(texts, answers=answers)
    if same_rows:
        texts = replace(texts, households=_households(texts, form))
    if (lines := form.get("attendees")) is not None:
        texts = with_attendees(texts, lines)
    return replace(texts, attendees=_attendance(texts.attendees, form))


def _households(texts: MeetingTexts, form: Mapping[str, str]) -> tuple[dict[str, str], ...]:
    rows = [dict(row) for row in texts.households]
    for cell in household_cells(texts.kind):
        for number, row in enumerate(rows):
            sent = form.get(f"h-{number}-{cell.field}")
            as_shown = cell.field == _HIDDEN and row.get(_HIDDEN) and sent == mask_id(row[_HIDDEN])
            if sent is not None and not as_shown:
                row[cell.field] = _clean(sent)
    return tuple(rows)


def _attendance(rows: Sequence[Mapping[str, str]], form: Mapping[str, str]) -> tuple[dict[str, str], ...]:
    """How each attended; `rest` is what the user says of all who have nothing chosen."""
    rest = form.get("rest", "") if form.get("rest", "") in ATTENDANCE else ""
    told = []
    for number, row in enumerate(rows):
        sent = form.get(f"a-{number}")
        attendance = sent if sent in ("", *ATTENDANCE) and sent is not None else row.get("attendance", "")
        told.append({**row, "attendance": attendance or rest})
    return tuple(told)


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _mask(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(mask_numbers(line) for line in lines)


def _masked(faults: Mapping[Place, tuple[str, ...]]) -> Mapping[Place, tuple[str, ...]]:
    return {place: _mask(lines) for place, lines in faults.items()}
