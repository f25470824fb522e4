"""The command line as a whole: exit status, streams, and what is not loaded."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from checklists.faults import Fault, UserError
from fangpin.cli import COMMANDS, cli

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "openpyxl",
    "pdfplumber",
    "pypdf",
    "pypdfium2",
    "docx",
    "docxtpl",
    "python_calamine",
    "lxml",
    "jinja2",
    "yaml",
}


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "fangpin", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True)


def test_help_loads_no_command_and_no_heavy_library() -> None:
    code = (
        "import sys; from fangpin.cli import cli; cli(['--help'], standalone_mode=False); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "click" in loaded
    assert not loaded & HEAVY
    assert not {name for name in loaded if name.startswith("fangpin.commands")}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_in_the_table_is_there_and_tells_what_it_does_in_chinese(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"用法： cli {name}")
    assert any("一" <= char <= "鿿" for char in COMMANDS[name].help)


def command_that_raises(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def explain() -> None:
        raise error

    monkeypatch.setattr("fangpin.commands.explain.command", explain)


def test_each_fault_of_the_input_stands_on_its_own_line(monkeypatch: pytest.MonkeyPatch) -> None:
    faults = [Fault(f"住户 第 {row} 行", "身份证号码少一位", "请核对") for row in (3, 4)]
    command_that_raises(UserError(faults), monkeypatch)
    result = CliRunner().invoke(cli, ["explain"])
    assert result.stderr.splitlines() == [
        "住户 第 3 行：身份证号码少一位；请核对",
        "住户 第 4 行：身份证号码少一位；请核对",
    ]
    assert result.exit_code == 2


def test_a_fault_of_the_program_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    command_that_raises(ZeroDivisionError(), monkeypatch)
    with pytest.raises(ZeroDivisionError):
        CliRunner().invoke(cli, ["explain"], catch_exceptions=False)
    assert CliRunner().invoke(cli, ["explain"]).exit_code == 1


def test_a_user_who_breaks_off_gets_a_line_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    command_that_raises(KeyboardInterrupt(), monkeypatch)
    result = CliRunner().invoke(cli, ["explain"])
    assert result.stderr.splitlines()[-1] == "已中断，没有做完；可以重新运行。"
    assert result.exit_code == 130


@pytest.mark.parametrize("name", ["𠮷", "①𠮷②"])
def test_a_gbk_console_shows_what_it_can_and_never_fails(name: str) -> None:
    done = run("explain", name, PYTHONIOENCODING="gbk")
    assert done.returncode == 2
    assert "不是规则、清单项目或材料种类" in done.stderr.decode("gbk")
    assert b"Traceback" not in done.stderr


def test_a_gbk_console_shows_the_rare_character_as_a_question_mark(tmp_path: Path) -> None:
    checklist = tmp_path / "own.yaml"
    text = (ROOT / "checklists" / "tongren-2021.yaml").read_text(encoding="utf-8")
    checklist.write_text(text.replace("title: 申请书", "title: 𠮷申请书"), encoding="utf-8")
    done = run("list", "items", "--checklist", str(checklist), PYTHONIOENCODING="gbk")
    assert done.returncode == 0, done.stderr
    assert "?申请书" in done.stdout.decode("gbk")


def test_no_colour_where_there_is_no_terminal() -> None:
    for arguments in (["--help"], ["list", "kinds"], ["nonsense"]):
        done = run(*arguments)
        assert b"\x1b[" not in done.stdout + done.stderr


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="没有管道信号（Windows）")
def test_a_reader_that_stops_early_is_no_fault() -> None:
    command = f"{sys.executable} -m fangpin list items | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True)
    assert done.stdout.decode().startswith("编号")
    assert b"Traceback" not in done.stderr
