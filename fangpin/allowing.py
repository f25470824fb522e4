"""Papers that somebody saw and findings that are allowed to stand, put into decisions.yaml by what the last report says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklists import Fault, UserError
from fangpin.decisions_file import load_decisions, record_allowed, remove_allowed
from registry.dates import parse_date

if TYPE_CHECKING:
    from audit.decisions.waiver import OnPaper, Waiver

__all__ = ["Said", "keep_paper", "keep_waiver", "undo_paper", "undo_waiver"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said, as typed; what was not said is empty."""

    unit: str = ""
    item: str = ""
    kind: str = ""
    due_for: str = ""
    by: str = ""
    on: str = ""
    kept: str = ""
    note: str = ""
    rule: str = ""
    path: str = ""
    until: str = ""
    below: bool = False


def keep_paper(folder: Path, said: Said) -> tuple[str, Path]:
    """Keep that somebody saw a paper of the archive whose report folder this is; what was kept, and where.

    Raises UserError with every fault: who, when and where must be said.
    """
    entry = _paper(said, _last_report(folder))
    told = f"{entry.unit} {entry.item} 有纸质件，{entry.by} {entry.on} 看过，存{entry.kept}"
    return told, record_allowed(folder, entry)


def keep_waiver(folder: Path, said: Said) -> tuple[str, Path]:
    """Keep that findings may stand; what was kept, and where.

    Raises UserError with every fault: reason, approver and end must be said.
    """
    entry, count = _waiver(said.rule, said, _last_report(folder))
    told = f"{entry.unit} {entry.rule} 豁免到 {entry.until}，{entry.approver}批准；上次检查里有 {count} 条这样的问题"
    return told, record_allowed(folder, entry)


def undo_paper(folder: Path, said: Said) -> int:
    """Take the papers of a unit's item out; how many. Raises UserError where there are none."""
    from audit.decisions.names import parse_items

    unit = _unit_said(said.unit, _last_report(folder)) if said.unit else ""
    items = parse_items(said.item)
    found = [
        each
        for each in load_decisions(folder).on_paper
        if unit and f"/{unit}".endswith(f"/{each.unit}") and each.item in items
    ]
    return _undo(folder, found, "没有记过这样的纸质件", "写明 --unit 和 --item")


def undo_waiver(folder: Path, said: Said) -> int:
    """Take the waivers of a finding, or of a rule in a unit, out; how many. Raises UserError where there are none."""
    unit = _unit_said(said.unit, _last_report(folder)) if said.unit else ""
    found = [
        each
        for each in load_decisions(folder).waivers
        if said.rule.lower() == each.id != ""
        or (unit and said.rule == each.rule and f"/{unit}".endswith(f"/{each.unit}"))
    ]
    return _undo(folder, found, "没有记过这样的豁免", "写明编号，或规则和 --unit")


def _undo(folder: Path, found: Sequence[OnPaper | Waiver], what: str, todo: str) -> int:
    if not found:
        raise UserError(Fault(str(folder), what, f"{todo}；也可以打开 decisions.yaml 删去那一条"))
    remove_allowed(folder, found)
    return len(found)


def _last_report(folder: Path) -> Any:
    """The report.json of the last audit. Raises UserError where there is none."""
    path = folder / "report.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        todo = "请先运行一次 fangpin audit 档案文件夹"
        raise UserError(Fault(str(path), "没有上次检查的报告，不知道有哪些单位和问题", todo)) from error


def _paper(said: Said, report: Mapping[str, Any]) -> OnPaper:
    """A paper that somebody saw. Raises UserError with every fault: who, when and where must be said."""
    from audit.decisions.names import parse_items, parse_kinds
    from audit.decisions.waiver import OnPaper

    faults = _lacking(
        ("--unit", said.unit, "哪个单位", "如 --unit 红旗村"),
        ("--item", said.item, "清单的哪一项", "如 --item V05"),
        ("--by", said.by, "谁看过", "如 --by 李某；没有人看过的不能记"),
        ("--on", said.on, "哪天看的", "如 --on 2021-12-03"),
        ("--kept", said.kept, "存放在哪里", "如 --kept 村委会档案柜2号盒"),
    )
    kinds = _tried(faults, lambda: parse_kinds(said.kind, "--kind")) if said.kind else ()
    items = parse_items(said.item)
    unit = _tried(faults, lambda: _unit_said(said.unit, report)) if said.unit else ""
    on = _day(faults, "--on", said.on)
    if on > date.today():
        faults.append(Fault(f"--on {said.on}", "比今天还晚", "请写实际看到的那天"))
    known = {(each["unit"], each["item"]) for each in report["cells"]}
    if unit and items and (unit, items[0]) not in known:
        faults.append(Fault(f"--item {said.item}", f"{unit}没有这一项", "所有项目见 fangpin list items"))
    if faults:
        raise UserError(faults)
    kind = kinds[0] if kinds else ""
    return OnPaper(unit or "", items[0], said.by, on, said.kept, kind, said.due_for, said.note)


def _waiver(named: str, said: Said, report: Mapping[str, Any]) -> tuple[Waiver, int]:
    """A waiver of one finding by its number, or of a rule in a unit; and how many findings of the last report it covers.

    Raises UserError with every fault: reason, approver and end must be said.
    """
    from audit.decisions.allowed import parse_rule
    from audit.decisions.names import parse_items
    from audit.decisions.waiver import Waiver

    faults = _lacking(
        ("--reason", said.note, "理由", "如 --reason 原图已核对"),
        ("--by", said.by, "谁批准", "如 --by 王某（镇分管领导）"),
        ("--until", said.until, "到期日", "如 --until 2022-06-30；豁免不能没有期限"),
    )
    until = _day(faults, "--until", said.until)
    if date.min < until < date.today():
        faults.append(Fault(f"--until {said.until}", "这一天已经过了", "请写今天或以后的一天"))
    every = [*report["findings"], *report.get("waived", ())]
    found = next((each for each in every if named.lower() in (each.get("id"), *each.get("was", ()))), None)
    rule, unit, items = "", "", parse_items(said.item) if said.item else ()
    if found:
        rule, unit, items = found["rule"], found["unit"], (found["item"],) if found["item"] else ()
    else:
        rule = _tried(faults, lambda: parse_rule(named, "--waive")) or ""
        faults += _lacking(("--unit", said.unit, "哪个单位", "如 --unit 红旗村；也可以写 --waive 问题的编号"))
        unit = (_tried(faults, lambda: _unit_said(said.unit, report)) if said.unit else "") or ""
    if faults:
        raise UserError(faults)
    item = items[0] if items else ""
    waiver = Waiver(
        rule,
        unit,
        said.note,
        said.by,
        until,
        said.below and not found,
        item,
        "" if found else said.path,
        found["id"] if found else "",
    )
    return waiver, sum(_covers(waiver, each) for each in every)


def _unit_said(text: str, report: Mapping[str, Any]) -> str:
    """The chain of a unit of the last report. Raises UserError for one that it has not."""
    from audit.decisions.on_paper import unit_meant

    unit, why = unit_meant(text, frozenset(each["id"] for each in report["units"]), "--unit")
    if why:
        raise UserError(Fault(f"--unit {text}", why, "请照报告里的单位名称写"))
    return unit


def _covers(waiver: Waiver, each: Mapping[str, Any]) -> bool:
    inside = each["unit"] == waiver.unit or (waiver.below and each["unit"].startswith(waiver.unit + "/"))
    return bool(
        each["rule"] == waiver.rule
        and inside
        and waiver.item in ("", each["item"])
        and (not waiver.path or waiver.path in each["files"])
        and waiver.id in ("", each.get("id"))
    )


def _lacking(*options: tuple[str, str, str, str]) -> list[Fault]:
    return [Fault(option, f"没有写{what}", todo) for option, text, what, todo in options if not text.strip()]


def _tried(faults: list[Fault], read: Any) -> Any:
    try:
        return read()
    except UserError as error:
        faults += error.faults
        return None


def _day(faults: list[Fault], option: str, text: str) -> date:
    """The day; some day where it is wrong, for the faults are raised then."""
    day = parse_date(text) if text else None
    if text and day is None:
        faults.append(Fault(f"{option} {text}", "不是日期", "请写成 2021-12-31 这样"))
    return day or date.min
