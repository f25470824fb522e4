"""Bytes → Document. One module a format family, chosen by the bytes and not by the ending."""

from __future__ import annotations

import hashlib

from audit.readers.docx import read_docx
from audit.readers.faults import UnreadableError
from audit.readers.ole import ole_format, read_doc
from audit.readers.pdf import read_pdf
from audit.readers.sheets import read_workbook
from audit.readers.sniff import sniff
from audit.types import Block, Document, State, Table
from registry.text import strip_control

__all__ = ["UnreadableError", "read_document"]

_Flow = tuple[Block | Table, ...]
_IMAGES = ("jpg", "png", "gif", "bmp", "tif", "heic", "webp")
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


def read_document(path: str, data: bytes) -> Document:
    """Read one file. Never raises: what is wrong with the file is its state and `problem` (Chinese)."""
    digest = hashlib.blake2b(data, digest_size=16).hexdigest()
    found = "unknown"
    try:
        if not data.strip(b"\0 \r\n\t"):
            raise UnreadableError("文件是空的（0 字节）" if not data else "文件里没有内容", State.EMPTY)
        found = sniff(path, data)
        if found == "ole":
            found = ole_format(data)
        flow, pages, metadata = _read(found, path, data)
    except UnreadableError as error:
        return Document(path, len(data), digest, found, error.state, error.why)
    state, problem = State.READ, ""
    if found in _IMAGES:
        state, problem = State.NOT_READ, "图片，未读文字"
    elif not flow and found == "pdf":
        state, problem = State.NOT_READ, "扫描件，没有文字层"
    elif not flow:
        state, problem = State.EMPTY, "文件里没有内容"
    return Document(path, len(data), digest, found, state, problem, _cleaned(flow), pages, metadata)


def _read(found: str, path: str, data: bytes) -> tuple[_Flow, int, tuple[tuple[str, str], ...]]:
    if found == "docx":
        return read_docx(data)
    if found == "xlsx" or found == "xls":
        return (*read_workbook(data), ())
    if found == "pdf":
        return (*read_pdf(data), ())
    if found == "doc":
        return (*read_doc(data), ())
    if found == "txt":
        return _read_text(data), 1, ()
    if found in _IMAGES:
        return (), 1, ()
    if found == "encrypted":
        raise UnreadableError("文件有密码，打不开", State.ENCRYPTED)
    if found == "broken" or (found == "unknown" and path.rpartition(".")[2].lower() in _OFFICE):
        raise UnreadableError("文件已损坏，打不开")
    if found == "zip":
        raise UnreadableError("压缩包，已展开查看", State.CONTAINER)
    raise UnreadableError(f"这种格式（{path.rpartition('.')[2] or '无扩展名'}）还不能读", State.NOT_READ)


def _read_text(data: bytes) -> _Flow:
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


def _cleaned(flow: _Flow) -> _Flow:
    return tuple(
        Block(strip_control(part.text), part.page, part.place)
        if isinstance(part, Block)
        else Table(
            tuple(tuple(strip_control(cell) for cell in row) for row in part.rows), part.page, part.place
        )
        for part in flow
    )
