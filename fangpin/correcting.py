"""A person's correction of one file, checked against the archive and its last report, and kept. The command and the page call it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklists import Fault, UserError
from fangpin.archive_paths import inside
from fangpin.decisions_file import load_decisions, record_correction, remove_correction

if TYPE_CHECKING:
    from audit.decisions.correction import Correction

__all__ = ["Asked", "Corrected", "correct_file", "find_in_archive", "undo_correction"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file is corrected to, in the words of people; what is empty stays. `item`: 无 for none."""

    kind: str = ""
    stage: str = ""
    unit: str = ""
    item: str = ""
    note: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction as it was kept. `words` tell it; `notice`: what the user should know of it, or ""."""

    path: str
    words: str
    where: Path
    notice: str


def correct_file(folder: Path, path: str, asked: Asked) -> Corrected:
    """Keep the correction of the file at `path` of the archive whose report folder this is, over an earlier one.

    Raises UserError with all faults: nothing said, words that name no kind, stage, item or unit.
    """
    decisions = load_decisions(folder)
    old = next((each for each in decisions.corrections if each.path == path), None)
    new, notice = _correction(path, folder, asked)
    if old:
        new = _over(old, new)
    new = replace(new, note=asked.note or new.note, by=asked.by or new.by, on=date.today())
    return Corrected(path, _words(new), record_correction(folder, new), notice)


def undo_correction(folder: Path, file: str) -> str:
    """Take a correction out; the path that it was of. Raises UserError where there is none."""
    from audit.lookup import find_file

    corrected = [each.path for each in load_decisions(folder).corrections]
    if not corrected:
        raise UserError(Fault(str(folder), "还没有记过更正", "不用取消"))
    path = find_file(file, corrected)
    remove_correction(folder, path)
    return path


def find_in_archive(archive: Path, file: str) -> str:
    """The path in the archive of the file meant. Raises UserError."""
    from audit.decisions.parse import normal_path
    from audit.lookup import find_file
    from audit.scan import scan

    if not archive.is_dir():
        raise UserError(Fault(str(archive), "没有这个文件夹", "请检查路径"))
    return normal_path(find_file(inside(archive, file), [entry.path for entry in scan(archive)]))


def _correction(path: str, folder: Path, asked: Asked) -> tuple[Correction, str]:
    """What is asked, each value checked, and a notice; all faults at once. Raises UserError."""
    from audit.decisions.correction import Correction
    from audit.decisions.names import parse_items, parse_kinds, parse_stage

    kind, stage, unit, item = asked.kind, asked.stage, asked.unit, asked.item
    if not (kind or stage or unit or item):
        todo = "请写明种类（--kind）、环节（--stage）、单位（--unit）或项目（--item）；要取消更正，用“取消”（--remove）"
        raise UserError(Fault(path, "没有说更正成什么", todo))
    faults: list[Fault] = []
    found, notice = Correction(path, items=parse_items(item) if item else None), ""
    try:
        found = replace(found, kinds=parse_kinds(kind, "种类（--kind）") if kind else ())
    except UserError as error:
        faults += error.faults
    try:
        found = replace(found, stage=parse_stage(stage, "环节（--stage）") if stage else None)
    except UserError as error:
        faults += error.faults
    try:
        found, notice = _known(found, unit, folder)
    except UserError as error:
        faults += error.faults
    if faults:
        raise UserError(faults)
    return found, notice


def _known(correction: Correction, unit: str, folder: Path) -> tuple[Correction, str]:
    """The correction with its unit's whole chain, where unit and items are of the archive last audited."""
    from audit.decisions.apply import check_items
    from audit.decisions.units import find_unit
    from checklists import Level, checklist_ids, load_checklist

    if not unit and not correction.items:
        return correction, ""
    report = _last_report(folder)
    units = frozenset(each["id"] for each in report["units"])
    chain = find_unit(unit, units, "单位（--unit）") if unit else ""
    new = bool(chain) and chain not in units
    notice = f"档案里还没有单位“{chain}”，会新列一个；写错了的，再更正一次。" if new else ""
    held = {each["path"]: each["unit"] for each in report["files"]}
    where = chain or held.get(correction.path, "")
    if correction.items and where and report["checklist"] in checklist_ids():
        level = list(Level)[where.count("/")]
        check_items(correction.items, level, load_checklist(report["checklist"]), "项目（--item）")
    return replace(correction, unit=chain), notice


def _last_report(folder: Path) -> Any:
    path = folder / "report.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        todo = "请先运行一次 fangpin audit 档案文件夹，再更正单位、项目"
        raise UserError(Fault(str(path), "没有上次检查的报告，不知道有哪些单位", todo)) from error


def _over(old: Correction, new: Correction) -> Correction:
    """The new correction over the old one: what it does not say stays."""
    return replace(
        new,
        kinds=new.kinds or old.kinds,
        stage=new.stage or old.stage,
        unit=new.unit or old.unit,
        items=old.items if new.items is None else new.items,
        note=old.note,
        by=old.by,
    )


def _words(correction: Correction) -> str:
    from audit.decisions.names import kind_as_decided
    from audit.wording import join

    said = [
        ("种类", join(map(kind_as_decided, correction.kinds))),
        ("环节", correction.stage.zh if correction.stage else ""),
        ("单位", correction.unit),
        ("项目", "" if correction.items is None else join(correction.items) or "无"),
    ]
    return "，".join(f"{name} {value}" for name, value in said if value)
