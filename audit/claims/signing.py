"""Places where somebody must sign, and whether something stands there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audit.claims.forms import source_of
from audit.claims.types import Signing
from audit.facts import is_name
from audit.lines import Line
from registry.text import HAN

__all__ = ["find_signings"]

# 户主签字：张三 · 户主（签名认可）：张三 · 户主签字（手印）：　　年　月　日 · 记录人签名:
_PLACE = re.compile(
    r"([一-龥、/（()）]{0,14}?(?:签字|签名|签章|捺印|手印)(?:认可|确认)?(?:[（(][^（()）]{1,14}[)）])?(?:栏|处)?[)）]?)\s*[：:]"
)
_WORD = re.compile(r"签字|签名|签章|捺印|手印")
_COLUMN = re.compile(r"(?:本人)?(?:签字|签名|签到|签章)(?:[（(].{1,8}[)）])?|签字[（(]?手印[)）]?")
_NAME_COLUMN = re.compile(r"姓\s*名|参会人员|与会人员|人员姓名|户主(姓名)?|户主")
_NOTHING = re.compile(r"[\s_＿.．…年月日号\-—/\d:：、，,]*")
# A thumbprint, as a clerk notes it; （手印） alone asks for one.
_PRINTED = re.compile(r"已[按捺盖](?:了)?(?:手印|指印|手指印)")
_NEXT_LABEL = re.compile(r"\s*[一-龥（()）]{2,14}[：:]|\s{3,}[一-龥]{2,}|　{2,}[一-龥]{2,}")


def find_signings(lines: Sequence[Line]) -> tuple[Signing, ...]:
    """Every place to sign: after a label, and in the column 签字 of a sheet (one for each person listed)."""
    return tuple(_signings(lines))


def _signings(lines: Sequence[Line]) -> Iterator[Signing]:
    columns: tuple[int, int] | None = None
    for line in lines:
        if line.tabular and len(line.cells) > 1:
            heading = _columns(line.cells)
            if heading:
                columns = heading
                continue
            if columns and max(columns) < len(line.cells) and is_name(line.cells[columns[0]]):
                name, signed = line.cells[columns[0]], line.cells[columns[1]]
                yield Signing(
                    f"{name}签字",
                    not _NOTHING.fullmatch(signed),
                    (signed,) if signed else (),
                    source_of(line),
                )
                continue
        if _WORD.search(line.text):
            yield from _in_text(line)


def _columns(cells: tuple[str, ...]) -> tuple[int, int] | None:
    names = [at for at, cell in enumerate(cells) if _NAME_COLUMN.fullmatch(cell)]
    signed = [at for at, cell in enumerate(cells) if _COLUMN.fullmatch(cell)]
    return (names[0], signed[0]) if names and signed and names[0] != signed[0] else None


def _in_text(line: Line) -> Iterator[Signing]:
    for text in line.cells if line.tabular else (line.raw,):
        for match in _PLACE.finditer(text):
            rest = text[match.end() :]
            following = _NEXT_LABEL.search(rest)
            value = rest[: following.start()] if following else rest
            words = re.sub(r"[（(].*?[)）]", "", value)
            label = re.sub(r"^[、/）)]+", "", match[1])
            names = tuple(re.findall(rf"[{HAN}·•]{{2,15}}", re.sub(r"[年月日]", " ", words)))
            filled = not _NOTHING.fullmatch(words) or bool(_PRINTED.search(value))
            yield Signing(label, filled, names, source_of(line))
