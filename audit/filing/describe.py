"""One row of a volume's contents from one file, or from the photos of one event. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from audit.context import UNKNOWN, name_day
from audit.filing.headings import lines_of, main_paper, whole_title
from audit.filing.issuers import issuer_of
from audit.filing.names import made_name, title_of
from audit.filing.types import FiledPaper, sum_of
from audit.readers.images import IMAGE_FORMATS
from audit.types import File, State
from checklists import Stage
from registry.dates import parse_date

__all__ = ["counted_anew", "describe", "describe_photos", "photo_key"]

# Formats that have their pages; of others only print tells how many there are.
_PAGED = frozenset({"pdf", "ofd", *IMAGE_FORMATS})
# Papers that bear a number wherever they are copied to.
_NUMBERED = ("policy-document", "township-request", "county-reply")
_LOST = {
    State.UNREADABLE: "电子文件打不开",
    State.ENCRYPTED: "电子文件有密码",
    State.EMPTY: "电子文件是空的",
}
_COPY = re.compile(r"复印件|复印自|节录")
_FIRST_YEAR = 2000


def describe(file: File, item: str, stage: Stage | None) -> FiledPaper:
    """The row of one file."""
    paper = main_paper(file)
    lines = lines_of(file, paper) if paper else ()
    title = whole_title(paper, lines) if paper else ""
    return FiledPaper(
        files=(file,),
        item=item,
        stage=stage,
        number=_number(file),
        issuer=issuer_of(file, paper, title, lines),
        title=title_of(file, title, paper.head if paper else ""),
        on=_day(file),
        pages=_pages(file),
        remark=_remark(file),
    )


def photo_key(file: File) -> tuple[str, str]:
    """What photos of one event share: the words of the name, and the day."""
    return re.sub(r"[\d（）()_-]+$", "", made_name(file.path)), (_day(file) or "").strip("[]")


def describe_photos(files: Sequence[File], item: str, stage: Stage | None, event: str) -> FiledPaper:
    """The row of the photos of one event; `event`: words for it where the names of the files have none."""
    words = photo_key(files[0])[0] or event
    words += "" if re.search(r"照片|相片|图|影像", words) else "照片"
    many = f"（{len(files)}张）" if len(files) > 1 else ""
    return FiledPaper(
        files=tuple(files),
        item=item,
        stage=stage,
        number="",
        issuer=None,
        title=f"[{words}{many}]",
        on=_day(files[0]),
        pages=sum_of([_pages(file) for file in files]),
        remark=_remark(files[0]),
    )


def counted_anew(paper: FiledPaper, counted: Mapping[str, int]) -> FiledPaper:
    """The row with the pages of its files as they were counted, by path; those that were not stay as they are."""
    if not any(file.path in counted for file in paper.files):
        return paper
    return replace(paper, pages=sum_of([counted.get(file.path, _pages(file)) for file in paper.files]))


def _number(file: File) -> str | None:
    paper = main_paper(file)
    own = next((each.number for each in paper.claims.numbers if each.own), "") if paper else ""
    return own or (None if file.kind in _NUMBERED else "")


def _day(file: File) -> str | None:
    """The day that the paper bears, that its photo was taken on, or, in [ ], that the file's name gives."""
    paper = main_paper(file)
    if paper and paper.day:
        return paper.day.strftime("%Y%m%d")
    if paper and paper.months:
        return f"{paper.months[0].year:04d}{paper.months[0].month:02d}00"
    taken = parse_date(dict(file.document.metadata).get("taken_on", ""))
    if file.kind == "photo" and taken and taken.year >= _FIRST_YEAR:
        return taken.strftime("%Y%m%d")
    named = name_day(file.path)
    return f"[{named:%Y%m%d}]" if named else None


def _pages(file: File) -> int | None:
    document = file.document
    return (
        document.pages if document.format in _PAGED and document.pages and not document.state.lost else None
    )


def _remark(file: File) -> str:
    said = [_LOST[file.document.state]] if file.document.state in _LOST else []
    if file.kind == UNKNOWN and not said:
        said.append("未认出，核对是否属于本卷")
    if _COPY.search(file.path.rpartition("/")[2]):
        said.append("复印件")
    return "；".join(said)
