"""`fangpin decide`: a person's correction of one file, kept for every audit to come."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checklists import Fault, UserError
from fangpin.archive_paths import inside, report_folder
from fangpin.decisions_file import load_decisions, record_correction, remove_correction

if TYPE_CHECKING:
    from audit.decisions.correction import Correction

__all__ = ["command"]


@click.command("decide")
@click.argument("archive", metavar="档案文件夹", type=click.Path(path_type=Path))
@click.argument("file", metavar="文件")
@click.option("--kind", default="", metavar="种类", help="它是什么材料：名称或编号；几种用逗号隔开。")
@click.option("--stage", default="", metavar="环节", help="认定、帮扶、消除或动态。")
@click.option("--unit", default="", metavar="单位", help="它属于谁，如 某县/某镇/某村；一户写到户主。")
@click.option(
    "--item", default="", metavar="项目", help="计入清单的哪一项，如 V05；“无”是不计入。一般不用写。"
)
@click.option("--note", default="", metavar="说明", help="为什么这样更正。")
@click.option("--by", default="", metavar="姓名", help="谁定的。")
@click.option("--remove", is_flag=True, help="取消这个文件的更正。")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="报告所在的文件夹。默认在档案旁边的“档案名-fangpin”。",
)
def command(
    archive: Path,
    file: str,
    kind: str,
    stage: str,
    unit: str,
    item: str,
    note: str,
    by: str,
    remove: bool,
    output: Path | None,
) -> None:
    """更正程序认错的文件：它是什么材料、属于谁。以后每次检查都照办。

    文件写它在报告里的路径，或其中特别的几个字。只写要更正的：
    fangpin decide 档案 扫描0012.pdf --kind 公示 --stage 认定。
    记在报告文件夹的 decisions.yaml 里，也可以用记事本直接改。
    """
    folder = report_folder(archive, output)
    decisions = load_decisions(folder)
    if remove:
        _remove(folder, file, [each.path for each in decisions.corrections])
        return
    path = _find(archive, file)
    old = next((each for each in decisions.corrections if each.path == path), None)
    new = _correction(path, folder, kind=kind, stage=stage, unit=unit, item=item)
    if old:
        new = _over(old, new)
    new = replace(new, note=note or new.note, by=by or new.by, on=date.today())
    where = record_correction(folder, new)
    click.echo(f"已记下：{path}　{_words(new)}")
    click.echo(f"记在 {where}，下次检查（fangpin audit）时生效。")


def _remove(folder: Path, file: str, corrected: list[str]) -> None:
    from audit.lookup import find_file

    if not corrected:
        raise UserError(Fault(str(folder), "还没有记过更正", "不用取消"))
    path = find_file(file, corrected)
    remove_correction(folder, path)
    click.echo(f"已取消：{path}，下次检查时仍由程序判断。")


def _find(archive: Path, file: str) -> str:
    """The path in the archive of the file meant. Raises UserError."""
    from audit.decisions.parse import normal_path
    from audit.lookup import find_file
    from audit.scan import scan

    if not archive.is_dir():
        raise UserError(Fault(str(archive), "没有这个文件夹", "请检查路径"))
    return normal_path(find_file(inside(archive, file), [entry.path for entry in scan(archive)]))


def _correction(path: str, folder: Path, *, kind: str, stage: str, unit: str, item: str) -> Correction:
    """What the options say, each checked; all faults at once. Raises UserError."""
    from audit.decisions.correction import Correction
    from audit.decisions.names import parse_items, parse_kinds, parse_stage

    if not (kind or stage or unit or item):
        todo = "请加上 --kind、--stage、--unit 或 --item；要取消更正，加 --remove"
        raise UserError(Fault(path, "没有说更正成什么", todo))
    faults: list[Fault] = []
    found = Correction(path, items=parse_items(item) if item else None)
    try:
        found = replace(found, kinds=parse_kinds(kind, "--kind") if kind else ())
    except UserError as error:
        faults += error.faults
    try:
        found = replace(found, stage=parse_stage(stage, "--stage") if stage else None)
    except UserError as error:
        faults += error.faults
    try:
        found = _known(found, unit, folder)
    except UserError as error:
        faults += error.faults
    if faults:
        raise UserError(faults)
    return found


def _known(correction: Correction, unit: str, folder: Path) -> Correction:
    """The correction with its unit's whole chain, where unit and items are of the archive last audited."""
    from audit.decisions.apply import check_items
    from audit.decisions.units import find_unit
    from checklists import Level, checklist_ids, load_checklist

    if not unit and not correction.items:
        return correction
    report = _last_report(folder)
    units = frozenset(each["id"] for each in report["units"])
    chain = find_unit(unit, units, "--unit") if unit else ""
    if chain and chain not in units:
        click.echo(f"注意：档案里还没有单位“{chain}”，会新列一个；写错了的，再更正一次。", err=True)
    held = {each["path"]: each["unit"] for each in report["files"]}
    where = chain or held.get(correction.path, "")
    if correction.items and where and report["checklist"] in checklist_ids():
        level = list(Level)[where.count("/")]
        check_items(correction.items, level, load_checklist(report["checklist"]), "--item")
    return replace(correction, unit=chain)


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
