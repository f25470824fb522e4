"""`fangpin generate --missing REPORT.json` from the report to the words on the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from checklists import Checklist, Fault, UserError, load_checklist, load_kinds
from fangpin.console import progress
from fangpin.generating import stopping
from fangpin.supply.audit_report import AuditReport, load_audit_report
from fangpin.supply.made import NOTE, Made, Plan, Wanted, make_papers, plan_papers
from fangpin.supply.made_list import count_left, made_listing, unknown_units
from fangpin.supply.paths import folder_for, list_beside
from fangpin.supply.places import Places
from registry.checks import check
from registry.files import write_atomic
from registry.read_workbook import Loaded

__all__ = ["remake"]

_SHOWN = 5


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
    report = load_audit_report(report_path)
    checklist = _same_checklist(loaded, report, report_path)
    folder = folder_for(output, report_path, (file.path for file in report.files))
    plan = plan_papers(loaded, report, checklist, wanted, today)
    # A note prints no number of a letter and no person's data of the registry: faults there do not touch it.
    if errors := stopping(loaded.name, check(loaded), [paper.due for paper in plan.missing.papers]):
        raise UserError(errors)
    with progress("补制", len(plan.papers)) as advance:
        made = make_papers(
            plan, loaded, Places(report, checklist), folder, today, templates=templates, advance=advance
        )
    listing = list_beside(folder, "补制清单")
    write_atomic(listing, made_listing(plan, made))
    _say(plan, made, folder, listing, today)


def _same_checklist(loaded: Loaded, report: AuditReport, path: Path) -> Checklist:
    """The checklist of both. Raises UserError where the report was made by another one than the registry names."""
    checklist = load_checklist(loaded.registry.settings.checklist)
    items = {item.id for item in checklist.items}
    named = {finding.item for finding in report.findings if finding.item}
    if report.checklist != checklist.id or not named <= items:
        what = f"按清单 {report.checklist} 查的，登记簿用的是 {checklist.id}"
        todo = "请按登记簿〔填写说明〕里的清单重新检查，或改登记簿里的清单"
        raise UserError(Fault(str(path), what, todo))
    return checklist


def _say(plan: Plan, made: Made, folder: Path, listing: Path, today: date) -> None:
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
    click.echo(f"逐件为什么、怎么办：{listing}")
    if made.papers:
        click.echo(
            "下一步：逐份核对；情况说明先找原件，找不到的由经办人填写原因；盖章后把里面的文件夹复制到档案里合并，再查一次。"
        )
