"""PDF with text. Pages without characters are scans and are left for recognition of characters."""

from __future__ import annotations

import io
import re

from audit.readers.faults import UnreadableError
from audit.readers.reading import Reading
from audit.types import Block, State, Table

__all__ = ["read_pdf"]

_MAX_PAGES = 400
# Only the measures of a household must be read cell by cell; elsewhere lines are enough.
_NEEDS_TABLES = re.compile(r"措施.{0,12}(统计表|落实情况|情况表|一览表|登记表|明细表)")


def read_pdf(data: bytes) -> Reading:
    """Lines with their page; pages without characters are scans. Raises UnreadableError."""
    try:
        pages = _by_pdfium(data)
    except UnreadableError as error:
        if error.state is State.ENCRYPTED:
            raise
        pages = _by_pypdf(data)
    flow: list[Block | Table] = []
    for number, text in enumerate(pages, 1):
        flow += [Block(line.strip(), number, "正文") for line in text.splitlines() if line.strip()]
        if _NEEDS_TABLES.search(re.sub(r"\s", "", text)):
            flow += _tables(data, number)
    scans = tuple(number for number, text in enumerate(pages, 1) if not text.strip())
    return Reading(tuple(flow), len(pages), unread_pages=scans)


def _by_pdfium(data: bytes) -> list[str]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as pdf:
            pages = []
            for index in range(min(len(pdf), _MAX_PAGES)):
                page = pdf[index]
                textpage = page.get_textpage()
                pages.append(textpage.get_text_range())
                textpage.close()
                page.close()
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableError("文件有密码，打不开", State.ENCRYPTED) from error
        raise UnreadableError("PDF 已损坏，打不开") from error
    except (OSError, ValueError, IndexError, UnicodeError) as error:
        raise UnreadableError("PDF 已损坏，打不开") from error
    if not pages:
        raise UnreadableError("PDF 里一页也没有", State.EMPTY)
    return pages


def _by_pypdf(data: bytes) -> list[str]:
    """A second try, by a library that puts up with more."""
    import logging

    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise UnreadableError("文件有密码，打不开", State.ENCRYPTED)
        pages = [page.extract_text() for page in reader.pages[:_MAX_PAGES]]
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
    if not pages:
        raise UnreadableError("PDF 已损坏，打不开")
    return pages


def _tables(data: bytes, number: int) -> list[Table]:
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
