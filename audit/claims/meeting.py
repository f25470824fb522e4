"""What a record of a meeting states: who should be there, who was, and how they voted. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audit.claims.forms import source_of
from audit.claims.types import Attendance, Vote
from audit.facts import is_name, is_person
from audit.lines import Line
from registry.text import HAN

__all__ = ["find_attendance", "find_votes"]

# 应到41人 · 应到会代表41人 · 应参会人数：41 · 应到人数 | 22 · 应出席成员 9 名
_DUE = re.compile(
    r"应(?:到|参会|参加|出席|到会)(?:会)?(?:的)?(?:人数|代表|村民代表|成员|委员|人员|党委委员)?[：:为共]*(\d{1,4})"
)
_PRESENT = re.compile(
    r"(?:实际?(?:到|参会|参加|出席)(?:会)?|(?<!应)(?<!实)到会|出席会议)(?:的)?(?:人数|代表|村民代表|成员|委员|人员|党委委员)?[：:为共有]*(\d{1,4})"
)
_LISTED = re.compile(
    r"(?:参会|参加|出席|到会|与会)(?:会议)?(?:人员|代表|成员|同志|名单|单位)?[：:|]*(?:\d+人[：:，,])?(?P<names>.+)$"
)
_AFTER_COUNT = re.compile(r"实到\d+人[：:](?P<names>.+)$")
_WITHOUT_VOTE = re.compile(r"(?:列席|回避)(?:会议)?(?:人员|代表)?[：:]?\s*(?P<names>[^；;。]+)")
_ABOUT = re.compile(r"[应实]际?[到参出]|到会|参会|参加|出席|与会|列席|回避")
_FOR = re.compile(r"(?<!不)(?:同意|赞成|赞同)(?:票)?[：:为]?\s*(\d{1,4})(?!\d|\s*户)\s*(?:人|票|名)?")
_AGAINST = re.compile(r"(?:反对|不同意|不赞成)(?:票)?[：:为]?\s*(\d{1,4})(?!\d|\s*户)\s*(?:人|票|名)?")
_ABSTAINED = re.compile(r"弃权(?:票)?[：:为]?\s*(\d{1,4})(?!\d|\s*户)\s*(?:人|票|名)?")
_ALL = re.compile(r"一致(?:同意|通过|赞成)|全票(?:同意|通过)|全体(?:同意|通过)")
_DOWN = re.compile(r"不通过|未通过|不予通过|不同意纳入|不予纳入|未获通过|否决")
_UP = re.compile(r"通过|同意(?:纳入|上报|列为|推荐|消除|风险消除)")
_VOTED = re.compile(r"同意|赞成|赞同|反对|弃权|全票|一致")
_AT_START = re.compile(
    rf"^(?:\d{{1,3}}[.、．]|[（(]\d{{1,3}}[)）]|[一二三四五六七八九十]+、)?(?:户主|农户|申请人)?[：:]?([{HAN}·•]{{2,15}}?)(?:户|同志|一户|家庭)?(?=[（(：:，,])"
)


def find_attendance(lines: Sequence[Line]) -> Attendance | None:
    """Due, present, and the names listed as present; None where the paper says nothing of it."""
    due = present = None
    names: list[str] = []
    without: list[str] = []
    source = None
    for line in lines:
        if not _ABOUT.search(line.text):
            continue
        text = "：".join(line.cells) if line.tabular else line.text
        first_due, first_present = _DUE.search(text), _PRESENT.search(text)
        if first_due and due is None:
            due, source = int(first_due[1]), source or source_of(line)
        if first_present and present is None:
            present, source = int(first_present[1]), source or source_of(line)
        listed = _AFTER_COUNT.search(text) or (_LISTED.search(text) if not names else None)
        if listed:
            found = _people(listed["names"])
            if len(found) > 1:
                names.extend(found)
                source = source or source_of(line)
        for match in _WITHOUT_VOTE.finditer(text):
            without.extend(_people(match["names"]))
    if source is None:
        return None
    apart = tuple(dict.fromkeys(without))
    return Attendance(
        due, present, tuple(dict.fromkeys(name for name in names if name not in apart)), apart, source
    )


def _people(text: str) -> list[str]:
    """The persons of an enumeration, up to the first piece that is none: 甲、乙、丙。会议… stops at the full stop."""
    found = []
    text = re.split(r"[。；;]|列席|缺席|请假|回避", text)[0]
    for piece in re.split(r"[、，,\s]+", text):
        name = re.sub(r"[（(].*?[)）]|等$|(?:书记|主任|委员|同志)$", "", piece)
        if is_person(name):
            found.append(name)
    return found


def find_votes(lines: Sequence[Line]) -> tuple[Vote, ...]:
    """The votes in the order written, each with the household it is on, where the line or row names it."""
    return tuple(_votes(lines))


def _votes(lines: Sequence[Line]) -> Iterator[Vote]:
    waiting = ""
    if not any(_VOTED.search(line.text) for line in lines):
        return
    for line in lines:
        text = line.text
        head = _head_of(line, text)
        if not _VOTED.search(text):
            waiting = head or ("" if line.tabular else waiting)
            continue
        figures = [pattern.search(text) for pattern in (_FOR, _AGAINST, _ABSTAINED)]
        in_favour, against, abstained = (int(match[1]) if match else None for match in figures)
        if in_favour is None and against is None:
            waiting = head or ("" if line.tabular else waiting)
            if head and _ALL.search(text):
                yield Vote(head, None, 0, 0, True, source_of(line))
            continue
        passed = False if _DOWN.search(text) else True if _UP.search(text) and in_favour else None
        yield Vote(head or waiting, in_favour, against, abstained, passed, source_of(line))
        waiting = ""


def _head_of(line: Line, text: str) -> str:
    if line.tabular:
        return next((cell for cell in line.cells[:5] if is_person(cell)), "")
    match = _AT_START.match(text)
    return match[1] if match and is_name(match[1]) and is_person(match[1]) else ""
