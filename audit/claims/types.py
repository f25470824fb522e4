"""What a paper states, each with the place where it stands. Frozen values; the rules compare these and nothing else.

A claim is what is written, put into a normal form, not what is true. Every claim keeps its source, so that a finding can
show where each side stands. A claim read off a picture carries the reader's confidence: rules must not call a
contradiction an error that rests on characters below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

__all__ = [
    "Annex",
    "Attendance",
    "BadDate",
    "Claims",
    "Count",
    "Dated",
    "DocumentNumber",
    "Exposed",
    "Field",
    "Mean",
    "Numbered",
    "Period",
    "Person",
    "Placeholder",
    "Ratio",
    "Roster",
    "Signing",
    "Source",
    "Statement",
    "Sum",
    "Vote",
]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim stands: page, place (正文 or the sheet's name), the line as written, and how surely it was read."""

    page: int
    place: str
    quote: str
    sure: float = 1.0


class Field(str, Enum):
    """What a paper may state of a household. Values are kept in the normal form named here."""

    ID = "id"  # 18 characters, or with * where it is masked
    TYPE = "type"  # 脱贫不稳定户 边缘易致贫户 突发严重困难户
    RISKS = "risks"  # 因病 因残 …, sorted, joined by 、
    SIZE = "size"  # persons
    WAGE = "wage"  # amounts: yuan, plain decimal
    BUSINESS = "business"
    PROPERTY = "property"
    TRANSFER = "transfer"
    EXPENSE = "expense"
    GROSS = "gross"  # 家庭总收入, before expenses
    NET = "net"  # 家庭纯收入
    PER_HEAD = "per-head"  # 人均纯收入
    HELPER = "helper"  # names joined by 、
    MEASURES = "measures"  # names joined by 、, in the order written
    VILLAGE = "village"
    IDENTIFIED_ON = "identified-on"  # ISO date or month
    ELIMINATED_ON = "eliminated-on"
    CONCLUSION = "conclusion"

    @property
    def zh(self) -> str:
        return _FIELD_NAMES[self.value]


_FIELD_NAMES = {
    "id": "证件号码",
    "type": "监测对象类别",
    "risks": "风险",
    "size": "家庭人口",
    "wage": "工资性收入",
    "business": "生产经营性收入",
    "property": "财产性收入",
    "transfer": "转移性收入",
    "expense": "生产经营性支出",
    "gross": "家庭总收入",
    "net": "家庭纯收入",
    "per-head": "人均纯收入",
    "helper": "帮扶责任人",
    "measures": "帮扶措施",
    "village": "村（社区）",
    "identified-on": "纳入时间",
    "eliminated-on": "风险消除时间",
    "conclusion": "结论",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One field of one household. `column` tells 识别时 from 现在 on forms that show both."""

    head: str
    field: Field
    value: str
    source: Source
    column: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person with an identity number or a relation to the head, as written."""

    name: str
    id_number: str
    relation: str
    source: Source


@dataclass(frozen=True, slots=True)
class Count:
    """N 户 M 人 with the words before it: 其中脱贫不稳定户2户5人 has the label 脱贫不稳定户."""

    label: str
    households: int | None
    persons: int | None
    source: Source


@dataclass(frozen=True, slots=True)
class Period:
    """A posting: first and last day, and the days that the text itself states (None where it does not)."""

    first: date
    last: date
    stated_days: int | None
    source: Source


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who should be and who was at a meeting. `names`: those listed as present; `without_vote`: 列席, 回避."""

    due: int | None
    present: int | None
    names: tuple[str, ...]
    without_vote: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Vote:
    """The vote on one household (`head` empty: on all). None where it is not stated."""

    head: str
    in_favour: int | None
    against: int | None
    abstained: int | None
    passed: bool | None
    source: Source


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A 发文字号 in the form 某府呈〔2021〕3号. `own`: the paper's; else one it cites, with the title cited."""

    number: str
    own: bool
    title: str
    source: Source


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with the label it stands at (申请日期, 会议时间, 村级意见 …); 落款 for the date a paper is signed."""

    label: str
    on: date
    source: Source


@dataclass(frozen=True, slots=True)
class BadDate:
    """A date that does not exist, as written."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Signing:
    """A place to sign. `filled` is None where it cannot be told; `names`: what stands there."""

    label: str
    filled: bool | None
    names: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex that the paper names."""

    title: str
    source: Source


@dataclass(frozen=True, slots=True)
class Sum:
    """Figures that are said to make up a total."""

    parts: tuple[Decimal, ...]
    total: Decimal
    unit: str
    source: Source


@dataclass(frozen=True, slots=True)
class Ratio:
    """A percentage with the two figures that it is said to come from."""

    part: Decimal
    whole: Decimal
    percent: Decimal
    source: Source


@dataclass(frozen=True, slots=True)
class Mean:
    """What falls to each of 户 or 人 (`of`), with the total and the count that it is said to come from, in yuan.

    The steps are what the last place written is worth.
    """

    total: Decimal
    count: Decimal
    each: Decimal
    total_step: Decimal
    each_step: Decimal
    of: str
    source: Source


@dataclass(frozen=True, slots=True)
class Roster:
    """Heads that running text names one by one, and how many households it counts beside them.

    `households` is None for the numbered items of a record, each on a household.
    """

    names: tuple[str, ...]
    households: int | None
    source: Source


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered heading or item: scheme (一、 （一） 1. （1） or a table's 序号), its number, and the group it runs in."""

    scheme: str
    number: int
    group: int
    source: Source


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Words that wait for a value: x户x人, 20xx年, ×××, “占比。”, a template's tag."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Exposed:
    """A whole identity, telephone or bank number in the text; `shown` is its masked form."""

    what: str
    shown: str
    source: Source


@dataclass(frozen=True, slots=True)
class Claims:
    """All that one paper states."""

    statements: tuple[Statement, ...] = ()
    persons: tuple[Person, ...] = ()
    counts: tuple[Count, ...] = ()
    periods: tuple[Period, ...] = ()
    attendances: tuple[Attendance, ...] = ()
    votes: tuple[Vote, ...] = ()
    numbers: tuple[DocumentNumber, ...] = ()
    dates: tuple[Dated, ...] = ()
    bad_dates: tuple[BadDate, ...] = ()
    signings: tuple[Signing, ...] = ()
    annexes: tuple[Annex, ...] = ()
    sums: tuple[Sum, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    numbering: tuple[Numbered, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    exposed: tuple[Exposed, ...] = ()
    means: tuple[Mean, ...] = ()
    rosters: tuple[Roster, ...] = ()
    empty_lists: tuple[Source, ...] = ()
