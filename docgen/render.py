"""Context → bytes of a .docx. A template is compiled once and rendered many times.

docxtpl prepares the XML for jinja (tags split over runs, row and paragraph tags); rendering itself goes around
its defaults, four of which would lose or falsify text: undefined names print nothing, values are not escaped,
None prints "None", and the zip bears the time of the run.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import Environment, StrictUndefined, Template, TemplateSyntaxError, UndefinedError, pass_context
from jinja2.filters import do_mark_safe
from jinja2.runtime import Context

from checklists.faults import Fault, UserError
from docgen.blank import MARK, Blank, Phrase, blanks_in
from docgen.package import Part, assemble, deflated
from docgen.view import View, explain_unknown
from docgen.wording import title_lines
from registry.amounts import format_amount
from registry.dates import Month, format_date
from registry.text import find_control
from templates import template_bytes

__all__ = ["Rendered", "environment", "render"]

_RENDERED = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_CORE = "docProps/core.xml"
_BREAK = do_mark_safe('</w:t><w:br/><w:t xml:space="preserve">')
_BODY = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Rendered:
    """The bytes of a document, and the places in it that stayed blank, each once, in their order."""

    data: bytes
    blanks: tuple[Blank, ...]


@dataclass(frozen=True)
class _Compiled:
    parts: Mapping[str, Template]
    rest: Mapping[str, Part]
    order: tuple[str, ...]
    version: str


def render(
    template_id: str, context: Mapping[str, object], title: str, data: bytes | None = None
) -> Rendered:
    """Render one document; `data` is a user's own template in place of the program's.

    Raises UserError that names the template and the variable where a name is undefined or a value
    is None: both are faults of the template or of the context, never printed as blank.
    """
    compiled = _compile(template_id, template_bytes(template_id) if data is None else data)
    blanks: dict[Blank, None] = {}
    values: list[str] = []
    rendered: dict[str, Part] = {}
    for name, template in compiled.parts.items():
        try:
            xml = template.render(**context, _blanks=blanks, _values=values)
        except (UndefinedError, _NoValueError) as error:
            todo = "请改正模板中的这个变量，或用 fangpin 自带的模板"
            raise UserError(Fault(f"模板 {template_id}.docx", f"变量没有值：{error}", todo)) from error
        compress = deflated if name == _BODY else _often_alike
        broken = any("\n" in value for value in values)
        rendered[name] = compress((_line_breaks(xml) if broken else xml).encode())
    digest = hashlib.sha256("\x00".join(values).encode()).hexdigest()
    rendered[_CORE] = deflated(_core(title, template_id, compiled.version, digest).encode())
    return Rendered(assemble(compiled.order, {**compiled.rest, **rendered}), tuple(blanks))


@lru_cache(maxsize=64)
def _often_alike(content: bytes) -> Part:
    """Headers and footers: the same in most papers of a run."""
    return deflated(content)


class _NoValueError(Exception):
    pass


class _Unknown(StrictUndefined):
    """A name that the context does not have, told with the columns that it may have meant."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if isinstance(self._undefined_obj, View):
            return explain_unknown(self._undefined_obj, str(self._undefined_name))
        return f"“{self._undefined_name}”不是这份材料的变量"


@cache
def _compile(template_id: str, data: bytes) -> _Compiled:
    from docxtpl import DocxTemplate

    compiler = environment()
    patcher = DocxTemplate(io.BytesIO(data))
    parts: dict[str, Template] = {}
    rest: dict[str, Part] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = tuple(package.namelist())
        for name in names:
            content = package.read(name)
            if _RENDERED.fullmatch(name) and (b"{{" in content or b"{%" in content):
                parts[name] = _template(compiler, patcher.patch_xml(content.decode("utf-8")), template_id)
            elif name != _CORE:
                rest[name] = deflated(content)
    return _Compiled(parts, rest, names, hashlib.sha256(data).hexdigest()[:12])


def _template(compiler: Environment, source: str, template_id: str) -> Template:
    try:
        return compiler.from_string(source)
    except TemplateSyntaxError as error:
        todo = "请运行 fangpin templates lint 看是哪一段，改正后再生成"
        raise UserError(
            Fault(f"模板 {template_id}.docx", f"标签写法有错（{error.message}）", todo)
        ) from error


@cache
def environment() -> Environment:
    """Jinja with escaping, no undefined names, values printed by `_finalize`, titles broken by `in_lines`."""
    made = Environment(autoescape=True, undefined=_Unknown, finalize=_finalize)
    made.filters["in_lines"] = lambda title: _BREAK.join(title_lines(title))
    return made


@pass_context
def _finalize(context: Context, value: Any) -> Any:
    """A value as it is printed; blanks are noted on the way."""
    if isinstance(value, StrictUndefined):
        return value
    if not isinstance(value, str):
        for blank in blanks_in(value):
            context["_blanks"].setdefault(blank)
    text = _text(value)
    if (bad := find_control(text)) is not None:
        raise _NoValueError(f"值中有控制字符 U+{ord(bad):04X}")
    context["_values"].append(text)
    return text


def _text(value: object) -> str:
    if isinstance(value, Phrase):
        return "".join(_text(part) for part in value.parts)
    if isinstance(value, Blank):
        return MARK
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        raise _NoValueError(f"是 {value}")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return format_amount(value)
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Month):
        return value.zh
    raise _NoValueError(f"{type(value).__name__} 不能直接印出")


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
