"""Pages drawn, spoilt as scanners and phones spoil them, and read back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from audit.ocr.look import Shows
from audit.ocr.page import PageRead, long_picture, read_picture
from audit.types import Block, Table
from tests.audit.ocr.pages import RED, Sheet, on_a_desk, photo_of_a_yard, scanned

if TYPE_CHECKING:
    from numpy import ndarray

pytestmark = pytest.mark.needs_ocr

BODY = (
    "经农户申报、入户核实和村民代表会议评议，我镇拟将柳河村温立秋等3户11人纳入监测，"
    "2023年4月6日至4月12日公示期间没有异议，现随文报送名单，请予批复。"
)
MEMBERS = [
    ["序号", "姓名", "与户主关系", "身份证号码", "劳动能力"],
    ["1", "温立秋", "户主", "520000197403124417", "普通劳动力"],
    ["2", "柏小满", "配偶", "520000197608203325", "无"],
    ["3", "温知夏", "之女", "52000020090517206X", "无"],
]


def letter() -> Sheet:
    sheet = Sheet().title("柳河镇人民政府关于拟纳入监测对象的请示").paragraph(BODY)
    return sheet.line("柳河镇人民政府", at=0.55).line("2023年4月14日", at=0.57)


def form() -> Sheet:
    sheet = Sheet().title("家庭成员情况核实表").table(MEMBERS, [1, 2, 2, 4, 2.4])
    return sheet.line("户主签字：", "温立秋").line("核实人：", "褚维安")


def texts(read: PageRead) -> list[str]:
    return [part.text for part in read.flow if isinstance(part, Block)]


def rows(read: PageRead) -> list[Sequence[str]]:
    return [list(row) for part in read.flow if isinstance(part, Table) for row in part.rows]


def plain(text: str) -> str:
    """Without what recognition may write one way or the other."""
    return text.translate(str.maketrans("，：；（）", ",:;()")).replace(" ", "")


def turned(pixels: ndarray, quarters: int) -> ndarray:
    import numpy

    return numpy.ascontiguousarray(numpy.rot90(pixels, quarters))


def test_a_letter_reads_paragraph_by_paragraph_beneath_its_seal() -> None:
    sheet = letter()
    read = read_picture(scanned(sheet.seal(0.68, (sheet.y - 60) / sheet.image.height), slant=1.5), 1)
    assert [plain(text) for text in texts(read)] == [
        "柳河镇人民政府关于拟纳入监测对象的请示",
        plain(BODY),
        "柳河镇人民政府",
        "2023年4月14日",
    ]
    assert read.confidence > 0.95


def test_a_letterhead_printed_in_red_is_read() -> None:
    sheet = Sheet().title("柳河镇人民政府文件", 30, RED).title("柳府发〔2023〕17号", 14).paragraph(BODY)
    read = texts(read_picture(scanned(sheet), 1))
    assert read[:2] == ["柳河镇人民政府文件", "柳府发〔2023〕17号"]


@pytest.mark.parametrize(
    ("spoilt", "how"),
    [
        (lambda: scanned(form(), slant=-8), "a slant of eight degrees"),
        (lambda: turned(scanned(form()), 1), "lying on its side"),
        (lambda: turned(scanned(form()), 2), "upside down"),
        (lambda: on_a_desk(form()), "photographed on a desk"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_rows_of_a_form_stand_together_however_it_lies(spoilt: object, how: str) -> None:
    assert callable(spoilt)
    read = read_picture(spoilt(), 1)
    assert rows(read) == MEMBERS, how
    assert "户主签字：温立秋" in "".join(texts(read)).replace(" ", ""), how


def test_cells_that_are_merged_stay_so_and_a_single_character_is_read() -> None:
    sheet = Sheet().title("自然增减表").table([["增减", "姓名", "原因"], ["无", "无", "无"]], [1, 1, 1])
    sheet.y -= 11 * sheet.dpi / 72
    sheet.table([["备注：本季度没有变化"]], [1])
    read = read_picture(scanned(sheet), 1)
    assert rows(read) == [["增减", "姓名", "原因"], ["无", "无", "无"], ["备注：本季度没有变化"]]


def test_what_stands_where_is_told_in_shares_of_the_page() -> None:
    title = read_picture(scanned(letter()), 3).flow[0]
    assert isinstance(title, Block)
    assert title.page == 3
    assert title.box
    left, top, right, bottom = title.box
    assert 0.05 < top < bottom < 0.15
    assert left + right == pytest.approx(1, abs=0.1)


def test_people_and_places_are_no_page_but_what_is_printed_in_is_told() -> None:
    read = read_picture(photo_of_a_yard("2023-05-06 10:24 柳河村"), 1)
    assert read.shows is Shows.PHOTO
    assert "2023-05-06" in "".join(texts(read))
    assert read.marks == ()


def test_sheets_joined_one_below_the_other_are_parted_where_nothing_stands() -> None:
    import numpy

    upper, lower = form().pixels(), letter().pixels()
    parts = long_picture(numpy.vstack([upper, lower]))
    assert [abs(len(part) - len(upper)) < 0.13 * len(upper) for part in parts] == [True, True]
    assert len(long_picture(upper)) == 1
