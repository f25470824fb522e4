"""Read the manifest and the template files beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from checklists import Level

__all__ = ["Filing", "Template", "load_manifest", "template_bytes"]

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a paper is filed: an item of the checklist, whole or as an extract for one household."""

    item: str
    extract: bool


@dataclass(frozen=True, slots=True)
class Template:
    """One entry of the manifest; its id is the kind of document and the name of its .docx."""

    id: str
    due: str
    issuers: tuple[Level, ...]
    meetings: Mapping[Level, str]
    needs: tuple[str, ...]
    optional: tuple[str, ...]
    file: str
    filed: Mapping[str, Mapping[Level, tuple[Filing, ...]]]

    @property
    def stages(self) -> tuple[str, ...]:
        return tuple(self.filed)


@cache
def load_manifest() -> tuple[Template, ...]:
    """All templates, in the order in which a round produces them."""
    rows = yaml.safe_load((_HERE / "manifest.yaml").read_text(encoding="utf-8"))["templates"]
    return tuple(_template(row) for row in rows)


@cache
def template_bytes(template_id: str) -> bytes:
    """The .docx of that template."""
    return (_HERE / f"{template_id}.docx").read_bytes()


def _template(row: dict[str, Any]) -> Template:
    issuers = tuple(Level(name) for name in row["issuer"])
    meeting = row.get("meeting", {})
    return Template(
        id=row["id"],
        due=row["due"],
        issuers=issuers,
        meetings=dict.fromkeys(issuers, meeting)
        if isinstance(meeting, str)
        else {Level(level): kind for level, kind in meeting.items()},
        needs=tuple(row.get("needs", ())),
        optional=tuple(row.get("optional", ())),
        file=row["file"],
        filed={
            stage: {Level(level): tuple(map(_filing, items)) for level, items in by_level.items()}
            for stage, by_level in row["filed"].items()
        },
    )


def _filing(text: str) -> Filing:
    return Filing(text.rstrip("*"), text.endswith("*"))
