"""People and rounds as they are elsewhere: an archive with nothing wrong, in which nothing must be found.

Heads of one name in two villages, rare characters, a name with a dot, a compound surname, and a second round that
runs while the first does.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from audit.pipeline import judge, read_archive
from audit.types import Severity
from registry.registry import Registry
from tests.circle.builders import AS_OF, CHECKLIST, NAME, build_archive, finished_registry

NAMES = {
    "仲建国": "翟守田",  # the name of a head in another village
    "荀桂香": "欧阳修文",
    "嵇大川": "王𬭎",
    "滑新民": "李㛃",
    "曲德顺": "阿依夏木·买买提",
}
FIRST, LAST, EARLIER = date(2021, 6, 15), date(2021, 9, 5), timedelta(days=84)


def odd_registry() -> Registry:
    registry = finished_registry()
    second = {home.household_id for home in registry.households if home.batch == "第二批"}

    def value(record: Any, name: str) -> Any:
        known = getattr(record, name)
        if isinstance(known, str) and name != "household_id":
            for old, new in NAMES.items():
                known = known.replace(old, new)
        if isinstance(known, date) and FIRST <= known <= LAST and _is_second(record, second):
            known -= EARLIER
        return known

    content: dict[str, Any] = {
        sheet.name: tuple(
            replace(record, **{each.name: value(record, each.name) for each in fields(record)})
            for record in records
        )
        for sheet in fields(registry)
        if isinstance(records := getattr(registry, sheet.name), tuple)
    }
    return replace(registry, **content)


def _is_second(record: Any, households: set[str]) -> bool:
    """Whether a record is of the second round of taking in."""
    if getattr(record, "household_id", None) in households:
        return True
    stage = getattr(record, "stage", None)
    named = getattr(record, "batch", None) or getattr(record, "name", None)
    return named == "第二批" and stage in ("认定", None)


def test_nothing_is_found_where_people_share_names_and_rounds_overlap(tmp_path: Path) -> None:
    root = tmp_path / NAME
    build_archive(root, odd_registry())
    report = judge(read_archive(root), checklist=CHECKLIST, as_of=AS_OF, root_name=NAME)
    said = [f"{f.rule} {f.problem.message}" for f in report.findings if f.severity is not Severity.INFO]
    assert said == []
    homes = {unit.id.rpartition("/")[2] for unit in report.units if unit.id.count("/") == 3}
    assert {"王𬭎", "李㛃", "欧阳修文", "阿依夏木·买买提"} <= homes
    assert {unit.id for unit in report.units if unit.name == "翟守田"} == {
        "云岭县/清水镇/石桥村/翟守田",
        "云岭县/白杨街道/杨柳村/翟守田",
    }
