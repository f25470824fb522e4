"""The files whose content was not read, or not all of it, by the reason and with what to do next. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from audit.types import File, State

__all__ = ["Unread", "unread_by_reason", "what_lacks"]

_INSTALL = '安装文字识别后再查一次：pip install "fangpin[ocr]"'
_DECIDE = "打开看过，用 fangpin decide 写明是什么材料"
# reason → its heading and what to do, in the order of the report
_REASONS = {
    "damaged": ("打不开或已损坏", "用 WPS 或 Word 试开；打不开的，向经办人要原文件或重新扫描原件，换下它"),
    "encrypted": ("有密码", "请经办人打开后取消密码另存，换下它"),
    "empty": ("空的，没有内容", "找到有内容的原文件换下它；本来就没有的，按缺失补办"),
    "scan": ("扫描件、图片，没有安装文字识别", f"{_INSTALL}；暂时不装的，{_DECIDE}"),
    "poor": (
        "扫描件、图片，认不出文字",
        f"清楚地重新扫描（不低于 200 dpi，放正、不反光），换下它；换不了的，{_DECIDE}",
    ),
    "format": (
        "格式不能读，或没有打开",
        "照括号里写的另存或解压，换下它；不是档案材料的，移出去",
    ),
    "pages": ("有几页是图片，没有安装文字识别", f"{_INSTALL}；暂时不装的，打开核对这几页"),
    "partly": ("只读了一部分", "打开核对括号里写的地方；扫描不清的重新扫描，换下它"),
    "photo": ("照片，按名称、文件夹和日期判断", "不用处理；归错了单位或环节的，用 fangpin decide 更正"),
}


def what_lacks(file: File) -> str:
    """What of a file was not read, in brackets: its problem, or the pages."""
    document = file.document
    pages = f"第 {'、'.join(map(str, document.unread_pages))} 页没有读"
    said = document.problem or (pages if document.state is State.READ and document.unread_pages else "")
    return f"（{said}）" if said else ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Files not read for one reason; `lacks`: something is to be done about them."""

    title: str
    todo: str
    files: tuple[File, ...]
    lacks: bool


def unread_by_reason(files: Sequence[File]) -> tuple[Unread, ...]:
    """All files whose content is not or not wholly known, each under one reason; photos last."""
    found: dict[str, list[File]] = defaultdict(list)
    for file in files:
        reason = _reason(file)
        if reason:
            found[reason].append(file)
    return tuple(
        Unread(title, todo, tuple(found[reason]), reason != "photo")
        for reason, (title, todo) in _REASONS.items()
        if reason in found
    )


def _reason(file: File) -> str:
    document = file.document
    tried = any(key == "picture" for key, _ in document.metadata)
    if document.state is State.READ:
        if document.unread_pages and not tried:
            return "pages"
        return "partly" if document.problem or document.unread_pages else ""
    if document.state is not State.NOT_READ:
        return _LOST.get(document.state, "")
    if file.kind == "photo":
        return "photo"
    if not document.unread_pages:
        return "format"
    return "poor" if tried else "scan"


_LOST = {State.UNREADABLE: "damaged", State.ENCRYPTED: "encrypted", State.EMPTY: "empty"}
