"""How papers are filed as volumes: the pattern of the 档号, its codes, what makes one volume; and how it is read. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from checklists.faults import Fault, UserError
from checklists.types import Level

__all__ = ["FilingScheme", "parse_filing"]

_PLACES = ("全宗号", "门类", "年度", "保管期限", "机构", "机构代码", "案卷号")
_PLACE = re.compile(r"\{([^{}]*)\}")
_GROUPS = ("year", "stage", "item")
_KEYS = {"style", "pattern", "category", "subject", "fonds", "period", "offices", "volumes"}
_TODO = "请参照 checklists/filing.yaml 编写"


@dataclass(frozen=True, slots=True)
class FilingScheme:
    """A place's way of filing. Codes are by unit (its chain of names, "" for all); what is not known has none.

    `pattern`: of the 档号; `category`: 门类代码; `subject`: the words for the matter in the titles of volumes;
    `fonds`: 全宗号; `periods`: 保管期限代码 by level; `offices`: 机构代码; `volumes`: by what the papers of a unit of
    that level are parted (year, stage, item; nothing: one unit, one volume); `period_names`: what the codes mean.
    """

    pattern: str
    category: str
    subject: str
    fonds: tuple[tuple[str, str], ...]
    periods: tuple[tuple[Level, str], ...]
    offices: tuple[tuple[str, str], ...]
    volumes: tuple[tuple[Level, tuple[str, ...]], ...]
    period_names: tuple[tuple[str, str], ...]

    def fonds_of(self, unit: str) -> str:
        """The unit's 全宗号, or that of the nearest unit above that has one; "" where it is not known."""
        return _nearest(self.fonds, unit)

    def office_code(self, unit: str) -> str:
        return dict(self.offices).get(unit, "")

    def period_of(self, level: Level) -> str:
        return dict(self.periods).get(level, "")

    def period_name(self, code: str) -> str:
        """永久 for Y; a code that is not in the table means itself."""
        return dict(self.period_names).get(code, code)

    def parted_by(self, level: Level) -> tuple[str, ...]:
        return dict(self.volumes).get(level, ())

    def number(self, values: Mapping[str, str], blank: str) -> str:
        """The 档号 by the pattern; `blank` stands where a value is empty."""
        return _PLACE.sub(lambda found: values.get(found[1]) or blank, self.pattern)


def _nearest(codes: tuple[tuple[str, str], ...], unit: str) -> str:
    known = dict(codes)
    while unit:
        if unit in known:
            return known[unit]
        unit = unit.rpartition("/")[0]
    return known.get("", "")


def parse_filing(row: Mapping[str, Any] | None, table: Mapping[str, Any], where: str) -> FilingScheme:
    """A checklist's `filing:` over the defaults of `table` (filing.yaml). Raises UserError with every fault."""
    given = {**table["default"], **(row or {})}
    faults = [
        Fault(where, f"filing 里不认识“{key}”", f"可用的有 {'、'.join(sorted(_KEYS))}")
        for key in given
        if key not in _KEYS
    ]
    pattern, bad = _pattern(given, table, where)
    volumes, wrong = _volumes(given["volumes"], where)
    faults += [*bad, *wrong]
    periods = given.get("period") or ""
    by_level = (
        periods if isinstance(periods, dict) else dict.fromkeys((level.value for level in Level), periods)
    )
    unknown = [level for level in by_level if level not in {each.value for each in Level}]
    faults += [
        Fault(where, f"filing 的 period 里没有“{level}”这一级", "请用 county、township、village、household")
        for level in unknown
    ]
    if faults:
        raise UserError(faults)
    return FilingScheme(
        pattern=pattern,
        category=str(given["category"] or ""),
        subject=str(given["subject"]),
        fonds=_codes(given.get("fonds")),
        periods=tuple((Level(level), str(code or "")) for level, code in by_level.items()),
        offices=_codes(given.get("offices")),
        volumes=volumes,
        period_names=tuple((str(code), str(name)) for code, name in table["periods"].items()),
    )  # fmt: skip


def _pattern(given: Mapping[str, Any], table: Mapping[str, Any], where: str) -> tuple[str, list[Fault]]:
    styles = {style["id"]: style["pattern"] for style in table["styles"]}
    pattern = given.get("pattern") or styles.get(given["style"])
    if pattern is None:
        return "", [
            Fault(
                where,
                f"filing 里没有“{given['style']}”这种档号",
                f"请从 {'、'.join(styles)} 中选，或用 pattern 写明",
            )
        ]
    unknown = [name for name in _PLACE.findall(pattern) if name not in _PLACES]
    return pattern, [Fault(where, f"档号里不认识 {{{name}}}", f"可用的有 {'、'.join(_PLACES)}") for name in unknown]  # fmt: skip


def _volumes(rows: Any, where: str) -> tuple[tuple[tuple[Level, tuple[str, ...]], ...], list[Fault]]:
    try:
        found = tuple((Level(level), tuple(groups or ())) for level, groups in rows.items())
    except (AttributeError, ValueError, TypeError):
        return (), [Fault(where, "filing 的 volumes 看不懂", _TODO)]
    wrong = [group for _, groups in found for group in groups if group not in _GROUPS]
    return found, [Fault(where, f"filing 的 volumes 里没有“{group}”", f"请用 {'、'.join(_GROUPS)}") for group in wrong]  # fmt: skip


def _codes(row: Any) -> tuple[tuple[str, str], ...]:
    """Codes by unit; a single one is everybody's."""
    rows = row if isinstance(row, dict) else {"": row}
    return tuple((str(unit), str(code)) for unit, code in rows.items() if code)
