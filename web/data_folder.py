"""Where the page keeps what it must remember: the user's own data folder, for nobody else to read."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from checklists import Fault, UserError
from registry.files import write_fault

__all__ = ["data_folder", "prepare"]


_INSIDE = ("uploads", "meetings", "checked", "previews", "reports")


def data_folder() -> Path:
    """FANGPIN_DATA where it is set, else the platform's place for what programs keep for their user."""
    if given := os.environ.get("FANGPIN_DATA"):
        return Path(given)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base or Path.home() / "AppData/Local") / "fangpin" / "Data"
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/fangpin"
    base = os.environ.get("XDG_DATA_HOME", "")
    return (Path(base) if os.path.isabs(base) else Path.home() / ".local/share") / "fangpin"


def prepare(folder: Path) -> Path:
    """The folder, made where it is not there (0700). Raises UserError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in _INSIDE:  # The folder itself may be one that others can look into.
            (folder / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        why = write_fault(folder, error).what
        raise UserError(Fault(str(folder), f"建不了：{why}", "请用 --data 另选一个能写的文件夹")) from error
    return folder
