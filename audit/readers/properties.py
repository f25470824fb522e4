"""What documents tell of who made them, when and by what program, under one set of keys for all formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lxml import etree

from audit.readers.package import Package
from registry.text import strip_control

__all__ = ["package_properties", "properties"]

# Element of docProps, of OpenDocument's meta.xml or of Word 2003 → key.
_KEYS: Mapping[str, str] = {
    "creator": "author",
    "Author": "author",
    "initial-creator": "author",
    "lastModifiedBy": "last_modified_by",
    "LastAuthor": "last_modified_by",
    "created": "created_on",
    "Created": "created_on",
    "creation-date": "created_on",
    "modified": "modified_on",
    "LastSaved": "modified_on",
    "date": "modified_on",
    "Application": "application",
    "generator": "application",
}
_TOLD = frozenset((*_KEYS.values(), "macro", "signatures", "hidden_sheets"))
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_LONGEST = 200


def properties(found: Iterable[tuple[str, str | None]]) -> tuple[tuple[str, str], ...]:
    """Known keys only, each once (the first), dates as ISO days, nothing empty."""
    told: dict[str, str] = {}
    for name, value in found:
        key = _KEYS.get(name, name)
        if key not in _TOLD:
            continue
        text = strip_control(value or "").strip()[:_LONGEST]
        if key.endswith("_on"):
            day = _DAY.match(text.removeprefix("D:"))
            # 1601 and 1980 are what the clocks of containers start with.
            text = "-".join(day.groups()) if day and day[1] > "1980" else ""
        if text:
            told.setdefault(key, text)
    return tuple(told.items())


def package_properties(package: Package) -> tuple[tuple[str, str], ...]:
    """Of an Office or WPS package. Damage in these parts harms no text: it is passed over."""
    found: list[tuple[str, str | None]] = []
    for part in ("docProps/core.xml", "docProps/app.xml", "meta.xml"):
        found += [(name, text) for name, text in _texts(package, part) if name in _KEYS]
    # WPS often says of itself that it is Word; its build number gives it away.
    build = dict(_custom(package)).get("KSOProductBuildVer", "")
    if build and not any(name == "Application" and "WPS" in (text or "") for name, text in found):
        found.insert(0, ("application", f"WPS Office {build}"))
    if any(name.endswith("vbaProject.bin") for name in package.names):
        found.append(("macro", "yes"))
    return properties(found)


def _texts(package: Package, part: str) -> list[tuple[str, str]]:
    try:
        nodes = package.xml(part).iter(etree.Element) if part in package else ()
        return [(etree.QName(node).localname, node.text or "") for node in nodes]
    except (etree.XMLSyntaxError, ValueError):
        return []


def _custom(package: Package) -> list[tuple[str, str]]:
    try:
        nodes = package.xml("docProps/custom.xml") if "docProps/custom.xml" in package else ()
        return [(node.get("name", ""), "".join(map(str, node.itertext()))) for node in nodes]
    except (etree.XMLSyntaxError, ValueError):
        return []
