"""A fault in a cell of the workbook: where, what, how to mend; some the program can mend itself."""

from __future__ import annotations

from dataclasses import dataclass

from checklists.faults import Fault

__all__ = ["CellFault"]


@dataclass(frozen=True, slots=True)
class CellFault:
    """One fault. `error`: it would put a wrong word on paper; else a warning.

    `mended` is the value that is right for sure, for the copy that `check --repair` writes.
    `household` and `papers` say what it touches: a household's id ('' for all), kinds of paper.
    """

    sheet: str
    row: int
    column: str
    heading: str
    what: str
    todo: str
    error: bool = True
    mended: object | None = None
    household: str = ""
    papers: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """〔监测对象户〕第 5 行 D 列“户主证件号码”"""
        place = f"〔{self.sheet}〕"
        if self.row:
            place += f"第 {self.row} 行"
        if self.column:
            place += f" {self.column} 列"
        return place + (f"“{self.heading}”" if self.heading else "")

    def touches(self, kind: str, household: str = "") -> bool:
        """Whether the fault would spoil a paper of that kind, about that household where it is about one."""
        same = not self.household or not household or self.household == household
        return same and kind in self.papers

    @property
    def level(self) -> str:
        return "错误" if self.error else "提醒"

    def __str__(self) -> str:
        return f"{self.level} {self.where}：{self.what}；{self.todo}"

    def as_fault(self, file: str) -> Fault:
        return Fault(f"{file} {self.where}", self.what, self.todo)
