"""Pasted lines: `户主 人口 类别 风险 人均收入` in any order after the name, votes, attendees. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from registry.amounts import parse_amount
from registry.text import half_width, strip_control
from registry.values import ATTENDANCE, OBJECT_TYPES, RISKS

__all__ = ["LineError", "read_attendee", "read_household", "read_vote", "split_risks"]

# 脱贫不稳定户 · 不稳定户 · 边缘易致贫户 · 边缘户 · 突发严重困难户 · 突发户 · 突发: what staff call the types.
_TYPE_NAMES = tuple(
    (re.compile(pattern), name)
    for pattern, name in zip(
        ("(脱贫)?不稳定户?", "边缘(易致贫)?户?", "突发(严重)?(困难)?户?"), OBJECT_TYPES, strict=True
    )
)
# 15 or 18 digits.
_ID = re.compile(r"\d{14,17}[\dXx]")
_GROUP = re.compile(r".{1,12}(组|屯|寨|社|队)")
_SIZE = re.compile(r"(\d{1,2})(口|人|口人)?")  # 4 · 4人 · 4口人
_MOST_PERSONS = 30
_UNANIMOUS = ("一致同意", "全票", "全票同意", "全体同意")


class LineError(ValueError):
    """What is wrong in a line, in words for its writer."""


def read_household(line: str, *, with_village: bool) -> dict[str, object]:
    """A household; the village (or 镇/村) comes first where `with_village`.

    Raises LineError that names the word which says nothing.
    """
    words = _words(line)
    row: dict[str, object] = {}
    if with_village and words:
        row["village"] = words.pop(0)
    if not words:
        raise LineError("没有户主姓名")
    row["head"] = words.pop(0)
    if re.search(r"\d", str(row["head"])):
        raise LineError(f"“{row['head']}”不像户主姓名，姓名写在前面")
    for word in words:
        field, value = _told(word)
        if field in row:
            raise LineError(f"“{word}”和“{row[field]}”说的是同一项")
        row[field] = value
    return row


def read_vote(line: str, *, counted: bool) -> dict[str, object]:
    """一致同意, or 同意 反对 弃权 as three numbers; then 通过 or 不通过; the rest is the reason.

    `counted` is False for meetings that do not vote: all of the line is the opinion.
    """
    if not counted:
        return {"reason": line.strip()} if line.strip() else {}
    words = _words(line)
    row: dict[str, object] = {}
    if words and words[0].rstrip("。") in _UNANIMOUS:
        words.pop(0)
        row |= {"unanimous": "是", "result": "通过"}
    else:
        numbers = [int(match[1]) for word in words[:3] if (match := re.fullmatch(r"\D{0,2}(\d+)票?", word))]
        if words and len(numbers) != 3:
            raise LineError("请写“一致同意”，或同意、反对、弃权的票数，如“27 1 2 通过”")
        row |= dict(zip(("for_", "against", "abstained"), numbers, strict=False))
        words = words[3:]
    if words and words[0] in ("通过", "不通过"):
        row["result"] = words.pop(0)
    if words:
        row["reason"] = " ".join(words)
    return row


def read_attendee(line: str) -> dict[str, object]:
    """姓名 职务 [出席|列席|缺席|回避]."""
    name, *words = _words(line)
    row: dict[str, object] = {"name": name}
    if words and words[-1] in ATTENDANCE:
        row["attendance"] = words.pop()
    if words:
        row["role"] = " ".join(words)
    return row


def split_risks(text: str) -> tuple[str, ...]:
    """因病、因学 → each; raises LineError for what is no risk of the national list, or more than five."""
    found = [word for word in re.split(r"[、,，;；/\s]+", text) if word]
    for word in found:
        if word not in RISKS:
            raise LineError(f"“{word}”不是系统里的风险，请从 {'、'.join(RISKS)} 中选")
    if len(found) > 5:
        raise LineError("风险最多五项")
    return tuple(dict.fromkeys(found))


def _words(line: str) -> list[str]:
    """Cut at blanks, or at commas where there are no blanks (3,200 among blanks is a number)."""
    text = strip_control(half_width(line)).replace("，", ",").strip()
    return text.split() if re.search(r"\s", text) else [word for word in text.split(",") if word]


def _told(word: str) -> tuple[str, object]:
    """The field that a word fills, by its form, and its value."""
    for tells in _FORMS:
        if (found := tells(word)) is not None:
            return found
    todo = "能写的有：人口、类别、风险、人均纯收入、村民小组、证件号码"
    raise LineError(f"看不懂“{word}”，{todo}")


def _type(word: str) -> tuple[str, object] | None:
    named = next((name for spellings, name in _TYPE_NAMES if spellings.fullmatch(word)), None)
    return ("object_type", named) if named else None


def _risk(word: str) -> tuple[str, object] | None:
    return ("risk1", "、".join(split_risks(word))) if word.split("、")[0] in RISKS else None


def _size(word: str) -> tuple[str, object] | None:
    match = _SIZE.fullmatch(word)
    return ("size", int(match[1])) if match and int(match[1]) <= _MOST_PERSONS else None


def _id_number(word: str) -> tuple[str, object] | None:
    return ("id_number", word.upper()) if _ID.fullmatch(word) else None


def _group(word: str) -> tuple[str, object] | None:
    return ("group", word) if _GROUP.fullmatch(word) else None


def _income(word: str) -> tuple[str, object] | None:
    amount = parse_amount(word)
    return ("per_head", amount) if amount is not None and amount >= Decimal(100) else None


_FORMS: tuple[Callable[[str], tuple[str, object] | None], ...] = (
    _type,
    _risk,
    _size,
    _id_number,
    _group,
    _income,
)
