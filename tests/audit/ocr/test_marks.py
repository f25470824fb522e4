"""Seals, thumbprints, places to sign, and scans that are too poor."""

from __future__ import annotations

import pytest

from audit.ocr.page import read_picture
from audit.types import Mark
from tests.audit.ocr.pages import RED, Sheet, scanned

pytestmark = pytest.mark.needs_ocr


def marks(sheet: Sheet, grey: bool = False) -> tuple[Mark, ...]:
    return read_picture(scanned(sheet, grey=grey), 1).marks


def kinds(sheet: Sheet) -> list[tuple[str, str]]:
    return [(mark.kind, mark.label) for mark in marks(sheet)]


def notice() -> Sheet:
    return Sheet().title("拟纳入监测对象公示").paragraph("现将评议结果公示如下，公示期五天。")


@pytest.mark.parametrize("oval", [1.0, 0.7])
def test_a_seal_is_found_where_it_stands(oval: float) -> None:
    (seal,) = marks(notice().seal(0.7, 0.4, oval=oval))
    assert seal.kind == "seal"
    left, top, right, bottom = seal.box
    assert (left + right) / 2 == pytest.approx(0.7, abs=0.03)
    assert (top + bottom) / 2 == pytest.approx(0.4, abs=0.03)


def test_red_print_and_a_red_rule_are_no_seal() -> None:
    sheet = Sheet().title("柳河镇人民政府文件", 32, RED)
    sheet.pen.line((100, sheet.y, 1100, sheet.y), RED, 6)
    sheet.y += 40
    sheet.paragraph("现将有关事项通知如下。")
    sheet.pen.rectangle((300, 800, 560, 1000), fill=RED)
    assert marks(sheet) == ()


def test_a_grey_copy_is_told_as_one_for_its_seal_cannot_be() -> None:
    sheet = notice().seal(0.7, 0.4)
    assert read_picture(scanned(sheet, grey=True), 1).colour is False
    assert read_picture(scanned(sheet), 1).colour is True


def test_places_to_sign_are_filled_or_empty() -> None:
    sheet = notice().line("户主签字：", "温立秋").line("核实人（签字）：").line("日期：2023年4月6日")
    assert kinds(sheet) == [("signature", "户主签字"), ("no-signature", "核实人（签字）")]


def test_a_rule_to_sign_on_is_no_signature() -> None:
    sheet = notice().line("户主（签字）：____________").line("日期：2023年4月6日")
    assert kinds(sheet) == [("no-signature", "户主（签字）")]


def test_the_words_of_an_opinion_above_are_no_signature() -> None:
    sheet = Sheet().title("核查表").table([["村级意见", ""], ["乡级意见", ""]], [1, 4], 40)
    top = sheet.y - 40 * sheet.dpi / 72 - 2 * 84 * sheet.dpi / 72
    for row, name in enumerate(("", "褚维安")):
        sheet.y = top + (row * 84 + 6) * sheet.dpi / 72
        sheet.line("经评议，同意纳入监测。", points=11, at=0.25)
        sheet.y += 12 * sheet.dpi / 72
        sheet.line("负责人签字：", name, points=11, at=0.4)
    assert kinds(sheet) == [("no-signature", "负责人签字"), ("signature", "负责人签字")]


def test_a_thumbprint_fills_a_place_to_sign() -> None:
    sheet = notice().line("户主签字：").line("日期：2023年4月6日")
    assert ("no-signature", "户主签字") in kinds(sheet)
    sheet = notice().line("户主签字：")
    found = kinds(sheet.thumb(0.3, (sheet.y - 70) / sheet.image.height).line("日期：2023年4月6日"))
    assert ("thumbprint", "") in found
    assert ("signature", "户主签字") in found


def test_words_of_signing_within_a_sentence_are_no_place_to_sign() -> None:
    assert marks(notice().paragraph("评估表由户主签字确认后报村委会存档。")) == ()


def test_each_row_of_a_sign_in_sheet_is_a_place_to_sign() -> None:
    rows = [
        ["序号", "姓名", "签名"],
        ["1", "温立秋", "温立秋"],
        ["2", "褚维安", ""],
        ["3", "柏小满", "柏小满"],
    ]
    assert kinds(Sheet().title("会议签到表").table(rows, [1, 2, 3], 14)) == [
        ("signature", "签名：温立秋"),
        ("no-signature", "签名：褚维安"),
        ("signature", "签名：柏小满"),
    ]


def test_a_cell_beside_its_label_is_a_place_to_sign() -> None:
    rows = [["户主签字", "温立秋", "帮扶干部签字", ""]]
    sheet = Sheet().title("核查表").table([["户主", "温立秋", "人口", "3"], *rows], [2, 3, 2, 3], 12)
    assert set(kinds(sheet)) == {("signature", "户主签字"), ("no-signature", "帮扶干部签字")}


def test_a_scan_of_forty_dots_an_inch_is_too_poor() -> None:
    sheet = Sheet(dpi=40).title("拟纳入监测对象公示").paragraph("现将评议结果公示如下，公示期五天。" * 3)
    (mark,) = marks(sheet)
    assert (mark.kind, mark.label) == ("low-resolution", "40")
