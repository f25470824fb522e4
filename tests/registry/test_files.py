"""Writing: the old content or the new, never half of it, and a clear line where neither can be written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checklists import UserError
from registry.files import write_atomic
from registry.spreadsheet import read_spreadsheet


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "表" / "登记簿.xlsx"
    write_atomic(path, b"old")
    write_atomic(path, b"new")
    assert path.read_bytes() == b"new"
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_workbook_that_is_open_in_wps_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace a file that another program holds open."""
    path = tmp_path / "登记簿.xlsx"
    path.write_bytes(b"old")

    def refuse(source: object, target: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(UserError, match="请关闭后再运行，原文件没有改动"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_workbook_that_cannot_be_read_for_a_lock_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "登记簿.xlsx"
    path.write_bytes(b"PK")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UserError, match="关闭正在使用它的程序"):
        read_spreadsheet(path)
