"""Ctrl-C keeps what is done, a broken cache is told once, and the cache can be cleared."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fangpin.cli import cli
from tests.audit.builders import make_docx, write_archive

FILES = {f"村/第{number}份.docx": make_docx("公示", f"第 {number} 份。") for number in range(4)}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FANGPIN_CACHE", str(tmp_path / "缓存"))
    return write_archive(tmp_path / "档案", FILES)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)


def interrupt(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    from fangpin.reading import _Bar

    show = _Bar.show

    def stop(bar: _Bar, done: int, total: int, path: str) -> None:
        show(bar, done, total, path)
        if done == after:
            raise KeyboardInterrupt

    monkeypatch.setattr(_Bar, "show", stop)


def test_ctrl_c_says_how_far_it_came_and_that_the_next_run_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        interrupt(patch, 3)
        result = run("audit", folder)
    assert result.exit_code == 130
    assert "4 个文件读了 3 个" in result.stderr
    assert "接着查" in result.stderr
    assert not folder.with_name("档案-fangpin").exists()
    assert run("audit", folder).exit_code == 0


def test_without_a_cache_nothing_is_kept_and_nothing_promised(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        interrupt(patch, 3)
        assert "接着查" not in run("audit", folder, "--no-cache").stderr
    assert run("audit", folder, "--no-cache").exit_code == 0
    assert not (tmp_path / "缓存").exists()


def test_a_cache_that_cannot_be_used_is_told_once(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "缓存").write_text("不是文件夹", encoding="utf-8")
    result = run("audit", folder)
    assert result.exit_code == 0
    assert result.stderr.count("缓存没有用上") == 1


def test_clearing_the_cache_says_how_much_it_freed(folder: Path) -> None:
    assert run("audit", folder).exit_code == 0
    assert "腾出" in run("cache", "clear").stdout
    assert "本来就是空的" in run("cache", "clear").stdout
