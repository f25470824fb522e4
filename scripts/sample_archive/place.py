"""A file's place: its path, whose it is, and the items it serves; and the papers that open every office's folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scripts.sample_archive.office import Body
from scripts.sample_archive.paper import Paper


@dataclass(frozen=True, slots=True)
class Place:
    """A file: its path, whose it is, the items it serves, and the paper; `taken` makes it a photo of that day."""

    path: str
    unit: str
    items: tuple[str, ...]
    paper: Paper | None = None
    taken: str | None = None
    stage: str | None = None
    sheets: tuple[tuple[str, Body], ...] = ()


def photo_at(path: str, unit: str, item: str, taken: str, stage: str | None = None) -> Place:
    return Place(path, unit, (item,) if item else (), taken=taken, stage=stage)


def guidance(
    folder: str, unit: str, item: str, made: tuple[Paper, Paper, Paper], photo: tuple[str, str]
) -> Iterator[Place]:
    names = (
        "上级实施意见.pdf" if item == "C01" else "上级实施意见.docx",
        "工作通知.doc" if item == "V01" else "工作通知.docx",
        "推进会纪要.docx",
    )
    for name, paper in zip(names, made, strict=True):
        yield Place(f"{folder}/{name}", unit, (item,), paper)
    yield photo_at(f"{folder}/{photo[0]}.jpg", unit, item, photo[1])
