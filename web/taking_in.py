"""A registry or an export that the user dropped or named: kept, told apart, an export made into a registry."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from werkzeug.datastructures import FileStorage

from checklists import Fault, UserError
from fangpin.importing import UPDATE_SHEET, Brought, bring_in, holds_registry, rest_lines, used_lines
from registry.files import write_atomic
from registry.national_export import import_export
from registry.spreadsheet import read_spreadsheet
from web.dropped import keep_dropped
from web.registry_file import read_registry
from web.typed_path import typed_path

if TYPE_CHECKING:
    from registry.repair import Repair

__all__ = ["IMPORT_NOTES", "Taken", "import_notes", "keep_repaired", "take_in", "update_lines"]

_ENDINGS = (".xlsx", ".xlsm", ".xls", ".et", ".ods")
_LONGEST = 200
# What an import said, beside the registry that came of it.
IMPORT_NOTES = "导入说明.json"


@dataclass(frozen=True, slots=True)
class Taken:
    """The registry to work with, and what to call the work."""

    path: Path
    name: str


def take_in(uploads: Path, dropped: FileStorage | None, typed: str, previous: Path | None = None) -> Taken:
    """What was dropped is kept in `uploads`; a file named by its path is read where it lies.

    An export becomes a new registry in `uploads`, merged into `previous` where that is given. Raises UserError.
    """
    path = _named(typed) if typed.strip() else keep_dropped(uploads, dropped, endings=_ENDINGS)
    book = read_spreadsheet(path)
    if holds_registry(book):
        read_registry(path, book)  # kept: the next page shows it
        return Taken(path, path.stem)
    try:
        exported = import_export(path)
    except UserError as error:
        todo = "请放 fangpin 的登记簿，或系统导出的《（自定义）监测对象信息》；不要改工作表名和列名"
        raise UserError(Fault(path.name, "不是登记簿，也不是全国系统的导出表", todo)) from error
    brought = bring_in(exported, previous)
    target = uploads / secrets.token_hex(6) / "登记簿.xlsx"
    write_atomic(target, brought.data)
    write_atomic(target.with_name(IMPORT_NOTES), _notes(path, brought))
    return Taken(target, path.stem)


def keep_repaired(uploads: Path, path: Path, repair: Repair) -> Path:
    """Write the mended copy into a folder of its own."""
    copy = uploads / secrets.token_hex(6) / f"{path.stem}（改好的副本）{repair.suffix}"
    write_atomic(copy, repair.data)
    return copy


def import_notes(path: Path) -> Mapping[str, Any]:
    """What the import that made this registry said; empty where none did."""
    try:
        found: Mapping[str, Any] = json.loads((path.parent / IMPORT_NOTES).read_text(encoding="utf-8"))
    except OSError:
        return {}
    return found


def update_lines(path: Path) -> Sequence[tuple[str, ...]]:
    """The lines of its list of changes: what, household, who, cell, old, new. Raises UserError."""
    from registry.spreadsheet import read_rows

    rows = read_rows(path).get(UPDATE_SHEET, [])
    return [tuple(str(cell) for cell in row) for row in rows[1:]]


def _named(typed: str) -> Path:
    path = typed_path(typed)
    if path is None or not path.is_file():
        todo = "请写完整的位置，如 D:\\档案\\登记簿.xlsx；或直接把文件拖进来"
        raise UserError(Fault(typed.strip()[:_LONGEST], "电脑上没有这个文件", todo))
    return path


def _notes(export: Path, brought: Brought) -> bytes:
    updated = brought.updated
    notes = {
        "export": export.name,
        "households": len(brought.imported.registry.households),
        "people": len(brought.imported.registry.members),
        "used": list(used_lines(brought.imported)),
        "rest": list(rest_lines(brought)),
        "left": list(brought.left),
        "updated": updated is not None,
        "counts": dict(Counter(line.action for line in updated.lines)) if updated else {},
    }
    return json.dumps(notes, ensure_ascii=False).encode()
