"""`fangpin bind`: the papers of one unit as one PDF, with contents, page numbers and bookmarks."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checklists import Checklist, Fault, UserError
from fangpin.archive_volumes import Codes, FilingChoices, filing_folder, load_dossier, pick_units, volumes_in
from fangpin.bound_files import bind_files, by_reason, files_in, jobs_in
from fangpin.console import progress
from fangpin.options import templates_option
from registry.identity import mask_numbers

if TYPE_CHECKING:
    from audit.filing.types import Volume

__all__ = ["command"]

_SHOWN = 20


@click.command("bind")
@click.argument("archive", metavar="档案文件夹", type=click.Path(path_type=Path))
@click.argument("units", metavar="单位...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="案卷.pdf",
    help="写成哪个文件（只装一个单位时）。默认在“档案名-fangpin/归档”。",
)
@click.option("--below", is_flag=True, help="连同它下面的乡镇、村、户，每个单位一个 PDF。")
@click.option("--cover", is_flag=True, help="前面加案卷封面，后面加备考表（要装 LibreOffice）。")
@click.option(
    "--numbers",
    type=click.Choice(["bottom", "top"]),
    default="bottom",
    show_default=True,
    help="页号印在页下（bottom）或页上（top）；都是单页在右、双页在左。",
)
@click.option(
    "--fonds", multiple=True, metavar="全宗号", help="如 Z109；各单位不同的写 双河镇=Z201，可以写几次。"
)
@click.option(
    "--period", "periods", multiple=True, metavar="保管期限", help="Y、D30 或 D10；各级不同的写 户级=D30。"
)
@click.option("--force", is_flag=True, help="已有同名文件时覆盖它。")
@templates_option
@click.option("--checklist", default="tongren-2021", show_default=True, help="按哪份清单：编号，或清单文件。")
@click.option("--unit", "root", default="", metavar="单位", help="这个文件夹是谁的。默认自己判断。")
@click.option("--no-ocr", is_flag=True, help="不认扫描件和照片上的字。")
@click.option("--no-cache", is_flag=True, help="不用也不留读取缓存。")
def command(
    archive: Path,
    units: tuple[str, ...],
    output: Path | None,
    below: bool,
    cover: bool,
    numbers: str,
    fonds: tuple[str, ...],
    periods: tuple[str, ...],
    force: bool,
    own_templates: Path | None,
    checklist: str,
    root: str,
    no_ocr: bool,
    no_cache: bool,
) -> None:
    """装订：把一个村、一户（或乡镇、县本级）的文件按归档顺序合成一个 PDF，有目录、页号和书签。

    单位写 某县/某镇/某村/某人，名称不重的写最后一段就行，可以写几个；每个单位一个 PDF，不带下级的文件。
    文档和表格用 LibreOffice 转换，照片、扫描件放到 A4 上；转不了的留一页，写明放哪个文件，最后列出来。
    一个单位有几卷的，各编各的页号。档案里的文件只读不改。
    """
    if output and output.suffix.lower() != ".pdf":
        raise UserError(Fault(str(output), "不是 .pdf 文件名", "请以 .pdf 结尾"))
    if output and (below or len(units) > 1):
        raise UserError(
            Fault(f"-o {output}", "几个单位不能写进一个文件", "请去掉 -o，各写各的；或只写一个单位")
        )
    if output and output.exists() and not force:
        raise UserError(Fault(str(output), "已经有这个文件", "请换一个名称；确实要覆盖，加 --force"))
    choices = FilingChoices(archive, checklist, None, root, output, not no_ocr, not no_cache)
    dossier = load_dossier(choices)
    wanted = pick_units(dossier, units, below=below)
    volumes = volumes_in(dossier, wanted, Codes(fonds, periods))
    if not volumes:
        todo = "请核对单位；要装订它下面的村、户，请写那个村、那一户，或加 --below"
        raise UserError(Fault("、".join(units), "这个单位自己没有文件", todo))
    jobs: dict[Path, Sequence[Volume]]
    jobs = {output: volumes} if output else jobs_in(filing_folder(choices), volumes)
    _bind(choices, jobs, dossier.checklist, _Look(cover, numbers == "top", own_templates), force)


@dataclass(frozen=True, slots=True)
class _Look:
    """How the volume is to look: with cover and note, where its numbers stand, by whose templates."""

    cover: bool
    at_top: bool
    own_templates: Path | None


def _bind(
    choices: FilingChoices,
    jobs: Mapping[Path, Sequence[Volume]],
    checklist: Checklist,
    look: _Look,
    force: bool,
) -> None:
    from audit.filing.papers import Hands
    from fangpin.binding import Binding
    from fangpin.conversion import converter
    from templates.overrides import load_overrides

    gc.enable()  # reading has turned it off; what a PDF leaves behind is freed by it alone
    templates = load_overrides(look.own_templates) if look.own_templates else {}
    kept = [target for target in jobs if target.exists() and not force]
    due = {target: volumes for target, volumes in jobs.items() if target not in kept}
    with converter() as made, progress("装订", len(files_in(due))) as advance:
        how = Binding(checklist, made, look.at_top, Hands() if look.cover else None, templates)
        done = bind_files(choices.archive, due, how, advance)
    for target, bound in done.items():
        parts = f"{len(jobs[target])} 卷，" if len(jobs[target]) > 1 else ""
        click.echo(f"装订好：{parts}{bound.papers} 件、{bound.pages} 页：{target}")
    for target in kept:
        click.echo(f"已经有，没有重做（确实要覆盖，加 --force）：{target}")
    _say(by_reason(done.values()), converted=made is not None, cover=look.cover)


def _say(by_hand: Sequence[tuple[str, Sequence[str]]], *, converted: bool, cover: bool) -> None:
    """What was not put in, and what to do about it."""
    if not converted:
        click.echo(
            "这台电脑上找不到 LibreOffice：文档和表格没有装进去，目录是程序自己排的"
            f"{'，没有封面和备考表' if cover else ''}。装好以后加 --force 再运行一次。",
            err=True,
        )
    if not by_hand:
        return
    click.echo(
        f"有 {sum(len(files) for _, files in by_hand)} 个文件没有装进去，在它的位置留了一页，请打印原件放进去："
    )
    for why, files in by_hand:
        click.echo(f"  {why}（{len(files)} 个）：")
        for path in files[:_SHOWN]:
            click.echo(f"    {mask_numbers(path)}")
        if len(files) > _SHOWN:
            click.echo(f"    ……还有 {len(files) - _SHOWN} 个，见 PDF 里的目录，备注是“另附”的")
