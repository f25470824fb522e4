"""A folder that misbehaves while it is audited: the run goes to its end, and every file has its state."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.cache import Cache
from audit.pipeline import audit_archive
from audit.reading import read_archive
from audit.report import render_json
from audit.scan import scan
from audit.types import Document, Entry, State
from checklists import load_checklist
from tests.audit.builders import AS_OF, forbid, make_docx, write_archive

NOTICE = make_docx("拟纳入监测对象公示", "现予以公示。", "红旗村村民委员会", "2021年5月12日")
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows 上没有这种文件")


def states(documents: tuple[Document, ...]) -> dict[str, State]:
    return {each.path: each.state for each in documents}


def test_a_file_that_vanishes_between_scan_and_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_archive(tmp_path, {"一.docx": NOTICE, "二.docx": NOTICE + b" "})

    def scan_then_lose(folder: Path) -> Iterator[Entry]:
        yield from tuple(scan(folder))
        (folder / "一.docx").unlink()

    monkeypatch.setattr("audit.reading.scan", scan_then_lose)
    assert states(read_archive(root)) == {"一.docx": State.UNREADABLE, "二.docx": State.READ}


def test_a_file_that_changes_while_it_is_read_does_not_speak_for_its_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_archive(tmp_path / "档案", {"一.docx": NOTICE, "二.docx": NOTICE})
    other = make_docx("申请书", "户主：莫小棠")

    def hash_then_change(entry: Entry) -> bytes:
        if entry.path == "二.docx" and (root / "一.docx").read_bytes() == NOTICE:
            (root / "一.docx").write_bytes(other)
        return b"the same for both"

    monkeypatch.setattr("audit.reading._key_of", hash_then_change)
    found = {each.path: str(tuple(each.flow)) for each in read_archive(root)}
    assert "莫小棠" in found["一.docx"]
    assert "公示" in found["二.docx"]


@posix
def test_what_may_not_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_archive(tmp_path, {"锁.docx": NOTICE, "锁着的/里面.docx": NOTICE})
    forbid(monkeypatch, root / "锁.docx", root / "锁着的")
    try:
        documents = read_archive(root)
    finally:
        (root / "锁着的").chmod(0o700)
    assert states(documents) == {"锁.docx": State.UNREADABLE, "锁着的": State.UNREADABLE}


@posix
def test_links_in_circles_end_the_walk_nowhere(tmp_path: Path) -> None:
    root = write_archive(tmp_path / "档案", {"村/一.docx": NOTICE})
    (root / "村/回到上面").symlink_to(root, target_is_directory=True)
    (root / "村/咬尾巴.docx").symlink_to(root / "村/咬尾巴.docx")
    found = states(read_archive(root))
    assert found["村/一.docx"] is State.READ
    assert set(found) == {"村/一.docx", "村/回到上面", "村/咬尾巴.docx"}


@posix
def test_names_as_long_as_the_disk_allows_and_names_that_are_no_text(tmp_path: Path) -> None:
    long = "长" * 83 + ".docx"
    strange = os.fsdecode("公示".encode("gbk") + b".docx")
    root = write_archive(tmp_path / "档案", {long: NOTICE})
    try:
        (root / strange).write_bytes(NOTICE)
    except OSError:
        pytest.skip("这个系统的文件名只能是合法的 Unicode")
    for _ in range(2):
        cache = Cache("读法一", place=tmp_path / "缓存")
        report = audit_archive(root, checklist=load_checklist(), as_of=AS_OF, cache=cache)
        cache.close()
        assert not cache.trouble
        assert {file.path: file.document.state for file in report.files} == dict.fromkeys(
            (long, strange), State.READ
        )
        assert render_json(report).encode("utf-8", "replace")


def test_ten_thousand_empty_folders_say_nothing(tmp_path: Path) -> None:
    root = write_archive(tmp_path, {"一.docx": NOTICE})
    for number in range(10_000):
        os.mkdir(root / f"空{number}")
    assert list(states(read_archive(root))) == ["一.docx"]
