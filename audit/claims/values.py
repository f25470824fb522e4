"""Values of fields in their normal forms, so that the same thing written two ways compares equal. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from audit.claims.labels import risk_of, type_of
from audit.claims.types import Field
from registry.amounts import format_amount, parse_amount
from registry.dates import parse_date, parse_month
from registry.text import HAN, half_width, squeeze

__all__ = ["AMOUNTS", "normal_value", "split_names"]

AMOUNTS = (
    Field.WAGE,
    Field.BUSINESS,
    Field.PROPERTY,
    Field.TRANSFER,
    Field.EXPENSE,
    Field.GROSS,
    Field.NET,
    Field.PER_HEAD,
)
_MOST_PERSONS = 40
# 12345678901234567X, with stars or 模糊 where it is masked: 529021********5610, 529021xxxxxxxx5610
_ID = re.compile(r"\d{17}[\dX]|\d{15}|(?=.*[*＊×xX●•].*[*＊×xX●•])[\d*＊×xX●•]{15,20}")
# What stands beside 帮扶措施 where it heads a column, not a field
_HEADING = re.compile(r"(具体)?(内容|名称|项目|类型|金额|时间|标准)|(责任|落实)(单位|人)|备注|佐证|情况")
_BETWEEN = re.compile(r"[、，,;；/／\s|]+|和(?=因)|及(?=因)")


def normal_value(field: Field, text: str) -> str | None:
    """The value of a field as it is compared; None where the text is no such value (and so claims nothing)."""
    words = squeeze(half_width(text)).strip("：:。；;")
    if not words or re.fullmatch(r"[/\\—\-_＿无]+|〔?待填〕?", words):
        return None
    return _FORMS[field](words)


def split_names(text: str) -> tuple[str, ...]:
    """The names in an enumeration: 产业奖补、残疾人两项补贴；临时救助 → three of them."""
    pieces = re.split(r"[、，,;；\n]+", squeeze(half_width(text).replace("\n", "、")))
    return tuple(dict.fromkeys(re.sub(r"^\d+[.．)）]", "", piece).strip("。") for piece in pieces if piece))


def _id(words: str) -> str | None:
    match = _ID.search(words.upper())
    return re.sub(r"[＊×X●•](?!$)|[＊×●•]", "*", match[0]) if match else None


def _type(words: str) -> str | None:
    return type_of(words) or None


def _risks(words: str) -> str | None:
    found = {risk_of(piece) for piece in _BETWEEN.split(words) if piece}
    return None if not found or "" in found else "、".join(sorted(found))


def _size(words: str) -> str | None:
    match = re.fullmatch(r"(?:共|全家|约)?(\d{1,2})(?:\.0)?(?:人|口人?)?", words)
    return str(int(match[1])) if match and 0 < int(match[1]) <= _MOST_PERSONS else None


def _amount(words: str) -> str | None:
    amount = parse_amount(re.sub(r"/(年|人|人年)$|每?年$", "", words))
    return None if amount is None or abs(amount) > Decimal(10**8) else format_amount(amount)


def _names(words: str) -> str | None:
    found = [
        name
        for name in split_names(re.sub(r"[（(].*?[)）]", "", words))
        if re.fullmatch(rf"[{HAN}·•]{{2,15}}", name)
    ]
    return "、".join(found) or None


def _measures(words: str) -> str | None:
    if _HEADING.fullmatch(words) or not re.search(r"[一-龥]{2}", words):
        return None
    return "、".join(split_names(words))


def _day(words: str) -> str | None:
    day = parse_date(words)
    month = parse_month(words)
    return day.isoformat() if day else str(month) if month else None


def _text(words: str) -> str | None:
    return words if len(words) <= 60 else None


_FORMS: dict[Field, Callable[[str], str | None]] = {
    Field.ID: _id,
    Field.TYPE: _type,
    Field.RISKS: _risks,
    Field.SIZE: _size,
    **dict.fromkeys(AMOUNTS, _amount),
    Field.HELPER: _names,
    Field.MEASURES: _measures,
    Field.VILLAGE: _text,
    Field.IDENTIFIED_ON: _day,
    Field.ELIMINATED_ON: _day,
    Field.CONCLUSION: _text,
}
