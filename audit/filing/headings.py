"""The main paper of a file, its lines, and its title as it stands on the page, over all its lines. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audit.facts import office_of
from audit.headings import heading_kinds
from audit.lines import Line
from audit.papers import cut_document
from audit.types import File, Paper
from registry.text import squeeze

__all__ = ["OFFICE_ENDS", "is_annex_sheet", "is_title", "lines_of", "main_paper", "whole_title"]

OFFICE_ENDS = re.compile(
    r"(委员会|政府|办公室|村委会|居委会|委会|党委|支部|支委|工委|领导小组|小组|工作队|[会府办局处部组室队委站所]|中心|社区)$"
)
_TITLE_ENDS = re.compile(
    r"(通知|报告|请示|批复|公示|公告|函|方案|计划|记录|纪要|表|册|名单|台账|清单|说明|总结|书|证明?|合同|协议|凭证|单|意见|办法|决定|简报|预案|名录|档案)(?:[（(].{1,12}[)）])?$"
)
# What the sheet in front of an annex bears: 附件 · 附件1：
_ANNEX = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]*[：:]?")
_LOOKED_AT = 10
_LONGEST_LINE = 32


def main_paper(file: File) -> Paper | None:
    """The first paper of the file, but not the word 附件 above it; None where nothing was read."""
    papers = [part.paper for part in file.parts if part.paper]
    return next((paper for paper in papers if not is_annex_sheet(paper.title)), papers[0] if papers else None)


def is_annex_sheet(title: str) -> bool:
    """Whether this is but the word 附件 above an annex."""
    return _ANNEX.fullmatch(title) is not None


def lines_of(file: File, paper: Paper) -> Sequence[Line]:
    """The lines of that paper of the file."""
    cut = cut_document(file.document)
    same = (lines for title, lines in cut if title == paper.title and lines[0].page == paper.pages[0])
    return next(same, ())


def is_title(title: str) -> bool:
    """Whether the words are a title, not the first words of a text or table."""
    if not 2 <= len(title) <= 60 or re.search(r"[。；;]", title):
        return False
    return bool(heading_kinds(title)) or bool(len(title) >= 5 and _TITLE_ENDS.search(title))


def whole_title(paper: Paper, lines: Sequence[Line]) -> str:
    """The title with the lines before and behind it that belong to it.

    某办公室 / 关于某镇 / 第一批…的批复: an office above 关于, a line with 关于 above …的批复; 某镇党委会议 / 审核…会议记录.
    """
    head = [line for line in lines[:_LOOKED_AT] if not line.tabular]
    texts = [line.text for line in head]
    span = _span(squeeze(paper.title), texts)
    if span is None:
        return paper.title
    first, last = span
    title = "".join(texts[first:last])
    while first and _belongs_before(texts[first - 1], title):
        first -= 1
        title = texts[first] + title
    if not _TITLE_ENDS.search(title) and last < len(texts):
        below = texts[last]
        if len(below) <= _LONGEST_LINE and _TITLE_ENDS.search(below) and not re.search(r"[，。：:；]", below):
            title += below
    return title


def _span(title: str, texts: Sequence[str]) -> tuple[int, int] | None:
    """Which lines the title is made of."""
    for first in range(len(texts)):
        joined = ""
        for last in range(first, len(texts)):
            joined += texts[last]
            if joined == title:
                return first, last + 1
            if not title.startswith(joined):
                break
    return None


def _belongs_before(line: str, title: str) -> bool:
    if len(line) > _LONGEST_LINE or re.search(r"[，。：:；]|文件$|号$|号签发", line):
        return False
    if "关于" not in title:
        return "关于" in line and re.search(r"的\w{1,4}$", title) is not None
    return title.startswith("关于") and bool(OFFICE_ENDS.search(line)) and office_of(line) is not None
