"""Every file ends in a state, and what can be read is read in order."""

from __future__ import annotations

import io
import struct
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.readers import read_document
from audit.types import Block, State, Table
from tests.audit.builders import make_docx, make_pdf, make_xlsx, make_zip, photo

WORD_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def texts(data: bytes, name: str = "x") -> list[object]:
    return [part.text if isinstance(part, Block) else part.rows for part in read_document(name, data).flow]


def raw_docx(body: str, **more: str) -> bytes:
    xml = f'<?xml version="1.0"?><w:document xmlns:w="{WORD_MAIN}"><w:body>{body}</w:body></w:document>'
    return make_zip(
        {"word/document.xml": xml.encode(), **{name: text.encode() for name, text in more.items()}}
    )


def test_a_docx_gives_paragraphs_and_tables_in_reading_order() -> None:
    data = make_docx("前言", (("户主", "莫小棠"), ("人口", "4")), "后记")
    assert texts(data) == ["前言", (("户主", "莫小棠"), ("人口", "4")), "后记"]


def test_a_docx_gives_its_header_a_place_of_its_own() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.add_paragraph("正文")
    stream = io.BytesIO()
    document.save(stream)
    blocks = read_document("a.docx", stream.getvalue()).blocks
    assert [(block.text, block.place) for block in blocks] == [("正文", "正文"), ("内部资料", "页眉")]


def test_a_table_inside_a_table_is_read_too() -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=1)
    inner = outer.cell(0, 0).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "风险", "因病"
    outer.cell(0, 0).paragraphs[0].text = "外"
    stream = io.BytesIO()
    document.save(stream)
    assert texts(stream.getvalue()) == [(("外",),), (("风险", "因病"),)]


def test_a_page_break_starts_a_new_page() -> None:
    blocks = read_document("a.docx", make_docx("一", "\f", "二")).blocks
    assert [(block.text, block.page) for block in blocks] == [("一", 1), ("二", 2)]


def test_an_entity_bomb_is_not_expanded() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;&b;">]>'
    body = f"<w:p><w:r><w:t>&c;</w:t></w:r></w:p>"  # noqa: F541
    xml = f'<?xml version="1.0"?>{bomb}<w:document xmlns:w="{WORD_MAIN}"><w:body>{body}</w:body></w:document>'
    document = read_document("a.docx", make_zip({"word/document.xml": xml.encode()}))
    assert "xxxx" not in "".join(block.text for block in document.blocks)


def test_a_macro_is_noted() -> None:
    data = raw_docx("<w:p><w:r><w:t>甲</w:t></w:r></w:p>", **{"word/vbaProject.bin": "x"})
    assert ("macro", "yes") in read_document("a.docm", data).metadata


def test_a_workbook_gives_its_sheets_as_places_and_whole_numbers_without_a_point() -> None:
    data = make_xlsx({"3月": [["线索清单"], ["序号", "姓名"], [1, "莫小棠"]], "4月": [["零报告"]]})
    document = read_document("a.xlsx", data)
    assert document.flow == (
        Block("线索清单", 1, "3月"),
        Table((("序号", "姓名"), ("1", "莫小棠")), 1, "3月"),
        Block("零报告", 2, "4月"),
    )


def test_a_formula_without_a_value_does_no_harm() -> None:
    assert read_document("a.xlsx", make_xlsx({"一": [["合计", "=SUM(A1:A2)"], [1, 2]]})).state is State.READ


def test_a_text_pdf_gives_lines_with_their_page() -> None:
    document = read_document("a.pdf", make_pdf(["户主 莫小棠"], ["第二页"]))
    assert [(block.text, block.page) for block in document.blocks] == [("户主 莫小棠", 1), ("第二页", 2)]


def test_a_pdf_without_characters_is_not_read_and_not_faulty() -> None:
    document = read_document("a.pdf", make_pdf([]))
    assert document.state is State.NOT_READ


def test_the_ending_does_not_decide() -> None:
    assert read_document("公示.pdf", make_docx("公示")).format == "docx"
    assert read_document("表.docx", make_xlsx({"一": [["甲", "乙"]]})).format == "xlsx"


def test_text_in_gbk_and_in_utf8_reads_the_same() -> None:
    for encoding in ("gb18030", "utf-8"):
        assert texts("情况说明\n无异议".encode(encoding), "a.txt") == ["情况说明", "无异议"]


@pytest.mark.parametrize("data", [b"", b"\0" * 100, b"  \r\n"])
def test_a_file_with_nothing_in_it_is_empty(data: bytes) -> None:
    assert read_document("a.docx", data).state is State.EMPTY


def test_a_document_without_a_word_is_empty() -> None:
    assert read_document("a.docx", make_docx("")).state is State.EMPTY


@pytest.mark.parametrize(
    "data",
    [
        make_docx("甲")[:400],
        b"PK\x03\x04garbage",
        b"not a document at all",
        make_xlsx({"一": [["甲"]]})[:300],
    ],
)
def test_a_damaged_file_is_unreadable(data: bytes) -> None:
    document = read_document("公示.docx", data)
    assert document.state is State.UNREADABLE
    assert "打不开" in document.problem


def test_a_zip_that_wants_a_password_is_encrypted() -> None:
    data = bytearray(raw_docx("<w:p/>"))
    # bit 0 of the flags, in the local header and in the directory
    struct.pack_into("<H", data, 6, 1)
    struct.pack_into("<H", data, data.index(b"PK\x01\x02") + 8, 1)
    assert read_document("a.docx", bytes(data)).state is State.ENCRYPTED


def test_a_picture_is_not_read() -> None:
    document = read_document("a.jpg", photo("x"))
    assert (document.format, document.state) == ("jpg", State.NOT_READ)


def test_a_zip_is_a_container() -> None:
    assert read_document("a.zip", make_zip({"甲.txt": b"x"})).state is State.CONTAINER


def test_a_zip_without_files_is_empty() -> None:
    assert read_document("a.zip", make_zip({})).state is State.EMPTY


SEEDS = [
    make_docx("公示", (("户主", "甲"),)),
    make_xlsx({"一": [["甲", 1]]}),
    make_pdf(["户主 甲"]),
    photo("x"),
]
STARTS = [
    b"",
    b"PK\x03\x04",
    b"%PDF-1.4\n",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\xff\xd8\xff",
    b"{\\rtf1",
    b"<html>",
]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(STARTS),
    st.binary(max_size=600),
    st.sampled_from(["a.docx", "a.xls", "a.pdf", "a.txt", "a"]),
)
def test_no_bytes_make_a_reader_raise(start: bytes, rest: bytes, name: str) -> None:
    assert isinstance(read_document(name, start + rest).state, State)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_no_damage_makes_a_reader_raise(seed: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(seed)))
    patch = data.draw(st.binary(max_size=20))
    damaged = seed[:at] + patch + seed[at + len(patch) :]
    damaged = damaged[: data.draw(st.integers(0, len(damaged)))]
    assert isinstance(read_document("a.docx", damaged).state, State)


def test_bytes_of_an_old_word_file_without_its_parts_are_unreadable() -> None:
    assert (
        read_document("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000).state is State.UNREADABLE
    )


def test_zip_module_is_not_fooled_by_backslashes() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word\\document.xml", "<x/>")
    assert isinstance(read_document("a.docx", stream.getvalue()).state, State)
