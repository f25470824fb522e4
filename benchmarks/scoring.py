"""An audit's report held against the truth of its archive: kinds, units and cells. Pure, but for `load_truth`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from audit.types import Cell, File, Report, Status

__all__ = ["Score", "Truth", "load_truth", "score"]


@dataclass(frozen=True, slots=True)
class Truth:
    """What truth.json says of an archive; its rows as they stand there."""

    archive: Path
    as_of: date
    checklist: str
    files: tuple[Mapping[str, Any], ...]
    cells: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of what is right (None where nothing was to be judged), and what is wrong, a line each."""

    files: int
    cells: int
    kind_accuracy: float | None
    macro_f1: float | None
    unit_accuracy: float | None
    cell_accuracy: float | None
    wrong_kinds: tuple[str, ...]
    wrong_units: tuple[str, ...]
    wrong_cells: tuple[str, ...]


def load_truth(sample: Path) -> Truth:
    """The truth of a sample: a folder with truth.json and the archive beside it (`archive/`, or the only folder)."""
    data = json.loads((sample / "truth.json").read_text(encoding="utf-8"))
    folders = [sample / "archive", *sorted(path for path in sample.iterdir() if path.is_dir())]
    archive = next(path for path in folders if path.is_dir())
    return Truth(
        archive,
        date.fromisoformat(data["as_of"]),
        data.get("checklist", "tongren-2021"),
        tuple(data["files"]),
        tuple(data["cells"]),
    )


def score(report: Report, truth: Truth) -> Score:
    """Judge every file and cell of the truth that is to be scored."""
    found = {file.path: file for file in report.files}
    cells = {(cell.unit, cell.item.id): cell for cell in report.cells}
    files = [row for row in truth.files if row.get("scored", True)]
    due = [row for row in truth.cells if row.get("scored", True)]
    pairs = [_pair(row, found.get(row["path"])) for row in files]
    wrong_kinds = [
        f"{row['path']}: {'+'.join(_kinds(row))} ≠ {got}"
        for row, (want, got) in zip(files, pairs, strict=True)
        if want != got
    ]
    wrong_units = [
        f"{row['path']}: {row['unit']} ≠ {_unit(found.get(row['path']))}"
        for row in files
        if _unit(found.get(row["path"])) != row["unit"]
    ]
    wrong_cells = [line for row in due if (line := _wrong_cell(row, cells.get((row["unit"], row["item"]))))]
    return Score(
        files=len(files),
        cells=len(due),
        kind_accuracy=_share(len(files) - len(wrong_kinds), len(files)),
        macro_f1=_macro_f1(pairs),
        unit_accuracy=_share(len(files) - len(wrong_units), len(files)),
        cell_accuracy=_share(len(due) - len(wrong_cells), len(due)),
        wrong_kinds=tuple(wrong_kinds),
        wrong_units=tuple(wrong_units),
        wrong_cells=tuple(wrong_cells),
    )


def _kinds(row: Mapping[str, Any]) -> Sequence[str]:
    return row["kind"] if isinstance(row["kind"], list) else [row["kind"]]


def _pair(row: Mapping[str, Any], file: File | None) -> tuple[str, str]:
    """The kind wanted and the kind found; any kind of a bound file is right."""
    got = file.kind if file else "not-in-the-report"
    wanted = _kinds(row)
    return (got if got in wanted else wanted[0]), got


def _unit(file: File | None) -> str:
    return file.unit if file else ""


def _wrong_cell(row: Mapping[str, Any], cell: Cell | None) -> str:
    """How a cell differs from the truth; "" where it does not."""
    status = cell.status.value if cell else "not-in-the-report"
    lacking = sorted(cell.missing_parts) if cell else []
    wanted = sorted(row.get("missing_parts", []))
    parts_count = row["status"] == Status.PARTIAL.value
    if status == row["status"] and (lacking == wanted or not parts_count):
        return ""
    return f"{row['unit']} {row['item']}: {row['status']} {wanted} ≠ {status} {lacking}"


def _share(right: int, total: int) -> float | None:
    return round(right / total, 4) if total else None


def _macro_f1(pairs: Sequence[tuple[str, str]]) -> float | None:
    """The mean of F1 over the kinds that the truth holds."""
    wanted = Counter(want for want, _ in pairs)
    found = Counter(got for _, got in pairs)
    right = Counter(want for want, got in pairs if want == got)
    if not wanted:
        return None
    return round(sum(2 * right[kind] / (wanted[kind] + found[kind]) for kind in wanted) / len(wanted), 4)
