"""Paragraphs and tables as bytes of .docx, .xlsx, .doc, .xls, .pdf and .jpg; the same input gives the same .docx and .xlsx."""

from __future__ import annotations

import io
import random
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

__all__ = ["Table", "convert", "docx", "photo", "xlsx"]

Table = tuple[tuple[str, ...], ...]
Body = Sequence[str | Table]

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_FILTERS = {"doc": "doc:MS Word 97", "xls": "xls:MS Excel 97", "pdf": "pdf"}


def docx(body: Body) -> bytes:
    """The first paragraph is the title; the form feed alone is a page break."""
    parts = [
        _paragraph(block, title=number == 0) if isinstance(block, str) else _table(block)
        for number, block in enumerate(body)
    ]
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W}><w:body>{"".join(parts)}</w:body></w:document>'
    return _zip({"[Content_Types].xml": _TYPES, "_rels/.rels": _RELS, "word/document.xml": xml})


def xlsx(sheets: Mapping[str, Body]) -> bytes:
    """A sheet each: a paragraph is a row of one cell."""
    from openpyxl import Workbook

    book = Workbook()
    del book["Sheet"]
    for name, body in sheets.items():
        sheet = book.create_sheet(name)
        for block in body:
            for row in [(block,)] if isinstance(block, str) else block:
                sheet.append([int(cell) if re.fullmatch(r"\d{1,6}", cell) else cell for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    held = zipfile.ZipFile(stream)
    times = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    return _zip(
        {name: times.sub("2021-11-26T08:00:00Z", held.read(name).decode()) for name in held.namelist()}
    )


def convert(files: Mapping[Path, bytes]) -> dict[Path, bytes]:
    """Target path → bytes of a .docx or .xlsx; gives the bytes in the format that each path's ending names."""
    done: dict[Path, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        for ending, wanted in _FILTERS.items():
            paths = [path for path in files if path.suffix == f".{ending}"]
            sources = [
                Path(folder) / f"{number}.{'xlsx' if ending == 'xls' else 'docx'}"
                for number in range(len(paths))
            ]
            for path, source in zip(paths, sources, strict=True):
                source.write_bytes(files[path])
            command = [
                "soffice",
                "--headless",
                "--convert-to",
                wanted,
                "--outdir",
                folder,
                *map(str, sources),
            ]
            subprocess.run(command, check=True, capture_output=True)
            done |= {
                path: _without_time(source.with_suffix(f".{ending}").read_bytes())
                for path, source in zip(paths, sources, strict=True)
            }
    return done


def photo(seed: str, taken: str) -> bytes:
    """A small picture with sky, ground and people as blocks; `taken` (2021-04-06) goes into its EXIF unless empty."""
    from PIL import Image, ImageDraw, ImageFilter

    rng = random.Random(seed)
    width, height = 240, 180
    horizon = rng.randint(60, 110)
    image = Image.new("RGB", (width, height), tuple(rng.randint(150, 220) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, horizon, width, height), fill=tuple(rng.randint(60, 140) for _ in range(3)))
    for _ in range(rng.randint(5, 9)):
        x, size = rng.randint(0, width), rng.randint(18, 46)
        colour = tuple(rng.randint(20, 230) for _ in range(3))
        draw.rectangle((x, horizon - size // 3, x + size // 2, horizon + size), fill=colour)
        draw.ellipse((x, horizon - size // 3 - 14, x + 14, horizon - size // 3), fill=(205, 160, 130))
    image = image.filter(ImageFilter.GaussianBlur(1.2))
    exif = Image.Exif()
    if taken:
        exif[0x0132] = f"{taken.replace('-', ':')} {rng.randint(9, 16):02}:{rng.randint(0, 59):02}:07"
        exif.get_ifd(0x8769)[0x9003] = exif[0x0132]
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=60, exif=exif)
    return stream.getvalue()


def _without_time(data: bytes) -> bytes:
    """A PDF without the moment and the numbers of its making, at the same length."""
    data = re.sub(rb"(?<=/CreationDate\(D:)\d{14}", b"20211126080000", data)
    return re.sub(rb"(?<=[</])[0-9A-F]{32}(?=[>\s])", b"0" * 32, data) if data.startswith(b"%PDF") else data


def _paragraph(text: str, title: bool) -> str:
    if text == "\f":
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    look = (
        '<w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/><w:sz w:val="36"/></w:rPr>'
        if title
        else "<w:r>"
    )
    return f'<w:p>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _table(rows: Table) -> str:
    cells = (
        "".join(f"<w:tc><w:tcPr/>{_paragraph(cell, title=False)}</w:tc>" for cell in row) for row in rows
    )
    body = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    return f"<w:tbl><w:tblPr><w:tblW w:w='5000' w:type='pct'/><w:tblBorders>{_EDGES}</w:tblBorders></w:tblPr>{body}</w:tbl>"


def _zip(parts: Mapping[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2021, 11, 26, 8, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
