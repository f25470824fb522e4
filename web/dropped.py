"""Files that users drop: kept in the data folder under a name that no path can hide in."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from pathlib import Path

from werkzeug.datastructures import FileStorage

from checklists import Fault, UserError

__all__ = ["keep_dropped"]

# What no file may be called on Windows, and what would lead elsewhere.
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST = 80


def keep_dropped(folder: Path, dropped: FileStorage | None, *, endings: Sequence[str]) -> Path:
    """Write it into a new folder of its own in `folder`. Raises UserError: nothing was dropped, or another kind of file."""
    if dropped is None or not dropped.filename:
        raise UserError(Fault("文件", "没有选", "请先选一个文件，或把它拖到框里"))
    name = _UNSAFE.sub("_", dropped.filename.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or f".{ending.lower()}" not in endings:
        raise UserError(Fault(name or "文件", "这里不收这种文件", f"请选 {'、'.join(endings)} 文件"))
    place = folder / secrets.token_hex(6)
    place.mkdir(mode=0o700, parents=True)
    path = place / f"{stem[:_LONGEST]}.{ending.lower()}"
    try:
        dropped.save(path)
    except OSError as error:
        raise UserError(
            Fault(path.name, f"存不下来（{error.strerror or error}）", "请检查磁盘是否已满")
        ) from error
    return path
