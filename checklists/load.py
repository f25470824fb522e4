"""Read the YAML beside this module (or a user's own checklist file) into typed values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from checklists.faults import Fault, UserError
from checklists.filing import FilingScheme, parse_filing
from checklists.gradings import Grading, parse_grading
from checklists.types import Checklist, Each, IncomeLine, Item, Kind, Level, Origin, Part, Stage

__all__ = [
    "checklist_ids",
    "load_checklist",
    "load_filing",
    "load_gradings",
    "load_income_lines",
    "load_kinds",
    "load_steps",
]

_HERE = Path(__file__).parent
_NOT_CHECKLISTS = {"filing", "gradings", "kinds", "lines", "steps"}
# A posting hangs five to seven days; a round of visits is done within a month.
_PHOTO_DAYS = (7, 31)
_E = TypeVar("_E", bound=Enum)


@cache
def load_kinds() -> Mapping[str, Kind]:
    """All document kinds by id, in the order of the contract."""
    rows = _read_yaml(_HERE / "kinds.yaml")["kinds"]
    kinds = (
        Kind(row["id"], row["name"], Origin(row["origin"]), row.get("staged", False), row["about"])
        for row in rows
    )
    return {kind.id: kind for kind in kinds}


@cache
def load_income_lines() -> tuple[IncomeLine, ...]:
    """The income lines by place and year that have been found, each with its source."""
    return tuple(_line(row) for row in _read_yaml(_HERE / "lines.yaml")["lines"])


@cache
def load_gradings() -> tuple[Grading, ...]:
    """The grading schemes that come with the program."""
    path = _HERE / "gradings.yaml"
    return tuple(parse_grading(row, f"{path.name} {row['id']}") for row in _read_yaml(path)["gradings"])


@cache
def checklist_ids() -> tuple[str, ...]:
    """The ids of the checklists that come with the program."""
    return tuple(sorted(p.stem for p in _HERE.glob("*.yaml") if p.stem not in _NOT_CHECKLISTS))


def load_checklist(name: str | Path = "tongren-2021") -> Checklist:
    """A checklist by id, or from a user's YAML file.

    Raises UserError that names the file and the place in it.
    """
    if str(name) in checklist_ids():
        return _own_checklist(str(name))
    path = Path(name)
    if not path.is_file():
        known = "、".join(checklist_ids())
        raise UserError(Fault(f"清单“{name}”", "没有这个清单", f"请从 {known} 中选一个，或给出清单文件"))
    return _checklist(path, _read_yaml(path))


@cache
def _own_checklist(name: str) -> Checklist:
    path = _HERE / f"{name}.yaml"
    return _checklist(path, _read_yaml(path))


def _checklist(path: Path, data: Any) -> Checklist:
    faults: list[Fault] = []
    items: list[Item] = []
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise UserError(Fault(path.name, "没有 items 列表", "请参照自带的 tongren-2021.yaml 编写"))
    for number, row in enumerate(data["items"], 1):
        where = f"{path.name} 第 {number} 项"
        try:
            items.append(_item(row, where))
        except UserError as error:
            faults.extend(error.faults)
        except (KeyError, TypeError) as error:
            faults.append(Fault(where, f"缺少内容 {error}", "请参照自带的 tongren-2021.yaml 补上"))
    doubled = {item.id for item in items if sum(other.id == item.id for other in items) > 1}
    faults += [Fault(path.name, f"编号 {item_id} 重复", "每一项用不同的编号") for item_id in sorted(doubled)]
    if faults:
        raise UserError(faults)
    try:
        return Checklist(
            id=data["id"],
            name=data["name"],
            source=data["source"],
            items=tuple(items),
            monthly_from=str(data["monthly_from"]),
            notice_days=int(data["notice_days"]),
            photo_days=_photo_days(data.get("photo_days"), path.name),
            income_line=_income_line(data["income_line"], path.name),
            grading=_grading(data.get("grading"), path.name),
            steps=_steps(data.get("steps", []), path.name),
            rules=_rules(data.get("rules", {}), path.name),
            filing=load_filing(data.get("filing"), path.name),
        )
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        todo = "请参照自带的 tongren-2021.yaml 补上"
        raise UserError(Fault(path.name, f"开头的内容不全（{error}）", todo)) from error


@cache
def load_steps() -> Mapping[str, str]:
    """The steps of the chain by id, with their Chinese names."""
    names: Mapping[str, str] = _read_yaml(_HERE / "steps.yaml")["names"]
    return names


def load_filing(row: Mapping[str, Any] | None = None, where: str = "") -> FilingScheme:
    """A checklist's way of filing its papers as volumes; the usual one where it has none. Raises UserError."""
    if row is not None and not isinstance(row, dict):
        raise UserError(Fault(where, "filing 看不懂", "请参照自带的 tongren-2021.yaml 编写"))
    return parse_filing(row, _filing_table(), where)


@cache
def _filing_table() -> Any:
    return _read_yaml(_HERE / "filing.yaml")


def _photo_days(row: dict[str, Any] | None, where: str) -> tuple[int, int]:
    """Days for photos of meetings and of visits: a meeting has one day, visits of a round take weeks."""
    meeting, visit = _PHOTO_DAYS if row is None else (row.get("meeting"), row.get("visit"))
    if not (isinstance(meeting, int) and isinstance(visit, int)):
        raise UserError(Fault(where, "photo_days 不全", "请写成 photo_days: {meeting: 7, visit: 31}"))
    return meeting, visit


def _steps(rows: Any, where: str) -> tuple[tuple[str, str], ...]:
    """Which step comes before which: what always holds, and what the checklist adds."""
    always = _read_yaml(_HERE / "steps.yaml")["order"]
    pairs = tuple((str(first), str(then)) for first, then in [*always, *rows])
    unknown = sorted({step for pair in pairs for step in pair} - set(load_steps()))
    if unknown:
        known = "、".join(load_steps())
        raise UserError(Fault(where, f"steps 里没有“{unknown[0]}”这个步骤", f"请从 {known} 中选"))
    return pairs


def _rules(rows: Mapping[str, Any], where: str) -> tuple[tuple[str, str], ...]:
    """Settings of rules by name; YAML reads on and off as true and false."""
    settings = {True: "on", False: "off"}
    pairs = tuple((str(name), settings.get(setting, str(setting))) for name, setting in rows.items())
    for name, setting in pairs:
        if setting not in ("on", "off", "error", "warning", "info"):
            todo = "请写 on、off、error、warning 或 info"
            raise UserError(Fault(where, f"rules 里 {name} 的“{setting}”看不懂", todo))
    return pairs


def _income_line(row: dict[str, Any], where: str) -> IncomeLine:
    """The line of that place and year in lines.yaml, or one that the checklist gives whole."""
    if "amount" in row:
        return _line(row)
    for line in load_income_lines():
        if (line.place, line.year) == (row["place"], row["year"]):
            return line
    todo = "请在 income_line 里写全 amount、concept、source"
    raise UserError(Fault(where, f"没有 {row['place']} {row['year']} 年的监测收入线", todo))


def _grading(row: str | dict[str, Any] | None, where: str) -> Grading | None:
    """The scheme of that id in gradings.yaml, or one that the checklist gives whole; None where it has none."""
    if row is None:
        return None
    if isinstance(row, dict):
        return parse_grading(row, f"{where} grading")
    for grading in load_gradings():
        if row in (grading.id, grading.name):
            return grading
    known = "、".join(grading.id for grading in load_gradings())
    raise UserError(Fault(where, f"没有分级方案“{row}”", f"请从 {known} 中选一个，或在 grading 里写全"))


def _line(row: dict[str, Any]) -> IncomeLine:
    return IncomeLine(**{**row, "amount": Decimal(str(row["amount"]))})


def _item(row: dict[str, Any], where: str) -> Item:
    stage = row.get("stage")
    return Item(
        id=row["id"],
        level=_member(Level, row["level"], where),
        title=row["title"],
        stage=None if stage is None else _member(Stage, stage, where),
        parts=tuple(_part(part, where) for part in row["parts"]),
        folder=row["folder"],
        clause=row["clause"],
    )


def _part(row: str | dict[str, str], where: str) -> Part:
    """A part is a kind, or `{kind: each}`."""
    kind, each = (row, "once") if isinstance(row, str) else next(iter(row.items()))
    if kind not in load_kinds():
        raise UserError(Fault(where, f"不认识的材料种类“{kind}”", "可用的种类见 fangpin list kinds"))
    return Part(kind, _member(Each, each, where))


def _member(enum: type[_E], value: object, where: str) -> _E:
    try:
        return enum(value)
    except ValueError:
        known = "、".join(str(member.value) for member in enum)
        raise UserError(Fault(where, f"不认识的“{value}”", f"请用 {known} 之一")) from None


def _read_yaml(path: Path) -> Any:
    import yaml  # here, not above: the faults are imported where no YAML is read

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path.name} 第 {mark.line + 1} 行" if mark else path.name
        raise UserError(Fault(where, "不是能读的 YAML 文件", "请检查缩进和冒号，并用 UTF-8 保存")) from error
