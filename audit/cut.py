"""Cut a document into its papers: where each begins, and its heading. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audit.facts import is_person, office_of
from audit.headings import heading_kinds, misread_heading_kinds
from audit.lines import Line, looks_like_heading
from registry.dates import find_dates, parse_date

__all__ = ["cut_papers"]

_PREFACE = 8
_HEADING_LINES = 3
# Kinds whose heading also stands inside other papers, as a caption; there it starts no paper of its own.
_CAPTIONS = {
    "review-result",
    "public-notice",
    "clue-list",
    "deployment-notice",
    "policy-document",
    "measure-proof",
}
_SIGNED = re.compile(r"[日号。：:；]$|\d$|签[字名]|^[一-龥]{2,4}$")
# What ends a paper: 户主签字：张三 · 记录人：李四 · 附件1 before an annex
_CLOSED = re.compile(
    r"(签[字名章]|记录人?|填表人?|制表人?|登记人?|经办人?|负责人|盖章)[（(]?.{0,6}[)）]?[：:].{0,12}$|^附件[\d一二三四]*[：:]?$"
)
_NUMBERED = re.compile(r"[〔\[(（【]20\d\d[〕\])）】]|^第.{1,4}[章节]")
_BODY = ("", "正文")
_LETTERHEAD = re.compile(r"文件$|^[（(]")


def cut_papers(lines: tuple[Line, ...]) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """Each paper's heading and lines. A heading starts one; letterhead and number before it belong to it."""
    starts = _starts(lines)
    if not starts:
        yield _first_words(lines), lines
        return
    if starts[0][0] <= _PREFACE and _is_preface(lines[: starts[0][0]]):
        starts[0] = (0, starts[0][1])
    else:
        starts.insert(0, (0, _first_words(lines[: starts[0][0]])))
    for (first, title), (last, _) in zip(starts, [*starts[1:], (len(lines), "")], strict=True):
        if lines[first:last]:
            yield title, lines[first:last]


def _is_preface(lines: Sequence[Line]) -> bool:
    """Whether these are letterhead, number and the like, and no paper of their own."""
    return not any(line.tabular or line.text.endswith("。") or _CLOSED.search(line.text) for line in lines)


def _starts(lines: tuple[Line, ...]) -> list[tuple[int, str]]:
    starts: list[tuple[int, str]] = []
    kind_before = ""
    for at, line in enumerate(lines):
        if not looks_like_heading(lines, at) or at + 1 >= len(lines):
            continue
        title = line.text
        scores = misread_heading_kinds(title) if line.sure < 1 else heading_kinds(title)
        top = at == 0 or lines[at - 1].page != line.page
        if not scores:
            if _starts_unnamed(lines, at, starts):
                starts.append((at, title))
                kind_before = ""
            continue
        kind = max(scores, key=lambda kind: scores[kind])
        if starts and at - starts[-1][0] == 1 and not top and not line.tabular:
            if _is_first_half(starts[-1][1]):
                starts[-1] = (starts[-1][0], starts[-1][1] + title)
            elif not heading_kinds(starts[-1][1]):
                starts[-1] = (starts[-1][0], starts[-1][1] + title)
                kind_before = kind
            continue  # under a whole title, the line says for what: 会议签到表 / 提名会
        if starts and not top and (kind in _CAPTIONS or len(title) < 4) and kind != kind_before:
            continue
        if starts and not top and kind == kind_before and title != starts[-1][1]:
            continue  # a caption inside; the same form for the next household has the same title
        starts.append((at, "".join((*_lines_above(lines, at), title))))
        kind_before = kind
    return starts


def _lines_above(lines: tuple[Line, ...], at: int) -> tuple[str, ...]:
    """The lines of a heading of several lines that stand above the one that tells, at the top of its page."""
    above: list[str] = []
    for before in range(at - 1, max(at - _HEADING_LINES, -1), -1):
        line = lines[before]
        if line.page != lines[at].page or line.tabular or not looks_like_heading(lines, before):
            return ()
        if _SIGNED.search(line.text) or _NUMBERED.search(line.text) or _LETTERHEAD.search(line.text):
            return tuple(above) if before == 0 or _NUMBERED.search(line.text) else ()
        above.insert(0, line.text)
        if before == 0 or lines[before - 1].page != line.page:
            return tuple(above)
    return ()


def _starts_unnamed(lines: tuple[Line, ...], at: int, starts: Sequence[tuple[int, str]]) -> bool:
    """Whether a paper begins here though its heading is not known: it is the first line over again, or it heads
    the next sheet, or the paper before is closed by a date or signature and a table or labels follow.
    """
    line, before = lines[at], lines[at - 1] if at else None
    if before is None or not 2 <= len(line.text) <= 40 or _NUMBERED.search(line.text):
        return False
    if is_person(line.text) or _is_date(line.text):
        return False
    if office_of(line.text) and _is_date(lines[at + 1].text):
        return False  # the issuer over the date signs a paper that its own name heads
    if line.text == lines[0].text or (before.place != line.place and line.place not in _BODY):
        return True
    closed = _CLOSED.search(before.text) or (len(before.text) <= 14 and parse_date(before.text))
    if not closed or before.tabular or line.tabular:
        return False
    if len(line.text) < 4 and not before.text.startswith("附件"):
        return False
    if office_of(line.text) and re.search(r"(会|府|办|局|处|部|组|室|队)$", line.text):
        return False
    following = lines[at + 1 : at + 4]
    return any(next_line.tabular or re.search(r"[：:]", next_line.text) for next_line in following)


def _is_date(text: str) -> bool:
    """Whether the line is a date, be it one that does not exist."""
    return any(found.start == 0 and len(found.text) == len(text) for found in find_dates(text))


def _is_first_half(title: str) -> bool:
    """关于上报…名单 / 的报告: a title that waits for its noun."""
    return "关于" in title and not re.search(
        r"(通知|报告|请示|批复|公示|公告|函|决定|意见|方案|说明|总结)$", title
    )


def _first_words(lines: Sequence[Line]) -> str:
    for line in lines[:3]:
        if 2 <= len(line.text) <= 60:
            return line.text
    return lines[0].text[:60] if lines else ""
