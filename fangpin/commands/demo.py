"""`fangpin demo`: the whole circle on sample data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

__all__ = ["command"]

_WORKBOOK = "示范登记簿.xlsx"
_ARCHIVE = "云岭县防返贫监测帮扶档案"
_AS_OF = date(2021, 12, 31)


@click.command(
    "demo",
    help="用示范数据走一遍：登记簿 → 核对 → 生成档案 → 检查 → 报告。\n\n"
    "文件夹里已有示范登记簿的，用它接着做，所以可以改几格再运行一次看变化。",
)
@click.argument("folder", metavar="[文件夹]", default="fangpin-demo", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Workbook, check, generate for each office, audit, summary."""
    from docgen.write import Choice
    from fangpin.auditing import Choices as AuditChoices
    from fangpin.commands.audit import audit_folder
    from fangpin.commands.generate import generate_archive, say_outcome
    from registry.files import write_atomic
    from registry.read_workbook import read_workbook
    from registry.sample import load_sample
    from registry.write_workbook import workbook_bytes

    workbook = folder / _WORKBOOK
    if not workbook.exists():
        write_atomic(workbook, workbook_bytes(load_sample()))
    click.echo(f"一、登记簿：{workbook}")
    loaded = read_workbook(workbook)
    found = loaded.registry
    click.echo(f"　　{len(found.units)} 个单位，{len(found.households)} 户，{len(found.meetings)} 次会议")
    click.echo("二、核对登记簿，生成四级档案（各单位各印各的）")
    archive = folder / _ARCHIVE
    say_outcome(generate_archive(workbook, loaded, archive, Choice()), archive)
    click.echo(f"三、检查档案（截至 {_AS_OF}）")
    audit_folder(AuditChoices(archive, _AS_OF))
