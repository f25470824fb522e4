"""errors.log: where the program broke, for those who keep it; never what it held, for messages may quote papers."""

from __future__ import annotations

import traceback
from contextlib import suppress
from pathlib import Path

__all__ = ["FILE", "note_where"]

FILE = "errors.log"


def note_where(folder: Path, error: BaseException) -> None:
    """Add the kind of error and the lines it passed through."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {Path(each.filename).name}:{each.lineno} {each.name}" for each in frames]
    with suppress(OSError), (folder / FILE).open("a", encoding="utf-8") as stream:  # The disk may be full.
        stream.write("\n".join([type(error).__name__, *places, ""]))
