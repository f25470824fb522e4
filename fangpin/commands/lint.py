"""`fangpin lint`: single documents checked before they are sent."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checklists import Checklist, Fault, UserError, load_checklist
from fangpin.linting import may_be_annotated, read_papers
from registry.dates import parse_date

if TYPE_CHECKING:
    from audit.types import Document, Finding

__all__ = ["command"]

_FAILED = 3
_COUNTED = {"error": {"error"}, "warning": {"error", "warning"}}


@click.command("lint")
@click.argument("files", metavar="文件...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--checklist",
    default="tongren-2021",
    show_default=True,
    help="按哪份清单（公示天数等）：编号，或清单文件。",
)
@click.option("--as-of", "as_of", default="", metavar="日期", help="查到哪一天，如 2021-12-31。默认是今天。")
@click.option("--format", "form", type=click.Choice(["json"]), help="只输出 JSON：每个文件的问题。")
@click.option(
    "--annotate",
    type=click.Path(path_type=Path),
    metavar="副本.docx",
    help="把问题作为批注写进一份副本；原文件不动。只能查一个 .docx 时用。",
)
@click.option("--force", is_flag=True, help="已经有这个副本时覆盖它。")
@click.option(
    "--fail-on", type=click.Choice(["error", "warning"]), help="有错误（或警告）时以 3 退出，供其他程序判断。"
)
def command(
    files: tuple[Path, ...],
    checklist: str,
    as_of: str,
    form: str | None,
    annotate: Path | None,
    force: bool,
    fail_on: str | None,
) -> None:
    """发出以前查一查：单份材料里的数字、日期、占位、序号、票数、号码。

    可查 docx、doc、pdf、txt、xlsx 等；不用档案，只看这一份：分项与合计、占比、收入算不算得拢，日期对不对，公示够不够天数，有没有“x户x人”
    “占比。”这样没有填的地方，序号跳没跳，到会人数和票数，证件号码，公示上有没有露出完整的号码。扫描件没有文字，查不了。
    """
    profile, day = load_checklist(checklist), _day(as_of)
    if annotate is not None:
        _refuse(annotate, files, force)
    documents, faults = read_papers(files)
    found = {path: _lint(document, profile, day) for path, document in documents.items()}
    if form == "json":
        _print_json(found)
    else:
        for path in documents:
            _print(path, found[path])
    if annotate is not None and documents:
        _annotate(files[0], annotate, found[files[0]])
    if faults:
        raise UserError(faults)
    severities = {finding.severity.value for findings in found.values() for finding in findings}
    if fail_on and severities & _COUNTED[fail_on]:
        raise SystemExit(_FAILED)


def _lint(document: Document, profile: Checklist, day: date) -> tuple[Finding, ...]:
    from audit.lint import lint

    return lint(document, profile, day)


def _print_json(found: Mapping[Path, Sequence[Finding]]) -> None:
    from audit.report.as_json import finding_row

    data = {str(path): [finding_row(finding) for finding in findings] for path, findings in found.items()}
    # Programs read this: UTF-8 whatever the console speaks.
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def _print(path: Path, findings: Sequence[Finding]) -> None:
    from audit.types import Severity
    from fangpin.linting import remark_of

    if not findings:
        click.echo(f"{path}：没有发现问题。")
        return
    counts = "、".join(
        f"{severity.zh} {count} 条"
        for severity in Severity
        if (count := sum(finding.severity is severity for finding in findings))
    )
    click.echo(f"{path}：{counts}")
    for remark in map(remark_of, findings):
        where = f"第{remark.page}页 " if remark.page else ""
        quoted = f"　原文：{remark.quote}" if remark.quote else ""
        doubt = "（待核实）" if remark.doubtful else ""
        click.echo(
            f"  {where}[{remark.severity_zh}] {remark.message}{doubt}。{quoted}　→ {remark.fix}（{remark.rule}）"
        )


def _refuse(target: Path, files: Sequence[Path], force: bool) -> None:
    """Raises UserError where the copy may not be written."""
    if len(files) != 1:
        raise UserError(Fault("--annotate", f"一次只能批注一个文件，这里有 {len(files)} 个", "请一个一个来"))
    if not may_be_annotated(files[0]):
        todo = "请用 WPS 或 Word 另存为 .docx 再查，或去掉 --annotate"
        raise UserError(Fault(str(files[0]), "批注只能写进 .docx", todo))
    if target.resolve() == files[0].resolve():
        raise UserError(Fault(str(target), "就是要查的文件", "请换一个名称，原文件不改动"))
    if target.exists() and not force:
        raise UserError(Fault(str(target), "已经有这个文件", "请换一个名称，或加 --force 覆盖它"))


def _annotate(file: Path, target: Path, findings: Sequence[Finding]) -> None:
    from fangpin.annotate import annotate
    from registry.files import write_atomic

    write_atomic(target, annotate(file.read_bytes(), findings, str(file)))
    click.echo(f"批注写在 {target}，原文件没有改动。", err=True)


def _day(text: str) -> date:
    if not text:
        return date.today()
    day = parse_date(text)
    if day is None:
        raise UserError(Fault(f"--as-of {text}", "不是日期", "请写成 2021-12-31 这样"))
    return day
