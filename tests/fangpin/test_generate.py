"""`fangpin generate` and `fangpin demo` as a clerk meets them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from docgen.crew import ProcessLostError
from fangpin.cli import cli
from registry.registry import Registry
from registry.write_workbook import workbook_bytes
from tests.docgen.builders import changed, sample


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return save(tmp_path, sample())


def save(folder: Path, registry: Registry) -> Path:
    path = folder / "登记簿.xlsx"
    path.write_bytes(workbook_bytes(registry))
    return path


def test_the_county_prints_and_is_told_what_is_next(book: Path, tmp_path: Path) -> None:
    result = run("generate", book, "-o", tmp_path / "档案", "--kind", "county-reply")
    assert result.exit_code == 0
    assert "下一步" in result.output
    assert len(list((tmp_path / "档案").rglob("*.docx"))) > 20
    again = run("generate", book, "-o", tmp_path / "档案", "--kind", "county-reply")
    assert "与上次相同" in again.output


def test_a_wrong_number_stops_the_papers_that_would_show_it_and_no_others(tmp_path: Path) -> None:
    registry = changed(sample(), "households", lambda h: h.head == "翟守田", id_number="990124196603121011")
    registry = changed(registry, "members", lambda m: m.name == "翟守田", id_number="990124196603121011")
    book = save(tmp_path, registry)
    result = run("generate", book, "-o", tmp_path / "档案", "--as", "each")
    assert result.exit_code == 2
    assert "证件号码" in result.output
    assert "会写错" in result.output
    assert "申请书" in result.output
    assert not (tmp_path / "档案").exists()
    other = run(
        "generate", book, "-o", tmp_path / "档案", "--as", "each", "--unit", "梨园村", "--kind", "application"
    )
    assert other.exit_code == 0


@pytest.mark.parametrize(
    ("kind", "todo"),
    [
        ("photo", "现场拍摄"),
        ("policy-document", "原件或扫描件"),
        ("measure-proof", "原件或扫描件"),
        ("comparison-form", "--with-exported"),
    ],
)
def test_what_nobody_generates_is_said_with_what_to_do(
    book: Path, tmp_path: Path, kind: str, todo: str
) -> None:
    result = run("generate", book, "-o", tmp_path / "档案", "--kind", kind)
    assert result.exit_code == 2
    assert "不能代为生成" in result.output
    assert todo in result.output
    assert not (tmp_path / "档案").exists()


@pytest.mark.parametrize(
    ("stop", "status", "said"),
    [(KeyboardInterrupt(), 130, "已停止"), (ProcessLostError(), 1, "进程被系统或别人结束")],
)
def test_a_run_that_is_broken_off_says_how_far_it_came(
    book: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    stop: BaseException,
    status: int,
    said: str,
) -> None:
    @contextmanager
    def broken(label: str, length: int) -> Iterator[Callable[[int], None]]:
        steps = count(1)

        def advance(number: int) -> None:
            if next(steps) == 3:
                raise stop

        yield advance

    with monkeypatch.context() as patch:
        patch.setattr("fangpin.commands.generate.progress", broken)
        result = run("generate", book, "-o", tmp_path / "档案", "--as", "each", "--kind", "application")
    assert result.exit_code == status
    assert said in result.output
    assert "Traceback" not in result.output
    made = len(list((tmp_path / "档案").rglob("*.docx")))
    assert f" {made} 个" in result.output
    again = run("generate", book, "-o", tmp_path / "档案", "--as", "each", "--kind", "application")
    assert f"其中 {made} 个文件与上次相同" in again.output


def test_a_registry_without_own_unit_asks_for_it(tmp_path: Path) -> None:
    registry = changed(sample(), "units", lambda u: u.own == "是", own=None)
    result = run("generate", save(tmp_path, registry), "-o", tmp_path / "档案")
    assert result.exit_code == 2
    assert "本单位" in result.output


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--as", "没有的镇", "没有这个单位"),
        ("--unit", "没有的村", "没有这个单位"),
        ("--kind", "letter", "没有这种材料"),
    ],
)
def test_unknown_names_are_said_with_those_that_are_known(
    book: Path, tmp_path: Path, option: str, value: str, said: str
) -> None:
    result = run("generate", book, "-o", tmp_path / "档案", option, value)
    assert result.exit_code == 2
    assert said in result.output


def test_an_empty_registry_says_what_to_fill_first(tmp_path: Path) -> None:
    registry = replace(Registry(), units=sample().units[:1])
    result = run("generate", save(tmp_path, registry), "-o", tmp_path / "档案", "--kind", "county-reply")
    assert result.exit_code == 2
    assert "没有可以生成的材料" in result.output


def test_a_missing_workbook_is_one_clear_line(tmp_path: Path) -> None:
    result = run("generate", tmp_path / "没有.xlsx", "-o", tmp_path / "档案")
    assert result.exit_code == 2
    assert "没有这个文件" in result.output
    assert "Traceback" not in result.output


def test_the_demo_goes_the_whole_circle(tmp_path: Path) -> None:
    result = run("demo", tmp_path / "示范")
    assert result.exit_code == 0, result.output
    beside = next((tmp_path / "示范").glob("*-fangpin"))
    assert {p.name for p in beside.iterdir()} == {
        "decisions.yaml",
        "manifest.json",
        "report.docx",
        "report.html",
        "report.json",
        "report.xlsx",
        "历次",
        "待填清单.xlsx",
    }
    assert "报告" in result.output


def test_print_files_stand_beside_the_archive(book: Path, tmp_path: Path) -> None:
    result = run(
        "generate", book, "-o", tmp_path / "档案", "--as", "each", "--unit", "石桥村", "--print-file"
    )
    assert result.exit_code == 0, result.output
    assert "打印文件" in result.output
    beside = tmp_path / "档案-fangpin" / "打印"
    assert (beside / "户" / "清水镇" / "石桥村" / "翟守田.docx").exists()
    assert not list((tmp_path / "档案").rglob("打印"))
