"""`fangpin registry --from`: draft a registry workbook from the papers of an archive."""

from __future__ import annotations

from pathlib import Path

import click

from checklists.faults import Fault, UserError

__all__ = ["command"]

_CONFLICTS_SHOWN = 10


@click.command("registry")
@click.option(
    "--from",
    "archive",
    required=True,
    type=click.Path(path_type=Path),
    metavar="档案文件夹",
    help="由哪份档案起草。",
)
@click.option(
    "-o",
    "--output",
    "out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="登记簿.xlsx",
    help="写成哪个文件。",
)
@click.option(
    "--unit", default="", metavar="单位", help="这个文件夹是谁的，如 清岭县/双河镇/红旗村。默认自己判断。"
)
@click.option(
    "--checklist", default="tongren-2021", show_default=True, help="按哪份清单认材料：编号，或清单文件。"
)
@click.option("--no-ocr", is_flag=True, help="不认扫描件和照片上的字（装了文字识别才认；不认要快得多）。")
@click.option("--no-cache", is_flag=True, help="不用也不留读取缓存，全部重新读。见 fangpin cache。")
@click.option("--force", is_flag=True, help="已有同名文件时覆盖它。")
def command(
    archive: Path, out: Path, unit: str, checklist: str, no_ocr: bool, no_cache: bool, force: bool
) -> None:
    """由已有的档案起草登记簿：有几年材料、没有登记簿的单位从这里开始。

    只取材料里写着的：台账、名单、申请书、核查表、采集表、公示、会议记录、请示、批复等；没有写的留空。
    每一格取自哪份材料、哪一页、哪一行，别的材料怎么说，都列在“来源”表里；说法不一的格子标成黄色。
    登记簿里是完整的证件号码，请按个人信息保管。档案里的文件只读不改。
    """
    _refuse(archive, out, force)
    from fangpin.draft_workbook import count_values, draft_bytes, tell_conflicts
    from fangpin.drafting import draft_from
    from fangpin.reading import reading
    from registry.files import write_atomic

    with reading("读材料", cached=not no_cache, ocr=not no_ocr) as how:
        draft = draft_from(archive, checklist, unit, how)
    write_atomic(out, draft_bytes(draft))
    registry = draft.registry
    click.echo(
        f"已起草登记簿 {out}：{len(registry.units)} 个单位、{len(registry.households)} 户、"
        f"{len(registry.members)} 个家庭成员、{len(registry.meetings)} 次会议，"
        f"共 {count_values(draft)} 格取自材料，{draft.conflicts} 格各份材料说法不一。"
    )
    for line in tell_conflicts(draft, _CONFLICTS_SHOWN):
        click.echo(f"  {line}")
    if draft.conflicts > _CONFLICTS_SHOWN:
        click.echo(f"  ……其余 {draft.conflicts - _CONFLICTS_SHOWN} 格见“来源”表。")
    if draft.unread:
        click.echo(f"另有 {len(draft.unread)} 个文件没有读出文字，里面写的没有进登记簿。")
    click.echo("下一步：")
    click.echo("1. 打开登记簿，逐个核对黄色（说法不一）和蓝色（程序编的、推定的）的格子，出处在“来源”表。")
    click.echo(f"2. 补填空着的必填列，再运行 fangpin check {out}。")
    click.echo(f"3. 核对好以后，用 fangpin generate {out} -o 另一个文件夹 生成材料。")


def _refuse(archive: Path, out: Path, force: bool) -> None:
    if not archive.is_dir() and archive.suffix.lower() != ".zip":
        raise UserError(Fault(str(archive), "没有这个文件夹", "请写档案所在的文件夹"))
    if out.suffix.lower() != ".xlsx":
        raise UserError(Fault(str(out), "不是 .xlsx 文件名", "请以 .xlsx 结尾"))
    if archive.resolve() in out.resolve().parents:
        raise UserError(Fault(str(out), "在档案里面", "档案里不写任何东西，请放到档案外面的文件夹"))
    if out.exists() and not force:
        raise UserError(Fault(str(out), "已经有这个文件", "请换一个名称；确实要覆盖，加 --force"))
