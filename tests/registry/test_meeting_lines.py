"""Lines as staff paste them, and cells as they fill them."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists import Fault, UserError
from registry.meeting.enter import enter
from registry.meeting.form import form_bytes
from registry.meeting.lines import LineError, read_attendee, read_household, read_vote, split_risks
from registry.meeting.read_form import read_form
from registry.meeting.typed import Typed


@pytest.mark.parametrize(
    "line",
    [
        "卓有田 4 边缘易致贫户 因病、因学 5200",
        "卓有田 5,200元 因病、因学 边缘户 4人",
        "卓有田\t４\t边缘户\t因病、因学\t5200",
        "卓有田,4,边缘,因病、因学,5200",
        "卓有田　4口人　边缘户　因病、因学　0.52万元",
    ],
)
def test_what_stands_after_the_name_may_stand_in_any_order_and_spelling(line: str) -> None:
    assert read_household(line, with_village=False) == {
        "head": "卓有田",
        "size": 4,
        "object_type": "边缘易致贫户",
        "risk1": "因病、因学",
        "per_head": Decimal(5200),
    }


def test_the_village_comes_first_where_several_meet() -> None:
    row = read_household("清水镇/柳湾村 卓有田 3 二组 990124196603121019", with_village=True)
    assert row == {
        "village": "清水镇/柳湾村",
        "head": "卓有田",
        "size": 3,
        "group": "二组",
        "id_number": "990124196603121019",
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("4 卓有田", "不像户主姓名"),
        ("卓有田 4 5", "同一项"),
        ("卓有田 因懒", "看不懂“因懒”"),
        ("卓有田 因病、因懒", "不是系统里的风险"),
    ],
)
def test_a_word_that_says_nothing_is_named(line: str, said: str) -> None:
    with pytest.raises(LineError, match=said):
        read_household(line, with_village=False)


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("一致同意", {"unanimous": "是", "result": "通过"}),
        ("一致同意 情况属实", {"unanimous": "是", "result": "通过", "reason": "情况属实"}),
        ("27 1 0", {"for_": 27, "against": 1, "abstained": 0}),
        ("同意27票 反对1票 弃权0票 通过", {"for_": 27, "against": 1, "abstained": 0, "result": "通过"}),
        ("2 20 6 不通过 收入 稳定", {"for_": 2, "against": 20, "abstained": 6, "result": "不通过", "reason": "收入 稳定"}),
    ],
)  # fmt: skip
def test_votes_are_read_as_they_are_counted(line: str, row: dict[str, object]) -> None:
    assert read_vote(line, counted=True) == row


def test_two_figures_are_no_vote() -> None:
    with pytest.raises(LineError, match="同意、反对、弃权"):
        read_vote("27 1", counted=True)


def test_a_meeting_that_does_not_vote_has_opinions() -> None:
    assert read_vote("27 户以上，情况属实", counted=False) == {"reason": "27 户以上，情况属实"}


def test_attendees_are_name_post_and_attendance() -> None:
    assert read_attendee("柏有年 村 支书 列席") == {"name": "柏有年", "role": "村 支书", "attendance": "列席"}


@settings(deadline=None)
@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_any_line_is_read_or_told_to_be_wrong(line: str) -> None:
    for read in (
        lambda: read_household(line, with_village=True),
        lambda: read_vote(line, counted=True),
        lambda: split_risks(line),
    ):
        with suppress(LineError):
            read()


ODD = ["", -1, 3.5, True, "=1/0", "2021-02-30", "x" * 400, "&<>\"'{{ }}"]


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_any_value_in_any_cell_of_the_form_is_read_or_told_with_its_cell(
    tmp_path: Path, value: object
) -> None:
    whole = Typed(
        {
            "kind": "村级评议会",
            "county": "云岭县",
            "township": "清水镇",
            "village": "柳湾村",
            "batch": "第一批",
        },
        [{"head": "卓有田", "size": 4}],
        [{"name": "柏有年"}],
    )
    path = tmp_path / "会议表.xlsx"
    path.write_bytes(form_bytes("村级评议会", whole))
    places = [
        cell.coordinate
        for row in openpyxl.load_workbook(path)["会议"].iter_rows(min_row=4, max_row=40, max_col=6)
        for cell in row
        if type(cell).__name__ == "Cell"
    ]
    for place in places[::11]:
        book = openpyxl.load_workbook(path)
        book["会议"][place].value = value
        changed = tmp_path / "改过.xlsx"
        book.save(changed)
        assert all(fault.where and fault.what and fault.todo for fault in faults_in(changed)), place


def faults_in(path: Path) -> tuple[Fault, ...]:
    """What is wrong in the form; nothing where the meeting could be entered."""
    try:
        enter(read_form(path))
    except UserError as error:
        return error.faults
    return ()


def test_a_formula_that_was_never_computed_is_not_taken_for_empty(tmp_path: Path) -> None:
    path = tmp_path / "会议表.xlsx"
    path.write_bytes(form_bytes("安排部署会", Typed({"kind": "安排部署会", "county": "云岭县"})))
    book = openpyxl.load_workbook(path)
    rows = {row[0].value: row[0].row for row in book["会议"].iter_rows(max_col=1)}
    book["会议"][f"B{rows['应到人数']}"] = "=15+15"
    book.save(path)
    with pytest.raises(UserError, match=r"应到人数.*没有算出的值"):
        read_form(path)
