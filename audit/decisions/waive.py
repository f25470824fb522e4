"""Findings that somebody allowed to stand, set apart from the rest; waivers that ran out or cover nothing are told. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from audit.decisions.on_paper import unit_meant
from audit.decisions.rows import FILE_NAME
from audit.decisions.waiver import Waiver
from audit.types import Finding, Progress, Report, Waived

__all__ = ["waive"]


def waive(report: Report, waivers: Sequence[Waiver], today: date) -> Report:
    """The report without the findings that are waived on that day; they stand in its `waived`. Severities never change.

    A waiver holds up to and with its last day. One of a rule that was not applied is neither used nor unused.
    """
    if not waivers:
        return report
    known = frozenset(unit.id for unit in report.units)
    taken: dict[int, Waiver] = {}
    remarks = []
    for waiver in waivers:
        where = f"{FILE_NAME} 第 {waiver.line} 行"
        unit, why = unit_meant(waiver.unit, known, where)
        meant = list(_meant(report.findings, waiver, unit))
        why = "" if waiver.id else why
        if waiver.until < today:
            remarks.append(_expired(waiver, where, len(meant)))
        elif why:
            remarks.append(f"{where}：豁免没有用到：{why}。")
        elif meant:
            taken |= {at: waiver for at in meant if at not in taken}
        elif waiver.rule in report.rules:
            remarks.append(
                f"{where}：豁免没有用到：{unit or waiver.unit}没有规则 {waiver.rule} 的这种问题；已经整改的，删去这一条。"
            )
    waived = [
        Waived(replace(report.findings[at], state=Progress.WAIVED), waiver)
        for at, waiver in sorted(taken.items())
    ]
    left = [finding for at, finding in enumerate(report.findings) if at not in taken]
    return replace(report, findings=tuple(left), waived=tuple(waived), remarks=(*report.remarks, *remarks))


def _meant(findings: Sequence[Finding], waiver: Waiver, unit: str) -> Iterable[int]:
    for at, finding in enumerate(findings):
        problem = finding.problem
        if finding.rule != waiver.rule:
            continue
        if waiver.id:  # it may lie in another unit now
            if waiver.id in (finding.id, *finding.was):
                yield at
            continue
        inside = problem.unit == unit or (waiver.below and problem.unit.startswith(f"{unit}/"))
        item = not waiver.item or waiver.item == problem.item
        path = not waiver.path or waiver.path in problem.files
        if unit and inside and item and path:
            yield at


def _expired(waiver: Waiver, where: str, count: int) -> str:
    left = f"{count} 条问题照常报" if count else "已经没有这样的问题"
    todo = "还要豁免的，重新报批后改到期日" if count else "删去这一条"
    return f"{where}：豁免（{waiver.rule}，{waiver.unit}）{waiver.until} 已到期，{left}；{todo}。"
