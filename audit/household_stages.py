"""Which stage a statement on a household speaks for. Pure."""

from __future__ import annotations

from audit.stated import Stated
from checklists import Stage

__all__ = ["stage_of"]

# Papers that stand for one stage whatever the title says; a comparison form's columns say it themselves.
_OF_KIND = {
    "application": Stage.IDENTIFICATION,
    "authorisation": Stage.IDENTIFICATION,
    "verification-form": Stage.IDENTIFICATION,
    "collection-form": Stage.IDENTIFICATION,
    "nomination-meeting": Stage.ELIMINATION,
    "nomination-list": Stage.ELIMINATION,
    "elimination-visit-form": Stage.ELIMINATION,
    "elimination-assessment": Stage.ELIMINATION,
}
_OF_COLUMN = {"then": Stage.IDENTIFICATION, "now": Stage.ELIMINATION}


def stage_of(stated: Stated) -> Stage | None:
    """By the column, else by the kind of paper, else by the paper's own stage."""
    column = _OF_COLUMN.get(stated.statement.column)
    return column or _OF_KIND.get(stated.original.kind) or stated.original.stage
