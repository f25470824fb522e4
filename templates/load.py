"""Read the manifest and the template files beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from checklists import Level, load_kinds

__all__ = [
    "Filing", "KitPaper", "ReportPaper", "Template", "load_kit", "load_manifest", "load_reports", "template_bytes",
    "template_ids",
]  # fmt: skip

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a paper is filed: an item of the checklist, whole or as an extract for one household."""

    item: str
    extract: bool


@dataclass(frozen=True, slots=True)
class Template:
    """One entry of the manifest; its id is the name of its .docx and, unless `kind` says otherwise, the kind of document.

    `name`: what users call it. `about`: the level of the units of which the issuer makes one each (None: of itself).
    `lists`: the level whose decision its list shows (None: the issuer's). `also`: other kinds of meeting that it records at the same levels. `paper`: the kind of paper issued
    (registry.values.PAPER_KINDS) that it prints. `exported`: a checking copy of what the national system prints.
    """

    id: str
    kind: str
    name: str
    due: str
    about: Level | None
    lists: Level | None
    issuers: tuple[Level, ...]
    meetings: Mapping[Level, str]
    also: tuple[str, ...]
    needs: tuple[str, ...]
    optional: tuple[str, ...]
    file: str
    paper: str
    exported: bool
    filed: Mapping[str, Mapping[Level, tuple[Filing, ...]]]

    @property
    def stages(self) -> tuple[str, ...]:
        return tuple(self.filed)


@dataclass(frozen=True, slots=True)
class KitPaper:
    """A paper for before a meeting: filed nowhere. `each`: one a household, else one a meeting.

    `meetings`: the kinds of meeting that need it; empty: all.
    """

    id: str
    name: str
    file: str
    each: bool
    meetings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """A paper about an archive, such as the report of an audit: filed nowhere in it. `command` makes it."""

    id: str
    name: str
    file: str
    command: str = "audit"


@cache
def load_manifest() -> tuple[Template, ...]:
    """All templates, in the order in which a round produces them."""
    rows = yaml.safe_load((_HERE / "manifest.yaml").read_text(encoding="utf-8"))["templates"]
    return tuple(_template(row) for row in rows)


@cache
def load_kit() -> tuple[KitPaper, ...]:
    """The papers for before a meeting, in the order in which they are used."""
    rows = yaml.safe_load((_HERE / "manifest.yaml").read_text(encoding="utf-8"))["kit"]
    return tuple(
        KitPaper(row["id"], row["name"], row["file"], row.get("each", False), tuple(row.get("meetings", ())))
        for row in rows
    )


@cache
def load_reports() -> tuple[ReportPaper, ...]:
    """The papers about an archive."""
    rows = yaml.safe_load((_HERE / "manifest.yaml").read_text(encoding="utf-8"))["reports"]
    return tuple(ReportPaper(**row) for row in rows)


def template_ids() -> tuple[str, ...]:
    """The ids of all templates, those of the kit and of reports last."""
    papers = *(paper.id for paper in load_kit()), *(paper.id for paper in load_reports())
    return (*(template.id for template in load_manifest()), *papers)


@cache
def template_bytes(template_id: str) -> bytes:
    """The .docx of that template."""
    return (_HERE / f"{template_id}.docx").read_bytes()


def _template(row: dict[str, Any]) -> Template:
    issuers = tuple(Level(name) for name in row["issuer"])
    kind = row.get("kind", row["id"])
    meeting = row.get("meeting", {})
    return Template(
        id=row["id"],
        kind=kind,
        name=row.get("name") or load_kinds()[kind].name,
        due=row["due"],
        about=Level(row["about"]) if "about" in row else None,
        lists=Level(row["lists"]) if "lists" in row else None,
        issuers=issuers,
        meetings=dict.fromkeys(issuers, meeting)
        if isinstance(meeting, str)
        else {Level(level): kind for level, kind in meeting.items()},
        also=tuple(row.get("also", ())),
        needs=tuple(row.get("needs", ())),
        optional=tuple(row.get("optional", ())),
        file=row["file"],
        paper=row.get("paper", ""),
        exported=row.get("exported", False),
        filed={
            stage: {Level(level): tuple(map(_filing, items)) for level, items in by_level.items()}
            for stage, by_level in row["filed"].items()
        },
    )


def _filing(text: str) -> Filing:
    return Filing(text.rstrip("*"), text.endswith("*"))
