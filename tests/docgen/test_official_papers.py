"""What the standard wants a county's and a township's papers to say, and where titles and headings break."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from docgen.blank import Blank
from docgen.wording import leveled, title_lines
from scripts.template_text import dump
from templates import load_manifest, template_bytes
from tests.docgen.builders import changed, due, made, sample, text_of

RED = ("deployment-notice", "township-request", "county-reply")


def has_red_head(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return b'w:val="RedHead' in package.read("word/document.xml")


@pytest.mark.parametrize("template", load_manifest(), ids=lambda t: t.id)
def test_only_notices_requests_and_replies_of_offices_bear_a_red_head(template) -> None:  # type: ignore[no-untyped-def]
    paper = due(sample(), template.id)
    wanted = template.id in RED and paper.issuer.level != "村级"
    assert has_red_head(made(sample(), template.id).data) == wanted


def test_a_villages_notice_bears_none() -> None:
    data = made(sample(), "deployment-notice", issuer="石桥村").data
    assert not has_red_head(data)
    assert "文件\n" not in text_of(data)


def test_a_long_name_of_an_office_is_set_narrow() -> None:
    with zipfile.ZipFile(io.BytesIO(made(sample(), "county-reply").data)) as package:
        assert b'w:val="RedHeadNarrow"' in package.read("word/document.xml")


def test_the_signer_stands_on_the_request_and_nowhere_else() -> None:
    bearing = {t.id for t in load_manifest() if "签发人" in text_of(made(sample(), t.id).data)}
    assert bearing == {"township-request"}


def test_a_signer_not_registered_stays_blank() -> None:
    registry = changed(sample(), "units", lambda u: u.name == "清水镇", signer=None)
    paper = made(registry, "township-request", issuer="清水镇", round="第一批", stage="认定")
    assert "签发人：〔待填〕" in text_of(paper.data)
    assert [blank.heading for blank in paper.blanks] == ["签发人"]


def test_an_office_without_a_printing_office_has_no_lines_at_the_foot() -> None:
    registry = changed(sample(), "units", lambda u: u.name == "清水镇", printer=None)
    words = text_of(made(registry, "township-request", issuer="清水镇").data)
    assert "印发" not in words


def test_a_date_of_printing_that_nobody_wrote_down_stays_blank() -> None:
    registry = changed(
        sample(), "papers", lambda p: p.printed_on is not None, printed_on=None, copied_to=None
    )
    paper = made(registry, "deployment-notice", issuer="云岭县")
    assert text_of(paper.data).endswith("云岭县乡村振兴局办公室\t〔待填〕印发")
    assert "抄送" not in text_of(paper.data)


@pytest.mark.parametrize(
    ("line", "first", "second", "rest"),
    [
        ("一、全面排查。对所有农户逐户了解。", "一、全面排查。", "", "对所有农户逐户了解。"),
        ("十二、工作要求", "十二、工作要求", "", ""),
        ("（二）规范程序。逐户建档。", "", "（二）规范程序。", "逐户建档。"),
        ("(三)严明纪律", "", "(三)严明纪律", ""),
        ("一、各村要在3月20日前完成排查。", "", "", "一、各村要在3月20日前完成排查。"),
        ("1. 核实收入。逐项核对。", "", "", "1. 核实收入。逐项核对。"),
        ("一般农户也要走访。", "", "", "一般农户也要走访。"),
    ],
)
def test_a_numbered_heading_is_told_from_its_text(line: str, first: str, second: str, rest: str) -> None:
    found = leveled(line)
    assert (found.first, found.second, found.rest) == (first, second, rest)


def test_a_blank_paragraph_has_no_heading() -> None:
    blank = Blank("收文发文", 3, "J", "正文内容", "")
    assert leveled(blank).rest is blank


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("清水镇人民政府关于防汛的通知", 1),
        ("清水镇人民政府关于第一批拟纳入监测对象的请示", 2),
        ("云岭县2021年‖防止返贫动态监测和帮扶‖工作总结", 2),
        ("云岭县防止返贫动态监测和帮扶工作部署会会议记录", 2),
        ("某" * 50, 1),
    ],
)
def test_a_title_is_broken_once_at_most_and_keeps_every_word(title: str, lines: int) -> None:
    found = title_lines(title)
    assert len(found) == lines
    assert "".join(found) == title.replace("‖", "")
    assert lines == 1 or max(map(len, found)) <= 20


def test_a_title_breaks_before_about_and_never_within_a_marked_word() -> None:
    assert title_lines("清水镇人民政府关于第一批拟纳入监测对象的请示")[1].startswith("关于")
    assert title_lines("云岭县2021年‖防止返贫动态监测和帮扶‖工作总结")[1].startswith(("防止", "工作"))


def test_no_mark_of_a_break_is_ever_printed() -> None:
    for template in load_manifest():
        assert not re.search(r"[‖⟦⟧⇥]", text_of(made(sample(), template.id).data)), template.id


def test_a_reason_typed_with_or_without_its_stop_ends_once() -> None:
    for reason in ("家庭有稳定经营收入", "家庭有稳定经营收入。"):
        registry = changed(sample(), "households", lambda h: h.head == "邢万年", refused_reason=reason)
        text = text_of(made(registry, "refusal-notice", head="邢万年").data)
        assert "原因：家庭有稳定经营收入。\n" in text


def test_what_befell_a_household_and_what_was_said_of_it_are_sentences_of_a_record() -> None:
    registry = changed(sample(), "households", lambda h: h.head == "翟守田", situation="户主住院，自付3万元")
    registry = changed(registry, "votes", lambda v: True, reason="情况属实")
    text = text_of(made(registry, "village-review-meeting", issuer="石桥村").data)
    assert "户主住院，自付3万元。评议意见：情况属实。表决情况" in text


def test_what_a_meeting_decided_stands_in_its_record() -> None:
    registry = changed(sample(), "meetings", lambda m: True, decision="名单从次日起公示。")
    for kind in (
        "village-review-meeting",
        "township-review-meeting",
        "county-consultation",
        "nomination-meeting",
    ):
        assert "名单从次日起公示。" in text_of(made(registry, kind).data)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "云岭县乡村振兴领导小组办公室关于白杨街道第一批拟消除风险监测对象的批复",
            ("云岭县乡村振兴领导小组办公室关于白杨街道", "第一批拟消除风险监测对象的批复"),
        ),
        (
            "昭宁县防止返贫动态监测和帮扶工作领导小组关于柏溪乡第一批拟纳入监测对象的批复",
            ("昭宁县防止返贫动态监测和帮扶工作领导小组", "关于柏溪乡第一批拟纳入监测对象的批复"),
        ),
        (
            "清水彝族苗族回族自治乡防止返贫动态监测和帮扶工作领导小组关于第一批拟纳入监测对象的请示",
            (
                "清水彝族苗族回族自治乡",
                "防止返贫动态监测和帮扶工作领导小组",
                "关于第一批拟纳入监测对象的请示",
            ),
        ),
    ],
)
def test_a_long_title_breaks_at_its_words_and_leaves_no_word_alone(
    title: str, lines: tuple[str, ...]
) -> None:
    assert title_lines(title) == lines


@pytest.mark.parametrize("template", [t.id for t in load_manifest()])
def test_a_signature_has_a_place_for_an_office_of_a_long_name(template: str) -> None:
    text = dump(template_bytes(template))
    assert text.count("\n>^ ") == text.count("\n>> ")


def test_a_village_of_a_long_name_signs_on_one_line() -> None:
    long = "红旗彝族苗族聚居生态移民新村村民委员会"
    registry = changed(sample(), "units", lambda unit: unit.name == "石桥村", issuer=long)
    for kind in ("village-report", "review-result", "notice-outcome"):
        with zipfile.ZipFile(io.BytesIO(made(registry, kind, issuer="石桥村").data)) as package:
            body = package.read("word/document.xml").decode()
        assert '"SignLong"' in body
        assert '"Sign"' not in body
