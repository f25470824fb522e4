"""`fangpin import`: a registry from the national system's export, new or brought up to date."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checklists.faults import Fault, UserError
from fangpin.importing import UPDATE_SHEET, bring_in, rest_lines, used_lines

if TYPE_CHECKING:
    from registry.update_registry import Updated

__all__ = ["command"]

_SHOWN = 20


@click.command()
@click.argument("export", type=click.Path(path_type=Path), metavar="导出表.xlsx")
@click.option(
    "-o", "out", type=click.Path(path_type=Path), required=True, metavar="登记簿.xlsx", help="写到哪里。"
)
@click.option(
    "--update",
    "previous",
    type=click.Path(path_type=Path),
    metavar="原登记簿.xlsx",
    help="更新这份登记簿：人工填写的都保留，并列出新增、离开、改动和消除的。",
)
@click.option("--force", is_flag=True, help="已有同名文件时覆盖它。")
def command(export: Path, out: Path, previous: Path | None, force: bool) -> None:
    """由全国系统导出的《（自定义）监测对象信息》生成登记簿，或更新已有的登记簿。

    按列名识别，列的次序不限，.xlsx 和 .xls 都可以。系统里只有年月的日期不会当作某一天，
    列在“待填清单”里，请补上是哪一天。
    """
    if out.suffix.lower() != ".xlsx":
        raise UserError(Fault(str(out), "不是 .xlsx 文件名", "请以 .xlsx 结尾"))
    if out.exists() and not force:
        raise UserError(Fault(str(out), "已经有这个文件", "请换一个名称；确实要覆盖，加 --force"))
    from registry.files import write_atomic
    from registry.national_export import import_export

    brought = bring_in(import_export(export), previous)
    for line in used_lines(brought.imported):
        click.echo(line)
    for place in brought.left:
        click.echo(f"原登记簿里自己加的{place}没有带到新的登记簿，请自行复制；原文件没有改动。", err=True)
    write_atomic(out, brought.data)
    if brought.updated is not None:
        _say_update(brought.updated)
    for line in rest_lines(brought):
        click.echo(line)
    households, people = len(brought.imported.registry.households), len(brought.imported.registry.members)
    click.echo(f"已读 {households} 户 {people} 人，写在 {out}。下一步：补填后运行 fangpin check {out}")


def _say_update(updated: Updated) -> None:
    from registry.update_registry import ACTIONS

    counts = Counter(line.action for line in updated.lines)
    for action in ACTIONS:
        if counts[action]:
            click.echo(f"{action}：{counts[action]}")
            shown = [line for line in updated.lines if line.action == action][:_SHOWN]
            for line in shown:
                click.echo(f"  {line}")
            if counts[action] > _SHOWN:
                click.echo(f"  其余 {counts[action] - _SHOWN} 条见“{UPDATE_SHEET}”表")
    if counts["新增成员"] or counts["系统里已没有的成员"]:
        click.echo("成员有增减的，请在“人口自然增减”表登记日期和原因。")
    if counts["系统里没有"]:
        click.echo("系统里没有的户仍留在登记簿里，请核对是已清退还是没有导出。")
    if not updated.lines:
        click.echo("与系统没有不同。")
