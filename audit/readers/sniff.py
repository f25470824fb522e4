"""What a file is by its bytes; its ending is only asked where the bytes say nothing."""

from __future__ import annotations

import io
import re
import zipfile

from audit.readers.text import is_chinese_text

__all__ = ["sniff"]

_STARTS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"II+\0", "tif"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "gz"),
    (b"\xfd7zXZ\0", "gz"),
    (b"MZ", "exe"),
    (b"ID3", "media"),
    (b"\x1aE\xdf\xa3", "media"),
    (b"OggS", "media"),
    (b"\0\0\1\xba", "media"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "media"),
    (b"AC10", "dwg"),
    (b"SQLite format 3\0", "db"),
    (b"\x09\x00\x04\x00", "old-xls"),
    (b"\x09\x02\x06\x00", "old-xls"),
    (b"\x09\x04\x06\x00", "old-xls"),
    (b"\xdb\xa5\x2d\x00", "old-doc"),
    (b"\x31\xbe\x00\x00", "old-doc"),
)
# The kind of an ISO base media file: Apple and Android write photos as the first, films as the others.
_HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif")
_RIFF = {b"WEBP": "webp", b"AVI ": "media", b"WAVE": "media"}
_TEXT_ENDINGS = ("txt", "csv", "tsv", "md", "log")
_XML_ROOTS = (
    (re.compile(rb"<(?:\w+:)?wordDocument\b|<pkg:package\b"), "word-xml"),
    (re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet"), "sheet-xml"),
    (re.compile(rb"<office:document\b"), "flat-odf"),
    (re.compile(rb"<!doctype html|<html", re.IGNORECASE), "html"),
)
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|table|meta|style|div)\b", re.IGNORECASE)
# The first part's name stands at a fixed place in a package of OpenDocument.
_ODF = re.compile(rb"mimetypeapplication/vnd\.oasis\.opendocument\.(text|spreadsheet)")
_PARTS = (
    (b"word/document.xml", "docx"),
    (b"xl/workbook.bin", "xlsb"),
    (b"xl/workbook.xml", "xlsx"),
    (b"ppt/presentation.xml", "pptx"),
)
_HEAD, _LONGEST_LIST = 4096, 65_536


def sniff(name: str, data: bytes) -> str:
    """docx, xlsx, ole, pdf, jpg, html, …; `broken` for a damaged zip; `unknown` where nothing tells."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_format(data)
    for start, found in _STARTS:
        if data.startswith(start):
            return found
    if data[4:8] == b"ftyp":
        return "heic" if data[8:12] in _HEIF else "media"
    if data[:4] == b"RIFF" and data[8:12] in _RIFF:
        return _RIFF[data[8:12]]
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0":
        return "bmp"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return _text_format(name, data)


def _text_format(name: str, data: bytes) -> str:
    ending = name.rpartition(".")[2].lower()
    # In UTF-16 every other byte of a tag is nought.
    head = data[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"<?xml") or (head.startswith(b"<") and ending == "xml"):
        return next((found for root, found in _XML_ROOTS if root.search(head)), "xml")
    if head.startswith(b"<") and _HTML.match(head):
        return "html"
    if re.match(rb"[A-Za-z-]{2,40}:", head) and re.search(
        rb"^mime-version:", head, re.IGNORECASE | re.MULTILINE
    ):
        return (
            "eml"
            if re.search(rb"^(?:received|to|delivered-to):", head, re.IGNORECASE | re.MULTILINE)
            else "mhtml"
        )
    if ending in ("csv", "tsv"):
        return "csv"
    if ending in _TEXT_ENDINGS or is_chinese_text(data):
        return "txt"
    return "unknown"


def _zip_format(data: bytes) -> str:
    end = data.rfind(b"PK\x05\x06", -65_557)
    # Only the list of contents itself: before it may stand the lists of documents stored in a plain zip.
    size = int.from_bytes(data[end + 12 : end + 16], "little") if end >= 0 else 0
    listed = data[max(end - min(size, _LONGEST_LIST), 0) : end] if end >= 0 else b""
    # What Office and WPS write is told without opening it: it is opened only once, by its reader.
    if b"[Content_Types].xml" in listed:
        for part, found in _PARTS:
            if part in listed:
                return found
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lstrip("/") for name in archive.NameToInfo}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, IndexError):
        return "broken"
    if not names:
        return "empty-zip"
    odf = _ODF.match(data[30:120])
    if odf:
        return "odt" if odf[1] == b"text" else "ods"
    if any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        return "docx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/workbook") for name in names):
        return "xlsx"
    if any(name.lower() == "ofd.xml" for name in names):
        return "ofd"
    if any(name.startswith("ppt/") for name in names):
        return "pptx"
    return "zip"
