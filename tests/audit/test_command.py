"""`fangpin audit` from the outside."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checklists import UserError
from fangpin.commands.audit import command
from tests.audit.builders import write_archive
from tests.audit.sample_archive import archive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_archive(tmp_path / "云溪档案", archive())


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_reports_stand_beside_the_archive_and_nothing_in_it_changes(folder: Path) -> None:
    before = fingerprint(folder)
    result = run(folder, "--as-of", "2021-12-31")
    assert result.exit_code == 0
    assert fingerprint(folder) == before
    assert sorted(path.name for path in folder.with_name("云溪档案-fangpin").iterdir()) == [
        "decisions.yaml",
        "report.docx",
        "report.html",
        "report.json",
        "report.xlsx",
        "历次",
    ]


def test_json_alone_goes_to_standard_output_and_no_file_is_written(folder: Path) -> None:
    result = run(folder, "--as-of", "2021-12-31", "--format", "json")
    assert json.loads(result.stdout)["schema"] == "fangpin-audit/1"
    assert not folder.with_name("云溪档案-fangpin").exists()


def test_fail_on_gives_status_three_only_where_it_is_met(folder: Path) -> None:
    assert run(folder, "--as-of", "2021-12-31", "--fail-on", "error").exit_code == 0
    next(folder.rglob("申报.docx")).unlink()
    assert run(folder, "--as-of", "2021-12-31").exit_code == 0
    assert run(folder, "--as-of", "2021-12-31", "--fail-on", "error").exit_code == 3
    assert (
        run(folder, "--as-of", "2021-12-31", "--fail-on", "error", "--ignore", "missing-item").exit_code == 0
    )


def test_selected_rules_alone_are_used(folder: Path) -> None:
    next(folder.rglob("申报.docx")).unlink()
    result = run(
        folder, "--as-of", "2021-12-31", "--format", "json", "--select", "missing-month，missing-proof"
    )
    assert json.loads(result.stdout)["findings"] == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--as-of", "去年"], "不是日期"),
        (["--select", "无此规则"], "没有这条规则"),
        (["--checklist", "无此清单"], "没有这个清单"),
    ],
)
def test_wrong_input_is_told_in_a_line(folder: Path, arguments: list[str], says: str) -> None:
    with pytest.raises(UserError, match=says):
        run(folder, *arguments)


def test_reports_inside_the_archive_are_refused(folder: Path) -> None:
    with pytest.raises(UserError, match="里面"):
        run(folder, "-o", folder / "报告")


def test_a_given_unit_names_the_chain(folder: Path) -> None:
    village = folder / "望江街道" / "临江社区"
    result = run(village, "--as-of", "2021-12-31", "--format", "json", "--unit", "山青县/白石镇/红旗村")
    assert json.loads(result.stdout)["units"][2]["id"] == "山青县/白石镇/红旗村"
