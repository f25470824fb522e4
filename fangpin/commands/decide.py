"""`fangpin decide`: a person's correction of one file, kept for every audit to come."""

from __future__ import annotations

from pathlib import Path

import click

from fangpin.archive_paths import report_folder
from fangpin.correcting import Asked, correct_file, find_in_archive, undo_correction

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
    if remove:
        click.echo(f"已取消：{undo_correction(folder, file)}，下次检查时仍由程序判断。")
        return
    path = find_in_archive(archive, file)
    kept = correct_file(folder, path, Asked(kind, stage, unit, item, note, by))
    if kept.notice:
        click.echo(f"注意：{kept.notice}", err=True)
    click.echo(f"已记下：{path}　{kept.words}")
    click.echo(f"记在 {kept.where}，下次检查（fangpin audit）时生效。")
