"""A household's state, types and risks against its other columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from registry.faults import CellFault
from registry.read_workbook import Loaded
from registry.records import Household

__all__ = ["risks", "states", "types"]

_FARM_TYPE = {"脱贫不稳定户": "脱贫户", "边缘易致贫户": "一般农户"}


def types(loaded: Loaded) -> Iterator[CellFault]:
    """脱贫不稳定户 comes of 脱贫户, 边缘易致贫户 of 一般农户 (domain: C2)."""
    for household in loaded.registry.households:
        due = _FARM_TYPE.get(household.object_type or "")
        if due and household.farm_type and household.farm_type != due:
            what = f"{household.object_type}的户类型是“{household.farm_type}”"
            todo = f"应为“{due}”；或改正监测对象类别"
            yield loaded.fault(household, "farm_type", what, todo, error=False)


def risks(loaded: Loaded) -> Iterator[CellFault]:
    """A risk stands once; 其他 wants its note."""
    for household in loaded.registry.households:
        seen: dict[str, int] = {}
        for number in range(1, 6):
            risk = getattr(household, f"risk{number}")
            if risk and risk in seen:
                what = f"“{risk}”与风险{seen[risk]}相同"
                yield loaded.fault(household, f"risk{number}", what, "请清空这一格，或改为另一项风险")
            elif risk:
                seen[risk] = number
        if "其他" in seen and not household.risk_note:
            what = "风险是“其他”，没有填风险说明"
            yield loaded.fault(household, "risk_note", what, "请写明是什么风险", error=False)


@dataclass(frozen=True, slots=True)
class _Rule:
    """Something that a state asks for or excludes: `broken` tells, `field` is the cell to mend."""

    field: str
    broken: Callable[[Household], bool]
    what: str
    todo: str
    error: bool = True


_TAKEN_IN = ("监测中", "拟消除", "已消除")
_RULES = (
    _Rule(
        "identified_on",
        lambda h: h.state in ("拟纳入", "不予纳入") and h.identified_on is not None,
        "状态是“{state}”，却填了认定日期",
        "已经认定的请改正状态，没有认定的请清空日期",
    ),
    _Rule(
        "identified_on",
        lambda h: h.state == "监测中" and h.identified_on is None,
        "状态是“监测中”，没有填认定日期",
        "请填县级批复的日期",
        False,
    ),
    _Rule(
        "batch",
        lambda h: h.state in _TAKEN_IN and not h.batch,
        "状态是“{state}”，没有填纳入批次",
        "请填“批次”表里的名称，不填的户不会进入公示、报告和请示",
        False,
    ),
    _Rule(
        "refused_at",
        lambda h: h.state == "不予纳入" and not h.refused_at,
        "状态是“不予纳入”，没有填未通过环节",
        "请从下拉中选，并写明未通过原因",
        False,
    ),
    _Rule(
        "refused_at",
        lambda h: bool(h.refused_at) and h.state not in ("不予纳入", ""),
        "状态是“{state}”，却填了未通过环节",
        "没有通过的请把状态改为“不予纳入”，通过了的请清空这一格",
    ),
    _Rule(
        "verification",
        lambda h: h.verification == "不纳入监测" and h.state in _TAKEN_IN,
        "核查结论是“不纳入监测”，状态却是“{state}”",
        "请改正核查结论或状态",
    ),
    _Rule(
        "elimination_batch",
        lambda h: bool(h.elimination_batch) and h.state in ("拟纳入", "不予纳入"),
        "状态是“{state}”，却填了消除批次",
        "没有纳入监测的户不能进入风险消除，请清空这一格或改正状态",
    ),
    _Rule(
        "elimination_batch",
        lambda h: h.state in ("拟消除", "已消除") and not h.elimination_batch,
        "状态是“{state}”，没有填消除批次",
        "请填“批次”表里的名称，不填的户不会进入公示、报告和请示",
        False,
    ),
    _Rule(
        "elimination_batch",
        lambda h: (
            h.state == "监测中"
            and bool(h.elimination_batch)
            and h.assessment != "继续监测"
            and h.reidentified_on is None
        ),
        "状态是“监测中”，却填了消除批次",
        "已经提名的请把状态改为“拟消除”；评估后继续监测的请填评估结论",
        False,
    ),
    _Rule(
        "eliminated_on",
        lambda h: h.state == "已消除" and bool(h.elimination_batch) and h.eliminated_on is None,
        "状态是“已消除”，没有填风险消除日期",
        "请填县级批复的日期",
        False,
    ),
    _Rule(
        "eliminated_on",
        lambda h: (
            h.eliminated_on is not None
            and h.reidentified_on is None
            and h.state not in ("已消除", "已清退", "")
        ),
        "状态是“{state}”，却填了风险消除日期",
        "已经消除的请改正状态；重新纳入的请填重新识别日期",
    ),
    _Rule(
        "assessment",
        lambda h: h.assessment == "继续监测" and h.state in ("拟消除", "已消除"),
        "评估结论是“继续监测”，状态却是“{state}”",
        "请改正评估结论或状态",
    ),
    _Rule(
        "covered",
        lambda h: h.covered == "是" and h.state in ("拟消除", "已消除"),
        "整户无劳动能力兜底保障的户，状态是“{state}”",
        "这样的户落实保障后继续监测，暂不标注风险消除，请核对",
        False,
    ),
    _Rule(
        "cleared_on",
        lambda h: h.cleared_on is not None and h.state not in ("已清退", ""),
        "状态是“{state}”，却填了清退日期",
        "已经清退的请改正状态，没有清退的请清空日期",
    ),
    _Rule(
        "cleared_on",
        lambda h: h.state == "已清退" and h.cleared_on is None,
        "状态是“已清退”，没有填清退日期",
        "请补上日期和清退原因",
        False,
    ),
)


def states(loaded: Loaded) -> Iterator[CellFault]:
    """What each state asks for is there, and what it excludes is not; one line a cell."""
    for household in loaded.registry.households:
        for rule in _RULES:
            if rule.broken(household):
                what = rule.what.format(state=household.state)
                yield loaded.fault(household, rule.field, what, rule.todo, error=rule.error)
