"""Cut a document into its papers and say of each, by its content alone, what it may be. Pure; audit.gist keeps it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from audit.claims.find import find_claims
from audit.cut import cut_papers
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
from audit.lines import Line, read_lines
from audit.reasons import Reason, find_reasons, totals
from audit.recognition import load_recognition
from audit.types import Document, Paper, State
from checklists import Stage

__all__ = ["cut_document", "papers_of", "reasons_of", "stage_in"]

_TEXT_LIMIT = 6000
_MEASURES_IN = {"measures-table", "assistance-plan"}


def papers_of(document: Document) -> tuple[Paper, ...]:
    """The papers of a document that could be read, in order; none where it could not."""
    if document.gist is not None:
        return document.gist.papers
    if document.state is not State.READ:
        return ()
    return tuple(_paper(title, part) for title, part in cut_document(document))


def cut_document(document: Document) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The title and the lines of each of its papers."""
    return tuple(cut_papers(read_lines(document)))


def reasons_of(title: str, lines: Sequence[Line]) -> tuple[Reason, ...]:
    """Why a paper of that title and lines may be of this or that kind: what its scores are the sum of."""
    return tuple(find_reasons(title, lines, tuple(find_rows(lines)), find_head(lines)[0], _text(lines)))


def _text(lines: Sequence[Line]) -> str:
    return "".join(line.text for line in lines)[:_TEXT_LIMIT]


def _paper(title: str, lines: tuple[Line, ...]) -> Paper:
    text = _text(lines)
    rows = tuple(find_rows(lines))
    signed_on = find_signed_on(lines)
    head, head_id = find_head(lines)
    scores = totals(find_reasons(title, lines, rows, head, text))
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
