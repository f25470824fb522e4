"""What the report shows that an office issues (report.docx): the same counts, in sentences and tables. Pure.

The paper itself is a template like any other; `fangpin` has it rendered. What nobody knows (who checked, who signs,
when it is issued) is left open there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from audit.remedies import Remedy, advise, count_remedies
from audit.report.entries import Entry, entries_of, is_contradiction, rule_summaries
from audit.report.masking import Show, shown
from audit.report.not_read import unread_by_reason
from audit.report.progress import progress_line
from audit.report.words import CAVEAT
from audit.runs.compare import scope_of
from audit.types import DUE, Report, Severity, Status
from audit.wording import join, unit_name
from checklists import Level
from registry.dates import format_date

__all__ = ["issued_context"]

_REMARKS = 20
_PLACES = {
    Level.COUNTY: "县级 {} 个",
    Level.TOWNSHIP: "乡级 {} 个",
    Level.VILLAGE: "村级 {} 个",
    Level.HOUSEHOLD: "监测对象 {} 户",
}
_NAMED = 6
_NEXT = {
    Remedy.COPY: "能复制的先复制。{count} 条所缺的材料在档案别处就有，照整改台账写明的位置复印归入，注明复印自何处。",
    Remedy.REPRINT: "系统有的重新打印。{count} 条由有权限的人员从全国系统导出打印，按要求盖章。",
    Remedy.REQUEST: "别处有的去索取。{count} 条向出具单位、责任单位或经办人索取，复印归档。",
    Remedy.SIGN: "要本人办的入户补。{count} 条由本人核对后填写、签字或按手印，日期写签字当天。",
    Remedy.EXPLAIN: "补不了的如实说明。{count} 条写情况说明，写明原因和成文日期，不补做会议、公示和照片，不倒填日期。",
}


def issued_context(report: Report, *, full: bool = False) -> Mapping[str, object]:
    """Every name that the template of the report may use; its numbers are those of the JSON."""
    entries = entries_of(report, full=full)
    show = shown(full)
    counted = count_remedies(advise(report))
    place = show(unit_name(scope_of(report)))
    cells = Counter(cell.status for cell in report.cells)
    due = sum(cells[status] for status in DUE)
    return {
        "mark": "",
        "title": f"{place}防返贫监测帮扶档案检查情况报告",
        "place": place,
        "checklist": report.checklist.name,
        "source": report.checklist.source,
        "as_of": format_date(report.as_of),
        "scope": _scope(report),
        "unread": _unread(report),
        "units": _names(
            [show(unit_name(u.id)) for u in report.units if u.level in (Level.TOWNSHIP, Level.VILLAGE)]
        ),
        "due": due,
        "complete": cells[Status.COMPLETE],
        "partial": cells[Status.PARTIAL],
        "missing": cells[Status.MISSING],
        "on_paper": cells[Status.ON_PAPER],
        "progress": progress_line(report),
        "remarks": _remarks(report, show),
        "findings": len(entries),
        "errors": sum(entry.severity is Severity.ERROR for entry in entries),
        "warnings": sum(entry.severity is Severity.WARNING for entry in entries),
        "notes": sum(entry.severity is Severity.INFO for entry in entries),
        "rest": len(entries) - sum(counted.values()),
        "remedies": [{"name": r.zh, "count": n, "about": r.about} for r, n in counted.items()],
        "levels": [
            _level(report, entries, level) for level in Level if any(u.level is level for u in report.units)
        ],
        "problems": list(_problems(entries)),
        "steps": [_NEXT[remedy].format(count=count) for remedy, count in counted.items() if count],
        "caveat": CAVEAT,
    }


def _remarks(report: Report, show: Show) -> Sequence[str]:
    """What is to be said of decisions.yaml; those that are too many for a paper stand in the workbook."""
    more = len(report.remarks) - _REMARKS
    told = [show(remark) for remark in report.remarks[:_REMARKS]]
    return [*told, f"其余 {more} 条见 report.xlsx 的“人工决定”。"] if more > 0 else told


def _scope(report: Report) -> str:
    counted = Counter(unit.level for unit in report.units)
    places = "、".join(words.format(counted[level]) for level, words in _PLACES.items() if counted[level])
    return f"{places}，文件 {len(report.files)} 个"


def _unread(report: Report) -> str:
    count = sum(len(group.files) for group in unread_by_reason(report.files) if group.lacks)
    return f"其中 {count} 个文件没有读到内容，或没有读全，要由人打开核对。" if count else ""


def _names(names: Sequence[str]) -> str:
    return join(names[:30]) + (f"等 {len(names)} 个" if len(names) > 30 else "")


def _level(report: Report, entries: Sequence[Entry], level: Level) -> Mapping[str, object]:
    cells = Counter(cell.status for cell in report.cells if cell.item.level is level)
    return {
        "name": level.zh,
        "units": sum(unit.level is level for unit in report.units),
        "due": sum(cells[status] for status in DUE),
        "complete": cells[Status.COMPLETE],
        "partial": cells[Status.PARTIAL],
        "missing": cells[Status.MISSING],
        "on_paper": cells[Status.ON_PAPER],
        "findings": sum(entry.level is level for entry in entries),
    }


def _problems(entries: Sequence[Entry]) -> Sequence[Mapping[str, object]]:
    """The errors, rule by rule: those that contradict first, then by the rule's name; units by theirs."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.severity is Severity.ERROR:
            groups[entry.rule].append(entry)
    summaries = rule_summaries()
    found = []
    for rule, own in sorted(groups.items(), key=lambda pair: (not is_contradiction(pair[0]), pair[0])):
        units = list(dict.fromkeys(entry.unit_name for entry in sorted(own, key=lambda e: e.unit.split("/"))))
        more = f"等 {len(units)} 个单位" if len(units) > _NAMED else ""
        found.append({
            "name": summaries.get(rule, rule),
            "count": len(own),
            "where": join(units[:_NAMED]) + more,
            "contradicts": "是" if is_contradiction(rule) else "",
        })  # fmt: skip
    return found
