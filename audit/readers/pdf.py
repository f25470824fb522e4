"""PDF with text. Pages without characters that mean anything are scans and are left for recognition of characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from audit.readers.faults import UnreadableError
from audit.readers.legible import is_legible
from audit.readers.pdf_extras import form_lines, page_tables, texts_by_pypdf
from audit.readers.properties import properties
from audit.readers.reading import Reading
from audit.types import Block, State, Table

__all__ = ["read_pdf"]

_MAX_PAGES = 500
_MAX_CHARACTERS = 100_000
# Only the measures of a household must be read cell by cell; elsewhere lines are enough.
_NEEDS_TABLES = re.compile(r"措施.{0,12}(统计表|落实情况|情况表|一览表|登记表|明细表)")
_MOST_TABLE_PAGES, _MOST_OBJECTS = 20, 8_000
# A scanner's watermark or a page number over the picture of a page.
_WATERMARK = 40
_MOST_OF_PAGE = 0.5
_KEYS = (("Author", "author"), ("CreationDate", "created_on"), ("ModDate", "modified_on"),
         ("Creator", "application"), ("Producer", "application"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Page:
    """`objects` is how many things are drawn, `picture` whether one picture covers most of the page."""

    text: str
    objects: int = 0
    picture: bool = False
    damaged: bool = False


def read_pdf(data: bytes) -> Reading:
    """Lines with their page; `unread_pages` are scans, and pages whose characters mean nothing. Raises UnreadableError."""
    with _opened(data) as pdf:
        if pdf is None:
            return _by_pypdf(data)
        count, told = len(pdf), _told(pdf)
        pages = [_page(pdf, index) for index in range(min(count, _MAX_PAGES))]
        problems, has_form = _problems(pdf, pages), pdf.get_formtype() != 0
    flow = _flow(data, pages)
    if has_form or b"/FreeText" in data:
        flow += form_lines(data)
    return Reading(tuple(flow), count, told, _scans(pages), "；".join(problems))


def _by_pypdf(data: bytes) -> Reading:
    pages = [_Page(text, 1) for text in texts_by_pypdf(data, _MAX_PAGES)]
    return Reading(tuple(_flow(data, pages)), len(pages), unread_pages=_scans(pages))


def _flow(data: bytes, pages: list[_Page]) -> list[Block | Table]:
    flow: list[Block | Table] = []
    tables = 0
    for number, page in enumerate(pages, 1):
        flow += [Block(line.strip(), number, "正文") for line in page.text.splitlines() if line.strip()]
        if (
            page.objects < _MOST_OBJECTS
            and tables < _MOST_TABLE_PAGES
            and _NEEDS_TABLES.search(re.sub(r"\s", "", page.text))
        ):
            flow += page_tables(data, number)
            tables += 1
    return flow


def _scans(pages: list[_Page]) -> tuple[int, ...]:
    """Pages to be read as pictures; an empty page between others is none, a document of empty pages may be."""
    wanted = [
        number
        for number, page in enumerate(pages, 1)
        if not page.damaged and (page.picture or not page.text.strip()) and page.objects
    ]
    if not wanted and not any(page.text.strip() for page in pages):
        wanted = [number for number, page in enumerate(pages, 1) if not page.damaged]
    return tuple(wanted)


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    """The document, or None where another library must try."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableError("文件有密码，打不开", State.ENCRYPTED) from error
        yield None
        return
    try:
        if not len(pdf):
            raise UnreadableError("PDF 里一页也没有", State.EMPTY)
        yield pdf
    finally:
        pdf.close()


def _page(pdf: Any, index: int) -> _Page:
    import pypdfium2
    from pypdfium2 import raw

    try:
        page = pdf[index]
        textpage = page.get_textpage()
        text = textpage.get_text_range(0, min(textpage.count_chars(), _MAX_CHARACTERS))
        textpage.close()
        text = text if is_legible(text) else ""
        objects = int(raw.FPDFPage_CountObjects(page))
        picture = len(text.strip()) < _WATERMARK and bool(objects) and _is_picture(page)
        page.close()
    except (pypdfium2.PdfiumError, OSError, ValueError, IndexError, UnicodeError):
        return _Page("", damaged=True)
    return _Page(text, objects, picture)


def _is_picture(page: Any) -> bool:
    from pypdfium2 import raw

    width, height = page.get_size()
    for count, image in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)):
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) >= _MOST_OF_PAGE * width * height:
            return True
        if count == 50:
            break
    return False


def _told(pdf: Any) -> tuple[tuple[str, str], ...]:
    found = pdf.get_metadata_dict()
    return properties((key, found.get(name)) for name, key in _KEYS)


def _problems(pdf: Any, pages: list[_Page]) -> list[str]:
    """What was not read, in words."""
    problems = []
    if len(pdf) > _MAX_PAGES:
        problems.append(f"共 {len(pdf)} 页，只读了前 {_MAX_PAGES} 页，请拆成几个文件")
    damaged = [str(number) for number, page in enumerate(pages, 1) if page.damaged]
    if len(damaged) == len(pages):
        raise UnreadableError("PDF 已损坏，打不开")
    if damaged:
        problems.append(f"第 {'、'.join(damaged[:10])} 页损坏，没有读")
    attached = pdf.count_attachments()
    if attached > 0:
        names = "、".join(pdf.get_attachment(n).get_name() for n in range(min(attached, 5)))
        problems.append(f"里面附有 {attached} 个文件没有读（{names}），请另存出来")
    return problems
