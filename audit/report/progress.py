"""What every report says of the run before: how many findings are new, open, come back, mended, waived. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from audit.decisions.waiver import OnPaper
from audit.report.masking import Show
from audit.runs.compare import count_progress, run_digest, scope_of
from audit.runs.earlier import Known
from audit.types import Progress, Report
from audit.wording import kind_name, unit_name

__all__ = [
    "MENDED",
    "MendedRow",
    "mended_rows",
    "paper_said",
    "progress_counts",
    "progress_json",
    "progress_line",
]

MENDED = "已整改"
_STATES = (Progress.NEW, Progress.OPEN, Progress.COME_BACK, Progress.NOT_COMPARED)


@dataclass(frozen=True, slots=True)
class MendedRow:
    """A finding that is gone, in the words of the report that had it."""

    id: str
    rule: str
    unit: str
    unit_name: str
    item: str
    what: str
    files: tuple[str, ...]
    seen: str


def progress_counts(report: Report) -> list[tuple[str, int]]:
    """Each state's name with how many; those that come up seldom only where there are some."""
    counted = count_progress(report)
    rows = [(state.zh, counted[state]) for state in _STATES if state is not Progress.NOT_COMPARED]
    rows += [(MENDED, counted["mended"])]
    rows += [
        (state.zh, counted[state]) for state in (Progress.NOT_COMPARED, Progress.WAIVED) if counted[state]
    ]
    return rows


def progress_line(report: Report) -> str:
    """The counts in a sentence, with what they are counted from; "" for a first run that nothing is known before."""
    told, counted = report.comparison, count_progress(report)
    waived = f"豁免 {counted[Progress.WAIVED]} 条，另列，不计入上面的数。" if counted[Progress.WAIVED] else ""
    if told is None or not told.earlier:
        note = f"{told.note}。" if told and told.note else ""
        return note + waived
    counts = "，".join(
        f"{name} {count} 条" for name, count in progress_counts(report) if name != Progress.WAIVED.zh
    )
    left = (
        f"另有 {len(told.not_judged)} 条这次没有查到那里（规则没有用，或文件没有读）。"
        if told.not_judged
        else ""
    )
    note = f"注意：{told.note}。" if told.note else ""
    return f"与 {_moment(told.earlier)} 的检查相比：{counts}。{left}{note}{waived}"


def mended_rows(report: Report, show: Show) -> Iterator[MendedRow]:
    """What was mended since the run before, by unit."""
    mended = report.comparison.mended if report.comparison else ()
    for each in sorted(
        mended, key=lambda known: (known.unit.split("/"), known.item or "~", known.rule, known.id)
    ):
        yield MendedRow(
            each.id,
            each.rule,
            each.unit,
            show(unit_name(each.unit)),
            each.item,
            show(each.message),
            tuple(map(show, each.files)),
            each.seen,
        )


def paper_said(paper: OnPaper) -> str:
    """What is there in paper alone: 公示（青松村），李某 2021-12-03 看过，存村委会档案柜."""
    what = kind_name(paper.kind) if paper.kind else "所缺的材料"
    whose = f"（{paper.due_for}）" if paper.due_for else ""
    return f"{what}{whose}，{paper.by} {paper.on} 看过，存{paper.kept}"


def progress_json(report: Report, show: Show) -> Mapping[str, Any]:
    """The keys of the JSON that tell of other runs, and those that later runs need."""
    told = report.comparison
    return {
        "run": {
            "digest": run_digest(report),
            "scope": scope_of(report),
            "rules": list(report.rules),
            "known_rules": list(told.rules if told else report.rules),
        },
        "compared_with": {"generated_at": told.earlier, "as_of": told.earlier_as_of}
        if told and told.earlier
        else None,
        "comparison_note": told.note if told else "",
        "mended": [_known(each, show) for each in (told.mended if told else ())],
        "not_judged": [_known(each, show) for each in (told.not_judged if told else ())],
        "closed": dict(told.closed) if told else {},
    }


def _known(each: Known, show: Show) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": each.id,
        "rule": each.rule,
        "severity": each.severity,
        "unit": each.unit,
        "item": each.item or None,
        "files": list(each.files),
        "message": show(each.message),
        "about": list(each.about),
        "seen": each.seen,
    }
    if each.kinds:
        row["kinds"] = list(each.kinds)
    if each.was:
        row["was"] = list(each.was)
    return row


def _moment(text: str) -> str:
    """2026-11-22T13:05:12+08:00 → 2026-11-22 13:05."""
    return text[:16].replace("T", " ")
