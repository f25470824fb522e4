"""Figures that do not add up: incomes, totals, percentages, and incomes against the line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from audit.claims.means import mean_fits
from audit.claims.types import Field, Mean, Ratio, Statement, Sum
from audit.household_stages import stage_of
from audit.rules.catalogue import rule
from audit.rules.weighing import quote
from audit.rules.within import Found, problems_within
from audit.stated import Original, originals, statements_by_household
from audit.types import Dossier, Problem, Severity
from audit.wording import unit_name
from checklists import Checklist, Stage, load_income_lines
from registry.amounts import format_amount

_PARTS = (Field.WAGE, Field.BUSINESS, Field.PROPERTY, Field.TRANSFER)
# Rounding: to the yuan in the parts, to the cent a head.
_TOLERANCE = Decimal(1)


@rule("income-arithmetic", Severity.ERROR, family="figures", alone=True)
def income_arithmetic(dossier: Dossier) -> Iterator[Problem]:
    """一份材料里的收入分项、合计和人均算不拢。

    为什么：家庭纯收入＝工资性＋生产经营性＋财产性＋转移性收入－生产经营性支出，人均＝家庭纯收入÷家庭人口；算不拢说明核算或抄写有错，认定、消除就没有依据。
    怎么办：对照入户核算底稿逐项重算，由出具单位更正写错的那一项；需要户主签认的，更正后请户主核对。
    依据：全国防返贫监测信息系统采集表的收支指标及其算法；四级档案通知户档案第 3、4、9 项。
    """
    for original in originals(dossier):
        forms: dict[tuple[str, str], dict[Field, Statement]] = defaultdict(dict)
        for statement in original.claims.statements:
            forms[statement.head, statement.column].setdefault(statement.field, statement)
        for about, fields in forms.items():
            yield from problems_within(
                dossier,
                original,
                "收入算不拢",
                [Found(said, statement.source) for said, statement in _sums_wrong(fields)],
                expected="分项、合计、人均互相算得拢",
                fix="对照入户核算底稿重算，由出具单位更正写错的那一项。",
                about=about,
            )


def _sums_wrong(fields: Mapping[Field, Statement]) -> Iterator[tuple[str, Statement]]:
    figure = {field: Decimal(statement.value) for field, statement in fields.items() if _is_figure(field)}
    parts = [figure[field] for field in _PARTS if field in figure]
    earned = sum(parts, Decimal(0))
    if Field.NET in figure and len(parts) >= 3:
        counted = earned - figure.get(Field.EXPENSE, Decimal(0))
        if abs(counted - figure[Field.NET]) >= _TOLERANCE and abs(earned - figure[Field.NET]) >= _TOLERANCE:
            said = f"分项算得{format_amount(counted)}元，家庭纯收入写的是{format_amount(figure[Field.NET])}元"
            yield said, fields[Field.NET]
    if Field.GROSS in figure and len(parts) >= 3 and abs(earned - figure[Field.GROSS]) >= _TOLERANCE:
        said = f"分项合计{format_amount(earned)}元，家庭总收入写的是{format_amount(figure[Field.GROSS])}元"
        yield said, fields[Field.GROSS]
    if {Field.NET, Field.SIZE, Field.PER_HEAD} <= set(figure):
        each = figure[Field.NET] / figure[Field.SIZE]
        if abs(each - figure[Field.PER_HEAD]) >= _TOLERANCE:
            size = figure[Field.SIZE]
            said = f"{format_amount(figure[Field.NET])}元÷{size}人＝{format_amount(each)}元，人均写的是{format_amount(figure[Field.PER_HEAD])}元"
            yield said, fields[Field.PER_HEAD]


def _is_figure(field: Field) -> bool:
    return field in (*_PARTS, Field.EXPENSE, Field.GROSS, Field.NET, Field.PER_HEAD, Field.SIZE)


@rule("income-over-line", Severity.WARNING, family="figures")
def income_over_line(dossier: Dossier) -> Iterator[Problem]:
    """收入与当年监测范围线不合：纳入时高于线，或消除时低于线。

    为什么：脱贫不稳定户、边缘易致贫户以收入在监测范围线以内为条件，消除风险以收入稳定超过线为条件；突发严重困难户纳入时不受此限。范围线是参考，不是唯一标准。
    怎么办：核对收入和类别；确因支出骤增等原因纳入的，在核查表、评议记录里写明理由。
    依据：中农组发〔2021〕7号 关于监测范围、风险消除的规定；当年范围线见清单的 income_line。
    """
    for home, found in statements_by_household(dossier).items():
        types = {each.statement.value for each in found if each.statement.field is Field.TYPE}
        for stage in (Stage.IDENTIFICATION, Stage.ELIMINATION):
            stated = [
                each for each in found if each.statement.field is Field.PER_HEAD and stage_of(each) is stage
            ]
            for each in stated[:1]:
                line = _line_of(dossier.checklist, each.original)
                income = Decimal(each.statement.value)
                over = stage is Stage.IDENTIFICATION and types and "突发严重困难户" not in types
                if line is None or not (
                    income < line if stage is Stage.ELIMINATION else over and income > line
                ):
                    continue
                side = "低于" if stage is Stage.ELIMINATION else "高于"
                yield Problem(
                    unit=home,
                    item=each.original.item,
                    message=f"{unit_name(home)}{stage.zh}时人均纯收入{each.statement.value}元，{side}当年监测范围线{format_amount(line)}元。",
                    files=each.original.paths,
                    expected=f"{'消除时超过' if stage is Stage.ELIMINATION else '纳入时不超过'}{format_amount(line)}元",
                    actual=f"{each.statement.value}元",
                    fix="核对收入和类别；确有特殊原因的，在核查表、评议记录里写明。",
                    quotes=(quote(each.original, each.statement.source),),
                )


def _line_of(checklist: Checklist, original: Original) -> Decimal | None:
    """The line of the paper's year at the checklist's place; None where nobody has told it."""
    own = checklist.income_line
    year = original.paper.day.year if original.paper.day else own.year
    if year == own.year:
        return own.amount
    lines = [line.amount for line in load_income_lines() if line.place == own.place and line.year == year]
    return lines[0] if lines else None


@rule("total-mismatch", Severity.ERROR, family="figures", alone=True)
def total_mismatch(dossier: Dossier) -> Iterator[Problem]:
    """一段文字或一张表里，分项之和不等于合计。

    为什么：按类别、按风险分的户数、人数加起来应当等于总数，表的合计应当等于各行之和；不等说明数字没有核过。一户有几种风险时，按风险分的数可能多于总数，由人判断。
    怎么办：按名单、台账重新点数，由出具单位更正后重新印发或说明。
    依据：GB/T 9704-2012 对公文准确性的要求；四级档案通知“账实相符”。
    """
    for original in originals(dossier):
        wrong = [each for each in original.claims.sums if not _adds_up(each)]
        doubtful = [each for each in wrong if _may_overlap(each)]
        certain = [each for each in wrong if each not in doubtful]
        for judge, found in ((False, certain), (True, doubtful if dossier.alone or not certain else [])):
            yield from problems_within(
                dossier,
                original,
                "分项之和与合计不等",
                [Found(_sum_said(each), each.source) for each in found],
                expected="分项之和等于合计",
                fix="按名单、台账重新点数，由出具单位更正。",
                judge=judge,
            )


def _adds_up(each: Sum) -> bool:
    """Amounts in 万元 may be rounded, parts and total alike; head counts may not."""
    off = abs(sum(each.parts, Decimal(0)) - each.total)
    if each.unit not in ("万元", "亿元"):
        return not off
    return off <= _last_place(each.total) / 2 + sum(map(_last_place, each.parts), Decimal(0)) / 2


def _last_place(figure: Decimal) -> Decimal:
    """The unit of the last decimal written; nothing for a whole number, which is taken for exact."""
    exponent = figure.as_tuple().exponent
    return Decimal(10) ** exponent if isinstance(exponent, int) and exponent < 0 else Decimal(0)


def _may_overlap(each: Sum) -> bool:
    """A household may have several risks, so that those counted by risk are more than all."""
    return each.unit.endswith("（按风险）") and sum(each.parts) > each.total


def _sum_said(each: Sum) -> str:
    parts = "＋".join(format_amount(part) for part in each.parts[:12])
    return f"{parts}＝{format_amount(sum(each.parts, Decimal(0)))}，合计写的是{format_amount(each.total)}（{each.unit}）"


@rule("ratio-mismatch", Severity.ERROR, family="figures", alone=True)
def ratio_mismatch(dossier: Dossier) -> Iterator[Problem]:
    """百分比、户均、人均与算它的数不符。

    为什么：占比、比率、户均、人均是由前面的数算出来的，不符说明数字改过一处、漏了一处。四舍五入的不算。
    怎么办：按底数重算，由出具单位更正。
    依据：GB/T 9704-2012 对公文准确性的要求。
    """
    for original in originals(dossier):
        yield from problems_within(
            dossier,
            original,
            "占比与数字不符",
            [Found(_ratio_said(each), each.source) for each in original.claims.ratios if not _fits(each)],
            expected="占比与数字相符",
            fix="按底数重算，由出具单位更正。",
        )
        yield from problems_within(
            dossier,
            original,
            "户均、人均与数字不符",
            [Found(_mean_said(each), each.source) for each in original.claims.means if not mean_fits(each)],
            expected="户均、人均与总额、户数、人数相符",
            fix="按底数重算，由出具单位更正。",
            about=("mean",),
        )


def _mean_said(each: Mean) -> str:
    made = format_amount(each.total / each.count)
    return f"{format_amount(each.total)}元÷{each.count}{each.of}＝{made}元，{each.of}均写的是{format_amount(each.each)}元"


def _ratio_said(each: Ratio) -> str:
    made = each.part * 100 / each.whole
    return f"{format_amount(each.part)}÷{format_amount(each.whole)}＝{made:.2f}%，写的是{each.percent}%"


def _fits(each: Ratio) -> bool:
    """Rounded or cut off at the last place written."""
    exponent = each.percent.as_tuple().exponent
    unit = Decimal(10) ** (exponent if isinstance(exponent, int) else 0)
    return abs(each.part * 100 / each.whole - each.percent) < unit
