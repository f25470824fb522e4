"""What the checklist requires and the archive lacks. One cause, one finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from audit.classify import WITH_LIST
from audit.rules.catalogue import rule
from audit.types import Cell, Dossier, File, Gap, Problem, Severity, Status
from audit.unread import may_be
from audit.wording import get_it, join, kind_name, unit_name
from checklists import Each, Item
from registry.dates import parse_month

_SOME = 8


@rule("missing-item", Severity.ERROR, family="completeness")
def missing_item(dossier: Dossier) -> Iterator[Problem]:
    """清单要求的一项材料，档案里一件也没有。

    为什么：四级档案每一项都要“装档”，整项缺失说明这一步没有做，或做了没有留下材料，检查时无从查证。
    怎么办：先向经办人和上下级单位找原件，找到后归档；确实没有形成的，按程序补办或写情况说明，不得倒填日期。
    依据：各清单项后所列条款（如四级档案通知“一、档案资料管理”对应项）。
    """
    for cell in dossier.cells_due():
        if cell.status is Status.MISSING and _reportable(dossier, cell) == list(cell.gaps):
            kinds = [part.kind for part in cell.item.parts]
            wanted = join(kind_name(kind) for kind in kinds)
            yield Problem(
                unit=cell.unit,
                item=cell.item.id,
                message=f"{unit_name(cell.unit)}缺“{cell.item.title}”（{cell.item.id}）整项材料，应有{wanted}，一件也没有找到。",
                expected=f"{cell.item.clause}：{wanted}",
                actual="没有找到",
                fix=get_it(kinds),
                kinds=cell.missing_parts,
            )


@rule("missing-part", Severity.ERROR, family="completeness")
def missing_part(dossier: Dossier) -> Iterator[Problem]:
    """一项材料里缺一种，或者缺其中某户、某村的一份。

    为什么：一项材料由几种组成（如评议要有记录、结果、公示、照片），缺一种就不能证明这一步完整。
    怎么办：按提示补上缺的那一种、那一份；不得用别户、别次的材料顶替。
    依据：各清单项后所列条款；逐户、逐村要求见清单“每户一份”“每村一份”。
    """
    for cell in dossier.cells_due():
        gaps = _reportable(dossier, cell)
        if cell.status is Status.MISSING and gaps == list(cell.gaps):
            continue
        by_kind: dict[str, list[Gap]] = defaultdict(list)
        for gap in gaps:
            if gap.each not in (Each.MONTH, Each.MEASURE):
                by_kind[gap.kind].append(gap)
        for kind, lacking in by_kind.items():
            yield _part_problem(cell, kind, [gap.due_for for gap in lacking if gap.due_for])


def _part_problem(cell: Cell, kind: str, due_for: list[str]) -> Problem:
    whose = f"，缺的是：{_listed(due_for)}" if due_for else ""
    return Problem(
        unit=cell.unit,
        item=cell.item.id,
        message=f"{unit_name(cell.unit)}“{cell.item.title}”（{cell.item.id}）里缺{kind_name(kind)}{whose}。",
        expected=f"{cell.item.clause}：要有{kind_name(kind)}{_each(cell.item, kind)}",
        actual=f"缺 {len(due_for)} 份：{_listed(due_for)}" if due_for else "没有找到",
        fix=get_it([kind]),
        kinds=(kind,),
    )


@rule("missing-month", Severity.ERROR, family="completeness")
def missing_month(dossier: Dossier) -> Iterator[Problem]:
    """每月都要有的材料，中间断了月份。

    为什么：预警线索清单一月一份，没有线索的月份也要零报告，断月说明当月没有比对、排查或没有归档。
    怎么办：从系统导出或向行业部门索取当月清单；当月确实没有线索的，归入当月的零报告。
    依据：四级档案通知县级档案第 2 项（一月一份、盖章提供，严格执行零报告制度）。
    """
    for cell in dossier.cells_due():
        months = [gap.due_for for gap in _reportable(dossier, cell) if gap.each is Each.MONTH]
        if not months or cell.status is Status.MISSING:
            continue
        kind = next(gap.kind for gap in cell.gaps if gap.each is Each.MONTH)
        names = [month.zh if (month := parse_month(text)) else text for text in months]
        first = dossier.checklist.monthly_from
        yield Problem(
            unit=cell.unit,
            item=cell.item.id,
            message=f"{unit_name(cell.unit)}的{kind_name(kind)}缺 {len(names)} 个月：{join(names)}。",
            expected=f"从 {first} 起每月一份，没有线索的月份有零报告",
            actual=f"缺{join(names)}",
            fix=get_it([kind]),
            kinds=(kind,),
        )


@rule("missing-proof", Severity.ERROR, family="completeness")
def missing_proof(dossier: Dossier) -> Iterator[Problem]:
    """统计表里的一项帮扶措施没有佐证。

    为什么：每享受一项帮扶措施都要有佐证体现，没有佐证的措施不能证明已经落实。
    怎么办：向措施的责任单位索取凭证（发放明细、合同、证书、结算单等）归入该户档案；措施没有落实的，核实后更正统计表并写情况说明。
    依据：四级档案通知户档案第 8 项（每享受一项帮扶措施均要有佐证体现）。
    """
    for cell in dossier.cells_due():
        if cell.status is Status.MISSING:
            continue
        for gap in _reportable(dossier, cell):
            if gap.each is not Each.MEASURE:
                continue
            what = f"“{gap.due_for}”" if gap.due_for else "各项措施"
            yield Problem(
                unit=cell.unit,
                item=cell.item.id,
                message=f"{unit_name(cell.unit)}的帮扶措施{what}没有佐证。",
                expected="统计表里每项措施都有佐证",
                actual=f"没有找到{what}的佐证",
                fix=f"向{what}的责任单位索取发放凭证、合同、证书等佐证，复印归入该户档案；措施没有落实的，核实后更正统计表。",
                kinds=(gap.kind,),
                about=(gap.due_for,),
            )


def _reportable(dossier: Dossier, cell: Cell) -> list[Gap]:
    """The gaps, without those that a file nobody could read may fill: that file has its own finding."""
    if not cell.uncertain_files or not cell.gaps:
        return list(cell.gaps)
    unread = [file for file in dossier.files if file.path in cell.uncertain_files]
    return [gap for gap in cell.gaps if not any(_may_fill(file, gap) for file in unread)]


def _may_fill(file: File, gap: Gap) -> bool:
    if file.document.state.lost:
        about = bool(gap.due_for) and gap.due_for in file.path.rpartition("/")[2]
        return file.kind == "unknown" or about or gap.kind in may_be(file)
    if file.kind in WITH_LIST:
        return gap.kind == "name-list"
    return (file.kind == "photo") if gap.kind == "photo" else True


def _each(item: Item, kind: str) -> str:
    each = next((part.each for part in item.parts if part.kind == kind), Each.ONCE)
    return f"（{each.zh}）" if each.zh else ""


def _listed(names: list[str]) -> str:
    return join(names[:_SOME]) + (f" 等 {len(names)} 个" if len(names) > _SOME else "")
