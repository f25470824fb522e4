"""Records as templates see them: an empty field is a Blank that knows the cell which would fill it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docgen.blank import Blank
from registry.column import columns_of
from registry.sheets import sheet_of

__all__ = ["Desk", "View", "explain_unknown"]


class View:
    """A record with extra values; attribute access never yields None.

    An unknown name raises AttributeError, which a template reports as undefined.
    """

    def __init__(
        self, desk: Desk, kind: type[Any], record: Any | None, subject: str, extras: Mapping[str, object]
    ) -> None:
        self._desk, self._kind, self._record, self._subject = desk, kind, record, subject
        self.__dict__.update({name: value for name, value in extras.items() if value is not None})

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.field(name)

    def field(self, name: str) -> object:
        """The record's own value, a Blank where it has none. Raises AttributeError for what is no column."""
        if name not in columns_of(self._kind):
            raise AttributeError(name)
        value = getattr(self._record, name, None)
        return self._desk.blank(self._kind, name, self._record, self._subject) if value is None else value

    def __bool__(self) -> bool:
        return self._record is not None


@dataclass(frozen=True, slots=True)
class Desk:
    """Makes views and blanks; knows in which column of the user's workbook each field stands."""

    letters: Mapping[tuple[str, str], str]

    def view(self, record: Any, **extras: object) -> View:
        return View(self, type(record), record, "", extras)

    def missing(self, kind: type[Any], subject: str, **extras: object) -> View:
        """A record that is not there: every field is blank, and `subject` says which row to add."""
        return View(self, kind, None, subject, extras)

    def blank(self, kind: type[Any], field: str, record: Any | None = None, subject: str = "") -> Blank:
        sheet = sheet_of(kind).name
        heading = columns_of(kind)[field].heading
        row = record.row if record is not None else 0
        return Blank(sheet, row, self.letters.get((sheet, field), ""), heading, subject)


def explain_unknown(view: View, name: str) -> str:
    """Which columns a template may have meant by a name that the view does not have."""
    columns = columns_of(view._kind)
    near = difflib.get_close_matches(name, columns, 3, 0.5)
    sheet = sheet_of(view._kind).name
    known = "、".join(f"{field}（“{columns[field].heading}”列）" for field in near or list(columns)[:5])
    return f"“{name}”在登记簿〔{sheet}〕里没有对应的列，相近的有 {known}"
