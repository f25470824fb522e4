"""Amounts of money and counts as people write them. Pure."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from registry.text import half_width

__all__ = ["cents", "format_amount", "parse_amount"]

# 3,200元 · 3200.50 · ￥3200 · 1.2万元 · 3200元/月
_AMOUNT = re.compile(r"[￥¥]?\s*(?P<n>-?\d+(?:\.\d+)?)\s*(?P<w>万)?\s*元?(?:/[年月人次])?")


def parse_amount(text: str) -> Decimal | None:
    """An amount in yuan, or None where the text is none. 万元 is multiplied out."""
    text = half_width(text).replace(",", "").replace("，", "").strip()
    match = _AMOUNT.fullmatch(text)
    if not match:
        return None
    try:
        number = Decimal(match["n"])
    except InvalidOperation:
        return None
    return number * 10000 if match["w"] else number


def cents(amount: Decimal) -> Decimal:
    """Rounded half up to two places, as the collection form does."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def format_amount(amount: Decimal) -> str:
    """Without needless zeros: 3785, 5198.33, 549.2 stays 549.20."""
    if amount == amount.to_integral_value():
        return str(amount.quantize(Decimal(1)))
    return str(cents(amount))
