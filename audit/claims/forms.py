"""What forms, lists, ledgers and records state of households, field by field. Pure.

Four layouts are read: a label with its value in the next cell or after a colon; a heading row over one household a row; the
two columns 识别时 / 现在 of a comparison form; and the brackets after a name in a record: 张三户（二组，3人，…）.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from audit.claims.labels import field_of, risk_of, type_of
from audit.claims.types import Field, Person, Source, Statement
from audit.claims.values import normal_value
from audit.facts import is_name, is_person
from audit.lines import Line
from registry.text import HAN, half_width

__all__ = ["find_persons", "find_statements", "heads_a_list", "source_of"]

_QUOTE = 80
_HEAD_COLUMN = re.compile(
    r"户主(姓名)?|户主（姓名）|农户(姓名|户主)?|(监测)?对象(姓名)?|监测对象户主|姓名|申请人"
)
_RELATION_COLUMN = re.compile(r"(与户主)?(之)?关系")
_THEN = re.compile(r"(识别|纳入|认定)(监测)?(时|前|时点)(情况|信息)?")
_NOW = re.compile(r"(现在|目前|消除|当前|现状|评估)(监测)?(时|时点)?(情况|信息)?")
# 户主：张三　村：红旗村　人均纯收入：3785.00元
_LABELLED = re.compile(r"([一-龥（）()]{2,14})[：:]\s*([^\s：:；;，。]+)")
# 张三户（二组，3人，边缘易致贫户，因病，人均纯收入3785.00元）
_IN_BRACKETS = re.compile(
    rf"^(?:[\d一二三四五六七八九十]+[.、．]|[（(][\d一二三四五六七八九十]+[)）])?([{HAN}·•]{{2,15}}?)户?[（(]([^（()）]{{4,120}})[)）]"
)
# 逐户分析，张三户（3人，边缘易致贫户）收入稳定
_NAMED_INSIDE = re.compile(
    rf"(?:(?<=[，,。；;：:、对])|(?<=同意)|(?<=提名))([{HAN}·•]{{2,15}}?)户[（(]([^（()）]{{4,120}})[)）]"
)
_SIZE_IN_PROSE = re.compile(
    r"(?:全家|家庭(?:共有?|现有)?人?口?|户内|家中|一家)(?:共|有|现有)?(\d{1,2})(?:口人|口|人)"
)
# 人均纯收入4200元 · 全家纯收入12700元，人均4233.33元
_PER_HEAD_IN_PROSE = re.compile(
    r"(?:人均(?:年)?(?:纯|可支配)?收入|收入[^。；;]{0,20}[，,、]人均)(?:为|约为|是|约)?\s*([\d,，.]+(?:万)?)\s*元"
)


# Headings that begin like a surname: 劳动技能, 文化程度, 务工时长, 查核结论
_HEADING_WORD = re.compile(r"[措施结论额数期号址况型别位容因能度长称类力]$")
# 申请人张三，男，公民身份号码5290…，全家3人
_ID_IN_PROSE = re.compile(
    r"(?:身份证|证件|公民身份)(?:号码|号|编号)?[：:]?(?=[\d*＊×xX]{15})([\d*＊×xX]{15,18})(?![\d*])"
)


def source_of(line: Line) -> Source:
    """Where a line stands, with the line as it is written."""
    return Source(line.page, line.place, line.raw.strip()[:_QUOTE], line.sure)


def find_statements(lines: Sequence[Line], head: str) -> tuple[Statement, ...]:
    """All statements in the order written; those of a form without a name of its own are about `head`."""
    return tuple(dict.fromkeys(_statements(lines, head)))


def _statements(lines: Sequence[Line], head: str) -> Iterator[Statement]:
    columns: Mapping[int, Field] = {}
    at_head = -1
    for number, line in enumerate(lines):
        cells = line.cells
        if len(cells) < 2:
            columns = columns if line.tabular and at_head >= 0 else {}
            yield from _of_text(line, head)
            continue
        heading = _heading(cells)
        if heading is not None:
            at_head, columns = heading
            continue
        sides = _sides(lines, number)
        if sides:
            yield from _compared(line, sides, head)
        elif at_head >= 0 and columns and _is_row(cells, at_head, line.tabular):
            yield from _of_row(line, at_head, columns)
        else:
            yield from _of_pairs(line, head)
            if not line.tabular:
                yield from _of_text(line, head)


@lru_cache(maxsize=1 << 12)
def _heading(cells: tuple[str, ...]) -> tuple[int, Mapping[int, Field]] | None:
    """The head's column and the fields of the others, where the row heads a list of households; else None.

    A heading without a head's column (members, measures, sums) ends the list before it: (-1, {}).
    """
    fields = {at: field for at, cell in enumerate(cells) if (field := field_of(cell))}
    heads = [at for at, cell in enumerate(cells) if _HEAD_COLUMN.fullmatch(cell.rstrip("：:"))]
    if any(_RELATION_COLUMN.fullmatch(cell) for cell in cells):
        return -1, {}
    words = [cell for cell in cells if cell]
    if len(words) < 3 or any(_is_value(cell) for cell in words):
        return None
    numbered = bool(re.fullmatch(r"序号|编号|项目", words[0]))
    if heads and fields and (numbered or len(fields) > 1):
        return heads[0], {at: field for at, field in fields.items() if at not in heads}
    return (-1, {}) if numbered else None


def heads_a_list(cells: tuple[str, ...]) -> int | None:
    """The column of the heads where the row heads a list of households; -1 where it heads another; None for no heading."""
    heading = _heading(cells)
    return heading[0] if heading else None


def _is_value(cell: str) -> bool:
    """Whether the cell can only be a value: a figure, a person, a type, a risk."""
    if field_of(cell) or _HEAD_COLUMN.fullmatch(cell):
        return False
    person = is_person(cell) and not _HEADING_WORD.search(cell)
    return bool(re.search(r"\d", cell)) or person or cell.startswith("因") or bool(type_of(cell))


def _is_row(cells: tuple[str, ...], at_head: int, tabular: bool) -> bool:
    return any(is_name(cells[at]) for at in _reach(cells, at_head, tabular))


def _reach(cells: tuple[str, ...], at_head: int, tabular: bool) -> range:
    """Where the name may stand: in its column; in words of a PDF, whose empty cells are lost, also before it."""
    return (
        range(at_head, min(at_head + 1, len(cells))) if tabular else range(min(at_head + 1, len(cells)))[::-1]
    )


def _of_row(line: Line, at_head: int, columns: Mapping[int, Field]) -> Iterator[Statement]:
    cells = line.cells
    at = next(at for at in _reach(cells, at_head, line.tabular) if is_name(cells[at]))
    source = source_of(line)
    aligned = line.tabular or len(cells) > max(columns, default=0)
    for column, field in columns.items():
        shifted = column + at - at_head
        text = cells[shifted] if aligned and 0 <= shifted < len(cells) else _by_look(field, cells)
        value = normal_value(field, text) if text else None
        if value:
            yield Statement(cells[at], field, value, source)


def _by_look(field: Field, cells: tuple[str, ...]) -> str:
    """The cell that can only be that field's, in a row whose columns are lost."""
    tests: dict[Field, Callable[[str], object]] = {
        Field.ID: lambda cell: len(cell) >= 15 and normal_value(Field.ID, cell),
        Field.TYPE: type_of,
        Field.RISKS: lambda cell: risk_of(cell) and not type_of(cell) and cell.startswith("因"),
    }
    test = tests.get(field)
    found = [cell for cell in cells if test and test(cell)]
    return found[0] if len(found) == 1 else ""


def _of_pairs(line: Line, head: str) -> Iterator[Statement]:
    """户主 | 张三 | 人口 | 3: a label and what stands beside it."""
    for label, text in zip(line.cells, line.cells[1:], strict=False):
        field = field_of(label)
        if field and field_of(text) is None:
            yield from _stated(head, field, text, source_of(line))


def _of_text(line: Line, head: str) -> Iterator[Statement]:
    match = _IN_BRACKETS.match(line.text)
    inside = [match] if match and is_name(match[1]) else _NAMED_INSIDE.finditer(line.text)
    told = False
    for match in inside:
        for piece in re.split(r"[，,；;]", match[2]) if is_person(match[1]) or match.start() == 0 else ():
            for field, value in _of_piece(piece):
                told = True
                yield Statement(match[1], field, value, source_of(line))
    if told:
        return
    for match in _LABELLED.finditer(line.raw):
        named = field_of(match[1])
        if named:
            yield from _stated(head, named, match[2], source_of(line))
    if head and (size := _SIZE_IN_PROSE.search(line.text)):
        yield Statement(head, Field.SIZE, str(int(size[1])), source_of(line))
    if head and (income := _PER_HEAD_IN_PROSE.search(line.text)):
        yield from _stated(head, Field.PER_HEAD, income[1], source_of(line))
    number = _ID_IN_PROSE.search(half_width(line.text)) if head and head in line.text else None
    # A cell of a PDF breaks a number in two: 15 digits there are the first part of 18.
    if number and (len(number[1]) == 18 or not line.cells):
        yield from _stated(head, Field.ID, number[1], source_of(line))


def _stated(
    head: str, field: Field | None, text: str, source: Source, column: str = ""
) -> Iterator[Statement]:
    value = normal_value(field, text) if field else None
    if field and value:
        yield Statement(head, field, value, source, column)


def _of_piece(piece: str) -> Iterator[tuple[Field, str]]:
    """One piece between commas of the brackets after a name."""
    income = _PER_HEAD_IN_PROSE.search(piece)
    if income:
        value = normal_value(Field.PER_HEAD, income[1])
        if value:
            yield Field.PER_HEAD, value
    elif re.fullmatch(r"(?:全家|家庭|共)?(?:人口)?\d{1,2}(?:口人|口|人)", piece):
        yield Field.SIZE, str(int(re.sub(r"\D", "", piece)))
    elif type_of(piece) and piece.endswith("户"):
        yield Field.TYPE, type_of(piece)
    elif piece.startswith(("因", "缺")) or piece.endswith("不稳"):
        value = normal_value(Field.RISKS, piece)
        if value:
            yield Field.RISKS, value


def _sides(lines: Sequence[Line], number: int) -> tuple[int, int] | None:
    """The columns of 识别时 and 现在, where the row stands under such a heading."""
    for line in reversed(lines[max(0, number - 12) : number]):
        sides = _then_and_now(line.cells)
        if sides or len(line.cells) < 2:
            return sides
    return None


@lru_cache(maxsize=1 << 12)
def _then_and_now(cells: tuple[str, ...]) -> tuple[int, int] | None:
    then = [at for at, cell in enumerate(cells) if _THEN.fullmatch(cell)]
    now = [at for at, cell in enumerate(cells) if _NOW.fullmatch(cell)]
    return (then[0], now[0]) if then and now else None


def _compared(line: Line, sides: tuple[int, int], head: str) -> Iterator[Statement]:
    field = next((field for cell in line.cells[:2] if (field := field_of(cell))), None)
    for at, column in zip(sides, ("then", "now"), strict=True):
        if at < len(line.cells):
            yield from _stated(head, field, line.cells[at], source_of(line), column)


def find_persons(lines: Sequence[Line]) -> tuple[Person, ...]:
    """Members of households and heads in lists: names with an identity number or a relation beside them."""
    found: dict[Person, None] = {}
    columns: dict[str, int] = {}
    for line in lines:
        cells = line.cells
        if len(cells) < 2:
            if not line.tabular:
                columns = {}
            continue
        if (heading := _person_columns(cells)) is not None:
            columns = heading
            continue
        name = cells[columns["name"]] if columns and columns["name"] < len(cells) else ""
        if not is_name(name):
            continue
        number = cells[columns["id"]] if columns.get("id", 99) < len(cells) else ""
        relation = cells[columns["relation"]] if columns.get("relation", 99) < len(cells) else ""
        found[Person(name, normal_value(Field.ID, number) or "", relation, source_of(line))] = None
    return tuple(found)


@lru_cache(maxsize=1 << 12)
def _person_columns(cells: tuple[str, ...]) -> dict[str, int] | None:
    names = [at for at, cell in enumerate(cells) if _HEAD_COLUMN.fullmatch(cell)]
    numbers = [at for at, cell in enumerate(cells) if field_of(cell) is Field.ID]
    relations = [at for at, cell in enumerate(cells) if _RELATION_COLUMN.fullmatch(cell)]
    if not names or not (numbers or relations):
        return None
    if any(_is_value(cell) for cell in cells):
        return None
    columns = {"name": names[0]}
    if numbers:
        columns["id"] = numbers[0]
    if relations:
        columns["relation"] = relations[0]
    return columns
