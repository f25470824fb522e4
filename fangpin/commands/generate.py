"""`fangpin generate`: the registry's papers, filed in the archive's folders."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from checklists import Fault, Level, Origin, UserError, load_checklist, load_kinds
from fangpin.console import INTERRUPTED, progress
from fangpin.options import force_option, templates_option
from fangpin.print_files import make_print_files
from fangpin.proofs import print_proofs
from registry.dates import parse_span
from templates import load_manifest

if TYPE_CHECKING:
    from docgen.layout import Place
    from docgen.write import Choice, Outcome
    from registry.faults import CellFault
    from registry.read_workbook import Loaded
    from registry.records import Unit
    from registry.registry import Registry

__all__ = ["command", "generate_archive", "say_outcome"]

_SHOWN = 12
_AGAIN = "再运行一次，就把剩下的做完。"


@click.command(
    "generate",
    help="由登记簿生成各级各户的材料（.docx），放进四级档案的文件夹。\n\n"
    "登记簿里没有的内容印〔待填〕，并写入待填清单；人工改过的文件不覆盖。",
)
@click.argument("registry", metavar="登记簿.xlsx", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "archive", metavar="档案文件夹", required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--as",
    "office",
    metavar="单位",
    help="由哪个单位打印（默认是登记簿里的本单位）：印本单位的材料，并为下级代拟；each 表示各单位各印各的。",
)
@click.option(
    "--level",
    "levels",
    multiple=True,
    type=click.Choice([level.value for level in Level]),
    help="只要这一级的档案。",
)
@click.option("--unit", "units", metavar="单位", multiple=True, help="只要这个单位（及其下级）的材料。")
@click.option(
    "--kind", "kinds", metavar="种类", multiple=True, help="只要这一种材料，见 fangpin list kinds。"
)
@click.option(
    "--stage",
    "stages",
    multiple=True,
    type=click.Choice(["identification", "elimination"]),
    help="只要这个阶段的材料。",
)
@click.option(
    "--with-exported",
    is_flag=True,
    help="另印系统导出件（信息采集对照表）的核对稿；只供核对，不能代替导出件归档。",
)
@templates_option
@click.option(
    "--period",
    metavar="起止月份",
    help="总结写哪一期，如 2021、2021-06、2021-01:2021-06；默认是登记的所写时段，没有登记的按档案年度。",
)
@click.option(
    "--trace",
    is_flag=True,
    help="另写明总结里每个数字是由登记簿哪些行数出来的，放在“档案文件夹-fangpin/数字来源.xlsx”。",
)
@force_option
@click.option(
    "--print-file",
    is_flag=True,
    help="另把每一户、每次会议的材料各并成一个打印文件，放在档案旁边的“档案文件夹-fangpin/打印”里。",
)
@click.option(
    "--pdf",
    is_flag=True,
    help="另做 PDF 校样，放在档案旁边的“档案文件夹-fangpin/校样”里；要装有 LibreOffice。",
)
def command(
    registry: Path,
    archive: Path,
    office: str | None,
    levels: Sequence[str],
    units: Sequence[str],
    kinds: Sequence[str],
    stages: Sequence[str],
    with_exported: bool,
    own_templates: Path | None,
    period: str | None,
    trace: bool,
    force: bool,
    print_file: bool,
    pdf: bool,
) -> None:
    """Read, check, choose, generate, and say what is left to do."""
    from docgen.write import Choice
    from registry.read_workbook import read_workbook
    from templates.overrides import load_overrides

    loaded = _for_period(read_workbook(registry), period)
    _check_kinds(kinds, with_exported)
    choice = Choice(
        office=None if office == "each" else _office(loaded, office),
        levels=frozenset(levels),
        units=tuple(_unit(loaded.registry, name, "--unit") for name in units),
        kinds=frozenset(kinds),
        stages=frozenset(stages),
        with_exported=with_exported,
    )
    templates = load_overrides(own_templates) if own_templates else {}
    outcome = generate_archive(registry, loaded, archive, choice, force=force, templates=templates)
    say_outcome(outcome, archive)
    if trace:
        _write_trace(loaded.registry, archive, choice)
    if print_file:
        make_print_files(loaded.registry, archive, choice)
    if pdf:
        print_proofs(archive, outcome.files)


# What to do for a kind of which no office draws up a paper.
_BRING = {
    Origin.RECEIVED: ("是收到的材料，不能代为生成", "请把收到的原件或扫描件放进档案，{place}"),
    Origin.TAKEN: ("要在现场拍摄，不能代为生成", "请把当时拍的照片放进档案，{place}"),
    Origin.EXPORTED: (
        "由全国系统导出，不能代为生成",
        "请从系统导出后放进档案，{place}；要核对稿的，另加 --with-exported",
    ),
}


def _check_kinds(kinds: Sequence[str], with_exported: bool) -> None:
    """Raises UserError with every kind that does not exist, or that nobody generates and what to do instead."""
    known = load_kinds()
    made = {template.kind for template in load_manifest() if with_exported or not template.exported}
    faults = []
    for kind in kinds:
        if kind not in known:
            faults.append(Fault(f"--kind {kind}", "没有这种材料", "可用的种类见 fangpin list kinds"))
        elif kind not in made:
            what, todo = _BRING[known[kind].origin]
            place = f"归在哪几项见 fangpin explain {kind}"
            faults.append(Fault(f"--kind {kind}", known[kind].name + what, todo.format(place=place)))
    if faults:
        raise UserError(faults)


def _for_period(loaded: Loaded, period: str | None) -> Loaded:
    """The registry with the period that summaries are asked for."""
    if period is None:
        return loaded
    span = parse_span(period)
    if span is None:
        todo = "请写成 2021、2021-06 或 2021-01:2021-06 的样子"
        raise UserError(Fault(f"--period {period}", "不是起止月份", todo))
    registry = replace(loaded.registry, settings=replace(loaded.registry.settings, period=span))
    return replace(loaded, registry=registry)


def _write_trace(registry: Registry, archive: Path, choice: Choice) -> None:
    from docgen.choice import planned_places
    from docgen.shelf import beside
    from docgen.trace import trace_of, trace_workbook
    from registry.files import write_atomic

    places, _ = planned_places(registry, load_checklist(registry.settings.checklist), choice)
    rows = trace_of(registry, [place.due for place in places])
    path = beside(archive) / "数字来源.xlsx"
    write_atomic(path, trace_workbook(rows))
    click.echo(f"总结里 {len(rows)} 个数字的来源：{path}")


def generate_archive(
    workbook: Path,
    loaded: Loaded,
    archive: Path,
    choice: Choice,
    *,
    force: bool = False,
    templates: Mapping[str, bytes] = MappingProxyType({}),
) -> Outcome:
    """Check, then write. Raises UserError with every error that would put a wrong word on a chosen paper.

    Ctrl-C ends the program with 130, a process that was killed with 1; both say how far it came.
    """
    from docgen.crew import ProcessLostError
    from docgen.write import generate, planned_places
    from registry.checks import check

    checklist = load_checklist(loaded.registry.settings.checklist)
    places, _ = planned_places(loaded.registry, checklist, choice)
    faults = check(loaded)
    _stop_at_errors(loaded, faults, places)
    warnings = sum(not fault.error for fault in faults)
    if warnings:
        click.echo(f"登记簿有 {warnings} 处提醒，不影响生成；详见 fangpin check {loaded.name}", err=True)
    if not places:
        _say_nothing_to_make(loaded, choice)
    done = 0

    def note(number: int) -> None:
        nonlocal done
        done += number
        advance(number)

    try:
        with progress("生成材料", len(places)) as advance:
            return generate(
                loaded,
                checklist,
                archive,
                choice,
                force=force,
                stamp=_stamp(workbook),
                advance=note,
                templates=templates,
            )
    except KeyboardInterrupt:
        click.echo(f"\n已停止：{len(places)} 个文件做了 {done} 个，都已记下；{_AGAIN}", err=True)
        raise SystemExit(INTERRUPTED) from None
    except ProcessLostError as error:
        what = "帮着生成的一个进程被系统或别人结束了，没有做完（多半是内存不够，请先关掉别的程序）"
        raise click.ClickException(f"{what}；做好的 {done} 个文件都已记下，{_AGAIN}") from error


def _stamp(workbook: Path) -> dict[str, str]:
    """When the archive was made from which workbook: what no document itself says."""
    return {
        "generated_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "registry": workbook.name,
        "registry_sha256": hashlib.sha256(workbook.read_bytes()).hexdigest(),
    }


def _stop_at_errors(loaded: Loaded, faults: Sequence[CellFault], places: Sequence[Place]) -> None:
    """Errors that touch no chosen paper do not stop."""
    stopping = []
    for fault in faults:
        touched = _touched(fault, places) if fault.error else ()
        if touched:
            todo = f"{fault.todo}（会写错：{'、'.join(touched)}）"
            stopping.append(Fault(f"{loaded.name} {fault.where}", fault.what, todo))
    if stopping:
        raise UserError(stopping)


def _touched(fault: CellFault, places: Sequence[Place]) -> tuple[str, ...]:
    """Names of the chosen papers that a fault would falsify, each once."""
    names = load_kinds()
    found: dict[str, None] = {}
    for place in places:
        due = place.due
        if due.kind in fault.papers and (
            not fault.household or any(h.household_id == fault.household for h in due.households)
        ):
            found.setdefault(names[due.kind].name)
    return tuple(found)


def _office(loaded: Loaded, name: str | None) -> Unit:
    if name is not None:
        return _unit(loaded.registry, name, "--as")
    own = loaded.registry.own_unit
    if own is None:
        todo = "请在〔单位〕表把使用单位那一行的“本单位”填为“是”，或用 --as 指定"
        raise UserError(Fault(loaded.name, "没有写明由哪个单位打印", todo))
    return own


def _unit(registry: Registry, name: str, option: str) -> Unit:
    unit = registry.find_unit(name)
    if unit is None:
        known = "、".join(unit.name for unit in registry.units[:_SHOWN])
        todo = f"请用〔单位〕表里的名称（重名时写“镇/村”）：{known}"
        raise UserError(Fault(f"{option} {name}", "登记簿里没有这个单位，或名称不止一个", todo))
    return unit


def _say_nothing_to_make(loaded: Loaded, choice: Choice) -> None:
    narrowed = any((choice.levels, choice.units, choice.kinds, choice.stages))
    todo = "请放宽选择" if narrowed else "请先填〔单位〕〔监测对象户〕〔会议〕三张表"
    raise UserError(Fault(loaded.name, "没有可以生成的材料", todo))


def say_outcome(outcome: Outcome, archive: Path) -> None:
    """What was written, what stayed blank, what to do next."""
    from docgen.write import BLANKS, beside

    click.echo(f"生成 {outcome.papers} 份材料，归入 {outcome.written + outcome.unchanged} 处：{archive}")
    if outcome.unchanged:
        click.echo(f"其中 {outcome.unchanged} 个文件与上次相同，没有重写。")
    if outcome.edited:
        click.echo(f"有 {len(outcome.edited)} 个文件人工改过，已保留；新稿放在 {beside(archive)}：")
        for name in outcome.edited[:_SHOWN]:
            click.echo(f"  {name}")
        if len(outcome.edited) > _SHOWN:
            click.echo(f"  ……共 {len(outcome.edited)} 个")
    if outcome.stale:
        click.echo(
            f"有 {len(outcome.stale)} 个以前生成的文件现在的登记簿不再需要（如改了户主姓名），没有删除；"
            f"名单见 {BLANKS}，请核对后移出。"
        )
    if outcome.blanks or outcome.skipped:
        click.echo(
            f"留有 {len(outcome.blanks)} 处〔待填〕，{len(outcome.skipped)} 份材料还缺依据；"
            f"每一处填哪一格见 {beside(archive) / BLANKS}"
        )
    click.echo(
        "下一步：打印后请本人签字、盖章，补上照片、佐证、上级文件和系统导出件，再用 fangpin audit 检查。"
    )
