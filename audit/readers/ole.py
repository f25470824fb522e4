"""OLE containers (doc, wps, xls, et and what else there is): told apart by their streams; their properties."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from audit.readers.faults import UnreadableError
from audit.readers.properties import properties

__all__ = ["ole_format", "ole_properties", "open_ole"]

# Stream → format, the first that is there.
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
)
_DAMAGE = (
    OSError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    ArithmeticError,
    MemoryError,
    struct.error,
)
# The sizes of sectors, as powers of two, that there are. Source: [MS-CFB] 2.2.
_SECTORS = (9, 12)
_CODE_PAGES = {936: "gb18030", 950: "big5", 1200: "utf-16-le", 65001: "utf-8", -535: "utf-8"}


def ole_format(data: bytes) -> str:
    """doc, xls, ppt, msg, encrypted or unknown. Raises UnreadableError where the container is damaged."""
    with open_ole(data) as container:
        return next((found for stream, found in _STREAMS if container.exists(stream)), "unknown")


def ole_properties(container: Any) -> tuple[tuple[str, str], ...]:
    """Author, dates, program. Damage in these streams harms no text: it is passed over."""
    macro = [("macro", "yes")] if container.exists("Macros") or container.exists("_VBA_PROJECT_CUR") else []
    try:
        told = container.get_metadata()
        page = _CODE_PAGES.get(told.codepage or 0, "gb18030")
        found = [
            ("author", _text(told.author, page)),
            ("last_modified_by", _text(told.last_saved_by, page)),
            ("created_on", told.create_time.isoformat() if told.create_time else ""),
            ("modified_on", told.last_saved_time.isoformat() if told.last_saved_time else ""),
            ("application", _text(told.creating_application, page)),
        ]
    except _DAMAGE:
        found = []
    return properties(found + macro)


def _text(value: object, page: str) -> str:
    return value.decode(page, "replace").rstrip("\0") if isinstance(value, bytes) else ""


@contextmanager
def open_ole(data: bytes) -> Iterator[Any]:
    """The container; olefile is untyped and lets several errors of its own parsing through."""
    import olefile

    if len(data) < 512 or struct.unpack_from("<H", data, 0x1E)[0] not in _SECTORS:
        raise UnreadableError("文件已损坏，打不开")
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            yield container
    except _DAMAGE as error:
        raise UnreadableError("文件已损坏，打不开") from error
