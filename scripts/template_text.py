"""Templates as text: make a .docx template from its text, or print the text of one.

    python scripts/template_text.py make tests/golden/templates/village-report.txt templates/village-report.docx
    python scripts/template_text.py dump templates/village-report.docx

A line is a paragraph; its first mark names the style: `#` title, `##` heading, `^` centred, `>` right,
`<` flush left, `~` small note, none: body text. `|| 900 2100 …` opens a table with its column widths in
twips; `| a | b +3 |` is a row (`+3`: over three columns), `|# …` a heading row that repeats on every page.
`---` breaks the page; `@landscape` on the first line turns it.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MARKS = {"##": "Heading", "#": "Title", "^": "Centre", ">": "Right", "<": "Flush", "~": "Note"}
STYLES = {style: mark for mark, style in MARKS.items()}
# GB/T 9704-2012, 5.2: A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm.
PORTRAIT = (11906, 16838, 2098, 1474, 1984, 1588)
LANDSCAPE = (16838, 11906, 1588, 2098, 1474, 1984)


def make(text: str) -> bytes:
    """The bytes of a .docx for the text."""
    lines = text.rstrip("\n").split("\n")
    landscape = lines[0] == "@landscape"
    body: list[str] = []
    table: list[str] | None = None
    widths: list[int] = []
    for line in lines[1:] if landscape else lines:
        if table is not None and not line.startswith("|"):
            body.append(_table(widths, table))
            table = None
        if line.startswith("|| "):
            if table:
                body.append(_table(widths, table))
            widths, table = [int(width) for width in line[3:].split()], []
        elif line.startswith("|") and table is not None:
            table.append(line)
        elif line == "---":
            body.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
        else:
            mark = next((m for m in MARKS if line.startswith(f"{m} ")), "")
            body.append(_paragraph(line[len(mark) + 1 :] if mark else line, MARKS.get(mark, "")))
    if table is not None:
        body += [_table(widths, table), _paragraph("", "Note")]
    return _package("".join(body), LANDSCAPE if landscape else PORTRAIT)


def dump(data: bytes) -> str:
    """The text of a .docx template, as `make` takes it."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = etree.fromstring(package.read("word/document.xml")).find(f"{{{W}}}body")
    assert body is not None
    size = body.find(f"{{{W}}}sectPr/{{{W}}}pgSz")
    lines = ["@landscape"] if size is not None and size.get(f"{{{W}}}orient") == "landscape" else []
    children = [child for child in body if child.tag != f"{{{W}}}sectPr"]
    for place, child in enumerate(children):
        if child.tag == f"{{{W}}}tbl":
            grid = [col.get(f"{{{W}}}w", "") for col in child.iterfind(f"{{{W}}}tblGrid/{{{W}}}gridCol")]
            lines.append("|| " + " ".join(grid))
            lines += [_row_text(row) for row in child.iterfind(f"{{{W}}}tr")]
        elif child.find(f".//{{{W}}}br[@{{{W}}}type='page']") is not None:
            lines.append("---")
        else:
            text, style = _text(child), _style(child)
            closes = place == len(children) - 1 and not text and children[place - 1].tag == f"{{{W}}}tbl"
            if not closes:
                lines.append(f"{STYLES[style]} {text}" if style in STYLES else text)
    return "\n".join(lines) + "\n"


def _paragraph(text: str, style: str) -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{properties}{run}</w:p>"


def _table(widths: list[int], rows: list[str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        + "".join(_row(row, widths) for row in rows)
        + "</w:tbl>"
    )


def _row(line: str, widths: list[int]) -> str:
    head = line.startswith("|#")
    cells = [cell.strip() for cell in line.strip("|#").split(" | ")]
    properties = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>"
    place, out = 0, []
    for cell in cells:
        match = re.fullmatch(r"(.*?)\s*\+(\d+)", cell)
        text, span = (match[1], int(match[2])) if match else (cell, 1)
        width = sum(widths[place : place + span])
        place += span
        over = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        style = "CellHead" if head else "Cell"
        out.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{over}<w:vAlign w:val="center"/></w:tcPr>'
            f"{_paragraph(text, style)}</w:tc>"
        )
    return f"<w:tr>{properties}{''.join(out)}</w:tr>"


def _row_text(row: etree._Element) -> str:
    cells = []
    for cell in row.iterfind(f"{{{W}}}tc"):
        span = cell.find(f"{{{W}}}tcPr/{{{W}}}gridSpan")
        text = " ".join(_text(paragraph) for paragraph in cell.iterfind(f"{{{W}}}p"))
        cells.append(text + (f" +{span.get(f'{{{W}}}val')}" if span is not None else ""))
    head = row.find(f"{{{W}}}trPr/{{{W}}}tblHeader") is not None
    return f"|{'#' if head else ''} " + " | ".join(cells) + " |"


def _text(paragraph: etree._Element) -> str:
    return "".join(node.text or "" for node in paragraph.iter(f"{{{W}}}t"))


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")
    return "" if style is None else style.get(f"{{{W}}}val", "")


def _package(body: str, page: tuple[int, ...]) -> bytes:
    width, height, top, right, bottom, left = page
    turned = ' w:orient="landscape"' if width > height else ""
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" '
        f'w:left="{left}" w:header="1134" w:footer="1440" w:gutter="0"/></w:sectPr>'
    )
    space = f'xmlns:w="{W}" xmlns:r="{R}"'
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELS,
        "docProps/core.xml": _CORE,
        "word/document.xml": f"<w:document {space}><w:body>{body}{section}</w:body></w:document>",
        "word/_rels/document.xml.rels": _DOCUMENT_RELS,
        "word/styles.xml": f"<w:styles {space}>{_STYLES_XML}</w:styles>",
        "word/settings.xml": f'<w:settings {space}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/></w:settings>',
        "word/header1.xml": f"<w:hdr {space}>{_paragraph('{{ mark }}', 'Right')}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {space}>{_FOOTER}</w:ftr>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
    return buffer.getvalue()


def _font(face: str) -> str:
    return f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="{face}"/>'


def _style_xml(name: str, title: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{title}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


_FANG, _HEI, _SONG, _KAI = "仿宋_GB2312", "黑体", "方正小标宋简体", "楷体_GB2312"
_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
# 3 号 is 16 pt, 2 号 22 pt, 小四 12 pt, 4 号 14 pt (GB/T 9704-2012, 5.2.2, 7.3.1).
_STYLES_XML = (
    f'<w:docDefaults><w:rPrDefault><w:rPr>{_font(_FANG)}<w:sz w:val="32"/><w:szCs w:val="32"/>'
    '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:widowControl w:val="0"/>'
    '<w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/></w:pPr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    f'<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{_EDGES}</w:tblBorders></w:tblPr></w:style>'
    + _style_xml(
        "Title", "公文标题",
        '<w:spacing w:before="120" w:after="240" w:line="600" w:lineRule="atLeast"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>',
        f'{_font(_SONG)}<w:sz w:val="44"/><w:szCs w:val="44"/>',
    )
    + _style_xml("Heading", "一级标题", "<w:keepNext/>", _font(_HEI))
    + _style_xml("Centre", "居中", '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>', "")
    + _style_xml("Right", "右对齐", '<w:ind w:firstLineChars="0" w:firstLine="0" w:rightChars="200" w:right="640"/><w:jc w:val="right"/>', "")
    + _style_xml("Flush", "顶格", '<w:ind w:firstLineChars="0" w:firstLine="0"/>', "")
    + _style_xml(
        "Note", "说明",
        '<w:spacing w:line="400" w:lineRule="atLeast"/><w:ind w:firstLineChars="0" w:firstLine="0"/>',
        '<w:sz w:val="24"/><w:szCs w:val="24"/>',
    )
    + _style_xml(
        "Cell", "表格文字",
        '<w:spacing w:before="40" w:after="40" w:line="320" w:lineRule="atLeast"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/>',
        '<w:sz w:val="24"/><w:szCs w:val="24"/>',
    )
    + _style_xml("CellHead", "表头", '<w:spacing w:before="40" w:after="40" w:line="320" w:lineRule="atLeast"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>', f'{_font(_HEI)}<w:sz w:val="24"/><w:szCs w:val="24"/>')
)  # fmt: skip
_FOOTER = (
    '<w:p><w:pPr><w:pStyle w:val="Centre"/></w:pPr><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t xml:space="preserve">— </w:t></w:r>'
    '<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t>1</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_TYPE}.settings+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{_TYPE}.header+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_TYPE}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>'
)
_DOCUMENT_RELS = f'<Relationships xmlns="{_PACKAGE}/relationships">' + "".join(
    f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{target}"/>'
    for number, (kind, target) in enumerate(
        (("styles", "styles.xml"), ("settings", "settings.xml"), ("header", "header1.xml"), ("footer", "footer1.xml")), 1
    )
) + "</Relationships>"  # fmt: skip
_CORE = (
    f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>fangpin</dc:title></cp:coreProperties>"
)


def main() -> None:
    match sys.argv[1:]:
        case ["make", source, target]:
            Path(target).write_bytes(make(Path(source).read_text(encoding="utf-8")))
        case ["dump", source]:
            sys.stdout.write(dump(Path(source).read_bytes()))
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
