"""A small sound registry and its parts, each with changes; every person in it is made up."""

from __future__ import annotations

import tempfile
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from registry.checks import check
from registry.column import columns_of
from registry.faults import CellFault
from registry.identity import check_digit
from registry.read_workbook import Loaded, load_spreadsheet, read_workbook, records_of
from registry.records import (
    Attendee,
    Batch,
    Change,
    Clue,
    Household,
    Income,
    Inspection,
    Measure,
    Meeting,
    Member,
    Paper,
    Unit,
    Vote,
)  # fmt: skip
from registry.registry import Registry
from registry.sheets import GUIDE_SHEET, SHEETS
from registry.spreadsheet import Rows, Spreadsheet
from registry.write_workbook import workbook_bytes

HOUSEHOLD_ID = "A001"


def make_id(birth: str = "19700412", sequence: str = "121", area: str = "529021") -> str:
    """A sound number in an area that does not exist; an odd sequence is a man's."""
    first17 = area + birth + sequence
    return first17 + check_digit(first17)


HEAD_ID = make_id("19700412", "121")
WIFE_ID = make_id("19720903", "122")
SON_ID = make_id("20010615", "123")


def make_units() -> tuple[Unit, ...]:
    return (
        Unit(name="云岭县", level="县级", hotline="0856-8220001"),
        Unit(
            name="清水镇",
            level="乡级",
            parent="云岭县",
            own="是",
            number_prefix="清镇府呈",
            contact_phone="0856-8221002",
        ),
        Unit(name="青松村", level="村级", parent="清水镇"),
        Unit(name="白杨村", level="村级", parent="清水镇"),
    )


def make_household(**changes: Any) -> Household:
    """A household found, taken in, helped and under monitoring."""
    household = Household(
        household_id=HOUSEHOLD_ID, village="青松村", head="田水生", group="二组", id_number=HEAD_ID, state="监测中",
        object_type="边缘易致贫户", farm_type="一般农户", size=3, per_head=Decimal("5200"), risk1="因病",
        source="农户申报", phone="13900010001", batch="第一批", applied_on=date(2021, 5, 6),
        authorised_on=date(2021, 5, 6), verified_on=date(2021, 5, 8), collected_on=date(2021, 5, 9),
        verification="纳入监测", identified_on=date(2021, 6, 10), helper="石有为", helper_phone="13900010002",
        planned_on=date(2021, 6, 15),
    )  # fmt: skip
    return replace(household, **changes)


def make_eliminated(**changes: Any) -> Household:
    """The same household, its risk eliminated in the round “第二批”."""
    later = {
        "state": "已消除", "elimination_batch": "第二批", "elimination_visit_on": date(2021, 10, 12),
        "assessed_on": date(2021, 10, 14), "assessment": "风险消除", "eliminated_on": date(2021, 11, 20),
        "elimination_mode": "帮扶消除",
    }  # fmt: skip
    return make_household(**(later | changes))


def make_members(household_id: str = HOUSEHOLD_ID) -> tuple[Member, ...]:
    return (
        Member(household_id=household_id, name="田水生", sex="男", id_number=HEAD_ID, relation="户主"),
        Member(household_id=household_id, name="石春梅", sex="女", id_number=WIFE_ID, relation="配偶"),
        Member(
            household_id=household_id,
            name="田小松",
            sex="男",
            id_number=SON_ID,
            relation="之子",
            birth=date(2001, 6, 15),
        ),
    )


def make_income(**changes: Any) -> Income:
    income = Income(
        household_id=HOUSEHOLD_ID, stage="认定", period_from="2020-05", period_to="2021-04",
        wages=Decimal(9000), business=Decimal(5000), property=Decimal(100), transfer=Decimal(3500),
        birth_control=Decimal(0), allowance=Decimal(2400), destitute=Decimal(0), pension=Decimal(1100),
        ecology=Decimal(0), other_transfer=Decimal(0), expense=Decimal(2000), net=Decimal(15600), persons=3,
        per_head=Decimal(5200),
    )  # fmt: skip
    return replace(income, **changes)


def make_later_income(**changes: Any) -> Income:
    """At elimination: 24,300 yuan for three, 8,100 each."""
    later = {
        "stage": "风险消除", "period_from": "2020-10", "period_to": "2021-09", "wages": Decimal(17700), "net": Decimal(24300),
        "per_head": Decimal(8100),
    }  # fmt: skip
    return make_income(**(later | changes))


def make_batches() -> tuple[Batch, ...]:
    """The round of identification and the round of elimination, of the village and of its township."""
    return (
        Batch(
            name="第一批", stage="认定", unit="青松村", notice_from=date(2021, 5, 13), notice_to=date(2021, 5, 18),
            objections="无", outcome_on=date(2021, 5, 19), sent_on=date(2021, 5, 20),
        ),
        Batch(
            name="第一批", stage="认定", unit="清水镇", rechecked_on=date(2021, 5, 22),
            notice_from=date(2021, 5, 26), notice_to=date(2021, 5, 30), objections="无",
            outcome_on=date(2021, 5, 31), sent_on=date(2021, 6, 1), sent_number="清镇府呈〔2021〕18号",
            compared_on=date(2021, 6, 3), reply_on=date(2021, 6, 10), reply_number="云府复〔2021〕7号",
        ),
        Batch(
            name="第二批", stage="风险消除", unit="青松村", notice_from=date(2021, 10, 18),
            notice_to=date(2021, 10, 22), sent_on=date(2021, 10, 25),
        ),
        Batch(
            name="第二批", stage="风险消除", unit="清水镇", notice_from=date(2021, 10, 29),
            notice_to=date(2021, 11, 2), sent_on=date(2021, 11, 4), sent_number="清镇府呈〔2021〕40号",
            reply_on=date(2021, 11, 20), reply_number="云府复〔2021〕21号",
        ),
    )  # fmt: skip


def make_meeting(**changes: Any) -> Meeting:
    """The village's review: 12 due, 11 came."""
    meeting = Meeting(
        meeting_id="PY01", unit="青松村", kind="村级评议会", stage="认定", batch="第一批", held_on=date(2021, 5, 12),
        time="上午9:00", place="村委会会议室", chair="石大川", recorder="田小雨", due=12, present=11,
    )  # fmt: skip
    return replace(meeting, **changes)


def make_meetings() -> tuple[Meeting, ...]:
    return (
        make_meeting(),
        make_meeting(
            meeting_id="SH01", unit="清水镇", kind="乡级审核会", held_on=date(2021, 5, 25), due=7, present=7
        ),
        make_meeting(
            meeting_id="HS01",
            unit="云岭县",
            kind="县级会商研判会",
            held_on=date(2021, 6, 8),
            due=9,
            present=8,
        ),
        make_meeting(meeting_id="BS01", kind="安排部署会", stage=None, batch=None, held_on=date(2021, 3, 10)),
    )


def make_later_meetings() -> tuple[Meeting, ...]:
    """Those of the elimination."""
    out: dict[str, Any] = {"stage": "风险消除", "batch": "第二批"}
    return (
        make_meeting(meeting_id="TM01", kind="风险消除提名会", held_on=date(2021, 10, 9), **out),
        make_meeting(meeting_id="PY02", held_on=date(2021, 10, 16), **out),
        make_meeting(
            meeting_id="SH02",
            unit="清水镇",
            kind="乡级审核会",
            held_on=date(2021, 10, 27),
            due=7,
            present=6,
            **out,
        ),
    )


def make_vote(**changes: Any) -> Vote:
    vote = Vote(
        meeting_id="PY01",
        household_id=HOUSEHOLD_ID,
        for_=10,
        against=0,
        abstained=1,
        result="通过",
        reason="大病支出大",
    )
    return replace(vote, **changes)


def make_attendees(meeting_id: str = "PY01", present: int = 11) -> tuple[Attendee, ...]:
    """That many who attend, one without a vote, one who is absent."""
    came = tuple(
        Attendee(meeting_id=meeting_id, name=f"代表{n}", attendance="出席") for n in range(1, present + 1)
    )
    others = (
        Attendee(meeting_id=meeting_id, name="列席一", attendance="列席"),
        Attendee(meeting_id=meeting_id, name="缺席一", attendance="缺席", reason="外出务工"),
    )
    return came + others


def make_registry(**changes: Any) -> Registry:
    """One household, sound in every sheet; `changes` replaces whole sheets by their field."""
    sheets: dict[str, Any] = {
        "units": make_units(),
        "households": (make_household(),),
        "members": make_members(),
        "incomes": (make_income(),),
        "batches": make_batches(),
        "meetings": make_meetings(),
        "attendees": make_attendees(),
        "votes": (
            make_vote(),
            make_vote(meeting_id="SH01", for_=None, against=None, abstained=None, unanimous="是"),
        ),
        "measures": (
            Measure(household_id=HOUSEHOLD_ID, category="健康帮扶", name="大病救助", amount="6000元"),
        ),
        "clues": (
            _clue(zero="是"),
            _clue(month="2021-04", village="青松村", name="田水生", content="自付医疗费较高"),
        ),
        "inspections": (Inspection(unit="青松村", inspected_on=date(2021, 4, 2), name="田水生"),),
        "papers": (
            Paper(unit="清水镇", direction="发文", kind="安排部署通知", title="关于做好防贫监测工作的通知"),
        ),
    }  # fmt: skip
    return Registry(**(sheets | changes))


def make_eliminated_registry(**changes: Any) -> Registry:
    """The same household after the elimination of its risk."""
    sheets: dict[str, Any] = {
        "households": (make_eliminated(),),
        "incomes": (make_income(), make_later_income()),
        "meetings": make_meetings() + make_later_meetings(),
    }
    return make_registry(**(sheets | changes))


def make_change(**changes: Any) -> Change:
    change = Change(
        household_id=HOUSEHOLD_ID, change="增加", name="田小禾", changed_on=date(2021, 8, 2), reason="出生"
    )
    return replace(change, **changes)


def faults_of(registry: Registry) -> tuple[CellFault, ...]:
    """Every fault that the check finds."""
    return check(loaded_from(registry))


def only(registry: Registry) -> CellFault:
    """The one fault of that registry."""
    faults = faults_of(registry)
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


def loaded_from(registry: Registry) -> Loaded:
    """The registry laid out in sheets and read back, without a file: rows and columns are those that staff see."""
    return load_spreadsheet(Spreadsheet("登记簿.xlsx", sheets_of(registry)))


def sheets_of(registry: Registry) -> dict[str, Rows]:
    """The values of every sheet as a spreadsheet's reader gives them: all numbers are floats."""
    settings = registry.settings
    guide: Rows = [
        ["档案年度", settings.year or ""],
        ["清单", settings.checklist],
        ["分级方案", settings.grading],
    ]
    return {GUIDE_SHEET: guide} | {
        sheet.name: [
            [column.heading for column in columns_of(sheet.record).values()],
            *(
                [_cell(getattr(r, field)) for field in columns_of(r)]
                for r in records_of(registry, sheet.record)
            ),
        ]
        for sheet in SHEETS
    }


def round_trip(registry: Registry) -> Loaded:
    """The registry written to a workbook and read back."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "登记簿.xlsx"
        path.write_bytes(workbook_bytes(registry))
        return read_workbook(path)


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, int | Decimal):
        return float(value)
    return value if isinstance(value, date) else str(value)


def without_rows(registry: Registry) -> Registry:
    """The same records, their row numbers forgotten, to compare by content."""
    names = {item.name for item in fields(Registry)} - {"settings"}
    changed: dict[str, Any] = {
        name: tuple(replace(r, row=0) for r in getattr(registry, name)) for name in names
    }
    return replace(registry, **changed)


def every_field() -> list[tuple[str, str]]:
    """(sheet, field) for every column of the workbook."""
    return [(sheet.name, field) for sheet in SHEETS for field in columns_of(sheet.record)]


def _clue(month: str = "2021-03", **more: Any) -> Clue:
    from registry.dates import parse_month

    found = parse_month(month)
    assert found is not None
    return Clue(month=found, unit="青松村", **more)
