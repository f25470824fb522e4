"""The evidence of a finding, side by side: the lines around what it quotes, or the page with the place framed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audit.crops import crop_for
from audit.readers.images import IMAGE_FORMATS
from audit.types import Block, Box, Document, Table
from registry.text import squeeze
from web.findings import FindingRow
from web.originals import document_of
from web.queries import FileRow, file_of
from web.runs import Run
from web.store import Store
from web.works import Work, find_work

__all__ = [
    "Line",
    "Side",
    "View",
    "boxes_of",
    "is_picture",
    "lines_of",
    "page_of_side",
    "sides_of",
    "views_of",
]

_AROUND, _FIRST, _MOST, _HITS = 4, 12, 60, 3

# File, path, page and quotes of one side of a finding.
Side = tuple[int, str, int, tuple[str, ...]]
# So much of a quote, or of a line, tells it.
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a row of a table as its cells; `marked`: it is what the finding quotes."""

    text: str
    page: int
    cells: tuple[str, ...] = ()
    marked: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """One side of a finding. `picture`: the address of the page's picture, else `lines` of text, else why there is neither."""

    file: int
    path: str
    page: int
    quotes: tuple[str, ...]
    picture: str = ""
    lines: tuple[Line, ...] = ()
    trouble: str = ""


def sides_of(row: FindingRow) -> list[Side]:
    """What is quoted, page by page, then the files that nothing is quoted of."""
    quoted: dict[tuple[int, str, int], list[str]] = {}
    for file, path, page, text in row.detail["quotes"]:
        quoted.setdefault((file, path, page), []).append(text)
    told = {path for _, path, _ in quoted}
    return [
        *((*place, tuple(dict.fromkeys(texts))) for place, texts in quoted.items()),
        *((file, path, 0, ()) for file, path in row.detail["files"] if path not in told),
    ]


def views_of(store: Store, run: Run, row: FindingRow, most: int) -> tuple[list[View], list[tuple[int, str]]]:
    """The first sides as they are to be seen, and the further files."""
    work = find_work(store, run.work)
    sides = sides_of(row)
    views = [
        _view(store, run, work, row.n, place, side)
        for place, side in enumerate(sides[:most])
        if work is not None
    ]
    shown = {path for _, path, _, _ in sides[:most]}
    rest = dict.fromkeys((file, path) for file, path, _, _ in sides[most:] if path not in shown)
    return views, list(rest)


def _view(store: Store, run: Run, work: Work, finding: int, place: int, side: Side) -> View:
    number, path, page, quotes = side
    file = file_of(store, run, number) if number >= 0 else None
    if file is None:
        return View(number, path, 0, quotes)
    if is_picture(file):
        address = f"/runs/{run.id}/findings/{finding}/sides/{place + 1}.jpg"
        return View(number, path, page if file.detail["pages"] > 1 else 0, quotes, picture=address)
    document = document_of(run, work, file)
    if document is None or not document.flow:
        trouble = file.detail["problem"] or "这个文件没有读到文字，请点文件名下载后打开看"
        return View(number, path, page, quotes, trouble=trouble)
    lines = lines_of(document)
    return View(number, path, _page(page, document), quotes, lines=tuple(around(lines, quotes, page)))


def page_of_side(
    store: Store, run: Run, work: Work, side: Side
) -> tuple[FileRow, int, Document | None, tuple[Box, ...]] | None:
    """For the picture of a side: the file, the page, what was read of it, and the boxes to frame."""
    number, _, page, quotes = side
    file = file_of(store, run, number) if number >= 0 else None
    if file is None or not is_picture(file):
        return None
    page = max(page, 1)
    document = document_of(run, work, file)
    return file, page, document, boxes_of(document, quotes, page) if document else ()


def is_picture(file: FileRow) -> bool:
    """Whether its pages can be drawn."""
    return file.detail["format"] == "pdf" or file.detail["format"] in IMAGE_FORMATS


def lines_of(document: Document) -> list[Line]:
    """All text of a document, tables row by row."""
    found: list[Line] = []
    for part in document.flow:
        if isinstance(part, Block):
            found.append(Line(part.text, part.page))
        elif isinstance(part, Table):
            found += [Line("", part.page, cells) for cells in part.rows if any(cells)]
    return found


def boxes_of(document: Document, quotes: Sequence[str], page: int) -> tuple[Box, ...]:
    """Where on a scan stands what is quoted, or the places to sign that the quotes name."""
    found: list[Box] = []
    for quote in quotes:
        crop = crop_for(document, page, quote, full=True)
        marks = (mark.box for mark in document.marks if mark.page == page and mark.label == quote != "")
        found += crop.lines if crop else marks
    return tuple(dict.fromkeys(found))


def around(lines: Sequence[Line], quotes: Sequence[str], page: int) -> list[Line]:
    """The lines that hold the quotes, marked, with a few before and after; without a match, the first of their page."""
    marked: set[int] = set()
    for wanted in filter(None, map(_plain, quotes)):
        hits = [at for at, line in enumerate(lines) if _holds(line, wanted)]
        marked.update(([at for at in hits if page in (0, lines[at].page)] or hits)[:_HITS])
    if not marked:
        first = [line for line in lines if page in (0, line.page)] or list(lines)
        return first[:_FIRST]
    near = {at for hit in marked for at in range(max(0, hit - _AROUND), min(len(lines), hit + _AROUND + 1))}
    return [
        Line(lines[at].text, lines[at].page, lines[at].cells, at in marked) for at in sorted(near)[:_MOST]
    ]


def _holds(line: Line, wanted: str) -> bool:
    text = _plain(line.text or "".join(line.cells))
    # A quote may run over two lines, or be cut short.
    return wanted in text or (len(text) > max(_LEAST, len(wanted) // 3) and text in wanted)


def _plain(text: str) -> str:
    return squeeze(text).replace("|", "").replace("｜", "").strip("…")


def _page(page: int, document: Document) -> int:
    return page if document.pages > 1 or page > 1 else 0
