"""Labels with what stands beside them, and tables with their heading, in the lines of one paper. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from audit.claims.labels import field_of
from audit.drafting.labels import column_of
from audit.lines import Line

__all__ = ["find_pairs", "find_rows", "is_nothing"]

# 时间：2021年4月15日　地点：某村村委会 — a value ends where the next label begins
_LABELLED = re.compile(
    r"(?P<label>[一-龥/、]{2,10}(?:[（(][一-龥]{1,8}[)）])?)[：:][ 　]*(?P<value>.*?)"
    r"(?=[ 　，,；;]+[一-龥/、]{2,10}(?:[（(][一-龥]{1,8}[)）])?[：:]|$)"
)
_NOTHING = re.compile(r"[\s/\\—\-_＿×]*|无|〔?待填〕?|空")


def is_nothing(text: str) -> bool:
    """Whether a cell says nothing: empty, a stroke, 无, a place left to fill."""
    return bool(_NOTHING.fullmatch(text))


def find_pairs(lines: Sequence[Line], group: str) -> Iterator[tuple[str, str, Line]]:
    """Field, value and line of every label of the group: in the next cell, or after a colon."""
    for line in lines:
        if len(line.cells) > 1:
            for label, value in zip(line.cells, line.cells[1:], strict=False):
                field = column_of(group, label)
                if field and value and not _is_label(group, value):
                    yield field, value, line
        for text in line.cells if line.tabular else (line.raw.strip(),):
            if "：" in text or ":" in text:
                for match in _LABELLED.finditer(text):
                    field = column_of(group, match["label"])
                    if field and match["value"]:
                        yield field, match["value"].strip(), line


def find_rows(
    lines: Sequence[Line], group: str, needed: frozenset[str]
) -> Iterator[tuple[Mapping[str, str], Line]]:
    """The rows of each table whose heading has all the columns `needed`: field → cell. Rows of another width end it.

    A PDF's line of words is a row only where none of its cells is lost.
    """
    heading: tuple[str, ...] = ()
    for line in lines:
        cells = line.cells
        fields = tuple(column_of(group, cell) if cell else "" for cell in cells)
        if needed <= set(fields) and len([cell for cell in cells if cell]) >= 2:
            heading = fields
        elif heading and len(cells) == len(heading):
            row = {field: cell for field, cell in zip(heading, cells, strict=True) if field}
            if not re.fullmatch(r"[总合小共]计.*", cells[0]) and not _is_heading(group, cells):
                yield row, line
        elif heading and (line.tabular or len(cells) < 2) and len([cell for cell in cells if cell]) != 1:
            heading = ()


def _is_label(group: str, text: str) -> bool:
    return bool(column_of(group, text) or column_of("household", text) or field_of(text))


def _is_heading(group: str, cells: Sequence[str]) -> bool:
    """A row of labels and values below a table, such as 住房安全 | 安全 | 饮水安全 | 达标, is none of its rows."""
    return sum(bool(cell) and _is_label(group, cell) for cell in cells) * 2 >= len(cells)
