"""`fangpin audit --copies` and `fangpin generate --missing`: with a progress bar, and what is said afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from checklists import load_kinds
from fangpin.console import progress
from fangpin.supply.copies import Copied
from fangpin.supply.made import NOTE, Made, Wanted
from fangpin.supply.made_list import count_left, unknown_units
from fangpin.supply.offer import Offer, copy_offered, offer_of, tally
from fangpin.supply.remake import Anew, make_planned, plan_anew
from registry.read_workbook import Loaded

__all__ = ["offer_copies", "remake"]

_SHOWN = 5


def offer_copies(archive: Path, reports: Path, checklist: str) -> None:
    """Copy by the report that stands in `reports`, write the list of it, say what was done. Raises UserError."""
    offer = offer_of(reports, checklist)
    if not offer.orders:
        click.echo("缺的材料里，没有在档案别处找到、可以复印的。")
        return
    with progress("复印", len(offer.orders)) as advance:
        copied = copy_offered(offer, archive, advance)
    _say_copied(offer, copied)


def remake(
    loaded: Loaded,
    report_path: Path,
    output: Path | None,
    wanted: Wanted,
    today: date,
    *,
    templates: Mapping[str, bytes],
) -> None:
    """Make what lacks and can be made, write the list of it and of what cannot, say both.

    Raises UserError, also for faults of the registry that would put a wrong word on one of the papers.
    """
    anew = plan_anew(loaded, report_path, output, wanted, today)
    with progress("补制", len(anew.plan.papers)) as advance:
        made = make_planned(anew, templates, advance)
    _say_made(anew, made)


def _say_copied(offer: Offer, copied: Sequence[Copied]) -> None:
    made, there, failed = tally(copied)
    again = f"，以前复印过的 {there} 份没有重做" if there else ""
    click.echo(f"档案别处有的，复印了 {made} 份{again}，都按单位和清单项放好：{offer.folder}")
    for each in failed[:_SHOWN]:
        click.echo(f"  没有复印：{each.order.source}：{each.trouble}", err=True)
    if len(failed) > _SHOWN:
        click.echo(f"  ……共 {len(failed)} 份没有复印，见清单", err=True)
    click.echo(f"每一份从哪里来、归到哪里：{offer.listing}")
    click.echo("下一步：逐份核对，再把“补充”里的文件夹复制到档案里合并；原件仍在原处，不要移走。")


def _say_made(anew: Anew, made: Made) -> None:
    plan, folder, today = anew.plan, anew.folder, anew.today
    kinds = load_kinds()
    lists = Counter(kinds[paper.due.kind].name for paper, _, _ in made.papers if paper.due.kind != NOTE)
    notes = sum(paper.due.kind == NOTE for paper, _, _ in made.papers)
    files = sum(len(paths) for _, paths, _ in made.papers)
    if not made.papers and not made.there:
        click.echo("缺的材料里，没有登记簿能补制的。")
    else:
        told = "、".join(f"{name} {count} 份" for name, count in lists.most_common()) or "没有"
        click.echo(f"按登记簿补制：{told}；起草情况说明 {notes} 份，放在 {files} 处：{folder}")
        click.echo(
            f"页眉都印有〔补制：{today.year}年{today.month}月{today.day}日，原因：…〕，落款是今天，没有倒填日期。"
        )
    if made.there:
        click.echo(f"有 {len(made.there)} 处以前做过，没有重做；要重做的先移走。")
    if made.to_sign:
        click.echo("统计表、自然增减表打印后要由户主本人签字，写签字当天的日期。")
    if made.blanks:
        click.echo(f"其中 {len(made.blanks)} 处〔待填〕，填登记簿哪一格见清单。")
    left = count_left(plan)
    if left:
        click.echo(
            f"没有补制 {sum(left.values())} 件："
            + "，".join(f"{why} {n} 件" for why, n in left.most_common())
            + "。"
        )
    unknown = unknown_units(plan)
    for unit in unknown[:_SHOWN]:
        click.echo(f"  登记簿里没有：{unit}", err=True)
    if len(unknown) > _SHOWN:
        click.echo(f"  ……登记簿里没有的共 {len(unknown)} 个单位和户，见清单", err=True)
    click.echo(f"逐件为什么、怎么办：{anew.listing}")
    if made.papers:
        click.echo(
            "下一步：逐份核对；情况说明先找原件，找不到的由经办人填写原因；盖章后把里面的文件夹复制到档案里合并，再查一次。"
        )
