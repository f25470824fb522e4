"""Templates as text: make a .docx template from its text, or print the text of one.

    python -m scripts.template_text make tests/golden/templates/village-report.txt templates/village-report.docx
    python -m scripts.template_text dump templates/village-report.docx
    python -m scripts.template_text all

The first line may name the page: `@landscape` for ledgers, `@form` for forms that must fit one sheet, `@volume` for
papers of a volume, which bear no page number.
A line is a paragraph; the mark before its first blank names the style, none means body text:

    =   发文机关标志, longer =/ == === ====    =#  发文字号, centred    =<  发文字号 ⇥ 签发人
    #   title                 ##  一、heading (黑体)       ### （一）heading (楷体)
    ^   centred               <   flush left (主送机关)    $   closing words, kept with what follows
    +   附件说明              +#  附件 on the annex page    >^  署名 over the date    >   成文日期
    >>  署名 too long for that   _   line to sign by hand   ~   small note   .   an end that takes no room
    $_  result of a meeting, and the line to sign, in one paragraph that is never parted

Within a line `⇥` is a tab, `↵` begins a new line, `⟦黑:…⟧` and `⟦楷:…⟧` set words in that face. `---` breaks the page.
`|| 900 2100 …` opens a table with its column widths in twips, `||版记 8844` the lines at the foot of the last
page. `| a | b +3 |` is a row (`+3`: over three columns), `|# …` a heading row that repeats on every page,
`|!900 …` a row at least so high. In a cell `⏎` begins a new line; a line that begins with `> ` stands right, with
`^ ` in the middle.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from scripts.template_styles import BLOCK, PAGES, W, package

__all__ = ["dump", "make"]

_MARKS = {
    "=": "RedHead", "=/": "RedHeadClose", "==": "RedHeadNarrow", "===": "RedHeadSmall", "====": "RedHeadLines", "=#": "Number", "=<": "NumberUp", "#": "Title", "##": "Heading",
    "###": "Subheading", "^": "Centre", "<": "Flush", "$": "Closing", "+": "AnnexNote", "+#": "Annex",
    ">^": "Sign", ">>": "SignLong", ">": "Date", "_": "Hand", "$_": "Result", "~": "Note", ".": "End",
}  # fmt: skip
_STYLES = {style: mark for mark, style in _MARKS.items()}
_CELL_MARKS = {">": "CellRight", "^": "CellCentre"}
_CELL_STYLES = {style: mark for mark, style in _CELL_MARKS.items()}
_FACES = {"黑": "Hei", "楷": "Kai"}
_PIECES = re.compile(r"([⇥↵])|⟦([黑楷]):(.*?)⟧")
_SIGNS = {"⇥": "tab", "↵": "br"}
_IMPRINT = "||版记"
_ROOT = Path(__file__).parent.parent


# Tables do not touch the lines around them; and Word wants a paragraph after each.
_GAP = '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>'


def make(text: str) -> bytes:
    """The bytes of a .docx for the text."""
    lines = text.rstrip("\n").split("\n")
    page = lines.pop(0)[1:] if lines[0].startswith("@") else ""
    body: list[str] = []
    rows: list[str] = []
    for line in [*lines, ""]:
        if rows and (line.startswith("||") or not line.startswith("|")):
            body += [_table(rows)] if rows[0].startswith(_IMPRINT) else [_GAP, _table(rows), _GAP]
            rows = []
        if line.startswith("|"):
            rows.append(line)
        elif line == "---":
            body.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
        elif line:
            body.append(_line(line))
    return package("".join(body), page)


def _line(line: str) -> str:
    mark, _, rest = line.partition(" ")
    return _paragraph(rest, _MARKS[mark]) if mark in _MARKS else _paragraph(line, "")


def _paragraph(text: str, style: str) -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(_runs(text))}</w:p>"


def _runs(text: str) -> Iterator[str]:
    place = 0
    for match in _PIECES.finditer(text):
        yield _run(text[place : match.start()])
        yield f"<w:r><w:{_SIGNS[match[1]]}/></w:r>" if match[1] else _run(match[3], _FACES[match[2]])
        place = match.end()
    yield _run(text[place:])


def _run(text: str, face: str = "") -> str:
    properties = f'<w:rPr><w:rStyle w:val="{face}"/></w:rPr>' if face else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


_IN_TEXT = '<w:tblStyle w:val="Grid"/><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/>'
# 7.4.2: the last line of the 版记 lies on the lower edge of the block. LibreOffice lets a table as wide as the
# block float only where it is placed from the edge of the page.
_AT_FOOT = (
    '<w:tblStyle w:val="Imprints"/><w:tblpPr w:vertAnchor="margin" w:horzAnchor="page" '
    f'w:tblpX="{PAGES[""][5]}" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/><w:tblW w:w="{BLOCK}" w:type="dxa"/>'
)


def _table(lines: list[str]) -> str:
    first, *rows = lines
    widths = [int(width) for width in first.split()[1:]]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    imprint = first.startswith(_IMPRINT)
    return (
        f'<w:tbl><w:tblPr>{_AT_FOOT if imprint else _IN_TEXT}<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>" + "".join(_row(row, widths, imprint) for row in rows) + "</w:tbl>"
    )


def _row(line: str, widths: list[int], imprint: bool) -> str:
    kind = re.match(r"\|(#|!(\d+))?", line)
    assert kind is not None
    head, height = kind[1] == "#", kind[2]
    properties = "<w:trPr><w:cantSplit/>"
    properties += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    properties += f"{'<w:tblHeader/>' if head else ''}</w:trPr>"
    place, out = 0, []
    for cell in line[kind.end() :].strip().removesuffix("|").split(" | "):
        match = re.fullmatch(r" *(.*?)(?: *\+(\d+))? *", cell)
        assert match is not None
        span = int(match[2] or 1)
        width = sum(widths[place : place + span])
        place += span
        over = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        style = ("Issued" if "⇥" in cell else "Copied") if imprint else "CellHead" if head else "Cell"
        out.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{over}<w:vAlign w:val="center"/></w:tcPr>'
            f"{''.join(_cell_lines(match[1], style))}</w:tc>"
        )
    return f"<w:tr>{properties}{''.join(out)}</w:tr>"


def _cell_lines(text: str, style: str) -> Iterator[str]:
    for line in text.split(" ⏎ "):
        mark, _, rest = line.partition(" ")
        yield _paragraph(rest, _CELL_MARKS[mark]) if mark in _CELL_MARKS else _paragraph(line, style)


def dump(data: bytes) -> str:
    """The text of a .docx template, as `make` takes it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = etree.fromstring(archive.read("word/document.xml")).find(f"{{{W}}}body")
    assert body is not None
    page = _page(body)
    lines = [f"@{page}"] if page else []
    for child in body:
        if child.tag == f"{{{W}}}sectPr":
            continue
        if child.tag == f"{{{W}}}tbl":
            lines += _table_text(child)
        elif child.find(f".//{{{W}}}br[@{{{W}}}type='page']") is not None:
            lines.append("---")
        elif _style(child) != "Gap":
            text, mark = _text(child), _STYLES.get(_style(child), "")
            lines.append(f"{mark} {text}".rstrip() if mark else text)
    return "\n".join(lines) + "\n"


def _page(body: etree._Element) -> str:
    size, margins = body.find(f"{{{W}}}sectPr/{{{W}}}pgSz"), body.find(f"{{{W}}}sectPr/{{{W}}}pgMar")
    if size is None or margins is None:
        return ""
    found = (
        _number(size, "w"),
        _number(size, "h"),
        *(_number(margins, e) for e in ("top", "right", "bottom", "left")),
    )
    return next((name for name, page in PAGES.items() if page == found), "")


def _number(node: etree._Element, name: str) -> int:
    return int(node.get(f"{{{W}}}{name}", "0"))


def _table_text(table: etree._Element) -> Iterator[str]:
    grid = [col.get(f"{{{W}}}w", "") for col in table.iterfind(f"{{{W}}}tblGrid/{{{W}}}gridCol")]
    imprint = table.find(f"{{{W}}}tblPr/{{{W}}}tblpPr") is not None
    yield f"{_IMPRINT if imprint else '||'} {' '.join(grid)}"
    for row in table.iterfind(f"{{{W}}}tr"):
        yield _row_text(row)


def _row_text(row: etree._Element) -> str:
    cells = []
    for cell in row.iterfind(f"{{{W}}}tc"):
        span = cell.find(f"{{{W}}}tcPr/{{{W}}}gridSpan")
        text = " ⏎ ".join(_cell_line(paragraph) for paragraph in cell.iterfind(f"{{{W}}}p"))
        cells.append(text + (f" +{span.get(f'{{{W}}}val')}" if span is not None else ""))
    height = row.find(f"{{{W}}}trPr/{{{W}}}trHeight")
    mark = f"!{height.get(f'{{{W}}}val')}" if height is not None else ""
    if row.find(f"{{{W}}}trPr/{{{W}}}tblHeader") is not None:
        mark = "#"
    return f"|{mark} " + " | ".join(cells) + " |"


def _cell_line(paragraph: etree._Element) -> str:
    mark, text = _CELL_STYLES.get(_style(paragraph)), _text(paragraph)
    return f"{mark} {text}" if mark else text


def _text(paragraph: etree._Element) -> str:
    faces = {style: face for face, style in _FACES.items()}
    signs = {f"{{{W}}}{name}": sign for sign, name in _SIGNS.items()}
    words = []
    for run in paragraph.iter(f"{{{W}}}r"):
        style = run.find(f"{{{W}}}rPr/{{{W}}}rStyle")
        face = faces.get(style.get(f"{{{W}}}val", "")) if style is not None else None
        text = "".join(signs.get(node.tag) or node.text or "" for node in run.iter(f"{{{W}}}t", *signs))
        words.append(f"⟦{face}:{text}⟧" if face else text)
    return "".join(words)


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")
    return "" if style is None else style.get(f"{{{W}}}val", "")


def main() -> None:
    match sys.argv[1:]:
        case ["make", source, target]:
            Path(target).write_bytes(make(Path(source).read_text(encoding="utf-8")))
        case ["dump", source]:
            sys.stdout.write(dump(Path(source).read_bytes()))
        case ["all"]:
            for golden in sorted((_ROOT / "tests/golden/templates").glob("*.txt")):
                made = make(golden.read_text(encoding="utf-8"))
                (_ROOT / "templates" / f"{golden.stem}.docx").write_bytes(made)
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
