"""Scans as documents: read, left unread with the reason, or listed with how to get recognition."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import audit.ocr
from audit.ocr import with_text
from audit.read_file import ReadOptions, read_file
from audit.types import Block, Document, Entry, State
from fangpin.commands.audit import command
from tests.audit.ocr.pages import Sheet, photo_of_a_yard, scanned

if TYPE_CHECKING:
    from numpy import ndarray

pytestmark = pytest.mark.needs_ocr


def jpeg(pixels: ndarray) -> bytes:
    import cv2

    return bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes())


def scanned_pdf(*pages: ndarray) -> bytes:
    from PIL import Image

    images = [Image.fromarray(page[:, :, ::-1]) for page in pages]
    out = io.BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=150)
    return out.getvalue()


def read(tmp_path: Path, name: str, data: bytes) -> Document:
    (tmp_path / name).write_bytes(data)
    told: list[int] = []
    entry = Entry(name, tmp_path / name, len(data))
    document = read_file(entry, ReadOptions(ocr=True), told.append)
    assert told == [len(read_file(entry, ReadOptions(), told.append).unread_pages)]
    return document


def test_a_scanned_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    first = scanned(Sheet().title("拟纳入监测对象公示").seal(0.7, 0.4))
    second = scanned(Sheet().title("公示无异议说明").paragraph("公示期间没有收到意见。"))
    document = read(tmp_path, "扫描件.pdf", scanned_pdf(first, second))
    assert (document.state, document.problem, document.unread_pages) == (State.READ, "", ())
    assert [(block.page, block.text) for block in document.blocks] == [
        (1, "拟纳入监测对象公示"),
        (2, "公示无异议说明"),
        (2, "公示期间没有收到意见。"),
    ]
    assert all(block.confidence < 1.0 or block.box for block in document.blocks)
    assert [(mark.kind, mark.page) for mark in document.marks] == [("seal", 1)]
    assert ("picture", "page") in document.metadata


def test_a_blank_page_of_a_scan_is_named(tmp_path: Path) -> None:
    document = read(
        tmp_path, "件.pdf", scanned_pdf(scanned(Sheet().title("公示无异议说明")), scanned(Sheet()))
    )
    assert (document.state, document.unread_pages) == (State.READ, (2,))
    assert document.problem == "第 2 页没有认出文字"


def test_a_photo_stays_one(tmp_path: Path) -> None:
    document = read(tmp_path, "IMG_1.jpg", jpeg(photo_of_a_yard("2023-05-06 10:24")))
    assert (document.state, document.problem) == (State.NOT_READ, "照片，不读文字")
    assert dict(document.metadata)["picture"] == "photo"
    assert ["2023-05-06" in block.text for block in document.blocks] == [True]


def test_a_scan_that_nobody_can_read_says_why(tmp_path: Path) -> None:
    sheet = Sheet(dpi=25).title("拟纳入监测对象公示", 14).paragraph("现将评议结果公示如下。" * 4, 10)
    document = read(tmp_path, "公示.jpg", jpeg(scanned(sheet)))
    assert document.state is State.NOT_READ
    assert "太模糊" in document.problem
    assert document.flow == ()
    assert [mark.kind for mark in document.marks] == ["low-resolution"]


def test_a_document_without_such_pages_is_left_as_it_is() -> None:
    document = Document("a.txt", 1, "", "txt", State.READ, flow=(Block("公示", 1, "正文"),), pages=1)
    assert with_text(document, ()) is document


def test_without_the_packages_scans_are_listed_with_how_to_get_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit.ocr, "ocr_available", lambda: False)
    said = said_of_a_scan(tmp_path)
    assert 'pip install "fangpin[ocr]"' in said


def test_recognition_can_be_left_out(tmp_path: Path) -> None:
    assert "没有读到内容" in said_of_a_scan(tmp_path, "--no-ocr")
    assert "没有读到内容" not in said_of_a_scan(tmp_path)


def said_of_a_scan(tmp_path: Path, *options: str) -> str:
    village = tmp_path / "云岭县" / "柳河镇" / "柳河村"
    village.mkdir(parents=True, exist_ok=True)
    (village / "公示.pdf").write_bytes(scanned_pdf(scanned(Sheet().title("拟纳入监测对象公示"))))
    given = [str(tmp_path / "云岭县"), "--as-of", "2023-12-31", *options]
    done = CliRunner().invoke(command, given, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output
