"""Text of a paper as the value that a column of the registry holds. Pure."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from audit.claims.labels import risk_of, type_of
from audit.drafting.layout import is_nothing
from registry import values
from registry.amounts import parse_amount
from registry.column import columns_of
from registry.dates import Month, find_dates, parse_month
from registry.read_workbook import field_types
from registry.text import half_width, squeeze

__all__ = ["FREE", "same", "typed", "written_risks"]

# Columns of prose: papers tell the same in other words, which is no contradiction.
FREE = frozenset(
    (
        "situation", "content", "agenda", "remarks", "decision", "body", "title", "reason", "found", "wanted", "done",
        "refused_reason", "finding", "notice_place", "risk_note", "place", "time", "role", "issuer", "bureau", "address",
        "addressee", "helper_post", "post", "reported_on",
    )
)  # fmt: skip

# …松岗村二组 · 第3村民小组 · …社区网格一
_GROUP = re.compile(
    r"第?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:村民)?小?(?:组|网格)$|网格(?:[一二三四五六七八九十]{1,3}|\d{1,2})$"
)
_DENIED = re.compile(r"(?:无|没有?|未|不|非)(?:存在|有)?$")


def typed(record: type[Any], field: str, text: str) -> Any:
    """The value in the column's type; None where the text is no such value, or none of the choices of a closed column."""
    words = half_width(text).strip().strip("：:")
    if is_nothing(words) and field not in ("objections", "wanted", "car", "house", "company", "public_post"):
        return None
    kind = field_types(record)[field]
    if kind is date:
        return next((each.day for each in find_dates(words) if each.day), None)
    if kind is Month:
        return parse_month(words)
    if kind is int:
        match = re.search(r"\d{1,4}", words)
        return int(match[0]) if match else None
    if kind is Decimal:
        return parse_amount(re.sub(r"(平方米|㎡|亩|个?月|元)$", "", words))
    return _text(record, field, words)


def _text(record: type[Any], field: str, words: str) -> str | None:
    if field == "group":
        match = _GROUP.search(squeeze(words))
        return re.sub("第|村民小?(?=组)|小(?=组)", "", match[0]) if match else None
    if field == "id_number":
        number = squeeze(words).upper()
        return number if re.fullmatch(r"\d{15}|\d{17}[\dX](?:\d{2}[\dB]?\d?)?", number) else None
    if field.endswith("phone"):
        match = re.search(r"(?<!\d)(?:1\d{10}|(?:0\d{2,3}-?)?\d{7,8})(?!\d)", squeeze(words))
        return match[0] if match else None
    if field == "object_type":
        return type_of(words) or None
    column = columns_of(record)[field]
    if column.choices and words not in column.choices:
        found = [choice for choice in sorted(column.choices, key=len, reverse=True) if choice in words]
        if found and _DENIED.search(words.partition(found[0])[0]):
            return None  # 无失学辍学 is not 失学辍学
        return found[0] if found else words if column.open_choices else None
    return words


def written_risks(text: str) -> tuple[str, ...]:
    """The risks in the order written, in the registry's words; one that these lack is 其他."""
    found = [risk_of(piece) for piece in re.split(r"[、，,;；/\s|（()）]+|和(?=因)|及(?=因)", text) if piece]
    return tuple(dict.fromkeys(risk if risk in values.RISKS else "其他" for risk in found if risk))


def same(field: str, one: Any, other: Any) -> bool:
    """Whether two papers say the same of a field."""
    if field == "risks":
        return sorted(one) == sorted(other)
    if isinstance(one, str) and isinstance(other, str):
        return _bare(one) == _bare(other) or (
            field in ("verifier", "helper", "visitors", "collector", "elimination_visitor")
            and set(re.split("[、，,；;]", one)) == set(re.split("[、，,；;]", other))
        )
    return bool(one == other)


def _bare(text: str) -> str:
    return re.sub(r"[。；;，,、\s]", "", squeeze(text))
