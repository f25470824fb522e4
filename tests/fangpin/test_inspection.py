"""`fangpin audit --inspection` and `--lists`: the day is told in every report, a day that is over is refused."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from checklists import UserError
from fangpin.commands.audit import command
from tests.audit.builders import write_archive
from tests.audit.sample_archive import archive


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lacking = {path: data for path, data in archive().items() if not path.endswith("申报.docx")}
    return write_archive(tmp_path_factory.mktemp("inspected") / "云溪档案", lacking)


def run(*arguments: Any) -> str:
    given = [*map(str, arguments), "--as-of", "2021-12-31"]
    done = CliRunner().invoke(command, given, catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_the_first_tasks_and_the_days_that_are_left_are_said(folder: Path, tmp_path: Path) -> None:
    inspection = date.today() + timedelta(days=30)
    said = run(folder, "-o", tmp_path, "--inspection", inspection)
    assert "先办这几件" in said
    assert "还有 30 天" in said
    plan = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["plan"]
    assert (plan["today"], plan["inspection"]) == (date.today().isoformat(), inspection.isoformat())
    assert all(task["due"] for task in plan["tasks"])
    assert "检查日期" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_without_a_day_there_are_no_dates(folder: Path, tmp_path: Path) -> None:
    assert "先办这几件" in run(folder, "-o", tmp_path)
    plan = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["plan"]
    assert plan["inspection"] is None
    assert not any(task["due"] for task in plan["tasks"])
    assert not (tmp_path / "清单").exists()


@pytest.mark.parametrize("day", ["2021-01-01", "下周三"])
def test_a_day_that_is_over_or_none_is_refused(folder: Path, tmp_path: Path, day: str) -> None:
    with pytest.raises(UserError, match="--inspection"):
        run(folder, "-o", tmp_path, "--inspection", day)


def test_the_pages_to_hand_out_are_written_even_where_nothing_has_changed(
    folder: Path, tmp_path: Path
) -> None:
    run(folder, "-o", tmp_path)
    assert "清单：" in run(folder, "-o", tmp_path, "--lists")
    (day,) = (tmp_path / "清单").iterdir()
    assert day.name == date.today().isoformat()
    assert (day / "县-云溪区.docx").is_file()


def test_pages_to_hand_out_are_none_on_standard_output(folder: Path) -> None:
    with pytest.raises(UserError, match="--lists"):
        run(folder, "--lists", "--format", "json")
