"""Files made to harm, or harmed: each ends in its state, in bounded time, whatever it is called."""

from __future__ import annotations

import io
import os
import random
import socket
import struct
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from audit.readers import read_document
from audit.readers.pictures import page_pictures
from audit.scan import EntryError, read_entry, scan
from audit.types import Block, Document, State
from tests.audit.builders import forbid, make_docx, make_pdf, make_xlsx, make_zip, write_archive
from tests.audit.reader_builders import (
    EXCEL_2003,
    FLAT_ODF,
    WORD,
    WORD_2003,
    every_format,
    golden,
    locked_doc,
    locked_xls,
    make_ofd,
    ofd_text,
    paragraph,
    picture,
    raw_docx,
)

# Of processor time, on a slow machine; what takes longer would be killed by the run's own limit, not here.
MOST_SECONDS = 30.0
FORMATS = every_format()
LOST = (State.UNREADABLE, State.EMPTY)


def read(name: str, data: bytes) -> Document:
    """Read within the time, and have every page rendered that asks for it."""
    start = time.process_time()
    document = read_document(name, data)
    for _ in page_pictures(document, data):
        pass
    assert time.process_time() - start < MOST_SECONDS
    return document


def text_of(document: Document) -> str:
    return "\n".join(
        part.text if isinstance(part, Block) else "\n".join("|".join(row) for row in part.rows)
        for part in document.flow
    )


# Damage


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_was_cut_off_is_told_or_read_as_far_as_it_goes(name: str, share: float) -> None:
    document = read(name, FORMATS[name][: int(len(FORMATS[name]) * share)])
    # Text has no end to miss; of several pages in one picture the first may be whole.
    goes_on = name in ("a.txt", "a.csv", "a.html", "a.mht", "a.rtf", "a.tif")
    assert document.state in LOST or goes_on
    if document.state in LOST:
        assert document.problem


@pytest.mark.parametrize("name", FORMATS)
def test_flipped_bits_harm_nobody(name: str) -> None:
    chance = random.Random(name)
    for _ in range(25):
        data = bytearray(FORMATS[name])
        for _ in range(chance.choice((1, 3, 20))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        document = read(name, bytes(data))
        assert document.flow or document.problem


@pytest.mark.parametrize("name", FORMATS)
def test_the_ending_never_decides(name: str) -> None:
    wanted = read(name, FORMATS[name])
    for ending in ("docx", "xls", "pdf", "jpg", "zip", "wps", "", "公示"):
        got = read(f"甲.{ending}", FORMATS[name])
        if name not in ("a.txt", "a.csv"):
            assert (got.format, got.state) == (wanted.format, wanted.state)
        assert got.flow or got.problem


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf", "jpg", "zip", "txt", "ofd", ""])
@pytest.mark.parametrize("data", [b"", b"\0" * 5000, b" \r\n\t"])
def test_nothing_is_an_empty_file(ending: str, data: bytes) -> None:
    assert read(f"甲.{ending}", data).state is State.EMPTY


def test_noise_is_no_text_whatever_its_ending() -> None:
    noise = random.Random(7).randbytes(20_000)
    assert read("甲.docx", noise).state is State.UNREADABLE
    assert read("甲.txt", noise).state is State.UNREADABLE
    assert read("甲.bin", noise).state is State.NOT_READ


# Passwords


def test_documents_with_a_password_are_encrypted_and_not_broken() -> None:
    for name, data in {
        "甲.xlsx": golden("locked.xlsx"),
        "甲.docx": golden("locked.xlsx"),
        "甲.doc": locked_doc(),
        "甲.xls": locked_xls(),
        "甲.pdf": locked_pdf("secret"),
    }.items():
        assert read(name, data).state is State.ENCRYPTED, name


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    document = read("甲.pdf", locked_pdf(""))
    assert (document.state, text_of(document)) == (State.READ, "户主 莫小棠")


def locked_pdf(password: str) -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf(["户主 莫小棠"])))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


# Bombs

LAUGHS = '<!DOCTYPE z [<!ENTITY a0 "哈哈哈哈哈哈哈哈哈哈">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
)
STEALS = '<!DOCTYPE z [<!ENTITY a9 SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("bomb", [LAUGHS, STEALS])
def test_entities_are_neither_expanded_nor_fetched(bomb: str) -> None:
    head = f'<?xml version="1.0"?>{bomb}]>'
    body = f'<w:document xmlns:w="{WORD}"><w:body>{paragraph("公示&a9;")}</w:body></w:document>'
    flat = {
        name: data.decode().partition("?>")[2] for name, data in (("b.xls", EXCEL_2003), ("c.odt", FLAT_ODF))
    }
    ofd = zipfile.ZipFile(io.BytesIO(make_ofd(ofd_text(1, 1, "公示"))))
    pages = {name: ofd.read(name) for name in ofd.namelist()}
    page = "Doc_0/Pages/Page_0/Content.xml"
    pages[page] = (
        pages[page]
        .decode()
        .replace('encoding="UTF-8"?>', f'encoding="UTF-8"?>{bomb}]>')
        .replace("公示", "公示&a9;")
        .encode()
    )
    for name, data in {
        "a.docx": make_zip({"word/document.xml": (head + body).encode()}),
        "b.xls": (head + flat["b.xls"].replace("莫小棠", "公示&a9;")).encode(),
        "c.odt": (head + flat["c.odt"].replace("公示", "公示&a9;")).encode(),
        "d.ofd": make_zip(pages),
        "e.html": f"{bomb}]><html><body><p>公示&a9;</p></body></html>".encode(),
        "f.xlsx": xlsx_with_entities(bomb),
    }.items():
        document = read(name, data)
        assert "哈哈哈" not in text_of(document), name
        assert "root:" not in text_of(document), name


def xlsx_with_entities(bomb: str) -> bytes:
    sheet = (
        f'<?xml version="1.0"?>{bomb}]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>公示&a9;</t></is></c></row></sheetData></worksheet>'
    )
    return xlsx_of(sheet)


def xlsx_of(sheet: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(make_xlsx({"一": [["甲"]]}))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return make_zip(parts | {"xl/worksheets/sheet1.xml": sheet.encode()})


def deflated_zeros(name: str, megabytes: int, claimed: int | None = None) -> bytes:
    """A zip with one member of noughts, made without writing them: the same flushed block again and again."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    squeeze.compress(b"")
    block = squeeze.compress(bytes(1 << 20)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    body = block * megabytes + squeeze.flush()
    size = min(claimed or megabytes << 20, 0xFFFFFFFE)
    label = name.encode()
    fields = struct.pack("<HHHHHIIIHH", 20, 0x800, 8, 0, 0x21, 0, len(body), size, len(label), 0)
    local = b"PK\x03\x04" + fields + label
    central = b"PK\x01\x02\x14\x00" + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + label
    start = len(local) + len(body)
    return (
        local + body + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), start, 0)
    )


@pytest.mark.parametrize("claimed", [None, 1000])
def test_gigabytes_of_noughts_are_not_unpacked(tmp_path: Path, claimed: int | None) -> None:
    write_archive(tmp_path, {"平.zip": deflated_zeros("大.txt", 10_240, claimed)})
    start = time.process_time()
    inside = [entry for entry in scan(tmp_path) if entry.member]
    assert [entry.path for entry in inside] == ["平.zip!/大.txt"]
    with pytest.raises(EntryError):
        read_entry(inside[0])
    assert time.process_time() - start < MOST_SECONDS


@pytest.mark.parametrize("member", ["word/document.xml", "xl/workbook.xml", "OFD.xml", "content.xml"])
def test_a_document_of_gigabytes_of_noughts_is_told(member: str) -> None:
    for claimed in (None, 1000):
        assert read("甲.docx", deflated_zeros(member, 2_000, claimed)).state in (
            State.UNREADABLE,
            State.CONTAINER,
        )


def test_a_zip_of_zips_of_zips_is_opened_to_a_limit(tmp_path: Path) -> None:
    data = make_zip({"零.txt": b"x"})
    for level in range(6):
        data = make_zip({f"{level}-{number}.zip": data for number in range(4)})
    write_archive(tmp_path, {"套.zip": data})
    start = time.process_time()
    entries = list(scan(tmp_path))
    assert time.process_time() - start < MOST_SECONDS
    assert len(entries) < 6_000
    told = {entry.fault for entry in entries if entry.fault}
    assert "压缩包套得太深，没有展开，请解压后再查" in told


def test_a_zip_of_countless_files_is_looked_at_to_a_limit(tmp_path: Path) -> None:
    write_archive(tmp_path, {"多.zip": make_zip({f"{number}.txt": b"x" for number in range(7_000)})})
    entries = list(scan(tmp_path))
    assert len(entries) < 6_000
    assert "没有看完" in entries[-1].fault


def test_a_locked_member_of_a_zip_is_encrypted(tmp_path: Path) -> None:
    data = bytearray(make_zip({"公示.txt": b"x" * 20}))
    struct.pack_into("<H", data, 6, 1)
    struct.pack_into("<H", data, data.index(b"PK\x01\x02") + 8, 1)
    write_archive(tmp_path, {"锁.zip": bytes(data)})
    inside = [entry for entry in scan(tmp_path) if entry.member]
    assert [entry.state for entry in inside] == [State.ENCRYPTED]


# Sizes


def test_a_million_paragraphs_are_read_to_a_limit_and_that_is_said() -> None:
    document = read("甲.docx", raw_docx("<w:p><w:r><w:t>甲</w:t></w:r></w:p>" * 1_000_000))
    assert document.state is State.READ
    assert "只读了前面一部分" in document.problem


def many_pages(count: int) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents 4 0 R>>"
    content = b"BT /F1 12 Tf 60 700 Td (page) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids["
        + b" ".join(b"%d 0 R" % (5 + n) for n in range(count))
        + b"]/Count %d>>" % count,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream",
        *[page] * count,
    ]
    parts, places, at = [b"%PDF-1.4\n"], [], 9
    for number, body in enumerate(objects, 1):
        places.append(at)
        parts.append(b"%d 0 obj" % number + body + b"endobj\n")
        at += len(parts[-1])
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    parts += [b"%010d 00000 n \n" % place for place in places]
    parts.append(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, at))
    return b"".join(parts)


def test_ten_thousand_pages_are_read_to_a_limit_and_that_is_said() -> None:
    document = read("甲.pdf", many_pages(10_000))
    assert (document.state, document.pages) == (State.READ, 10_000)
    assert "共 10000 页，只读了前 500 页" in document.problem


def test_a_pdf_whose_pages_are_their_own_parents_ends() -> None:
    data = make_pdf(["一"]).replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]")
    assert read("甲.pdf", data).state in (*LOST, State.NOT_READ)


FAR = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
    "<sheetData>{}</sheetData></worksheet>"
)
CELL = '<row r="{1}"><c r="{0}{1}" t="inlineStr"><is><t>{2}</t></is></c></row>'


def test_a_sheet_that_claims_all_the_cells_there_can_be_is_read() -> None:
    near = read("甲.xlsx", xlsx_of(FAR.format(CELL.format("A", 1, "线索清单"))))
    assert (near.state, text_of(near), near.problem) == (State.READ, "线索清单", "")


def test_two_cells_in_the_far_corners_of_a_sheet_are_not_laid_out() -> None:
    cells = CELL.format("A", 1, "线索清单") + CELL.format("XFD", 1048576, "远")
    far = read("甲.xlsx", xlsx_of(FAR.format(cells)))
    assert (far.state, text_of(far)) == (State.READ, "线索清单")
    assert "只读了前" in far.problem


def test_an_old_workbook_that_claims_more_rows_than_there_can_be_is_unreadable() -> None:
    data = bytearray(golden("book.xls"))
    at = data.index(b"\x00\x02\x0e\x00")
    struct.pack_into("<II", data, at + 4, 65_530, 5)
    assert read("甲.xls", bytes(data)).state is State.UNREADABLE


def test_repeated_cells_of_opendocument_are_not_all_written_out() -> None:
    row = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384">'
    data = (
        '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="一">{row}<text:p>甲</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document>"
    )
    document = read("甲.ods", data.encode())
    assert document.state is State.READ
    assert sum(len(table.rows) for table in document.tables) <= 20_000


def test_cells_of_a_page_that_span_millions_are_not_written_out() -> None:
    cell = '<td colspan="99999999" rowspan="99999999">甲</td>'
    document = read("甲.xls", f"<html><table>{'<tr>' + cell + '<td>乙</td></tr>'}</table></html>".encode())
    assert document.state is State.READ


def test_a_picture_that_claims_ten_thousand_million_pixels_is_told() -> None:
    data = bytearray(picture("PNG"))
    struct.pack_into(">II", data, 16, 100_000, 100_000)
    struct.pack_into(">I", data, 29, zlib.crc32(bytes(data[12:29])))
    assert read("甲.png", bytes(data)).state is State.UNREADABLE


def test_one_line_of_megabytes_is_read() -> None:
    assert read("甲.txt", "公示".encode() * 2_000_000).state is State.READ
    assert read("甲.csv", b"1," * 3_000_000).flow


# Depth

DEEP = 100_000


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("甲.docx", raw_docx("<w:sdt><w:sdtContent>" * DEEP + "</w:sdtContent></w:sdt>" * DEEP)),
        ("甲.docx", raw_docx("<w:tbl><w:tr><w:tc>" * 240 + paragraph("底") + "</w:tc></w:tr></w:tbl>" * 240)),
        (
            "甲.xml",
            WORD_2003.replace(b"<wx:sect>", b"<wx:sect>" * DEEP).replace(b"</wx:sect>", b"</wx:sect>" * DEEP),
        ),
        ("甲.html", b"<html><body>" + b"<div><table><tr><td>" * DEEP + "底".encode()),
        ("甲.rtf", b"{\\rtf1 " + b"{" * DEEP + b"x" + b"}" * DEEP + b"}"),
        ("甲.ofd", make_ofd("<ofd:PageBlock>" * DEEP + "</ofd:PageBlock>" * DEEP)),
    ],
    ids=["controls", "tables", "flat", "page", "braces", "ofd"],
)
def test_nesting_without_end_ends(name: str, data: bytes) -> None:
    document = read(name, data)
    assert document.flow or document.problem


def test_a_letter_in_a_letter_in_a_letter_ends() -> None:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a%d\r\n\r\n--a%d\r\n"
    data = b"".join(head % (level, level) for level in range(3_000))
    assert read("甲.mht", data).state in (*LOST, State.READ)


def test_an_old_file_whose_sectors_run_in_a_circle_ends() -> None:
    for name in ("paper.doc", "book.xls"):
        whole = golden(name)
        (first,) = struct.unpack_from("<I", whole, 0x4C)
        table = (first + 1) * 512
        for jump in (0, -1, 3):
            data = bytearray(whole)
            for at in range(128):
                struct.pack_into("<I", data, table + 4 * at, max(at + jump, 0) % 20)
            assert read(name, bytes(data)).problem


def test_a_lying_length_in_rich_text_ends() -> None:
    assert read("甲.rtf", b"{\\rtf1 \\bin999999999 " + b"x" * 100 + b"}").state in LOST


# Names and what is no file


def test_every_kind_of_litter_gives_nothing(tmp_path: Path) -> None:
    litter = (
        "Thumbs.db", "Thumbs.db:encryptable", ".DS_Store", "desktop.ini", "~$公示.docx", ".~公示.et", "~WRL0003.tmp", "~WRD1.tmp",
        "._公示.docx", ".~lock.公示.docx#", "公示.bak", "公示.wbk", "公示.asd", "快捷方式.lnk", "网页.url", "$RECYCLE.BIN/公示.docx",
        "__MACOSX/._公示.docx", "System Volume Information/x", ".git/config", "ehthumbs.db", "autorun.inf", ".picasa.ini",
    )  # fmt: skip
    write_archive(tmp_path, dict.fromkeys(litter, b"x") | {"公示.txt": "公示".encode()})
    assert [entry.path for entry in scan(tmp_path)] == ["公示.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 没有管道文件和本地套接字文件")
def test_pipes_and_sockets_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket may not be long
    os.mkfifo("管道.docx")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("套接字.pdf")
        entries = list(scan(tmp_path))
    assert {entry.path: entry.fault for entry in entries} == {
        "管道.docx": "不是普通文件",
        "套接字.pdf": "不是普通文件",
    }
    for entry in entries:
        with pytest.raises(EntryError) as caught:
            read_entry(entry)
        assert caught.value.state is State.NOT_READ


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 建链接要管理员权限")
def test_links_in_a_circle_and_to_nowhere_are_told(tmp_path: Path) -> None:
    os.symlink(tmp_path, tmp_path / "环")
    os.symlink("乙", tmp_path / "甲")
    os.symlink("甲", tmp_path / "乙")
    told = {entry.path: entry.fault for entry in scan(tmp_path)}
    assert told["环"] == "指向别处文件夹的链接，没有查看"
    assert told["甲"].startswith("打不开")
    assert len(told) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 的权限不这样设")
def test_what_may_not_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_archive(tmp_path, {"锁/公示.docx": b"x", "公示.docx": b"x"})
    forbid(monkeypatch, tmp_path / "锁", tmp_path / "公示.docx")
    entries = {entry.path: entry for entry in scan(tmp_path)}
    (tmp_path / "锁").chmod(0o700)
    assert entries["锁"].fault == "没有读取权限"
    with pytest.raises(EntryError, match="没有读取权限"):
        read_entry(entries["公示.docx"])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 的路径没有这样长")
def test_the_longest_names_and_the_deepest_folders_are_read(tmp_path: Path) -> None:
    name = "长" * 83 + ".docx"
    write_archive(tmp_path, {name: make_docx("公示")})
    folder = os.open(tmp_path, os.O_RDONLY)
    for _ in range(300):
        os.mkdir("d", dir_fd=folder)
        below = os.open("d", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
    os.close(os.open("公示.txt", os.O_WRONLY | os.O_CREAT, dir_fd=folder))
    os.close(folder)
    assert {entry.path.rpartition("/")[2] for entry in scan(tmp_path)} == {name, "公示.txt"}
