"""The spellings of labels.yaml, compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from audit.claims.types import Field
from registry.text import half_width, squeeze

__all__ = ["field_of", "risk_of", "type_of"]

# 人均纯收入（元） · 人口(人) · 时间（年月） · 1.工资性收入 · （一）工资性收入
_NOTE = re.compile(r"[（(](?!社区|居)[^（()）]{1,8}[)）]$")
_NUMBER = re.compile(r"^(?:[\d一二三四五六七八九十]{1,2}[.、．]|[（(][\d一二三四五六七八九十]{1,2}[)）])")


@dataclass(frozen=True, slots=True)
class _Labels:
    fields: tuple[tuple[Field, re.Pattern[str]], ...]
    types: tuple[tuple[str, re.Pattern[str]], ...]
    risks: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _labels() -> _Labels:
    data: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("labels.yaml").read_text("utf-8"))
    return _Labels(
        tuple((Field(name), re.compile(words)) for name, words in data["fields"].items()),
        tuple((name, re.compile(words)) for name, words in data["types"].items()),
        tuple((name, re.compile(words)) for name, words in data["risks"].items()),
    )


@lru_cache(maxsize=1 << 14)
def field_of(label: str) -> Field | None:
    """The field that a label names: 人均纯收入（元） → PER_HEAD. None for any other text."""
    if not 1 <= len(label) <= 20:
        return None
    bare = _NUMBER.sub("", _NOTE.sub("", squeeze(half_width(label)).rstrip("：:")))
    for field, pattern in _labels().fields:
        if pattern.fullmatch(bare):
            return field
    return None


@lru_cache(maxsize=1 << 12)
def type_of(text: str) -> str:
    """The type of monitored household that the words mean; "" where they mean none, or two."""
    found = [name for name, pattern in _labels().types if pattern.search(text)]
    return found[0] if len(found) == 1 else ""


@lru_cache(maxsize=1 << 12)
def risk_of(text: str) -> str:
    """The risk that one word or phrase means; "" where it means none that is known."""
    return next((name for name, pattern in _labels().risks if pattern.search(text)), "")
