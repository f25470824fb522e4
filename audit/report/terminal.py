"""The report as a few lines of plain text."""

from __future__ import annotations

from collections import Counter

from audit.next_steps import Deadline, plan_of
from audit.pipeline import better_date
from audit.remedies import advise, count_remedies
from audit.report.entries import is_contradiction
from audit.report.masking import mask_all
from audit.report.not_read import unread_by_reason, what_lacks
from audit.report.plan_rows import plan_lines
from audit.report.progress import progress_line
from audit.report.words import CAVEAT
from audit.types import DUE, Report, Severity, Status

__all__ = ["render_summary"]

_SHOWN = 20
_SHOWN_OF_A_REASON = 3


def render_summary(report: Report, *, shown: int = _SHOWN, deadline: Deadline | None = None) -> str:
    """Counts, what closes the findings, what to do first, then the first findings: contradictions, then errors before the rest. Without colour."""
    cells = Counter(cell.status for cell in report.cells)
    due = sum(cells[status] for status in DUE)
    on_paper = f"，有纸质件 {cells[Status.ON_PAPER]}" if cells[Status.ON_PAPER] else ""
    found = Counter(finding.severity for finding in report.findings)
    lines = [
        f"检查了 {len(report.units)} 个单位、{len(report.files)} 个文件（截至 {report.as_of}）。",
        f"应有 {due} 项：齐全 {cells[Status.COMPLETE]}，不全 {cells[Status.PARTIAL]}，缺失 {cells[Status.MISSING]}{on_paper}。",
        "、".join(f"{severity.zh} {found[severity]} 条" for severity in Severity) + "。",
    ]
    if progress := progress_line(report):
        lines.append(progress)
    if report.findings:
        closing = count_remedies(advise(report))
        rest = len(report.findings) - sum(closing.values())
        counted = [f"{remedy.zh} {count} 条" for remedy, count in closing.items()]
        lines.append(f"怎么办：{'、'.join(counted)}，其余核对更正 {rest} 条。{CAVEAT}")
    lines += plan_lines(plan_of(report, deadline), mask_all)
    order = list(Severity)
    ordered = sorted(
        report.findings, key=lambda each: (not is_contradiction(each.rule), order.index(each.severity))
    )
    lines += [
        f"  [{finding.severity.zh}] {mask_all(finding.problem.message)}（{finding.rule}）"
        for finding in ordered[:shown]
    ]
    if len(ordered) > shown:
        lines.append(f"  ……还有 {len(ordered) - shown} 条，见报告。")
    lines += _unread(report)
    if report.corrections:
        lines.append(f"{len(report.corrections)} 个文件按人工更正（decisions.yaml）认定。")
    lines += [f"  [人工决定] {remark}" for remark in report.remarks]
    date = better_date(report)
    if date:
        lines.append(
            f"提示：档案里最新的材料是 {report.newest_on} 的，比截至日期早得多；要按当时检查，请加 --as-of {date}。"
        )
    return "\n".join(lines)


def _unread(report: Report) -> list[str]:
    """What was not read, by reason, with the first paths and what to do."""
    groups = unread_by_reason(report.files)
    count = sum(len(group.files) for group in groups if group.lacks)
    lines = [f"有 {count} 个文件没有读到内容，或没有读全："] if count else []
    for group in groups:
        if not group.lacks:
            lines.append(f"{group.title} {len(group.files)} 个。")
            continue
        lines.append(f"  {group.title} {len(group.files)} 个。怎么办：{group.todo}。")
        for file in group.files[:_SHOWN_OF_A_REASON]:
            lines.append(f"    {mask_all(file.path)}{what_lacks(file)}")
        if len(group.files) > _SHOWN_OF_A_REASON:
            lines.append(f"    ……还有 {len(group.files) - _SHOWN_OF_A_REASON} 个，见报告。")
    return lines
