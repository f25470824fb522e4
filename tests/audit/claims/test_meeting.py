"""Who should be at a meeting and was, and how they voted on whom."""

from __future__ import annotations

import pytest

from audit.claims.meeting import find_attendance, find_votes
from tests.audit.claims.lines import lines_of


@pytest.mark.parametrize(
    "parts",
    [
        ["应到15人，实到13人：桂长林、苗雨。"],
        ["应到会代表15人，实到会代表13人。"],
        ["应参会人数：15", "实际参会人数：13"],
        [[("应到人数", "15", "实到人数", "13")]],
        ["应出席成员15名，出席会议成员13名。"],
    ],
)
def test_due_and_present_are_read_however_they_are_written(parts: list[object]) -> None:
    attendance = find_attendance(lines_of(*parts))  # type: ignore[arg-type]
    assert attendance is not None
    assert (attendance.due, attendance.present) == (15, 13)


def test_names_are_those_present_without_those_who_only_sit_in() -> None:
    attendance = find_attendance(lines_of("参会人员：桂长林、苗雨、尚德奎。", "列席人员：柴金锁"))
    assert attendance is not None
    assert attendance.names == ("桂长林", "苗雨", "尚德奎")
    assert attendance.without_vote == ("柴金锁",)


def test_a_paper_without_a_meeting_has_no_attendance() -> None:
    assert find_attendance(lines_of("现将3户8人予以公示。")) is None


def votes(*parts: object) -> list[tuple[str, int | None, int | None, int | None, bool | None]]:
    return [
        (each.head, each.in_favour, each.against, each.abstained, each.passed)
        for each in find_votes(lines_of(*parts))  # type: ignore[arg-type]
    ]


def test_votes_stand_behind_the_household_or_in_the_line_below() -> None:
    assert votes("1. 莫怀远户（二组）：赞成13票，反对0票，弃权0票，同意纳入监测。") == [
        ("莫怀远", 13, 0, 0, True)
    ]
    assert votes("莫怀远：家境困难。", "表决情况：同意12票、反对1票、弃权0票。结果：通过。") == [
        ("莫怀远", 12, 1, 0, True)
    ]


def test_votes_of_a_row_are_on_its_household() -> None:
    row = ("1", "石桥村", "莫怀远", "3", "通过（同意7票、反对1票、弃权0票）")
    assert votes([row]) == [("莫怀远", 7, 1, 0, True)]


def test_who_is_voted_down_is_not_passed() -> None:
    assert votes("鲁有仓（五组）：赞成1票，反对12票，弃权0票，不同意纳入。") == [("鲁有仓", 1, 12, 0, False)]


def test_a_vote_of_all_needs_no_figures() -> None:
    assert votes("莫怀远：一致同意。") == [("莫怀远", None, 0, 0, True)]


def test_households_agreed_on_are_no_votes() -> None:
    assert votes("会议同意4户14人列为监测对象。") == []
