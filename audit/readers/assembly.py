"""Paragraphs, cells and rows as they come, put together into lines and tables."""

from __future__ import annotations

from audit.types import Block, Table

__all__ = ["Assembly"]


class Assembly:
    """For formats that mark the ends of cells and rows in the run of the text (doc, rtf)."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.page = 1
        self._flow: list[Block | Table] = []
        self._rows: list[tuple[str, ...]] = []
        self._cells: list[str] = []
        self._cell: list[str] = []

    @property
    def in_cell(self) -> bool:
        """A cell has begun that has not ended."""
        return bool(self._cell)

    def paragraph(self, text: str, in_table: bool) -> None:
        """One paragraph, outside of tables or inside a cell; a break of line in it starts a new line."""
        if in_table:
            if text.strip():
                self._cell.append(text.strip())
            return
        self._end_table()
        for line in text.split("\n"):
            if line.strip():
                self._flow.append(Block(line.strip(), self.page, self.place))

    def end_cell(self, text: str) -> None:
        """The last paragraph of a cell."""
        self._cells.append(" ".join((*self._cell, text.strip())).replace("\n", " ").strip())
        self._cell = []

    def end_row(self) -> None:
        """The end of a row; a row without a word is left out."""
        if any(self._cells):
            self._rows.append(tuple(self._cells))
        self._cells = []

    def end(self) -> list[Block | Table]:
        """All of it, an open table closed."""
        self._end_table()
        return self._flow

    def _end_table(self) -> None:
        if self._cell:
            self.end_cell("")
        self.end_row()
        if self._rows:
            self._flow.append(Table(tuple(self._rows), self.page, self.place))
            self._rows = []
