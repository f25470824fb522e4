"""Income and spending: components, totals, per head, and the line of the checklist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from checklists import IncomeLine, load_checklist, load_income_lines
from registry.amounts import format_amount
from registry.checks.sound import sound_households
from registry.column import columns_of
from registry.dates import parse_month
from registry.faults import CellFault
from registry.read_workbook import Loaded
from registry.records import Household, Income
from registry.registry import Registry

__all__ = ["income_periods", "incomes_add_up", "incomes_and_line", "no_negative_amounts", "per_head_agrees"]

_EARNED = ("wages", "business", "property", "transfer")
_TRANSFERS = ("birth_control", "allowance", "destitute", "pension", "ecology", "other_transfer")
_NEVER_NEGATIVE = (*_EARNED, *_TRANSFERS, "expense", "claims", "out_of_pocket")
_CENT = Decimal("0.01")


def incomes_add_up(loaded: Loaded) -> Iterator[CellFault]:
    """家庭纯收入, 转移性收入 and 人均纯收入 of each row against what they are made of."""
    for income in loaded.registry.incomes:
        yield from _net(loaded, income)
        yield from _transfer(loaded, income)
        yield from _per_head(loaded, income)


def _net(loaded: Loaded, income: Income) -> Iterator[CellFault]:
    """Net = the four incomes − the cost of earning them; unknown parts are not judged (domain: C8)."""
    due = _due_net(income, income.transfer)
    if income.net is None or due is None or (income.expense is None and income.net <= due):
        return
    by_six = _due_net(income, _sum_of_transfers(income))  # A wrong 转移性收入 is reported there.
    if _differ(due, income.net) and (by_six is None or _differ(by_six, income.net)):
        minus = f"减支出 {_yuan(income.expense)} " if income.expense else ""
        gross = due + (income.expense or 0)
        what = f"填的是 {_yuan(income.net)} 元，四项收入之和 {_yuan(gross)} {minus}应为 {_yuan(due)} 元"
        yield loaded.fault(income, "net", what, "请核对各项收入、生产经营性支出和家庭纯收入")


def _due_net(income: Income, transfer: Decimal | None) -> Decimal | None:
    parts = (income.wages, income.business, income.property, transfer)
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) - (income.expense or 0) if len(known) == len(parts) else None


def _sum_of_transfers(income: Income) -> Decimal | None:
    given = [part for field in _TRANSFERS if (part := getattr(income, field)) is not None]
    return sum(given, Decimal(0)) if given else None


def _differ(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) > _CENT


def _transfer(loaded: Loaded, income: Income) -> Iterator[CellFault]:
    """转移性收入 against its six parts: with parts left open, a smaller sum is only doubtful."""
    total = _sum_of_transfers(income)
    if income.transfer is not None and total is not None and _differ(total, income.transfer):
        whole = all(getattr(income, field) is not None for field in _TRANSFERS)
        what = (
            f"填的是 {_yuan(income.transfer)} 元，{'六项' if whole else '六项中已填的'}合计 {_yuan(total)} 元"
        )
        wrong = whole or total > income.transfer
        yield loaded.fault(income, "transfer", what, "请核对转移性收入和它的六项", error=wrong)


def _per_head(loaded: Loaded, income: Income) -> Iterator[CellFault]:
    persons = income.persons
    if persons == 0:
        yield loaded.fault(income, "persons", "家庭人口是 0", "请填计算人均用的人口")
        return
    household = loaded.registry.households_by_id.get(income.household_id)
    size = household.size if household and income.stage == "认定" else None
    if income.net is None or income.per_head is None or not (persons or size):
        return
    # A wrong net or number of persons is reported there: the figure may fit the right one.
    nets = (income.net, _due_net(income, income.transfer), _due_net(income, _sum_of_transfers(income)))
    fitting = (net / Decimal(count) for net in nets if net is not None for count in (persons, size) if count)
    if all(_differ(due, income.per_head) for due in fitting):
        due = income.net / Decimal(persons or size or 1)
        what = f"填的是 {_yuan(income.per_head)} 元，{_yuan(income.net)} 元 ÷ {persons or size} 人 = {_yuan(due)} 元"
        yield loaded.fault(income, "per_head", what, "请核对家庭纯收入、人口和人均纯收入")


def per_head_agrees(loaded: Loaded) -> Iterator[CellFault]:
    """人均纯收入 of the household's row is that of its income at identification."""
    registry = loaded.registry
    for household in sound_households(registry).values():
        income = registry.income_of(household, "认定")
        if income is None or income.per_head is None or household.per_head is None:
            continue
        by_parts = income.net / Decimal(income.persons) if income.net is not None and income.persons else None
        # Where the income's own figure is wrong and this one right, the fault is reported there.
        right = by_parts is not None and not _differ(by_parts, household.per_head)
        if _differ(household.per_head, income.per_head) and not right:
            what = f"填的是 {_yuan(household.per_head)} 元，〔收入支出〕第 {income.row} 行是 {_yuan(income.per_head)} 元"
            yield loaded.fault(household, "per_head", what, "请改正写错的一处")


def no_negative_amounts(loaded: Loaded) -> Iterator[CellFault]:
    """Income and spending are not below nought; the net may be."""
    for income in loaded.registry.incomes:
        for field in _NEVER_NEGATIVE:
            amount = getattr(income, field)
            if amount is not None and amount < 0:
                heading = columns_of(Income)[field].heading
                yield loaded.fault(income, field, f"{heading}是负数 {_yuan(amount)}", "请填 0 或正数")


def income_periods(loaded: Loaded) -> Iterator[CellFault]:
    """计算期 are months, the first not after the last."""
    for income in loaded.registry.incomes:
        months = {}
        for field in ("period_from", "period_to"):
            text = getattr(income, field)
            months[field] = parse_month(text) if text else None
            if text and months[field] is None:
                yield loaded.fault(income, field, f"“{text}”不是月份", "请按 2021-03 的样子填写", error=False)
        first, last = months["period_from"], months["period_to"]
        if first and last and first > last:
            yield loaded.fault(income, "period_to", f"计算期止 {last} 早于计算期起 {first}", "请核对两个月份")


def incomes_and_line(loaded: Loaded) -> Iterator[CellFault]:
    """Type and elimination against the income line of that year (contract: income-over-line)."""
    registry = loaded.registry
    for household in sound_households(registry).values():
        first, last = registry.income_of(household, "认定"), registry.income_of(household, "风险消除")
        per_head = first.per_head if first and first.per_head is not None else household.per_head
        line = _line_of(registry, household.verified_on or household.applied_on or household.identified_on)
        if line and per_head is not None and per_head > line.amount and _within_line(household):
            what = f"{household.object_type}认定时的人均纯收入 {_yuan(per_head)} 元，高于{line.year}年的 {line.amount} 元"
            row: Household | Income = first if first and first.per_head is not None else household
            todo = "请核对收入，或核对是否应为突发严重困难户"
            yield loaded.fault(row, "per_head", what, todo, error=False)
        line = _line_of(registry, household.assessed_on or household.eliminated_on)
        if line and last and last.per_head is not None and last.per_head < line.amount and _leaves(household):
            what = f"风险消除时的人均纯收入 {_yuan(last.per_head)} 元，低于{line.year}年的 {line.amount} 元"
            yield loaded.fault(last, "per_head", what, "请核对收入；确实低于的，不应消除风险", error=False)


def _line_of(registry: Registry, day: date | None) -> IncomeLine | None:
    """The line of the day's year (else the archive's) at the checklist's place; None where nobody has told it."""
    own = load_checklist(registry.settings.checklist).income_line
    year = day.year if day else registry.settings.year or own.year
    known = (own, *load_income_lines())
    return next((line for line in known if (line.place, line.year) == (own.place, year)), None)


def _within_line(household: Household) -> bool:
    types = ("脱贫不稳定户", "边缘易致贫户")
    return household.object_type in types and household.state not in ("不予纳入", "已清退")


def _leaves(household: Household) -> bool:
    return household.state in ("拟消除", "已消除") or household.assessment == "风险消除"


def _yuan(amount: Decimal) -> str:
    return format_amount(amount)
