"""A drafted registry as a workbook: its sheets, the sheet 来源, and what to say of it. Pure but for the writing library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from audit.drafting.types import Draft, Sourced, Word
from registry.column import columns_of
from registry.identity import mask_numbers
from registry.read_workbook import records_of
from registry.sheets import SHEETS, Sheet
from registry.write_sources import Origin, add_sources
from registry.write_workbook import workbook_bytes

__all__ = ["count_values", "draft_bytes", "tell_conflicts"]

_NOTES = (
    "这份登记簿是由已有材料起草的，只写材料里写着的；没有写的留空。下面逐格列出取自哪份材料、哪一页、哪一行。",
    "几份材料说法不一的：取说的材料份数最多的；份数一样的，先取本户签过字的表（申请书、核查表、采集表、评估表等），再取名单、"
    "台账。没有取的列在“其他说法和材料”，登记簿里的格子标成黄色。一致不等于真实，请对照原件核实。",
    "蓝色的格子材料里没有写，是程序编的号或推定的，请核对。户编号、会议编号都是程序编的，不逐格列出。",
)
_MADE_UP = ("household_id", "meeting_id")
_FIRST_ROW = 2  # the first below the headings


def draft_bytes(draft: Draft) -> bytes:
    """The workbook as .xlsx."""
    origins = tuple(_origins(draft))
    return workbook_bytes(draft.registry, finish=lambda book: add_sources(book, origins, _NOTES))


def count_values(draft: Draft) -> int:
    """How many cells papers filled."""
    return sum(bool(sourced.words) and not sourced.coined for sourced in draft.sources.values())


def tell_conflicts(draft: Draft, most: int) -> Iterator[str]:
    """The first values that papers disagree on, a line each, numbers of persons masked."""
    told = 0
    for sheet in SHEETS:
        every = records_of(draft.registry, sheet.record)
        for number, row in enumerate(every):
            for field, column in columns_of(sheet.record).items():
                sourced = draft.sources.get((sheet.record, number, field))
                if sourced is None or not sourced.others or told == most:
                    continue
                told += 1
                where = f"〔{sheet.name}〕第 {number + _FIRST_ROW} 行 {_who(draft, row)} {column.heading}"
                taken = f"取“{_shown(sourced.value)}”（{len(sourced.words)} 份材料）"
                yield mask_numbers(f"{where}：{taken}；另有 {_others(sourced)}")


def _origins(draft: Draft) -> Iterator[Origin]:
    for sheet in SHEETS:
        for number, row in enumerate(records_of(draft.registry, sheet.record)):
            yield from _of_row(draft, sheet, number, row)


def _of_row(draft: Draft, sheet: Sheet, number: int, row: Any) -> Iterator[Origin]:
    """A line for each source of the row; values that are disagreed on or made up have one of their own."""
    groups: dict[tuple[Any, ...], list[tuple[int, str, Sourced]]] = {}
    for place, (field, column) in enumerate(columns_of(sheet.record).items()):
        sourced = draft.sources.get((sheet.record, number, field))
        if sourced is None or field in _MADE_UP:
            continue
        word = sourced.words[0] if sourced.words else Word("", 0, "")
        own = field if sourced.others or sourced.coined else ""
        groups.setdefault((word.file, word.page, word.quote, own), []).append(
            (place, column.heading, sourced)
        )
    who = _who(draft, row)
    for (file, page, quote, _), cells in groups.items():
        first = cells[0][2]
        yield Origin(
            sheet=sheet.name,
            row=number + _FIRST_ROW,
            places=tuple(place for place, _, _ in cells),
            who=who,
            headings="、".join(heading for _, heading, _ in cells),
            values="；".join(_shown(sourced.value) for _, _, sourced in cells),
            how=first.coined,
            file=file,
            page=page,
            quote=quote,
            papers=min(len(sourced.words) for _, _, sourced in cells),
            others=_others(first),
        )


def _others(sourced: Sourced) -> str:
    """2（甲/乙.docx 第1页）；3（…）"""
    views: dict[str, list[str]] = {}
    for value, word in sourced.others:
        views.setdefault(_shown(value), []).append(f"{word.file} 第{word.page}页")
    return "；".join(f"{value}（{'、'.join(files)}）" for value, files in views.items())


def _shown(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _who(draft: Draft, row: Any) -> str:
    """What the row is of: village and head, office, name."""
    home = draft.registry.households_by_id.get(getattr(row, "household_id", ""))
    parts: Sequence[str | None]
    if home is not None:
        parts = (home.village, home.head, getattr(row, "name", None))
    else:
        parts = (getattr(row, "unit", None), getattr(row, "name", None), getattr(row, "kind", None))
    return " ".join(str(part) for part in parts if part)
