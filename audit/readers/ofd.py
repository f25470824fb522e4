"""OFD (GB/T 33190-2016): the text of each page in the order of its places; pages that are only a picture."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from audit.readers.faults import UnreadableError
from audit.readers.package import Package, open_package
from audit.readers.properties import properties
from audit.readers.reading import Reading
from audit.types import Block

__all__ = ["ofd_pictures", "read_ofd"]

_MOST_PAGES = 500
_KEYS = {"Author": "author", "CreationDate": "created_on", "ModDate": "modified_on", "Creator": "application"}
# Text of two objects stands in one line when their feet are this near, in millimetres.
_SAME_LINE = 1.5


def read_ofd(data: bytes) -> Reading:
    """Lines with their page. Raises UnreadableError."""
    with open_package(data) as package:
        root = _root(package)
        found = [
            (_KEYS.get(_local(node), ""), node.text) for node in root.iterfind("{*}DocBody/{*}DocInfo/*")
        ]
        pages = list(_pages(package, root))
        flow: list[Block] = []
        scans = []
        for number, (name, templates) in enumerate(pages[:_MOST_PAGES], 1):
            parts = [package.xml(part) for part in (*templates, name) if part in package]
            lines = list(_lines(parts))
            flow += [Block(line, number, "正文") for line in lines]
            if not lines and any(node is not None for part in parts for node in part.iter("{*}ImageObject")):
                scans.append(number)
        told = properties([pair for pair in found if pair[0]] + _seals(package))
    problem = f"共 {len(pages)} 页，只读了前 {_MOST_PAGES} 页" if len(pages) > _MOST_PAGES else ""
    return Reading(tuple(flow), max(len(pages), 1), told, tuple(scans), problem)


def ofd_pictures(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Page and bytes of the largest picture of each page that has one. Raises UnreadableError."""
    with open_package(data) as package:
        root = _root(package)
        media = _media(package, root)
        for number, (name, _) in enumerate(list(_pages(package, root))[:_MOST_PAGES], 1):
            if name not in package:
                continue
            found = [
                media.get(node.get("ResourceID", ""), "") for node in package.xml(name).iter("{*}ImageObject")
            ]
            files = [file for file in found if file in package]
            if files:
                yield number, package.read(max(files, key=package.size))


def _root(package: Package) -> etree._Element:
    name = next((name for name in package.names if name.lower() == "ofd.xml"), "")
    root = package.xml(name)
    if root.find("{*}DocBody") is None:
        raise UnreadableError("文件里没有正文，可能已损坏")
    return root


def _documents(package: Package, root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for node in root.iterfind("{*}DocBody/{*}DocRoot"):
        name = _path("", node.text)
        if name in package:
            yield name, package.xml(name)


def _pages(package: Package, root: etree._Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The part of each page, and those of the templates that lie under it."""
    for name, document in _documents(package, root):
        folder = posixpath.dirname(name)
        templates = {
            node.get("ID", ""): _path(folder, node.get("BaseLoc"))
            for node in document.iterfind("{*}CommonData/{*}TemplatePage")
        }
        for node in document.iterfind("{*}Pages/{*}Page"):
            part = _path(folder, node.get("BaseLoc"))
            used: tuple[str, ...] = ()
            if templates and part in package:
                used = tuple(
                    templates[each.get("TemplateID", "")]
                    for each in package.xml(part).iter("{*}Template")
                    if each.get("TemplateID", "") in templates
                )
            yield part, used


def _media(package: Package, root: etree._Element) -> dict[str, str]:
    """Picture's ID → part."""
    found = {}
    for name, document in _documents(package, root):
        folder = posixpath.dirname(name)
        for node in document.iterfind("{*}CommonData/*"):
            if _local(node) not in ("PublicRes", "DocumentRes"):
                continue
            part = _path(folder, node.text)
            if part not in package:
                continue
            resources = package.xml(part)
            base = _path(posixpath.dirname(part), resources.get("BaseLoc"))
            for each in resources.iter("{*}MultiMedia"):
                file = each.find("{*}MediaFile")
                if file is not None:
                    found[each.get("ID", "")] = _path(base, file.text)
    return found


def _lines(parts: list[etree._Element]) -> Iterator[str]:
    """The pieces of text of a page from top to bottom and from left to right."""
    pieces = sorted((y, x, text) for part in parts for x, y, text in _pieces(part))
    line: list[tuple[float, str]] = []
    foot = 0.0
    for y, x, text in pieces:
        if line and y - foot > _SAME_LINE:
            yield _joined(line)
            line = []
        if not line:
            foot = y
        line.append((x, text))
    if line:
        yield _joined(line)


def _joined(line: list[tuple[float, str]]) -> str:
    return "".join(text for _, text in sorted(line, key=lambda piece: piece[0])).strip()


def _pieces(part: etree._Element) -> Iterator[tuple[float, float, str]]:
    for node in part.iter("{*}TextObject"):
        left, top, *_ = (*_numbers(node.get("Boundary")), 0.0, 0.0)
        scale = (_numbers(node.get("CTM")) or [1.0, 0.0, 0.0, 1.0])[:4]
        for code in node.iterfind("{*}TextCode"):
            x, y = (_numbers(code.get("X")) or [0.0])[0], (_numbers(code.get("Y")) or [0.0])[0]
            if len(scale) == 4:
                x, y = x * scale[0] + y * scale[2], x * scale[1] + y * scale[3]
            if code.text and code.text.strip():
                yield left + x, top + y, code.text


def _numbers(text: str | None) -> list[float]:
    return [float(number) for number in re.findall(r"-?(?:\d{1,9}\.?\d{0,9}|\.\d{1,9})", text or "")]


def _seals(package: Package) -> list[tuple[str, str | None]]:
    seals = sum(name.lower().endswith("seal.esl") or "signedvalue" in name.lower() for name in package.names)
    return [("signatures", str(seals))] if seals else []


def _path(folder: str, name: str | None) -> str:
    """Names begin at the root with / and else at the folder of the part that says them."""
    joined = posixpath.join("/", folder, (name or "").strip())
    return posixpath.normpath(joined).lstrip("/")


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""
