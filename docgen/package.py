"""A .docx package whose unchanged parts are copied as they are compressed. Pure; no times of the run.

zipfile compresses every part anew each time; of a paper only the text differs from the next one's.
Layout: APPNOTE.TXT, 4.3 (local header, central directory, end record), methods 8 (deflate) and 0 (store).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Part", "assemble", "deflated"]

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION, _UTF8, _STORED, _DEFLATED = 20, 0x800, 0, 8
_WORTH_IT = 1024
_TIME, _DATE = 0, 0x21  # 1980-01-01, the earliest that the format knows: no time is true of all copies.


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the package as it stands in it: `method` 8 is deflated, 0 stored."""

    crc: int
    size: int
    data: bytes
    method: int


def deflated(content: bytes) -> Part:
    """Compress a part; one of a few hundred bytes is stored, for that costs less than it saves."""
    if len(content) < _WORTH_IT:
        return Part(zlib.crc32(content), len(content), content, _STORED)
    compressor = zlib.compressobj(6, zlib.DEFLATED, -15)
    return Part(
        zlib.crc32(content), len(content), compressor.compress(content) + compressor.flush(), _DEFLATED
    )


def assemble(order: Sequence[str], parts: Mapping[str, Part]) -> bytes:
    """The bytes of the package with these parts in this order. Sizes are below 4 GiB."""
    pieces: list[bytes] = []
    central: list[bytes] = []
    offset = 0
    for name in order:
        part, title = parts[name], name.encode()
        flags = 0 if name.isascii() else _UTF8
        sizes = (part.crc, len(part.data), part.size)
        head = _LOCAL.pack(b"PK\3\4", _VERSION, flags, part.method, _TIME, _DATE, *sizes, len(title), 0)
        central.append(
            _CENTRAL.pack(
                b"PK\1\2",
                _VERSION,
                _VERSION,
                flags,
                part.method,
                _TIME,
                _DATE,
                *sizes,
                len(title),
                0,
                0,
                0,
                0,
                0,
                offset,
            )
            + title
        )
        pieces += (head, title, part.data)
        offset += len(head) + len(title) + len(part.data)
    directory = b"".join(central)
    count = len(central)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), offset, 0)
    return b"".join((*pieces, directory, end))
