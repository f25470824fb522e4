"""Context → bytes of a .docx. A template is compiled once and rendered many times.

docxtpl prepares the XML for jinja (tags split over runs, row and paragraph tags); `printing` prints the values. A
paper bears no time of the run: the same values give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from xml.sax.saxutils import escape

from jinja2 import Template, TemplateSyntaxError, UndefinedError
from jinja2.meta import find_undeclared_variables

from checklists.faults import Fault, UserError
from docgen.blank import Blank
from docgen.package import EMPTY, Piece, assemble, deflated, extended
from docgen.printing import NoValueError, Sheet, environment
from registry.text import find_control
from templates import template_bytes

__all__ = ["Rendered", "environment", "render"]

_RENDERED = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_CORE = "docProps/core.xml"
_BODY = "word/document.xml"
_FRAMES = 64


@dataclass(frozen=True, slots=True)
class Rendered:
    """The bytes of a document, and the places in it that stayed blank, each once, in their order."""

    data: bytes
    blanks: tuple[Blank, ...]


@dataclass(slots=True)
class _Printed:
    """What was printed on a paper so far."""

    values: list[str] = field(default_factory=list)
    blanks: dict[Blank, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A template. `edges`: its headers and footers with tags; `names`: the variables in them.

    `frames`: all but body and properties laid out, by the values of these variables: most papers of a run share one.
    """

    body: Template | None
    edges: Mapping[str, Template]
    names: tuple[str, ...]
    rest: Piece
    version: str
    frames: dict[tuple[object, ...], tuple[Piece, _Printed]] = field(default_factory=dict)


def render(
    template_id: str, context: Mapping[str, object], title: str, data: bytes | None = None
) -> Rendered:
    """Render one document; `data` is a user's own template in place of the program's.

    Raises UserError that names the template and the variable where a name is undefined or a value
    is None: both are faults of the template or of the context, never printed as blank.
    """
    compiled = _compile(template_id, template_bytes(template_id) if data is None else data)
    try:
        frame, at_edges = _frame(compiled, context)
        printed = _Printed([*at_edges.values], {**at_edges.blanks})
        changed = []
        if compiled.body is not None:
            changed.append((_BODY, deflated(_xml(compiled.body, context, printed))))
    except (UndefinedError, NoValueError) as error:
        todo = "请改正模板中的这个变量，或用 fangpin 自带的模板"
        raise UserError(Fault(f"模板 {template_id}.docx", f"变量没有值：{error}", todo)) from error
    digest = hashlib.sha256("\x00".join(printed.values).encode()).hexdigest()
    core = deflated(_core(title, template_id, compiled.version, digest).encode())
    return Rendered(assemble(frame, [(_CORE, core), *changed]), tuple(printed.blanks))


def _frame(compiled: _Compiled, context: Mapping[str, object]) -> tuple[Piece, _Printed]:
    """The parts before the properties and the body, and what is printed in them."""
    key = tuple([context.get(name) for name in compiled.names])
    plain = set(map(type, key)) <= {str}
    if plain and key in compiled.frames:
        return compiled.frames[key]
    printed = _Printed()
    edges = [(name, deflated(_xml(edge, context, printed))) for name, edge in compiled.edges.items()]
    made = extended(compiled.rest, edges), printed
    if plain and len(compiled.frames) < _FRAMES:
        compiled.frames[key] = made
    return made


def _xml(template: Template, context: Mapping[str, object], printed: _Printed) -> bytes:
    """One part with its values, which are noted in `printed`."""
    sheet = template.new_context({**environment().globals, **context}, shared=True)
    assert isinstance(sheet, Sheet)
    xml = "".join(template.root_render_func(sheet))
    words = "".join(sheet.printed)
    if (bad := find_control(words)) is not None:
        raise NoValueError(f"值中有控制字符 U+{ord(bad):04X}")
    printed.values += sheet.printed
    printed.blanks |= sheet.blanks
    return (_line_breaks(xml) if "\n" in words else xml).encode()


@cache
def _compile(template_id: str, data: bytes) -> _Compiled:
    from docxtpl import DocxTemplate

    patcher = DocxTemplate(io.BytesIO(data))
    sources: dict[str, str] = {}
    rest = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            content = package.read(name)
            if _RENDERED.fullmatch(name) and (b"{{" in content or b"{%" in content):
                sources[name] = patcher.patch_xml(content.decode("utf-8"))
            elif name != _CORE:
                rest.append((name, deflated(content)))
    parts = {name: _template(source, template_id) for name, source in sources.items()}
    body, edges = parts.pop(_BODY, None), parts
    names = {name for part in edges for name in find_undeclared_variables(environment().parse(sources[part]))}
    version = hashlib.sha256(data).hexdigest()[:12]
    return _Compiled(body, edges, tuple(sorted(names)), extended(EMPTY, rest), version)


def _template(source: str, template_id: str) -> Template:
    try:
        return environment().from_string(source)
    except TemplateSyntaxError as error:
        todo = "请运行 fangpin templates lint 看是哪一段，改正后再生成"
        raise UserError(
            Fault(f"模板 {template_id}.docx", f"标签写法有错（{error.message}）", todo)
        ) from error


_TEXT_NODE = re.compile(r"(<w:t(?: [^>]*)?>)([^<]*\n[^<]*)(</w:t>)")


def _line_breaks(xml: str) -> str:
    """A line break within a value becomes a break of the line."""

    def broken(match: re.Match[str]) -> str:
        lines = match[2].replace("\r\n", "\n").split("\n")
        return f"{match[3]}<w:br/>{match[1]}".join([match[1] + lines[0], *lines[1:]]) + match[3]

    return _TEXT_NODE.sub(broken, xml)


def _core(title: str, template_id: str, version: str, digest: str) -> str:
    """Properties: what the document was made from, and no date, for none of them would be true."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><cp:category>{template_id}</cp:category>'
        f"<dc:identifier>{digest}</dc:identifier><dc:title>{escape(title)}</dc:title>"
        f"<cp:version>{version}</cp:version></cp:coreProperties>"
    )
