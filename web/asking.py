"""Which papers a page asks for, as its form says it and as an address may: in numbers alone."""

from __future__ import annotations

from collections.abc import Mapping

from web.registry_file import Asked, RegistryFile

__all__ = ["LEVELS", "STAGES", "numbers_of", "read_asked", "whole_number"]

# A file is known by a number of 48 bits.
_DIGITS = 15
# In the order of their numbers.
LEVELS = (
    ("", "各级"),
    ("county", "县级档案"),
    ("township", "乡级档案"),
    ("village", "村级档案"),
    ("household", "户档案"),
)
STAGES = (("", "各阶段"), ("identification", "认定"), ("elimination", "风险消除"))


def read_asked(given: Mapping[str, str], file: RegistryFile) -> Asked:
    """What a form or an address asks for; the registry's own office where nothing is said."""
    return Asked(
        office=_number(given, "office", file.own_office),
        unit=_number(given, "unit", 0),
        level=LEVELS[_number(given, "level", 0) % len(LEVELS)][0],
        stage=STAGES[_number(given, "stage", 0) % len(STAGES)][0],
        exported=_number(given, "exported", 0) == 1,
    )


def numbers_of(asked: Asked) -> dict[str, int]:
    """The same as an address may hold it."""
    levels, stages = [key for key, _ in LEVELS], [key for key, _ in STAGES]
    return {
        "office": asked.office,
        "unit": asked.unit,
        "level": levels.index(asked.level),
        "stage": stages.index(asked.stage),
        "exported": int(asked.exported),
    }


def _number(given: Mapping[str, str], name: str, otherwise: int) -> int:
    return whole_number(given.get(name, ""), otherwise)


def whole_number(text: str, otherwise: int = 0) -> int:
    """1, 20: what a form says in digits, no longer than any number here is; else `otherwise`."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else otherwise
