"""`fangpin catalogue`: the papers by which an archive is filed: cover, contents and note of each volume, box labels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checklists import Fault, UserError
from fangpin.archive_volumes import (
    Codes,
    FilingChoices,
    filing_folder,
    load_dossier,
    pick_units,
    volumes_in,
)
from fangpin.console import progress
from fangpin.options import templates_option
from registry.dates import parse_date

if TYPE_CHECKING:
    from audit.filing.papers import Hands
    from audit.filing.types import Volume

__all__ = ["command", "day_of"]

_SHOWN = 10


@click.command("catalogue")
@click.argument("archive", metavar="档案文件夹", type=click.Path(path_type=Path))
@click.argument("units", metavar="[单位]...", nargs=-1)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="放在哪个文件夹。默认在“档案名-fangpin/归档”。"
)
@click.option(
    "--fonds", multiple=True, metavar="全宗号", help="如 Z109；各单位不同的写 双河镇=Z201，可以写几次。"
)
@click.option(
    "--period", "periods", multiple=True, metavar="保管期限", help="Y、D30 或 D10；各级不同的写 户级=D30。"
)
@click.option("--by", default="", metavar="姓名", help="立卷人。")
@click.option("--checked-by", default="", metavar="姓名", help="检查人。")
@click.option("--on", default="", metavar="日期", help="立卷时间，如 2021-12-31。")
@click.option(
    "--count-pages",
    is_flag=True,
    help="用 LibreOffice 数出文档和表格打印有几页（每份约半秒），页号才能编全。",
)
@click.option("--force", is_flag=True, help="已有的目录、封面等用这次的覆盖。")
@templates_option
@click.option("--checklist", default="tongren-2021", show_default=True, help="按哪份清单：编号，或清单文件。")
@click.option(
    "--as-of",
    default="",
    metavar="日期",
    help="备考表里的缺件查到哪一天。默认是今天；材料是几年前的，查到最后一份材料的月底。",
)
@click.option("--unit", "root", default="", metavar="单位", help="这个文件夹是谁的。默认自己判断。")
@click.option("--no-ocr", is_flag=True, help="不认扫描件和照片上的字。")
@click.option("--no-cache", is_flag=True, help="不用也不留读取缓存。")
def command(
    archive: Path,
    units: tuple[str, ...],
    output: Path | None,
    fonds: tuple[str, ...],
    periods: tuple[str, ...],
    by: str,
    checked_by: str,
    on: str,
    count_pages: bool,
    force: bool,
    own_templates: Path | None,
    checklist: str,
    as_of: str,
    root: str,
    no_ocr: bool,
    no_cache: bool,
) -> None:
    """归档整理：由档案里的文件编出每卷的卷内文件目录、案卷封面、备考表和盒脊标签。

    不写单位是全部；写了的，连同它下面的村、户。
    一户一卷，县、乡、村本级按年度和环节分卷；档号的样式、分卷的办法在清单的 filing 里改。
    题名、文号、责任者、日期取自文件本身，不知道的印〔待填〕；档案里的文件只读不改。
    """
    from audit.filing.papers import Hands
    from fangpin.cataloguing import filing_papers, write_filing
    from templates.overrides import load_overrides

    choices = FilingChoices(
        archive, checklist, day_of(as_of, "--as-of"), root, output, not no_ocr, not no_cache
    )
    hands = Hands(by, checked_by, day_of(on, "--on"))
    dossier = load_dossier(choices)
    wanted = pick_units(dossier, units, below=True)
    volumes = volumes_in(dossier, wanted, Codes(fonds, periods))
    if not volumes:
        raise UserError(
            Fault(
                "、".join(units) or str(archive),
                "没有可以归档的文件",
                "请核对单位，或先看 fangpin audit 的报告",
            )
        )
    if count_pages:
        volumes = _counted(archive, volumes)
    folder = filing_folder(choices)
    templates = load_overrides(own_templates) if own_templates else {}
    with progress("写归档目录", len(volumes) * 3 + 1) as advance:
        papers = filing_papers(volumes, hands, units)
        kept = write_filing(papers, folder, force=force, templates=templates, advance=advance)
    _say(volumes, hands, folder, kept)


def day_of(text: str, option: str) -> date | None:
    """The day typed, None for nothing. Raises UserError."""
    day = parse_date(text) if text else None
    if text and day is None:
        raise UserError(Fault(f"{option} {text}", "不是日期", "请写成 2021-12-31 这样"))
    return day


def _counted(archive: Path, volumes: tuple[Volume, ...]) -> tuple[Volume, ...]:
    """The volumes with the pages that LibreOffice counts; as they are where it is not there."""
    from fangpin.conversion import converter
    from fangpin.page_counts import count, to_print, with_counts

    files = to_print(volumes)
    with converter() as made, progress("数页数", len(files)) as advance:
        if made is not None:
            return with_counts(volumes, count(archive, files, made, advance))
    click.echo("没有数页数：这台电脑上找不到 LibreOffice。装好以后再运行，或打印以后手填。", err=True)
    return volumes


def _say(volumes: Sequence[Volume], hands: Hands, folder: Path, kept: Sequence[str]) -> None:
    from audit.filing.papers import blanks_of

    papers = sum(len(volume.papers) for volume in volumes)
    click.echo(f"编好 {len(volumes)} 卷、{papers} 件的卷内文件目录、案卷封面、备考表和盒脊标签：{folder}")
    if kept:
        click.echo(f"有 {len(kept)} 份已经在那里、内容与这次的不同，没有覆盖（要用这次的，加 --force）：")
        for path in kept[:_SHOWN]:
            click.echo(f"  {path}")
        if len(kept) > _SHOWN:
            click.echo(f"  ……还有 {len(kept) - _SHOWN} 份")
    blanks = [
        f"{name} {count} 处{f'（{option}）' if option else ''}"
        for name, count, option in blanks_of(volumes, hands)
    ]
    if blanks:
        click.echo("印成〔待填〕的，请补填：" + "，".join(blanks) + "。")
    click.echo(
        "案卷号是按现在的文件编的；定稿、盖了归档章以后不要再用 --force 重编。一致不等于真实，目录以卷内原件为准。"
    )
