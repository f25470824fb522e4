"""A .docx package whose unchanged parts are copied as they are compressed. Pure; no times of the run.

zipfile compresses every part anew each time; of a paper only the text differs from the next one's. So the parts
that do not change are laid out once, headers and all, and stand first in every package.
Layout: APPNOTE.TXT, 4.3 (local header, central directory, end record), methods 8 (deflate) and 0 (store).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["EMPTY", "Part", "Piece", "assemble", "deflated", "extended"]

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


@dataclass(frozen=True, slots=True)
class Piece:
    """The beginning of a package: its parts laid out, what the directory says of them, how many they are."""

    data: bytes
    directory: bytes
    count: int


EMPTY = Piece(b"", b"", 0)


def deflated(content: bytes) -> Part:
    """Compress a part; one of a few hundred bytes is stored, for that costs less than it saves."""
    size = len(content)
    if size < _WORTH_IT:
        return Part(zlib.crc32(content), size, content, _STORED)
    compressor = zlib.compressobj(6, zlib.DEFLATED, -15)
    data = compressor.compress(content) + compressor.flush()
    return Part(zlib.crc32(content), size, data, _DEFLATED)


def extended(piece: Piece, parts: Iterable[tuple[str, Part]]) -> Piece:
    """The piece with those parts after its own. Sizes are below 4 GiB."""
    data, directory = [piece.data], [piece.directory]
    offset, count = len(piece.data), piece.count
    for name, part in parts:
        title = name.encode()
        about = (
            0 if name.isascii() else _UTF8, part.method, _TIME, _DATE, part.crc, len(part.data), part.size,
            len(title), 0,
        )  # fmt: skip
        data += (_LOCAL.pack(b"PK\3\4", _VERSION, *about), title, part.data)
        directory += (_CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, *about, 0, 0, 0, 0, offset), title)
        offset += _LOCAL.size + len(title) + len(part.data)
        count += 1
    return Piece(b"".join(data), b"".join(directory), count)


def assemble(piece: Piece, parts: Iterable[tuple[str, Part]] = ()) -> bytes:
    """The bytes of the whole package: the piece, the parts after it, the directory."""
    whole = extended(piece, parts)
    end = _END.pack(b"PK\5\6", 0, 0, whole.count, whole.count, len(whole.directory), len(whole.data), 0)
    return b"".join((whole.data, whole.directory, end))
