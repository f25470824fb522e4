"""One paper as it will look: pages as pictures where LibreOffice is there, and always its text."""

from __future__ import annotations

import hashlib
import io
import re
import threading
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from registry.files import write_atomic
from registry.identity import mask_numbers

__all__ = ["BusyError", "TextPart", "masked", "page_picture", "pages_of", "proof_of", "text_of"]

_KEPT, _SECONDS = 60, 24 * 3600
_SCALE = 1.45  # 72 dots an inch times this: an A4 page 860 wide
# What stands between two tags.
_TEXT = re.compile(">[^<]*[0-9０-９][^<]*<")
# Two at a time would take each other's profile; pdfium must not be used by two threads at once.
_office, _pdfium = threading.Lock(), threading.Lock()


@dataclass(frozen=True, slots=True)
class TextPart:
    """A line of the paper, or a table (then `rows` are not empty)."""

    line: str
    rows: tuple[tuple[str, ...], ...] = ()


def text_of(data: bytes) -> list[TextPart]:
    """The lines and tables of a .docx, without headers and footers."""
    from audit.documents import Block
    from audit.readers import read_document

    found = []
    for part in read_document("预览.docx", data).flow:
        if part.place in ("页眉", "页脚"):
            continue
        found.append(TextPart(part.text) if isinstance(part, Block) else TextPart("", part.rows))
    return found


def masked(data: bytes) -> bytes:
    """The .docx with the numbers of persons in its text masked; only for looking at."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename.startswith("word/") and item.filename.endswith(".xml"):
                text = content.decode("utf-8")
                content = _TEXT.sub(lambda found: mask_numbers(found[0]), text).encode()
            target.writestr(item, content)
    return stream.getvalue()


class BusyError(Exception):
    """Another paper is being laid out; ask again in a moment."""


def proof_of(folder: Path, data: bytes) -> Path | None:
    """The paper as PDF, kept in `folder` by its content; None where LibreOffice is not there or gives none.

    Raises BusyError instead of waiting: who waits holds one of the server's few threads.
    """
    from docgen.proofs import find_libreoffice, make_proofs

    program = find_libreoffice()
    path = folder / "previews" / f"{hashlib.sha256(data).hexdigest()[:24]}.pdf"
    if path.is_file() or program is None:
        return path if path.is_file() else None
    if not _office.acquire(blocking=False):
        raise BusyError
    try:
        with TemporaryDirectory(prefix="fangpin-", ignore_cleanup_errors=True) as place:
            archive = Path(place) / "archive"
            write_atomic(archive / "paper.docx", data)
            proofs = make_proofs(archive, ["paper.docx"], program)
            if proofs.failed:
                return None
            write_atomic(path, (proofs.folder / "paper.pdf").read_bytes())
        _forget_old(path.parent)
    finally:
        _office.release()
    return path


def pages_of(pdf: Path) -> int:
    """How many pages it has."""
    import pypdfium2

    with _pdfium, pypdfium2.PdfDocument(pdf.read_bytes()) as document:
        return len(document)


def page_picture(pdf: Path, page: int) -> bytes | None:
    """That page as PNG, the first is 1; None where there is none."""
    import pypdfium2

    with _pdfium, pypdfium2.PdfDocument(pdf.read_bytes()) as document:
        if not 1 <= page <= len(document):
            return None
        stream = io.BytesIO()
        document[page - 1].render(scale=_SCALE).to_pil().save(stream, "PNG")
    return stream.getvalue()


def _forget_old(folder: Path) -> None:
    """They hold what papers say of people: a few, and for a day."""
    kept = sorted(folder.glob("*.pdf"), key=lambda path: path.stat().st_mtime, reverse=True)
    for place, path in enumerate(kept):
        if place >= _KEPT or path.stat().st_mtime < time.time() - _SECONDS:
            path.unlink(missing_ok=True)
