"""A county's registry of any size whose every free text hurts: seeded, so that a failure comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from random import Random
from typing import Any

from registry.column import columns_of
from registry.identity import check_digit
from registry.registry import Registry
from tests.docgen.builders import sample

__all__ = ["LONG", "RARE", "SIGNS", "hostile_county", "hostile_text", "texts_of"]

SIGNS = "<&>\"'{{ x }}{% y %}"
RARE = "堃喆玥𠮷"
LONG = "长" * 60
# What breaks XML, jinja, spreadsheets, file names, paths, or is taken for a number, a date, a formula or nothing.
PIECES = (
    SIGNS, RARE, LONG, "&amp;&#60;", "</w:t>", "]]>", "<!--", "{{", "}}", "{%", "{#", "%s%d{0}", "\\n\\1$1", "=1+1", "=HYPERLINK(\"x\")",
    "+86", "-2", "@SUM", "'", "_x000D_", "_x0041_", "0012", "1e5", "2021-01-01", "TRUE", "None", "nan", "〔待填〕", "‖",
    "ＡＢＣ１２３（）", "㙍𪚥𬭚", "é", "a\N{COMBINING ACUTE ACCENT}", "👨", "　", "\N{NO-BREAK SPACE}", "\t", "\n", "\r\n", "\n\n", "  ",
    "\N{ZERO WIDTH SPACE}", "\N{RIGHT-TO-LEFT MARK}", "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{ZERO WIDTH NO-BREAK SPACE}", "\N{LINE SEPARATOR}",
    "../", "C:\\", "con", "nul.", "*?|", "...", "•", "①", "″", "“”", "、", "；",
)  # fmt: skip
_BY_HOUSEHOLD = ("members", "incomes", "comparisons", "measures", "changes", "visits", "votes")
# Texts that are no free texts: they name other records, or a period, or are read as digits.
_NAMES = frozenset(
    {"household_id", "village", "meeting_id", "batch", "elimination_batch", "period_from", "period_to"}
)
_PLACES = ("name", "village", "unit", "parent")
_DIGITS = ("id_number", "phone", "helper_phone")


# Heads of one village whose names are alike once they are cut, or cleaned for Windows.
_HEADS = {0: f"{LONG}甲", 16: f"{LONG}乙", 32: LONG, 48: "同:名", 64: "同?名", 80: "Tóng名", 96: "tÓNG名"}
# Names of villages: long, and two that Windows would have in one folder.
_VILLAGES = (f"{LONG}村", "甲<乙>'{{ x }}村", "甲>乙<'{{ x }}村", f"{RARE}&村")


def hostile_text(random: Random, mark: str) -> str:
    """Two to five pieces in any order, and a mark that no other text has."""
    pieces = random.choices(PIECES, k=random.randint(2, 5))
    pieces.insert(random.randint(0, len(pieces)), mark)
    return "".join(pieces)


def texts_of(record: Any) -> Iterator[tuple[str, str]]:
    """The free texts of a record by field."""
    for name, column in columns_of(record).items():
        value = getattr(record, name)
        if isinstance(value, str) and not column.choices and name not in _NAMES and name not in _DIGITS:
            yield name, value


def hostile_county(size: int, seed: int = 1) -> Registry:
    """The sample with so many households, every free text of them and of their records hostile, some cells empty."""
    random = Random(seed)
    original = sample()
    content: dict[str, list[Any]] = {name: [] for name in ("households", *_BY_HOUSEHOLD)}
    for number in range(size):
        model = original.households[number % len(original.households)]
        key = f"{number:04d}"
        household = _hurt(_own(model, key, number), random, f"户{key}")
        if number in _HEADS:
            household = replace(household, head=_HEADS[number])
        content["households"].append(household)
        for name in _BY_HOUSEHOLD:
            for place, record in enumerate(getattr(original, name)):
                if record.household_id == model.household_id:
                    own = _own(record, key, number)
                    content[name].append(_hurt(own, random, f"{name}{key}-{place}"))
    rows: Mapping[str, Any] = {
        name: tuple(replace(record, row=place) for place, record in enumerate(records, 2))
        for name, records in content.items()
    }
    return _renamed(replace(original, **rows))


def _renamed(registry: Registry) -> Registry:
    """The registry with hostile names for some villages, wherever they are named."""
    villages = [unit.name for unit in registry.units if unit.level == "村级"]
    names = dict(zip(villages, _VILLAGES, strict=False))
    content: dict[str, Any] = {}
    for field in fields(registry):
        records = getattr(registry, field.name)
        if isinstance(records, tuple):
            content[field.name] = tuple(
                replace(record, **{f: names[v] for f in _PLACES if (v := getattr(record, f, None)) in names})
                for record in records
            )
    return replace(registry, **content)


def _hurt(record: Any, random: Random, mark: str) -> Any:
    """The record with hostile texts; one in eight that are not required is empty."""
    changes: dict[str, str | None] = {}
    for place, (name, _) in enumerate(texts_of(record)):
        empty = not columns_of(record)[name].required and random.random() < 0.125
        changes[name] = None if empty else hostile_text(random, f"{mark}.{place}号")
    return replace(record, **changes)


def _own(record: Any, key: str, number: int) -> Any:
    """The record for another household, with an ID number of its own: the same sex, another birthday."""
    changes = {"household_id": key}
    if getattr(record, "id_number", None):
        born = date.fromordinal(date(1950, 1, 1).toordinal() + number)
        first = f"{record.id_number[:6]}{born:%Y%m%d}{record.id_number[14:17]}"
        changes["id_number"] = first + check_digit(first)
    return replace(record, **changes)
