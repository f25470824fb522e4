"""Word documents (docx, docm), as packages and as one flat XML: body, headers, notes, comments, properties."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.readers.embedded import embedded_pictures
from audit.readers.faults import UnreadableError
from audit.readers.numbering import Numbering
from audit.readers.package import LARGEST_XML, Package, open_package, parse_xml
from audit.readers.properties import package_properties
from audit.readers.reading import CUT, Reading, characters, gathered
from audit.readers.wordml import Walker, is_wordml
from audit.types import Block, Table

__all__ = ["read_docx"]

_MAIN = re.compile(r"word/document\d*\.xml")
_PLACES = (
    (re.compile(r"word/header\d*\.xml"), "页眉"),
    (re.compile(r"word/footer\d*\.xml"), "页脚"),
    (re.compile(r"word/(?:foot|end)notes\d*\.xml"), "脚注"),
    (re.compile(r"word/comments\d*\.xml"), "批注"),
)
_STYLE_USED = re.compile(rb'pStyle w:val="([^"]+)"')
# A document with pictures and less text than a caption or two holds a scan.
_CAPTION = 60


def read_docx(data: bytes) -> Reading:
    """Text in reading order, number of pages as far as breaks tell, properties. Raises UnreadableError."""
    with open_package(data) as package:
        main = next(filter(_MAIN.fullmatch, package.names), None)
        if main is None:
            raise UnreadableError("文件里没有正文，可能已损坏")
        body = package.read(main, LARGEST_XML)
        root = parse_xml(body, forgiving=len(body) == LARGEST_XML)
        if not is_wordml(root):
            raise UnreadableError("文件里没有正文，可能已损坏")
        walker = Walker(root, _numbering(package, body))
        flow, cut = gathered(walker.blocks(root, "正文"))
        typed = tuple(flow)
        flow += _around(package)
        told = package_properties(package)
        pictures = sum(name.startswith("word/media/") for name in package.names)
        cut = CUT if package.cut else cut
    if pictures:
        told += (("pictures", str(pictures)),)
    scans: tuple[int, ...] = ()
    if pictures and characters(typed) < _CAPTION:
        scans = tuple(page for page, _ in embedded_pictures("docx", data))
    return Reading(tuple(flow), max(walker.page, len(scans)), told, scans, cut)


def _around(package: Package) -> Iterator[Block | Table]:
    """Headers, footers, notes, comments: what stands on the pages and not in the body."""
    for pattern, place in _PLACES:
        for name in sorted(filter(pattern.fullmatch, package.names)):
            root = package.xml(name)
            if not is_wordml(root):
                continue
            walker = Walker(root)
            if place in ("页眉", "页脚"):
                yield from walker.blocks(root, place)
                continue
            for note in root:
                # Lines between text and notes are written as notes of a type of their own.
                kind = [value for key, value in note.attrib.items() if str(key).endswith("}type")]
                if kind in ([], ["normal"]):
                    yield from walker.blocks(note, place)


def _numbering(package: Package, body: bytes) -> Numbering | None:
    """None where no paragraph has a number; templates bring large lists and styles that nobody uses."""
    if "word/numbering.xml" not in package:
        return None
    used = set(_STYLE_USED.findall(body))
    styles = package.read("word/styles.xml") if used and "word/styles.xml" in package else b""
    by_style = b"numPr" in styles and any(b"numPr" in _style(styles, name) for name in used)
    if not by_style and b"numPr" not in body:
        return None
    return Numbering(package.xml("word/numbering.xml"), package.xml("word/styles.xml") if by_style else None)


def _style(styles: bytes, name: bytes) -> bytes:
    start = styles.find(b'styleId="' + name + b'"')
    return styles[start : styles.find(b"</w:style>", start)] if start >= 0 else b""
