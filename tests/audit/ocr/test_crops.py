"""Crops of scans: the quoted line and no other, however the page lies, and no number of a person in it."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from audit.crop_pictures import crop_of, original_of, page_image
from audit.ocr.page import read_picture
from audit.types import Document
from tests.audit.ocr.pages import Sheet, on_a_desk, scanned
from tests.audit.ocr.test_documents import jpeg, read, scanned_pdf

pytestmark = pytest.mark.needs_ocr

ID, MOBILE = "990107198205016673", "13812345678"
LINE = "家庭年人均纯收入六千三百元"


def sheet() -> Sheet:
    page = Sheet().title("防返贫监测对象认定核查表")
    page.paragraph("户主邱大山，住柳河村三组，本人自愿申请。", indent=0)
    page.line(LINE)
    page.line(f"身份证号 {ID}")
    page.line(f"联系电话 {MOBILE}")
    return page.paragraph("调查人签字以后由村里存档备查。", indent=0)


def words(picture: bytes | None) -> str:
    """What can still be read on a crop, laid on a sheet as large as a page."""
    import cv2
    import numpy

    assert picture is not None
    part = cv2.imdecode(numpy.frombuffer(picture, numpy.uint8), cv2.IMREAD_COLOR)
    page = numpy.full((1500, 1100, 3), 255, numpy.uint8)
    part = part[:1300, :1060]
    page[100 : 100 + part.shape[0], 20 : 20 + part.shape[1]] = part
    flow = read_picture(page, 1).flow
    return "".join(getattr(each, "text", "") or str(getattr(each, "rows", "")) for each in flow)


def lies(way: str) -> bytes:
    import cv2

    if way == "photographed on a desk":
        return jpeg(on_a_desk(sheet()))
    pixels = scanned(sheet())
    turns = {"lying on its side": cv2.ROTATE_90_CLOCKWISE, "upside down": cv2.ROTATE_180}
    return jpeg(cv2.rotate(pixels, turns[way]) if way in turns else pixels)


@pytest.mark.parametrize(
    "way", ["as it was scanned", "lying on its side", "upside down", "photographed on a desk"]
)
def test_a_crop_shows_the_line_without_numbers_however_the_page_lies(tmp_path: Path, way: str) -> None:
    document = read(tmp_path, "表.jpg", lies(way))
    said = words(crop_of(tmp_path, document, 1, LINE))
    assert "人均纯收入" in said
    assert "存档备查" not in said
    quoted = f"身份证号 {ID}"
    masked, full = (words(crop_of(tmp_path, document, 1, quoted, full=each)) for each in (False, True))
    assert ID[4:14] in full
    assert not any(ID[at : at + 5] in masked for at in range(len(ID) - 4))
    assert MOBILE[2:8] not in masked


def test_a_whole_page_of_a_bound_file_bears_no_number_either(tmp_path: Path) -> None:
    first = Sheet().title("公示无异议说明")
    document = read(tmp_path, "合订本.pdf", scanned_pdf(scanned(first), scanned(sheet())))
    said = words(page_image(tmp_path, document, 2, mark=(0.1, 0.1, 0.5, 0.2)))
    assert "人均纯收入" in said
    assert ID[4:14] not in said
    assert MOBILE[2:8] not in said


def test_a_row_of_a_table_is_cut_out_with_its_number_black(tmp_path: Path) -> None:
    rows = [
        ("序号", "户主", "证件号码", "人口"),
        ("1", "邱大山", ID, "4"),
        ("2", "冯玉兰", "99010719750304122X", "2"),
    ]
    page = Sheet().title("监测对象名单").table(rows, (1, 2, 5, 1))
    document = read(tmp_path, "名单.jpg", jpeg(scanned(page)))
    said = words(crop_of(tmp_path, document, 1, f"1 邱大山 {ID} 4"))
    assert "邱大山" in said
    assert ID[6:14] not in said
    assert "19750304" not in said


def test_a_page_of_a_scan_in_a_zip_is_found(tmp_path: Path) -> None:
    data = jpeg(scanned(sheet()))
    document = read(tmp_path, "表.jpg", data)
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as made:
        made.writestr("内/表.jpg", data)
    inside = replace(document, path="包.zip!/内/表.jpg")
    assert "人均纯收入" in words(crop_of(tmp_path, inside, 1, LINE))


def test_a_page_out_of_a_long_picture_is_cut_out_of_its_part(tmp_path: Path) -> None:
    import numpy

    other = Sheet().title("公示无异议说明").paragraph("公示期间没有收到任何意见和反映。")
    document = read(tmp_path, "长图.jpg", jpeg(numpy.vstack([scanned(sheet()), scanned(other)])))
    assert document.pages == 2
    assert "没有收到" in words(crop_of(tmp_path, document, 2, "公示期间没有收到任何意见和反映。"))
    assert "人均纯收入" in words(crop_of(tmp_path, document, 1, LINE))


def test_what_does_not_stand_on_the_page_has_no_crop(tmp_path: Path) -> None:
    document = read(tmp_path, "表.jpg", jpeg(scanned(sheet())))
    assert crop_of(tmp_path, document, 1, "完全没有的一句话写在别处") is None
    assert crop_of(tmp_path, document, 2, LINE) is None


def test_a_file_that_is_gone_or_outside_has_no_crop(tmp_path: Path) -> None:
    document = read(tmp_path, "表.jpg", jpeg(scanned(sheet())))
    (tmp_path / "表.jpg").unlink()
    assert crop_of(tmp_path, document, 1, LINE) is None
    assert original_of(tmp_path, "../x.jpg") is None
    assert original_of(tmp_path, "没有.zip!/x.jpg") is None
    assert page_image(tmp_path, Document("a.txt", 1, "", "txt", document.state), 1) is None
