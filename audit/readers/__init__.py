"""Bytes → Document. One module a format family, chosen by the bytes and not by the ending."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from audit.ocr import ocr_available, with_text
from audit.readers.doc import read_doc
from audit.readers.docx import read_docx
from audit.readers.faults import UnreadableError
from audit.readers.images import IMAGE_FORMATS, read_image
from audit.readers.ole import ole_format
from audit.readers.pdf import read_pdf
from audit.readers.reading import Flow, Reading
from audit.readers.sheets import read_workbook
from audit.readers.sniff import sniff
from audit.types import Block, Document, State
from registry.text import strip_control

__all__ = ["READERS_VERSION", "UnreadableError", "read_document"]

# What was read is cached by content and by this. Raise it with every change after which a reader may give another
# text, page, state, problem or property for the same bytes, and with every new format; a change of speed alone or
# of how pictures are rendered needs none.
READERS_VERSION = 2

# Endings whose files cannot be anything but damaged where the bytes are no known format.
_OFFICE = (
    "docx",
    "docm",
    "doc",
    "wps",
    "xlsx",
    "xlsm",
    "xls",
    "et",
    "pdf",
    "zip",
    "ofd",
    "jpg",
    "jpeg",
    "png",
)


def read_document(path: str, data: bytes, *, ocr: bool = False) -> Document:
    """Read one file. Never raises: what is wrong with the file is its state and `problem` (Chinese).

    `ocr`: read the pages that are only pictures too, where the packages for it are installed.
    """
    document = _read_document(path, data)
    if ocr and document.unread_pages and ocr_available():
        # Opens and renders pictures: only where they are read.
        from audit.readers.pictures import page_pictures

        return with_text(document, page_pictures(document, data))
    return document


def _read_document(path: str, data: bytes) -> Document:
    digest = hashlib.blake2b(data, digest_size=16).hexdigest()
    found = "unknown"
    try:
        if not data.strip(b"\0 \r\n\t"):
            raise UnreadableError("文件是空的（0 字节）" if not data else "文件里没有内容", State.EMPTY)
        found = sniff(path, data)
        if found == "ole":
            found = ole_format(data)
        reading = _read(found, path, data)
    except UnreadableError as error:
        return Document(path, len(data), digest, found, error.state, error.why)
    state, problem = State.READ, reading.problem
    if found in IMAGE_FORMATS:
        state, problem = State.NOT_READ, "图片，未读文字"
    elif not reading.flow and reading.unread_pages:
        state, problem = State.NOT_READ, "扫描件，没有文字层"
    elif not reading.flow:
        state, problem = State.EMPTY, "文件里没有内容"
    return Document(
        path,
        len(data),
        digest,
        found,
        state,
        problem,
        _cleaned(reading.flow),
        reading.pages,
        reading.metadata,
        unread_pages=reading.unread_pages,
    )


def _read(found: str, path: str, data: bytes) -> Reading:
    if found == "docx":
        return read_docx(data)
    if found == "xlsx" or found == "xls":
        return Reading(*read_workbook(data))
    if found == "pdf":
        return read_pdf(data)
    if found == "doc":
        return read_doc(data)
    if found == "txt":
        return Reading(_read_text(data))
    if found in IMAGE_FORMATS:
        frames, told = read_image(data)
        return Reading((), frames, told, tuple(range(1, frames + 1)))
    if found == "encrypted":
        raise UnreadableError("文件有密码，打不开", State.ENCRYPTED)
    if found == "broken" or (found == "unknown" and path.rpartition(".")[2].lower() in _OFFICE):
        raise UnreadableError("文件已损坏，打不开")
    if found == "zip":
        raise UnreadableError("压缩包，已展开查看", State.CONTAINER)
    raise UnreadableError(f"这种格式（{path.rpartition('.')[2] or '无扩展名'}）还不能读", State.NOT_READ)


def _read_text(data: bytes) -> Flow:
    """UTF-8 or GB18030; what is neither is no text."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UnreadableError("不是能读的文本文件")
    return tuple(Block(line.strip(), 1, "正文") for line in text.splitlines() if line.strip())


def _cleaned(flow: Flow) -> Flow:
    return tuple(
        replace(part, text=strip_control(part.text))
        if isinstance(part, Block)
        else replace(part, rows=tuple(tuple(strip_control(cell) for cell in row) for row in part.rows))
        for part in flow
    )
