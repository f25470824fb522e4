"""Names of units wherever other sheets use them: known, unambiguous, of the right level."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from registry.faults import CellFault
from registry.read_workbook import Loaded, records_of
from registry.records import Batch, Clue, Household, Inspection, Meeting, Paper, Paragraph, Unit
from registry.registry import Registry
from registry.text import squeeze

__all__ = ["MEETING_LEVELS", "explain_unknown", "unit_names"]

MEETING_LEVELS = {
    "村级评议会": "村级",
    "风险消除提名会": "村级",
    "乡级审核会": "乡级",
    "县级会商研判会": "县级",
}
_ANY: tuple[str, ...] = ()
# Record, its field that names a unit, and the levels that this unit may have.
_REFERENCES: tuple[tuple[type[Any], str, Callable[[Any], Sequence[str]]], ...] = (
    (Household, "village", lambda _: ("村级",)),
    (
        Meeting,
        "unit",
        lambda meeting: (MEETING_LEVELS[meeting.kind],) if meeting.kind in MEETING_LEVELS else _ANY,
    ),
    (Batch, "unit", lambda _: ("村级", "乡级")),
    (Clue, "unit", lambda _: _ANY),
    (Clue, "village", lambda _: ("村级",)),
    (Inspection, "unit", lambda _: ("村级",)),
    (Paper, "unit", lambda _: _ANY),
    (Paragraph, "unit", lambda _: _ANY),
)


def unit_names(loaded: Loaded) -> Iterator[CellFault]:
    """Every unit that a row names stands in the sheet of units, once, at the level that is due there."""
    registry = loaded.registry
    for record, field, levels_of in _REFERENCES:
        for row in records_of(registry, record):
            if text := getattr(row, field):
                yield from _judge(loaded, row, field, text, levels_of(row))


def _judge(loaded: Loaded, row: Any, field: str, text: str, levels: Sequence[str]) -> Iterator[CellFault]:
    unit = loaded.registry.find_unit(text)
    if unit is None:
        if unknown := explain_unknown(loaded.registry, text, *levels):
            what, todo, mended = unknown
            yield loaded.fault(row, field, what, todo, mended=mended)
    elif levels and unit.level and unit.level not in levels:
        wanted = "或".join(levels)
        yield loaded.fault(row, field, f"“{text}”是{unit.level}单位", f"这里应填{wanted}单位")


def explain_unknown(registry: Registry, text: str, *levels: str) -> tuple[str, str, str | None] | None:
    """Why a name leads to no unit: what is wrong, what to do, and the right name where it is sure.

    None where the unit itself stands twice: that is reported once, at the unit.
    """
    *above, name = text.replace("／", "/").split("/")
    found = [unit for unit in registry.units if squeeze(unit.name) == squeeze(name)]
    spelled = {f"{unit.parent}/{unit.name}": unit for unit in found}
    if len(found) > 1 and len(spelled) < len(found):
        return None
    choices = "”或“".join(spelled)
    if len(found) > 1 and not above:
        return f"有 {len(found)} 个“{name}”，不知道是哪一个", f"请写成“{choices}”", None
    if found and above:
        mended = _same_chain(found, above[-1])
        return f"“{above[-1]}”下没有“{name}”", f"应为“{mended or choices}”", mended
    if found:
        return f"“{text}”与“单位”表的写法不同", f"请改为“{found[0].name}”", found[0].name
    return f"“{text}”不在“单位”表中", _nearest(registry, name, levels), None


def _same_chain(found: Sequence[Unit], above: str) -> str | None:
    """The one of them whose parent is spelled nearly so."""
    same = [unit for unit in found if unit.parent and squeeze(unit.parent.split("/")[-1]) == squeeze(above)]
    return f"{same[0].parent}/{same[0].name}" if len(same) == 1 else None


def _nearest(registry: Registry, name: str, levels: Sequence[str]) -> str:
    names = [unit.name for unit in registry.units if not levels or unit.level in levels]
    near = difflib.get_close_matches(name, names, 1, 0.5)
    if near:
        return f"如果是“{near[0]}”，请改成这个名称；否则请在“单位”表补上这个单位"
    return "请核对名称，或在“单位”表补上这个单位"
