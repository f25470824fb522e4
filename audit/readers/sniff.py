"""What a file is by its bytes; its ending is only asked where the bytes say nothing."""

from __future__ import annotations

import io
import zipfile

__all__ = ["sniff"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)
_TEXT_ENDINGS = ("txt", "csv", "md", "log")


def sniff(name: str, data: bytes) -> str:
    """docx, xlsx, doc, xls, pdf, jpg, …; `broken` for a damaged zip; `unknown` where nothing tells."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_format(data)
    if data.startswith(_OLE):
        return "ole"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for start, found in _STARTS:
        if data.startswith(start):
            return found
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"hevc"):
        return "heic"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "html"
    if name.rpartition(".")[2].lower() in _TEXT_ENDINGS:
        return "txt"
    return "unknown"


def _zip_format(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, IndexError):
        return "broken"
    except UnicodeDecodeError:
        return "broken"
    if "word/document.xml" in names or any(name.startswith("word/document") for name in names):
        return "docx"
    if any(name.startswith("xl/workbook") for name in names):
        return "xlsx"
    if "OFD.xml" in names:
        return "ofd"
    if any(name.startswith("ppt/") for name in names):
        return "pptx"
    return "zip"
