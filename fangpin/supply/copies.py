"""Parts that lie elsewhere in the archive, copied beside it into the folders where they lack; the archive is only read."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from checklists import Checklist, UserError, load_kinds
from fangpin.supply.audit_report import AuditReport
from fangpin.supply.listing import Sheet, write_listing
from fangpin.supply.paths import free_path
from fangpin.supply.places import Places
from registry.files import write_atomic
from registry.text import safe_file_name

__all__ = ["Copied", "CopyOrder", "copy_parts", "listing_of", "plan_copies"]

_NAME_LIMIT = 60
# A copy of a copy names the one that it was taken from.
_MARKED = re.compile(r"〔复印自 [^〕]*〕")
_Read = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class CopyOrder:
    """One file to copy: from where (and which pages of a bound PDF), to where, and for what."""

    source: str
    pages: tuple[int, ...]
    target: PurePosixPath
    lacks: tuple[tuple[str, str, str], ...]  # unit, item, kind


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of an order: `trouble` says why it was not copied, `note` what to look at."""

    order: CopyOrder
    trouble: str = ""
    note: str = ""


def plan_copies(report: AuditReport, checklist: Checklist, root_length: int) -> list[CopyOrder]:
    """Every copy that the report advises, those of one file to one folder together. Pure.

    `root_length`: of the path of the folder that they go to. A name is cut so that the whole stays within Windows' limit.
    """
    places = Places(report, checklist)
    owners = {file.path: file.unit for file in report.files}
    groups: dict[tuple[str, tuple[int, ...], PurePosixPath, str], list[tuple[str, str, str]]] = {}
    for finding, step in report.gaps():
        if step.remedy == "copy" and step.source:
            folder = places.folder(finding.unit, finding.item)
            key = (step.source, step.pages, folder, places.whose(finding.unit, folder))
            groups.setdefault(key, []).append((finding.unit, finding.item, step.kind))
    taken: set[str] = set()
    orders = []
    for (source, pages, folder, whose), lacks in sorted(groups.items()):
        name, mark = _name(source, pages, owners.get(source, ""))
        target = free_path(folder / f"{whose}{name}", mark, root_length, taken)
        orders.append(CopyOrder(source, pages, target, tuple(lacks)))
    return orders


def copy_parts(orders: Sequence[CopyOrder], archive: Path, folder: Path) -> Iterator[Copied]:
    """Copy each, byte by byte, or the pages of a bound PDF; what stands there already is left. Reads the archive only."""
    read = _reader(archive, orders)
    for order in orders:
        target = folder / order.target
        if target.exists():
            yield Copied(order, note="以前复印过，没有重做")
            continue
        try:
            data, note = _content(order, read(order.source))
            write_atomic(target, data)
        except OSError as error:
            yield Copied(order, trouble=f"读不出来：{error.strerror or error}")
        except UserError as error:
            yield Copied(order, trouble="；".join(f"{fault.what}，{fault.todo}" for fault in error.faults))
        else:
            yield Copied(order, note=note)


def listing_of(copied: Sequence[Copied]) -> bytes:
    """The list of copies as a workbook: where each came from, where it belongs, for what."""
    kinds = load_kinds()
    rows = [
        (
            str(each.order.target),
            each.order.source,
            _pages(each.order.pages),
            "\n".join(dict.fromkeys(unit for unit, _, _ in each.order.lacks)),
            "、".join(dict.fromkeys(item for _, item, _ in each.order.lacks)),
            "、".join(dict.fromkeys(kinds[kind].name for _, _, kind in each.order.lacks)),
            f"没有复印：{each.trouble}" if each.trouble else each.note or "已复印",
        )
        for each in copied
    ]
    headings = {
        "放在“补充”里的": 70, "复印自（档案里的）": 70, "哪几页": 12, "缺它的单位": 40, "清单编号": 12,
        "材料": 24, "结果": 30,
    }  # fmt: skip
    return write_listing([Sheet("复印件", headings, rows)])


def _name(source: str, pages: tuple[int, ...], owner: str) -> tuple[str, str]:
    """The copy's name and its mark: 县级批复.pdf, 〔复印自 双河镇，第3—5页〕."""
    name = source.rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    where = safe_file_name(owner.rpartition("/")[2] or "别处", 24)
    at = f"，{_pages(pages)}" if pages else ""
    kept = safe_file_name(_MARKED.sub("", stem if dot else name), _NAME_LIMIT)
    return (f"{kept}.{safe_file_name(ending, 8)}" if dot else kept), f"〔复印自 {where}{at}〕"


def _pages(pages: tuple[int, ...]) -> str:
    return f"第{'—'.join(map(str, dict.fromkeys(pages)))}页" if pages else ""


def _reader(archive: Path, orders: Sequence[CopyOrder]) -> _Read:
    """Reads a file by its path as the report tells it. It raises OSError."""
    from audit.scan import read_entry, scan
    from audit.types import Entry

    inside: Mapping[str, Entry] = {}
    if any("!/" in order.source for order in orders):
        inside = {entry.path: entry for entry in scan(archive) if entry.member is not None}

    def read(path: str) -> bytes:
        if "!/" not in path:
            return (archive / path).read_bytes()
        if path not in inside:
            raise OSError("压缩包里没有这个文件了")
        return read_entry(inside[path])

    return read


def _content(order: CopyOrder, data: bytes) -> tuple[bytes, str]:
    """The file as it is, or the pages of a bound PDF; a note where they cannot be taken out."""
    if not order.pages:
        return data, ""
    found = _pages_of_pdf(data, order.pages) if data[:1024].lstrip().startswith(b"%PDF") else None
    if found is None:
        return data, f"只要{_pages(order.pages)}，没有能单独取出，整份复印了"
    return found, ""


def _pages_of_pdf(data: bytes, pages: tuple[int, ...]) -> bytes | None:
    """Those pages as a PDF of their own; None where they cannot be taken out."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    try:
        reader, writer = PdfReader(io.BytesIO(data)), PdfWriter()
        for number in range(min(pages), max(pages) + 1):
            writer.add_page(reader.pages[number - 1])
        buffer = io.BytesIO()
        writer.write(buffer)
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError):
        return None  # damaged inside: the whole file is copied
    return buffer.getvalue()
