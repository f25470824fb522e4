"""`fangpin decide`: what a person decides of an archive, kept for every audit to come.

A correction of one file; a paper that is there in paper alone; findings that are allowed to stand.
"""

from __future__ import annotations

from pathlib import Path

import click

from checklists import Fault, UserError
from fangpin.allowing import Said, keep_paper, keep_waiver, undo_paper, undo_waiver
from fangpin.archive_paths import report_folder
from fangpin.correcting import Asked, correct_file, find_in_archive, undo_correction

__all__ = ["command"]


@click.command("decide")
@click.argument("archive", metavar="档案文件夹", type=click.Path(path_type=Path))
@click.argument("file", metavar="[文件]", default="")
@click.option("--kind", default="", metavar="种类", help="它是什么材料：名称或编号；几种用逗号隔开。")
@click.option("--stage", default="", metavar="环节", help="认定、帮扶、消除或动态。")
@click.option("--unit", default="", metavar="单位", help="它属于谁，如 某县/某镇/某村；一户写到户主。")
@click.option(
    "--item", default="", metavar="项目", help="计入清单的哪一项，如 V05；“无”是不计入。一般不用写。"
)
@click.option("--note", "--reason", "note", default="", metavar="说明", help="为什么这样更正；豁免的理由。")
@click.option("--by", default="", metavar="姓名", help="谁定的；纸质件谁看过，豁免谁批准。")
@click.option(
    "--on-paper",
    is_flag=True,
    help="记只有纸质件的材料：要写 --unit、--item、--by、--on、--kept，可加 --kind。",
)
@click.option("--for", "due_for", default="", metavar="对应", help="纸质件是哪一户、哪个村、哪个月的。")
@click.option("--on", default="", metavar="日期", help="纸质件是哪天看的。")
@click.option("--kept", "place", default="", metavar="存放处", help="纸质件存放在哪里。")
@click.option(
    "--waive",
    default="",
    metavar="编号|规则",
    help="豁免报告里的一条问题（写编号），或一个单位的一种问题（写规则和 --unit）：要写 --reason、--by、--until。",
)
@click.option("--until", default="", metavar="日期", help="豁免到哪天为止。")
@click.option("--below", is_flag=True, help="豁免连下级单位一起。")
@click.option("--remove", is_flag=True, help="取消这个文件的更正，或这份纸质件、这条豁免。")
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
    on_paper: bool,
    due_for: str,
    on: str,
    place: str,
    waive: str,
    until: str,
    below: bool,
    remove: bool,
    output: Path | None,
) -> None:
    """更正程序认错的文件，记下只有纸质件的材料、经批准可以不改的问题。以后每次检查都照办。

    文件写它在报告里的路径，或其中特别的几个字。只写要更正的：
    fangpin decide 档案 扫描0012.pdf --kind 公示 --stage 认定。
    记在报告文件夹的 decisions.yaml 里，也可以用记事本直接改。

    只有纸质件的：fangpin decide 档案 --on-paper --unit 红旗村 --item V05 --by 李某 --on 2021-12-03 --kept 档案柜2号盒。

    豁免一条问题：fangpin decide 档案 --waive 编号 --reason 原图已核对 --by 王某 --until 2022-06-30。
    """
    folder = report_folder(archive, output)
    if on_paper or waive:
        path = find_in_archive(archive, file) if file else ""
        said = Said(unit, item, kind, due_for, by, on, place, note, waive, path, until, below)
        _allow(folder, said, on_paper=on_paper, remove=remove)
        return
    if not file:
        todo = "写上文件，或用 --on-paper 记纸质件、用 --waive 记豁免；写法见 fangpin decide --help"
        raise UserError(Fault("fangpin decide", "没有写是哪个文件", todo))
    if remove:
        click.echo(f"已取消：{undo_correction(folder, file)}，下次检查时仍由程序判断。")
        return
    path = find_in_archive(archive, file)
    kept = correct_file(folder, path, Asked(kind, stage, unit, item, note, by))
    if kept.notice:
        click.echo(f"注意：{kept.notice}", err=True)
    click.echo(f"已记下：{path}　{kept.words}")
    click.echo(f"记在 {kept.where}，下次检查（fangpin audit）时生效。")


def _allow(folder: Path, said: Said, *, on_paper: bool, remove: bool) -> None:
    """Papers and waivers: put in, or taken out. Raises UserError."""
    if on_paper and said.rule:
        raise UserError(Fault("--on-paper、--waive", "两样写在了一起", "分两次记"))
    if remove:
        count = undo_paper(folder, said) if on_paper else undo_waiver(folder, said)
        click.echo(f"已取消 {count} 条，下次检查（fangpin audit）时生效。")
        return
    told, where = keep_paper(folder, said) if on_paper else keep_waiver(folder, said)
    click.echo(f"已记下：{told}")
    click.echo(f"记在 {where}，下次检查（fangpin audit）时生效。")
