"""A run that has nothing new to say leaves the reports as they are; whatever changes makes it look again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fangpin.cli import cli
from tests.audit.builders import make_docx, write_archive

FILES = {f"村/第{number}份.docx": make_docx("公示", f"第 {number} 份。") for number in range(3)}
LONG_AGO = 1_600_000_000


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FANGPIN_CACHE", str(tmp_path / "缓存"))
    archive = write_archive(tmp_path / "档案", FILES)
    settle(archive)
    return archive


def settle(archive: Path) -> None:
    """As if nobody had touched the files for years: one changed just now may change again within its time stamp."""
    for path in archive.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))


def audit(*arguments: object) -> Result:
    told = ["audit", *map(str, arguments), "--no-ocr", "--as-of", "2021-12-31"]
    result = CliRunner().invoke(cli, told, catch_exceptions=False)
    assert result.exit_code in (0, 3), result.output
    return result


def reports(folder: Path) -> dict[str, bytes]:
    beside = folder.with_name("档案-fangpin")
    return {path.name: path.read_bytes() for path in beside.iterdir() if path.name.startswith("report")}


def test_a_second_run_says_the_same_and_leaves_the_reports(folder: Path) -> None:
    first = audit(folder)
    written = reports(folder)
    second = audit(folder)
    assert "没有变，报告照旧" in second.output
    assert second.output.splitlines()[:3] == first.output.splitlines()[:3]
    assert reports(folder) == written
    assert (
        audit(folder, "--fail-on", "error").exit_code
        == audit(folder, "--fail-on", "error", "--no-cache").exit_code
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "村/第1份.docx").write_bytes(make_docx("公示", "改过了。")),
        lambda folder: (folder / "村/新的.docx").write_bytes(make_docx("公示", "新来的。")),
        lambda folder: (folder / "村/第2份.docx").unlink(),
        lambda folder: (folder / "村/第2份.docx").rename(folder / "村/第9份.docx"),
        lambda folder: (folder.with_name("档案-fangpin") / "report.html").write_text("改过"),
        lambda folder: (folder.with_name("档案-fangpin") / "report.xlsx").unlink(),
        lambda folder: (folder.with_name("档案-fangpin") / "decisions.yaml").write_text(
            "更正:\n  - 文件: 村/第1份.docx\n    种类: 公示\n", encoding="utf-8"
        ),
    ],
)
def test_whatever_changes_is_looked_at_again(folder: Path, change: Callable[[Path], object]) -> None:
    audit(folder)
    change(folder)
    settle(folder)
    assert "报告照旧" not in audit(folder).output


@pytest.mark.parametrize(
    "option", [("--full",), ("--ignore", "missing-item"), ("--unit", "清岭县"), ("--no-cache",)]
)
def test_another_way_of_asking_is_another_run(folder: Path, option: tuple[str, ...]) -> None:
    audit(folder)
    assert "报告照旧" not in audit(folder, *option).output
