"""The sample registry with changes, and generated documents read back as text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from lxml import etree

from docgen.context import Writer
from docgen.due import Due
from docgen.plan import plan
from docgen.render import Rendered, render
from docgen.view import Desk
from registry.read_workbook import Loaded
from registry.registry import Registry
from registry.sample import load_sample

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@lru_cache(maxsize=1)
def sample() -> Registry:
    return load_sample()


def loaded(registry: Registry) -> Loaded:
    return Loaded(registry, (), {}, "登记簿.xlsx")


def changed(registry: Registry, field: str, where: Callable[[Any], bool], **changes: object) -> Registry:
    """The registry with those records of `field` changed."""
    records = tuple(replace(r, **changes) if where(r) else r for r in getattr(registry, field))
    assert records != getattr(registry, field), "nothing was changed"
    content: dict[str, Any] = {field: records}
    return replace(registry, **content)


_PLANNED: list[tuple[Registry, list[Due]]] = []


def _dues(registry: Registry) -> list[Due]:
    """The plan of the registry, made once for each that a test uses."""
    for known, dues in _PLANNED:
        if known is registry:
            return dues
    _PLANNED.append((registry, plan(registry)[0]))
    return _PLANNED[-1][1]


def due(registry: Registry, kind: str, **wanted: object) -> Due:
    """The first paper of that kind whose attributes are as wanted (issuer and about by name)."""
    for found in _dues(registry):
        values = {name: getattr(found, name) for name in wanted if name != "head"}
        values |= {name: values[name].name for name in ("issuer", "about") if name in values}
        if "head" in wanted:
            values["head"] = found.households[0].head if found.households else None
        if found.template.id == kind and values == wanted:
            return found
    raise AssertionError(f"no {kind} with {wanted}")


def made(
    registry: Registry, kind: str, *, mark: str = "", extract_for: str = "", **wanted: object
) -> Rendered:
    paper = due(registry, kind, **wanted)
    if extract_for:
        household = next(h for h in paper.households if h.head == extract_for)
        paper = replace(paper, households=(household,), extract=True)
    context = Writer(registry, Desk({})).context(paper) | {"mark": mark}
    return render(kind, context, kind)


def text_of(data: bytes) -> str:
    """All text of a .docx: a line a paragraph, a row a line with its cells between bars."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [n for n in package.namelist() if re.fullmatch(r"word/(header1|document)\.xml", n)]
        return "\n".join(_lines(package.read(name)) for name in sorted(parts, reverse=True)).strip()


def _lines(xml: bytes) -> str:
    lines = []
    for node in etree.fromstring(xml).iter(f"{W}p", f"{W}tr"):
        if node.tag == f"{W}tr":
            lines.append(" | ".join(_words(cell) for cell in node.iterfind(f"{W}tc")))
        elif next(node.iterancestors(f"{W}tr"), None) is None:
            lines.append(_words(node))
    return "\n".join(line for line in lines if line.strip())


def _words(node: etree._Element) -> str:
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(signs.get(n.tag, n.text or "") for n in node.iter(f"{W}t", *signs)).strip("\t")
