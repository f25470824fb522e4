"""A meeting as texts: read with every fault at its place, written back, and rows pasted from a spreadsheet."""

from __future__ import annotations

from datetime import date

import pytest

from registry.meeting.paste import read_pasted
from registry.meeting.texts import MeetingTexts, read_texts, texts_of, with_attendees

KIND = "村级评议会"


def test_texts_become_values_and_texts_again() -> None:
    texts = MeetingTexts(
        {"kind": KIND, "held_on": "2021年4月20日", "due": "３０"},
        ({"head": "卓有田", "size": "4", "risk1": "因病 因学"},),
        ({"name": "柏有年", "role": "村支书"},),
    )
    read = read_texts(texts)
    assert not read.faults
    assert read.typed["held_on"] == date(2021, 4, 20)
    assert read.typed["due"] == 30
    assert read.typed.households == [{"head": "卓有田", "size": 4, "risk1": "因病、因学"}]
    again = texts_of(read.typed)
    assert again.answers["held_on"] == "2021-04-20"
    assert read_texts(again).typed == read.typed


def test_every_wrong_text_has_its_place_and_the_rest_is_read() -> None:
    texts = MeetingTexts(
        {"kind": KIND, "due": "三十", "stage": "提名"},
        ({}, {"head": "卓有田", "size": "几口"}, {"size": "3"}),
        ({"role": "文书"},),
    )
    read = read_texts(texts)
    assert {place for place, _ in read.faults} == {
        ("question", 0, "due"), ("question", 0, "stage"), ("household", 1, "size"), ("household", 2, "head"), ("attendee", 0, "name"),
    }  # fmt: skip
    assert read.typed.households == [{"head": "卓有田"}]
    assert read.place_in_texts(("household", 0, "size")) == ("household", 1, "size")


def test_who_is_listed_again_keeps_how_they_attended() -> None:
    texts = MeetingTexts({}, (), ({"name": "柏有年", "role": "村支书", "attendance": "缺席"},))
    now = with_attendees(texts, "柏有年 主任\n\n ， \n祁小满\t文书")
    assert [dict(row) for row in now.attendees] == [
        {"name": "柏有年", "role": "主任", "attendance": "缺席"},
        {"name": "祁小满", "role": "文书", "attendance": ""},
    ]


def test_rows_with_headings_are_read_by_them_in_any_order() -> None:
    pasted = read_pasted(
        "致险原因\t户主姓名\t家庭人口数\t电话\n因病住院 3 万\t卓有田\t4\t1\n\t晏三妹\t\t2",
        KIND,
        with_village=False,
    )
    assert pasted.rows == (
        {"situation": "因病住院 3 万", "head": "卓有田", "size": "4"},
        {"head": "晏三妹"},
    )
    assert pasted.skipped == ("电话",)


@pytest.mark.parametrize("line", ["3\t卓有田\t4", "3、 卓有田 4", "卓有田 4人"])
def test_a_line_without_headings_is_read_word_by_word_without_its_number(line: str) -> None:
    assert read_pasted(line, KIND, with_village=False).rows == ({"head": "卓有田", "size": "4"},)


def test_a_township_names_the_village_first() -> None:
    rows = read_pasted("柳湾村 卓有田 4", "乡级审核会", with_village=True).rows
    assert rows == ({"village": "柳湾村", "head": "卓有田", "size": "4"},)


def test_what_says_nothing_is_left_with_its_reason() -> None:
    pasted = read_pasted("卓有田 4\n晏三妹 说不清", KIND, with_village=False)
    assert len(pasted.rows) == 1
    ((line, why),) = pasted.left
    assert line == "晏三妹 说不清"
    assert "说不清" in why
