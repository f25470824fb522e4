"""`fangpin registry --from`: the workbook with its sources, what is told, and what is refused."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from fangpin.cli import cli
from registry.read_workbook import read_workbook
from tests.audit.builders import make_docx, write_archive
from tests.audit.sample_archive import IDS, MO, SIZES, TYPES, YOU, archive


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["registry", "--no-cache", "--no-ocr", *map(str, arguments)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small archive with one list that gives another size and another number for one household."""
    papers = dict(archive())
    beside = next(path for path in papers if "名单" in path).rpartition("/")[0]
    wrong = IDS[MO][:-2] + "94"
    head = ("序号", "社区", "户主姓名", "身份证号码", "家庭人口", "监测对象类别")
    rows = [
        head,
        ("1", "临江社区", MO, wrong, "7", TYPES[MO]),
        ("2", "临江社区", YOU, IDS[YOU], SIZES[YOU], TYPES[YOU]),
    ]
    papers[f"{beside}/另一份名单.docx"] = make_docx("望江街道拟纳入防贫监测对象名单", rows, "2021年4月20日")
    return write_archive(tmp_path_factory.mktemp("base") / "档案", papers)


def test_the_workbook_is_written_and_told_of(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "登记簿.xlsx"
    result = run("--from", folder, "-o", out)
    assert result.exit_code == 0, result.output
    assert "3 户" in result.output
    assert "格各份材料说法不一" in result.output
    assert f"fangpin check {out}" in result.output
    assert {each.head for each in read_workbook(out).registry.households} >= {MO, YOU}


def test_whole_numbers_stand_in_the_workbook_and_masked_ones_on_the_screen(
    folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "登记簿.xlsx"
    result = run("--from", folder, "-o", out)
    assert IDS[MO] in {each.id_number for each in read_workbook(out).registry.households}
    assert IDS[MO][:14] not in result.output
    assert IDS[MO][:6] + "********" in result.output


def test_a_cell_that_papers_disagree_on_is_yellow_and_its_sources_are_listed(
    folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "登记簿.xlsx"
    run("--from", folder, "-o", out)
    book = openpyxl.load_workbook(out)
    rows = list(book["来源"].iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if row[0] == "表")
    line = next(row for row in rows[head + 1 :] if row[3] == "家庭人口数" and row[10])
    assert (line[4], "7（" in str(line[10]), "另一份名单.docx" in str(line[10])) == (SIZES[MO], True, True)
    sheet = book[str(line[0])]
    columns = [cell.value for cell in sheet[1]]
    cell = sheet.cell(int(str(line[1])), columns.index("家庭人口数") + 1)
    assert str(cell.value) == SIZES[MO]
    assert cell.fill.fgColor.rgb == "00FFD966"
    assert cell.comment is not None
    assert "另一份名单.docx" in cell.comment.text


def test_a_workbook_that_is_there_is_not_written_over(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "登记簿.xlsx"
    out.write_bytes(b"kept")
    result = run("--from", folder, "-o", out)
    assert result.exit_code == 2
    assert "--force" in result.output
    assert out.read_bytes() == b"kept"
    assert run("--from", folder, "-o", out, "--force").exit_code == 0


@pytest.mark.parametrize(
    ("archive_name", "out", "told"),
    [
        ("档案", "登记簿.xls", "请以 .xlsx 结尾"),
        ("没有", "登记簿.xlsx", "没有这个文件夹"),
        ("档案", "档案/登记簿.xlsx", "在档案里面"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_read(
    tmp_path: Path, archive_name: str, out: str, told: str
) -> None:
    (tmp_path / "档案").mkdir()
    result = run("--from", tmp_path / archive_name, "-o", tmp_path / out)
    assert result.exit_code == 2
    assert told in result.output


def test_a_folder_that_says_nothing_gives_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "档案").mkdir()
    (tmp_path / "档案" / "菜谱.docx").write_bytes(make_docx("周一菜谱", "土豆丝"))
    result = run("--from", tmp_path / "档案", "-o", tmp_path / "登记簿.xlsx")
    assert result.exit_code == 2
    assert not (tmp_path / "登记簿.xlsx").exists()
