"""Typed grades (预警级别) against the grading scheme."""

from __future__ import annotations

from collections.abc import Iterator

from checklists import Grading
from registry.checks.sound import sound_households
from registry.faults import CellFault
from registry.grading import computed_grade, grading_of
from registry.read_workbook import Loaded
from registry.records import Household

__all__ = ["grades"]


def grades(loaded: Loaded) -> Iterator[CellFault]:
    """A typed grade is one of the scheme's, and is the one that its conditions give."""
    scheme = grading_of(loaded.registry)
    graded = [h for h in sound_households(loaded.registry).values() if h.grade]
    if scheme is None:
        if graded:
            todo = "要分级管理台账的在〔填写说明〕选“分级方案”，不分级的清空这一列"
            yield loaded.fault(graded[0], "grade", "填了预警级别，没有选分级方案", todo, error=False)
        return
    for household in graded:
        what, todo = _wrong(loaded, household, scheme)
        if what:
            yield loaded.fault(household, "grade", what, todo, error=False)


def _wrong(loaded: Loaded, household: Household, scheme: Grading) -> tuple[str, str]:
    """What is wrong with the typed grade and what to do; '' where nothing is."""
    level = scheme.level_called(household.grade or "")
    if level is None:
        known = "、".join(each.colour for each in scheme.levels)
        return f"“{household.grade}”不是“{scheme.name}”的级别", f"请填 {known} 之一"
    if scheme.ends_with_elimination and household.state == "已消除":
        return f"已消除风险的户，按“{scheme.name}”不再定级", "请清空这一格，或核对状态"
    if not scheme.computed:
        return "", ""
    grade = computed_grade(loaded.registry, household, scheme)
    if grade.unrecorded is not None or grade.level == level:
        return "", ""
    due = f"是{grade.level.name}（{grade.level.about}）" if grade.level else "不在各级范围内"
    return (
        f"填的是{level.name}，按“{scheme.name}”{due}",
        "请核对收入、“三保障”和级别；台账按方案算出的级别登记",
    )
