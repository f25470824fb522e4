"""Nothing is skipped silently but litter; zips are opened one level deep."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from pathlib import Path

import pytest

from audit.pipeline import read_archive
from audit.scan import is_litter, read_entry, scan
from audit.types import State
from checklists import UserError
from tests.audit.builders import make_docx, make_zip, write_archive


def paths(root: Path) -> list[str]:
    return [entry.path for entry in scan(root)]


@pytest.mark.parametrize(
    "name", ["Thumbs.db", ".DS_Store", "desktop.ini", "~$公示.docx", "~WRL0001.tmp", "._公示.docx"]
)
def test_office_litter_gives_nothing(name: str) -> None:
    assert is_litter(name)


@pytest.mark.parametrize("name", ["公示.docx", "tmp.docx", "临时.xlsx", "公示最终版(1) - 副本.docx"])
def test_papers_are_no_litter(name: str) -> None:
    assert not is_litter(name)


def test_files_inside_a_zip_have_a_path_of_their_own(tmp_path: Path) -> None:
    write_archive(tmp_path, {"乡级/汇总.zip": make_zip({"内/公示.docx": b"x"})})
    assert paths(tmp_path) == ["乡级/汇总.zip", "乡级/汇总.zip!/内/公示.docx"]


def test_names_that_windows_wrote_in_gbk_are_read_as_chinese(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("AAAA.txt", "x")
    data = stream.getvalue().replace(b"AAAA.txt", "公示".encode("gbk") + b".txt")
    write_archive(tmp_path, {"a.zip": data})
    assert paths(tmp_path) == ["a.zip", "a.zip!/公示.txt"]


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("大.txt", b"\0" * 5_000_000)
    write_archive(tmp_path, {"a.zip": stream.getvalue()})
    inside = list(scan(tmp_path))[1]
    assert "压缩比" in inside.fault
    with pytest.raises(OSError, match="压缩比"):
        read_entry(inside)


def test_a_damaged_zip_is_reported_as_unreadable(tmp_path: Path) -> None:
    write_archive(tmp_path, {"a.zip": make_zip({"甲.txt": b"x"})[:30]})
    assert [document.state for document in read_archive(tmp_path)] == [State.UNREADABLE]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 建链接要管理员权限")
def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    write_archive(tmp_path, {"甲/公示.docx": make_docx("公示")})
    os.symlink(tmp_path, tmp_path / "甲" / "环")
    os.symlink(tmp_path / "没有", tmp_path / "断.docx")
    documents = read_archive(tmp_path)
    assert {document.path: document.state for document in documents}["断.docx"] is State.UNREADABLE


def test_the_programs_own_reports_are_not_audited(tmp_path: Path) -> None:
    write_archive(
        tmp_path, {"县/甲.txt": b"x", "县-fangpin/report.json": b"{}", "县-fangpin/report.html": b"x"}
    )
    assert paths(tmp_path) == ["县/甲.txt"]


def test_no_folder_and_an_empty_folder_are_the_users_faults(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有这个文件夹"):
        read_archive(tmp_path / "无")
    with pytest.raises(UserError, match="没有文件"):
        read_archive(tmp_path)
