"""Writing files so that a reader sees the old content or the new, never half of it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import BinaryIO

from checklists.faults import Fault, UserError

__all__ = ["open_atomic", "write_atomic", "write_fault"]


def write_atomic(path: Path, data: bytes) -> None:
    """Write beside the target, then rename over it.

    Raises UserError where the target is open in another program (WPS and Excel lock it on
    Windows), the folder read-only, the path too long or the disk full.
    """
    with open_atomic(path) as stream:
        stream.write(data)


@contextmanager
def open_atomic(path: Path) -> Iterator[BinaryIO]:
    """A file to write into that takes the target's place when the block ends, and is gone where the block fails.

    Every OSError of the block is told as one of writing: UserError, as with `write_atomic`.
    """
    temporary = ""
    try:
        with _beside(path) as stream:
            temporary = stream.name
            yield stream
        os.replace(temporary, path)
        temporary = ""
    except OSError as error:
        raise UserError(write_fault(path, error, begun=bool(temporary))) from error
    finally:  # Interrupted, too: no half-written copy stays.
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def _beside(path: Path) -> BinaryIO:
    """A new file in the target's folder, which is made where it is not there."""
    folder = os.path.dirname(path)
    try:
        return _new_file(folder)
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)
        return _new_file(folder)


def _new_file(folder: str) -> BinaryIO:
    while True:
        name = os.path.join(folder, f".~{os.getpid():x}-{next(_NUMBERS):x}.tmp")
        try:
            return open(name, "xb")
        except FileExistsError:
            continue  # Left behind by a process of that number that was killed.


_NUMBERS = count()
_FAULTS = {
    errno.ENOSPC: ("磁盘已满，写不进去", "请腾出空间后再运行；已写好的文件都有记录，不会重写"),
    errno.EDQUOT: ("磁盘配额已满，写不进去", "请腾出空间后再运行；已写好的文件都有记录，不会重写"),
    errno.EROFS: ("所在的磁盘是只读的", "请换一个能写的位置"),
    errno.ENAMETOOLONG: ("路径太长，系统不接受", "请把存放位置换到更浅的文件夹，如 D:\\档案"),
    errno.ENOTDIR: ("上级不是文件夹", "请换一个位置，或移走同名的文件"),
    errno.EEXIST: ("上级不是文件夹", "请换一个位置，或移走同名的文件"),
    errno.EISDIR: ("这里已有一个同名的文件夹", "请移走同名的文件夹后再运行"),
}


def write_fault(path: Path, error: OSError, *, begun: bool = False) -> Fault:
    """Why nothing can be written there. `begun`: the copy beside the target could be written, only the target could not be replaced."""
    if isinstance(error, PermissionError):
        if begun:
            return Fault(
                path.name, "不能写入，可能正在 WPS 或 Excel 中打开", "请关闭后再运行，原文件没有改动"
            )
        return Fault(str(path.parent), "没有写入这个文件夹的权限", "请换一个能写的位置，或请管理员开放权限")
    what, todo = _FAULTS.get(error.errno or 0, ("写不进去", "请检查磁盘空间和文件夹权限"))
    return Fault(str(path), what, todo)
