"""`fangpin workbook`: an empty registry to fill, or one filled with the sample."""

from __future__ import annotations

from pathlib import Path

import click

from checklists.faults import Fault, UserError

__all__ = ["command"]


@click.command()
@click.argument("out", type=click.Path(path_type=Path), metavar="登记簿.xlsx")
@click.option("--sample", is_flag=True, help="填好虚构的示例数据，供试用。")
@click.option("--force", is_flag=True, help="已有同名文件时覆盖它。")
def command(out: Path, sample: bool, force: bool) -> None:
    """生成登记簿：各表有下拉选项、填写说明和一行示例（示例行不会被读取）。"""
    if out.suffix.lower() != ".xlsx":
        raise UserError(Fault(str(out), "不是 .xlsx 文件名", "请以 .xlsx 结尾"))
    if out.exists() and not force:
        raise UserError(Fault(str(out), "已经有这个文件", "请换一个名称；确实要覆盖，加 --force"))
    from registry.files import write_atomic
    from registry.write_workbook import workbook_bytes

    if sample:
        from registry.sample import load_sample

        write_atomic(out, workbook_bytes(load_sample()))
        click.echo(f"已写好示例登记簿 {out}。下一步：fangpin generate {out} -o 档案文件夹")
        return
    write_atomic(out, workbook_bytes(examples=True))
    click.echo(f"已写好空登记簿 {out}。")
    click.echo(f"先填“单位”“监测对象户”“会议”三张表，再运行 fangpin check {out}；其余各表用到再填。")
