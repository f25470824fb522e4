"""How jinja prints values on paper: nothing undefined, nothing unescaped, nothing without a form of its own.

docxtpl's defaults would lose or falsify text: undefined names print nothing, values are not escaped, None
prints "None". Here every value goes through `Sheet.put`, which gives it its written form, escapes it and notes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import Environment, StrictUndefined
from jinja2.compiler import CodeGenerator
from jinja2.filters import do_mark_safe
from jinja2.runtime import Context
from markupsafe import escape

from docgen.blank import MARK, Blank, Phrase
from docgen.view import View, explain_unknown
from docgen.wording import title_lines
from registry.amounts import format_amount
from registry.dates import Month, format_date

__all__ = ["NoValueError", "Sheet", "environment"]

_BREAK = do_mark_safe('</w:t><w:br/><w:t xml:space="preserve">')
_find_markup = re.compile("[&<>\"']").search


class NoValueError(Exception):
    """A value that has no written form: none at all, or of a kind that is not to be printed."""


class Sheet(Context):
    """Jinja's context of one part of one paper; knows which values were printed and which places stayed blank."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.printed: list[str] = []
        self.blanks: dict[Blank, None] = {}

    def put(self, value: object) -> str:
        """The value as XML text. Raises NoValueError, or UndefinedError for a name that is not defined."""
        text = value if type(value) is str else self._written(value)
        self.printed.append(text)
        return text if _find_markup(text) is None else escape(text)

    def _written(self, value: object) -> str:
        write = _WRITTEN.get(type(value)) or _form_of_base(value)
        return write(self, value)

    def blank(self, blank: Blank) -> str:
        self.blanks.setdefault(blank)
        return MARK

    def phrase(self, phrase: Phrase) -> str:
        return "".join([part if type(part) is str else self._written(part) for part in phrase.parts])


_Form = Callable[[Sheet, Any], str]
_WRITTEN: Mapping[type, _Form] = {
    Blank: Sheet.blank,
    Phrase: Sheet.phrase,
    int: lambda _, number: str(number),
    date: lambda _, day: format_date(day),
    Decimal: lambda _, amount: format_amount(amount),
    Month: lambda _, month: month.zh,
    str: lambda _, text: text,
    StrictUndefined: lambda _, unknown: str(unknown),
}


def _form_of_base(value: object) -> _Form:
    """The written form for a value whose type is derived from one that has one."""
    if isinstance(value, bool) or value is None:
        raise NoValueError(f"是 {value}")
    for kind, write in _WRITTEN.items():
        if isinstance(value, kind):
            return write
    raise NoValueError(f"{type(value).__name__} 不能直接印出")


class _Unknown(StrictUndefined):
    """A name that the context does not have, told with the columns that it may have meant."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if isinstance(self._undefined_obj, View):
            return explain_unknown(self._undefined_obj, str(self._undefined_name))
        return f"“{self._undefined_name}”不是这份材料的变量"


class _Printer(CodeGenerator):
    """Prints by `Sheet.put` alone: jinja's own finalizing and escaping would take twice as long a value."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        self.write("context.put(")

    def _output_child_post(self, node: Any, frame: Any, finalize: Any) -> None:
        self.write(")")


class _Environment(Environment):
    code_generator_class = _Printer
    context_class = Sheet

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Most values are fields of views: to find them takes a third of a failed look-up of an attribute."""
        if type(obj) is not View:
            return super().getattr(obj, attribute)
        if attribute in obj.__dict__:
            return obj.__dict__[attribute]
        try:
            return obj.field(attribute)
        except AttributeError:
            return self.undefined(obj=obj, name=attribute)


@cache
def environment() -> Environment:
    """Jinja with escaping, no undefined names, values printed by `Sheet`, titles broken by `in_lines`."""
    made = _Environment(autoescape=True, undefined=_Unknown)
    # What the block printed is escaped already; it is escaped once more, by line, when it is joined.
    made.filters["in_lines"] = lambda title: _BREAK.join(title_lines(do_mark_safe(title).unescape()))
    return made
