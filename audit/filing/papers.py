"""What the papers of a volume show: cover, contents, note, and the labels of boxes. Pure; what is not known is marked.

Source: GB/T 9705-2008 文书档案案卷格式 (案卷封面、卷内文件目录、卷内备考表); DA/T 22-2015 (档案盒盒脊).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from audit.filing.types import FiledPaper, Volume, paging
from audit.filing.volumes import BLANK
from audit.wording import join
from checklists import Level

__all__ = ["Hands", "blanks_of", "contents_context", "cover_context", "labels_context", "note_context"]

_LABELS_A_PAGE = 5
_EMPTY = dict.fromkeys(("fonds", "year", "period", "office", "what", "numbers", "box"), "")


@dataclass(frozen=True, slots=True)
class Hands:
    """Who made the volumes up, who checked them, when; "" or None where it was not said."""

    by: str = ""
    checked_by: str = ""
    on: date | None = None


def cover_context(volume: Volume) -> Mapping[str, object]:
    """案卷封面."""
    pages = volume.pages
    return {
        "mark": "",
        "fonds_name": BLANK,
        "fonds": volume.fonds or BLANK,
        "category": volume.category,
        "title": volume.title,
        "span": _span(volume.span),
        "period": volume.period or BLANK,
        "count": f"{len(volume.papers)}件 {BLANK if pages is None else pages}页",
        "received": BLANK,
        "archive_number": volume.archive_number,
        "number": volume.number,
    }


def contents_context(volume: Volume) -> Mapping[str, object]:
    """卷内文件目录."""
    return {
        "mark": "",
        "title": volume.title,
        "archive_number": volume.archive_number,
        "rows": [
            {**_row(paper, place), "place": number}
            for number, (paper, place) in enumerate(zip(volume.papers, paging(volume.papers), strict=True), 1)
        ],
    }


def note_context(volume: Volume, hands: Hands) -> Mapping[str, object]:
    """卷内备考表."""
    return {
        "mark": "",
        "archive_number": volume.archive_number,
        "title": volume.title,
        "sentences": volume.note,
        "by": hands.by or BLANK,
        "checked_by": hands.checked_by or BLANK,
        "on": hands.on.strftime("%Y%m%d") if hands.on else BLANK,
    }


def labels_context(volumes: Sequence[Volume]) -> Mapping[str, object]:
    """盒脊标签: one for the volumes of an office of one year and period, one for those of its households."""
    boxes: dict[tuple[str, str, str, bool], list[Volume]] = defaultdict(list)
    for volume in volumes:
        key = (volume.office, volume.year, volume.period, volume.level is Level.HOUSEHOLD)
        boxes[key].append(volume)
    labels = [_label(own) for own in boxes.values()]
    pages = [labels[at : at + _LABELS_A_PAGE] for at in range(0, len(labels), _LABELS_A_PAGE)]
    return {"mark": "", "pages": [page + [_EMPTY] * (_LABELS_A_PAGE - len(page)) for page in pages]}


def blanks_of(volumes: Sequence[Volume], hands: Hands) -> Iterator[tuple[str, int, str]]:
    """What is left to be filled in: how it is called, in how many places, and by what it can be had ("": by hand)."""
    papers = [paper for volume in volumes for paper in volume.papers]
    counted = (
        ("全宗号", sum(not volume.fonds for volume in volumes), "--fonds"),
        ("保管期限", sum(not volume.period for volume in volumes), "--period"),
        ("文号", sum(paper.number is None for paper in papers), ""),
        ("责任者", sum(paper.issuer is None for paper in papers), ""),
        ("日期", sum(paper.on is None for paper in papers), ""),
        ("页数", sum(paper.pages is None for paper in papers), "--count-pages"),
        (
            "页号",
            sum(place is None for volume in volumes for place in paging(volume.papers)),
            "--count-pages",
        ),
        ("立卷人", 0 if hands.by else len(volumes), "--by"),
        ("检查人", 0 if hands.checked_by else len(volumes), "--checked-by"),
        ("立卷时间", 0 if hands.on else len(volumes), "--on"),
        ("全宗名称、归档号", len(volumes), ""),
    )
    return (each for each in counted if each[1])


def _row(paper: FiledPaper, place: str | None) -> Mapping[str, object]:
    return {
        "number": BLANK if paper.number is None else paper.number,
        "issuer": paper.issuer or BLANK,
        "title": paper.title,
        "on": paper.on or BLANK,
        "pages": BLANK if paper.pages is None else str(paper.pages),
        "page": place or BLANK,
        "remark": paper.remark,
    }


def _span(span: tuple[str, str]) -> str:
    first, last = span
    return BLANK if not first else first if first == last else f"{first}至{last}"


def _label(volumes: Sequence[Volume]) -> Mapping[str, str]:
    first, last = volumes[0], volumes[-1]
    households = first.level is Level.HOUSEHOLD
    what = first.category if households else join(dict.fromkeys(volume.category for volume in volumes))
    return {
        "fonds": first.fonds or BLANK,
        "year": first.year or BLANK,
        "period": first.period or BLANK,
        "office": first.office,
        "what": what,
        "numbers": first.number if first is last else f"{first.number}—{last.number}",
        "box": BLANK,
    }
