"""Where an archive's report stands, and files of an archive as people type them."""

from __future__ import annotations

from pathlib import Path

__all__ = ["inside", "report_folder"]


def report_folder(archive: Path, output: Path | None) -> Path:
    """The folder given, or the one beside the archive."""
    root = archive.resolve()
    return output or root.with_name(f"{root.name}-fangpin")


def inside(archive: Path, file: str) -> str:
    """A path that leads into the archive from here, as the shell completes it, made relative to the archive."""
    typed = Path(file)
    try:
        if typed.exists():
            return typed.resolve().relative_to(archive.resolve()).as_posix()
    except (OSError, ValueError):  # not a path at all, or one outside the archive
        pass
    return file
