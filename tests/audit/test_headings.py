"""Headings misread, broken over lines, in old characters or unknown; and what a folder's papers tell of each other."""

from __future__ import annotations

import pytest

from audit.context import name_month_day
from audit.headings import heading_kinds, misread_heading_kinds
from tests.audit.builders import judge_archive, make_docx, photo
from tests.audit.test_classify import HOME, TOWN, VILLAGE, only


def best(scores: dict[str, float]) -> str:
    return max(scores, key=lambda kind: scores[kind], default="")


@pytest.mark.parametrize(
    ("read", "kind"),
    [
        ("红旗村民主评议会议汜录", "village-review-meeting"),
        ("防贫监测对象认定核杳表", "verification-form"),
        ("监测对象信息采集对照丧", "comparison-form"),
        ("承诺受权书", "authorisation"),
    ],
)
def test_one_character_in_four_may_be_misread(read: str, kind: str) -> None:
    assert best(heading_kinds(read)) != kind
    assert best(misread_heading_kinds(read)) == kind


def test_a_short_heading_is_not_guessed_at() -> None:
    assert misread_heading_kinds("批夏") == {}


@pytest.mark.parametrize(
    "heading", ["信息採集表", "《信息采集表》", "“一戶一策”幫扶方案".replace("幫", "帮")]
)
def test_old_characters_and_lost_marks_change_nothing(heading: str) -> None:
    assert heading_kinds(heading)


def test_a_heading_in_two_paragraphs_is_one() -> None:
    file = only(VILLAGE, "红旗村拟消除风险监测对象", "村民代表会议记录", "时间：2021年10月8日", "主持：甘露")
    assert (file.kind, file.parts[0].paper and file.parts[0].paper.title) == (
        "village-review-meeting",
        "红旗村拟消除风险监测对象村民代表会议记录",
    )


def test_an_unknown_heading_after_a_signature_begins_a_paper() -> None:
    people = (("序号", "姓名", "手签"), ("1", "甘露", "甘露"), ("2", "安平", "安平"))
    record = ("时间：2021年4月2日", "主持：甘露", "游长林户：同意11票，反对0票", "记录人：安平")
    file = only(VILLAGE, "有关材料", *record, "到场的人", people)
    assert [part.kind for part in file.parts] == ["village-review-meeting", "sign-in-sheet"]


def test_a_photo_that_says_nothing_belongs_to_what_its_folder_holds() -> None:
    record = make_docx("白石镇防贫工作部署会议记录", "主持：甘露", "学习了有关文件，安排排查工作。")
    report = judge_archive({f"{TOWN}/甲/记录.docx": record, f"{TOWN}/甲/图一.jpg": photo("x")})
    assert next(file for file in report.files if file.kind == "photo").items == ("T01",)


def test_a_weak_hint_is_enough_where_the_folder_is_for_one_paper() -> None:
    file = only(f"{HOME}/01申请书", "情况", (("户主", "游长林"), ("缘由", "务工企业停产")), "户主签字：")
    assert file.kind == "application"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("5.12入户.jpg", (5, 12)),
        ("10月8日评议.jpg", (10, 8)),
        ("0512公示.jpg", (5, 12)),
        ("3.14.15.jpg", None),
    ],
)
def test_month_and_day_are_read_from_names_without_a_year(name: str, day: tuple[int, int] | None) -> None:
    assert name_month_day(name) == day
