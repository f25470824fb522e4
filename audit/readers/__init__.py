"""Bytes → Document. One module a format family, chosen by the bytes and not by the ending."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace

from lxml import etree

from audit.readers.doc import read_doc
from audit.readers.docx import read_docx
from audit.readers.faults import UnreadableError
from audit.readers.images import IMAGE_FORMATS, read_image
from audit.readers.markup import read_html, read_mhtml
from audit.readers.odf import read_flat_odf, read_odf
from audit.readers.ofd import read_ofd
from audit.readers.ole import ole_format
from audit.readers.package import LARGEST_XML, parse_xml
from audit.readers.pdf import read_pdf
from audit.readers.reading import Flow, Reading, characters
from audit.readers.rtf import read_rtf
from audit.readers.sheet_xml import read_sheet_xml
from audit.readers.sheets import read_workbook, read_xls
from audit.readers.sniff import sniff
from audit.readers.text import read_csv, read_text
from audit.readers.word_xml import read_word_xml
from audit.types import Block, Document, State
from registry.text import strip_control

__all__ = ["READERS_VERSION", "UnreadableError", "read_document"]

# What was read is cached by content and by this. Raise it with every change after which a reader may give another
# text, page, state, problem or property for the same bytes, and with every new format; a change of speed alone or
# of how pictures are rendered needs none.
READERS_VERSION = 5

_READERS: Mapping[str, Callable[[bytes], Reading]] = {
    "docx": read_docx,
    "doc": read_doc,
    "xlsx": read_workbook,
    "xlsb": read_workbook,
    "xls": read_xls,
    "pdf": read_pdf,
    "rtf": read_rtf,
    "ofd": read_ofd,
    "odt": read_odf,
    "ods": read_odf,
    "txt": read_text,
    "csv": read_csv,
    **dict.fromkeys(IMAGE_FORMATS, read_image),
}
_XML_READERS: Mapping[str, Callable[[etree._Element], Reading]] = {
    "word-xml": read_word_xml,
    "sheet-xml": read_sheet_xml,
    "flat-odf": read_flat_odf,
}
_SHEET_ENDINGS = ("xls", "xlsx", "et", "csv")
# What is known and cannot be read, and what to do about it.
_OTHERS: Mapping[str, tuple[State, str]] = {
    "encrypted": (State.ENCRYPTED, "文件有密码，打不开"),
    "broken": (State.UNREADABLE, "文件已损坏，打不开"),
    "zip": (State.CONTAINER, "压缩包，已展开查看"),
    "empty-zip": (State.EMPTY, "压缩包是空的"),
    "rar": (State.NOT_READ, "RAR 压缩包，请解压后再查"),
    "7z": (State.NOT_READ, "7z 压缩包，请解压后再查"),
    "gz": (State.NOT_READ, "压缩包，请解压后再查"),
    "pptx": (State.NOT_READ, "演示文稿，没有读；有档案材料在内的请另存为 PDF 后再查"),
    "ppt": (State.NOT_READ, "演示文稿，没有读；有档案材料在内的请另存为 PDF 后再查"),
    "eml": (State.NOT_READ, "邮件，请把正文和附件另存出来后再查"),
    "msg": (State.NOT_READ, "邮件，请把正文和附件另存出来后再查"),
    "old-doc": (State.NOT_READ, "Word 早期版本的旧格式，请用 WPS 或 Word 另存为 .docx 后再查"),
    "old-xls": (State.NOT_READ, "Excel 早期版本的旧格式，请用 WPS 或 Excel 另存为 .xlsx 后再查"),
    "media": (State.NOT_READ, "音频或视频，没有看"),
    "exe": (State.NOT_READ, "程序文件，不是档案材料"),
    "dwg": (State.NOT_READ, "CAD 图纸，没有读，请另存为 PDF 后再查"),
    "db": (State.NOT_READ, "数据库文件，不是档案材料"),
}
# Endings whose files cannot be anything but damaged where the bytes are no known format.
_OFFICE = frozenset(
    [
        "docx",
        "docm",
        "dotx",
        "doc",
        "dot",
        "wps",
        "xlsx",
        "xlsm",
        "xlsb",
        "xls",
        "et",
        "pdf",
        "zip",
        "rar",
        "7z",
        "ofd",
        "rtf",
        "odt",
        "ods",
        "jpg",
        "jpeg",
        "png",
        "gif",
        "bmp",
        "tif",
        "tiff",
        "heic",
        "webp",
        "pptx",
        "ppt",
    ]
)
# A page number or a scanner's mark on a page is no text of a document.
_NO_TEXT = 15
# Symbol fonts keep their boxes to tick at these places.
_TICKS = str.maketrans(
    {0xF0FE: "☑", 0xF052: "☑", 0xF0FD: "☒", 0xF053: "☒", 0xF06F: "□", 0xF0A8: "□", 0xF0A3: "□", 0xF02A: "□",
     0xF0FC: "√", 0xF050: "√"}
)  # fmt: skip


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
        reading = _read(found, path, data)
    except UnreadableError as error:
        return Document(path, len(data), digest, found, error.state, error.why)
    except (RecursionError, MemoryError):
        return Document(path, len(data), digest, found, State.UNREADABLE, "内容嵌套过深或过大，没有读")
    state, problem = State.READ, reading.problem
    if found in IMAGE_FORMATS:
        state, problem = State.NOT_READ, "图片，未读文字"
    elif _is_scan(reading):
        state, problem = State.NOT_READ, problem or "扫描件，没有文字层"
    elif not reading.flow:
        state, problem = State.EMPTY, problem or "文件里没有内容"
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


def _is_scan(reading: Reading) -> bool:
    """Pictures of pages, with no more text than what a scanner or a printer of page numbers puts on each."""
    pages = reading.unread_pages
    if not pages or any(part.page not in pages for part in reading.flow):
        return False
    return characters(reading.flow) < _NO_TEXT * len(pages)


def _read(found: str, path: str, data: bytes) -> Reading:
    ending = path.rpartition(".")[2].lower() if "." in path.rpartition("/")[2] else ""
    if found in _READERS:
        return _READERS[found](data)
    if found in ("html", "mhtml"):
        return (read_html if found == "html" else read_mhtml)(data, ending in _SHEET_ENDINGS)
    if found in _XML_READERS:
        try:
            return _XML_READERS[found](parse_xml(data[:LARGEST_XML], forgiving=len(data) > LARGEST_XML))
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableError("文件已损坏，打不开") from error
    if found in _OTHERS:
        state, why = _OTHERS[found]
        raise UnreadableError(why, state)
    if ending in _OFFICE:
        raise UnreadableError("文件已损坏，打不开")
    raise UnreadableError(f"这种格式（{'.' + ending if ending else '没有扩展名'}）还不能读", State.NOT_READ)


def _cleaned(flow: Flow) -> Flow:
    return tuple(
        replace(part, text=_clean(part.text))
        if isinstance(part, Block)
        else replace(part, rows=tuple(tuple(_clean(cell) for cell in row) for row in part.rows))
        for part in flow
    )


def _clean(text: str) -> str:
    return strip_control(text.translate(_TICKS) if "\uf000" <= max(text, default="") <= "\uf8ff" else text)
