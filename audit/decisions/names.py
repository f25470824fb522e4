"""Kinds, stages and items as people write them: 公示, public-notice, 申请书, 认定, v05. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache

from audit.context import UNKNOWN
from audit.wording import kind_name
from checklists import Fault, Kind, Stage, UserError, load_kinds
from registry.text import squeeze

__all__ = [
    "ELSEWHERE",
    "kind_as_decided",
    "kind_words",
    "nearest",
    "parse_items",
    "parse_kinds",
    "parse_stage",
]

# What a person writes of a file that is no paper of this archive.
ELSEWHERE = "不属于本档案"
_NONE = ("无", "没有", "不计入", "不计", "/")
_STAGES = {
    Stage.IDENTIFICATION: ("认定", "识别", "纳入", "监测对象认定"),
    Stage.ASSISTANCE: ("帮扶", "帮扶开展"),
    Stage.ELIMINATION: ("消除", "风险消除", "退出"),
    Stage.DYNAMIC: ("动态", "动态管理"),
}


def parse_kinds(text: str, where: str) -> tuple[str, ...]:
    """The ids of one or several kinds, written by name or id: 公示；评议会议记录，签到表.

    Raises UserError at `where` for a word that names no kind, with the nearest that do.
    """
    for separators in ("$.", "[,，;；+＋]", "[,，;；+＋、]"):
        pieces = [piece for piece in re.split(separators, text) if piece.strip()]
        found = [_kind(piece) for piece in pieces]
        if found and all(found):
            return tuple(dict.fromkeys(found))
    pieces = [piece.strip() for piece in re.split("[,，;；+＋]", text) if piece.strip()] or [text]
    bad = [piece for piece in pieces if not _kind(piece)]
    near = nearest(_bare(bad[0]), kind_words())
    ask = f"是不是{'、'.join(near)}？" if near else ""
    todo = f"{ask}所有种类见 fangpin list kinds；不是这里的材料，写“{ELSEWHERE}”"
    raise UserError(Fault(where, f"没有“{'、'.join(bad)}”这种材料", todo))


def _kind(text: str) -> str:
    """The kind of that name, or the only one whose name ends so (评议会议记录, 批复); "" for none."""
    word = _bare(text)
    ending = {kind.id for kind in load_kinds().values() if len(word) > 1 and kind.name.endswith(word)}
    return kind_words().get(word) or (ending.pop() if len(ending) == 1 else "")


def kind_as_decided(kind: str) -> str:
    """A kind in the words of a decision: `unknown` is said of what does not belong here."""
    return ELSEWHERE if kind == UNKNOWN else kind_name(kind)


def parse_stage(text: str, where: str) -> Stage:
    """认定, 监测对象认定 or identification. Raises UserError at `where` for another word."""
    word = squeeze(text).removesuffix("阶段").removesuffix("环节").lower()
    for stage in Stage:
        if word == stage.value or word in _STAGES[stage]:
            return stage
    raise UserError(Fault(where, f"没有“{text}”这个环节", "请写认定、帮扶、消除或动态"))


def parse_items(text: str) -> tuple[str, ...]:
    """The items' numbers in capitals: V05、h03 → V05, H03. 无 gives none."""
    if squeeze(text) in _NONE:
        return ()
    return tuple(dict.fromkeys(squeeze(p).upper() for p in re.split(r"[,，;；、\s]+", text) if p.strip()))


def nearest(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known words nearest to one that is not known, at most `most`."""
    words = list(dict.fromkeys(known))
    parts = [each for each in words if word and (word in each or each in word)]
    return list(dict.fromkeys([*parts, *get_close_matches(word, words, n=most, cutoff=0.5)]))[:most]


@cache
def kind_words() -> dict[str, str]:
    """Every word that means one kind alone → its id: the names, what stands in their brackets, their halves."""
    pairs = [(word, kind.id) for kind in load_kinds().values() for word in dict.fromkeys(_words(kind))]
    counts = Counter(word for word, _ in pairs)
    found = {word: kind for word, kind in pairs if counts[word] == 1}
    found |= {_bare(word): kind.id for kind in load_kinds().values() for word in (kind.id, kind.name)}
    return found | {UNKNOWN: UNKNOWN, ELSEWHERE: UNKNOWN}


def _words(kind: Kind) -> Iterator[str]:
    """申请书（申报书） → 申请书, 申报书; 图片、照片 → 图片, 照片; 信息（采集）对照表 → 信息对照表, 信息采集对照表."""
    name = squeeze(kind.name)
    yield re.sub(r"（.*?）", "", name)
    yield re.sub(r"[（）]", "", name)
    yield from (inside for inside in re.findall(r"（(.*?)）", name) if len(inside) > 2)
    yield from (half for half in name.split("、") if len(half) > 1)


def _bare(text: str) -> str:
    return squeeze(text).replace("(", "（").replace(")", "）").strip("《》“”\"'").lower()
