"""`fangpin check`: every fault of a registry at once, and a copy with what can be mended for sure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checklists.faults import Fault, UserError

if TYPE_CHECKING:
    from registry.faults import CellFault

__all__ = ["command"]


@click.command()
@click.argument("registry", type=click.Path(path_type=Path), metavar="登记簿.xlsx")
@click.option(
    "--repair",
    "out",
    type=click.Path(path_type=Path),
    metavar="副本.xlsx",
    help="把能肯定改对的地方在副本里改好，并附修改清单；原文件不动。",
)
@click.pass_context
def command(context: click.Context, registry: Path, out: Path | None) -> None:
    """核对登记簿，一次列出所有问题：在哪张表、哪一行、哪一列，错在哪里，怎么改。

    “错误”会把错的内容印进材料，要改正后才能生成有关材料；“提醒”请核对，不影响生成。
    有错误时退出码是 2，只有提醒或没有问题时是 0。
    """
    from registry.checks import check
    from registry.read_workbook import read_workbook

    if out is not None:
        faults = _repair(registry, out)
    else:
        loaded = read_workbook(registry)
        faults = check(loaded)
        _print_faults(faults)
        if not faults and not (loaded.registry.units or loaded.registry.households):
            click.echo("登记簿里还没有内容。请先填“单位”“监测对象户”“会议”三张表，再核对。")
            return
        _print_summary(registry, faults)
    if any(fault.error for fault in faults):
        context.exit(2)


def _print_faults(faults: Sequence[CellFault]) -> None:
    from registry.identity import mask_numbers

    for fault in faults:
        click.echo(mask_numbers(str(fault)))


def _print_summary(registry: Path, faults: Sequence[CellFault]) -> None:
    errors = sum(fault.error for fault in faults)
    if not faults:
        click.echo(f"没有发现问题。下一步：fangpin generate {registry} -o 档案文件夹")
        return
    click.echo(f"共 {errors} 处错误、{len(faults) - errors} 处提醒。")
    sure = sum(fault.mended is not None for fault in faults)
    if sure:
        click.echo(f"其中 {sure} 处能肯定改对：fangpin check {registry} --repair 副本.xlsx")
    if errors:
        click.echo("请改正错误后再核对；错误涉及的材料在改正前不会生成，其他材料可以照常生成。")
    else:
        click.echo("提醒请逐条核对；不影响生成材料。")


def _repair(registry: Path, out: Path) -> Sequence[CellFault]:
    """Write the mended copy and say what was mended; gives what is left."""
    from registry.files import write_atomic
    from registry.repair import CHANGES_SHEET, repair_workbook

    if out.exists():
        raise UserError(Fault(str(out), "已经有这个文件", "请换一个名称，修补不会覆盖已有的文件"))
    repair = repair_workbook(registry)
    if out.suffix.lower() != repair.suffix:
        raise UserError(Fault(str(out), "副本的后缀不对", f"请以 {repair.suffix} 结尾"))
    _print_faults(repair.left)
    if not repair.mends:
        click.echo("没有能肯定改对的地方，没有写副本。")
    else:
        write_atomic(out, repair.data)
        click.echo(
            f"改好 {len(repair.mends)} 处，写在 {out}，逐处列在最后一张表“{CHANGES_SHEET}”里；原文件没有改动。"
        )
    errors = sum(fault.error for fault in repair.left)
    if repair.left:
        click.echo(f"还有 {errors} 处错误、{len(repair.left) - errors} 处提醒，要由人核对（见上面各行）。")
    elif repair.mends:
        click.echo(f"没有剩下的问题。下一步：fangpin generate {out} -o 档案文件夹")
    return repair.left
