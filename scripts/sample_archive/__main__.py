"""Write archives/sample and archives/truth.json."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from checklists import Level, Stage, load_checklist
from scripts.sample_archive.office import convert, docx, photo, xlsx
from scripts.sample_archive.offices import office_places
from scripts.sample_archive.paper import ELIMINATED
from scripts.sample_archive.place import Place
from scripts.sample_archive.planted import DEFECTS, GAPS, UNITS
from scripts.sample_archive.village import village_places

HERE = Path(__file__).resolve().parents[2] / "archives"
AS_OF = "2021-11-30"
# What comes of one thing left out or spoilt, and may be said besides it.
FOLLOWS = {
    "missing-month": ("missing-part",),
    "missing-proof": ("missing-part", "measure-mismatch"),
    "missing-item": ("missing-part",),
    "blank-field": ("income-arithmetic",),
}


def main() -> None:
    """Replace the archive and its truth."""
    archive = HERE / "sample"
    shutil.rmtree(archive, ignore_errors=True)
    contents = dict(_contents())
    for path, data in (
        contents | convert({p: d for p, d in contents.items() if p.suffix in (".doc", ".xls", ".pdf")})
    ).items():
        _write(archive / path, data)
    spoilt = {
        note: archive / files[0]
        for rule, _, _, files, note in DEFECTS
        if rule in ("empty-file", "unreadable-file")
    }
    _write(spoilt["0 字节"], b"")
    _write(spoilt["文件只剩前半截"], docx(("走访情况", "七月份入户走访，了解各户近况。" * 20))[:700])
    _write(archive / "区本级" / "Thumbs.db", b"\xd0\xcf\x11\xe0" + bytes(60))
    _write(archive / "柳荫街道" / "街道本级" / "~$工作通知.docx", bytes(162))
    truth = json.dumps(_truth(), ensure_ascii=False, indent=1)
    (HERE / "truth.json").write_text(truth + "\n", encoding="utf-8")


def _places() -> Iterator[Place]:
    """The damaged files and the litter aside."""
    yield from office_places()
    yield from village_places()


def _contents() -> Iterator[tuple[Path, bytes]]:
    for place in _places():
        path = Path(place.path)
        if place.paper is None:
            yield path, photo(place.path, place.taken or "")
        elif path.suffix in (".xlsx", ".xls"):
            yield path, xlsx(dict(place.sheets) or {"Sheet1": place.paper.body})
        else:
            yield path, docx(place.paper.body)


def _truth() -> dict[str, Any]:
    return {
        "schema": "fangpin-truth/1",
        "checklist": "tongren-2021",
        "as_of": AS_OF,
        "units": [{"id": unit, "level": level} for unit, level in UNITS],
        "files": sorted([*map(_file, _places()), *_spoilt()], key=lambda file: file["path"]),
        "cells": list(_cells()),
        "defects": [
            {
                "rule": rule,
                "unit": unit,
                "item": item,
                "files": list(files),
                "note": note,
                "also_allowed": [{"rule": other, "unit": unit} for other in FOLLOWS.get(rule, ())],
            }
            for rule, unit, item, files, note in DEFECTS
        ],
    }


def _file(place: Place) -> dict[str, Any]:
    kinds = place.paper.kind if place.paper else ("photo",)
    return {
        "path": place.path,
        "unit": place.unit,
        "kind": kinds[0] if len(kinds) == 1 else list(kinds),
        "stage": place.paper.stage if place.paper else place.stage,
        "items": list(place.items),
        "scored": True,
        "format": Path(place.path).suffix[1:],
    }


def _spoilt() -> Iterator[dict[str, Any]]:
    for rule, unit, _, files, _ in DEFECTS:
        if rule in ("empty-file", "unreadable-file"):
            yield {
                "path": files[0],
                "unit": unit,
                "kind": "unknown",
                "stage": None,
                "items": [],
                "scored": False,
                "format": "docx",
            }


def _cells() -> Iterator[dict[str, Any]]:
    eliminated = {each.head for each in ELIMINATED}
    for unit, level in UNITS:
        name = unit.rsplit("/", 1)[-1]
        for item in load_checklist().of_level(Level(level)):
            status, missing = GAPS.get((unit, item.id), ("complete", ()))
            without_households = level == "village" and not any(u.startswith(f"{unit}/") for u, _ in UNITS)
            if item.stage is Stage.ELIMINATION and level == "household" and name not in eliminated:
                status = "not-applicable"
            if item.stage is not None and without_households:
                status = "not-applicable"
            yield {"unit": unit, "item": item.id, "status": status, "missing_parts": list(missing)}


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


if __name__ == "__main__":
    main()
