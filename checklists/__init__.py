"""Checklists, document kinds and income lines: data, and a thin loader with its types."""

from checklists.faults import Fault, UserError
from checklists.filing import FilingScheme
from checklists.gradings import GradeLevel, Grading
from checklists.load import (
    checklist_ids,
    load_checklist,
    load_filing,
    load_gradings,
    load_income_lines,
    load_kinds,
    load_steps,
)
from checklists.types import Checklist, Each, IncomeLine, Item, Kind, Level, Origin, Part, Stage

__all__ = [
    "Checklist",
    "Each",
    "Fault",
    "FilingScheme",
    "GradeLevel",
    "Grading",
    "IncomeLine",
    "Item",
    "Kind",
    "Level",
    "Origin",
    "Part",
    "Stage",
    "UserError",
    "checklist_ids",
    "load_checklist",
    "load_filing",
    "load_gradings",
    "load_income_lines",
    "load_kinds",
    "load_steps",
]
