"""What all templates share: pages, styles, header, footer, and the parts of the .docx around the text.

Measures are those of GB/T 9704-2012 (党政机关公文格式); a clause stands beside each.
"""

from __future__ import annotations

import io
import zipfile

__all__ = ["BLOCK", "PAGES", "R", "W", "package"]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Width, height, top, right, bottom, left in twips. 5.2.1: A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm.
# A ledger is the same block turned. A form is no 公文: it keeps 25 mm for binding and must fit its sheet. Papers of a
# volume (contents, cover, note) are forms without page numbers: those run through the papers that are bound (GB/T 9705).
PAGES = {
    "": (11906, 16838, 2098, 1474, 1984, 1588),
    "landscape": (16838, 11906, 1588, 2098, 1474, 1984),
    "form": (11906, 16838, 1134, 1134, 1134, 1418),
    "volume": (11906, 16838, 1247, 1134, 1134, 1418),
}
_FORMS = ("form", "volume")
BLOCK = 8844  # width of the 版心
# 5.2.3: 22 lines of 28 characters. 225 mm / 22 is 28.99 pt, of which 28.95 (579 twips) is what fits 22 times;
# 28 characters of 16 pt are wider than 156 mm, so each gives up 0.25 pt.
_PITCH, _TIGHT = 579, -5
_CHAR = 315  # 一字: 16 pt less what it gives up
_FANG, _HEI, _XIAOBIAO, _KAI, _SONG = "仿宋_GB2312", "黑体", "方正小标宋简体", "楷体_GB2312", "宋体"
# The room from here to the edge has its middle over that of a date whose right end is four characters from the edge
# (7.3.5.1; dates are 110 to 125 pt wide). It takes 15 characters in one line.
_SIGN_FROM = BLOCK - 2 * (4 * _CHAR + 1180)


def _font(face: str) -> str:
    return f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="{face}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _indent(first: int = 0, left: int = 0, right: int = 0, hanging: int = 0) -> str:
    """In twips; the counts of characters are set to nothing, for they would win over the twips."""
    start = f'w:hanging="{hanging}"' if hanging else f'w:firstLine="{first}"'
    return f'<w:ind w:leftChars="0" w:left="{left}" w:rightChars="0" w:right="{right}" w:firstLineChars="0" {start}/>'


def _border(edge: str, eighths: int, colour: str = "000000", space: int = 0) -> str:
    return f'<w:{edge} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'


def _tab(kind: str, place: int) -> str:
    return f'<w:tabs><w:tab w:val="{kind}" w:pos="{place}"/></w:tabs>'


def _spacing(before: int = 0, after: int = 0, line: str = "") -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"{line}/>'


def _exact(twips: int) -> str:
    return f' w:line="{twips}" w:lineRule="exact"'


def _justified(how: str) -> str:
    return f'<w:jc w:val="{how}"/>'


_LOOSE = '<w:snapToGrid w:val="0"/>'
_KEEP = "<w:keepNext/><w:keepLines/>"
_CELL = _LOOSE + _spacing(20, 20, ' w:line="240" w:lineRule="auto"') + _indent()
_RED = "FF0000"
# 4 mm under the number (7.2.4): the line's own leading and 5 pt make them.
_RED_LINE = f"<w:pBdr>{_border('bottom', 12, _RED, 5)}</w:pBdr>"

_RED_HEAD = _LOOSE + _spacing(1941, 1158, _exact(840)) + _indent() + _justified("center")


def _red_head(half_points: int, percent: int) -> str:
    """Characters of that height, set to that share of their width."""
    narrow = f'<w:w w:val="{percent}"/>' if percent != 100 else ""
    return f'{_font(_XIAOBIAO)}<w:color w:val="{_RED}"/><w:spacing w:val="0"/>{narrow}{_size(half_points)}'


# Identifier, name in WPS, paragraph, run.
_PARAGRAPHS: tuple[tuple[str, str, str, str], ...] = (
    # 7.3.1: 2 号小标宋, centred; one line is left before what follows.
    ("Title", "公文标题", "<w:keepNext/>" + _LOOSE + _spacing(0, _PITCH, _exact(640)) + _indent() + _justified("center"),
     f'{_font(_XIAOBIAO)}<w:spacing w:val="0"/>{_size(44)}'),
    # 7.3.3: 一、黑体 （一）楷体 1. and （1） 仿宋.
    ("Heading", "一级标题", _KEEP, _font(_HEI)),
    ("Subheading", "二级标题", _KEEP, _font(_KAI)),
    ("Centre", "居中", _indent() + _justified("center"), ""),
    ("Flush", "顶格", _indent() + _justified("left"), ""),
    ("Closing", "结束语", _KEEP, ""),
    # LibreOffice may leave a line alone that is kept with a paragraph behind a table: so they are one paragraph.
    ("Result", "结果和签字", "<w:keepLines/>" + _justified("left"), ""),
    # 7.2.4: red 小标宋, its top 35 mm under the top of the block; long names are set narrower, then smaller, then in two lines.
    ("RedHead", "发文机关标志", _RED_HEAD, _red_head(76, 100)),
    ("RedHeadClose", "发文机关标志（略长）", _RED_HEAD, _red_head(76, 80)),
    ("RedHeadNarrow", "发文机关标志（长）", _RED_HEAD, _red_head(76, 62)),
    ("RedHeadSmall", "发文机关标志（很长）", _RED_HEAD, _red_head(56, 62)),
    ("RedHeadLines", "发文机关标志（两行）", _RED_HEAD, _red_head(72, 60)),
    # 7.2.5, 7.2.6: the number centred; towards a higher office left, with the signer right, one character in.
    ("Number", "发文字号", _RED_LINE + _spacing(0, 2 * _PITCH) + _indent() + _justified("center"), ""),
    ("NumberUp", "发文字号（上行文）",
     _RED_LINE + _tab("right", BLOCK - _CHAR) + _spacing(0, 2 * _PITCH) + _indent(first=_CHAR) + _justified("left"), ""),
    # 7.3.4: one line under the text, two characters in, wrapped under the name's first character.
    ("AnnexNote", "附件说明",
     "<w:keepNext/>" + _spacing(_PITCH) + _indent(left=5 * _CHAR, hanging=3 * _CHAR) + _justified("left"), ""),
    # 7.3.7: 附件 flush left on the first line, its title on the third.
    ("Annex", "附件", "<w:keepNext/>" + _spacing(0, _PITCH) + _indent() + _justified("left"), _font(_HEI)),
    # 7.3.5.1: the date four characters from the right, the office centred over it; two lines for the seal.
    ("Sign", "署名", _KEEP + _spacing(2 * _PITCH) + _indent(left=_SIGN_FROM) + _justified("center"), ""),
    ("SignLong", "署名（长）", _KEEP + _spacing(2 * _PITCH) + _indent() + _justified("right"), ""),
    ("Date", "成文日期", "<w:keepLines/>" + _indent(right=4 * _CHAR) + _justified("right"), ""),
    ("Note", "说明", _LOOSE + _spacing(60, 60, ' w:line="300" w:lineRule="atLeast"') + _indent() + _justified("left"),
     f'<w:spacing w:val="0"/>{_size(24)}'),
    ("Hand", "签字行", _KEEP + _spacing(_PITCH) + _indent() + _justified("left"), ""),
    ("Head", "页眉", _indent(right=_CHAR) + _justified("right"), _size(28)),
    # 7.4.1: 4 号半角宋体 between dashes, odd pages right, even pages left, one character in.
    ("FootOdd", "页码（单页）", _indent(right=_CHAR) + _justified("right"), f'{_font(_SONG)}<w:spacing w:val="0"/>{_size(28)}'),
    ("FootEven", "页码（双页）", _indent(left=_CHAR) + _justified("left"), f'{_font(_SONG)}<w:spacing w:val="0"/>{_size(28)}'),
    # 7.4.2: 4 号仿宋, one character from each side, 抄送 wrapped under the first name.
    ("Copied", "抄送", _LOOSE + _spacing(20, 20, _exact(440)) + _indent(left=280 * 4, right=280, hanging=280 * 3)
     + _justified("left"), f'<w:spacing w:val="0"/>{_size(28)}'),
    ("Issued", "印发机关和日期",
     _tab("right", BLOCK - 280) + _LOOSE + _spacing(20, 20, _exact(440)) + _indent(left=280, right=280) + _justified("left"),
     f'<w:spacing w:val="0"/>{_size(28)}'),
    ("Gap", "表格前后", _LOOSE + _spacing(0, 0, _exact(120)) + _indent(), _size(2)),
    # Word wants a paragraph after a table; this one takes no room.
    ("End", "篇末", _LOOSE + _spacing(0, 0, _exact(20)) + _indent(), _size(2)),
    ("Cell", "表格文字", _CELL + _justified("left"), f'<w:spacing w:val="0"/>{_size(24)}'),
    ("CellRight", "表格文字（右）", _CELL + _justified("right"), f'<w:spacing w:val="0"/>{_size(24)}'),
    ("CellCentre", "表格文字（中）", _CELL + _justified("center"), f'<w:spacing w:val="0"/>{_size(24)}'),
    ("CellHead", "表头", _CELL + _justified("center"), f'{_font(_HEI)}<w:spacing w:val="0"/>{_size(24)}'),
)  # fmt: skip
_CHARACTERS = (("Hei", "黑体字", _font(_HEI)), ("Kai", "楷体字", _font(_KAI)))


def _paragraph_style(name: str, title: str, paragraph: str, run: str, page: str) -> str:
    if page and name.startswith("Cell"):
        run = run.replace(_size(24), _size(21))  # 5 号: a form must fit its sheet, a ledger's row a few lines
    wider = _width(page) - BLOCK
    if name == "Sign" and wider:
        paragraph = paragraph.replace(f'"{_SIGN_FROM}"', f'"{_SIGN_FROM + wider}"')
    if page == "landscape" and name == "Title":
        paragraph = paragraph.replace(f'w:after="{_PITCH}"', 'w:after="240"')
    if page in _FORMS and name == "Title":
        paragraph, run = (
            paragraph.replace(f'w:after="{_PITCH}"', 'w:after="120"'),
            run.replace(_size(44), _size(40)),
        )
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{title}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


def _width(page: str) -> int:
    width, _, _, right, _, left = PAGES[page]
    return width - left - right


def _styles(page: str) -> str:
    edges = "".join(_border(edge, 4) for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
    imprint = _border("top", 8) + _border("bottom", 8) + _border("insideH", 6)  # 0.35 mm, 0.25 mm between
    margins = '<w:tblCellMar><w:left w:w="{0}" w:type="dxa"/><w:right w:w="{0}" w:type="dxa"/></w:tblCellMar>'
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_font(_FANG)}{_size(24 if page in _FORMS else 32)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:widowControl w:val="0"/>'
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        f'<w:ind w:firstLineChars="200" w:firstLine="{2 * _CHAR}"/><w:jc w:val="both"/></w:pPr>'
        f'<w:rPr><w:spacing w:val="{_TIGHT}"/></w:rPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        f'<w:tblInd w:w="0" w:type="dxa"/>{margins.format(85)}</w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr></w:style>"
        '<w:style w:type="table" w:customStyle="1" w:styleId="Imprints"><w:name w:val="版记表"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{imprint}</w:tblBorders>{margins.format(0)}</w:tblPr></w:style>"
        + "".join(_paragraph_style(*row, page) for row in _PARAGRAPHS)
        + "".join(
            f'<w:style w:type="character" w:customStyle="1" w:styleId="{name}"><w:name w:val="{title}"/>'
            f"<w:rPr>{run}</w:rPr></w:style>"
            for name, title, run in _CHARACTERS
        )
    )


def _footer(style: str, page: str) -> str:
    if page == "volume":
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )


_SPACE = f'xmlns:w="{W}" xmlns:r="{R}"'
_HEADER = (
    f'<w:hdr {_SPACE}><w:p><w:pPr><w:pStyle w:val="Head"/></w:pPr><w:r><w:t xml:space="preserve">{{{{ mark }}}}</w:t></w:r>'
    "</w:p></w:hdr>"
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# Part, kind of relation, content. The even pages have their own, because the number stands left on them.
_PARTS = (
    ("styles", "styles"), ("settings", "settings"), ("header1", "header"), ("footer1", "footer"),
    ("header2", "header"), ("footer2", "footer"),
)  # fmt: skip
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in _PARTS
    )
    + '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>'
)
_DOCUMENT_RELS = f'<Relationships xmlns="{_PACKAGE}/relationships">' + "".join(
    f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{part}.xml"/>'
    for number, (part, kind) in enumerate(_PARTS, 1)
) + "</Relationships>"  # fmt: skip
_CORE = (
    f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>fangpin</dc:title></cp:coreProperties>"
)
_SETTINGS = (
    f'<w:settings {_SPACE}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)


def _section(page: str) -> str:
    width, height, top, right, bottom, left = PAGES[page]
    turned = ' w:orient="landscape"' if width > height else ""
    # 25.4 mm from the edge put a 14 pt number 7 mm under the block (7.4.1).
    header, footer = (567, 567) if page in _FORMS else (1134, 1440)
    grid = f'<w:docGrid w:type="lines" w:linePitch="{_PITCH}"/>' if not page else ""
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:headerReference w:type="even" r:id="rId5"/>'
        '<w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId6"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" '
        f'w:left="{left}" w:header="{header}" w:footer="{footer}" w:gutter="0"/>{grid}</w:sectPr>'
    )


def package(body: str, page: str) -> bytes:
    """The .docx around the XML of a body: `page` is one of PAGES. No dates in it, so the same text gives the same bytes."""
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELS,
        "docProps/core.xml": _CORE,
        "word/document.xml": f"<w:document {_SPACE}><w:body>{body}{_section(page)}</w:body></w:document>",
        "word/_rels/document.xml.rels": _DOCUMENT_RELS,
        "word/styles.xml": f"<w:styles {_SPACE}>{_styles(page)}</w:styles>",
        "word/settings.xml": _SETTINGS,
        "word/header1.xml": _HEADER,
        "word/header2.xml": _HEADER,
        "word/footer1.xml": f"<w:ftr {_SPACE}>{_footer('FootOdd', page)}</w:ftr>",
        "word/footer2.xml": f"<w:ftr {_SPACE}>{_footer('FootEven', page)}</w:ftr>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
    return buffer.getvalue()
