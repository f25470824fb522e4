"""Households that running text names one by one with their count, and tables of households that list nobody. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audit.claims.forms import heads_a_list, source_of
from audit.claims.paragraphs import find_paragraphs
from audit.claims.types import Roster, Source
from audit.facts import is_name, is_person
from audit.lines import Line
from registry.text import HAN

__all__ = ["find_empty_lists", "find_rosters"]

# 4户14人（莫怀远、阮青禾…） · 2户5人：张三、李四。 · 1户（张三）
_BEHIND = re.compile(
    r"(?<![\d.第])(?P<n>\d{1,3})户(?:[、，,（(]?共?计?\d{1,4}人[)）]?)?(?P<open>[（(：:])"
    r"(?:分别[为是]|户主(?:分别)?[为是]?|名单(?:为|如下)?|即|[为是])?[：:]?(?P<names>[^。；;]{2,})"
)
# 张三、李四等2户5人 · 张三、李四共2户 · 将张三1户
_BEFORE = re.compile(
    rf"(?P<names>(?:[{HAN}·•]{{2,16}}[、，,和])*[{HAN}·•]{{2,16}}?)(?P<etc>等)?(?:等?共计?|合计|一共|总计)?(?<![\d.第])(?P<n>\d{{1,3}})户(?![主籍口均用外型名])"
)
# 1. 张三户（3人，边缘易致贫户，因病）
_ITEM = re.compile(
    rf"^(?:\d{{1,3}}[.、．]|[（(][\d一二三四五六七八九十]{{1,3}}[)）]|[一二三四五六七八九十]{{1,3}}、)(?:户主)?([{HAN}·•]{{2,15}}?)户?"
    r"[（(][^（()）]*(?:\d口?人|[因缺][一-龥]|易?致贫户|不稳定户|困难户)[^（()）]*[)）](?P<rest>.*)$"
)
_NOT_TAKEN = re.compile(r"不予?(?:提名|通过|纳入|同意|符合)|未通过|暂不|暂缓|不符合|继续监测|取消")
# Words before the first name: 同意将张三 · 会商张三
_LEAD = re.compile(
    r"^.*(?:将|对|把|为|是|同意|户主|分别|上报的?|审[议核定]|会商|研判|评议|提名|通过|纳入|的|有|即|了)"
)
_PLACE = re.compile(
    r"^[一-龥]{1,8}?(?:村|社区|居委会|嘎查)(?:第?[一二三四五六七八九十\d]{1,3}(?:村民)?小?组)?的?"
)
_PART = re.compile(r"其中|未|不予|不通过|不同意|(?<!消)除|另|暂缓|原|已|退出|清退|核减|剔除|例如|如[^下]")
_TURNED_DOWN = re.compile(r"^(?:\d{1,4}人)?(?:家庭)?(?:因[^，。；;]{0,20})?(?:未|不|暂缓|退出|清退|撤回)")
# 张三、李四列为监测对象
_TAIL = re.compile(r"(?:户|同志)?(?:列为|列入|纳入|作为|确定|认定|符合|予以|进行|拟|已|均|为).*$")
_NOT_ALL = re.compile(r"等$")
_TOTAL = re.compile(r"合计|总计|小计|共计|备注|填表|审核|说明|^注")


def find_rosters(lines: Sequence[Line]) -> tuple[Roster, ...]:
    """Each enumeration of heads with the count beside it; one that tells that it is not whole is left out."""
    found: dict[Roster, None] = {}
    for paragraph in find_paragraphs(lines):
        if "户" not in paragraph.text:
            continue
        for sentence in re.finditer(r"[^。；;]+", paragraph.text):
            for match in _BEHIND.finditer(sentence[0]):
                opening = re.split(r"[，,：:]", sentence[0][: match.start()])[-1]
                names = _names(_enclosed(match["open"], match["names"]))
                if names and not _PART.search(opening):
                    where = paragraph.source_at(sentence.start() + match.start())
                    found[Roster(names, int(match["n"]), where)] = None
            for match in _BEFORE.finditer(sentence[0]):
                names = _names(match["names"])
                partial = len(names) != int(match["n"]) and (bool(match["etc"]) or len(names) == 1)
                down = _TURNED_DOWN.match(sentence[0][match.end() :])
                if names and not partial and not down and not _PART.search(match["names"].split("、")[0]):
                    where = paragraph.source_at(sentence.start() + match.start())
                    found[Roster(names, int(match["n"]), where)] = None
    items = tuple(dict.fromkeys(_items(lines)))
    if items:
        first = next(line for line in lines if _ITEM.match(line.text))
        found[Roster(items, None, source_of(first))] = None
    return tuple(found)


def _items(lines: Sequence[Line]) -> Iterator[str]:
    """The households that a record goes through one by one, but for those that it does not take."""
    for line in lines:
        match = None if line.tabular else _ITEM.match(line.text)
        if match and is_name(match[1]) and not _NOT_TAKEN.search(match["rest"]):
            yield match[1]


def _enclosed(sign: str, text: str) -> str:
    """What stands in the brackets just opened, or behind the colon, without brackets of its own."""
    if sign in "：:":
        return re.sub(r"[（(][^（()）]*[)）]", "", text)
    depth, kept = 1, ""
    for each in text:
        depth += (each in "（(") - (each in "）)")
        if not depth:
            break
        if depth == 1 and each not in "）)":
            kept += each
    return kept


def _names(text: str) -> tuple[str, ...]:
    """The heads of an enumeration; none where any piece of it is no name, or where 等 tells of more."""
    if _NOT_ALL.search(text):
        return ()
    names: list[str] = []
    for piece in filter(None, re.split(r"[、，,和及]", text)):
        name = _name(piece, first=not names)
        if not name:
            return ()
        names.append(name)
    return tuple(names) if len(set(names)) == len(names) else ()


def _name(piece: str, first: bool) -> str:
    """石桥村张三户 → 张三; the first of them may have words before it."""
    bare = re.sub(r"户$|同志$", "", piece)
    for words in (_LEAD.sub("", bare) if first else bare, bare, _TAIL.sub("", bare)):
        for name in (_PLACE.sub("", words), words):
            if is_person(name) and is_name(name):
                return name
    return ""


def find_empty_lists(lines: Sequence[Line]) -> tuple[Source, ...]:
    """Where a table heads households and holds none: its heading, then nothing but totals and blanks."""
    found: list[Source] = []
    heading: Line | None = None
    column, filled = -1, False
    for line in (*lines, None):
        inside = line is not None and line.tabular and heading is not None and line.place == heading.place
        head = heads_a_list(line.cells) if line is not None and line.tabular else None
        if heading is not None and (not inside or head is not None):
            if not filled and not any(source_of(heading) == known for known in found):
                found.append(source_of(heading))
            heading = None
        if line is not None and head is not None and head >= 0:
            heading, column, filled = line, head, False
        elif inside and line is not None:
            filled |= _holds_somebody(line.cells, column)
    return tuple(found)


def _holds_somebody(cells: tuple[str, ...], column: int) -> bool:
    """A row with a name, or with words or figures that are neither a total nor a remark."""
    words = [cell for cell in cells if cell]
    if not words or any(_TOTAL.search(cell) for cell in words[:2]):
        return False
    return bool(column < len(cells) and cells[column]) or len(words) > 2 or "无" in words
