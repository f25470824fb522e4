"""A unit's papers as one PDF: in order, numbered, marked; what cannot come in leaves its place."""

from __future__ import annotations

import io
import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pdfplumber
import pypdf
import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from audit.filing.volumes import volumes_of
from audit.scan import scan
from checklists import load_checklist
from fangpin.binding import Binding, Bound, bind
from fangpin.commands.bind import command
from fangpin.pdf_file import PdfFile
from fangpin.pdf_pages import Line, add_text, wrapped
from fangpin.source_pages import NoPagesError, Numbering, add_pdf
from tests.audit.builders import judge_archive, make_docx, make_pdf, make_xlsx, read_all, write_archive

HOME = "桂岭镇/松坪村/户档案/阮长河"
APPLICATION = ["申请书", "申请人：阮长河", "2021年4月8日"]


def picture(size: tuple[int, int], form: str = "JPEG", colour: str = "steelblue", **options: Any) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, form, **options)
    return stream.getvalue()


def bound(archive: Mapping[str, bytes], folder: Path, **changes: Any) -> tuple[pypdf.PdfReader, Bound]:
    """The household's volume, bound without LibreOffice."""
    root = write_archive(folder / "檀溪县", archive)
    report = judge_archive(read_all(archive), root_name="檀溪县")
    volumes = [
        v for v in volumes_of(report.files, report.cells, report.checklist) if v.unit.endswith("阮长河")
    ]
    stream = io.BytesIO()
    how = Binding(load_checklist(), None, **changes)
    outcome = bind(stream, volumes, {entry.path: entry for entry in scan(root)}, how)
    return pypdf.PdfReader(stream, strict=True), outcome


def numbers(pdf: bytes) -> list[tuple[str, bool]]:
    """The number at the foot of each page as it is seen, and whether it stands on the right."""
    found = []
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            low = [
                word
                for word in page.extract_words()
                if word["bottom"] > page.height - 36 and word["text"].isdigit()
            ]
            found.append((low[0]["text"], low[0]["x0"] > page.width / 2) if low else ("", False))
    return found


def written(reader: pypdf.PdfReader) -> bytes:
    stream = reader.stream
    stream.seek(0)
    return stream.read()


def outline(entries: Any) -> list[Any]:
    return [outline(each) if isinstance(each, list) else each.title for each in entries]


PAPERS = {
    f"{HOME}/01申请书/申请书.pdf": make_pdf(APPLICATION, ["家庭情况说明"]),
    f"{HOME}/03认定核查表/核查表.pdf": make_pdf(
        ["防返贫监测对象认定核查表", "户主姓名 阮长河", "2021年4月12日"]
    ),
    f"{HOME}/03认定核查表/入户照片20210412.jpg": picture((400, 300)),
}


def test_contents_come_first_and_every_page_after_it_is_numbered(tmp_path: Path) -> None:
    reader, outcome = bound(PAPERS, tmp_path)
    assert "卷内文件目录" in reader.pages[0].extract_text()
    assert numbers(written(reader)) == [("", False), ("1", True), ("2", False), ("3", True), ("4", False)]
    assert (outcome.papers, outcome.pages, outcome.by_hand) == (3, 4, [])


def test_the_contents_give_the_page_on_which_each_paper_begins(tmp_path: Path) -> None:
    reader, _ = bound(PAPERS, tmp_path)
    text = "".join(reader.pages[0].extract_text().split())
    assert "申请书（阮长河）20210408第1页" in text
    assert "第3页" in text
    assert "第4页" in text


def test_each_item_and_paper_has_a_bookmark_to_its_page(tmp_path: Path) -> None:
    reader, _ = bound(PAPERS, tmp_path)
    marks = outline(reader.outline)
    assert marks[:3] == ["卷内文件目录", "H01 申请书", ["申请书"]]
    assert marks[4][1] == "[入户照片]"
    assert [
        reader.get_destination_page_number(each) for each in reader.outline if not isinstance(each, list)
    ] == [0, 1, 3]


def test_a_paper_keeps_its_text(tmp_path: Path) -> None:
    reader, _ = bound(PAPERS, tmp_path)
    assert "申请人：阮长河" in reader.pages[1].extract_text()
    assert "家庭情况说明" in reader.pages[2].extract_text()


def test_a_photo_fills_a_page_of_a4_with_its_title_under_it(tmp_path: Path) -> None:
    reader, _ = bound(PAPERS, tmp_path)
    page = reader.pages[4]
    assert [round(float(side)) for side in page.mediabox[2:]] == [842, 595]  # it lies, as the photo does
    assert "[入户照片]" in page.extract_text()
    assert len(page.images) == 1


def test_a_photo_is_turned_as_the_camera_was_held(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    reader, _ = bound(
        {**PAPERS, f"{HOME}/03认定核查表/入户照片20210412.jpg": picture((400, 300), exif=exif)}, tmp_path
    )
    assert reader.pages[4].images[0].image is not None
    assert reader.pages[4].images[0].image.size == (300, 400)


@pytest.mark.parametrize("form", ["PNG", "TIFF", "BMP", "WEBP", "GIF"])
def test_pictures_of_every_format_come_in(form: str, tmp_path: Path) -> None:
    name = f"{HOME}/03认定核查表/入户照片20210412.{form.lower()}"
    _, outcome = bound({**PAPERS, name: picture((60, 40), form)}, tmp_path)
    assert outcome.by_hand == []
    assert outcome.pages == 5


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        (
            "02承诺书/承诺授权书.docx",
            make_docx("承诺授权书", "承诺人：阮长河", "2021年4月9日"),
            "没有 LibreOffice",
        ),
        ("02承诺书/承诺授权书.pdf", b"%PDF-1.4 broken", "打不开"),
        ("02承诺书/承诺授权书.docx", b"", "打不开"),
        ("02承诺书/承诺授权书.rar", b"Rar!\x1a\x07\x00" + b"x" * 50, "不能转成 PDF"),
    ],
)
def test_a_file_that_cannot_come_in_leaves_its_place_and_stops_nothing(
    name: str, data: bytes, why: str, tmp_path: Path
) -> None:
    reader, outcome = bound({**PAPERS, f"{HOME}/{name}": data}, tmp_path)
    [(path, said)] = outcome.by_hand
    assert path == f"{HOME}/{name}"
    assert why in said
    assert len(reader.pages) == 6
    assert any(
        "此处放入" in page.extract_text() and name.rpartition("/")[2] in page.extract_text()
        for page in reader.pages
    )
    assert "另附" in reader.pages[0].extract_text()


def test_numbers_may_stand_at_the_head(tmp_path: Path) -> None:
    reader, _ = bound(PAPERS, tmp_path, at_top=True)
    with pdfplumber.open(io.BytesIO(written(reader))) as document:
        first = document.pages[1].extract_words()[0]
    assert (first["text"], first["top"] < 40, first["x0"] > 500) == ("1", True, True)


def single(data: bytes) -> bytes:
    """A PDF that holds the pages of another, numbered."""
    stream = io.BytesIO()
    pdf = PdfFile(stream)
    pages = add_pdf(pdf, data, Numbering())
    pdf.finish(pages, [], "")
    return stream.getvalue()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_number_is_upright_on_a_page_that_is_turned(turn: int) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(make_pdf(["横排表"])))
    writer.pages[0].rotate(turn)
    stream = io.BytesIO()
    writer.write(stream)
    assert numbers(single(stream.getvalue())) == [("1", True)]


def test_a_locked_pdf_that_anybody_may_open_comes_in() -> None:
    writer = pypdf.PdfWriter(io.BytesIO(make_pdf(["只准打印"])))
    writer.encrypt("", "owner", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    reader = pypdf.PdfReader(io.BytesIO(single(stream.getvalue())))
    assert not reader.is_encrypted
    assert "只准打印" in reader.pages[0].extract_text()


def test_a_seal_that_is_an_annotation_is_drawn_into_the_page() -> None:
    writer = pypdf.PdfWriter(io.BytesIO(make_pdf(["批复"])))
    look = StreamObject()
    look.set_data(b"1 0 0 rg 0 0 10 10 re f")
    look.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form"),
                 NameObject("/BBox"): ArrayObject(map(FloatObject, (0, 0, 10, 10)))})  # fmt: skip
    seal = DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Widget"),
        NameObject("/Rect"): ArrayObject(map(FloatObject, (200, 300, 300, 400))),
        NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(look)}),
    })  # fmt: skip
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(seal)])
    stream = io.BytesIO()
    writer.write(stream)
    image = pypdfium2.PdfDocument(single(stream.getvalue()))[0].render(scale=0.5).to_pil().convert("RGB")
    assert image.getpixel((125, round((842 - 350) / 2))) == (255, 0, 0)


def test_a_layer_that_does_not_show_stays_hidden() -> None:
    writer = pypdf.PdfWriter(io.BytesIO(make_pdf(["批复"])))
    layer = writer._add_object(
        DictionaryObject(
            {NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("草稿")}
        )
    )
    drawn = StreamObject()
    drawn.set_data(b"1 0 0 rg 0 0 595 842 re f")
    drawn.update({
        NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): ArrayObject(map(FloatObject, (0, 0, 595, 842))), NameObject("/OC"): layer,
    })  # fmt: skip
    page = writer.pages[0]
    resources = page["/Resources"]
    assert isinstance(resources, DictionaryObject)
    resources[NameObject("/XObject")] = DictionaryObject({NameObject("/Draft"): writer._add_object(drawn)})
    over = StreamObject()
    over.set_data(b"/Draft Do")
    page[NameObject("/Contents")] = ArrayObject([page.raw_get("/Contents"), writer._add_object(over)])
    writer._root_object[NameObject("/OCProperties")] = DictionaryObject({
        NameObject("/OCGs"): ArrayObject([layer]),
        NameObject("/D"): DictionaryObject({NameObject("/OFF"): ArrayObject([layer])}),
    })  # fmt: skip
    stream = io.BytesIO()
    writer.write(stream)
    image = pypdfium2.PdfDocument(single(stream.getvalue()))[0].render(scale=0.2).to_pil().convert("RGB")
    assert image.getpixel((60, 100)) == (255, 255, 255)


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(NoPagesError):
        single(b"%PDF-1.4\nnothing")


def test_pages_that_share_a_picture_hold_it_once() -> None:
    writer = pypdf.PdfWriter()
    sheet = io.BytesIO()
    Image.effect_noise((300, 300), 90).save(sheet, "PDF")
    page = pypdf.PdfReader(sheet).pages[0]
    for _ in range(8):
        writer.add_page(page)
    stream = io.BytesIO()
    writer.write(stream)
    assert len(single(stream.getvalue())) < 1.3 * len(sheet.getvalue()) + 8 * 600


def test_a_long_list_goes_on_on_a_second_page() -> None:
    stream = io.BytesIO()
    pdf = PdfFile(stream)
    pages = add_text(pdf, [Line(f"第{number}行", 11.0) for number in range(60)], None)
    pdf.finish(pages, [], "")
    texts = [page.extract_text() for page in pypdf.PdfReader(stream).pages]
    assert len(texts) == 2
    assert "第59行" in texts[1]
    assert "".join(itertools.chain(wrapped("一二三四五" * 30, 11.0))) == "一二三四五" * 30


@pytest.mark.needs_libreoffice
def test_the_command_binds_documents_and_sheets_with_cover_and_note(tmp_path: Path) -> None:
    wide = [[f"第{number}栏" for number in range(30)], ["值"] * 30]
    archive = {
        **PAPERS,
        f"{HOME}/02承诺书/承诺授权书.docx": make_docx("承诺授权书", "承诺人：阮长河", "2021年4月9日"),
        f"{HOME}/08帮扶措施/帮扶措施落实情况统计表.xlsx": make_xlsx(
            {"统计表": [["帮扶措施落实情况统计表"], *wide]}
        ),
    }
    root = write_archive(tmp_path / "檀溪县", archive)
    out = tmp_path / "阮长河.pdf"
    arguments = [str(root), "阮长河", "-o", str(out), "--cover", "--no-ocr"]
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 0, result.output
    assert "5 件、6 页" in result.output
    pages = [page.extract_text() for page in pypdf.PdfReader(out).pages]
    assert "阮长河户" in "".join(pages[0].split())
    assert "卷内文件目录" in pages[1]
    assert "承诺授权书" in pages[4]
    assert "第29栏" in pages[-2]  # the sheet's last column stands on the page of its first
    assert "本卷情况说明" in pages[-1]
    assert "本卷共5件，6页" in "".join(pages[-1].split())
    again = CliRunner().invoke(command, arguments)
    assert "已经有这个文件" in str(again.exception)


def test_a_village_with_those_below_it_is_a_pdf_each_and_what_is_there_stays(tmp_path: Path) -> None:
    other = "桂岭镇/松坪村/户档案/庄敏/01申请书/申请书.pdf"
    root = write_archive(tmp_path / "檀溪县", {**PAPERS, other: make_pdf(["申请书", "申请人：庄敏"])})
    arguments = [str(root), "松坪村", "--below", "--no-ocr"]
    assert CliRunner().invoke(command, arguments).exit_code == 0
    made = sorted(tmp_path.rglob("案卷.pdf"))
    assert [path.parent.name for path in made] == ["庄敏", "阮长河"]
    made[0].write_bytes(b"edited")
    again = CliRunner().invoke(command, arguments)
    assert again.output.count("没有重做") == 2
    assert made[0].read_bytes() == b"edited"


def test_a_unit_that_is_not_there_is_said_and_nothing_written(tmp_path: Path) -> None:
    root = write_archive(tmp_path / "檀溪县", PAPERS)
    result = CliRunner().invoke(command, [str(root), "没有的村", "-o", str(tmp_path / "a.pdf"), "--no-ocr"])
    assert "没有单位“没有的村”" in str(result.exception)
    several = CliRunner().invoke(command, [str(root), "阮长河", "松坪村", "-o", str(tmp_path / "a.pdf")])
    assert "几个单位不能写进一个文件" in str(several.exception)
    inside = CliRunner().invoke(command, [str(root), "阮长河", "-o", str(root / "a.pdf"), "--no-ocr"])
    assert "在档案里面" in str(inside.exception)
    assert not list(tmp_path.rglob("a.pdf"))
