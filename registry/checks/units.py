"""Units: names that stand twice, levels, parents, 本单位, codes and telephones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.checks.unit_names import explain_unknown
from registry.faults import CellFault
from registry.identity import is_phone, mask_phone
from registry.read_workbook import Loaded
from registry.records import Unit
from registry.registry import Registry

__all__ = ["codes", "counties", "doubled_units", "own_unit", "parents", "unit_phones"]

_ABOVE = {"乡级": "县级", "村级": "乡级"}
_CODE_LENGTH = {"县级": 6, "乡级": 9, "村级": 12}


def doubled_units(loaded: Loaded) -> Iterator[CellFault]:
    """One unit stands in two rows."""
    first: dict[tuple[str, str | None], Unit] = {}
    for unit in loaded.registry.units:
        other = first.setdefault((unit.name, unit.parent), unit)
        if other is not unit:
            what = f"“{unit.name}”在第 {other.row} 行已经有了"
            yield loaded.fault(unit, "name", what, "请删去一行；不同乡镇的同名村，请各填上级单位")


def parents(loaded: Loaded) -> Iterator[CellFault]:
    """Every township lies in a county and every village in a township; nothing lies in itself."""
    registry = loaded.registry
    seen: set[int] = set()
    for unit in registry.units:
        if circle := _circle(registry, unit):
            if not seen & {member.row for member in circle}:
                names = "→".join(member.name for member in (*circle, circle[0]))
                yield loaded.fault(
                    unit, "parent", f"上级单位绕成了一圈（{names}）", "请改正其中一个的上级单位"
                )
            seen |= {member.row for member in circle}
        elif unit.level == "县级" and unit.parent:
            yield loaded.fault(
                unit, "parent", "县级单位填了上级单位", "请清空这一格，县级不填上级", error=False
            )
        elif unit.level in _ABOVE:
            yield from _parent_fault(loaded, unit)


def _parent_fault(loaded: Loaded, unit: Unit) -> Iterator[CellFault]:
    registry, level = loaded.registry, _ABOVE[unit.level]
    candidates = [other.name for other in registry.units if other.level == level]
    if not unit.parent:
        mended = candidates[0] if level == "县级" and len(candidates) == 1 else None
        todo = f"应为“{mended}”" if mended else f"请填它所在的{level}单位的名称"
        yield loaded.fault(unit, "parent", "没有填上级单位", todo, mended=mended)
    elif (above := registry.find_unit(unit.parent)) is None:
        if unknown := explain_unknown(registry, unit.parent, level):
            what, todo, mended = unknown
            yield loaded.fault(unit, "parent", what, todo, mended=mended)
    elif above.level and above.level != level:
        what = f"{unit.level}单位的上级“{above.name}”是{above.level}"
        yield loaded.fault(unit, "parent", what, f"上级应是{level}单位；或改正其中一个的层级")


def _circle(registry: Registry, unit: Unit) -> tuple[Unit, ...]:
    """The units of the circle of parents that the unit stands in; empty if it stands in none."""
    chain = [unit]
    while (above := registry.find_unit(chain[-1].parent)) is not None:
        if above.row == unit.row:
            return tuple(chain)
        if any(above.row == member.row for member in chain):
            return ()
        chain.append(above)
    return ()


def own_unit(loaded: Loaded) -> Iterator[CellFault]:
    """Exactly one unit is 本单位."""
    own = [unit for unit in loaded.registry.units if unit.own == "是"]
    for unit in own[1:]:
        what = f"第 {own[0].row} 行的“{own[0].name}”已经填了“是”"
        yield loaded.fault(unit, "own", what, "本单位只能有一个，请改为“否”")
    misread = any(fault.sheet == "单位" and fault.heading == "本单位" for fault in loaded.faults)
    if loaded.registry.units and not own and not misread:
        letter = loaded.letters.get(("单位", "own"), "")
        what, todo = "没有指明哪个是本单位", "请在本单位那一行填“是”，或在生成时用 --as 指明"
        yield CellFault("单位", 0, letter, "本单位", what, todo, error=False)


def counties(loaded: Loaded) -> Iterator[CellFault]:
    """One workbook holds one county."""
    found = [unit for unit in loaded.registry.units if unit.level == "县级"]
    for unit in found[1:]:
        if unit.name != found[0].name:
            what = f"第 {found[0].row} 行已经有县级单位“{found[0].name}”"
            yield loaded.fault(unit, "level", what, "一个工作簿只放一个县；请改正层级，或分成两个工作簿")


def codes(loaded: Loaded) -> Iterator[CellFault]:
    """Division codes have the length of their level (GB/T 2260, GB/T 10114) and begin with the code above."""
    for unit in loaded.registry.units:
        length = _CODE_LENGTH.get(unit.level)
        if not unit.code or length is None:
            continue
        # Twelve digits with zeros at the end are the long form of a shorter code.
        plain = unit.code[:length] if re.fullmatch(rf"\d{{{length}}}0*", unit.code) else unit.code
        above = loaded.registry.parent(unit)
        if not re.fullmatch(rf"\d{{{length}}}", plain) or len(unit.code) not in (length, 12):
            what, todo = f"“{unit.code}”不是{unit.level}的代码", f"{unit.level}是 {length} 位数字，请核对"
            yield loaded.fault(unit, "code", what, todo, error=False)
        elif above and above.code and not plain.startswith(above.code[: _CODE_LENGTH.get(above.level, 0)]):
            what = f"“{unit.code}”与上级“{above.name}”的代码 {above.code} 接不上"
            yield loaded.fault(unit, "code", what, "请核对两个代码", error=False)


def unit_phones(loaded: Loaded) -> Iterator[CellFault]:
    """Telephones that are printed for the public can be called."""
    for unit in loaded.registry.units:
        for field in ("contact_phone", "hotline"):
            for number in re.split(r"[、，,；;/\s]+", getattr(unit, field) or ""):
                if number and not is_phone(number):
                    what, todo = (
                        f"“{mask_phone(number)}”不是电话号码",
                        "请核对位数；固定电话写成 0856-8220001 的样子",
                    )
                    yield loaded.fault(unit, field, what, todo)
