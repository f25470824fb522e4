"""Bytes as a download, under a Chinese name."""

from __future__ import annotations

import io

from flask import send_file
from werkzeug.wrappers import Response

__all__ = ["DOCX", "XLSX", "send_bytes"]

_OFFICE = "application/vnd.openxmlformats-officedocument"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"
DOCX = f"{_OFFICE}.wordprocessingml.document"


def send_bytes(data: bytes, name: str, kind: str) -> Response:
    """A file to keep."""
    return send_file(io.BytesIO(data), mimetype=kind, as_attachment=True, download_name=name)
