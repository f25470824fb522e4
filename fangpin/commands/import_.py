"""`fangpin import`: a registry from the national system's export, new or brought up to date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checklists.faults import Fault, UserError

if TYPE_CHECKING:
    from registry.national_export import Imported
    from registry.registry import Registry
    from registry.update_registry import Updated

__all__ = ["command"]

_FILL_SHEET, _UPDATE_SHEET = "待填清单", "更新清单"
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
    from registry.edit_workbook import edited
    from registry.files import write_atomic
    from registry.national_export import import_export
    from registry.write_workbook import workbook_bytes

    imported = import_export(export)
    _say_columns(imported)
    registry, updated = imported.registry, None
    if previous is not None:
        updated = _update(previous, imported)
        registry = updated.registry
    data = workbook_bytes(registry)
    data = edited(data, (), _FILL_SHEET, list(_fill_lines(imported, registry)))
    if updated is not None:
        head = ("事项", "户编号", "姓名", "单元格", "原来", "系统里")
        rows = [(x.action, x.household_id, x.who, x.cell, x.old, x.new) for x in updated.lines]
        data = edited(data, (), _UPDATE_SHEET, [head, *rows])
    write_atomic(out, data)
    if updated is not None:
        _say_update(updated)
    _say_rest(imported, registry)
    households, people = len(imported.registry.households), len(imported.registry.members)
    click.echo(f"已读 {households} 户 {people} 人，写在 {out}。下一步：补填后运行 fangpin check {out}")


def _say_columns(imported: Imported) -> None:
    click.echo(f"用了 {len(imported.used)} 列：{'、'.join(imported.used)}")
    if imported.doubled:
        click.echo(f"重复的列，没有用：{'、'.join(imported.doubled)}")
    if imported.unknown:
        click.echo(f"登记簿没有对应的列，没有用：{'、'.join(imported.unknown)}")
    for (heading, value), count in imported.odd.items():
        click.echo(f"看不懂的内容，没有填：“{heading}”里的“{value}”，{count} 处")
    for note in imported.notes:
        click.echo(note)


def _update(previous: Path, imported: Imported) -> Updated:
    """Raises UserError where the old registry has cells that would be lost."""
    from registry.read_workbook import read_workbook
    from registry.update_registry import update_registry

    loaded = read_workbook(previous)
    lost = [fault for fault in loaded.faults if fault.error and fault.mended is None]
    if lost:
        raise UserError(
            [
                Fault(f"{loaded.name} {f.where}", f.what, f"{f.todo}；改好后再更新，以免丢掉这一格")
                for f in lost
            ]
        )
    for place in loaded.extra:
        click.echo(f"原登记簿里自己加的{place}没有带到新的登记簿，请自行复制；原文件没有改动。", err=True)
    return update_registry(loaded.registry, imported.registry, imported.derived)


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
                click.echo(f"  其余 {counts[action] - _SHOWN} 条见“{_UPDATE_SHEET}”表")
    if counts["新增成员"] or counts["系统里已没有的成员"]:
        click.echo("成员有增减的，请在“人口自然增减”表登记日期和原因。")
    if counts["系统里没有"]:
        click.echo("系统里没有的户仍留在登记簿里，请核对是已清退还是没有导出。")
    if not updated.lines:
        click.echo("与系统没有不同。")


def _say_rest(imported: Imported, registry: Registry) -> None:
    from registry.to_fill import empty_sheets, to_fill

    by_sheet: dict[str, list[str]] = {}
    for gap in to_fill(registry):
        by_sheet.setdefault(gap.sheet, []).append(f"{gap.heading}（{gap.blank}）")
    for sheet, gaps in by_sheet.items():
        click.echo(f"还要填〔{sheet}〕：{'、'.join(gaps)}")
    if imported.months:
        click.echo(
            f"系统里只有年月的日期 {len(imported.months)} 处，月份列在“{_FILL_SHEET}”表，请补上是哪一天。"
        )
    if imported.registry.incomes:
        click.echo("收入按认定时登记，请核对是不是认定时的数。")
    empty = empty_sheets(registry)
    if empty:
        click.echo(f"导出表里没有、用到再填的表：{'、'.join(empty)}")


def _fill_lines(imported: Imported, registry: Registry) -> Iterator[Sequence[str]]:
    """The sheet of what is to be filled in: months without a day one by one, then columns with counts."""
    from registry.column import columns_of
    from registry.records import Household
    from registry.to_fill import to_fill

    yield "表", "户编号", "户主", "列", "说明"
    known = registry.households_by_id
    headings = columns_of(Household)
    for month in imported.months:
        household = known.get(month.household_id)
        if household is None or getattr(household, month.field) is None:
            note = f"系统里是 {month.month}，请补上是哪一天"
            yield "监测对象户", month.household_id, month.head, headings[month.field].heading, note
    for gap in to_fill(registry):
        yield gap.sheet, "", "", gap.heading, f"{gap.rows} 行中有 {gap.blank} 行没有填"
