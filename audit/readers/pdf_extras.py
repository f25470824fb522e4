"""What pdfium does not give of a PDF: ruled tables, filled form fields, and the text of damaged files."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from audit.readers.faults import UnreadableError
from audit.types import Block, State, Table

__all__ = ["form_lines", "page_tables", "texts_by_pypdf"]

_MOST_FIELDS = 2_000


def texts_by_pypdf(data: bytes, most: int) -> list[str]:
    """The text of each page by a library that puts up with more damage. Raises UnreadableError."""
    import pypdf

    with _damage():
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise UnreadableError("文件有密码，打不开", State.ENCRYPTED)
        pages = [page.extract_text() for page in reader.pages[:most]]
        if not pages:
            raise UnreadableError("PDF 已损坏，打不开")
    return pages


def form_lines(data: bytes) -> list[Block]:
    """Filled fields as lines 名称：值, and what was typed over the pages; none where the form is damaged."""
    import pypdf

    lines: list[Block] = []
    try:
        with _damage():
            reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
            for name, field in list((reader.get_fields() or {}).items())[:_MOST_FIELDS]:
                value = str(field.get("/V") or "").strip()
                if value and value not in ("/Off", "None"):
                    value = "☑" if value.startswith("/") else value
                    lines.append(Block(f"{name}：{value}", 1, "表单"))
            for number, page in enumerate(reader.pages[:200], 1):
                for note in page.get("/Annots") or ():
                    note = note.get_object()
                    if note.get("/Subtype") == "/FreeText" and note.get("/Contents"):
                        lines.append(Block(str(note["/Contents"]).strip(), number, "正文"))
    except UnreadableError:
        return lines
    return lines


def page_tables(data: bytes, number: int) -> list[Table]:
    """The ruled tables of one page; none where the page's drawing is beyond pdfplumber."""
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data), pages=[number]) as pdf:
            found = pdf.pages[0].extract_tables()
    except (PDFException, PdfminerException, ValueError, KeyError, IndexError, TypeError):
        return []
    rows = [tuple(tuple((cell or "").replace("\n", "") for cell in row) for row in table) for table in found]
    return [Table(table, number, "正文") for table in rows if table]


@contextmanager
def _damage() -> Iterator[None]:
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        yield
    except (
        PyPdfError,
        OSError,
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
        AssertionError,
        ArithmeticError,
        RecursionError,
        NotImplementedError,
    ) as error:
        raise UnreadableError("PDF 已损坏，打不开") from error
