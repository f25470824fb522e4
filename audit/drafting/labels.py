"""The spellings of labels.yaml, compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from registry.text import half_width, squeeze

__all__ = ["column_of"]

# 人均纯收入（元） · 采集人（两人以上）; not 村（社区）
_NOTE = re.compile(r"[（(](?!社区|居)[^（()）]{1,8}[)）]$")


@cache
def _labels() -> Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    data: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("labels.yaml").read_text("utf-8"))
    return {
        group: tuple((field, re.compile(words)) for field, words in fields.items())
        for group, fields in data.items()
    }


@lru_cache(maxsize=1 << 14)
def column_of(group: str, label: str) -> str:
    """The field that a label names on papers of a group (household, member, meeting …); "" for any other text."""
    if not 1 <= len(label) <= 20:
        return ""
    bare = _NOTE.sub("", squeeze(half_width(label)).rstrip("：:"))
    return next((field for field, pattern in _labels()[group] if pattern.fullmatch(bare)), "")
