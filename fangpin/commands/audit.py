"""`fangpin audit`: what an archive lacks and what is wrong in it."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

from checklists import Fault, UserError, load_checklist
from fangpin.archive_paths import inside, report_folder
from fangpin.decisions_file import keep_decisions, load_decisions
from fangpin.options import templates_option
from fangpin.reading import reading
from fangpin.report_files import write_reports
from fangpin.system_file import load_system
from fangpin.unchanged import Outcome, keep, key_of, recall
from registry.dates import parse_date

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
    "--why",
    default="",
    metavar="文件",
    help="只说明这个文件为什么认成这种材料，不写报告。写路径，或其中几个字。",
)
def command(
    archive: Path,
    checklist: str,
    as_of: str,
    registry: Path | None,
    unit: str,
    output: Path | None,
    form: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    full: bool,
    own_templates: Path | None,
    no_ocr: bool,
    no_cache: bool,
    why: str,
) -> None:
    """检查档案：缺什么，哪里不对，怎么办。

    档案文件夹可以是一个县的，也可以只是一个乡镇、一个村或一户的；里面的文件只读不改。
    """
    if why:
        explain_one(
            archive,
            why,
            as_of=_day(as_of),
            checklist=checklist,
            unit=unit,
            output=output,
            ocr=not no_ocr,
            cached=not no_cache,
        )
        return
    severities = audit_folder(
        archive,
        as_of=_day(as_of),
        checklist=checklist,
        registry=registry,
        unit=unit,
        output=output,
        as_json=form == "json",
        select=select,
        ignore=ignore,
        full=full,
        own_templates=own_templates,
        ocr=not no_ocr,
        cached=not no_cache,
    )
    if fail_on and severities & {"error": {"error"}, "warning": {"error", "warning"}}[fail_on]:
        raise SystemExit(_FAILED)


def audit_folder(
    archive: Path,
    *,
    as_of: date,
    checklist: str = "tongren-2021",
    registry: Path | None = None,
    unit: str = "",
    output: Path | None = None,
    as_json: bool = False,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    full: bool = False,
    own_templates: Path | None = None,
    ocr: bool = True,
    cached: bool = True,
) -> frozenset[str]:
    """Audit a folder, write the four reports (or print the JSON alone), say the summary; the severities found.

    Where nothing has changed since the reports were written, they are left as they are and that is said.
    Raises UserError: no such folder, checklist or rule, or a report folder inside the archive.
    """
    from audit.rules import pick_rules
    from templates.overrides import load_overrides

    templates = load_overrides(own_templates) if own_templates else {}
    profile = load_checklist(checklist)
    rules = pick_rules(select, ignore, profile)
    target = report_folder(archive, output)
    if not as_json:
        _refuse_inside(target, archive)
    decisions = load_decisions(target)
    system = load_system(registry) if registry else None
    given = (
        as_of,
        profile,
        unit,
        select,
        ignore,
        full,
        sorted(templates.items()),
        decisions,
        archive.resolve(),
    )
    with reading("检查", cached=cached, ocr=ocr) as how:
        if how.cache and not as_json:
            before = recall(how.cache, key_of(archive, how.cache, (*given, how.options), [registry]), target)
            if before:
                click.echo(before.summary)
                click.echo(
                    f"从 {before.written_at} 写报告以来，档案、清单和程序都没有变，报告照旧：{target / 'report.html'}"
                )
                return before.severities
        from audit.pipeline import audit_archive
        from audit.report import render_json, render_summary

        report = audit_archive(
            archive,
            checklist=profile,
            as_of=as_of,
            unit=unit or None,
            rules=rules,
            progress=how.progress,
            decisions=decisions,
            options=how.options,
            cache=how.cache,
            system=system,
        )
        severities = frozenset(finding.severity.value for finding in report.findings)
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        if as_json:
            # Programs read this: UTF-8 whatever the console speaks.
            sys.stdout.buffer.write(render_json(report, now, full=full).encode("utf-8", "replace"))
            return severities
        write_reports(report, archive, target, now, full=full, system=system, templates=templates)
        keep_decisions(target, report)
        summary = render_summary(report)
        if how.cache:
            key = key_of(archive, how.cache, (*given, how.options), [registry])
            keep(how.cache, key, target, Outcome(summary, severities, now))
    click.echo(summary)
    click.echo(f"报告：{target / 'report.html'}")
    return severities


def explain_one(
    archive: Path,
    file: str,
    *,
    as_of: date,
    checklist: str,
    unit: str,
    output: Path | None,
    ocr: bool = True,
    cached: bool = True,
) -> None:
    """Say why one file was taken for what it is. Raises UserError: no such file, or several."""
    from audit.lookup import find_file
    from audit.pipeline import audit_archive
    from audit.report.explanation import render_why
    from audit.why import explain_file

    with reading("检查", cached=cached, ocr=ocr) as how:
        report = audit_archive(
            archive,
            checklist=load_checklist(checklist),
            as_of=as_of,
            unit=unit or None,
            progress=how.progress,
            decisions=load_decisions(report_folder(archive, output)),
            options=how.options,
            cache=how.cache,
        )
    path = find_file(inside(archive, file), [each.path for each in report.files])
    click.echo(render_why(explain_file(report, path, root_name=archive.resolve().name, unit=unit or None)))


def _refuse_inside(target: Path, archive: Path) -> None:
    root = archive.resolve()
    if target.resolve() == root or root in target.resolve().parents:
        todo = "档案里不写任何东西，请用 -o 另选一个档案外面的文件夹"
        raise UserError(Fault(str(target), "在要检查的档案里面", todo))


def _day(text: str) -> date:
    if not text:
        return date.today()
    day = parse_date(text)
    if day is None:
        raise UserError(Fault(f"--as-of {text}", "不是日期", "请写成 2021-12-31 这样"))
    return day
