"""`fangpin generate`: the registry's papers, filed in the archive's folders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from checklists import Fault, Level, UserError
from fangpin.console import INTERRUPTED, progress
from fangpin.generating import check_kinds, choose, for_period, make_archive, write_trace
from fangpin.options import force_option, templates_option
from fangpin.print_files import make_print_files
from fangpin.proofs import print_proofs

if TYPE_CHECKING:
    from docgen.write import Choice, Outcome
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
    "-o",
    "--output",
    "archive",
    metavar="档案文件夹",
    type=click.Path(path_type=Path),
    help="放进哪个档案文件夹。补制时可以不写：放在检查报告旁边的“补充”里。",
)
@click.option(
    "--missing",
    metavar="REPORT.JSON",
    type=click.Path(path_type=Path),
    help="按检查报告（report.json）只补制缺的名单、台账、表格，并起草情况说明；注明补制和当天的日期，不放进档案。",
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
    archive: Path | None,
    missing: Path | None,
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

    if missing is not None:
        _refuse_together(
            with_exported=with_exported,
            period=period,
            trace=trace,
            force=force,
            print_file=print_file,
            pdf=pdf,
        )
    elif archive is None:
        raise click.MissingParameter(param_type="option", param_hint="-o")
    loaded = for_period(read_workbook(registry), period)
    check_kinds(kinds, with_exported)
    choice = Choice(
        office=None if office == "each" else _office(loaded, office),
        levels=frozenset(levels),
        units=tuple(_unit(loaded.registry, name, "--unit") for name in units),
        kinds=frozenset(kinds),
        stages=frozenset(stages),
        with_exported=with_exported,
    )
    templates = load_overrides(own_templates) if own_templates else {}
    if missing is not None:
        _remake(loaded, missing, archive, choice, templates)
        return
    assert archive is not None
    outcome = generate_archive(registry, loaded, archive, choice, force=force, templates=templates)
    say_outcome(outcome, archive)
    if trace:
        path, figures = write_trace(loaded.registry, archive, choice)
        click.echo(f"总结里 {figures} 个数字的来源：{path}")
    if print_file:
        make_print_files(loaded.registry, archive, choice)
    if pdf:
        print_proofs(archive, outcome.files)


def _remake(
    loaded: Loaded, report: Path, output: Path | None, choice: Choice, templates: Mapping[str, bytes]
) -> None:
    from fangpin.commands.supply import remake
    from fangpin.supply.made import Wanted

    wanted = Wanted(choice.office, choice.levels, choice.units, choice.kinds, choice.stages)
    remake(loaded, report, output, wanted, date.today(), templates=templates)


def _refuse_together(**others: object) -> None:
    """Raises UserError that names every option given that means nothing with --missing."""
    given = [f"--{name.replace('_', '-')}" for name, value in others.items() if value]
    if given:
        todo = "补制只做检查报告里缺的，请去掉它"
        raise UserError([Fault(name, "不能和 --missing 一起用", todo) for name in given])


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

    chosen = choose(loaded, choice)
    if chosen.warnings:
        told = f"登记簿有 {chosen.warnings} 处提醒，不影响生成；详见 fangpin check {loaded.name}"
        click.echo(told, err=True)
    done, number = 0, len(chosen.places)

    def note(more: int) -> None:
        nonlocal done
        done += more
        advance(more)

    try:
        with progress("生成材料", number) as advance:
            return make_archive(
                workbook, loaded, archive, choice, force=force, templates=templates, advance=note
            )
    except KeyboardInterrupt:
        click.echo(f"\n已停止：{number} 个文件做了 {done} 个，都已记下；{_AGAIN}", err=True)
        raise SystemExit(INTERRUPTED) from None
    except ProcessLostError as error:
        what = "帮着生成的一个进程被系统或别人结束了，没有做完（多半是内存不够，请先关掉别的程序）"
        raise click.ClickException(f"{what}；做好的 {done} 个文件都已记下，{_AGAIN}") from error


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
