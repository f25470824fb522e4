"""What the lines of one paper say: who, where, which months, which measures. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from audit.lines import Line
from audit.recognition import load_recognition
from audit.types import Address, Issuer, Row
from checklists import Level
from registry.dates import Month, find_dates, parse_date, parse_month
from registry.text import HAN

__all__ = [
    "find_addresses",
    "find_head",
    "find_issuer",
    "find_measures",
    "find_months",
    "find_refused",
    "find_rows",
    "find_signed_on",
    "is_name",
    "is_person",
    "office_of",
]

_NAME = rf"[{HAN}]{{2,4}}|[{HAN}]{{1,6}}[·•][{HAN}]{{1,10}}"
_HEAD_COLUMN = re.compile(
    r"户主(姓名)?|户主（姓名）|农户(姓名|户主)?|(监测)?对象姓名|监测对象(户主)?|姓名|户主\(姓名\)"
)
_VILLAGE_COLUMN = re.compile(
    r"(所在|行政)?(村|社区)(名|别|名称|[（(]社区[)）]|[（(]居[)）]|居|/社区|组)?|村居|所属村"
)
_TOWNSHIP_COLUMN = re.compile(r"(所在)?(乡镇?|镇|街道)(名称)?|乡[（(]镇[)）]|乡镇[（(]街道[)）]|所属乡镇")
_ID_COLUMN = re.compile(r"(户主)?(公民)?(身份证|证件)(号码?|号)?|(户主)?公民身份号码?")
_ELIMINATED_COLUMN = re.compile(r"(风险)?(消除|解除|退出)(时间|日期|年月)|消除监测时间")
_VERDICT_COLUMN = re.compile(r".*(结果|意见|结论|是否通过|表决).*")
_RELATION_COLUMN = re.compile(r"(与户主)?关系|与户主(之)?关系")
# 签字, 本人签名: the people listed sign; 排查人签名: who wrote the list does
_SIGN_COLUMN = re.compile(
    r"(?!.*(?:排查|摸排|巡查|走访|核查|核实|调查|入户|登记|填表|经办|责任|采集)).*(签字|签名|签到).*"
)
# Words of headings that begin like a surname: 扶助举措, 查核结论
_HEADING_WORD = re.compile(r"[举措施结论额数期号址况型别位容因]$")
_MEMBER_COLUMN = re.compile(r"文化程度|劳动能力|劳动技能|增/减|增减")
_MEASURE_COLUMN = re.compile(
    r"(帮扶|具体|享受)?(措施|政策)(名称|项目|类别|类型)?|(帮扶)?项目(名称)?|享受(的)?(帮扶)?(措施|政策)"
)
_MEASURE_TYPE = re.compile(r"(帮扶)?措施(类型|类别|大类)")
_VOTED_DOWN = re.compile(r"(评议|表决|审核)?(不通过|未通过|不予通过)|不同意纳入|不予纳入|不符合")
# 结果：通过。 · ，通过 · 通过（同意7票、反对0票）
_PASSED = re.compile(r"(?:^|[：:，,。；;])(?:评议|表决)?通过")
_VOTES = re.compile(r"(?:同意|赞成)(\d+)[人票].*?(?:反对|不同意)(\d+)[人票]")
_ROW_VERDICT = re.compile(rf"^(?:\d+[.、．])?({_NAME})户?(?:[（(：:，,])")
_HEAD_LABELS = (
    "户主姓名",
    "户主",
    "申请人姓名",
    "农户姓名",
    "申请人",
    "申报人",
    "姓名",
    "被告知人",
    "承诺人",
    "承诺授权人",
)
_HEAD_TEXT = re.compile(
    rf"(?:(?:户主姓名|户主|申请人|申报人|承诺(?:授权)?人|农户姓名)(?:[（(]?(?:签[字名章]|手印|认可){{1,2}}[）)]?[：:])|"
    rf"(?:户主姓名|户主|申请人|申报人|承诺(?:授权)?人|本人|农户姓名)[：:（(]?|(?:我叫|我是[^，。]{{0,14}}村民))({_NAME})(?=[，,。：:；;（()）\s]|户|电话|村|性别|身份证|$)"
)
_ADDRESSED = re.compile(rf"^({_NAME})(?:同志|户主|户)?[：:]")
_ADDRESS = re.compile(
    r"(?:[一-龥]{2,8}?(?:省|自治区))?(?:[一-龥]{2,6}?(?:市|自治州|州))?([一-龥]{1,8}?(?:自治县|县|区|市|旗))"
    r"([一-龥]{1,6}?(?:街道|镇|乡|苏木))(?:([一-龥]{1,7}?(?:社区|村|嘎查))(?![民支]))?"
)
_ABOVE = re.compile(r"省|自治区|自治州|国家|国务院|中共中央|中央|.{1,5}州(?:委|人民|乡村)")
_COUNTY_OFFICE = re.compile(
    r"^(?:中共)?(?:[一-龥]{2,8}?省)?(?:[一-龥]{2,6}?市(?=[一-龥]{1,8}[县区旗]))?"
    r"([一-龥]{1,8}?(?:自治县|县|区|市|旗)(?![村镇]|乡(?!村)))(?:委|人民政府|乡村振兴|扶贫|农业农村|防(?:止)?返贫|巩固|民政|医保|医疗|住房|教育)"
)
_TOWNSHIP_OFFICE = re.compile(
    r"^(?:中共)?(?:[一-龥]{1,8}?[县区市旗](?![村镇乡社]))?([一-龥]{1,6}?(?:街道|镇|乡|苏木))"
    r"(?:人民政府|党委|党工委|办事处|委员会|党政|乡村振兴|扶贫|防|政府|纪委|工委)"
)
_VILLAGE_OFFICE = re.compile(
    r"^(?:[一-龥]{1,8}?[县区市旗](?![村镇乡社]))?(?:[一-龥]{1,6}?(?:街道|镇|乡)(?!村))?([一-龥]{1,7}?(?:社区|村|嘎查|居))"
    r"(?:村委会|村民委员会|居委会|居民委员会|村支|支委|支部|党支部|党总支|两委|委会|民委员会|评议|村民代表|驻村)"
)
_OWN_MONTH = re.compile(
    r"(?<![\d至到—-])(?:(20\d\d)年)?(?<!\d)(1[0-2]|0?[1-9])月(?:份)?(?![\d一-龥]{0,1}[日号])"
)


# Words that begin with a surname and name nobody: 台账, 方案, 文件, 成员, 金额, 计划, 高中 …
_NO_NAME = re.compile(
    r"签署|签名|签字|家庭|人数|台账|台帐|方案|文件|文书|文字|文化|简报|简介|成员|金额|项目|时间|安全|安排|房屋|房产|计划|管理|车辆|高中|高龄|高等|明细|"
    r"单位|档案|资料|材料|党员|党支部|党委|党政|党办|关系|关于|国家|危房|宣传|施工|常规|保险|平均|全部|全年|全家|应到|方式|方法|"
    r"身份|证件|公民|识别|现在|目前|住址|住房|联系|备注|性别|民族|年龄|出生|健康|残疾|初中|小学|中专|大专|本科|文盲|学龄|普通|配偶|之[子女父母孙儿媳婿岳兄弟]|类别|风险|人口|电话|"
    r"意见|按?手印|代写|以下|空白|本页|情况|姓名|户主|水电|边缘|路面|相关|养老|经营|务工|帮扶|公益|来源|内容|常住|时任|.*(?:[户组镇乡村县局办站表册簿单会队所厂]|合计|小计)"
)


@lru_cache(maxsize=1 << 14)
def is_person(text: str) -> bool:
    """Whether the text is a person's name by itself: a known surname, or a name with a dot."""
    if "·" in text or "•" in text:
        return is_name(text)
    return is_name(text) and text[0] in load_recognition().surnames


@lru_cache(maxsize=1 << 14)
def is_name(text: str) -> bool:
    """Whether the text could be a name where a name is expected: also one with a surname nobody has listed."""
    if re.fullmatch(rf"[{HAN}]{{1,6}}[·•][{HAN}]{{1,10}}", text):
        return True
    return bool(re.fullmatch(rf"[{HAN}]{{2,4}}", text)) and not _NO_NAME.match(text)


def find_rows(lines: Sequence[Line]) -> Iterator[Row]:
    """The households of every list in the paper, and those voted on one by one."""
    columns: dict[str, int] = {}
    for line in lines:
        cells = line.cells
        if len(cells) >= 2:
            found = _columns(cells)
            if found is not None:
                columns = found
                continue
            row = _row(cells, columns) if columns else None
            if row:
                yield row
        elif not line.tabular:
            match = _ROW_VERDICT.match(line.text)
            votes = _VOTES.search(line.text)
            if match and votes and is_name(match[1].removesuffix("户")):
                down = _is_down(line.text, votes)
                yield Row(match[1].removesuffix("户"), passed=not down)


def _columns(cells: tuple[str, ...]) -> dict[str, int] | None:
    """The columns of a heading row; empty for a heading whose rows are no households; None for no heading."""
    names = {"head": _HEAD_COLUMN, "village": _VILLAGE_COLUMN, "township": _TOWNSHIP_COLUMN, "id": _ID_COLUMN}
    names |= {"eliminated": _ELIMINATED_COLUMN, "verdict": _VERDICT_COLUMN, "relation": _RELATION_COLUMN}
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        for name, pattern in names.items():
            if pattern.fullmatch(cell) and (name not in found or ("户主" in cell and name == "head")):
                found[name] = at
                break
    if "head" not in found or len([cell for cell in cells if cell]) < 2:
        return None
    after = cells[found["head"] + 1] if found["head"] + 1 < len(cells) else ""
    if is_person(after) and not _HEADING_WORD.search(after):
        return None  # 户主 | 张三 | …: a form's row
    if any(_SIGN_COLUMN.fullmatch(cell) for cell in cells) and "id" not in found and "village" not in found:
        return {}
    if len(cells) == 2 or any(_MEMBER_COLUMN.fullmatch(cell) for cell in cells) or "relation" in found:
        return {}
    # 户主 | 张三 | 身份证号 | … is a form's row, not a heading: its other cells are values.
    values = sum(bool(re.search(r"\d{6}|[是否有无]$", cell)) for cell in cells)
    return None if values else found


def _row(cells: tuple[str, ...], columns: dict[str, int]) -> Row | None:
    if columns.get("head", 99) < len(cells) and is_name(cells[columns["head"]]):
        shift = 0
    else:  # a line of a PDF lacks its empty cells
        people = [at for at, cell in enumerate(cells) if is_person(cell)]
        if not columns or not people or not re.fullmatch(r"\d+", cells[0]) or not 0 < people[0] <= 4:
            return None
        shift = people[0] - columns["head"]

    name = cells[columns["head"] + shift]
    if cells.count(name) > 1 or not any(c and c != name and not re.fullmatch(r"\d{1,3}", c) for c in cells):
        return None  # an attendance sheet: the name and the signature, or the place for it

    def cell(name: str) -> str:
        at = columns.get(name, -99) + shift
        return cells[at] if 0 <= at < len(cells) else ""

    verdict = cell("verdict")
    votes = _VOTES.search(verdict)
    down = _is_down(verdict, votes)
    gone = cell("eliminated")
    eliminated = bool(parse_date(gone) or parse_month(gone)) if gone else False
    return Row(cell("head"), cell("village"), cell("township"), cell("id"), eliminated, not down)


def _is_down(text: str, votes: re.Match[str] | None) -> bool:
    """Whether the words say that the household was voted down; where they do not say it, by the votes."""
    if _VOTED_DOWN.search(text):
        return True
    return bool(votes and int(votes[1]) < int(votes[2])) and not _PASSED.search(text)


def find_refused(lines: Sequence[Line], rows: Sequence[Row]) -> tuple[str, ...]:
    """Who was voted down or told that he is not taken in."""
    refused = [row.head for row in rows if not row.passed]
    text = "".join(line.text for line in lines[:12])
    if re.search(r"不予纳入|不符合.{0,12}条件|未予纳入", text):
        for line in lines[:4]:
            match = _ADDRESSED.match(line.text)
            if match and is_person(match[1]):
                refused.append(match[1])
    for line in lines:
        match = _ROW_VERDICT.match(line.text)
        if match and _VOTED_DOWN.search(line.text) and is_person(match[1].removesuffix("户")):
            refused.append(match[1].removesuffix("户"))
    return tuple(dict.fromkeys(refused))


def find_head(lines: Sequence[Line]) -> tuple[str, str]:
    """The head of the household that a form is about, and the ID number beside the name."""
    fields = [line for line in lines[:40] if len(line.cells) > 1 and not _columns(line.cells)]
    for label in _HEAD_LABELS:
        # 姓名 heads a column as often as it labels a field
        fits = is_person if label == "姓名" else is_name
        for line in fields:
            for at, cell in enumerate(line.cells[:-1]):
                if cell.rstrip("：:") == label and fits(line.cells[at + 1]):
                    return line.cells[at + 1], _id_in(line.text)
    for line in lines[:40]:
        # with its white space first: 户主：张三　村：… would read 张三村
        match = _HEAD_TEXT.search(line.raw) or (None if line.tabular else _HEAD_TEXT.search(line.text))
        if match and is_name(match[1]):
            return match[1], _id_in(line.text)
    for line in lines[:4]:
        match = _ADDRESSED.match(line.text)
        if match and is_person(match[1]):
            return match[1], ""
    return "", ""


def _id_in(text: str) -> str:
    match = re.search(r"(?<!\d)\d{17}[\dXx](?!\d)", text)
    return match[0].upper() if match else ""


def find_addresses(lines: Sequence[Line]) -> tuple[Address, ...]:
    """Chains of places: a form's address, an office's full name."""
    found: dict[Address, None] = {}
    for line in lines[:60]:
        for cell in line.cells or (line.text,):
            at = re.search(r"[住址址住家庭于：:]*", cell)
            match = _ADDRESS.match(cell, at.end() if at else 0) or _ADDRESS.match(
                re.sub(r"^.*?(住|址[：:]?)", "", cell)
            )
            if match:
                found[Address(match[1], match[2], match[3] or "")] = None
    return tuple(found)


def find_issuer(title: str, lines: Sequence[Line]) -> Issuer | None:
    """Who signs at the end, or who speaks in the title; else by whom it addresses."""
    tail = [line.text for line in lines[-6:] if not line.tabular][::-1]
    for text in [*tail, title, *(line.text for line in lines[:2])]:
        found = office_of(text)
        if found and len(text) < 60:
            return found
    for text in (line.text for line in lines[:5]):
        for pattern, level in (
            (r"^各村民小组|^各组[：:，]", Level.VILLAGE),
            (r"^各(行政)?村|^各社区|^各村[（(]居", Level.TOWNSHIP),
            (r"^各乡镇|^各镇|^各街道|^各乡[（(]?镇", Level.COUNTY),
            (r"^各(市|州|县|区)", None),
        ):
            if re.match(pattern, text):
                return Issuer(level, "")
    return None


def office_of(text: str) -> Issuer | None:
    """The office that a line begins with; None where it begins with none."""
    if match := _VILLAGE_OFFICE.match(text):
        return Issuer(Level.VILLAGE, match[1])
    if match := _TOWNSHIP_OFFICE.match(text):
        return Issuer(Level.TOWNSHIP, match[1])
    if re.match(r"^(?:中共)?[一-龥]{0,8}(?:省|自治区|国家|国务院|自治州|中央)", text) and _ABOVE.search(
        text[:10]
    ):
        county = _COUNTY_OFFICE.match(text)
        return Issuer(Level.COUNTY, county[1]) if county else Issuer(None, "")
    if match := _COUNTY_OFFICE.match(text):
        return Issuer(Level.COUNTY, match[1])
    return None


def find_months(lines: Sequence[Line], signed_on: date | None) -> tuple[Month, ...]:
    """The months that a paper is for: its heading's, else the first in its text, else its date's."""
    year = signed_on.year if signed_on else 0
    for texts in (
        [line.text for line in lines[:2]],
        [lines[0].place] if lines else [],
        [line.text for line in lines],
    ):
        for text in texts:
            match = _OWN_MONTH.search(text)
            if match:
                return (Month(int(match[1]) if match[1] else year, int(match[2])),)
    return (Month.of(signed_on),) if signed_on else ()


def find_signed_on(lines: Sequence[Line]) -> date | None:
    """The date that a paper bears: the last one that stands alone or at the end, else the first in it."""
    for line in reversed(lines[-12:]):
        day = parse_date(line.text)
        if day:
            return day
    for line in [*reversed(lines[-6:]), *lines]:
        for found in find_dates(line.raw):
            if found.day:
                return found.day
    return None


def find_measures(lines: Sequence[Line]) -> tuple[str, ...]:
    """The measures listed in a table of measures, by its column."""
    found: dict[str, None] = {}
    tabular = [line for line in lines if line.tabular]
    column: int | None = None
    numbered = False
    for line in tabular or [line for line in lines if len(line.cells) > 1]:
        heading = [at for at, cell in enumerate(line.cells) if _MEASURE_COLUMN.fullmatch(cell)]
        narrow = [at for at in heading if not _MEASURE_TYPE.fullmatch(line.cells[at])]
        if heading and len(line.cells) > 1:
            column, numbered = (narrow or heading)[0], line.cells[0] in ("序号", "编号")
            continue
        if column is None or column >= len(line.cells):
            continue
        cell = line.cells[column]
        if numbered and not re.fullmatch(r"\d+", line.cells[0]):
            continue
        if cell and not re.search(r"合计|小计|户主签字|签字|填表|[：:]$", cell) and len(cell) <= 30:
            found[cell] = None
    return tuple(found) or tuple(_measures_by_name(tabular))


def _measures_by_name(rows: Sequence[Line]) -> Iterator[str]:
    """The column whose cells are names of measures, where its heading is not known."""
    known = load_recognition().measure_words
    named = [
        at for line in rows if len(line.cells) > 2 for at, cell in enumerate(line.cells) if cell in known
    ]
    if not named:
        return
    column = max(set(named), key=lambda at: (named.count(at), -at))
    first = next(n for n, line in enumerate(rows) if len(line.cells) > column and line.cells[column] in known)
    size = len(rows[first].cells)
    for line in rows[first:]:
        if len(line.cells) != size or not 2 <= len(line.cells[column]) <= 30:
            continue
        if not re.search(r"合计|小计|签字|签名|[：:]$", line.cells[column]):
            yield line.cells[column]
