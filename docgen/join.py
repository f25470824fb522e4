"""Several .docx as one print file: body after body, each paper in sections of its own.

Each paper keeps its page, its header and footer, and counts its pages from 1. Papers whose styles differ (a form is
set smaller than a letter) keep their own: the styles of every further set get names of their own. Lists that Word
numbers itself are taken from the first paper alone; the templates have none.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

__all__ = ["joined"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_KIND = _R.strip("{}") + "/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_DOCUMENT, _STYLES, _SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
_RELATIONS, _CONTENT, _CORE = "word/_rels/document.xml.rels", "[Content_Types].xml", "docProps/core.xml"
# Elements that name a style.
_NAMING = tuple(_W + name for name in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"))
# ECMA-376-1, 17.6.17: what stands before the page numbers in the properties of a section.
_BEFORE_NUMBERS = tuple(_W + n for n in ("pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType"))


def joined(papers: Sequence[bytes], title: str) -> bytes:
    """One .docx of all papers, in their order; the same papers give the same bytes. At least one paper."""
    opened = [_open(data) for data in papers]
    first = opened[0]
    package = _Package(first)
    for paper in opened:
        package.add(paper)
    return package.packed(title)


@dataclass(frozen=True, slots=True)
class _Paper:
    """A paper opened: its parts, and its relations by id (kind, target, mode)."""

    parts: Mapping[str, bytes]
    relations: Mapping[str, tuple[str, str, str]]
    types: Mapping[str, str]
    document: Any

    @property
    def even(self) -> bool:
        """Whether even pages have a header and footer of their own."""
        mark = etree.fromstring(self.parts[_SETTINGS]).find(f"{_W}evenAndOddHeaders")
        return mark is not None and mark.get(f"{_W}val", "1") not in ("0", "false", "off")


def _open(data: bytes) -> _Paper:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    relations = {
        node.get("Id", ""): (node.get("Type", ""), node.get("Target", ""), node.get("TargetMode", ""))
        for node in etree.fromstring(parts[_RELATIONS])
    }
    types = {
        node.get("PartName", ""): node.get("ContentType", "") for node in etree.fromstring(parts[_CONTENT])
    }
    return _Paper(parts, relations, types, etree.fromstring(parts[_DOCUMENT]))


class _Package:
    """The file while papers are added to it."""

    def __init__(self, first: _Paper) -> None:
        self.first = first
        self.document: Any = etree.fromstring(first.parts[_DOCUMENT])
        self.body: Any = etree.SubElement(self.document, f"{_W}body")
        self.document.remove(self.document[0])
        self.styles = etree.fromstring(first.parts[_STYLES])
        self.sets: dict[bytes, Mapping[str, str]] = {first.parts[_STYLES]: {}}
        self.parts: dict[tuple[str, bytes], tuple[str, str]] = {}  # (kind, content) → (id, name)
        self.links: dict[tuple[str, str], str] = {}
        self.even = False

    def add(self, paper: _Paper) -> None:
        names = self._names(paper)
        body = paper.document.find(f"{_W}body")
        _rename(body, names)
        self._relate(paper, body, names)
        self._sections(paper, body)
        if len(self.body):
            _close_section(self.body)
        self.body.extend(list(body))
        self.even = self.even or paper.even

    # --- styles ------------------------------------------------------------------------------

    def _names(self, paper: _Paper) -> Mapping[str, str]:
        """Old → new names of the paper's styles; its set is added when it is met for the first time."""
        data = paper.parts[_STYLES]
        if data not in self.sets:
            root = etree.fromstring(data)
            mark = str(len(self.sets) + 1)
            own = [node.get(f"{_W}styleId", "") for node in root.iterfind(f"{_W}style")]
            names = {name: f"{name}_{mark}" for name in own}
            for node in root.iterfind(f"{_W}style"):
                if node.get(f"{_W}default") is not None:
                    del node.attrib[f"{_W}default"]
                    names[f"default {node.get(f'{_W}type')}"] = names[node.get(f"{_W}styleId", "")]
                    _fold_defaults(root, node)
                node.set(f"{_W}styleId", names[node.get(f"{_W}styleId", "")])
                for label in node.iterfind(f"{_W}name"):
                    label.set(f"{_W}val", f"{label.get(f'{_W}val')} {mark}")
                _rename(node, names)
                self.styles.append(node)
            self.sets[data] = names
        return self.sets[data]

    # --- parts and sections ------------------------------------------------------------------

    def _relate(self, paper: _Paper, body: Any, names: Mapping[str, str]) -> None:
        """Take over the parts that the body refers to (headers, footers, pictures) and their ids."""
        for node in body.iter():
            for attribute in [name for name in node.attrib if name.startswith(_R)]:
                kind, target, mode = paper.relations[node.get(attribute, "")]
                if mode == "External":
                    key = (kind, target)
                    self.links.setdefault(key, f"link{len(self.links) + 1}")
                    node.set(attribute, self.links[key])
                    continue
                content = paper.parts[posixpath.normpath(posixpath.join("word", target))]
                if names and kind in (f"{_KIND}header", f"{_KIND}footer"):
                    root = etree.fromstring(content)
                    _rename(root, names)
                    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
                node.set(attribute, self._part(kind, content, posixpath.splitext(target)[1]))

    def _part(self, kind: str, content: bytes, ending: str) -> str:
        number = len(self.parts) + 1
        name = f"{kind.rpartition('/')[2]}{number}{ending}"
        return self.parts.setdefault((kind, content), (f"part{number}", name))[0]

    def _sections(self, paper: _Paper, body: Any) -> None:
        """The paper begins on a new page with page 1, and takes over no header of the paper before it."""
        first = next(body.iter(f"{_W}sectPr"))
        for node in first.findall(f"{_W}type"):
            first.remove(node)
        size = first.find(f"{_W}pgSz")
        size.addprevious(_element("type", val="nextPage"))
        numbers = first.find(f"{_W}pgNumType")
        if numbers is None:
            numbers = _element("pgNumType")
            [node for node in first if node.tag in _BEFORE_NUMBERS][-1].addnext(numbers)
        numbers.set(f"{_W}start", "1")
        for edge in ("footer", "header"):
            self._references(paper, first, edge)

    def _references(self, paper: _Paper, section: Any, edge: str) -> None:
        """A header (footer) for every sort of page, so that none is inherited."""
        tag = f"{edge}Reference"
        given = {node.get(f"{_W}type"): node for node in section.iterfind(f"{_W}{tag}")}
        root = "hdr" if edge == "header" else "ftr"
        for page in ("default", "even", "first"):
            if page in given:
                continue
            if page == "even" and not paper.even and "default" in given:
                target = given["default"].get(f"{_R}id", "")
            else:
                empty = f'<w:{root} xmlns:w="{_W.strip("{}")}"><w:p/></w:{root}>'
                target = self._part(_KIND + edge, empty.encode(), ".xml")
            node = _element(tag, type=page)
            node.set(f"{_R}id", target)
            section.insert(0, node)

    # --- the file ----------------------------------------------------------------------------

    def packed(self, title: str) -> bytes:
        parts = {
            name: data
            for name, data in self.first.parts.items()
            if name not in (_DOCUMENT, _RELATIONS, _CONTENT, _CORE) and not name.startswith("customXml")
        }
        kept = {
            id_: relation
            for id_, relation in self.first.relations.items()
            if relation[0].rpartition("/")[2] not in ("header", "footer", "image", "hyperlink", "customXml")
        }
        gone = {
            posixpath.normpath(posixpath.join("word", target))
            for id_, (_, target, mode) in self.first.relations.items()
            if id_ not in kept and mode != "External"
        }
        parts = {name: data for name, data in parts.items() if name not in gone}
        parts |= {f"word/{name}": content for (_, content), (_, name) in self.parts.items()}
        parts[_STYLES] = _xml(self.styles)
        parts[_SETTINGS] = self._settings()
        parts[_DOCUMENT] = _xml(self.document)
        parts[_RELATIONS] = self._relations(kept).encode()
        parts[_CORE] = _core(title).encode()
        parts = {_CONTENT: self._content_types(parts).encode(), **parts}
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in parts.items():
                info = zipfile.ZipInfo(name, _EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(info, data)
        return buffer.getvalue()

    def _settings(self) -> bytes:
        root = etree.fromstring(self.first.parts[_SETTINGS])
        for node in root.findall(f"{_W}evenAndOddHeaders"):
            root.remove(node)
        if self.even:
            place = root.find(f"{_W}defaultTabStop")
            mark = _element("evenAndOddHeaders")
            root.insert(0, mark) if place is None else place.addnext(mark)
        return _xml(root)

    def _relations(self, kept: Mapping[str, tuple[str, str, str]]) -> str:
        rows = [(id_, kind, target, mode) for id_, (kind, target, mode) in kept.items()]
        rows += [(id_, kind, name, "") for (kind, _), (id_, name) in self.parts.items()]
        rows += [(id_, kind, target, "External") for (kind, target), id_ in self.links.items()]
        return (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}">'
            + "".join(_relation(*row) for row in rows)
            + "</Relationships>"
        )

    def _content_types(self, parts: Mapping[str, bytes]) -> str:
        root = etree.fromstring(self.first.parts[_CONTENT])
        for node in root.findall(f"{{{_TYPES}}}Override"):
            if node.get("PartName", "").lstrip("/") not in parts:
                root.remove(node)
        known = {node.get("PartName") for node in root}
        for (kind, _), (_, name) in self.parts.items():
            sort = kind.rpartition("/")[2]
            if sort in ("header", "footer") and f"/word/{name}" not in known:
                attributes = {"PartName": f"/word/{name}", "ContentType": f"{_WML}.{sort}+xml"}
                etree.SubElement(root, f"{{{_TYPES}}}Override", attributes)
            elif sort == "image":
                ending = name.rpartition(".")[2]
                if not any(node.get("Extension") == ending for node in root):
                    attributes = {
                        "Extension": ending,
                        "ContentType": f"image/{ending.replace('jpg', 'jpeg')}",
                    }
                    root.insert(0, etree.Element(f"{{{_TYPES}}}Default", attributes))
        return _HEAD + etree.tostring(root, encoding="unicode")


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _element(tag: str, **attributes: str) -> Any:
    node = etree.Element(_W + tag)
    for name, value in attributes.items():
        node.set(_W + name, value)
    return node


def _rename(root: Any, names: Mapping[str, str]) -> None:
    """Set the new names of styles; what names none gets the set's default by name."""
    if not names:
        return
    for node in root.iter(*_NAMING):
        node.set(f"{_W}val", names.get(node.get(f"{_W}val", ""), node.get(f"{_W}val", "")))
    for sort, holder, tag in (("paragraph", "pPr", "pStyle"), ("table", "tblPr", "tblStyle")):
        default = names.get(f"default {sort}")
        for node in root.iter(_W + ("p" if sort == "paragraph" else "tbl")) if default else ():
            properties = node.find(_W + holder)
            if properties is None:
                properties = _element(holder)
                node.insert(0, properties)
            if properties.find(_W + tag) is None:
                properties.insert(0, _element(tag, val=str(default)))


def _fold_defaults(root: Any, style: Any) -> None:
    """What the set has for every document (docDefaults) goes into its default style, where that says nothing."""
    if style.get(f"{_W}type") != "paragraph":
        return
    for holder in ("pPr", "rPr"):
        found = root.find(f"{_W}docDefaults/{_W}{holder}Default/{_W}{holder}")
        if found is None:
            continue
        own = style.find(_W + holder)
        if own is None:
            own = _element(holder)
            style.append(own)
        known = {node.tag for node in own}
        for place, node in enumerate(node for node in found if node.tag not in known):
            own.insert(place, node)


def _close_section(body: Any) -> None:
    """The section of the last paper ends with its last paragraph, not with the file."""
    section = body[-1]
    body.remove(section)
    last = body[-1] if len(body) else None
    if last is None or last.tag != f"{_W}p" or last.find(f"{_W}pPr/{_W}sectPr") is not None:
        last = _element("p")
        body.append(last)
    properties = last.find(f"{_W}pPr")
    if properties is None:
        properties = _element("pPr")
        last.insert(0, properties)
    properties.append(section)


def _relation(id_: str, kind: str, target: str, mode: str) -> str:
    outside = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="{id_}" Type="{kind}" Target="{escape(target)}"{outside}/>'


def _xml(root: Any) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def _core(title: str) -> str:
    """Properties without a date, for none would be true."""
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title></cp:coreProperties>'
    )
