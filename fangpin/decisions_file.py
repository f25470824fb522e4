"""decisions.yaml on disk: read with every audit, begun by the first, changed only by adding to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from checklists import Fault, UserError

if TYPE_CHECKING:
    from audit.decisions.correction import Correction
    from audit.decisions.parse import Decisions
    from audit.decisions.waiver import OnPaper, Waiver
    from audit.decisions.write import Written
    from audit.types import Report

__all__ = [
    "keep_decisions",
    "load_decisions",
    "record_allowed",
    "record_correction",
    "remove_allowed",
    "remove_correction",
]


def load_decisions(folder: Path) -> Decisions:
    """What people decided of the archive whose report folder this is; nothing where no file is there.

    Raises UserError with every fault of the file.
    """
    from audit.decisions.parse import Decisions, parse_decisions

    written = _read(_path(folder))
    return parse_decisions(written.text, str(_path(folder))) if written else Decisions()


def keep_decisions(folder: Path, report: Report) -> None:
    """Begin the file where there is none, and note each corrected file's digest, so that it is found again.

    Raises UserError where it cannot be written.
    """
    from audit.decisions.parse import normal_path
    from audit.decisions.write import stamp, template

    path = _path(folder)
    written = _read(path)
    if written is None:
        _write(path, template())
        return
    text = stamp(written.text, {normal_path(each.path): each.digest for each in report.corrections})
    if text != written.text:
        _write(path, written.with_text(text))


def record_correction(folder: Path, correction: Correction) -> Path:
    """Put a correction into the file in place of an earlier one of the same file. Raises UserError."""
    return _record(folder, correction)


def record_allowed(folder: Path, entry: OnPaper | Waiver) -> Path:
    """Put a paper that somebody saw, or a waiver, into the file in place of an earlier one of the same. Raises UserError."""
    return _record(folder, entry)


def _record(folder: Path, entry: Correction | OnPaper | Waiver) -> Path:
    from audit.decisions.write import add_entry, template

    path = _path(folder)
    written = _read(path) or template()
    _write(path, written.with_text(add_entry(written.text, entry, str(path))))
    return path


def remove_correction(folder: Path, name: str) -> bool:
    """Take the correction of that file out; False where there is none. Raises UserError."""
    from audit.decisions.write import remove_entry

    path = _path(folder)
    written = _read(path)
    text = remove_entry(written.text, name, str(path)) if written else None
    if written is None or text is None:
        return False
    _write(path, written.with_text(text))
    return True


def remove_allowed(folder: Path, entries: Sequence[OnPaper | Waiver]) -> None:
    """Take entries of 纸质件 and 豁免 out, as they were loaded. Raises UserError."""
    from audit.decisions import write

    path = _path(folder)
    written = _read(path)
    text = write.remove_allowed(written.text, entries, str(path)) if written else None
    if written is not None and text is not None:
        _write(path, written.with_text(text))


def _path(folder: Path) -> Path:
    from audit.decisions.rows import FILE_NAME

    return folder / FILE_NAME


def _read(path: Path) -> Written | None:
    from audit.decisions.write import decode

    try:
        return decode(path.read_bytes(), str(path))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(Fault(str(path), f"打不开（{error.strerror or error}）", "请检查文件权限")) from error


def _write(path: Path, written: Written) -> None:
    from registry.files import write_atomic

    try:
        data = written.encode()
    except UnicodeEncodeError as error:
        todo = "请先把文件名改成正常的字，再更正"
        raise UserError(Fault(str(path), "文件名里有写不出来的字符（乱码）", todo)) from error
    write_atomic(path, data)
