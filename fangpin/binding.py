"""The volumes of a unit as one PDF: contents first, then every paper with its page number, each with a bookmark.

Written as it grows; of the papers, those are in memory that are being converted. A file that cannot come in leaves a
page that says what to put in its place, and stops nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO

from audit.filing.papers import Hands, contents_context, cover_context, note_context
from audit.filing.types import FiledPaper, Volume, paging
from audit.filing.volumes import BLANK, with_pages
from audit.scan import EntryError, read_entry
from checklists import Checklist
from fangpin.conversion import BATCH, Converter
from fangpin.pdf_file import Bookmark, PdfFile
from fangpin.pdf_pages import Line, add_text, wrapped
from fangpin.source_pages import MOST_PAGES, NoPagesError, Numbering, add_pdf, add_pictures, pages_of, way_of
from registry.identity import mask_numbers

if TYPE_CHECKING:
    from audit.types import Entry, File

__all__ = ["Binding", "Bound", "bind"]

_LOST = "文件打不开或有密码"
_GONE = "文件读不出来"
_NO_PROGRAM = "这台电脑上没有 LibreOffice，不能转成 PDF"
_NOT_CONVERTED = "LibreOffice 转换不了"
_NO_WAY = "这种格式不能转成 PDF"
_TOO_LONG = f"打印出来超过 {MOST_PAGES} 页，多半是整张表都设了格式"
_DAMAGED = "PDF 或图片已损坏"
_TODO = "请打印原件放在这里；不止一页的，从这里往后的页号要改，或另存为 PDF 放进档案后重新装订。"
_OTHER_NOTE = "另附"


@dataclass(frozen=True, slots=True)
class Binding:
    """How a unit is bound: its checklist, LibreOffice if it is there, where the page numbers stand.

    `hands`: given where the cover and the note are bound in too; they need LibreOffice.
    """

    checklist: Checklist
    converter: Converter | None
    at_top: bool = False
    hands: Hands | None = None
    templates: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class Bound:
    """What came of it: pages with a number, papers, and the files to be put in by hand, each with why."""

    pages: int = 0
    papers: int = 0
    by_hand: list[tuple[str, str]] = field(default_factory=list)


# The bytes as they come into the volume, and why they cannot, where they cannot.
_Data = tuple[bytes, str]


def bind(
    stream: BinaryIO,
    volumes: Sequence[Volume],
    entries: Mapping[str, Entry],
    how: Binding,
    advance: Callable[[int], object] = lambda number: None,
) -> Bound:
    """Write the volumes, one behind the other, each with page numbers of its own. `entries`: the files by path."""
    pdf, bound = PdfFile(stream), Bound()
    pages: list[int] = []
    bookmarks: list[Bookmark] = []
    for volume in volumes:
        deep = int(len(volumes) > 1)
        own, marks = _volume(pdf, volume, entries, how, bound, advance)
        if deep and own:
            bookmarks.append(Bookmark(volume.title, own[0], 0))
        pages += own
        bookmarks += [replace(mark, depth=mark.depth + deep) for mark in marks]
    pdf.finish(pages, bookmarks, volumes[0].title if len(volumes) == 1 else volumes[0].office)
    return bound


def _volume(
    pdf: PdfFile,
    volume: Volume,
    entries: Mapping[str, Entry],
    how: Binding,
    bound: Bound,
    advance: Callable[[int], object],
) -> tuple[list[int], list[Bookmark]]:
    """The pages of a volume in their order, and its bookmarks."""
    numbering = Numbering(at_top=how.at_top)
    first: dict[int, int] = {}
    counted: dict[str, int] = {}
    body: list[int] = []
    missing: set[int] = set()
    for paper, file, (data, why) in _files(volume, entries, how.converter):
        pages, why = _pages(pdf, file, paper, data, why, numbering)
        if why:
            bound.by_hand.append((file.path, why))
            missing.add(id(paper))
        counted[file.path] = len(pages)
        first.setdefault(id(paper), pages[0])
        body += pages
        advance(1)
    bound.pages += len(body)
    bound.papers += len(volume.papers)
    marks = list(_bookmarks(volume, first, how.checklist))
    whole = with_pages(_noted(volume, missing), counted)
    cover, contents, note = _around(pdf, whole, how)
    fore = [Bookmark("案卷封面", cover[0], 0)] if cover else []
    fore.append(Bookmark("卷内文件目录", contents[0], 0))
    after = [Bookmark("卷内备考表", note[0], 0)] if note else []
    return [*cover, *contents, *body, *note], [*fore, *marks, *after]


def _files(
    volume: Volume, entries: Mapping[str, Entry], converter: Converter | None
) -> Iterator[tuple[FiledPaper, File, _Data]]:
    """The files in the volume's order; those that must be converted are, a few at a time."""
    listed = [(paper, file) for paper in volume.papers for file in paper.files]
    for at in range(0, len(listed), 2 * BATCH):
        window = listed[at : at + 2 * BATCH]
        made = _converted([file for _, file in window], entries, converter)
        for paper, file in window:
            yield paper, file, made.pop(file.path) if file.path in made else _read(file, entries)


def _converted(
    files: Sequence[File], entries: Mapping[str, Entry], converter: Converter | None
) -> dict[str, _Data]:
    """By path, the files of these that only LibreOffice can print."""
    office = [file for file in files if way_of(file.document) == "office" and not file.document.state.lost]
    if converter is None:
        return {file.path: (b"", _NO_PROGRAM) for file in office}
    found = {file.path: _read(file, entries) for file in office}
    wanted = [file for file in office if not found[file.path][1]]
    pdfs = converter.pdfs([(file.document.format, found[file.path][0]) for file in wanted])
    for file, pdf in zip(wanted, pdfs, strict=True):
        found[file.path] = (pdf, _too_long(pdf)) if pdf else (b"", _NOT_CONVERTED)
    return found


def _read(file: File, entries: Mapping[str, Entry]) -> _Data:
    if file.document.state.lost:
        return b"", _LOST
    if not way_of(file.document):
        return b"", _NO_WAY
    try:
        return read_entry(entries[file.path]), ""
    except (EntryError, KeyError):
        return b"", _GONE


def _too_long(pdf: bytes) -> str:
    try:
        return _TOO_LONG if pages_of(pdf) > MOST_PAGES else ""
    except NoPagesError:
        return _NOT_CONVERTED


def _pages(
    pdf: PdfFile, file: File, paper: FiledPaper, data: bytes, why: str, numbering: Numbering
) -> tuple[list[int], str]:
    """The pages of a file; why it left only a page that stands for it, where it did."""
    first = numbering.next
    if not why:
        try:
            if way_of(file.document) == "picture":
                return add_pictures(pdf, file.document, data, _caption(paper), numbering), ""
            return add_pdf(pdf, data, numbering), ""
        except NoPagesError:
            why, numbering.next = _DAMAGED, first
    lines = [Line("此处放入：", 16.0, room=60.0)]
    for text, size in ((paper.title, 14.0), (mask_numbers(file.path), 11.0), (f"{why}。{_TODO}", 11.0)):
        lines += [Line(line, size, room=size * 1.8) for line in wrapped(text, size)]
    return add_text(pdf, lines, numbering.stamp()), why


def _caption(paper: FiledPaper) -> str:
    return f"{paper.title} {paper.day}".strip()


def _noted(volume: Volume, missing: set[int]) -> Volume:
    """The volume with a remark at each paper that is put in by hand."""
    papers = tuple(
        replace(paper, remark="；".join(filter(None, (_OTHER_NOTE, paper.remark))))
        if id(paper) in missing
        else paper
        for paper in volume.papers
    )
    return replace(volume, papers=papers)


def _bookmarks(volume: Volume, first: Mapping[int, int], checklist: Checklist) -> Iterator[Bookmark]:
    """A bookmark for each item, and for each paper below it."""
    for item, papers in groupby(volume.papers, key=lambda paper: paper.item):
        group = list(papers)
        name = f"{item} {checklist.item(item).title}" if item else "其他"
        yield Bookmark(name, first[id(group[0])], 0)
        yield from (Bookmark(paper.title, first[id(paper)], 1) for paper in group)


def _around(pdf: PdfFile, volume: Volume, how: Binding) -> tuple[list[int], list[int], list[int]]:
    """The pages of cover, contents and note; by the program's own hand the contents alone, where there is no LibreOffice."""
    wanted: dict[str, Mapping[str, object]] = {"volume-contents": contents_context(volume)}
    if how.hands is not None:
        wanted["volume-cover"] = cover_context(volume)
        wanted["volume-note"] = note_context(volume, how.hands)
    made = _printed(pdf, wanted, volume.title, how)
    contents = made.get("volume-contents") or add_text(pdf, _lines(volume), None)
    return made.get("volume-cover", []), contents, made.get("volume-note", [])


def _printed(
    pdf: PdfFile, papers: Mapping[str, Mapping[str, object]], title: str, how: Binding
) -> Mapping[str, list[int]]:
    """The pages of papers by their templates; none of one that LibreOffice does not print."""
    from docgen.render import render

    if how.converter is None:
        return {}
    made = [render(name, context, title, how.templates.get(name)).data for name, context in papers.items()]
    found = {}
    for name, data in zip(papers, how.converter.pdfs([("docx", each) for each in made]), strict=True):
        try:
            found[name] = add_pdf(pdf, data, None) if data else []
        except NoPagesError:
            found[name] = []
    return found


def _lines(volume: Volume) -> Iterator[Line]:
    """The contents, set by the program itself: number, title, day and page."""
    yield Line("卷内文件目录", 20.0, indent=170.0, room=40.0)
    for text in wrapped(f"档号：{volume.archive_number}　{volume.title}", 10.5):
        yield Line(text, 10.5, room=16.0)
    yield Line("序号　题名（文号、责任者）　日期　页号", 10.5, room=24.0)
    for number, (paper, place) in enumerate(zip(volume.papers, paging(volume.papers), strict=True), 1):
        said = "，".join(filter(None, (paper.number, paper.issuer)))
        words = (
            paper.title + (f"（{said}）" if said else "") + f"　{paper.on or BLANK}　第 {place or BLANK} 页"
        )
        first, *rest = wrapped(words + (f"　{paper.remark}" if paper.remark else ""), 10.5, 30.0)
        yield Line(f"{number}", 10.5, room=18.0)
        yield Line(first, 10.5, indent=30.0, room=0.0)
        yield from (Line(text, 10.5, indent=30.0, room=15.0) for text in rest)
