"""What each format gives: text in order with page and place, tables as tables, properties, pictures of pages."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from PIL import Image

from audit.readers import read_document
from audit.readers.legible import is_legible
from audit.readers.pictures import page_pictures
from audit.types import Block, Document, State, Table
from tests.audit.builders import make_docx, make_pdf, make_xlsx, make_zip
from tests.audit.reader_builders import (
    EXCEL_2003,
    FLAT_ODF,
    HTML,
    WORD_2003,
    golden,
    make_mhtml,
    make_ofd,
    ofd_text,
    paragraph,
    picture,
    raw_docx,
)

PAPER = [
    "青禾村村级评议会议记录",
    "时间：2021年5月6日",
    (("序号", "户主姓名", "风险类型"), ("1", "莫小棠", ""), ("2", "石阿田", "因病")),
    "公示",
]
SHEET_ROWS = ("序号", "姓名", "日期", "金额"), ("1", "莫小棠", "2021-05-06", "1234.5")


def read(data: bytes, name: str = "x") -> Document:
    return read_document(name, data)


def texts(document: Document, place: str = "正文") -> list[object]:
    return [
        part.text if isinstance(part, Block) else part.rows for part in document.flow if part.place == place
    ]


def told(document: Document) -> dict[str, str]:
    assert len(dict(document.metadata)) == len(document.metadata)
    return dict(document.metadata)


@pytest.mark.parametrize("name", ["paper.doc", "paper.rtf"])
def test_old_word_files_and_rich_text_read_as_the_docx_they_were_made_of(name: str) -> None:
    document = read(golden(name))
    assert texts(document) == PAPER
    assert texts(document, "页眉") == ["内部资料"]
    assert document.blocks[-2].text == "公示"
    assert (document.blocks[-2].page, document.pages) == (2, 2)
    expected = {"author": "莫小棠", "last_modified_by": "石阿田", "created_on": "2021-05-06"}
    assert name == "paper.rtf" or expected.items() <= told(document).items()


@pytest.mark.parametrize("name", ["book.xls", "book.ods"])
def test_workbooks_of_other_formats_read_alike(name: str) -> None:
    document = read(golden(name))
    assert texts(document, "3月")[0] == "线索清单"
    assert document.tables[0].rows[:2] == SHEET_ROWS
    assert document.tables[0].rows[-1] == ("合计", "", "", "1237.5")
    assert texts(document, "旧表") == [(("乙", "丙"),)]


def test_a_hidden_sheet_is_read_and_named() -> None:
    assert told(read(golden("book.xls")))["hidden_sheets"] == "旧表"


def test_flat_xml_of_office_2003_and_of_opendocument_is_read() -> None:
    assert texts(read(WORD_2003, "a.doc")) == ["评议结果", (("户主", "石阿田"),)]
    assert texts(read(EXCEL_2003, "a.xls"), "3月") == ["线索清单", (("莫小棠", "", "2021-05-06"),)]
    assert texts(read(FLAT_ODF)) == ["公示"]


@pytest.mark.parametrize(
    "data",
    [
        HTML.encode("gb18030"),
        HTML.encode("utf-8"),
        "\ufeff".encode("utf-16-le") + HTML.encode("utf-16-le"),
        make_mhtml(),
    ],
)
def test_pages_of_the_web_read_alike_in_every_charset(data: bytes) -> None:
    document = read(data, "公示.doc")
    assert texts(document) == ["青禾村村级评议会议记录", (("莫小棠", "因病"), ("", "4人"))]


def test_a_page_saved_as_xls_reads_as_a_sheet() -> None:
    page = "<table><tr><td colspan=3>线索清单</td></tr><tr><td>1</td><td></td><td>莫小棠</td></tr></table>"
    assert texts(read(page.encode("gbk"), "a.xls")) == ["线索清单", (("1", "", "莫小棠"),)]


def test_rich_text_takes_bytes_by_code_page_and_unicode_with_its_fallback() -> None:
    data = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 \'cb\'ce\'cc\'e5;}}\uc1\pard \'b9\'ab\'ca\'be\u20013?\u22269?\par{\v \'d2\'fe}{\*\unknown x}\intbl a\cell\u19968?\cell\row}"
    assert texts(read(data)) == ["公示中国", (("a", "一"),)]


# docx


def test_list_numbers_are_read_as_they_are_printed() -> None:
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    numbering = (
        f'<w:numbering xmlns:w="{space}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )

    def item(text: str, level: int) -> str:
        return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')

    body = item("基本情况", 0) + item("2021年", 1) + item("人口", 1) + item("评议结果", 0) + item("同意", 1)
    document = read(raw_docx(body, word__numbering___xml=numbering))
    assert texts(document) == ["一、基本情况", "1. 2021年", "2. 人口", "二、评议结果", "1. 同意"]


def test_what_was_deleted_or_hidden_is_no_text_and_what_was_inserted_is() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>新增</w:t></w:r></w:ins><w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>"
        + paragraph("藏", run="<w:vanish/>")
        + paragraph("露", run='<w:vanish w:val="0"/>')
        + "<w:p><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom></w:p>"
    )
    assert texts(read(raw_docx(body))) == ["新增", "露"]


def test_boxes_to_tick_are_read_as_what_they_show() -> None:
    old = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked{}/></w:checkBox></w:ffData></w:fldChar></w:r>'
    body = (
        "<w:p>"
        + old.format("")
        + "<w:r><w:t>是</w:t></w:r>"
        + old.format(' w:val="0"')
        + "<w:r><w:t>否</w:t></w:r></w:p>"
        '<w:p><w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>因病</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>\uf0fe因灾</w:t></w:r></w:p>"
    )
    assert texts(read(raw_docx(body))) == ["☑是□否", "☑因病", "☑因灾"]


def test_a_text_box_is_read_once_and_a_box_in_it_too() -> None:
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    inner = f"<w:p><w:r><w:pict><w:txbxContent>{paragraph('里')}</w:txbxContent></w:pict></w:r></w:p>"
    box = f"<w:drawing><w:txbxContent>{paragraph('外')}{inner}</w:txbxContent></w:drawing>"
    again = f"<w:pict><w:txbxContent>{paragraph('外')}</w:txbxContent></w:pict>"
    body = (
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="{space}"><mc:Choice>{box}</mc:Choice>'
        f"<mc:Fallback>{again}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert texts(read(raw_docx(body))) == ["外", "里"]


def test_notes_and_comments_have_places_of_their_own() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    notes = (
        f'<w:footnotes xmlns:w="{space}"><w:footnote w:type="separator">{paragraph("线")}</w:footnote>'
        f"<w:footnote>{paragraph('注')}</w:footnote></w:footnotes>"
    )
    comments = f'<w:comments xmlns:w="{space}"><w:comment>{paragraph("请改")}</w:comment></w:comments>'
    document = read(raw_docx(paragraph("文"), word__footnotes___xml=notes, word__comments___xml=comments))
    assert (texts(document), texts(document, "脚注"), texts(document, "批注")) == (["文"], ["注"], ["请改"])


def test_a_continuous_section_starts_no_page() -> None:
    section = '<w:sectPr><w:type w:val="{}"/></w:sectPr>'
    body = (
        paragraph("一", section.format("nextPage"))
        + paragraph("二", section.format("continuous"))
        + paragraph("三", section.format("nextPage"))
        + paragraph("四")
        + section.format("nextPage")
    )
    assert [(block.text, block.page) for block in read(raw_docx(body)).blocks] == [
        ("一", 1), ("二", 1), ("三", 2), ("四", 3),
    ]  # fmt: skip


def test_wps_is_told_from_word_by_its_build() -> None:
    custom = '<Properties><property name="KSOProductBuildVer"><lpwstr>2052-11.1.0.1</lpwstr></property></Properties>'
    document = read(raw_docx(paragraph("文"), docProps__custom___xml=custom))
    assert told(document)["application"] == "WPS Office 2052-11.1.0.1"


def scan_in_docx(*sizes: tuple[int, int]) -> bytes:
    document = docx.Document()
    for size in sizes:
        document.add_picture(io.BytesIO(picture(size=size)))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_docx_that_holds_only_pictures_is_a_scan_and_gives_its_pages() -> None:
    data = scan_in_docx((600, 800), (60, 60), (700, 900))
    document = read(data)
    assert (document.state, document.unread_pages) == (State.NOT_READ, (1, 2))
    assert [(page.page, page.image.size) for page in page_pictures(document, data)] == [
        (1, (600, 800)),
        (2, (700, 900)),
    ]


def test_a_picture_in_a_document_of_words_makes_it_no_scan() -> None:
    document = docx.Document()
    document.add_picture(io.BytesIO(picture()))
    document.add_paragraph("公示期间，村民未提出异议。" * 10)
    stream = io.BytesIO()
    document.save(stream)
    found = read(stream.getvalue())
    assert (found.state, found.unread_pages, told(found)["pictures"]) == (State.READ, (), "1")


# xlsx


def test_numbers_show_as_many_figures_as_a_sheet_does() -> None:
    rows = [[0.1 + 0.2, 3.0, 529031196412246093, 1e-7, True]]
    assert read(make_xlsx({"一": rows})).tables[0].rows == (
        ("0.3", "3", "529031196412246000", "1e-07", "TRUE"),
    )


def test_formulas_without_results_are_told_and_empty_results_are_not() -> None:
    assert "没有计算结果" in read(make_xlsx({"一": [["合计", "=1+1"], [1, 2]]})).problem
    with zipfile.ZipFile(io.BytesIO(make_xlsx({"一": [["甲", "乙"]]}))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(
        b"</row>", b'<c r="C1" t="str"><f>A1</f><v></v></c></row>'
    )
    assert read(make_zip(parts | {"xl/worksheets/sheet1.xml": sheet})).problem == ""


# PDF and OFD


def test_of_a_mixed_pdf_only_the_pages_without_text_are_left_to_be_recognised() -> None:
    data = pdf_of_pages([None, "户主 莫小棠", None])
    document = read(data)
    assert (document.state, document.pages, document.unread_pages) == (State.READ, 3, (1, 3))
    pages = list(page_pictures(document, data))
    assert [page.page for page in pages] == [1, 3]
    assert all(page.image.mode == "RGB" and max(page.image.size) > 1000 for page in pages)


def pdf_of_pages(pages: list[str | None]) -> bytes:
    """Text, or a scan where there is None."""
    import pypdf

    writer = pypdf.PdfWriter()
    for page in pages:
        if page is None:
            stream = io.BytesIO()
            Image.effect_noise((620, 877), 60).convert("L").save(stream, "PDF", resolution=75)
            writer.append(stream)
        else:
            writer.append(io.BytesIO(make_pdf([page])))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_filled_field_of_a_pdf_form_and_the_name_of_an_attachment_are_not_lost() -> None:
    import pypdf
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf(["申请书"])))
    field = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("户主"),
            NameObject("/V"): TextStringObject("莫小棠"),
        }
    )
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(field)])})
    writer._root_object[NameObject("/AcroForm")] = form
    writer.add_attachment("list.txt", b"x")
    stream = io.BytesIO()
    writer.write(stream)
    document = read(stream.getvalue())
    assert texts(document, "表单") == ["户主：莫小棠"]
    assert "list.txt" in document.problem


@pytest.mark.parametrize(
    "text",
    [
        "\ue001\ue002\ue003\ue004",
        "ÇàºÌ´å´å¼¶ÆÀÒé»áÒé¼ÇÂ¼",
        "\ufffd" * 30 + "公示",
        "".join(map(chr, range(0x5DC0, 0x5DC0 + 60))),
    ],
)
def test_characters_that_mean_nothing_are_no_text(text: str) -> None:
    assert not is_legible(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "公示",
        "ISBN 978-7-80000-000-0",
        "青禾村村级评议会议记录，参会32人，同意30人。" * 3,
        "☑ 是 □ 否",
    ],
)
def test_characters_that_mean_something_are_text(text: str) -> None:
    assert is_legible(text)


def test_an_ofd_gives_its_lines_from_top_to_bottom_and_left_to_right() -> None:
    page = ofd_text(40, 30, "莫小棠") + ofd_text(10, 10, "公示") + ofd_text(10, 30.4, "户主：")
    document = read(make_ofd(page, ofd_text(10, 10, "第二页")))
    assert [(block.text, block.page) for block in document.blocks] == [
        ("公示", 1),
        ("户主：莫小棠", 1),
        ("第二页", 2),
    ]
    assert told(document) == {"author": "莫小棠", "created_on": "2021-05-06"}


def test_a_page_of_an_ofd_that_is_a_picture_is_left_to_be_recognised() -> None:
    image = '<ofd:ImageObject ID="3" ResourceID="9" Boundary="0 0 210 297"/>'
    data = make_ofd(ofd_text(10, 10, "公示"), image, image=picture(size=(500, 700)))
    document = read(data)
    assert (document.state, document.unread_pages) == (State.READ, (2,))
    assert [(page.page, page.image.size) for page in page_pictures(document, data)] == [(2, (500, 700))]


# Pictures


def test_a_picture_tells_its_size_its_day_and_its_camera() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0132] = "Orchard", "Phone 7", "2022:01:02 03:04:05"
    exif.get_ifd(0x8769)[0x9003] = "2021:05:06 09:30:00"
    expected = {
        "width": "640",
        "height": "480",
        "taken_on": "2021-05-06",
        "taken_at": "09:30:00",
        "changed_on": "2022-01-02",
        "camera": "Orchard Phone 7",
    }
    assert told(read(picture(exif=exif))) == expected
    assert told(read(golden("photo.heic")))["taken_on"] == "2021-05-06"


def test_a_day_that_no_camera_had_is_none() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "0000:00:00 00:00:00"
    assert "taken_on" not in told(read(picture(exif=exif)))


def test_every_page_of_a_fax_is_a_page() -> None:
    data = picture("TIFF", frames=3, dpi=(200, 200))
    document = read(data, "传真.tif")
    assert (document.pages, document.unread_pages) == (3, (1, 2, 3))
    assert [(page.page, page.dpi) for page in page_pictures(document, data)] == [(1, 200), (2, 200), (3, 200)]


def test_a_picture_taken_sideways_is_given_upright_and_a_large_one_smaller() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = picture(size=(5000, 3000), exif=exif)
    (page,) = page_pictures(read(data), data)
    assert page.image.width < page.image.height <= 3400


# Text, and what is not read


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_every_encoding_and_under_any_ending(encoding: str) -> None:
    words = "情况说明\n公示期间村民未提出异议，特此说明。"
    for name in ("a.txt", "a.doc", "说明"):
        assert texts(read(words.encode(encoding), name)) == words.split("\n")


def test_a_csv_is_a_table() -> None:
    assert texts(read("序号,户主\n1,莫小棠\n".encode("gbk"), "a.csv")) == [
        (("序号", "户主"), ("1", "莫小棠"))
    ]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"Rar!\x1a\x07\x01\0" + b"x" * 50, "解压"),
        (b"7z\xbc\xaf\x27\x1c" + b"x" * 50, "解压"),
        (b"Received: from x\r\nTo: a\r\nMIME-Version: 1.0\r\n\r\nhello", "邮件"),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 40, "视频"),
        (b"\x31\xbe\0\0" + b"\0" * 200, "另存为"),
        (make_zip({"ppt/presentation.xml": b"<x/>"}), "演示文稿"),
    ],
)
def test_what_is_not_read_says_what_it_is_and_what_to_do(data: bytes, word: str) -> None:
    document = read(data, "材料.dat")
    assert document.state is State.NOT_READ
    assert word in document.problem


def test_a_table_of_a_docx_keeps_its_place_among_the_pages() -> None:
    document = read(make_docx("一", "\f", (("户主", "莫小棠"),)))
    assert document.flow == (Block("一", 1, "正文"), Table((("户主", "莫小棠"),), 2, "正文"))
