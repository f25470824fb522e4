"""`fangpin audit --copies`: what lies elsewhere in the archive, offered beside it in the folders where it lacks."""

from __future__ import annotations

from pathlib import Path

import click

from checklists import load_checklist
from fangpin.console import progress
from fangpin.supply.audit_report import load_audit_report
from fangpin.supply.copies import Copied, copy_parts, listing_of, plan_copies
from fangpin.supply.paths import FOLDER, list_beside
from registry.files import write_atomic

__all__ = ["offer_copies"]

_SHOWN = 5


def offer_copies(archive: Path, reports: Path, checklist: str) -> None:
    """Copy by the report that stands in `reports`, write the list of it, say what was done. Raises UserError."""
    report = load_audit_report(reports / "report.json")
    folder = reports / FOLDER
    orders = plan_copies(report, load_checklist(checklist), len(str(folder.resolve())))
    if not orders:
        click.echo("缺的材料里，没有在档案别处找到、可以复印的。")
        return
    copied = []
    with progress("复印", len(orders)) as advance:
        for each in copy_parts(orders, archive, folder):
            copied.append(each)
            advance(1)
    listing = list_beside(folder, "复印清单")
    write_atomic(listing, listing_of(copied))
    _say(copied, folder, listing)


def _say(copied: list[Copied], folder: Path, listing: Path) -> None:
    failed = [each for each in copied if each.trouble]
    there = sum(each.note.startswith("以前") for each in copied)
    made = len(copied) - len(failed) - there
    again = f"，以前复印过的 {there} 份没有重做" if there else ""
    click.echo(f"档案别处有的，复印了 {made} 份{again}，都按单位和清单项放好：{folder}")
    for each in failed[:_SHOWN]:
        click.echo(f"  没有复印：{each.order.source}：{each.trouble}", err=True)
    if len(failed) > _SHOWN:
        click.echo(f"  ……共 {len(failed)} 份没有复印，见清单", err=True)
    click.echo(f"每一份从哪里来、归到哪里：{listing}")
    click.echo("下一步：逐份核对，再把“补充”里的文件夹复制到档案里合并；原件仍在原处，不要移走。")
