"""`fangpin meeting`: the papers of one meeting from a few answers or a one-sheet form; no workbook is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checklists.faults import Fault, UserError
from fangpin.options import force_option, templates_option

if TYPE_CHECKING:
    from docgen.meeting_papers import MeetingOutcome
    from fangpin.meetings import Said
    from registry.meeting.enter import Entered
    from registry.meeting.typed import Typed
    from registry.read_workbook import Loaded
    from registry.registry import Registry

__all__ = ["command"]

_FORM = "会议表.xlsx"
_SHOWN = 12


@click.command("meeting")
@click.argument("filled", metavar="[填好的会议表.xlsx]", required=False, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="材料放在哪里；不写时用“单位＋会议种类”作文件夹名。",
)
@click.option(
    "--form",
    "form",
    metavar="空表.xlsx",
    type=click.Path(path_type=Path),
    help="只写一张空的会议表，填好再用。",
)
@click.option(
    "--kind", metavar="会议种类", help="会议种类，如 村级评议会；不写时在问题里选，空表则列出所有问题。"
)
@click.option(
    "--registry",
    "workbook",
    metavar="登记簿.xlsx",
    type=click.Path(path_type=Path),
    help="单位、各户、批次从这本登记簿取（和 --form 一起用时先填进表里）；这本登记簿不改动，新的写在文件夹里。",
)
@click.option("--kit", is_flag=True, help="会已经开过，也再出会前材料。")
@templates_option
@force_option
def command(
    filled: Path | None,
    folder: Path | None,
    form: Path | None,
    kind: str | None,
    workbook: Path | None,
    kit: bool,
    own_templates: Path | None,
    force: bool,
) -> None:
    """一次会议的材料：回答几个问题，或填一张会议表，不用先有登记簿。

    会前：会议通知、议程、签到表、逐户情况表、表决票、空白记录；会后：记录、结果、公示、无异议说明、报告、名单等初稿。
    每一部分另有一份“全部打印.docx”。没有填的印〔待填〕，不编造；填过的内容存进文件夹里的登记簿。
    """
    from registry.meeting.typed import Typed
    from templates.overrides import load_overrides

    _check_kind(kind)
    loaded = _base(workbook) if workbook else None
    base = loaded.registry if loaded else None
    if form is not None:
        if filled or folder or kit or force:
            raise UserError(
                Fault("--form", "只写一张空表", "请去掉会议表、-o、--kit、--force；可以加 --kind、--registry")
            )
        _write_form(form, kind or "", base)
        return
    if filled is not None and kind is not None:
        raise UserError(
            Fault("--kind", "会议种类写在会议表里", "请去掉 --kind，要换种类就改表里的“会议种类”")
        )
    if filled is None:
        typed = Typed({"kind": kind} if kind else {})
        folder = _ask(typed, base, folder)
    else:
        from registry.meeting.read_form import read_form

        typed = read_form(filled)
    entered = _entered(typed, base, filled)
    folder = folder or Path(_folder_name(entered))
    style = _Style(kit, force, base is not None, load_overrides(own_templates) if own_templates else {})
    _make(entered, folder, typed if filled is None else None, style)


@dataclass(frozen=True, slots=True)
class _Style:
    """How papers are made: the kit in any case, over edited files too, added to a registry, own templates."""

    kit: bool
    force: bool
    added: bool
    templates: Mapping[str, bytes]


def _check_kind(kind: str | None) -> None:
    from registry.values import MEETING_KINDS

    if kind and kind not in MEETING_KINDS:
        raise UserError(Fault(f"--kind {kind}", "没有这种会议", f"请从 {'、'.join(MEETING_KINDS)} 中选一种"))


def _write_form(path: Path, kind: str, base: Registry | None) -> None:
    from fangpin.ask_meeting import prefilled
    from registry.files import write_atomic
    from registry.meeting.form import form_bytes

    if path.suffix.lower() != ".xlsx":
        raise UserError(Fault(str(path), "不是 .xlsx 文件名", "请以 .xlsx 结尾"))
    if path.exists():
        raise UserError(Fault(str(path), "已经有这个文件", "请换一个名称，不会覆盖已有的表"))
    typed = prefilled(kind, base) if base is not None and kind else None
    write_atomic(path, form_bytes(kind, typed))
    if typed is not None and typed.households:
        click.echo(f"登记簿里“{typed['batch']}”的 {len(typed.households)} 户已经填在表里。")
    click.echo(f"会议表写在 {path}。填好存盘后运行：fangpin meeting {path} -o 文件夹")


def _base(workbook: Path) -> Loaded:
    """The registry to add to; what its copy will lack is said. Raises UserError."""
    from fangpin.meetings import read_base

    loaded = read_base(workbook)
    for place in loaded.extra:
        click.echo(f"登记簿里自己加的{place}没有带到新的登记簿；原文件没有改动。", err=True)
    return loaded


def _ask(typed: Typed, base: Registry | None, folder: Path | None) -> Path | None:
    """Ask; what was typed before the user breaks off is saved as a form."""
    from fangpin.ask_meeting import ask_meeting

    try:
        ask_meeting(typed, base)
    except (click.Abort, KeyboardInterrupt, UserError):
        click.echo()
        if any(value is not None for value in typed.answers.values()):
            path = _save_form(typed, folder or Path("."))
            click.echo(f"已输入的内容存在 {path}，可以在表里接着填，再运行：fangpin meeting {path} -o 文件夹")
        raise
    return folder


def _save_form(typed: Typed, folder: Path) -> Path:
    from registry.files import write_atomic
    from registry.meeting.form import form_bytes

    path = _free(folder / _FORM)
    write_atomic(path, form_bytes(typed.kind, typed))
    return path


def _entered(typed: Typed, base: Registry | None, filled: Path | None) -> Entered:
    """The registry with the meeting. Raises UserError with every fault, each at its question or cell."""
    from fangpin.meetings import judge_meeting

    name = f"{filled.name} " if filled else ""
    judged = judge_meeting(typed, base)
    if judged.errors or judged.entered is None:
        raise UserError([_in_file(each, name) for each in judged.errors])
    for each in judged.reminders:
        click.echo(f"提醒 {_in_file(each, name)}", err=True)
    return judged.entered


def _in_file(said: Said, name: str) -> Fault:
    fault = said.fault
    return fault if said.place is None else Fault(name + fault.where, fault.what, fault.todo)


def _folder_name(entered: Entered) -> str:
    from registry.text import safe_file_name

    meeting = entered.meeting
    return safe_file_name(f"{meeting.unit}{meeting.kind}{meeting.held_on or ''}")


def _make(entered: Entered, folder: Path, typed: Typed | None, style: _Style) -> None:
    """Write the registry, then the papers from it; `typed` is saved as a form to go on with."""
    from fangpin.meetings import make_papers, write_registry

    workbook = write_registry(entered, folder)
    form = _save_form(typed, folder) if typed is not None else None
    outcome = make_papers(
        workbook,
        entered.meeting_id,
        folder,
        before=style.kit or not entered.held,
        after=entered.held,
        force=style.force,
        templates=style.templates,
    )
    _say(outcome, folder, workbook, form)
    if entered.held:
        click.echo(
            "下一步：初稿核对后打印，请本人签字；签好后在会议表里补填存放处再运行，登记簿可接着用 fangpin generate。"
        )
    else:
        again = f"fangpin meeting {form or '填好的会议表.xlsx'} -o {folder}"
        again += f" --registry {workbook}" if style.added else ""
        click.echo(f"下一步：打印会前材料开会；开完会在会议表里补填实到、表决等，再运行：{again}")


def _free(path: Path) -> Path:
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.stem}（{number}）{path.suffix}")
        number += 1
    return free


def _say(outcome: MeetingOutcome, folder: Path, workbook: Path, form: Path | None) -> None:
    """What was written and what stayed blank."""
    from docgen.meeting_papers import AFTER, BEFORE, PRINT_FILE
    from docgen.shelf import beside
    from docgen.write import BLANKS

    every = (*outcome.written, *outcome.unchanged)
    for part in (BEFORE, AFTER):
        papers = [name for name in every if name.startswith(f"{part}/") and not name.endswith(PRINT_FILE)]
        if papers:
            click.echo(f"{part}材料 {len(papers)} 份：{folder / part}，一次打印用 {PRINT_FILE}")
    if outcome.edited:
        click.echo(f"有 {len(outcome.edited)} 个文件人工改过，已保留；新稿放在 {beside(folder)}：")
        for name in outcome.edited[:_SHOWN]:
            click.echo(f"  {name}")
    if outcome.blanks or outcome.skipped:
        click.echo(
            f"留有 {len(outcome.blanks)} 处〔待填〕，{len(outcome.skipped)} 份材料还缺依据；"
            f"每一处填哪一格见 {beside(folder) / BLANKS}"
        )
    click.echo(f"填过的内容存进登记簿：{workbook}" + (f"，会议表：{form}" if form else ""))
