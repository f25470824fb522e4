"""Word documents as one flat XML: of Word 2003, and packages written flat by Word 2007 and later."""

from __future__ import annotations

from lxml import etree

from audit.readers.properties import properties
from audit.readers.reading import Reading, gathered
from audit.readers.wordml import Walker, is_wordml

__all__ = ["read_word_xml"]

_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"


def read_word_xml(root: etree._Element) -> Reading:
    """Text in reading order, properties."""
    told = [(etree.QName(node).localname, node.text) for node in root.iterfind("{*}DocumentProperties/*")]
    if is_wordml(root):
        return _read(root, told)
    for part in root.iterfind(f"{_PKG}part"):
        for inner in part.iterfind(f"{_PKG}xmlData/*"):
            if is_wordml(inner) and etree.QName(inner).localname == "document":
                return _read(inner, told)
    return Reading(())


def _read(root: etree._Element, told: list[tuple[str, str | None]]) -> Reading:
    walker = Walker(root)
    flow, cut = gathered(walker.blocks(root, "正文"))
    for name, place in (("hdr", "页眉"), ("ftr", "页脚")):
        for node in root.iter(f"{{{etree.QName(root).namespace}}}{name}"):
            flow += Walker(root).blocks(node, place)
    return Reading(tuple(flow), walker.page, properties(told), problem=cut)
