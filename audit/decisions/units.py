"""The unit that a person names, among those of the archive. Pure."""

from __future__ import annotations

from dataclasses import replace

from audit.decisions.correction import Correction
from audit.decisions.match import line_of
from audit.decisions.names import nearest
from audit.place import Placed, Placement
from audit.wording import join
from checklists import Fault, Level, UserError

__all__ = ["find_unit", "moved", "units_of"]


def units_of(placement: Placement) -> frozenset[str]:
    """The ids of all units that hold a file, and of those above them."""
    return frozenset(
        "/".join(each.chain[:length]) for each in placement.placed for length in range(1, len(each.chain) + 1)
    )


def moved(placed: Placed, correction: Correction, units: frozenset[str]) -> tuple[Placed, str]:
    """The document in the unit that a person gave, and a remark where no folder is of that unit. Raises UserError."""
    if not correction.unit:
        return placed, ""
    unit = find_unit(correction.unit, units, line_of(correction))
    chain = tuple(unit.split("/"))
    remark = f"{line_of(correction)}：单位“{unit}”在档案里没有文件夹，已按更正列为一个单位。"
    return replace(placed, chain=chain, level=list(Level)[len(chain) - 1]), "" if unit in units else remark


def find_unit(text: str, units: frozenset[str], where: str) -> str:
    """The unit's id by its chain of names or the end of it; a new one under a unit that is known.

    Raises UserError at `where` for a unit that is not known or is more than one, with the nearest.
    """
    wanted = _chain(text)
    found = _ending(wanted, units)
    above, _, name = wanted.rpartition("/")
    if not found and above:
        found = [f"{unit}/{name}" for unit in _ending(above, units) if unit.count("/") < len(Level) - 1]
    if len(found) == 1:
        return found[0]
    if found:
        todo = f"请从县写起：{join(found[:5])}"
        raise UserError(Fault(where, f"叫“{text}”的单位有 {len(found)} 个", todo))
    names = {unit.rpartition("/")[2]: unit for unit in sorted(units, reverse=True)}
    near = [names[each] for each in nearest(wanted.rpartition("/")[2], names)]
    ask = f"是不是{join(near)}？" if near else ""
    todo = f"{ask}请从县写起，用 / 隔开，名称与报告里的一样"
    raise UserError(Fault(where, f"档案里没有单位“{text}”", todo))


def _chain(text: str) -> str:
    plain = text.replace("／", "/").replace("(", "（").replace(")", "）")
    return "/".join(name.strip() for name in plain.split("/") if name.strip())


def _ending(wanted: str, units: frozenset[str]) -> list[str]:
    if wanted in units:
        return [wanted]
    return sorted(unit for unit in units if unit.endswith("/" + wanted))
