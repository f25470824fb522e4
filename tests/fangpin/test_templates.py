"""`fangpin templates` and `generate --templates`: templates are the users'."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fangpin.cli import cli
from registry.write_workbook import workbook_bytes
from templates import template_bytes
from tests.docgen.builders import sample, text_of


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def edited(kind: str, old: str, new: str) -> bytes:
    """The program's template with a change in its text."""
    source, buffer = io.BytesIO(template_bytes(kind)), io.BytesIO()
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(buffer, "w") as copy:
        for name in package.namelist():
            data = package.read(name)
            if name == "word/document.xml":
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            copy.writestr(name, data)
    return buffer.getvalue()


def test_the_templates_of_the_program_have_no_fault() -> None:
    result = run("templates", "lint")
    assert result.exit_code == 0, result.output
    assert "没有错误" in result.output


def test_exported_templates_are_not_overwritten(tmp_path: Path) -> None:
    assert run("templates", "export", tmp_path, "--kind", "公示").exit_code == 0
    (tmp_path / "public-notice.docx").write_bytes(b"mine")
    assert "没有覆盖" in run("templates", "export", tmp_path, "--kind", "public-notice").output
    assert (tmp_path / "public-notice.docx").read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["refusal-notice.docx", "不予纳入书面告知.docx"])
def test_a_users_template_stands_in_for_one_of_the_programs(tmp_path: Path, name: str) -> None:
    (tmp_path / "模板").mkdir()
    (tmp_path / "模板" / name).write_bytes(edited("refusal-notice", "如对结果有异议", "如您对结果有意见"))
    book = tmp_path / "登记簿.xlsx"
    book.write_bytes(workbook_bytes(sample()))
    archive = tmp_path / "档案"
    result = run(
        "generate", book, "-o", archive, "--kind", "refusal-notice", "--templates", tmp_path / "模板"
    )
    assert result.exit_code == 0, result.output
    assert "如您对结果有意见" in text_of(next(archive.rglob("*.docx")).read_bytes())


def test_a_misspelled_name_is_told_with_the_column_that_was_meant(tmp_path: Path) -> None:
    path = tmp_path / "refusal-notice.docx"
    path.write_bytes(edited("refusal-notice", "h.refused_reason", "h.refused_reasn"))
    result = run("templates", "lint", path)
    assert result.exit_code == 2
    assert "refused_reasn" in result.output
    assert "未通过原因" in result.output


def test_a_broken_tag_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "refusal-notice.docx"
    path.write_bytes(edited("refusal-notice", "{{ h.refused_reason }}", "{{ h.refused_reason }"))
    result = run("templates", "lint", path)
    assert result.exit_code == 2
    assert "段" in result.output


def test_a_file_that_is_no_template_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "随便.docx").write_bytes(b"x")
    result = run("templates", "lint", tmp_path / "随便.docx")
    assert result.exit_code == 2
    assert "认不出" in result.output
    (tmp_path / "公示.docx").write_bytes(b"x")
    assert "不是 .docx 文件" in run("templates", "lint", tmp_path / "公示.docx").output
