"""Plain text (txt, csv): in UTF-8, GB18030 or UTF-16; and whether bytes without a known beginning are text at all."""

from __future__ import annotations

import codecs
import csv
import re

from audit.readers.faults import UnreadableError
from audit.readers.grid import at_most, flow_of_rows
from audit.readers.reading import CUT, Reading, gathered
from audit.types import Block

__all__ = ["decoded", "is_chinese_text", "read_csv", "read_text"]

_LARGEST = 32 * 1024 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BINARY = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")
# The 3,755 commoner characters of GB 2312, as bytes: random bytes read as GB18030 are mostly others.
_COMMON = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]")


def read_text(data: bytes) -> Reading:
    """The lines. Raises UnreadableError for what is no text."""
    text = decoded(data[:_LARGEST])
    flow, cut = gathered(Block(line.strip(), 1, "正文") for line in text.splitlines() if line.strip())
    return Reading(tuple(flow), problem=CUT if len(data) > _LARGEST else cut)


def read_csv(data: bytes) -> Reading:
    """The rows, as of a sheet; separated by commas, tabs or semicolons. Raises UnreadableError."""
    text = decoded(data[:_LARGEST])
    separator = max(",\t;，", key=text[:4096].count)
    cells = csv.reader(text.splitlines(keepends=True), delimiter=separator)
    try:
        rows, cut = at_most([cell.strip() for cell in row] for row in cells)
    except csv.Error:  # a field longer than any cell may be: lines then
        return read_text(data)
    return Reading(tuple(flow_of_rows(rows, 1, "正文")), problem=CUT if len(data) > _LARGEST else cut)


def decoded(data: bytes) -> str:
    """By its mark, else UTF-8, UTF-16 or GB18030; cut off in mid-character is no harm. Raises UnreadableError."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if data[:400].count(b"\0") > len(data[:400]) // 8:
        # UTF-16 without its mark: of ASCII and of line ends one byte is nought.
        return _text(
            data.decode(
                "utf-16-le" if data[1:400:2].count(0) >= data[:400:2].count(0) else "utf-16-be", "replace"
            )
        )
    for encoding in ("utf-8", "gb18030"):
        try:
            return _text(codecs.getincrementaldecoder(encoding)().decode(data, final=False))
        except UnicodeDecodeError:
            continue
    text = data.decode("gb18030", "replace")
    if text.count("\ufffd") * 50 > len(text):
        raise UnreadableError("不是能读的文本文件")
    return _text(text)


def is_chinese_text(data: bytes) -> bool:
    """Whether bytes of no known format are Chinese text, whatever the ending of the file says."""
    head = data[:4096]
    try:
        text = decoded(head)
    except UnreadableError:
        return False
    chinese = len(re.findall(r"[一-鿿]", text))
    common = len(_COMMON.findall(text.encode("gb18030", "ignore")))
    return chinese >= 4 and common * 10 > chinese * 8 and chinese * 10 > len(text)


def _text(text: str) -> str:
    if len(_BINARY.findall(text[:100_000])) * 100 > len(text[:100_000]):
        raise UnreadableError("不是能读的文本文件")
    return text
