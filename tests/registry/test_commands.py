"""`fangpin workbook`, `fangpin check` and `fangpin import` as staff meet them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner
from openpyxl import load_workbook

from fangpin.cli import cli
from registry.read_workbook import read_workbook
from registry.write_workbook import workbook_bytes
from tests.registry.builders import make_household, make_registry
from tests.registry.test_national_export import HOUSE, export, family


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_import_writes_a_registry_with_a_list_of_what_is_to_be_filled_in(tmp_path: Path) -> None:
    out = tmp_path / "登记簿.xlsx"
    code, text = run("import", export(tmp_path, family()), "-o", out)
    assert code == 0
    assert "还要填〔监测对象户〕" in text
    rows = list(load_workbook(out)["待填清单"].iter_rows(values_only=True))
    assert rows[1] == ("监测对象户", HOUSE, "田水生", "认定日期", "系统里是 2021-06，请补上是哪一天")
    assert read_workbook(out).faults == ()


def test_import_never_overwrites_unasked(tmp_path: Path) -> None:
    out = tmp_path / "登记簿.xlsx"
    out.write_bytes(b"mine")
    code, text = run("import", export(tmp_path, family()), "-o", out)
    assert (code, out.read_bytes()) == (2, b"mine")
    assert "--force" in text
    assert run("import", export(tmp_path, family()), "-o", out, "--force")[0] == 0


def test_update_writes_a_list_of_every_change(tmp_path: Path) -> None:
    old, out = tmp_path / "原.xlsx", tmp_path / "新.xlsx"
    old.write_bytes(workbook_bytes(make_registry()))
    code, text = run("import", export(tmp_path, family(风险是否已消除="是")), "-o", out, "--update", old)
    assert code == 0
    assert "已消除：1" in text
    assert load_workbook(out).sheetnames[-1] == "更新清单"


def test_update_refuses_a_registry_with_cells_that_would_be_lost(tmp_path: Path) -> None:
    old, out = tmp_path / "原.xlsx", tmp_path / "新.xlsx"
    old.write_bytes(workbook_bytes(make_registry(households=(make_household(state="在册"),))))
    code, text = run("import", export(tmp_path, family()), "-o", out, "--update", old)
    assert code == 2
    assert "以免丢掉" in text
    assert not out.exists()


def test_update_says_which_sheets_of_ones_own_are_not_taken_over(tmp_path: Path) -> None:
    old, out = tmp_path / "原.xlsx", tmp_path / "新.xlsx"
    old.write_bytes(workbook_bytes(make_registry()))
    book = load_workbook(old)
    book.create_sheet("我的统计")["A1"] = "甲"
    book.save(old)
    assert "我的统计" in run("import", export(tmp_path, family()), "-o", out, "--update", old)[1]


def test_an_empty_workbook_says_what_to_fill_in_first(tmp_path: Path) -> None:
    out = tmp_path / "登记簿.xlsx"
    assert run("workbook", out)[0] == 0
    assert run("workbook", out)[0] == 2
    code, text = run("check", out)
    assert (code, "还没有内容" in text) == (0, True)


def test_the_sample_workbook_has_no_fault(tmp_path: Path) -> None:
    out = tmp_path / "示例.xlsx"
    assert run("workbook", out, "--sample")[0] == 0
    assert run("check", out) == (0, f"没有发现问题。下一步：fangpin generate {out} -o 档案文件夹\n")


def test_check_with_reminders_only_is_status_zero(tmp_path: Path) -> None:
    path = tmp_path / "登记簿.xlsx"
    path.write_bytes(workbook_bytes(make_registry(households=(make_household(identified_on=None),))))
    code, text = run("check", path)
    assert (code, "0 处错误、1 处提醒" in text) == (0, True)


def test_check_repairs_into_a_new_file_only(tmp_path: Path) -> None:
    path, out = tmp_path / "登记簿.xlsx", tmp_path / "副本.xlsx"
    path.write_bytes(
        workbook_bytes(make_registry(inspections=(replace(make_registry().inspections[0], unit="青 松村"),)))
    )
    before = path.read_bytes()
    code, text = run("check", path, "--repair", out)
    assert (code, "改好 1 处" in text) == (0, True)
    assert path.read_bytes() == before
    assert run("check", path, "--repair", out)[0] == 2
    assert run("check", path, "--repair", path)[0] == 2
    code, text = run("check", out)
    assert "没有发现问题" in text


def test_nothing_to_mend_writes_no_copy(tmp_path: Path) -> None:
    path, out = tmp_path / "登记簿.xlsx", tmp_path / "副本.xlsx"
    path.write_bytes(workbook_bytes(make_registry()))
    assert "没有写副本" in run("check", path, "--repair", out)[1]
    assert not out.exists()


def test_a_file_that_cannot_be_read_is_one_line_and_status_two(tmp_path: Path) -> None:
    path = tmp_path / "登记簿.xlsx"
    path.write_bytes(b"\x89PNG")
    code, text = run("check", path)
    assert code == 2
    assert len(text.strip().splitlines()) == 1
