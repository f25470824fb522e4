"""补制清单: what was made anew and why, what was not and what to do instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from checklists import load_kinds
from docgen.missing import Left, Why
from fangpin.supply.listing import Sheet, write_listing
from fangpin.supply.made import NOTE, Made, Plan

__all__ = ["count_left", "left_rows", "made_listing", "unknown_units"]

_WHY: Mapping[Why, str] = {
    Why.COPIED: "档案别处有",
    Why.NEVER: "只能是当时形成的，不能补制",
    Why.UNKNOWN_UNIT: "登记簿里没有这个单位或这一户（或重名分不清）",
    Why.OTHER_OFFICE: "是别的单位的材料",
    Why.NO_FACTS: "登记簿里没有依据",
}
# Why a kind is never made, by what the audit advises instead.
_NEVER: Mapping[str, str] = {
    "reprint": "由全国系统导出，不能代为生成",
    "request": "由别的单位出具，不能代做",
    "sign": "要本人填写、签字，不能代做",
}
_TODO: Mapping[str, str] = {
    "copy": "复印过来：网页“补充”里的“复印”，或 fangpin audit --copies",
    "reprint": "从全国系统导出打印，按要求盖章",
    "request": "向出具的单位索取，复印归档",
    "sign": "先找已经填写、签字的；没有的打印空白表，由本人填写签字，写当天的日期",
    "explain": "先找原件；当时确实没有形成的，用情况说明",
    "": "在登记簿里补上后再运行",
}


def made_listing(plan: Plan, made: Made) -> bytes:
    """The list as a workbook."""
    kinds = load_kinds()
    lists = [(paper, paths, blanks) for paper, paths, blanks in made.papers if paper.due.kind != NOTE]
    notes = [(paper, paths) for paper, paths, _ in made.papers if paper.due.kind == NOTE]
    return write_listing([
        Sheet(
            "补制件",
            {"文件": 70, "材料": 22, "单位": 18, "原因": 34, "待填": 8},
            [
                ("\n".join(paths), kinds[paper.due.kind].name, paper.due.issuer.name, paper.reason, str(blanks or ""))
                for paper, paths, blanks in lists
            ],
        ),
        Sheet(
            "情况说明",
            {"文件": 70, "单位": 18, "为什么写": 40, "还要做": 60},
            [
                (
                    "\n".join(paths), paper.due.issuer.name, paper.reason,
                    "先找原件，找到了、没有问题的就不用它；确实如此的，由经办人填写原因和措施，盖章后归档，有关各户的文件夹里各放一份复印件",
                )
                for paper, paths in notes
            ],
        ),
        Sheet("没有补制", {"单位": 44, "清单编号": 10, "材料": 24, "缺谁的": 24, "为什么": 34, "怎么办": 60}, list(left_rows(plan))),
        Sheet("登记簿里没有的", {"单位或户（检查报告里的叫法）": 60}, [(unit,) for unit in unknown_units(plan)]),
        Sheet("待填", {"文件": 70, "空着的内容": 20, "填在登记簿哪一格": 60}, [
            (path, blank.heading, blank.place) for path, blank in made.blanks
        ]),
        Sheet("以前做过", {"文件（没有重做；要重做的先移走）": 90}, [(path,) for path in made.there]),
    ])  # fmt: skip


def count_left(plan: Plan) -> Counter[str]:
    """Why parts were not made, in words, with how many of each."""
    return Counter(map(_why, plan.missing.left))


def unknown_units(plan: Plan) -> list[str]:
    """The units and households of the report that the registry does not know, each once."""
    left = [each.lack.unit for each in plan.missing.left if each.why is Why.UNKNOWN_UNIT]
    return sorted({*left, *plan.notes.unknown})


def _why(left: Left) -> str:
    never = _NEVER.get(left.lack.remedy) if left.why is Why.NEVER else None
    return never or _WHY[left.why]


def left_rows(plan: Plan) -> Iterator[tuple[str, ...]]:
    """What was not made: unit, item, kind of paper, whose, why, what to do."""
    kinds = load_kinds()
    for left in plan.missing.left:
        lack = left.lack
        name = kinds[lack.kind].name if lack.kind in kinds else lack.kind
        yield lack.unit, lack.item, name, "、".join(lack.due_for), _why(left), _todo(left)
    for unit, item in plan.notes.written:
        yield (
            unit,
            item,
            kinds[NOTE].name,
            "",
            "登记簿〔收文发文〕已有这一项的情况说明",
            "按登记簿生成、打印：网页“材料”，或 fangpin generate --kind situation-note",
        )


def _todo(left: Left) -> str:
    if left.why is Why.UNKNOWN_UNIT:
        return "核对名称：登记簿的〔单位〕〔监测对象户〕里要有，叫法要与档案里一致"
    if left.why is Why.NO_FACTS:
        return (
            left.todo
            or "登记簿里没有有关的记录（如这一批的会议、上报日期），先按原始材料补填；查不到的写情况说明"
        )
    return _TODO.get(left.lack.remedy, _TODO["request"])
