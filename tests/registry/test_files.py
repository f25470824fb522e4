"""Writing: the old content or the new, never half of it, and a clear line where neither can be written."""

from __future__ import annotations

import errno
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


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "磁盘已满.*腾出空间"),
        (errno.EROFS, "只读"),
        (errno.ENAMETOOLONG, "路径太长.*更浅的文件夹"),
        (errno.EIO, "写不进去.*检查磁盘"),
    ],
)
def test_what_hinders_writing_is_said_in_chinese_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def refuse(source: object, target: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(UserError, match=said) as told:
        write_atomic(tmp_path / "申请书.docx", b"new")
    assert os.strerror(number) not in str(told.value)
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_a_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "档案").write_bytes(b"")
    with pytest.raises(UserError, match="上级不是文件夹"):
        write_atomic(tmp_path / "档案" / "村" / "申请书.docx", b"new")


def test_a_folder_of_the_files_name_is_said(tmp_path: Path) -> None:
    (tmp_path / "申请书.docx").mkdir()
    with pytest.raises(UserError, match="同名的文件夹"):
        write_atomic(tmp_path / "申请书.docx", b"new")


def test_an_interruption_leaves_no_half_written_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(source: object, target: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomic(tmp_path / "申请书.docx", b"new")
    assert list(tmp_path.iterdir()) == []
