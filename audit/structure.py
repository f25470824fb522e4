"""What the tables, addressees and signatures of a paper look like, whatever its heading and labels say. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audit.facts import find_issuer, is_name, is_person, office_of
from audit.lines import Line
from audit.recognition import load_recognition
from audit.types import Row
from checklists import Level
from registry.dates import find_dates

__all__ = ["structure_of"]

_TYPE = re.compile(r"脱贫不稳定户?|边缘易致贫户?|突发严重困难户?")
_RISK = re.compile(r"因[病残学灾房水婚]|因.{1,8}|缺(乏)?劳(动)?力|务工就业不稳.*|缺(技术|资金|土地|水)|其他")
_YES_NO = re.compile(r"[无有是否]|正常|异常|未发现.{0,4}|没有|不存在|√|×")
_SAFE = re.compile(
    r"(暂?无|没有|未发现|不存在|未见)(返贫|致贫|明显|新增)?(致贫)?(风险|异常|问题|困难)?|正常|否"
)
_GROUP = re.compile(r".{0,8}[一二三四五六七八九十\d]+(村民小)?(组|社|屯|队)")
_OFFICE = re.compile(
    r"(县|区|市|乡|镇)?[一-龥]{2,8}(局|办|部门|残联|中心|银行|信用社|医院|学校|委员会|公司|站|政府|联合会)|(县|区|市)?残联|云平台|(系统|平台).{0,4}"
)
_VOTES = re.compile(r"(同意|赞成|支持).{0,4}\d+.{0,2}[人票名]|\d+[人票名](同意|赞成)")
_AMOUNT = re.compile(r"\d[\d,]*(\.\d+)?(元|万元)(/?[月年次人户])?")
_EDUCATION = re.compile(r"(小学|初中|高中|中专|大专|本科|文盲(或半文盲)?|学龄前.*)(及以[上下])?")
_ABILITY = re.compile(r"(普通|弱|技能|无|丧失)(劳动力|劳动能力).*|弱劳动力或半劳动力|半劳动力")
_INCOMES = re.compile(
    r"工资性?收入|(生产)?经营性?收入|财产性?收入|转移性?收入|(生产)?经营性?支出|(家庭)?(年)?(人均)?纯收入"
)
_LIVING = re.compile(
    r"(住房|房屋).{0,5}(面积|平方|结构|等级|安全)|\d+平方米|\d+㎡|自来水|硬化路|水泥路|\d+(\.\d+)?亩|通(户|村)路"
)
_RELATION = re.compile(r"(与?户主)?(之)?(的)?关系")
_KIN = re.compile(r"配偶|之[子女父母]|长子|次子|之?(孙[子女]|儿媳|女婿|岳[父母])|妻子|父亲|母亲|儿子|女儿")
_CHANGE = re.compile(r".*([增减]|变动|变化|变更|异动|进出|去向|缘由|原因|情由|事由).*")
_FIGURES = re.compile(r".*(人口|收入|支出|类别|人均|风险|成员|人数).*")
_NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?[人元户]?")
_MASKED = re.compile(r"\d{3,}[*＊xX×]{4,}\d{0,4}[\dXx]")
_SPAN = re.compile(r"\d+[日号][至到—～~-]+(20\d\d年)?(\d+月)?\d+[日号]")
_HEAD_COUNT = re.compile(r"\d+户\d+人")
_TOTAL = re.compile(r"合计|总计|小计")
_APPROVED = re.compile(r"(审核)?(同意|通过|符合)(纳入|消除|上报)?.{0,4}")
_GRADE = re.compile(
    r"[红黄绿蓝橙](色|灯|牌|码)?(预警|等级)?|[一二三四ⅠⅡⅢⅣ]级(预警|风险)?|(高|中|低)风险|[ABCabc](级|类|档)?"
)
# What names of measures end with.
_MEASURE = re.compile(
    r"(补助|补贴|救助|奖补|信贷|贷款|培训|公?益?性?岗位?|低保|保险|改造|修缮|分红|资助|慰问|供养|搬迁|助学|流转|帮扶)(项目|金)?([（(].*)?$"
)
_ADDRESSEE = re.compile(r"^[一-龥（）()、，]{2,40}[：:]$")
_SURVEYOR = re.compile(r".*(排查|摸排|巡查|走访|包保|网格|调查|入户).{0,2}(人|员|干部|责任人)(签名|签字)?")
_ASSETS = re.compile(r"车|房|工商|企业|市场主体|经营主体|存款|财政供养|公职|财政|公积金|社保|不动产")
_THEN_RISK = re.compile(r"(纳入|识别|原有?|当初|认定)(时)?(的)?(主要)?(风险|困难|问题).*")
_FEW = 160


def structure_of(
    lines: Sequence[Line], rows: Sequence[Row], head: str, text: str
) -> Iterator[tuple[str, str]]:
    """Every sign of structure with the words that show it."""
    grid = [line.cells for line in lines if len(line.cells) >= 2]
    yield from _of_lists(grid, rows)
    yield from _of_forms(grid, lines, head, bool(rows), text)
    yield from _of_letters(lines, text)
    votes = [line for line in lines if not line.tabular and len(line.cells) < 4 and _VOTES.search(line.text)]
    if votes:
        yield "votes-in-lines", votes[0].text[:20]
    for name, pattern in (("masked", _MASKED), ("date-span", _SPAN), ("head-counts", _HEAD_COUNT)):
        if match := pattern.search(text):
            yield name, match[0]
    if len(text) < _FEW:
        yield "short", f"{len(text)}字"


def _of_lists(grid: Sequence[tuple[str, ...]], rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """Signs of a list whose rows are people: what the other cells of their rows hold."""
    attendance = dict(_of_attendance(grid))
    yield from attendance.items()
    heads = {row.head for row in rows} if "people-signed" not in attendance else set()
    own = [cells for cells in grid if any(cell in heads for cell in cells)] if heads else []
    own = [cells for cells in own if len(cells) >= 3]
    if own:
        yield "household-rows", f"{len(heads)}户"
        if any(row.id_number for row in rows):
            yield "ids-in-rows", "身份证号"
        yield from _of_cells(own)
    if any(_VOTES.search(cell) for cells in grid if len(cells) >= 3 for cell in cells):
        yield "votes-in-table", "票数"
    if any(_TOTAL.fullmatch(cell) for cells in grid for cell in cells[:2]):
        yield "totals", "合计"
    first = next((cells for cells in grid if len(cells) >= 3 and not any(map(is_person, cells))), ())
    if any(_SURVEYOR.fullmatch(cell) for cell in first):
        yield "surveyor-column", next(cell for cell in first if _SURVEYOR.fullmatch(cell))
    if len([cell for cell in first if _ASSETS.search(cell)]) >= 2:
        yield "assets", "、".join(cell for cell in first if _ASSETS.search(cell))[:30]


def _of_cells(own: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """What stands beside the heads, in most of their rows."""
    most = max(1, (len(own) + 1) // 2)

    def in_most(name: str, fits: re.Pattern[str], at_least: int = 1) -> Iterator[tuple[str, str]]:
        with_it = [[c for c in cells[1:] if fits.fullmatch(c)] for cells in own]
        if sum(len(found) >= at_least for found in with_it) >= most:
            yield name, next(found[0] for found in with_it if len(found) >= at_least)

    yield from in_most("types-in-rows", _TYPE)
    yield from in_most("risks-in-rows", _RISK)
    yield from in_most("yes-no-rows", _YES_NO, 3)
    yield from in_most("groups-in-rows", _GROUP)
    yield from in_most("offices-in-rows", _OFFICE)
    yield from in_most("passed-cells", re.compile(r".*通过.*|.*[票].*"))
    yield from in_most("approved-cells", _APPROVED)
    yield from in_most("grades-in-rows", _GRADE)
    if sum(bool(_SAFE.fullmatch(cells[-1]) or _SAFE.fullmatch(cells[-2])) for cells in own) >= most:
        yield "safe-cells", own[0][-1]
    if sum(bool(re.search(r"经?(核实|核查|入户|了解).{0,12}|无风险", cells[-1])) for cells in own) >= most:
        yield "checked-cells", own[0][-1]
    if sum(any(_is_measures(cell) for cell in cells[2:]) for cells in own) >= most:
        yield "measures-in-rows", "措施"
    if sum(any(_is_date(cell) for cell in cells[2:]) for cells in own) >= most:
        yield "dates-in-rows", "日期"
    if sum(len([cell for cell in cells if is_person(cell)]) >= 2 for cells in own) >= most:
        yield "officials-in-rows", "每户另有一人"


def _of_attendance(grid: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Rows of number, name and signature (or the empty place for it), and nothing else."""
    people = [cells for cells in grid if any(is_person(cell) for cell in cells)]
    signed = [
        cells
        for cells in people
        if any(cells.count(c) > 1 for c in cells if is_person(c))
        and not any(re.search(r"\d{5}", c) or _TYPE.search(c) or _KIN.fullmatch(c) for c in cells)
    ]
    if len(people) >= 2 and len(signed) * 2 > len(people):
        yield "people-signed", "姓名与签名"
    bare = [
        cells for cells in people
        if all(is_person(c) or re.fullmatch(r"\d{0,3}", c) or re.search(r"主任|书记|组长|委员|干部|村民|代表|会计|队员|局|办|站", c) for c in cells)
    ]  # fmt: skip
    if len(people) >= 3 and len(bare) * 5 > len(people) * 4:
        yield "people-only", "姓名"


def _of_forms(
    grid: Sequence[tuple[str, ...]], lines: Sequence[Line], head: str, listed: bool, text: str
) -> Iterator[tuple[str, str]]:
    """Signs of a form about one household."""
    cells = [cell for row in grid for cell in row]
    if head and not listed:
        yield "one-household", head
        if any(_TYPE.fullmatch(cell) for cell in cells):
            yield "types-in-form", "监测对象类别"
        pairs = sum(len(row) in (2, 4) and not is_person(row[0]) and len(row[0]) <= 12 for row in grid)
        if pairs >= 3:
            yield "form", f"{pairs}行"
    incomes = {match[0] for match in _INCOMES.finditer(text)}
    if len(incomes) >= 4:
        yield "incomes", "、".join(sorted(incomes)[:3])
    if any(_RELATION.fullmatch(cell) for cell in cells) and any(_KIN.fullmatch(cell) for cell in cells):
        yield "members", "家庭成员"
    for name, pattern, least in (
        ("education", _EDUCATION, 1),
        ("ability", _ABILITY, 1),
        ("living", _LIVING, 2),
    ):
        found = [
            cell for cell in cells if pattern.fullmatch(cell) or (name == "living" and pattern.search(cell))
        ]
        if len(found) >= least:
            yield name, found[0]
    if any(_THEN_RISK.fullmatch(cell) for cell in cells):
        yield "then-risk", next(cell for cell in cells if _THEN_RISK.fullmatch(cell))
    compared = [
        row for row in grid
        if len(row) in (3, 4) and _FIGURES.fullmatch(row[-3]) and all(_NUMBER.fullmatch(c) or _TYPE.fullmatch(c) for c in row[-2:])
    ]  # fmt: skip
    if len(compared) >= 2:
        yield "then-and-now", compared[0][-3]
    if any(len(row) >= 4 and len([c for c in row if c in ("无", "/", "—")]) >= len(row) - 1 for row in grid):
        yield "nil-row", "无"
    if any(len(row) >= 4 and sum(bool(_CHANGE.fullmatch(c)) for c in row) >= 2 for row in grid):
        yield "change-columns", "增减、原因"
    yield from _of_measures(grid, listed, text)


def _of_measures(grid: Sequence[tuple[str, ...]], listed: bool, text: str) -> Iterator[tuple[str, str]]:
    own = [
        row
        for above, row in zip([(), *grid], grid, strict=False)
        if len(row) >= 3 and any(map(_is_measure, row)) and (row[0].isdigit() or _is_row_below(row, above))
    ]
    if own and not listed:
        yield "measures-in-table", next(cell for cell in own[0] if _is_measure(cell))
        if any(_AMOUNT.fullmatch(cell) for row in own for cell in row):
            yield "amounts-in-table", "金额"
        if any(_is_date(cell) for row in own for cell in row):
            yield "dates-in-table", "日期"
        if any(_OFFICE.fullmatch(cell) for row in own for cell in row):
            yield "offices-in-table", "单位"
    word = next((word for name in load_recognition().measures for word in [name] if word in text), "")
    if word:
        yield "measures-named", word


def _is_row_below(row: tuple[str, ...], above: tuple[str, ...]) -> bool:
    """Whether a row stands below a heading, or below a row like itself; 项目 | 低保 | 金额 | 300元 does neither."""
    measure = next(at for at, cell in enumerate(row) if _is_measure(cell))
    if len(above) != len(row):
        return False
    heading = not re.search(r"\d", "".join(above)) and not any(map(is_person, (above[1],)))
    return heading or _is_measure(above[measure])


def _of_letters(lines: Sequence[Line], text: str) -> Iterator[tuple[str, str]]:
    """Who is addressed and who signs."""
    issuer = find_issuer("", lines)
    own = issuer.level if issuer else None
    signed = [line.text for line in lines[-4:] if not line.tabular and office_of(line.text)]
    if signed and own:
        yield f"by-{own.value}", signed[-1]
    plain = [line for line in lines[:7] if not line.tabular]
    if signed and any(len(line.text) > 20 for line in lines if not line.tabular):
        yield "letter", "落款"
    for line in plain:
        if not _ADDRESSEE.match(line.text):
            continue
        name = line.text.rstrip("：:")
        office = office_of(name)
        if is_name(name) and not office:
            yield "addressee-person", name
        elif re.match(r"各|你", name):
            yield "addressee-down", name
        elif office and office.level and own:
            yield ("addressee-up" if office.level.depth < own.depth else "addressee-down"), name
        elif office and office.level is Level.VILLAGE:
            yield "addressee-village", name
        elif office:
            yield "addressee-up", name
        break


def _is_date(cell: str) -> bool:
    return len(cell) <= 14 and any(True for _ in find_dates(cell))


def _is_measure(cell: str) -> bool:
    """A measure's name by itself."""
    return 2 <= len(cell) <= 14 and cell in _measure_words()


def _is_measures(cell: str) -> bool:
    """One measure or several, by name: 医疗救助；公益性岗位."""
    pieces = [piece for piece in re.split(r"[；;、，,/]", cell) if piece and not _RISK.fullmatch(piece)]
    named = [piece for piece in pieces if piece in _measure_words() or _MEASURE.search(piece)]
    return bool(pieces) and len(named) * 2 >= len(pieces)


def _measure_words() -> frozenset[str]:
    weights = load_recognition()
    return weights.measure_words
