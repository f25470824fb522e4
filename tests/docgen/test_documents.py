"""What the papers say, by the sample registry. Golden texts stand in tests/golden/documents."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.summary import summary_of
from registry.dates import Month, Span
from registry.registry import Registry
from templates import load_manifest
from tests.docgen.builders import changed, due, made, sample, text_of

YEAR = Span(Month(2021, 1), Month(2021, 12))
GOLDEN = Path(__file__).parent.parent / "golden" / "documents"


def text(registry: Registry, kind: str, **wanted: object) -> str:
    return text_of(made(registry, kind, **wanted).data)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [template.id for template in load_manifest()])
def test_the_first_paper_of_each_kind_reads_as_its_golden_text(kind: str) -> None:
    """Set FANGPIN_GOLDEN to write the texts anew; then read the difference before committing it."""
    found = text(sample(), kind) + "\n"
    golden = GOLDEN / f"{kind}.txt"
    if os.environ.get("FANGPIN_GOLDEN"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_a_notice_masks_numbers_and_names_no_illness() -> None:
    notice = text(sample(), "public-notice", issuer="石桥村", round="第一批")
    assert not re.search(r"\d{17}[\dX]", notice)
    assert "990124********" in notice
    assert "因病" not in notice
    assert "残" not in notice


def test_a_reply_cites_the_request_by_its_title_and_number() -> None:
    request = text(sample(), "township-request", issuer="清水镇", round="第一批")
    reply = text(sample(), "county-reply", about="清水镇", round="第一批")
    title = request[request.index("\n清水镇人民政府\n") : request.index("的请示\n")] + "的请示"
    assert f"《{title.replace(chr(10), '')}》（清镇府呈〔2021〕21号）收悉" in reply


def test_counts_agree_from_the_village_to_the_county() -> None:
    reports = [
        text(sample(), "village-report", issuer=village, round="第一批", stage="认定")
        for village in ("石桥村", "梨园村")
    ]
    request = text(sample(), "township-request", issuer="清水镇", round="第一批", stage="认定")
    found = [tuple(map(int, re.search(r"(\d+)户(\d+)人", paper).groups())) for paper in (*reports, request)]  # type: ignore[union-attr]
    assert tuple(map(sum, zip(*found[:2], strict=True))) == found[2]


def test_an_extract_shows_that_household_alone() -> None:
    extract = text_of(
        made(sample(), "village-review-meeting", extract_for="荀桂香", issuer="石桥村", round="第一批").data
    )
    assert "（节录）" in extract
    assert "荀桂香" in extract
    assert not any(other in extract for other in ("翟守田", "嵇大川", "邢万年"))


def test_a_number_not_yet_given_stays_blank_and_names_its_cell() -> None:
    result = made(sample(), "county-reply", stage="风险消除", round="第二批", about="清水镇")
    assert "〔待填〕" in text_of(result.data)
    assert {blank.heading for blank in result.blanks} == {"批复文号", "批复日期", "批复印发日期"}


def test_votes_that_nobody_recorded_stay_blank() -> None:
    registry = replace(sample(), votes=())
    record = made(registry, "village-review-meeting", issuer="石桥村", round="第一批")
    words = text_of(record.data)
    assert "表决情况：〔待填〕" in words
    assert "一致同意" not in words
    assert "评议，同意〔待填〕" in words


def test_the_income_at_elimination_is_never_that_of_identification() -> None:
    registry = replace(sample(), incomes=tuple(i for i in sample().incomes if i.stage == "认定"))
    record = text(registry, "village-review-meeting", issuer="石桥村", stage="风险消除")
    household = next(h for h in registry.households if h.head == "翟守田")
    assert str(household.per_head) not in record
    assert "人均纯收入〔待填〕元" in record


def test_a_child_born_later_is_on_the_ledger_and_not_on_the_first_forms() -> None:
    assert "嵇雨禾" not in text(sample(), "collection-form", head="嵇大川")
    assert "嵇雨禾" in text(sample(), "natural-change-form", head="嵇大川")
    row = next(
        line for line in text(sample(), "dynamic-ledger", issuer="石桥村").split("\n") if "嵇大川" in line
    )
    assert row.split(" | ")[4] == "5"


def test_no_natural_change_is_said_only_on_a_dated_form() -> None:
    assert "无 | 无" in text(sample(), "natural-change-form", head="翟守田")
    registry = changed(sample(), "households", lambda h: h.head == "翟守田", changes_on=None)
    assert "无 | 无" not in text(registry, "natural-change-form", head="翟守田")


def test_the_ledger_shows_who_came_back_and_who_was_cleared_out() -> None:
    ledger = text(sample(), "dynamic-ledger", issuer="云岭县")
    assert "重新识别：宓有福。" in ledger
    assert "已清退：曲德顺。" in ledger
    row = next(line for line in ledger.split("\n") if "宓有福" in line and "|" in line)
    assert row.endswith("/")


def test_a_street_and_its_community_are_called_by_their_offices() -> None:
    request = text(sample(), "township-request", issuer="白杨街道", round="第一批")
    report = text(sample(), "village-report", issuer="东关社区", round="第一批")
    assert request.startswith("白杨街道办事处文件\n")
    assert "\n白杨街道办事处\n关于" in request
    assert "我街道审核确定" in request
    assert report.startswith("东关社区居民委员会\n关于")
    assert "白杨街道党工委：" in report


def test_summaries_of_villages_add_up_to_the_countys() -> None:
    def households(name: str) -> int:
        unit = sample().find_unit(name)
        assert unit is not None
        figures = summary_of(sample(), unit, YEAR)
        return int(re.search(r"(\d+)户", figures.identified).group(1))  # type: ignore[union-attr]

    villages = ("石桥村", "梨园村", "望江村", "东关社区", "杨柳村")
    assert sum(map(households, villages)) == households("云岭县") == 14


def test_the_head_of_a_form_is_the_household_of_its_folder() -> None:
    assert due(sample(), "verification-form", head="惠长生").households[0].village == "梨园村"
