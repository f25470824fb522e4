"""Writing files so that a reader sees the old content or the new, never half of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from checklists.faults import Fault, UserError

__all__ = ["write_atomic"]


def write_atomic(path: Path, data: bytes) -> None:
    """Write beside the target, then rename over it.

    Raises UserError where the target is open in another program (WPS and Excel lock it on
    Windows), read-only, or the disk is full.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".~", suffix=".tmp")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise UserError(_write_fault(path, error)) from error


def _write_fault(path: Path, error: OSError) -> Fault:
    if isinstance(error, PermissionError):
        return Fault(path.name, "不能写入，可能正在 WPS 或 Excel 中打开", "请关闭后再运行，原文件没有改动")
    return Fault(str(path), f"写不进去（{error.strerror or error}）", "请检查磁盘空间和文件夹权限")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
