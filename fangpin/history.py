"""The reports of earlier runs, kept by date in the report folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from checklists import Fault, UserError

if TYPE_CHECKING:
    from audit.runs.earlier import Earlier
    from audit.types import Report

__all__ = ["FOLDER", "beside_earlier", "keep_run", "load_run"]

FOLDER = "历次"


def beside_earlier(report: Report, target: Path, baseline: Path | None) -> Report:
    """The report compared with `baseline`, else with the newest kept run before it that had the same to look at.

    A kept run that saw the very same is this run; one of another checklist or of other units says nothing of it.
    Raises UserError for a baseline that cannot be read.
    """
    from audit.runs.compare import as_first, compare, run_digest, why_not_comparable

    if baseline is not None:
        earlier = load_run(baseline)
        why = why_not_comparable(report, earlier)
        return as_first(report, f"没有与 {baseline} 比较：它{why}") if why else compare(report, earlier)
    own, note = run_digest(report), ""
    for path in sorted((target / FOLDER).glob("report-*.json"), key=_order, reverse=True):
        try:
            earlier = load_run(path)
        except UserError as error:
            note = (
                note or f"{path.name} 读不下去，没有比较（{'；'.join(each.what for each in error.faults)}）"
            )
            continue
        why = why_not_comparable(report, earlier)
        if why:
            note = note or f"没有与 {earlier.generated_at[:16].replace('T', ' ')} 的检查比较：那次{why}"
        elif earlier.run != own:
            return compare(report, earlier)
    return as_first(report, note)


def keep_run(target: Path, text: str, now: str) -> None:
    """Keep the masked report.json of a run, unless it says what the newest kept one says. Raises UserError."""
    from registry.files import write_atomic

    folder = target / FOLDER
    kept = sorted(folder.glob("report-*.json"), key=_order)
    if kept and _but_for_its_time(kept[-1]) == _told(text):
        return
    stem = "report-" + re.sub(r"[^0-9T-]", "", now[:19])
    path, number = folder / f"{stem}.json", 2
    while path.exists():
        path, number = folder / f"{stem}_{number}.json", number + 1
    write_atomic(path, text.encode("utf-8", "replace"))


def _order(path: Path) -> tuple[str, int]:
    """By the time in the name, then by the number of those of one second."""
    stem, _, number = path.stem.partition("_")
    return stem, int(number) if number.isdigit() else 1


def _but_for_its_time(path: Path) -> str:
    try:
        return _told(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""


def _told(text: str) -> str:
    """The report without its own time."""
    return re.sub(r'"generated_at": "[^"]*"', "", text, count=1)


def load_run(path: Path) -> Earlier:
    """A run by its report.json. Raises UserError."""
    from audit.runs.earlier import parse_earlier

    try:
        return parse_earlier(path.read_text(encoding="utf-8-sig"), str(path))
    except FileNotFoundError as error:
        raise UserError(Fault(str(path), "没有这个文件", "请检查路径")) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            Fault(str(path), f"打不开（{error}）", "请给出 fangpin audit 写的 report.json")
        ) from error
