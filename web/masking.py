"""What a page shows of numbers of persons: masked, unless the user has asked for all of them on that page."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from registry.dates import Month
from registry.identity import mask_id, mask_numbers, mask_phone

__all__ = ["shown_value"]

_IDS = re.compile("证件号码|银行|卡号")
_PHONES = re.compile("电话")
_LONGEST = 200


def shown_value(value: object, heading: str, full: bool) -> str:
    """A cell as text, as a spreadsheet shows it: 2021-05-12, 7, 5610.5."""
    text = _text(value)
    if not full and text:
        if _IDS.search(heading):
            text = mask_id(text)
        elif _PHONES.search(heading):
            text = mask_phone(text)
        else:
            text = mask_numbers(text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……"


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time().isoformat() != "00:00:00" else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str | int | float | Month) else ""
