"""A path as users type or paste it."""

from __future__ import annotations

from pathlib import Path

__all__ = ["typed_path"]


def typed_path(text: str) -> Path | None:
    """D:\\档案, "D:\\档案" (as Explorer copies it), ~/档案: whole and absolute; None where it can be no path.

    What is not absolute, too long for the system or not to be looked at is no path, and neither is one whose name is no
    text: neither a form nor the store can hold that.
    """
    try:
        path = Path(text.strip().strip('"“”')).expanduser()
        if not path.is_absolute():
            return None
        path = path.resolve()
        path.exists()
        str(path).encode()
    except (OSError, ValueError, RuntimeError):
        return None
    return path
