"""Rich Text Format, as Word, WPS and WordPad write it: code pages by font, \\u with its fallback, tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from audit.readers.assembly import Assembly
from audit.readers.embedded import embedded_pictures
from audit.readers.faults import UnreadableError
from audit.readers.properties import properties
from audit.readers.reading import CUT, Reading, characters
from audit.types import Block, Table

__all__ = ["read_rtf"]

_LARGEST = 48 * 1024 * 1024
_DEEPEST = 2_000
_CAPTION = 60
# \word with its number, \'hex, \sign, a brace, text; ends of lines mean nothing.
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+"
)
_CODE_PAGES = {936: "gb18030", 54936: "gb18030", 950: "big5", 932: "cp932", 949: "cp949", 65001: "utf-8"}
_CHARSETS = {
    134: "gb18030",
    136: "big5",
    128: "cp932",
    129: "cp949",
    2: "cp1252",
    204: "cp1251",
    238: "cp1250",
}
# Groups that hold no text of the document.
_SKIPPED = frozenset(
    b"colortbl stylesheet pict objdata fldinst nonshppict shprslt xe tc tcl rxe txe nonesttables panose falt "
    b"listname leveltext levelnumbers do objclass".split()
)
_PLACES = {b"header": "页眉", b"headerl": "页眉", b"headerr": "页眉", b"headerf": "页眉",
           b"footer": "页脚", b"footerl": "页脚", b"footerr": "页脚", b"footerf": "页脚",
           b"footnote": "脚注"}  # fmt: skip
_INFO = {b"author": "author", b"operator": "last_modified_by", b"generator": "application"}
_SIGNS: Mapping[bytes, str] = {
    b"tab": "\t", b"line": "\n", b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘",
    b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"emspace": "　", b"enspace": " ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Group:
    """What braces keep: where the text goes, how many signs follow a \\u, the font's code page, what is hidden."""

    place: str = "正文"
    fallback: int = 1
    codec: str = ""
    hidden: bool = False
    into: str = ""


def read_rtf(data: bytes) -> Reading:
    """Text in reading order, properties; damage harms what follows it alone. Raises UnreadableError."""
    parser = _Parser()
    parser.run(data[:_LARGEST])
    flow = parser.flow()
    if parser.is_open and not flow:
        raise UnreadableError("文件不完整，打不开")
    told = properties(parser.told)
    scans: tuple[int, ...] = ()
    if characters(flow) < _CAPTION and b"\\pict" in data:
        scans = tuple(page for page, _ in embedded_pictures("rtf", data))
    problem = "文件不完整，后面的内容没有了" if parser.is_open else ""
    if len(data) > _LARGEST:
        problem = CUT
    return Reading(flow, max(parser.pages, len(scans)), told, scans, problem)


class _Parser:
    """One walk over the tokens. Text is gathered as bytes and decoded when something else comes."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str | None]] = []
        self._stories = {"正文": Assembly("正文")}
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._group = _Group()
        self._stack: list[_Group] = []
        self._bytes = bytearray()
        self._text: dict[str, list[str]] = {}
        self._in_table = False
        self._left = 0
        self._starred = False
        self._day: dict[bytes, int] = {}

    @property
    def is_open(self) -> bool:
        """The text ended inside braces."""
        return bool(self._stack)

    @property
    def pages(self) -> int:
        return self._stories["正文"].page

    def flow(self) -> tuple[Block | Table, ...]:
        self._flush()
        parts: list[Block | Table] = []
        for place, story in self._stories.items():
            story.paragraph(self._taken(place), False)
            parts += story.end()
        return tuple(parts)

    def run(self, data: bytes) -> None:
        at = 0
        while match := _TOKEN.match(data, at):
            at = match.end()
            word, number, code, sign, brace, text = match.groups()
            if word is not None:
                if word == b"bin" and number:
                    at += max(int(number), 0)
                self._word(word, int(number) if number else None)
            elif code is not None:
                self._raw(bytes((int(code, 16),)))
            elif text is not None:
                self._raw(text)
            elif brace is not None:
                self._brace(brace)
            elif sign is not None:
                self._sign(sign)

    def _raw(self, text: bytes) -> None:
        """Text, less what stands for the last \\u in programs that know no Unicode."""
        if self._left:
            skipped = min(self._left, len(text))
            self._left -= skipped
            text = text[skipped:]
        if self._group.into != "nowhere" and not self._group.hidden:
            self._bytes += text

    def _say(self, text: str) -> None:
        self._flush()
        if self._group.into != "nowhere" and not self._group.hidden:
            self._text.setdefault(self._group.into or self._group.place, []).append(text)

    def _flush(self) -> None:
        if self._bytes:
            text = bytes(self._bytes).decode(self._group.codec or self._codec, "replace")
            self._bytes.clear()
            self._text.setdefault(self._group.into or self._group.place, []).append(text)

    def _taken(self, place: str) -> str:
        """The text gathered for a place; halves of a character beyond U+FFFF joined."""
        text = "".join(self._text.pop(place, ()))
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._left, self._starred = 0, False
        if brace == b"{":
            if len(self._stack) < _DEEPEST:
                self._stack.append(self._group)
            return
        if not self._stack:
            return
        ended, self._group = self._group, self._stack.pop()
        if ended.into in _INFO.values() and ended.into != self._group.into:
            self.told.append((ended.into, self._taken(ended.into)))
        elif ended.place != self._group.place and not ended.into:
            self._end_paragraph(ended.place)

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif sign in b"\\{}":
            self._raw(sign)
        elif sign in b"~_":
            self._say(" " if sign == b"~" else "-")
        elif sign in b"\r\n":
            self._word(b"par", None)

    def _word(self, word: bytes, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if word == b"u" and number is not None:
            self._say(chr(number & 0xFFFF))
            self._left = self._group.fallback
            return
        if self._left and word not in (b"par", b"cell", b"row"):
            self._left -= 1
            return
        if self._destination(word, starred):
            return
        action = _ACTIONS.get(word)
        if word in _SIGNS:
            self._say(_SIGNS[word])
        elif action:
            self._flush()
            action(self, number)
        elif word in (b"yr", b"mo", b"dy", b"creatim", b"revtim"):
            self._moment(word, number or 0)

    def _destination(self, word: bytes, starred: bool) -> bool:
        """Whether the word tells where the text of this group goes; a starred one that is unknown: nowhere."""
        into = _INFO.get(word)
        if word == b"shptxt":
            self._group = replace(self._group, into="", place="正文")
        elif word == b"fonttbl":
            self._group = replace(self._group, into="fonts")
        elif into and (word == b"generator" or self._group.into == "info"):
            self._group = replace(self._group, into=into)
        elif word == b"info":
            self._group = replace(self._group, into="info")
        elif word in _PLACES:
            self._flush()
            place = _PLACES[word]
            self._stories.setdefault(place, Assembly(place))
            self._group = replace(self._group, place=place)
        elif word in _SKIPPED or starred:
            self._flush()
            self._group = replace(self._group, into="nowhere")
        else:
            return False
        return True

    def _moment(self, word: bytes, number: int) -> None:
        if word in (b"creatim", b"revtim"):
            self._day = {b"key": word == b"revtim"}
            return
        self._day[word] = number
        if word == b"dy" and b"yr" in self._day and b"mo" in self._day:
            key = "modified_on" if self._day.get(b"key") else "created_on"
            self.told.append((key, f"{self._day[b'yr']:04}-{self._day[b'mo']:02}-{number:02}"))

    def _end_paragraph(self, place: str) -> None:
        self._stories[place].paragraph(self._taken(place), self._in_table and place == "正文")

    # What follows is called by name of its control word.
    def _par(self, number: int | None) -> None:
        if not self._group.into:
            self._end_paragraph(self._group.place)

    def _cell(self, number: int | None) -> None:
        if not self._group.into:
            self._stories[self._group.place].end_cell(self._taken(self._group.place))

    def _row(self, number: int | None) -> None:
        if not self._group.into:
            self._stories[self._group.place].end_row()

    def _page(self, number: int | None) -> None:
        if self._group.place == "正文" and not self._group.into and not self._in_table:
            self._end_paragraph("正文")
            self._stories["正文"].page += 1

    def _pard(self, number: int | None) -> None:
        self._in_table = False

    def _intbl(self, number: int | None) -> None:
        self._in_table = True

    def _ansicpg(self, number: int | None) -> None:
        page = number or 1252
        self._codec = _CODE_PAGES.get(page, f"cp{page}" if 1250 <= page <= 1258 else "gb18030")

    def _f(self, number: int | None) -> None:
        self._font = number or 0
        self._group = replace(self._group, codec=self._fonts.get(self._font, ""))

    def _fcharset(self, number: int | None) -> None:
        codec = _CHARSETS.get(number or 0, "")
        if self._group.into == "fonts" and codec:
            self._fonts[self._font] = codec

    def _uc(self, number: int | None) -> None:
        self._group = replace(self._group, fallback=min(max(number or 0, 0), 8))

    def _hide(self, number: int | None) -> None:
        self._group = replace(self._group, hidden=number != 0)

    def _plain(self, number: int | None) -> None:
        self._group = replace(self._group, hidden=False, codec="")


_ACTIONS: Mapping[bytes, Callable[[_Parser, int | None], None]] = {
    b"par": _Parser._par,
    b"sect": _Parser._page,
    b"page": _Parser._page,
    b"pagebb": _Parser._page,
    b"cell": _Parser._cell,
    b"nestcell": _Parser._par,
    b"row": _Parser._row,
    b"pard": _Parser._pard,
    b"intbl": _Parser._intbl,
    b"ansicpg": _Parser._ansicpg,
    b"f": _Parser._f,
    b"fcharset": _Parser._fcharset,
    b"uc": _Parser._uc,
    b"v": _Parser._hide,
    b"deleted": _Parser._hide,
    b"plain": _Parser._plain,
}
