"""Bytes of the formats that readers know, built in memory or made once by LibreOffice (tests/golden/readers)."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from tests.audit.builders import make_docx, make_pdf, make_xlsx, make_zip

FILES = Path(__file__).resolve().parent.parent / "golden" / "readers"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HTML = """<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><title>题名</title></head>
<body><p>青禾村村级评议会议记录</p><table><tr><td rowspan=2>莫小棠</td><td>因病</td></tr><tr><td>4人</td></tr></table>
<p style='display:none'>看不见</p><script>var x = 1</script></body></html>"""
OFD_SPACE = "http://www.ofdspec.org/2016"


def golden(name: str) -> bytes:
    return (FILES / name).read_bytes()


def raw_docx(body: str, **more: str | bytes) -> bytes:
    """A .docx of the given body; more parts by name, / written as two low lines and . as three."""
    xml = f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    parts = {"word/document.xml": xml.encode()}
    for name, part in more.items():
        parts[name.replace("___", ".").replace("__", "/")] = part.encode() if isinstance(part, str) else part
    return make_zip(parts)


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), frames: int = 1, **more: object) -> bytes:
    """Noise, so that nothing of it can be left out unseen."""
    stream = io.BytesIO()
    image = Image.effect_noise(size, 60).convert("RGB")
    if frames > 1:
        more |= {"save_all": True, "append_images": [image] * (frames - 1)}
    image.save(stream, kind, **more)
    return stream.getvalue()


def make_mhtml() -> bytes:
    body = HTML.encode("gb18030").hex(" ").upper().split()
    lines = ["".join(f"={byte}" for byte in body[at : at + 24]) + "=" for at in range(0, len(body), 24)]
    return (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="--x"\r\n\r\n'
        "----x\r\nContent-Location: file:///C:/1.htm\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        'Content-Type: text/html; charset="gb2312"\r\n\r\n' + "\r\n".join(lines) + "\r\n\r\n----x--\r\n"
    ).encode("ascii")


def make_ofd(*pages: str, image: bytes = b"") -> bytes:
    """Each page the given objects of its layer; the picture 9 is `image`."""
    head = f'<?xml version="1.0" encoding="UTF-8"?><ofd:{{}} xmlns:ofd="{OFD_SPACE}">'
    parts: dict[str, bytes] = {}

    def add(name: str, root: str, inside: str) -> None:
        parts[name] = f"{head.format(root)}{inside}</ofd:{root.partition(' ')[0]}>".encode()

    info = "<ofd:DocInfo><ofd:Author>莫小棠</ofd:Author><ofd:CreationDate>2021-05-06</ofd:CreationDate></ofd:DocInfo>"
    add("OFD.xml", "OFD", f"<ofd:DocBody>{info}<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>")
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    resources = "<ofd:CommonData><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
    add("Doc_0/Document.xml", "Document", f"{resources}<ofd:Pages>{listed}</ofd:Pages>")
    media = '<ofd:MultiMedias><ofd:MultiMedia ID="9"><ofd:MediaFile>i.jpg</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'
    add("Doc_0/DocumentRes.xml", 'Res BaseLoc="Res"', media)
    for number, objects in enumerate(pages):
        add(
            f"Doc_0/Pages/Page_{number}/Content.xml",
            "Page",
            f"<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content>",
        )
    return make_zip(parts | ({"Doc_0/Res/i.jpg": image} if image else {}))


def ofd_text(x: float, y: float, text: str) -> str:
    code = f'<ofd:TextCode X="0" Y="4" DeltaX="g 2 4">{text}</ofd:TextCode>'
    return f'<ofd:TextObject ID="1" Boundary="{x} {y} 50 5" Font="1" Size="4">{code}</ofd:TextObject>'


WORD_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint">'
    "<o:DocumentProperties><o:Author>莫小棠</o:Author></o:DocumentProperties><w:body><wx:sect>"
    "<w:p><w:r><w:t>评议结果</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>户主</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>石阿田</w:t></w:r></w:p></w:tc></w:tr></w:tbl></wx:sect></w:body></w:wordDocument>"
).encode()
EXCEL_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="3月"><Table>'
    '<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">线索清单</Data></Cell></Row>'
    '<Row><Cell><Data ss:Type="String">莫小棠</Data></Cell><Cell ss:Index="3"><Data ss:Type="DateTime">'
    "2021-05-06T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>"
).encode()
FLAT_ODF = (
    '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    "<text:p>公示</text:p></office:text></office:body></office:document>"
).encode()


def every_format() -> Mapping[str, bytes]:
    """Name of a file → bytes that are right, one of each format that is read."""
    return {
        "a.docx": make_docx("公示", (("户主", "莫小棠"),)),
        "a.xlsx": make_xlsx({"3月": [["线索清单"], ["莫小棠", 1]]}),
        "a.doc": golden("paper.doc"),
        "a.rtf": golden("paper.rtf"),
        "a.xls": golden("book.xls"),
        "a.ods": golden("book.ods"),
        "a.pdf": make_pdf(["户主 莫小棠"], ["第二页"]),
        "a.ofd": make_ofd(ofd_text(10, 10, "公示")),
        "a.html": HTML.encode("gb18030"),
        "a.mht": make_mhtml(),
        "2003.doc": WORD_2003,
        "2003.xls": EXCEL_2003,
        "flat.odt": FLAT_ODF,
        "a.txt": "情况说明，公示期间无异议。".encode("gb18030"),
        "a.csv": "序号,姓名\n1,莫小棠\n".encode(),
        "a.jpg": picture("JPEG"),
        "a.png": picture("PNG"),
        "a.tif": picture("TIFF", frames=2),
        "a.bmp": picture("BMP", (64, 64)),
        "a.gif": picture("GIF", (64, 64)),
        "a.webp": picture("WEBP"),
        "a.heic": golden("photo.heic"),
        "a.zip": make_zip({"公示.txt": "公示".encode()}),
    }


def locked_doc() -> bytes:
    """An old Word file with its sign of a password set. Source: [MS-DOC] 2.5.2."""
    data = bytearray(golden("paper.doc"))
    start = data.index(b"\xec\xa5")
    (flags,) = struct.unpack_from("<H", data, start + 0x0A)
    struct.pack_into("<H", data, start + 0x0A, flags | 0x0100)
    return bytes(data)


def locked_xls() -> bytes:
    """An old Excel file whose second record says that the rest is encrypted. Source: [MS-XLS] 2.4.117."""
    data = bytearray(golden("book.xls"))
    start = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    struct.pack_into("<H", data, start + 20, 0x2F)
    return bytes(data)
