"""What was typed of one meeting as texts, as a page holds it: texts → values with what cannot be read, and back. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from checklists.faults import Fault
from registry.cells import CellReading, read_cell
from registry.meeting.lines import LineError, read_attendee, split_risks
from registry.meeting.questions import (
    ATTENDEE_CELLS,
    Cell,
    Question,
    household_cells,
    questions_for,
    stages_of,
)
from registry.meeting.typed import Place, Typed

__all__ = ["MeetingTexts", "Read", "read_answer", "read_texts", "texts_of", "with_attendees"]


@dataclass(frozen=True, slots=True)
class MeetingTexts:
    """Answers by question id; a row of texts a household and an attendee. Rows may be empty; nothing is dropped."""

    answers: Mapping[str, str] = field(default_factory=dict)
    households: tuple[Mapping[str, str], ...] = ()
    attendees: tuple[Mapping[str, str], ...] = ()

    @property
    def kind(self) -> str:
        return self.answers.get("kind", "")


@dataclass(frozen=True, slots=True)
class Read:
    """The values, what could not be read and where; `rows` tells for a row of `typed` which row of the texts it was."""

    typed: Typed
    faults: tuple[tuple[Place, Fault], ...]
    rows: Mapping[str, tuple[int, ...]]

    def place_in_texts(self, place: Place) -> Place:
        """Where in the texts a place of `typed` was written."""
        part, row, name = place
        return place if part == "question" else (part, self.rows[part][row], name)


def read_answer(raw: object, asked: Question | Cell) -> CellReading:
    """The value of one answer, or what is wrong with it; several risks are one value with 、 between them."""
    if not (isinstance(asked, Cell) and asked.field == "risk1"):
        return read_cell(raw, asked.column, asked.type)
    try:
        return CellReading("、".join(split_risks(str(raw or ""))) or None)
    except LineError as fault:
        return CellReading(None, str(fault), "几项用顿号隔开", True)


def read_texts(texts: MeetingTexts) -> Read:
    """The values of what was typed. What cannot be read is None there and has its fault; a row must have a name."""
    kind = texts.kind
    found: list[tuple[Place, str, str]] = []
    answers = {}
    for question in questions_for(kind):
        reading = read_answer(texts.answers.get(question.id), question)
        answers[question.id] = reading.value
        if reading.what and reading.error:
            found.append((("question", 0, question.id), reading.what, reading.todo))
    stages = stages_of(kind)
    if answers.get("stage") and stages and answers["stage"] not in stages:
        found.append((("question", 0, "stage"), f"{kind}没有这个阶段", f"请从 {'、'.join(stages)} 中选"))
        answers["stage"] = None
    typed, rows = Typed(answers), dict[str, tuple[int, ...]]()
    tables = (
        ("household", household_cells(kind), texts.households, typed.households, "head"),
        ("attendee", ATTENDEE_CELLS, texts.attendees, typed.attendees, "name"),
    )
    for part, cells, given, into, name in tables:
        places = []
        for number, row in enumerate(given):
            told, wrong = _row(row, cells)
            found += [((part, number, field_), what, todo) for field_, what, todo in wrong]
            if not told and not wrong:
                continue
            if told.get(name):
                places.append(number)
                into.append(told)
            elif name not in (field_ for field_, _, _ in wrong):
                found.append(((part, number, name), "没有填", "这一行要有姓名，多余的行请去掉"))
        rows[part] = tuple(places)
    return Read(typed, tuple((place, _fault(texts, place, what, todo)) for place, what, todo in found), rows)


def _row(
    row: Mapping[str, str], cells: Sequence[Cell]
) -> tuple[dict[str, object], list[tuple[str, str, str]]]:
    told: dict[str, object] = {}
    wrong = []
    for cell in cells:
        reading = read_answer(row.get(cell.field), cell)
        if reading.value is not None:
            told[cell.field] = reading.value
        if reading.what and reading.error:
            wrong.append((cell.field, reading.what, reading.todo))
    return told, wrong


def _fault(texts: MeetingTexts, place: Place, what: str, todo: str) -> Fault:
    rows = Typed({}, [dict(row) for row in texts.households], [dict(row) for row in texts.attendees])
    return Fault(rows.where(place), what, todo)


def texts_of(typed: Typed) -> MeetingTexts:
    """The same as texts, to be shown and changed."""
    return MeetingTexts(
        {name: text for name, value in typed.answers.items() if (text := _text(value))},
        tuple({name: _text(value) for name, value in row.items()} for row in typed.households),
        tuple({name: _text(value) for name, value in row.items()} for row in typed.attendees),
    )


def with_attendees(texts: MeetingTexts, lines: str) -> MeetingTexts:
    """The attendees as they are written, one a line (姓名 职务 [出席|列席|缺席|回避]); who is there already keeps the rest.

    A line without a name is left out.
    """
    known = {row.get("name"): row for row in texts.attendees}
    told = []
    for line in lines.splitlines():
        if line.strip(" ,，　\t"):
            row = {name: str(value) for name, value in read_attendee(line).items()}
            before = known.pop(row["name"], {})
            told.append({"attendance": before.get("attendance", "")} | row)
    return replace(texts, attendees=tuple(told))


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
