"""`fangpin lint`: what it prints, its JSON, its exit status, and the copy with comments."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from fangpin.cli import cli
from tests.audit.builders import make_docx

WRONG = "享受产业措施12户，占比。"
RIGHT = "全镇共有监测对象3户8人。"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["lint", *map(str, arguments)])


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "总结.docx"
    path.write_bytes(
        make_docx(
            "清水镇工作总结", RIGHT, WRONG, [["村", "户数"], ["甲村", "3"], ["乙村", "4"], ["合计", "8"]]
        )
    )
    return path


def test_each_finding_is_a_line_with_page_words_and_what_to_do(paper: Path) -> None:
    result = run(paper)
    assert result.exit_code == 0
    first, second = result.stdout.splitlines()[1:]
    assert first.startswith("  第1页 [错误] 留有没有填写的占位")
    assert f"原文：{WRONG}　→ 由出具单位" in first
    assert first.endswith("（placeholder-left）")
    assert "3＋4＝7，合计写的是8" in second


def test_a_paper_with_nothing_wrong_says_so(tmp_path: Path) -> None:
    path = tmp_path / "好.txt"
    path.write_text(RIGHT, encoding="utf-8")
    assert run(path).stdout == f"{path}：没有发现问题。\n"


def test_json_gives_the_findings_of_each_path(paper: Path, tmp_path: Path) -> None:
    other = tmp_path / "好.txt"
    other.write_text(RIGHT, encoding="utf-8")
    data = json.loads(run(paper, other, "--format", "json").stdout)
    assert list(data) == [str(paper), str(other)]
    assert [each["rule"] for each in data[str(paper)]] == ["placeholder-left", "total-mismatch"]
    assert {"rule", "severity", "unit", "item", "files", "message", "expected", "actual", "fix"} <= set(
        data[str(paper)][0]
    )
    assert data[str(other)] == []


def test_it_fails_on_errors_only_where_asked(paper: Path) -> None:
    assert run(paper).exit_code == 0
    assert run(paper, "--fail-on", "error").exit_code == 3


def test_what_cannot_be_looked_at_is_said_all_at_once(paper: Path, tmp_path: Path) -> None:
    result = run(paper, tmp_path, tmp_path / "没有.docx")
    assert result.exit_code == 2
    assert "是文件夹" in result.output
    assert "没有这个文件" in result.output
    assert "占位" in result.output  # the others are looked at all the same


def test_the_findings_stand_as_comments_at_their_paragraphs_in_a_copy(paper: Path, tmp_path: Path) -> None:
    before, copy = paper.read_bytes(), tmp_path / "批注.docx"
    assert run(paper, "--annotate", copy).exit_code == 0
    assert paper.read_bytes() == before
    document = docx.Document(io.BytesIO(copy.read_bytes()))
    comments = {comment.comment_id: comment.text for comment in document.comments}
    assert len(comments) == 2
    marked = [
        paragraph.text for paragraph in document.paragraphs if paragraph._p.xpath("w:commentRangeStart")
    ]
    assert marked == [WRONG]
    (cell,) = [
        cell.text for cell in document.tables[0].columns[0].cells if cell._tc.xpath(".//w:commentRangeStart")
    ]
    assert cell == "合计"


def test_an_empty_field_is_marked_at_its_label(tmp_path: Path) -> None:
    form, copy = tmp_path / "核查表.docx", tmp_path / "批注.docx"
    rows = [["户主姓名", "周小满", "家庭人口", "4"], ["监测对象类别", "边缘易致贫户", "主要风险", ""]]
    form.write_bytes(make_docx("防返贫监测对象认定核查表", rows))
    run(form, "--annotate", copy)
    table = docx.Document(io.BytesIO(copy.read_bytes())).tables[0]
    marked = [
        cell.text for row in table.rows for cell in row.cells if cell._tc.xpath(".//w:commentRangeStart")
    ]
    assert marked == ["主要风险"]


def test_comments_are_no_part_of_the_paper_when_it_is_looked_at_again(paper: Path, tmp_path: Path) -> None:
    copy = tmp_path / "批注.docx"
    run(paper, "--annotate", copy)
    assert run(copy).stdout.splitlines()[1:] == run(paper).stdout.splitlines()[1:]


def test_nothing_is_overwritten_unless_asked(paper: Path, tmp_path: Path) -> None:
    copy = tmp_path / "批注.docx"
    copy.write_bytes(b"mine")
    assert run(paper, "--annotate", copy).exit_code == 2
    assert copy.read_bytes() == b"mine"
    assert run(paper, "--annotate", copy, "--force").exit_code == 0
    assert run(paper, "--annotate", paper, "--force").exit_code == 2


def test_comments_need_a_single_word_document(paper: Path, tmp_path: Path) -> None:
    text = tmp_path / "材料.txt"
    text.write_text(WRONG, encoding="utf-8")
    assert "批注只能写进 .docx" in run(text, "--annotate", tmp_path / "a.docx").output
    assert "一次只能批注一个文件" in run(paper, text, "--annotate", tmp_path / "a.docx").output
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04")
    assert run(broken, "--annotate", tmp_path / "a.docx").exit_code == 2
    assert not (tmp_path / "a.docx").exists()
