"""What closes a finding: copy, print again, ask for it, have it signed, or explain. Pure; table-driven.

A finding has one remedy or none. One about several lacking parts takes the hardest of theirs, for only that closes it;
what can be had more easily is told in its steps. None: the paper's own office corrects it, or makes a list anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from audit.copies import Copies
from audit.types import Cell, File, Finding, Gap, Report, Status
from audit.wording import join, kind_name, unit_name
from checklists import Each, Level, Origin, load_kinds
from templates import load_manifest

__all__ = ["Advice", "Remedy", "Step", "advise", "count_remedies"]


class Remedy(str, Enum):
    """The five ways, from the least work to the most."""

    COPY = "copy"
    REPRINT = "reprint"
    REQUEST = "request"
    SIGN = "sign"
    EXPLAIN = "explain"

    @property
    def zh(self) -> str:
        return {
            "copy": "复制即可",
            "reprint": "系统重打",
            "request": "去索取",
            "sign": "本人补签",
            "explain": "只能说明",
        }[self.value]

    @property
    def about(self) -> str:
        return {
            "copy": "档案里别处就有，复印一份归进来",
            "reprint": "从全国系统导出，重新打印",
            "request": "别的单位或经办人手里有",
            "sign": "要本人填写、签字或按手印",
            "explain": "已经补不了，写情况说明",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Step:
    """What to do for one lacking kind; `source`: the file to copy, `pages`: those of it, where it binds several papers.

    `office`: whom to ask for it.
    """

    remedy: Remedy | None
    kind: str
    due_for: tuple[str, ...]
    todo: str
    source: str = ""
    pages: tuple[int, ...] = ()
    office: str = ""

    @property
    def what(self) -> str:
        """The kind, and for whom or which month it lacks."""
        return kind_name(self.kind) + _whose(self.due_for)


@dataclass(frozen=True, slots=True)
class Advice:
    """What closes a finding, in words; `steps` where parts lack."""

    remedy: Remedy | None
    todo: str
    steps: tuple[Step, ...] = ()


# Rules whose remedy follows from the rule alone. What is not here is corrected by the office that issued the paper.
_BY_RULE: Mapping[str, Remedy] = {
    "missing-attachment": Remedy.REQUEST,
    "missing-proof": Remedy.REQUEST,
    "unreadable-file": Remedy.REQUEST,
    "encrypted-file": Remedy.REQUEST,
    "empty-file": Remedy.REQUEST,
    "unsigned": Remedy.SIGN,
    "notice-too-short": Remedy.EXPLAIN,
    "step-order": Remedy.EXPLAIN,
    "date-impossible": Remedy.EXPLAIN,
    "quorum-not-met": Remedy.EXPLAIN,
    "photo-reused": Remedy.EXPLAIN,
    "photo-date-mismatch": Remedy.EXPLAIN,
    "notice-incomplete": Remedy.EXPLAIN,
    "review-not-per-household": Remedy.EXPLAIN,
    "request-two-matters": Remedy.EXPLAIN,
    "one-investigator": Remedy.EXPLAIN,
    "identified-too-slowly": Remedy.EXPLAIN,
    "eliminated-too-soon": Remedy.EXPLAIN,
}
# A blank is filled by hand only on what people fill in; elsewhere the office prints the paper again.
_IF_FILLED_BY_HAND = frozenset({"blank-field", "placeholder-left"})
# Lists, ledgers and tables can be made anew with the day on which they are made; nothing else of one's own can.
_CAN_BE_MADE = frozenset({
    "name-list", "assistance-ledger", "natural-change-form", "dynamic-ledger", "grading-ledger", "nomination-list",
    "situation-note",
})  # fmt: skip
_SIGNED_WHEN_MADE = frozenset({"measures-table"})
_BY_ORIGIN = {
    Origin.EXPORTED: Remedy.REPRINT,
    Origin.RECEIVED: Remedy.REQUEST,
    Origin.FIELD: Remedy.SIGN,
    Origin.TAKEN: Remedy.EXPLAIN,
}
_TODO = {
    Remedy.REPRINT: "从系统导出{name}{whose}，打印、按要求盖章后归档；没有线索的月份用零报告",
    Remedy.REQUEST: "向{office}索取{name}{whose}，复印归档",
    Remedy.SIGN: "先找已经填写、签字的{name}{whose}；没有的打印空白表，由本人填写、签字或按手印，写签字当天的日期",
    Remedy.EXPLAIN: "向经办人找{name}{whose}的原件；当时确实没有形成的，写情况说明，不补做、不倒填日期",
    None: "按登记簿重新出{name}{whose}，注明补制和实际日期",
}
_ORDER = (None, *Remedy)
_MISSING = frozenset({"missing-item", "missing-part", "missing-month"})
_SOME = 4


@lru_cache(maxsize=2)
def advise(report: Report) -> tuple[Advice, ...]:
    """What closes each finding, in the order of the report's findings."""
    cells = {(cell.unit, cell.item.id): cell for cell in report.cells}
    kinds = {file.path: file for file in report.files}
    copies = Copies(report)
    depths = [cell.item.level.depth for cell in report.cells if cell.status is not Status.NOT_CHECKED]
    top = min(depths, default=0)
    return tuple(_advice(finding, cells, kinds, copies, top) for finding in report.findings)


def count_remedies(advised: Iterable[Advice]) -> dict[Remedy, int]:
    """How many findings each remedy closes; all five are there."""
    counted = Counter(advice.remedy for advice in advised)
    return {remedy: counted[remedy] for remedy in Remedy}


def _advice(
    finding: Finding,
    cells: Mapping[tuple[str, str], Cell],
    files: Mapping[str, File],
    copies: Copies,
    top: int,
) -> Advice:
    problem = finding.problem
    cell = cells.get((problem.unit, problem.item or ""))
    if finding.rule in _MISSING and cell is not None:
        steps = tuple(_steps(finding, cell, copies, top))
        if steps:
            hardest = max((step.remedy for step in steps), key=_ORDER.index)
            return Advice(hardest, "；".join(step.todo for step in steps) + "。", steps)
    if finding.rule in _IF_FILLED_BY_HAND:
        known = load_kinds()
        by_hand = any(
            known[files[path].kind].origin is Origin.FIELD
            for path in problem.files
            if path in files and files[path].kind in known
        )
        return Advice(Remedy.SIGN if by_hand else None, problem.fix)
    return Advice(_BY_RULE.get(finding.rule), problem.fix)


def _steps(finding: Finding, cell: Cell, copies: Copies, top: int) -> Iterator[Step]:
    """A step for each kind that lacks and each file that it can be copied from."""
    gaps = [gap for gap in cell.gaps if _is_meant(finding, gap)]
    groups: dict[tuple[str, str, tuple[int, ...]], list[Gap]] = {}
    for gap in gaps:
        copy = copies.find(cell, gap)
        key = (gap.kind, copy.path, copy.pages) if copy else (gap.kind, "", ())
        groups.setdefault(key, []).append(gap)
    for (kind, source, pages), lacking in groups.items():
        due_for = tuple(gap.due_for for gap in lacking if gap.due_for)
        if source:
            at = f"第 {'—'.join(map(str, dict.fromkeys(pages)))} 页" if pages else ""
            todo = f"{kind_name(kind)}{_whose(due_for)}复印“{source}”{at}归档"
            yield Step(Remedy.COPY, kind, due_for, todo, source, pages)
        else:
            yield _without_copy(cell, kind, due_for, lacking[0].each, top)


def _is_meant(finding: Finding, gap: Gap) -> bool:
    if finding.rule == "missing-month":
        return gap.each is Each.MONTH
    if finding.rule == "missing-item":
        return True
    return gap.kind in finding.problem.kinds and gap.each not in (Each.MONTH, Each.MEASURE)


def _without_copy(cell: Cell, kind: str, due_for: tuple[str, ...], each: Each, top: int) -> Step:
    level = _issuer(kind, cell.item.id, cell.item.level, top)
    office = "发文单位或责任单位"
    origin = load_kinds()[kind].origin
    remedy = _BY_ORIGIN.get(origin)
    if kind in _SIGNED_WHEN_MADE:
        remedy = Remedy.SIGN
    elif origin is Origin.DRAFTED:
        if level is not None:
            remedy, office = Remedy.REQUEST, _office(cell.unit, level)
        else:
            remedy = None if kind in _CAN_BE_MADE else Remedy.EXPLAIN
    whose = "" if each is Each.MEASURE else _whose(due_for)
    todo = _TODO[remedy].format(name=kind_name(kind), whose=whose, office=office)
    return Step(remedy, kind, due_for, todo, office=office if remedy is Remedy.REQUEST else "")


def _office(unit: str, level: Level) -> str:
    """The office of that level as the unit sees it: a name above it, no name below."""
    chain = unit.split("/")
    if level.depth < len(chain):
        return f"{level.zh}（{unit_name('/'.join(chain[: level.depth + 1]))}）"
    return {Level.TOWNSHIP: "有关乡镇", Level.VILLAGE: "有关村", Level.HOUSEHOLD: "农户"}.get(
        level, "有关单位"
    )


def _issuer(kind: str, item: str, level: Level, top: int) -> Level | None:
    """The level of the other office that issues the paper; None where the unit's own office does.

    A household's folder is kept by its village, unless the folder given is that of the household alone.
    """
    desk = Level.VILLAGE if level is Level.HOUSEHOLD and top < Level.HOUSEHOLD.depth else level
    issuers = _issuers(kind, item)
    return None if not issuers or desk in issuers else issuers[0]


@lru_cache(maxsize=1024)
def _issuers(kind: str, item: str) -> Sequence[Level]:
    """The levels of those who issue the paper that this item holds, by the templates' places; else all that issue the kind."""
    templates = [template for template in load_manifest() if template.kind == kind]
    exact = [
        level
        for template in templates
        for by_level in template.filed.values()
        for level, places in by_level.items()
        if any(place.item == item for place in places)
    ]
    return tuple(dict.fromkeys(exact or [level for template in templates for level in template.issuers]))


def _whose(due_for: Sequence[str]) -> str:
    if not due_for:
        return ""
    more = f"等 {len(due_for)} 份" if len(due_for) > _SOME else ""
    return f"（{join(due_for[:_SOME])}{more}）"
