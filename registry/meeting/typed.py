"""What was typed of one meeting, and where each value was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.meeting.questions import ATTENDEE_CELLS, HOUSEHOLD_CELLS, QUESTIONS

__all__ = ["Place", "Typed"]

# The part of what was typed (question, household, attendee), the row in it, the field.
Place = tuple[str, int, str]
_HEADINGS = {
    "question": {question.id: question.label for question in QUESTIONS},
    "household": {cell.field: cell.heading for cell in HOUSEHOLD_CELLS},
    "attendee": {cell.field: cell.heading for cell in ATTENDEE_CELLS},
}


@dataclass(slots=True)
class Typed:
    """Answers by question id, a row of values a household and an attendee.

    `cells` knows the cell of the form where a value stands; without it a place is told by its question.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    households: list[dict[str, Any]] = field(default_factory=list)
    attendees: list[dict[str, Any]] = field(default_factory=list)
    cells: Mapping[Place, str] = field(default_factory=dict)

    def __getitem__(self, question: str) -> Any:
        return self.answers.get(question)

    @property
    def kind(self) -> str:
        return str(self.answers.get("kind") or "")

    def value(self, place: Place) -> Any:
        """What was typed there; None for nothing."""
        part, row, name = place
        if part == "question":
            return self.answers.get(name)
        return (self.households if part == "household" else self.attendees)[row].get(name)

    def where(self, place: Place) -> str:
        """What to call a place: its cell in the form, or the question."""
        part, row, name = place
        heading = _HEADINGS[part].get(name, "")
        named = f"“{heading}”" if heading else ""
        if place in self.cells:
            return f"{self.cells[place]} 格{named}"
        if part == "question":
            return f"{named}一问"
        rows = self.households if part == "household" else self.attendees
        who = rows[row].get("head" if part == "household" else "name") if row < len(rows) else None
        return f"{who or f'第 {row + 1} 行'}{'户' if part == 'household' else ''}{named}"
