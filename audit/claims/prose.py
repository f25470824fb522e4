"""What is wrong with words themselves: values never filled in, numbering that jumps, personal data shown whole. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audit.claims.forms import source_of
from audit.claims.types import Exposed, Numbered, Placeholder
from audit.lines import Line
from registry.identity import mask_id, mask_phone
from registry.text import half_width

__all__ = ["find_exposed", "find_numbering", "find_placeholders"]

_UNIT = r"(?:户|人|条|件|次|名|个|项|元|万元|亩|公里|年|月|日|县|市|区|乡|镇|村|组|省|局|办|街道|同志|书记)"
_PLACEHOLDERS = (
    # x户x人 · ×户×人 · *户*人 · XX县 · ××村 · xx同志
    re.compile(rf"(?<![A-Za-z\d*×])(?:[xX×*＊]{{1,4}}|[〇○Oo]{{2,4}})(?={_UNIT})"),
    # 20xx年 · 20_年 · 20__年 · 202x年 · 202-年 · 20  年
    re.compile(r"(?<!\d)(?:20|19)(?:\d?[xX×*＊_＿\-]{1,4}|[\s_＿]{1,8})年"),
    # ××× · *** · XXX standing alone; masked numbers have digits or stars beside them
    re.compile(r"(?<![\dA-Za-z*＊×xX])(?:×{2,}|\*{3,}|＊{3,}|[xX]{3,})(?![\dA-Za-z*＊×xX@])"),
    # 占比。 · 占比， · 占比享受  figures lost in copying
    re.compile(r"占比(?=[，。；;、]|$)|比例为?(?=[，。；;])"),
    # 投入万元 · 资金万元 · 发放补贴元
    re.compile(
        r"(?:投入|投资|发放|资金|补贴|补助|奖补|收入|增收|金额|贷款|达到?|共计|合计|约)(?:万元|亿元|元)(?![/／整的以起])"
    ),
    # 共计户人 · 其中户人
    re.compile(r"(?<![\d一-龥])(?:共计?|其中|合计)户人?"),
    # {{ name }} · {% if %} · #REF! · #N/A · 【姓名】待补 · （此处填写…）
    re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\$\{\w+\}|#REF!|#N/A|#VALUE!|#NAME\?|#DIV/0!"),
    re.compile(r"[（(【\[](?:此处|请)(?:填|插入|补充|输入)[^）)】\]]{0,20}[)）】\]]"),
)
_MAYBE = re.compile(
    r"[xX×*＊_＿{#〇○]|Oo|oO|OO|oo|20\s|19\s|20-|202-|占比|比例|万元|亿元|元|户人|此处|请[填插补输]"
)
_SCHEMES = (
    ("一、", re.compile(r"^([一二三四五六七八九十]{1,3})、")),
    ("（一）", re.compile(r"^[（(]([一二三四五六七八九十]{1,3})[)）]")),
    ("1.", re.compile(r"^(\d{1,2})[.．、](?!\d)")),
    ("（1）", re.compile(r"^[（(](\d{1,2})[)）]")),
)
_INLINE = re.compile(r"(?:^|[。；;：:，,])([一二三四五六七八九十]{1,2})是(?![否非])")
_DIGITS = {word: number for number, word in enumerate("一二三四五六七八九", 1)}
_ID = re.compile(
    r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])|(?<![\dA-Za-z])\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]"
)
_PHONE = re.compile(r"(?<![\d-])1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)")
_CARD = re.compile(r"(?<!\d)(?:62|4\d|5[1-5])\d{2}[\s]?\d{4}[\s]?\d{4}[\s]?\d{4}(?:[\s]?\d{1,3})?(?!\d)")
_OFFICE_PHONE = re.compile(r"监督|举报|受理|反映|咨询|投诉|值班|意见箱")


def find_placeholders(lines: Sequence[Line]) -> tuple[Placeholder, ...]:
    """Words that wait for a value, each once for its line."""
    found: dict[Placeholder, None] = {}
    for line in lines:
        if not _MAYBE.search(line.raw):
            continue
        for pattern in _PLACEHOLDERS:
            for match in pattern.finditer(line.raw):
                around = line.raw[max(0, match.start() - 6) : match.end() + 6].strip()
                found[Placeholder(around, source_of(line))] = None
                break
    return tuple(found)


def find_numbering(lines: Sequence[Line]) -> tuple[Numbered, ...]:
    """Numbered headings, items, 一是…二是…, and the column 序号 of a table; a group is what is counted through."""
    return tuple(_numbering(lines))


def _numbering(lines: Sequence[Line]) -> Iterator[Numbered]:
    groups = [0] * len(_SCHEMES)
    next_group = 1
    column: int | None = None
    for line in lines:
        if line.tabular:
            if len(line.cells) > 1 and re.fullmatch(r"序\s*号|编\s*号", line.cells[0]):
                column, next_group = next_group, next_group + 1
            elif column is not None and re.fullmatch(r"\d{1,4}", line.cells[0]):
                yield Numbered("序号", int(line.cells[0]), column, source_of(line))
            continue
        column = None
        for at, (scheme, pattern) in enumerate(_SCHEMES):
            match = pattern.match(line.text)
            number = _value(match[1]) if match else None
            if not number:
                continue
            if number == 1:
                groups[at], next_group = next_group, next_group + 1
            for lower in range(at + 1, len(_SCHEMES)):
                groups[lower] = 0
            if groups[at]:
                yield Numbered(scheme, number, groups[at], source_of(line))
            break
        inline = [value for word in _INLINE.findall(line.text) if (value := _value(word))]
        if len(inline) > 1 and inline[0] == 1:
            for number in inline:
                yield Numbered("一是", number, next_group, source_of(line))
            next_group += 1


def _value(words: str) -> int | None:
    if words.isdigit():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return _DIGITS.get(words)
    return 10 * (_DIGITS.get(tens, 0) if tens else 1) + (_DIGITS.get(ones, 0) if ones else 0)


def find_exposed(lines: Sequence[Line]) -> tuple[Exposed, ...]:
    """Whole numbers of persons, masked for the finding. An office's own telephone is none."""
    found: dict[Exposed, None] = {}
    for line in lines:
        if not re.search(r"\d{4}", line.raw):
            continue
        text = half_width(line.raw)
        for match in _ID.finditer(text):
            found[Exposed("身份证号", mask_id(match[0]), source_of(line))] = None
        rest = _ID.sub(" ", text)
        if not _OFFICE_PHONE.search(rest):
            for match in _PHONE.finditer(rest):
                found[Exposed("手机号", mask_phone(re.sub(r"\D", "", match[0])), source_of(line))] = None
        for match in _CARD.finditer(_PHONE.sub(" ", rest)):
            digits = re.sub(r"\D", "", match[0])
            if _luhn(digits):
                found[Exposed("银行卡号", mask_id(digits), source_of(line))] = None
    return tuple(found)


def _luhn(digits: str) -> bool:
    """The check of ISO/IEC 7812-1, annex B, that every bank card number passes."""
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits))]
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0
