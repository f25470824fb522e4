"""Results announced after the county's reply, and notes on what cannot be made good."""

from __future__ import annotations

import re
from datetime import date

import pytest

from checklists import load_checklist
from docgen.layout import Cabinet
from docgen.plan import plan
from registry.records import Batch, Paper
from registry.registry import Registry
from tests.docgen.builders import changed, due, made, sample, text_of


def announcement(registry: Registry, **wanted: object) -> str:
    return text_of(made(registry, "result-announcement", about="石桥村", **wanted).data)  # type: ignore[arg-type]


def is_reply(batch: Batch) -> bool:
    return (batch.unit, batch.name, batch.stage) == ("清水镇", "第一批", "认定")


def test_a_result_is_announced_only_where_its_day_is_recorded() -> None:
    dues, skipped = plan(sample())
    told = {(d.about.name, d.round, d.stage) for d in dues if d.kind == "result-announcement"}
    assert told == {
        ("石桥村", "第一批", "认定"),
        ("梨园村", "第一批", "认定"),
        ("石桥村", "第一批", "风险消除"),
    }
    assert not [skip for skip in skipped if skip.kind == "result-announcement"]


def test_the_township_announces_who_stands_on_the_countys_list() -> None:
    registry = changed(
        sample(), "households", lambda h: h.head == "荀桂香", state="不予纳入", refused_at="县级审定"
    )
    text = announcement(registry, stage="认定")
    assert "荀桂香" not in text
    assert "2户7人纳入监测对象" in text
    assert text.endswith("清水镇人民政府\n2021年5月20日")


def test_an_announcement_masks_numbers_and_names_no_illness() -> None:
    for stage in ("认定", "风险消除"):
        text = announcement(sample(), stage=stage)
        assert not re.search(r"\d{17}[\dX]", text)
        assert not re.search(r"因病|因残|病|残疾", text)


def test_an_announcement_cites_the_reply_and_leaves_its_number_blank_where_none_is_given() -> None:
    assert "（云乡振领办复〔2021〕11号）批复" in announcement(sample(), stage="认定")
    registry = changed(sample(), "batches", is_reply, reply_number=None)
    assert "（〔待填〕）批复" in announcement(registry, stage="认定")


def test_an_announcement_lies_with_the_reply_in_township_and_village() -> None:
    paper = due(sample(), "result-announcement", about="石桥村", stage="认定")
    places = [str(place.path) for place in Cabinet(sample(), load_checklist(), None).places_of(paper)]
    assert sorted(path.split("/")[-3:] for path in places) == [
        ["乡级档案", "05向县级的请示及县级批复（认定）", "石桥村第一批结果公告.docx"],
        ["村级档案", "07县级批复（认定）", "石桥村第一批结果公告.docx"],
    ]


def is_note(paper: Paper) -> bool:
    return paper.kind == "情况说明"


def test_a_note_says_what_staff_wrote_and_bears_no_date_but_its_own() -> None:
    note = made(changed(sample(), "papers", is_note, dated_on=None, body=None), "situation-note")
    assert {blank.heading for blank in note.blanks} == {"成文日期", "正文内容"}
    text = text_of(
        made(changed(sample(), "papers", is_note, dated_on=date(2022, 1, 5)), "situation-note").data
    )
    assert text.endswith("石桥村村民委员会\n2022年1月5日")


@pytest.mark.parametrize(("body", "times"), [("签到表遗失。", 1), ("签到表遗失。\n特此说明。", 1)])
def test_a_note_closes_once(body: str, times: int) -> None:
    text = text_of(made(changed(sample(), "papers", is_note, body=body), "situation-note").data)
    assert text.count("特此说明") == times


@pytest.mark.parametrize(
    ("item", "folder"), [("V05", "05村级初选评议情况"), (None, "01贯彻落实"), ("C02", "01贯彻落实")]
)
def test_a_note_is_filed_with_what_it_is_about(item: str | None, folder: str) -> None:
    registry = sample() if item == "V05" else changed(sample(), "papers", is_note, item=item)
    paper = due(registry, "situation-note")
    (place,) = Cabinet(registry, load_checklist(), None).places_of(paper)
    assert place.path.parent.name.startswith(folder)


@pytest.mark.parametrize("words", ["<&>\"'{{ x }}{% y %}", "堃喆玥𠮷", "长" * 60])
def test_hostile_words_come_back_from_both(words: str) -> None:
    registry = changed(sample(), "papers", is_note, title=f"{words}情况说明", body=words, addressee=None)
    assert text_of(made(registry, "situation-note").data).replace("\n", "").count(words) == 2
    registry = changed(sample(), "households", lambda h: h.head == "翟守田", head=words, id_number=None)
    text = announcement(registry, stage="认定")
    assert words in text
    assert "〔待填〕" in text
