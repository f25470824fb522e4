"""What was read is kept by content; a cache that is damaged, locked or forbidden costs nothing but time."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from audit.cache import Cache, clear_cache, folder
from audit.packing import unpack
from audit.reading import read_archive
from audit.types import Document, State
from audit.workers import Job, Outcome
from tests.audit.builders import make_docx, make_xlsx, make_zip, write_archive

FILES = {
    "村/公示.docx": make_docx("拟纳入监测对象公示", "现予以公示。", "红旗村村民委员会", "2021年5月12日"),
    "村/公示 - 副本.docx": make_docx(
        "拟纳入监测对象公示", "现予以公示。", "红旗村村民委员会", "2021年5月12日"
    ),
    "村/台账.xlsx": make_xlsx({"台账": [["序号", "户主姓名"], ["1", "莫小棠"]]}),
    "村/包.zip": make_zip({"里面.docx": make_docx("申请书", "户主：莫小棠")}),
    "村/坏.docx": b"PK\x03\x04" + b"x" * 40,
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = write_archive(tmp_path / "档案", FILES)
    return settled(root)


def settled(root: Path) -> Path:
    """As if nobody had touched the files for an hour."""
    for path in root.rglob("*"):
        os.utime(path, (time.time() - 3600,) * 2)
    return root


def read(archive: Path, place: Path, reader: str = "读法一", limit: int = 1 << 30) -> tuple[Document, ...]:
    cache = Cache(reader, place=place, limit=limit)
    try:
        return read_archive(archive, cache=cache)
    finally:
        cache.close()
        assert not cache.trouble


def told(documents: tuple[Document, ...]) -> list[tuple[object, ...]]:
    """All that later stages see of them."""
    return [
        (
            each.path,
            each.size,
            each.digest,
            each.state,
            each.problem,
            tuple(each.flow),
            each.metadata,
            papers(each),
        )
        for each in documents
    ]


def papers(document: Document) -> list[tuple[object, ...]]:
    assert document.gist is not None
    return [
        (each.title, each.scores, each.day, each.rows, each.text, each.claims)
        for each in document.gist.papers
    ]


def rows(place: Path, table: str) -> int:
    with sqlite3.connect(place / "documents.sqlite3") as base:
        return int(base.execute(f"select count(*) from {table}").fetchone()[0])


def test_a_second_run_says_what_the_first_did(archive: Path, tmp_path: Path) -> None:
    first = read(archive, tmp_path / "缓存")
    assert told(read(archive, tmp_path / "缓存")) == told(first)
    assert told(read_archive(archive)) == told(first)


def test_equal_files_are_kept_once(archive: Path, tmp_path: Path) -> None:
    read(archive, tmp_path / "缓存")
    assert rows(tmp_path / "缓存", "documents") < len(FILES) + 1


def test_unchanged_files_are_not_even_opened(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(archive, tmp_path / "缓存")
    time.sleep(2.1)  # a file's status changes with the fixture's own touch
    read(archive, tmp_path / "缓存")
    monkeypatch.setattr("audit.reading._key_of", lambda entry: pytest.fail(f"opened {entry.path}"))
    read(archive, tmp_path / "缓存")


def test_a_changed_file_is_read_again(archive: Path, tmp_path: Path) -> None:
    read(archive, tmp_path / "缓存")
    (archive / "村/台账.xlsx").write_bytes(make_xlsx({"台账": [["序号", "户主姓名"], ["1", "游长林"]]}))
    found = {each.path: each for each in read(archive, tmp_path / "缓存")}
    assert "游长林" in str(tuple(found["村/台账.xlsx"].flow))


def test_another_reader_reads_anew(archive: Path, tmp_path: Path) -> None:
    read(archive, tmp_path / "缓存")
    before = rows(tmp_path / "缓存", "documents")
    read(archive, tmp_path / "缓存", reader="读法二")
    assert rows(tmp_path / "缓存", "documents") == 2 * before


def test_a_moved_archive_is_known_by_its_content(archive: Path, tmp_path: Path) -> None:
    read(archive, tmp_path / "缓存")
    before = rows(tmp_path / "缓存", "documents")
    archive.rename(tmp_path / "搬走")
    assert len(read(tmp_path / "搬走", tmp_path / "缓存")) == len(FILES) + 1
    assert rows(tmp_path / "缓存", "documents") == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 的文件权限不是这样的")
def test_nobody_else_can_open_the_cache(archive: Path, tmp_path: Path) -> None:
    place = tmp_path / "新的" / "缓存"
    cache = Cache("读法一", place=place)
    read_archive(archive, cache=cache)
    modes = {path.name: path.stat().st_mode & 0o777 for path in place.iterdir()}
    assert place.stat().st_mode & 0o777 == 0o700
    assert set(modes.values()) == {0o600}
    cache.close()


def spoil_header(file: Path) -> None:
    file.write_bytes(b"no database at all" * 100)


def spoil_rows(file: Path) -> None:
    with sqlite3.connect(file) as base:
        base.execute("update documents set head = x'00'")


def spoil_content(file: Path) -> None:
    with sqlite3.connect(file) as base:
        base.execute("update documents set flow = x'00', check_sum = x'00'")


@pytest.mark.parametrize("spoil", [spoil_header, spoil_rows, spoil_content])
def test_a_damaged_cache_is_no_fault(archive: Path, tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    wanted = told(read(archive, tmp_path / "缓存"))
    spoil(tmp_path / "缓存" / "documents.sqlite3")
    cache = Cache("读法一", place=tmp_path / "缓存")
    assert told(read_archive(archive, cache=cache)) == wanted
    cache.close()
    assert bool(cache.trouble) is (spoil is spoil_header)
    assert told(read(archive, tmp_path / "缓存")) == wanted


def test_a_cache_that_cannot_be_made_is_no_fault(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "缓存").write_text("a file where the folder should be", encoding="utf-8")
    cache = Cache("读法一", place=tmp_path / "缓存")
    assert len(read_archive(archive, cache=cache)) == len(FILES) + 1
    assert cache.trouble
    cache.close()


def test_two_runs_at_a_time_do_not_break_each_other(archive: Path, tmp_path: Path) -> None:
    first, second = (Cache("读法一", place=tmp_path / "缓存") for _ in range(2))
    assert told(read_archive(archive, cache=first)) == told(read_archive(archive, cache=second))
    first.close()
    second.close()
    assert (first.trouble, second.trouble) == ("", "")


def test_a_cache_that_grows_too_large_loses_what_was_longest_unused(archive: Path, tmp_path: Path) -> None:
    read(archive, tmp_path / "缓存")
    assert rows(tmp_path / "缓存", "documents")
    read(archive, tmp_path / "缓存", limit=0)
    assert rows(tmp_path / "缓存", "documents") == 0


def test_what_was_read_before_an_interruption_is_kept(archive: Path, tmp_path: Path) -> None:
    def stop(done: int, total: int, _path: str) -> None:
        if done == 4:
            raise KeyboardInterrupt

    cache = Cache("读法一", place=tmp_path / "缓存")
    with pytest.raises(KeyboardInterrupt):
        read_archive(archive, stop, cache=cache)
    cache.close()
    assert rows(tmp_path / "缓存", "documents") >= 1


def test_a_file_given_up_is_tried_again_next_time(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(jobs: Iterable[Job], *_: object, **__: object) -> Iterator[Outcome]:
        yield from (Outcome(number, why="超时") for number, _ in jobs)

    cache = Cache("读法一", place=tmp_path / "缓存")
    with monkeypatch.context() as patch:
        patch.setattr("audit.reading.read_in_workers", give_up)
        lost = read_archive(archive, cache=cache)
    cache.close()
    assert {(each.state, each.problem) for each in lost} == {(State.UNREADABLE, "超时")}
    assert State.READ in {each.state for each in read(archive, tmp_path / "缓存")}


def test_clearing_says_what_it_freed(archive: Path, tmp_path: Path) -> None:
    read(archive, tmp_path / "缓存")
    assert clear_cache(tmp_path / "缓存") > 0
    assert not any((tmp_path / "缓存").iterdir())
    assert clear_cache(tmp_path / "缓存") == 0


def test_the_folder_follows_the_platform_and_can_be_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("FANGPIN_CACHE")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert folder() == tmp_path / "fangpin"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert folder() == Path.home() / ".cache/fangpin"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert folder() == tmp_path / "fangpin/Cache"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert folder() == Path.home() / "Library/Caches/fangpin"
    monkeypatch.setenv("FANGPIN_CACHE", str(tmp_path / "别处"))
    assert folder() == tmp_path / "别处"


def test_packed_documents_of_all_kinds_come_back_whole(archive: Path, tmp_path: Path) -> None:
    from audit.packing import pack

    for document in read_archive(archive):
        head, flow = pack(document)
        assert told((unpack(document.path, head, flow),)) == told((document,))
