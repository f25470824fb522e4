"""Documents ↔ bytes, to pass them between processes and keep them: JSON by the types' own fields, nothing executed.

The codec is made from the annotations of audit.types, so a field added there is packed without a word here.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
import zlib
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from typing import Any, TypeVar, overload

from audit.types import Block, Document, Gist, Mark, State, Table, View

__all__ = ["DAMAGE", "pack", "unpack"]

# What unpacking raises where the bytes are not what `pack` made.
DAMAGE = (ValueError, TypeError, KeyError, IndexError, ArithmeticError, RecursionError, zlib.error)

_Code = Callable[[Any], Any]
_Coder = tuple[_Code | None, _Code | None]  # None: JSON has it as it is
_PLAIN = (str, int, float, bool, type(None))


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class _Head:
    """A document without its path and flow, which every run needs."""

    size: int
    digest: str
    format: str
    state: State
    problem: str
    pages: int
    metadata: tuple[tuple[str, str], ...]
    marks: tuple[Mark, ...]
    unread_pages: tuple[int, ...]
    gist: Gist | None


_HEAD_FIELDS = tuple(field.name for field in dataclasses.fields(_Head))
_Flow = tuple[Block | Table, ...]
_Views = tuple[View, ...]
_BODY = tuple[_Flow, _Views]
_Each = TypeVar("_Each")


def pack(document: Document) -> tuple[bytes, bytes]:
    """Its head, and its flow with its views, compressed."""
    head = _Head(**{name: getattr(document, name) for name in _HEAD_FIELDS})
    return _dump(_Head, head), _dump(_BODY, (tuple(document.flow), tuple(document.views)))


def unpack(path: str, head: bytes, flow: bytes) -> Document:
    """The document under that path; its flow is unpacked when it is asked for. Raises one of DAMAGE."""
    held: _Head = _load(_Head, head)
    known = {name: getattr(held, name) for name in _HEAD_FIELDS}
    parts: _Packed[Block | Table] = _Packed(flow, 0)
    views: _Packed[View] = _Packed(flow, 1)
    return Document(path=path, flow=parts, views=views, **known)


class _Packed(Sequence[_Each]):
    """A flow, or views, unpacked when they are looked at, and not held."""

    __slots__ = ("_data", "_which")

    def __init__(self, data: bytes, which: int) -> None:
        self._data, self._which = data, which

    def _all(self) -> tuple[_Each, ...]:
        found: tuple[_Each, ...] = _body(self._data)[self._which]
        return found

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, at: int) -> _Each: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[_Each, ...]: ...
    def __getitem__(self, at: int | slice) -> _Each | tuple[_Each, ...]:
        return self._all()[at]

    def __iter__(self) -> typing.Iterator[_Each]:
        return iter(self._all())


@lru_cache(maxsize=64)
def _body(data: bytes) -> tuple[Any, Any]:
    body: tuple[Any, Any] = _load(_BODY, data)
    return body


def _dump(kind: Any, value: Any) -> bytes:
    text = json.dumps(_by(_coder(kind)[0], value), ensure_ascii=False, separators=(",", ":"))
    # a lone surrogate may stand in what a damaged file says
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def _load(kind: Any, data: bytes) -> Any:
    return _by(_coder(kind)[1], json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass")))


@cache
def _coder(kind: Any) -> _Coder:
    """How values of a type are put into JSON, and taken out again."""
    if kind in _PLAIN:
        return None, None
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _choice(inner)
    if origin in (tuple, Sequence):
        return _tuple(inner)
    if dataclasses.is_dataclass(kind):
        return _record(kind)
    if issubclass(kind, Enum):
        return (lambda value: value.value), kind
    if kind is date:
        return date.isoformat, date.fromisoformat
    if kind is Decimal:
        return str, Decimal
    raise TypeError(f"audit.packing cannot pack {kind}")


def _tuple(inner: tuple[Any, ...]) -> _Coder:
    if len(inner) == 2 and inner[1] is Ellipsis:
        encode, decode = _coder(inner[0])
        return (
            (lambda values: [encode(value) for value in values]) if encode else None,
            (lambda values: tuple([decode(value) for value in values])) if decode else tuple,
        )
    coders = [_coder(each) for each in inner]
    if not any(decode for _, decode in coders):
        return None, tuple
    return (
        lambda values: [_by(code[0], value) for code, value in zip(coders, values, strict=True)],
        lambda values: tuple(_by(code[1], value) for code, value in zip(coders, values, strict=True)),
    )


def _by(code: _Code | None, value: Any) -> Any:
    return code(value) if code else value


def _choice(inner: tuple[Any, ...]) -> _Coder:
    """None as it is; of several types of record, the number of the type with the value."""
    kinds = [kind for kind in inner if kind is not type(None)]
    coders = [_coder(kind) for kind in kinds]
    if len(kinds) == 1:
        encode, decode = coders[0]
        return (
            (lambda value: None if value is None else encode(value)) if encode else None,
            (lambda value: None if value is None else decode(value)) if decode else None,
        )
    numbers = {kind: number for number, kind in enumerate(kinds)}

    def write(value: Any) -> Any:
        number = numbers[type(value)]
        return [number, _by(coders[number][0], value)]

    return write, lambda value: _by(coders[value[0]][1], value[1])


def _record(kind: Any) -> _Coder:
    hints = typing.get_type_hints(kind)
    names = tuple(field.name for field in dataclasses.fields(kind))
    coders = [(name, *_coder(hints[name])) for name in names]
    decoders = [(at, decode) for at, (_, _, decode) in enumerate(coders) if decode]

    def write(record: Any) -> list[Any]:
        return [
            encode(getattr(record, name)) if encode else getattr(record, name) for name, encode, _ in coders
        ]

    def read(values: list[Any]) -> Any:
        for at, decode in decoders:
            values[at] = decode(values[at])
        return kind(*values)

    return write, read
