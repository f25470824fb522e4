"""A folder of hostile files audits to the end, with each file in its state."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from pathlib import Path

import pytest

from audit.pipeline import audit_archive
from audit.report import render_html, render_json, render_summary
from audit.types import State
from checklists import load_checklist
from tests.audit.builders import AS_OF, make_docx, make_pdf, make_xlsx, make_zip, photo, write_archive


def hostile() -> dict[str, bytes]:
    deflated = io.BytesIO()
    with zipfile.ZipFile(deflated, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * 70_000_000 + b"</w>")
    return {
        "一/截断.docx": make_docx("公示")[:500],
        "一/零字节.pdf": b"",
        "一/错的扩展名.xls": make_docx("公示", "正文在此"),
        "一/图片改名.xlsx": photo("x"),
        "一/炸弹.docx": deflated.getvalue(),
        "一/套三层.zip": make_zip({"二.zip": make_zip({"三.zip": make_zip({"四.txt": b"x"})})}),
        "一/越界.zip": make_zip({"../../外.txt": b"x", "/绝对.txt": b"x"}),
        "一/很多页.pdf": make_pdf(*(["第一页"] for _ in range(600))),
        "一/五万空行.xlsx": make_xlsx({"一": [["名单"]] + [[]] * 5000 + [["甲", "乙"]]}),
        "一/" + "长" * 80 + ".docx": make_docx("公示"),
        "/".join(["深"] * 150) + "/公示.docx": make_docx("公示"),
        "一/Thumbs.db": b"x",
    }


def test_a_folder_of_hostile_files_audits_to_the_end(tmp_path: Path) -> None:
    report = audit_archive(write_archive(tmp_path, hostile()), checklist=load_checklist(), as_of=AS_OF)
    states = {file.path.rpartition("/")[2]: file.document.state for file in report.files}
    assert states["截断.docx"] is State.UNREADABLE
    assert states["零字节.pdf"] is State.EMPTY
    assert states["错的扩展名.xls"] is State.READ
    assert states["图片改名.xlsx"] is State.NOT_READ
    assert states["炸弹.docx"] is State.UNREADABLE
    assert states["套三层.zip"] is State.CONTAINER
    assert states["很多页.pdf"] is State.READ
    assert "Thumbs.db" not in states
    paths = {file.path for file in report.files}
    assert {"一/越界.zip!/外.txt", "一/越界.zip!/绝对.txt", "一/套三层.zip!/二.zip!/三.zip!/四.txt"} <= paths
    assert not any(".." in path for path in paths)
    for text in (render_json(report), render_html(report), render_summary(report)):
        assert text


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="这个系统的文件名只能是合法的 Unicode")
def test_a_name_that_is_no_text_is_reported_and_does_no_harm(tmp_path: Path) -> None:
    name = os.fsdecode("公示".encode("gbk") + b".docx")
    (tmp_path / name).write_bytes(make_docx("拟纳入监测对象公示", "现予以公示。"))
    report = audit_archive(tmp_path, checklist=load_checklist(), as_of=AS_OF)
    assert [file.kind for file in report.files] == ["public-notice"]
    assert render_json(report).encode("utf-8", "replace")
