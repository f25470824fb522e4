"""`fangpin audit`: what an archive lacks and what is wrong in it."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checklists import Fault, UserError
from fangpin.archive_paths import inside
from fangpin.auditing import Choices, audit_and_report, audit_only
from fangpin.options import templates_option
from fangpin.reading import reading
from registry.dates import parse_date

if TYPE_CHECKING:
    from audit.next_steps import Deadline
    from audit.types import Report

__all__ = ["audit_folder", "command"]

_FAILED = 3


def _split(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for value in values for name in value.replace("，", ",").split(",") if name)


@click.command("audit")
@click.argument("archive", metavar="档案文件夹", type=click.Path(path_type=Path))
@click.option(
    "--checklist", default="tongren-2021", show_default=True, help="按哪份清单查：编号，或清单文件。"
)
@click.option("--as-of", "as_of", default="", metavar="日期", help="查到哪一天，如 2021-12-31。默认是今天。")
@click.option(
    "--inspection",
    default="",
    metavar="日期",
    help="检查组哪天来，如 2021-12-31。从今天起倒排：先办什么、每件事哪天以前办完、哪些已经来不及。",
)
@click.option(
    "--registry",
    type=click.Path(path_type=Path),
    metavar="登记簿.xlsx",
    help="把档案与登记簿、或全国系统导出的《监测对象信息》逐户比对。",
)
@click.option(
    "--unit", default="", metavar="单位", help="这个文件夹是谁的，如 清岭县/双河镇/红旗村。默认自己判断。"
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="报告放在哪个文件夹。默认在档案旁边的“档案名-fangpin”。",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="旧报告.json",
    help="与这份以前的 report.json 比较：新发现、未改、再次出现、已整改各多少。默认与报告文件夹“历次”里最近一次比。",
)
@click.option("--format", "form", type=click.Choice(["json"]), help="只在屏幕上输出 JSON，不写文件。")
@click.option("--select", multiple=True, callback=_split, metavar="规则", help="只用这些规则，用逗号隔开。")
@click.option("--ignore", multiple=True, callback=_split, metavar="规则", help="不用这些规则，用逗号隔开。")
@click.option(
    "--fail-on", type=click.Choice(["error", "warning"]), help="有错误（或警告）时以 3 退出，供其他程序判断。"
)
@click.option(
    "--full", is_flag=True, help="报告里不遮盖证件号码、手机号、银行卡号和病情。看后妥善保管，不要外传。"
)
@templates_option
@click.option("--no-ocr", is_flag=True, help="不认扫描件和照片上的字（装了文字识别才认；不认要快得多）。")
@click.option("--no-cache", is_flag=True, help="不用也不留读取缓存，全部重新读。见 fangpin cache。")
@click.option(
    "--copies",
    is_flag=True,
    help="另把“复制即可”的材料从档案别处复印出来，按单位和清单项放在报告旁边的“补充”里，注明复印自哪里。",
)
@click.option(
    "--lists",
    is_flag=True,
    help="另给每个单位、每个责任人（要 --registry）各印一页整改任务清单，放在报告旁边的“清单”里，按日期分文件夹。",
)
@click.option(
    "--why",
    default="",
    metavar="文件",
    help="只说明这个文件为什么认成这种材料，不写报告。写路径，或其中几个字。",
)
def command(
    archive: Path,
    checklist: str,
    as_of: str,
    inspection: str,
    registry: Path | None,
    unit: str,
    output: Path | None,
    baseline: Path | None,
    form: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    full: bool,
    own_templates: Path | None,
    no_ocr: bool,
    no_cache: bool,
    copies: bool,
    lists: bool,
    why: str,
) -> None:
    """检查档案：缺什么，哪里不对，怎么办。

    档案文件夹可以是一个县的，也可以只是一个乡镇、一个村或一户的；里面的文件只读不改。
    """
    choices = Choices(
        archive,
        _day("--as-of", as_of) or date.today(),
        checklist,
        registry,
        unit,
        output,
        select,
        ignore,
        full,
        own_templates,
        _deadline(inspection),
        baseline,
        lists,
    )
    for option, wanted in (("--copies", copies), ("--lists", lists)):
        if wanted and form:
            raise UserError(Fault(option, "要写文件，不能和 --format json 一起用", "请去掉其中一个"))
    if why:
        explain_one(choices, why, ocr=not no_ocr, cached=not no_cache)
        return
    severities = audit_folder(choices, as_json=form == "json", ocr=not no_ocr, cached=not no_cache)
    if copies:
        from fangpin.commands.supply import offer_copies

        offer_copies(archive, choices.target, checklist)
    if fail_on and severities & {"error": {"error"}, "warning": {"error", "warning"}}[fail_on]:
        raise SystemExit(_FAILED)


def audit_folder(
    choices: Choices, *, as_json: bool = False, ocr: bool = True, cached: bool = True
) -> frozenset[str]:
    """Audit a folder, write the four reports (or print the JSON alone), say the summary; the severities found.

    Where nothing has changed since the reports were written, they are left as they are and that is said.
    Raises UserError: no such folder, checklist or rule, or a report folder inside the archive.
    """
    with reading("检查", cached=cached, ocr=ocr) as how:
        if as_json:
            return _print_json(audit_only(choices, how), choices)
        audited = audit_and_report(choices, how)
    click.echo(audited.outcome.summary)
    page = audited.target / "report.html"
    if audited.report:
        click.echo(f"报告：{page}")
    else:
        click.echo(f"从 {audited.outcome.written_at} 写报告以来，档案、清单和程序都没有变，报告照旧：{page}")
    if choices.lists:
        click.echo(f"清单：{audited.target / '清单'}")
    return audited.outcome.severities


def _print_json(report: Report, choices: Choices) -> frozenset[str]:
    from audit.report import render_json

    now = datetime.now().astimezone().isoformat(timespec="seconds")
    # Programs read this: UTF-8 whatever the console speaks.
    told = render_json(report, now, full=choices.full, deadline=choices.deadline)
    sys.stdout.buffer.write(told.encode("utf-8", "replace"))
    return frozenset(finding.severity.value for finding in report.findings)


def explain_one(choices: Choices, file: str, *, ocr: bool = True, cached: bool = True) -> None:
    """Say why one file was taken for what it is. Raises UserError: no such file, or several."""
    from audit.lookup import find_file
    from audit.report.explanation import render_why
    from audit.why import explain_file

    archive = choices.archive
    with reading("检查", cached=cached, ocr=ocr) as how:
        report = audit_only(choices, how)
    path = find_file(inside(archive, file), [each.path for each in report.files])
    click.echo(
        render_why(explain_file(report, path, root_name=archive.resolve().name, unit=choices.unit or None))
    )


def _deadline(text: str) -> Deadline | None:
    """From today, by the machine's clock, to that day."""
    inspection = _day("--inspection", text)
    if inspection is None:
        return None
    from audit.next_steps import Deadline

    try:
        return Deadline(date.today(), inspection)
    except ValueError as error:
        told = Fault(f"--inspection {text}", "这一天已经过了", "请写检查组来的那天，今天或以后")
        raise UserError(told) from error


def _day(option: str, text: str) -> date | None:
    """None where it was not given."""
    day = parse_date(text) if text else None
    if text and day is None:
        raise UserError(Fault(f"{option} {text}", "不是日期", "请写成 2021-12-31 这样"))
    return day
