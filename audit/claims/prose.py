"""What is wrong with words themselves: values never filled in, numbering that jumps, personal data shown whole. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audit.claims.forms import source_of
from audit.claims.types import Exposed, Numbered, Placeholder
from audit.lines import Line
from audit.recognition import load_recognition
from registry.identity import mask_id, mask_phone
from registry.text import half_width

__all__ = ["find_exposed", "find_numbering", "find_placeholders"]

_UNIT = r"(?:户|人|条|件|次|名|个|项|家|元|万|亿元|亩|公里|年|月|日|县|市|区|乡|镇|村|组|省|州|局|办|街道|同志|书记|批|期|[%％])"
_DASHES = r"[xX×*＊_＿\-]"
_PLACEHOLDERS = (
    # x户x人 · ×户×人 · *户*人 · XX县 · ××村 · xx同志; not the × of a formula: 标准×人数
    re.compile(
        rf"(?<![A-Za-z\d*×＊])(?:[xX×*＊]{{1,4}}|(?<![〇零一二三四五六七八九○])[〇○Oo]{{2,4}})"
        rf"(?={_UNIT})(?!人[口数均]|[户月年亩次]数|年限|个月)"
    ),
    # xx自治县 · ××完全小学, with a Chinese word behind
    re.compile(r"(?<![A-Za-z\d*×＊])[xX]{2}(?=[一-龥])"),
    # 20xx年 · 20_年 · 20__年 · 202x年 · 202-年
    re.compile(rf"(?<!\d)(?:20|19)\d?{_DASHES}{{1,4}}年"),
    # 20　　年　月 · 20  年度 at the beginning of a line
    re.compile(r"(?<!\d)20\d?[\s_＿]{1,8}年[\s_＿]*月|(?<![\d一-龥])20[\s_＿]{2,8}年"),
    # 20_、 · 在20_的工作中
    re.compile(r"(?<![\dA-Za-z_./\-])(?:20|19)_{1,2}(?=[、，。；）)\]〕一-龥])"),
    # 〔20-〕1号 · [20xx]号 · 〔2021〕号 · 〔2021〕×号
    re.compile(
        rf"[〔\[［【](?:(?:20|19)\d?{_DASHES}{{1,3}}[〕\]］】]|(?:20|19)\d\d[〕\]］】]\s*第?[xX×*＊_＿\s]{{0,6}}号)"
    ),
    # ××× · *** · XXX standing alone; masked numbers have digits or stars beside them
    re.compile(r"(?<![\dA-Za-z*＊×xX])(?:×{2,}|\*{3,}|＊{3,}|[xX]{3,})(?![\dA-Za-z*＊×xX@])"),
    # 246户，占比。 · 50户占比享受…: figures lost in copying; 户数和占比 is no such
    re.compile(
        r"\d[户人条件元个名次亩项][，,]?占比为?(?![\d一-龥为约达是超近的比高低不较最均第Xx]|\s*\d)|(?<![和、及的与])占比(?=[。；;])"
    ),
    re.compile(r"\d[户人条件元个名次亩项][，,]?占比(?=享受|其中|落实|纳入)"),
    # 覆盖率达，
    re.compile(r"(?:比例|占比|比率|[一-龥]率)(?:为|达|达到|是|约为)(?=[，。；,;]|$)"),
    # 标准倍左右 · 收入的倍以上
    re.compile(r"(?:标准|线|收入)的?倍(?=左右|以[上下内])"),
    # 15户万元 · 完成了万贫困人口
    re.compile(r"\d[户人]万元|了万(?=贫困|人口|亩|元)"),
    # 于年月日召开
    re.compile(r"(?<=[于在至到])[\s_＿]*年?[\s_＿]*月[\s_＿]*日(?=[召开至到，。]|举行)"),
    # ，共户 · 其中户人 · 拟纳入户人
    re.compile(
        r"(?<![\d一-龥])(?:共计?|其中|合计)户人?(?![籍主口型])|(?:纳入|消除|共计?|合计|其中)户人(?=[，。、；]|$)"
    ),
    # 新识别81户321、: the unit lost
    re.compile(r"(?<![\d.])\d{1,6}户\d{1,6}(?=[，、；。])"),
    # 《关于印发的通知》
    re.compile(r"关于(?:印发|转发|批转|下发)的(?:通知|函|意见)"),
    # 第批 · 第季度
    re.compile(r"第(?:批|季度|轮)(?!次?第)"),
    # {{ name }} · {% if %} · ${name} · #REF! · #N/A · （此处填写…）
    re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\$\{\w+\}|#REF!|#N/A|#VALUE!|#NAME\?|#DIV/0!"),
    re.compile(r"[（(【\[](?:此处|请)(?:填|插入|补充|输入)[^）)】\]]{0,20}[)）】\]]"),
)
# In sentences only: a heading of a table may well say 发放资金 万元; a form has lines to write on.
_IN_SENTENCES = (
    re.compile(
        r"(?:投入|投资|发放|资金|经费|补贴|补助|奖补|收入|增收|金额|贷款|共计|合计)(?:万元|亿元|元)(?![/／整的以起为）)])"
    ),
    re.compile(r"(?:^|(?<=[一-龥，、“《]))_(?=[一-龥])"),
)
_MAYBE = re.compile(
    r"[xX×*＊_＿{#〇○]|O[Oo]|o[Oo]|20\d?\s|20-|202-|占比|[例率][为达是约]|倍[左以]|[入资放金费贴助补款计](?:万|亿)?元|[\d户人了]万|户人|共计?户|其中户|合计户|此处|请[填插补输]|[于在至到]\s*年?\s*月|户\d+[，、；。]|第[批季轮]|[印转下]发的|批转的|[〔\[［【][12]"
)
_SIGNED = re.compile(r"签字|签名|签章|盖章|公章|手印|（章）|\(章\)|意见")
_FILE_NAME = re.compile(r"__|\.(?:docx?|xlsx?|pdf|jpe?g|png|wps|et)\b", re.IGNORECASE)
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
# Eleven digits or more, in whatever groups: nothing shorter is a person's number.
_LONG_NUMBER = re.compile(r"(?:[\d０-９][\s-]?){11}")
_PHONE = re.compile(r"(?<![\d-])1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)")
_CARD = re.compile(r"(?<!\d)(?:62|4\d|5[1-5])\d{2}[\s]?\d{4}[\s]?\d{4}[\s]?\d{4}(?:[\s]?\d{1,3})?(?!\d)")
_OFFICE_PHONE = re.compile(r"监督|举报|受理|反映|咨询|投诉|值班|意见箱")


def find_placeholders(lines: Sequence[Line]) -> tuple[Placeholder, ...]:
    """Words that wait for a value, and figures that were lost."""
    found: dict[Placeholder, None] = {}
    for line in lines:
        if not _MAYBE.search(line.raw):
            continue
        end = -9
        for match in _left(line):
            if match.start() - end < 4:
                continue  # x户x人 waits once
            end = match.end()
            around = line.raw[max(0, match.start() - 6) : match.end() + 6].strip()
            found[Placeholder(around, source_of(line))] = None
    return tuple(found)


def _left(line: Line) -> list[re.Match[str]]:
    patterns: tuple[re.Pattern[str], ...] = _PLACEHOLDERS
    if not line.tabular and re.search("[，。；,;]", line.raw) and not _FILE_NAME.search(line.raw):
        patterns += _IN_SENTENCES
    found = [match for pattern in patterns for match in pattern.finditer(line.raw)]
    return sorted((match for match in found if not _is_meant(match, line)), key=lambda match: match.start())


def _is_meant(match: re.Match[str], line: Line) -> bool:
    """A name that hides its last characters (张××, 李*户), a cell of stars, the date beside a place to sign."""
    if re.match(r"20\d?[\s_＿]", match[0]):
        return bool(_SIGNED.search(line.raw))
    if (
        set(match[0]) <= set("*＊")
        and line.tabular
        and any(set(cell) <= set("*＊") for cell in line.cells if cell)
    ):
        return True
    before = line.raw[max(0, match.start() - 2) : match.start()]
    behind = line.raw[match.end() : match.end() + 2]
    hidden = set(match[0]) <= set("*＊×xX") and len(match[0]) <= 2
    return (
        hidden
        and bool(before)
        and before[-1] in load_recognition().surnames
        and (len(before) == 1 or not re.match("[一-龥]", before[0]) or before[0] in "户主人长记书任员志师")
        and not re.match(r"[年月日人条件次名个项元万亩村镇乡县区市组批期%％]", behind)
    )


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
        if not _LONG_NUMBER.search(line.raw):
            continue
        text = half_width(line.raw)
        for match in _ID.finditer(text):
            found[Exposed("身份证号", mask_id(match[0]), source_of(line))] = None
        rest = _ID.sub(" ", text)
        for match in _PHONE.finditer(rest):
            if not _OFFICE_PHONE.search(re.split(r"[。；;]", rest[: match.start()])[-1]):
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
