"""The entries of 纸质件 and 豁免 in decisions.yaml → values, each field understood or told with its row. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from audit.decisions.names import nearest, parse_items, parse_kinds
from audit.decisions.rows import EXAMPLES, ON_PAPER, WAIVERS, Row, normal_path
from audit.decisions.waiver import OnPaper, Waiver
from audit.rules.catalogue import catalogue, rule_summaries
from checklists import Fault, UserError
from registry.dates import parse_date
from registry.text import squeeze

__all__ = ["parse_on_paper", "parse_rule", "parse_waiver", "same_papers", "same_waivers"]

_Value = TypeVar("_Value")
# Field → what lacks where it is not written, and what to write.
_REQUIRED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    ON_PAPER: {
        "unit": ("哪个单位", f"写成 {EXAMPLES[ON_PAPER]}"),
        "item": ("清单的哪一项", "加一行“项目: V05”"),
        "by": ("谁看过", "加一行“谁看过: 姓名”；没有人看过的不能记"),
        "on": ("哪天看的", "加一行“何时: 2021-12-03”"),
        "kept": ("存放在哪里", "加一行“存放处: 哪个单位、哪个柜、哪一盒”"),
    },
    WAIVERS: {
        "rule": ("哪条规则", f"写成 {EXAMPLES[WAIVERS]}；所有规则见 fangpin list rules"),
        "unit": ("哪个单位", "加一行“单位: 思源县/双河镇/红旗村”"),
        "reason": ("理由", "加一行“理由: 为什么可以不改”"),
        "approver": ("批准人", "加一行“批准人: 姓名、职务”"),
        "until": ("到期日", "加一行“到期日: 2022-06-30”；豁免不能没有期限"),
    },
}
_NONE: tuple[str, ...] = ()
_YES, _NO = ("是", "含", "yes", "true", "√"), ("", "否", "不含", "no", "false")


def parse_on_paper(row: Row, name: str) -> OnPaper:
    """A paper that somebody saw. Raises UserError with every fault."""
    fields = _Fields(row, name, ON_PAPER)
    kinds = fields.read("kind", lambda text: parse_kinds(text, fields.at("kind")), _NONE)
    if len(kinds) > 1:
        fields.faults.append(Fault(fields.at("kind"), "一条里写了几种材料", "一种材料写一条"))
    items = fields.read("item", parse_items, _NONE)
    on = fields.day("on")
    fields.check()
    return OnPaper(
        unit=fields.text("unit"),
        item=items[0] if items else "",
        by=fields.text("by"),
        on=on,
        kept=fields.text("kept"),
        kind=kinds[0] if kinds else "",
        due_for=fields.text("due_for"),
        note=fields.text("note"),
        line=row.first + 1,
    )


def parse_waiver(row: Row, name: str) -> Waiver:
    """Findings allowed to stand. Raises UserError with every fault."""
    fields = _Fields(row, name, WAIVERS)
    rule = fields.read("rule", lambda text: parse_rule(text, fields.at("rule")), "")
    items = fields.read("item", parse_items, _NONE)
    below = squeeze(fields.text("below")).lower()
    if below not in _YES + _NO:
        fields.faults.append(Fault(fields.at("below"), f"看不懂“{fields.text('below')}”", "写“是”或“否”"))
    until = fields.day("until")
    fields.check()
    return Waiver(
        rule=rule,
        unit=fields.text("unit"),
        reason=fields.text("reason"),
        approver=fields.text("approver"),
        until=until,
        below=below in _YES,
        item=items[0] if items else "",
        path=normal_path(fields.text("path")),
        id=fields.text("id").lower(),
        line=row.first + 1,
    )


def parse_rule(text: str, where: str) -> str:
    """A rule by its slug, or by its summary as the reports show it. Raises UserError at `where` for another word."""
    word = squeeze(text).rstrip("。")
    known = {rule.name: rule.name for rule in catalogue()}
    known |= {squeeze(summary): slug for slug, summary in rule_summaries().items()}
    if word in known:
        return known[word]
    near = nearest(word, known)
    ask = f"是不是 {'、'.join(near)}？" if near else ""
    raise UserError(Fault(where, f"没有规则“{text}”", f"{ask}所有规则见 fangpin list rules"))


def same_papers(one: OnPaper, other: OnPaper) -> bool:
    """Whether two entries are of one paper."""
    return (one.unit, one.item, one.kind, one.due_for) == (other.unit, other.item, other.kind, other.due_for)


def same_waivers(one: Waiver, other: Waiver) -> bool:
    """Whether two waivers are of the same findings."""
    return _meant(one) == _meant(other)


def _meant(waiver: Waiver) -> tuple[object, ...]:
    return waiver.rule, waiver.unit, waiver.below, waiver.item, waiver.path, waiver.id


class _Fields:
    """An entry's fields as they are read, with what is wrong in them."""

    def __init__(self, row: Row, name: str, section: str) -> None:
        self.row, self.name = row, name
        self.faults: list[Fault] = list(self._lacking(section))

    def _lacking(self, section: str) -> Iterator[Fault]:
        for field, (what, todo) in _REQUIRED[section].items():
            if not self.text(field):
                yield Fault(f"{self.name} 第 {self.row.first + 1} 行", f"没有写{what}", todo)

    def at(self, field: str) -> str:
        return f"{self.name} 第 {self.row.fields[field][1]} 行"

    def text(self, field: str) -> str:
        text = self.row.fields[field][0] if field in self.row.fields else ""
        return "" if text in ("~", "null") else text

    def read(self, field: str, parse: Callable[[str], _Value], none: _Value) -> _Value:
        if not self.text(field):
            return none
        try:
            return parse(self.text(field))
        except UserError as error:
            self.faults += error.faults
            return none

    def day(self, field: str) -> date:
        """The day; some day where it is wrong, for `check` raises then."""
        text = self.text(field)
        day = parse_date(text) if text else None
        if text and day is None:
            self.faults.append(Fault(self.at(field), f"“{text}”不是日期", "写成 2021-12-03 这样"))
        return day or date.min

    def check(self) -> None:
        """Raises UserError where anything is wrong."""
        if self.faults:
            raise UserError(self.faults)
