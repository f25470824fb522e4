"""The records of the registry: one class a sheet of the workbook, one field a column."""

from registry.records.household import Change, Comparison, Household, Income, Measure, Member, Visit
from registry.records.office import Clue, Inspection, Paper, Paragraph, Unit
from registry.records.process import Attendee, Batch, Meeting, Vote

__all__ = [
    "Attendee",
    "Batch",
    "Change",
    "Clue",
    "Comparison",
    "Household",
    "Income",
    "Inspection",
    "Measure",
    "Meeting",
    "Member",
    "Paper",
    "Paragraph",
    "Unit",
    "Visit",
    "Vote",
]
