"""Files that users drop: kept in the data folder under a name that no path can hide in."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path

from werkzeug.datastructures import FileStorage

from checklists import Fault, UserError
from registry.files import write_fault
from registry.text import safe_file_name

__all__ = ["keep_dropped"]

# Systems allow 255 bytes; what is made of the file is called after it, with a few words more.
_LONGEST = 180


def keep_dropped(folder: Path, dropped: FileStorage | None, *, endings: Sequence[str]) -> Path:
    """Write it into a new folder of its own in `folder`. Raises UserError: nothing was dropped, or another kind of file."""
    if dropped is None or not dropped.filename:
        raise UserError(Fault("文件", "没有选", "请先选一个文件，或把它拖到框里"))
    name = dropped.filename.replace("\\", "/").rpartition("/")[2].strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or f".{ending.lower()}" not in endings:
        raise UserError(Fault(name[-40:] or "文件", "这里不收这种文件", f"请选 {'、'.join(endings)} 文件"))
    place = folder / secrets.token_hex(6)
    short = stem.encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore")
    path = place / f"{safe_file_name(short)}.{ending.lower()}"
    try:
        place.mkdir(mode=0o700, parents=True)
        dropped.save(path)
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise UserError(write_fault(path, error)) from error
    return path
