"""WordprocessingML (of Office 2007 and later, strict, and of Word 2003): one pass over the XML, tables as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from lxml import etree

from audit.readers.numbering import Numbering
from audit.types import Block, Table

__all__ = ["Walker", "is_wordml"]

_SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.microsoft.com/office/word/2003/wordml",
)
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
# Wrappers of paragraphs and of runs; text that was deleted or moved away stands in others and is no text.
_AROUND_BLOCKS = {
    "body",
    "sdt",
    "sdtContent",
    "ins",
    "moveTo",
    "customXml",
    "smartTag",
    "sect",
    "sub-section",
    "cfChunk",
}
_AROUND_RUNS = {
    "r", "hyperlink", "hlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml",
    "dir", "bdo", "ruby", "rubyBase", "AlternateContent", "Choice",
}  # fmt: skip
_ROW_WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml"}
# Boxes to tick, as symbols of a font: what Word and WPS put in from their lists of symbols.
_SYMBOLS: Mapping[str, Mapping[str, str]] = {
    "wingdings": {"FE": "☑", "FD": "☒", "A8": "□", "6F": "□", "71": "□", "72": "□", "FC": "√", "FB": "×"},
    "wingdings 2": {"52": "☑", "53": "☒", "54": "☒", "A3": "□", "2A": "□", "50": "√", "4F": "×"},
}


def is_wordml(root: etree._Element) -> bool:
    """Whether an XML root is of one of the namespaces that the walker knows."""
    return isinstance(root.tag, str) and etree.QName(root).namespace in _SPACES


@cache
def _name(tag: object) -> str:
    """The local name of an element that matters; "" for drawings, comments and the like."""
    if not isinstance(tag, str) or not tag.startswith("{"):
        return ""
    space, _, local = tag[1:].partition("}")
    return local if space in _SPACES or space == _MC or local in ("sect", "sub-section") else ""


class Walker:
    """Carries page number, list numbers and fields through a walk over one part."""

    def __init__(self, root: etree._Element, numbering: Numbering | None = None) -> None:
        self.page = 1
        self._numbering = numbering
        self._w = f"{{{etree.QName(root).namespace}}}"
        self._box = f"{self._w}txbxContent"
        self._t, self._r, self._ppr = f"{self._w}t", f"{self._w}r", f"{self._w}pPr"
        # Looked for once, so that most documents need not be asked at every paragraph and run.
        self._has_boxes = self._has(root, "txbxContent")
        self._has_hidden = self._has(root, "vanish")
        self._has_breaks = self._has(root, "pageBreakBefore")
        # The break before a section is told by that section's own properties, which stand at its end.
        sections = list(root.iter(f"{self._w}sectPr"))
        kinds = [self._value(node, "type") for node in sections]
        parents = (node.getparent() for node in sections)
        self._has_sections = any(parent is not None and parent.tag == self._ppr for parent in parents)
        self._breaks = iter([kind != "continuous" for kind in kinds[1:]])

    def blocks(self, node: etree._Element, place: str) -> Iterator[Block | Table]:
        """Paragraphs and tables under `node` in reading order."""
        for child in node:
            name = _name(child.tag)
            if name == "p":
                yield from self._paragraph(child, place)
            elif name == "tbl":
                yield from self._table(child, place)
            elif name in _AROUND_BLOCKS:
                yield from self.blocks(child, place)
            elif name == "AlternateContent":
                yield from self.blocks(_choice(child), place)

    def _paragraph(self, node: etree._Element, place: str) -> Iterator[Block | Table]:
        properties = node.find(self._ppr)
        if (
            self._has_breaks
            and properties is not None
            and _is_on(properties.find(f"{self._w}pageBreakBefore"), self._w)
        ):
            self.page += 1
        page = self.page
        pieces: list[str] = []
        self._gather(node, pieces)
        text = "".join(pieces)
        number = self._numbering.number(properties) if self._numbering and text.strip() else ""
        if number:
            text = number + text.lstrip()
        if "\n" not in text and "\f" not in text:
            text = text.strip()
            if text:
                yield Block(text, page, place)
        else:
            for offset, line in enumerate(text.split("\f")):
                for piece in line.split("\n"):
                    if piece.strip():
                        yield Block(piece.strip(), page + offset, place)
        if self._has_boxes:
            for box in node.iter(self._box):
                if self._is_read_here(box, node):
                    yield from self.blocks(box, place)
        if self._has_sections and properties is not None and properties.find(f"{self._w}sectPr") is not None:
            self.page += next(self._breaks, True)

    def _gather(self, node: etree._Element, pieces: list[str]) -> None:
        """The text of runs, into one list: the walk spends most of its time here."""
        for child in node:
            tag = child.tag
            if tag == self._t:
                pieces.append(child.text or "")
            elif tag == self._r:
                if not (self._has_hidden and self._is_hidden(child)):
                    self._gather(child, pieces)
            else:
                name = _name(tag)
                if name == "AlternateContent":
                    self._gather(_choice(child), pieces)
                elif name in _AROUND_RUNS:
                    self._gather(child, pieces)
                elif name and name != "pPr" and name != "rPr":
                    pieces.append(self._character(child, name))

    def _has(self, root: etree._Element, name: str) -> bool:
        return next(root.iter(f"{self._w}{name}"), None) is not None

    def _character(self, node: etree._Element, name: str) -> str:
        """What stands for a character: breaks, tabs, hyphens, symbols, boxes of forms."""
        if name == "tab":
            return "\t"
        if name == "br" and node.get(f"{self._w}type") == "page":
            self.page += 1
            return "\f"
        if name in ("br", "cr"):
            return "\n"
        if name == "noBreakHyphen":
            return "-"
        if name == "sym":
            font = _SYMBOLS.get(node.get(f"{self._w}font", "").lower(), {})
            return font.get(node.get(f"{self._w}char", "")[-2:].upper(), "")
        if name == "fldChar":
            return self._form_field(node)
        return ""

    def _form_field(self, node: etree._Element) -> str:
        """A box to tick or a drop-down of Word's old forms; its state is not in the text."""
        box = node.find(f"{self._w}ffData/{self._w}checkBox")
        if box is not None:
            checked = box.find(f"{self._w}checked")
            return (
                "☑" if _is_on(box.find(f"{self._w}default") if checked is None else checked, self._w) else "□"
            )
        choices = node.find(f"{self._w}ffData/{self._w}ddList")
        if choices is not None:
            entries = [entry.get(f"{self._w}val", "") for entry in choices.iterfind(f"{self._w}listEntry")]
            chosen = self._value(choices, "result") or "0"
            return entries[int(chosen)] if chosen.isdecimal() and int(chosen) < len(entries) else ""
        return ""

    def _is_hidden(self, run: etree._Element) -> bool:
        return _is_on(run.find(f"{self._w}rPr/{self._w}vanish"), self._w)

    def _is_read_here(self, box: etree._Element, paragraph: etree._Element) -> bool:
        """Not the second writing of a box for old programs, nor one inside another box: that is read with it."""
        for ancestor in box.iterancestors():
            if ancestor is paragraph:
                return True
            name = _name(ancestor.tag)
            if name in ("del", "moveFrom", "txbxContent") or ancestor.tag == f"{{{_MC}}}Fallback":
                return False
        return True

    def _table(self, node: etree._Element, place: str) -> Iterator[Block | Table]:
        rows: list[tuple[str, ...]] = []
        nested: list[Block | Table] = []
        page = self.page
        for row in self._rows(node):
            cells: list[str] = []
            for cell in _cells(row):
                inner = list(self.blocks(cell, place))
                cells.append(" ".join(part.text for part in inner if isinstance(part, Block)))
                nested += [part for part in inner if isinstance(part, Table)]
            if any(cells):
                rows.append(tuple(cells))
        if rows:
            yield Table(tuple(rows), page, place)
        yield from nested

    def _rows(self, table: etree._Element) -> Iterator[etree._Element]:
        for child in table:
            name = _name(child.tag)
            if name == "tr":
                if child.find(f"{self._w}trPr/{self._w}del") is None:
                    yield child
            elif name in _ROW_WRAPPERS:
                yield from self._rows(child)

    def _value(self, node: etree._Element, name: str) -> str:
        found = node.find(f"{self._w}{name}")
        return "" if found is None else found.get(f"{self._w}val", "")


def _is_on(node: etree._Element | None, w: str) -> bool:
    """A switch is on when it is there, unless it says off."""
    return node is not None and node.get(f"{w}val", "on") not in ("0", "false", "off")


def _choice(node: etree._Element) -> etree._Element:
    """Of the ways in which something is written for programs of several ages, the first."""
    return node[0] if len(node) else node


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        name = _name(child.tag)
        if name == "tc":
            yield child
        elif name in _ROW_WRAPPERS:
            yield from _cells(child)
