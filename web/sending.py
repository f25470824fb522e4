"""Bytes, and files packed together, as downloads under Chinese names."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from flask import send_file
from werkzeug.wrappers import Response

__all__ = ["DOCX", "XLSX", "send_bytes", "send_zip"]

_OFFICE = "application/vnd.openxmlformats-officedocument"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"
DOCX = f"{_OFFICE}.wordprocessingml.document"


def send_bytes(data: bytes, name: str, kind: str) -> Response:
    """A file to keep."""
    return send_file(io.BytesIO(data), mimetype=kind, as_attachment=True, download_name=name)


def send_zip(files: Sequence[tuple[str, Path]], name: str) -> Response:
    """The files under their names in one zip, packed while it is sent: thousands of papers take no room first."""
    response = Response(_packed(files), mimetype="application/zip")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=papers.zip; filename*=UTF-8''{quote(name)}"
    )
    return response


class _Outlet(io.RawIOBase):
    """What is written into it is taken out again piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._pieces.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _packed(files: Sequence[tuple[str, Path]]) -> Iterator[bytes]:
    """.docx are compressed already: they are stored. A file that is gone meanwhile is left out."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as pack:
        for name, path in files:
            try:
                data = path.read_bytes()
            except OSError:
                continue
            pack.writestr(name, data)
            yield outlet.taken()
    yield outlet.taken()
