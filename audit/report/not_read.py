"""The files whose content was not read, or not all of it, by the reason and with what to do next. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from audit.types import File, State

__all__ = ["Unread", "unread_by_reason"]

_PICTURES = ("jpg", "png", "gif", "bmp", "tif", "heic", "webp")
_LOOK = "打开看过后，可用 fangpin decide 写明是什么材料"
# reason → its heading and what to do, in the order of the report
_REASONS = {
    "damaged": ("打不开或已损坏", "用 WPS 或 Word 试开；打不开的，向经办人要原文件或重新扫描原件，换下它"),
    "encrypted": ("有密码", "请经办人打开后取消密码另存，换下它"),
    "empty": ("空的，没有内容", "找到有内容的原文件换下它；本来就没有的，按缺失补办"),
    "format": ("格式不能读", "用 WPS 或原来的软件打开，另存为 docx、xlsx 或 pdf，换下它"),
    "scan": (
        "扫描件，没有认出文字",
        f'没有装文字识别的，装上再查一次：pip install "fangpin[ocr]"；仍认不出的，扫描清楚些（300 dpi）；{_LOOK}',
    ),
    "picture": (
        "图片，没有认出文字，按名称看是材料",
        f'没有装文字识别的，装上再查一次：pip install "fangpin[ocr]"；仍认不出的，重新扫描成 pdf；{_LOOK}',
    ),
    "partly": ("只读了一部分", "括号里写了哪些没有读；请打开核对那几页，必要时拆开或另存后再查"),
    "photo": ("照片，按名称、文件夹和日期判断", "不用处理；归错了单位或环节的，用 fangpin decide 更正"),
}


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
    if document.state is State.READ:
        return "partly" if document.problem or document.unread_pages else ""
    if document.state is not State.NOT_READ:
        return {State.UNREADABLE: "damaged", State.ENCRYPTED: "encrypted", State.EMPTY: "empty"}.get(
            document.state, ""
        )
    if document.format in _PICTURES:
        return "photo" if file.kind == "photo" else "picture"
    return "scan" if document.format == "pdf" else "format"
