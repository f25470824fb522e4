"""Cut a document into its papers and say of each, by its content alone, what it may be. Pure, kept by document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from audit.claims.find import find_claims
from audit.evidence import signs_of
from audit.facts import (
    find_addresses,
    find_head,
    find_issuer,
    find_measures,
    find_months,
    find_refused,
    find_rows,
    find_signed_on,
    is_person,
)
from audit.lines import Line, looks_like_heading, read_lines
from audit.reasons import Reason, content_reasons, sign_reasons, title_reasons, totals
from audit.recognition import load_recognition
from audit.types import Document, Paper, Row, State
from checklists import Stage

__all__ = ["cut_document", "papers_of", "reasons_of", "stage_in"]

_PREFACE = 8
_TEXT_LIMIT = 6000
# Kinds whose heading also stands inside other papers, as a caption; there it starts no paper of its own.
_CAPTIONS = {
    "review-result",
    "public-notice",
    "clue-list",
    "deployment-notice",
    "policy-document",
    "measure-proof",
}
_MEASURES_IN = {"measures-table", "assistance-plan"}


@lru_cache(maxsize=1 << 16)
def papers_of(document: Document) -> tuple[Paper, ...]:
    """The papers of a document that could be read, in order; none where it could not."""
    if document.state is not State.READ:
        return ()
    return tuple(_paper(title, part) for title, part in cut_document(document))


def cut_document(document: Document) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The title and the lines of each of its papers."""
    return tuple((title, part) for title, part in _cut(read_lines(document)) if part)


def _cut(lines: tuple[Line, ...]) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """Each paper's title and lines. A heading starts one; letterhead and number before it belong to it."""
    starts = _starts(lines)
    if not starts:
        yield _first_words(lines), lines
        return
    if starts[0][0] <= _PREFACE:
        starts[0] = (0, starts[0][1])
    else:
        starts.insert(0, (0, _first_words(lines[: starts[0][0]])))
    for (first, title), (last, _) in zip(starts, [*starts[1:], (len(lines), "")], strict=True):
        yield title, lines[first:last]


def _starts(lines: tuple[Line, ...]) -> list[tuple[int, str]]:
    starts: list[tuple[int, str]] = []
    kind_before = ""
    for at, line in enumerate(lines):
        if not looks_like_heading(lines, at):
            continue
        title = line.text
        scores = _title_scores(title)
        top = at == 0 or lines[at - 1].page != line.page
        if not scores and top and at + 1 < len(lines) and looks_like_heading(lines, at + 1):
            continue  # a title in two lines: the second will tell
        if not scores:
            continue
        kind = max(scores, key=lambda kind: scores[kind])
        if starts and at - starts[-1][0] == 1 and not top and not line.tabular:
            if _is_first_half(starts[-1][1]):
                starts[-1] = (starts[-1][0], starts[-1][1] + title)
            continue  # under a whole title, the line says for what: 会议签到表 / 提名会
        if starts and not top and (kind in _CAPTIONS or len(title) < 4) and kind != kind_before:
            continue
        if starts and not top and kind == kind_before and title != starts[-1][1]:
            continue  # a caption inside; the same form for the next household has the same title
        if at + 1 >= len(lines):
            continue  # nothing follows: a closing line, not a heading
        if at and not top and len(title) < 20 and lines[at - 1].page == line.page:
            previous = lines[at - 1]
            if not previous.tabular and not _SIGNED.search(previous.text) and _title_goes_on(lines, at):
                title = previous.text + title
        starts.append((at, title))
        kind_before = kind
    return starts


_SIGNED = re.compile(r"[日号。：:；]$|\d$|签[字名]|^[一-龥]{2,4}$")


def _is_first_half(title: str) -> bool:
    """关于上报…名单 / 的报告: a title that waits for its noun."""
    return "关于" in title and not re.search(
        r"(通知|报告|请示|批复|公示|公告|函|决定|意见|方案|说明|总结)$", title
    )


def _title_goes_on(lines: tuple[Line, ...], at: int) -> bool:
    """Whether the line before is the first half of a wrapped title at the top of its page."""
    before = lines[at - 1]
    top = at == 1 or lines[at - 2].page != before.page or "〔" in lines[at - 2].text
    return top and looks_like_heading(lines, at - 1) and "关于" in before.text


def _first_words(lines: Sequence[Line]) -> str:
    for line in lines[:3]:
        if 2 <= len(line.text) <= 60:
            return line.text
    return lines[0].text[:60] if lines else ""


def _title_scores(title: str) -> dict[str, float]:
    return totals(title_reasons(title))


def reasons_of(title: str, lines: Sequence[Line]) -> tuple[Reason, ...]:
    """Why a paper of that title and lines may be of this or that kind: what its scores are the sum of."""
    return _reasons(title, lines, tuple(find_rows(lines)), find_head(lines)[0], _text(lines))


def _reasons(
    title: str, lines: Sequence[Line], rows: Sequence[Row], head: str, text: str
) -> tuple[Reason, ...]:
    by_title = title_reasons(title)
    by_signs = () if by_title else sign_reasons(signs_of(lines, rows, head))
    return (*by_title, *content_reasons(lines, text), *by_signs)


def _text(lines: Sequence[Line]) -> str:
    return "".join(line.text for line in lines)[:_TEXT_LIMIT]


def _paper(title: str, lines: tuple[Line, ...]) -> Paper:
    text = _text(lines)
    rows = tuple(find_rows(lines))
    signed_on = find_signed_on(lines)
    head, head_id = find_head(lines)
    scores = totals(_reasons(title, lines, rows, head, text))
    best = max(scores, key=lambda kind: scores[kind]) if scores else ""
    if not head and re.search(r"[一-龥]", lines[0].place) and is_person(lines[0].place):
        head = lines[0].place  # a sheet named after the household
    return Paper(
        title=title,
        scores=tuple(sorted(scores.items(), key=lambda item: (-item[1], item[0]))),
        stage=stage_in(title) or _stage_of_body(text, title),
        pages=(lines[0].page, lines[-1].page),
        issuer=find_issuer(title, lines),
        head=head,
        head_id=head_id,
        rows=rows,
        refused=find_refused(lines, rows),
        months=find_months(lines, signed_on) if "clue-list" in scores else (),
        day=signed_on,
        addresses=find_addresses(lines),
        measures=find_measures(lines) if best in _MEASURES_IN else (),
        text=text,
        claims=find_claims(lines, head, signed_on),
    )


@lru_cache(maxsize=1 << 14)
def stage_in(words: str) -> Stage | None:
    """The stage that a title or folder names. 消除 wins: 拟消除风险监测对象认定 is about elimination."""
    for stage, pattern in load_recognition().stages:
        if pattern.search(words):
            return stage
    return None


_ELIMINATION = re.compile(
    r"拟?(风险)?消除(风险)?(的)?(监测|对象|名单|条件|户|评议)|消除风险|风险消除|拟消除|脱险|解除监测|风险已?消除"
)
_IDENTIFICATION = re.compile(
    r"拟?纳入(监测|防贫|防返贫|防止返贫)|拟纳入|拟认定|初选|识别|认定为|申请纳入|新增监测"
)


def _stage_of_body(text: str, title: str) -> Stage | None:
    eliminated = len(_ELIMINATION.findall(text))
    identified = len(_IDENTIFICATION.findall(text))
    if eliminated == identified:
        return None
    return Stage.ELIMINATION if eliminated > identified else Stage.IDENTIFICATION
