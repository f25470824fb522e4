"""A workbook with thirty planted faults of thirty sorts gives thirty lines and exit status 2."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from registry.column import columns_of
from registry.registry import Registry
from registry.sheets import SHEETS
from registry.spreadsheet import column_letter
from registry.write_workbook import workbook_bytes
from tests.registry.builders import (
    faults_of,
    make_batches,
    make_eliminated,
    make_household,
    make_id,
    make_income,
    make_later_income,
    make_later_meetings,
    make_meetings,
    make_members,
    make_registry,
    make_units,
)

ROOT = Path(__file__).resolve().parents[2]


def many() -> Registry:
    """A sound registry of twelve households in three villages, so that each fault stands alone."""
    households: list[Any] = []
    members: list[Any] = []
    incomes: list[Any] = []
    for number in range(1, 13):
        key, sequence = f"A{number:03d}", 100 + 2 * number
        numbers = [
            make_id(birth, str(sequence + odd))
            for birth, odd in (("19700412", 1), ("19720903", 0), ("20010615", 1))
        ]
        changes = {"household_id": key, "head": f"田水{number}", "id_number": numbers[0]}
        make = make_eliminated if number > 8 else make_household
        households.append(make(village="白杨村" if 5 <= number <= 8 else "青松村", **changes))
        for member, own in zip(make_members(key), numbers, strict=True):
            name = f"田水{number}" if member.relation == "户主" else f"{member.name}{number}"
            members.append(replace(member, id_number=own, name=name))
        incomes.append(make_income(household_id=key))
        if number > 8:
            incomes.append(make_later_income(household_id=key))
    village = [replace(batch, unit="白杨村") for batch in make_batches()[:1]]
    meeting = replace(make_meetings()[0], meeting_id="PY05", unit="白杨村")
    base = make_registry()
    return replace(
        base,
        units=make_units(),
        households=tuple(households),
        members=tuple(members),
        incomes=tuple(incomes),
        batches=(*make_batches(), *village),
        meetings=(*make_meetings(), *make_later_meetings(), meeting),
        clues=(*base.clues, replace(base.clues[0], unit="白杨村")),
    )


@dataclass(frozen=True, slots=True)
class Planted:
    """One fault: the cell that is changed, to what, and in which column it is told if not in its own."""

    sheet: str
    row: int
    heading: str
    value: date | str | int
    told: str = ""


# One of each sort; the household of a row is chosen so that no two meet.
FAULTS = (
    Planted("单位", 2, "监督电话", "0856-82200"),
    Planted("单位", 5, "上级单位", "清河镇"),
    Planted("单位", 3, "行政区划代码", "5290"),
    Planted("监测对象户", 2, "申请日期", date(2021, 5, 20), "申请日期"),
    Planted("监测对象户", 3, "户主证件号码", "529021197004121030"),
    Planted("监测对象户", 4, "风险2", "因病"),
    Planted("监测对象户", 4, "监测对象类别", "脱贫不稳定户", "户类型"),
    Planted("监测对象户", 5, "联系电话", "1390001000"),
    Planted("监测对象户", 6, "状态", "在册"),
    Planted("监测对象户", 7, "家庭人口数", 4),
    Planted("监测对象户", 8, "人均纯收入", 4800),
    Planted("监测对象户", 9, "核查日期", "2021年5月8日"),
    Planted("监测对象户", 10, "评估结论", "继续监测"),
    Planted("监测对象户", 11, "风险消除日期", date(2021, 11, 21)),
    Planted("监测对象户", 12, "整户无劳动能力兜底保障", "是"),
    Planted("监测对象户", 13, "采集人", "田_x000B_小雨"),
    Planted("会议", 2, "实到人数", 13),
    Planted("会议", 3, "批次", "第1批"),
    Planted("参会人员", 2, "会议编号", "PY99", "会议编号"),
    Planted("表决", 2, "弃权票", 2, "同意票"),
    Planted("批次", 2, "公示结束", date(2021, 5, 16), "公示结束"),
    Planted("批次", 5, "上报文号", "清镇府呈〔2021〕18号"),
    Planted("批次", 3, "批复文号", "云府复[2021]7号"),
    Planted("家庭成员", 15, "性别", "男"),
    Planted("家庭成员", 19, "出生日期", date(2001, 6, 16)),
    Planted("家庭成员", 33, "户编号", "A0011"),
    Planted("收入支出", 6, "工资性收入", "9,000元"),
    Planted("收入支出", 9, "家庭纯收入", 15700),
    Planted("收入支出", 11, "人均纯收入", 8200),
    Planted("预警线索", 2, "线索内容", "自付医疗费较高", "零报告"),
)


def plant(path: Path) -> None:
    """Write the sound workbook and spoil it by hand, as its owner would; _x000B_ is how an .xlsx writes a control character."""
    path.write_bytes(workbook_bytes(many()))
    book = load_workbook(path)
    for fault in FAULTS:
        record = next(sheet.record for sheet in SHEETS if sheet.name == fault.sheet)
        headings = [column.heading for column in columns_of(record).values()]
        cell = book[fault.sheet][f"{column_letter(headings.index(fault.heading))}{fault.row}"]
        cell.value = fault.value
    book.save(path)


def test_the_registry_to_be_spoiled_is_sound() -> None:
    assert faults_of(many()) == ()


def test_thirty_faults_are_thirty_lines_and_status_two(tmp_path: Path) -> None:
    path = tmp_path / "登记簿.xlsx"
    plant(path)
    run = subprocess.run(
        [sys.executable, "-m", "fangpin", "check", str(path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
    )
    lines = [line for line in run.stdout.splitlines() if re.match("(错误|提醒) 〔", line)]
    assert run.returncode == 2
    assert run.stderr == ""
    assert len(lines) == len(FAULTS) == 30
    for fault in FAULTS:
        place = f"〔{fault.sheet}〕第 {fault.row} 行"
        told = [
            line
            for line in lines
            if place in line.split("：")[0] and f"“{fault.told or fault.heading}”" in line
        ]
        assert len(told) == 1, fault
    assert make_id("19700412", "101") not in run.stdout
