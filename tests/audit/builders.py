"""Small documents for the audit's tests, built in memory. All people and places are invented."""

from __future__ import annotations

import builtins
import errno
import io
import os
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.text import WD_BREAK
from PIL import Image

from audit.pipeline import judge
from audit.readers import read_document
from audit.types import Document, Finding, Report, Severity
from checklists import load_checklist

AS_OF = date(2021, 12, 31)
Part = str | Sequence[Sequence[str]]


@cache
def _jpeg() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (16, 12), "green").save(stream, "JPEG")
    return stream.getvalue()


def photo(tag: str) -> bytes:
    """The bytes of a picture that is told from another by `tag`."""
    return _jpeg() + tag.encode()


def make_docx(*parts: Part) -> bytes:
    """Paragraphs (strings) and tables (rows) in order; a form feed starts a new page."""
    document = docx.Document()
    for part in parts:
        if part == "\f":
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        elif isinstance(part, str):
            document.add_paragraph(part)
        else:
            width = max(len(row) for row in part)
            table = document.add_table(rows=0, cols=width)
            for row in part:
                cells = table.add_row().cells
                for at, text in enumerate(row):
                    cells[at].text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def make_xlsx(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    """A workbook of the given sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def make_pdf(*pages: Sequence[str]) -> bytes:
    """A text PDF: each page's lines, words of a line set apart as cells are."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids["
        + b" ".join(b"%d 0 R" % (5 + 2 * n) for n in range(len(pages)))
        + b"]/Count %d>>" % len(pages),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000>>",
    ]
    for number, lines in enumerate(pages):
        content = b"BT /F1 12 Tf 0 Tw\n"
        for row, line in enumerate(lines):
            at = 60
            for word in line.split():
                content += b"1 0 0 1 %d %d Tm <%s> Tj\n" % (
                    at,
                    780 - 20 * row,
                    word.encode("utf-16-be").hex().encode(),
                )
                at += 12 * len(word) + 24
        content += b"ET"
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (6 + 2 * number)
        )
        objects.append(b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream")
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def make_zip(members: Mapping[str, bytes]) -> bytes:
    """A zip whose names are UTF-8."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def read_all(archive: Mapping[str, bytes]) -> list[Document]:
    """The archive's files, read."""
    return [read_document(path, data) for path, data in sorted(archive.items())]


def judge_archive(archive: Mapping[str, bytes] | Sequence[Document], **changes: Any) -> Report:
    """Judge an archive in memory as of the last day of 2021."""
    documents = read_all(archive) if isinstance(archive, Mapping) else archive
    arguments: dict[str, Any] = {"checklist": load_checklist(), "as_of": AS_OF, "root_name": "档案"}
    return judge(documents, **(arguments | changes))


def write_archive(root: Path, archive: Mapping[str, bytes]) -> Path:
    """The archive on disk."""
    for path, data in archive.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return root


def rules_of(findings: Iterable[Finding]) -> list[tuple[str, str, str | None]]:
    """Rule, unit and item of each finding, but for the one that is said of every electronic draft: 签字件未见."""
    return [
        (finding.rule, finding.problem.unit, finding.problem.item)
        for finding in findings
        if (finding.rule, finding.severity) != ("unsigned", Severity.INFO)
    ]


def forbid(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """Let nobody open these: by their rights, or, as root may open all, by refusing as the system does."""
    if os.geteuid() != 0:
        for path in paths:
            path.chmod(0)
        return
    refused, listing, opening = {str(path) for path in paths}, os.scandir, io.open

    def guarded(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any, *rest: Any, **named: Any) -> Any:
            if str(path) in refused:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return function(path, *rest, **named)

        return call

    monkeypatch.setattr(os, "scandir", guarded(listing))
    monkeypatch.setattr(io, "open", guarded(opening))
    monkeypatch.setattr(builtins, "open", guarded(opening))
