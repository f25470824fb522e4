"""Paths of what is put beside the archive: within Windows' limit, each its own, and never inside the archive."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path, PurePosixPath

from checklists import Fault, UserError
from docgen.layout import shorten

__all__ = ["FOLDER", "archive_above", "folder_for", "free_path", "list_beside"]

FOLDER = "补充"
_LOOKED_AT = 40


def free_path(path: PurePosixPath, mark: str, root_length: int, taken: set[str]) -> PurePosixPath:
    """The path with the mark behind its name, unlike any other of this run (Windows does not tell capitals apart).

    A name is cut so that the whole stays within Windows' limit; a folder that is too long by itself stays as it is, and
    writing tells.
    """
    for number in count(1):
        told = mark if number == 1 else f"{mark}（{number}）"
        try:
            found = shorten(path, root_length, told)
        except UserError:
            found = path.with_name(f"{path.stem}{told}{path.suffix}")
        if str(found).lower() not in taken:
            taken.add(str(found).lower())
            return found
    raise AssertionError("count() ends never")


def list_beside(folder: Path, name: str) -> Path:
    """The list of what is in a folder stands beside it, so that the folder can be copied into the archive as it is."""
    return folder.with_name(f"{folder.name}-{name}.xlsx")


def archive_above(folder: Path, files: Iterable[str]) -> Path | None:
    """The folder itself or the one above it that is the audited archive, told by the files that the report names."""
    known = [path for path in files if "!/" not in path][:_LOOKED_AT]
    whole = folder.resolve()
    for above in (whole, *whole.parents):
        there = sum((above / path).is_file() for path in known)
        if known and 2 * there > len(known):
            return above
    return None


def folder_for(output: Path | None, report: Path, files: Iterable[str]) -> Path:
    """Where to put what is made: the folder given, else 补充 beside the report; for the archive itself, beside it.

    Raises UserError for a folder inside the archive.
    """
    folder = output or report.resolve().parent / FOLDER
    archive = archive_above(folder, files)
    if archive is None:
        return folder
    if output is not None and folder.resolve() == archive:
        return archive.with_name(f"{archive.name}-fangpin") / FOLDER
    todo = "补制的先放在档案外面，核对后再归进去；请用 -o 另选一个档案外面的文件夹"
    raise UserError(Fault(str(folder), "在检查过的档案里面", todo))
