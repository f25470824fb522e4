"""Edits of a document's text, by the labels and names in it. Each gives None where there is nothing to edit. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from audit.types import Block, Document, Table
from benchmarks.planted.base import Held, changed

__all__ = [
    "Edit",
    "everywhere",
    "in_bracket",
    "in_field",
    "in_list",
    "in_text",
    "numbered_on",
    "of_all",
    "row_added",
    "row_gone",
]

Edit = Callable[[Document], "Document | None"]
Change = Callable[[str], str]
_HEAD_COLUMN = re.compile(r"户主(姓名)?|姓名|农户(姓名)?")


def of_all(copies: Sequence[Held], edit: Edit) -> dict[str, Document | None] | None:
    """The edit done to every copy; None where one of them has nothing to edit."""
    done = {held.path: edit(held.document) for held in copies}
    return None if None in done.values() else done


def everywhere(change: Change) -> Edit:
    """Every text and cell."""

    def edit(document: Document) -> Document | None:
        return _replaced(document, lambda part: _texts(part, change))

    return edit


def in_text(pattern: str, change: Change, times: int = 1) -> Edit:
    """The first `times` places that the pattern fits, in text or cells."""
    compiled = re.compile(pattern)

    def edit(document: Document) -> Document | None:
        left = [times]

        def once(text: str) -> str:
            def put(match: re.Match[str]) -> str:
                if not left[0]:
                    return match[0]
                left[0] -= 1
                return change(match[0])

            return compiled.sub(put, text)

        return _replaced(document, lambda part: _texts(part, once))

    return edit


def in_field(label: str, change: Change) -> Edit:
    """The value in the cell right of a form's label, in the first row that has it."""
    compiled = re.compile(label)

    def of_table(table: Table) -> Table:
        for number, row in enumerate(table.rows):
            for at, cell in enumerate(row[:-1]):
                if compiled.fullmatch(_bare(cell)) and row[at + 1].strip() and not _is_heading(row):
                    return _with_cell(table, number, at + 1, change(row[at + 1]))
        return table

    return _first_table(of_table)


def in_list(head: str, label: str, change: Change) -> Edit:
    """The cell of a household's row in the column of that heading."""
    compiled = re.compile(label)

    def of_table(table: Table) -> Table:
        for number, columns in _listed(table, head):
            at = next((at for at, cell in enumerate(columns) if compiled.fullmatch(_bare(cell))), None)
            if at is not None and at < len(table.rows[number]):
                return _with_cell(table, number, at, change(table.rows[number][at]))
        return table

    return _first_table(of_table)


def in_bracket(head: str, pattern: str, change: Change) -> Edit:
    """A piece of the brackets behind a name in a record: 张三户（二组，3人，…）."""
    opened = re.compile(rf"{head}(?:户)?[（(][^）)]*[）)]")

    def of_text(text: str) -> str:
        return opened.sub(
            lambda match: re.sub(pattern, lambda each: change(each[0]), match[0], count=1), text
        )

    return everywhere(of_text)


def row_gone(head: str, renumbered: bool = True) -> Edit:
    """A household taken off a list, its number given to the next; or its paragraph out of a record."""

    def edit(document: Document) -> Document | None:
        said = re.compile(rf"^(\d+[.、．])?\s*{head}(户|（|\()")
        flow: list[Block | Table] = []
        down = 0
        for part in document.flow:
            if isinstance(part, Table):
                flow.append(_without(part, head, renumbered))
            elif said.match(part.text):
                down += bool(renumbered)
            elif down and (match := re.match(r"^(\d+)(?=[.、．])", part.text)):
                flow.append(replace(part, text=f"{int(match[1]) - 1}{part.text[match.end() :]}"))
            else:
                flow.append(part)
        return None if tuple(flow) == tuple(document.flow) else changed(document, flow)

    return edit


def row_added(head: str, name: str) -> Edit:
    """A household's row put in once more, numbered on, under another name."""

    def of_table(table: Table) -> Table:
        for number, _ in _listed(table, head):
            row = tuple(name if cell == head else cell for cell in table.rows[number])
            last = max(at for at, other in enumerate(table.rows) if other[0].isdigit())
            row = (str(int(table.rows[last][0]) + 1), *row[1:])
            return replace(table, rows=(*table.rows[: last + 1], row, *table.rows[last + 1 :]))
        return table

    return _first_table(of_table)


def numbered_on(old: str, new: str) -> Edit:
    """The number of one row of a list, in its first column, where a row 1 stands above it."""

    def of_table(table: Table) -> Table:
        for number, row in enumerate(table.rows[1:], 1):
            if row[0] == old and table.rows[number - 1][0] == "1":
                return _with_cell(table, number, 0, new)
        return table

    return _first_table(of_table)


def _first_table(of_table: Callable[[Table], Table]) -> Edit:
    def edit(document: Document) -> Document | None:
        for at, part in enumerate(document.flow):
            if isinstance(part, Table) and (new := of_table(part)) != part:
                return changed(document, (*document.flow[:at], new, *document.flow[at + 1 :]))
        return None

    return edit


def _replaced(document: Document, of_part: Callable[[Block | Table], Block | Table]) -> Document | None:
    flow = tuple(map(of_part, document.flow))
    return None if flow == tuple(document.flow) else changed(document, flow)


def _texts(part: Block | Table, change: Change) -> Block | Table:
    if isinstance(part, Block):
        return replace(part, text=change(part.text))
    return replace(part, rows=tuple(tuple(map(change, row)) for row in part.rows))


def _with_cell(table: Table, row: int, at: int, text: str) -> Table:
    cells = (*table.rows[row][:at], text, *table.rows[row][at + 1 :])
    return replace(table, rows=(*table.rows[:row], cells, *table.rows[row + 1 :]))


def _bare(cell: str) -> str:
    return re.sub(r"[（(][^）)]{1,4}[）)]$|\s", "", cell)


def _is_heading(row: tuple[str, ...]) -> bool:
    return row[0].replace(" ", "") in ("序号", "姓名", "指标")


def _listed(table: Table, head: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of that household, each with the headings above it."""
    heading: tuple[str, ...] = ()
    for number, row in enumerate(table.rows):
        if any(_HEAD_COLUMN.fullmatch(_bare(cell)) for cell in row) and len(row) > 2:
            heading = row
        elif heading and head in row:
            yield number, heading


def _without(table: Table, head: str, renumbered: bool) -> Table:
    gone = {number for number, _ in _listed(table, head)}
    rows = []
    for number, row in enumerate(table.rows):
        below = sum(each < number for each in gone)
        if number in gone:
            continue
        rows.append(
            (str(int(row[0]) - below), *row[1:]) if below and renumbered and row[0].isdigit() else row
        )
    return replace(table, rows=tuple(rows))
