"""Papers of any office format as PDFs, by LibreOffice, a few at a time: one that fails takes no other with it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

__all__ = ["BATCH", "CONVERTED", "Converter", "converter"]

# Formats that LibreOffice prints, and the ending by which it knows them: those of the archive may be wrong.
CONVERTED: Mapping[str, str] = {
    "docx": ".docx", "doc": ".doc", "old-doc": ".doc", "word-xml": ".xml", "rtf": ".rtf", "odt": ".odt", "flat-odf": ".fodt",
    "xlsx": ".xlsx", "xlsb": ".xlsb", "xls": ".xls", "old-xls": ".xls", "sheet-xml": ".xml", "ods": ".ods", "csv": ".csv",
    "txt": ".txt", "html": ".html", "pptx": ".pptx", "ppt": ".ppt",
}  # fmt: skip
BATCH = 20
# Sheets that have no print setting one can change without losing what is in them: they become .xlsx first.
_BY_WORKBOOK = ("xls", "old-xls", "xlsb", "ods", "csv", "sheet-xml")
_TEXTS = ("txt", "csv")


@dataclass(frozen=True, slots=True)
class Converter:
    """LibreOffice with a profile and fonts of its own, for as long as the context lasts."""

    program: str
    workshop: Path
    environment: Mapping[str, str]

    def pdfs(self, papers: Sequence[tuple[str, bytes]]) -> list[bytes | None]:
        """The PDF of each paper (its format and bytes); None for one that gives none."""
        from fangpin.print_sheets import fitted

        ready = [(each, _as_utf8(data) if each in _TEXTS else data) for each, data in papers]
        books = [at for at, (each, _) in enumerate(ready) if each in _BY_WORKBOOK]
        made = self._surely([ready[at] for at in books], "xlsx")
        for at, book in zip(books, made, strict=True):
            ready[at] = ("xlsx", book) if book else ready[at]
        ready = [(each, fitted(data) if each == "xlsx" else data) for each, data in ready]
        return self._surely(ready, "pdf")

    def _surely(self, papers: Sequence[tuple[str, bytes]], to: str) -> list[bytes | None]:
        """All at once; those that gave nothing once more, each alone: LibreOffice may have died of another."""
        found = self._convert(papers, to) if papers else []
        if len(papers) > 1:
            for at, paper in enumerate(papers):
                if found[at] is None:
                    found[at] = self._convert([paper], to)[0]
        return found

    def _convert(self, papers: Sequence[tuple[str, bytes]], to: str) -> list[bytes | None]:
        from docgen.proofs import convert

        with TemporaryDirectory(dir=self.workshop) as place:
            paths = []
            for number, (each, data) in enumerate(papers):
                path = Path(place, f"{number}{CONVERTED[each]}")
                path.write_bytes(data)
                paths.append(path)
            return convert(self.program, paths, self.workshop, self.environment, to)


@contextmanager
def converter() -> Iterator[Converter | None]:
    """The converter of this machine; None where LibreOffice is not installed."""
    from docgen.proofs import find_libreoffice, substitutes

    program = find_libreoffice()
    if program is None:
        yield None
        return
    with TemporaryDirectory(prefix="fangpin-", ignore_cleanup_errors=True) as place:
        fonts = Path(place, "fonts.conf")
        own = {"FONTCONFIG_FILE": str(fonts)} if substitutes(fonts) is not None else {}
        yield Converter(program, Path(place), {**os.environ, **own})


def _as_utf8(data: bytes) -> bytes:
    """With the mark by which LibreOffice tells UTF-8; notepads of China write GBK."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).encode("utf-8-sig")
        except UnicodeDecodeError:
            continue
    return data
