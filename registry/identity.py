"""Citizen identity numbers (GB 11643-1999), disability cards and telephones. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from registry.text import squeeze

__all__ = [
    "IdNumber", "check_digit", "is_phone", "mask_id", "mask_numbers", "mask_phone", "parse_id", "same_person",
]  # fmt: skip

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
# Mobile numbers; land lines with or without area code and extension: 0856-5221234, (0856)5221234转801;
# 400-811-1234; service numbers: 12317, 110.
_PHONE = re.compile(
    r"(\+?86-?)?1[3-9]\d{9}|(\(?0\d{2,3}\)?-?)?[2-8]\d{6,7}((-|转)\d{1,5})?"
    r"|[48]00-?\d{3}-?\d{4}|400\d-?\d{3}-?\d{3}|1[12]\d{1,4}"
)
# A whole identity number, or a mobile number, inside a text, in half or full width.
_ID_INSIDE = re.compile(r"(?<![0-9０-９])[0-9０-９]{14,19}[0-9０-９XxＸｘ][0-9０-９]{0,2}(?![0-9０-９])")
_MOBILE_INSIDE = re.compile(r"(?<![0-9０-９])[1１][3-9３-９][0-9０-９]{9}(?![0-9０-９])")


@dataclass(frozen=True, slots=True)
class IdNumber:
    """What a written number says. `fault` is None where it is sound; `sex` is 男 or 女."""

    text: str
    birth: date | None
    sex: str | None
    fault: str | None


def check_digit(first17: str) -> str:
    """The check character of the first 17 digits (GB 11643-1999, 4.2.4: ISO 7064 MOD 11-2)."""
    return _CHECK[sum(w * int(d) for w, d in zip(_WEIGHTS, first17, strict=True)) % 11]


def parse_id(text: str) -> IdNumber:
    """Read an identity number: 18 digits, 15 digits (before 1999), or a disability card.

    A disability card is the 18-digit number with one digit for the kind and one for the grade,
    and for a second card two letters or digits more.
    """
    number = squeeze(text).upper()
    if re.fullmatch(r"\d{17}[\dX]", number):
        return _eighteen(number, number)
    if re.fullmatch(r"\d{17}[\dX][1-7][1-4](B\d)?", number):
        return _eighteen(number, number[:18])
    if re.fullmatch(r"\d{15}", number):
        birth = _birth("19" + number[6:12])
        sex = "男" if int(number[14]) % 2 else "女"
        return IdNumber(number, birth, sex, None if birth else "出生日期不存在")
    if re.fullmatch(r"[\dX]+", number):
        return IdNumber(number, None, None, f"是 {len(number)} 位，应为 18 位")
    return IdNumber(number, None, None, "含有数字和 X 以外的字符")


def mask_id(text: str) -> str:
    """First six and last four remain: 529021********5610. Shorter than ten: all hidden."""
    number = squeeze(text)
    return number[:6] + "*" * (len(number) - 10) + number[-4:] if len(number) > 10 else "*" * len(number)


def mask_phone(text: str) -> str:
    """First three and last four remain: 139****5678."""
    number = squeeze(text)
    return number[:3] + "****" + number[-4:] if len(number) >= 9 else "*" * len(number)


def is_phone(text: str) -> bool:
    """A mobile number, a land line with or without area code, or a short service number."""
    return _PHONE.fullmatch(squeeze(text).replace("（", "(").replace("）", ")")) is not None


def mask_numbers(text: str) -> str:
    """A text for the terminal or a log: identity and mobile numbers inside it are masked."""
    text = _ID_INSIDE.sub(lambda found: mask_id(found[0]), text)
    return _MOBILE_INSIDE.sub(lambda found: mask_phone(found[0]), text)


def same_person(text: str) -> str:
    """The form in which numbers of one person are equal: a disability card and an old number of
    15 digits become the 18-digit number (GB 11643-1999: 19 is put before the year).
    """
    number = squeeze(text).upper()
    if re.fullmatch(r"\d{15}", number):
        first17 = number[:6] + "19" + number[6:]
        return first17 + check_digit(first17)
    return number[:18]


def _eighteen(text: str, number: str) -> IdNumber:
    birth = _birth(number[6:14])
    sex = "男" if int(number[16]) % 2 else "女"
    fault = None
    if birth is None:
        fault = "出生日期不存在"
    elif check_digit(number[:17]) != number[17]:
        fault = "校验码不对，至少有一位写错"
    return IdNumber(text, birth, sex, fault)


def _birth(digits: str) -> date | None:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return birth if birth.year >= 1850 else None
