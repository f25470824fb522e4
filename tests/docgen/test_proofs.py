"""Proofs: beside the archive, once a paper, with the faces named that this machine lacks."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from docgen.proofs import STAND_INS, find_libreoffice, make_proofs, substitutes
from fangpin.cli import cli
from registry.write_workbook import workbook_bytes
from tests.docgen.builders import made, sample


def archive_of(folder: Path, *names: str) -> Path:
    archive = folder / "档案"
    for name in names:
        path = archive / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made(sample(), "notice-outcome").data)
    return archive


@pytest.mark.needs_libreoffice
def test_proofs_stand_beside_the_archive_and_copies_of_one_name_keep_apart(tmp_path: Path) -> None:
    names = ("石桥村/说明.docx", "梨园村/说明.docx")
    archive = archive_of(tmp_path, *names)
    program = find_libreoffice()
    assert program is not None
    told: list[int] = []
    proofs = make_proofs(archive, names, program, told.append)
    assert (proofs.made, proofs.current, proofs.failed, sum(told)) == (2, 0, (), 2)
    found = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.pdf"))
    assert found == ["档案-fangpin/校样/梨园村/说明.pdf", "档案-fangpin/校样/石桥村/说明.pdf"]
    assert all((tmp_path / name).read_bytes().startswith(b"%PDF") for name in found)


@pytest.mark.needs_libreoffice
def test_only_a_paper_that_changed_is_proofed_again(tmp_path: Path) -> None:
    names = ("甲.docx", "乙.docx")
    archive = archive_of(tmp_path, *names)
    program = find_libreoffice()
    assert program is not None
    make_proofs(archive, names, program)
    proof = tmp_path / "档案-fangpin/校样/乙.pdf"
    os.utime(archive / "乙.docx", (proof.stat().st_mtime + 5, proof.stat().st_mtime + 5))
    proofs = make_proofs(archive, names, program)
    assert (proofs.made, proofs.current) == (1, 1)


def test_a_paper_that_gives_no_proof_is_named_and_the_archive_stays_as_it_is(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, "甲.docx")
    nothing = shutil.which("true")
    assert nothing is not None
    proofs = make_proofs(archive, ["甲.docx"], nothing)
    assert (proofs.made, proofs.failed) == (0, ("甲.docx",))
    assert not list(tmp_path.rglob("*.pdf"))


@pytest.mark.skipif(
    shutil.which("fc-match") is None, reason="没有 fontconfig（Debian：apt-get install fontconfig）"
)
def test_every_face_that_is_not_installed_is_said_with_what_stands_in_for_it(tmp_path: Path) -> None:
    given = substitutes(tmp_path / "fonts.conf")
    assert given is not None
    assert set(given) <= set(STAND_INS)
    assert all(given.values())
    assert not any(face == stand_in for face, stand_in in given.items())


def test_without_libreoffice_the_papers_are_made_and_the_lack_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "登记簿.xlsx"
    book.write_bytes(workbook_bytes(sample()))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("docgen.proofs._PLACES", ())
    arguments = ["generate", str(book), "-o", str(tmp_path / "档案"), "--kind", "refusal-notice", "--pdf"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0
    assert "找不到 LibreOffice" in result.output
    assert list((tmp_path / "档案").rglob("*.docx"))


@pytest.mark.needs_libreoffice
def test_the_command_makes_proofs_and_says_what_they_do_not_show(tmp_path: Path) -> None:
    book = tmp_path / "登记簿.xlsx"
    book.write_bytes(workbook_bytes(sample()))
    arguments = ["generate", str(book), "-o", str(tmp_path / "档案"), "--kind", "refusal-notice", "--pdf"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0
    assert "校样（PDF）新做 1 份" in result.output
    assert "代替" in result.output or "字体由系统选配" in result.output
    assert len(list((tmp_path / "档案-fangpin" / "校样").rglob("*.pdf"))) == 1
    assert not list((tmp_path / "档案").rglob("*.pdf"))
