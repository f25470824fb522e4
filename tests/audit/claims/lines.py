"""Lines of a paper for the tests of its claims: paragraphs (strings) and tables (rows) in order."""

from __future__ import annotations

from collections.abc import Sequence

from audit.lines import Line
from registry.text import squeeze

__all__ = ["lines_of"]


def lines_of(*parts: str | Sequence[Sequence[str]]) -> tuple[Line, ...]:
    """The lines as a reader gives them."""
    lines: list[Line] = []
    for part in parts:
        if isinstance(part, str):
            lines.append(Line(squeeze(part), part, (), 1, "正文", False))
            continue
        for row in part:
            cells = tuple(map(squeeze, row))
            lines.append(Line("".join(cells), " ".join(row), cells, 1, "正文", True))
    return tuple(lines)
