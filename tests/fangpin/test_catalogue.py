"""The papers by which an archive is filed, written beside it: never in it, nothing over what is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from fangpin.commands.catalogue import command
from tests.audit.builders import write_archive
from tests.audit.sample_archive import IDS, MO, archive
from tests.docgen.builders import text_of

HOME = "云溪区/望江街道/临江社区/莫小棠"


def run(*arguments: Any) -> Any:
    return CliRunner().invoke(
        command, [*map(str, arguments), "--as-of", "2021-12-31", "--no-cache", "--no-ocr"]
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_archive(tmp_path_factory.mktemp("catalogue") / "云溪档案", archive())
    result = run(root, "--fonds", "Z109", "--period", "户级=D30")
    assert result.exit_code == 0, result.output
    return root


def beside(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}-fangpin") / "归档"


def files_under(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_every_unit_has_cover_contents_and_note_and_the_boxes_their_labels(folder: Path) -> None:
    names = files_under(beside(folder))
    assert {
        f"{HOME}/案卷封面.docx",
        f"{HOME}/卷内文件目录.docx",
        f"{HOME}/卷内备考表.docx",
        "盒脊标签.docx",
    } <= set(names)
    assert any(name.startswith("云溪区/望江街道/02 2021年") for name in names)


def test_nothing_is_written_in_the_archive(folder: Path) -> None:
    assert files_under(folder) == archive()


def test_the_contents_show_what_the_papers_say_and_no_identity_number(folder: Path) -> None:
    text = text_of((beside(folder) / HOME / "卷内文件目录.docx").read_bytes())
    assert "临江社区" in text
    assert "20210" in text
    assert "Z109-WS·2021·D30·望江街道临江社区-" in text
    assert IDS[MO] not in text


def test_what_is_not_known_is_marked_and_listed(folder: Path) -> None:
    text = text_of((beside(folder) / HOME / "卷内备考表.docx").read_bytes())
    assert "立卷人 | 〔待填〕" in text or "〔待填〕" in text
    said = run(folder).output
    assert "印成〔待填〕的，请补填：" in said
    assert "立卷人" in said


def test_what_is_there_stays_unless_it_is_forced(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "归档"
    assert run(folder, "临江社区", "-o", out).exit_code == 0
    edited = out / HOME / "案卷封面.docx"
    before = edited.read_bytes()
    edited.write_bytes(b"edited by hand")
    again = run(folder, "临江社区", "-o", out)
    assert "没有覆盖" in again.output
    assert f"{HOME}/案卷封面.docx" in again.output
    assert edited.read_bytes() == b"edited by hand"
    assert run(folder, "临江社区", "-o", out, "--force").exit_code == 0
    assert edited.read_bytes() == before


def test_a_unit_is_written_with_those_below_it_and_keeps_its_numbers(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "归档"
    assert run(folder, "莫小棠", "-o", out, "--fonds", "Z109", "--period", "户级=D30").exit_code == 0
    written, all_of_them = files_under(out), files_under(beside(folder))
    assert set(written) == {f"{HOME}/{name}.docx" for name in ("案卷封面", "卷内文件目录", "卷内备考表")} | {
        "盒脊标签-莫小棠.docx"
    }
    assert written[f"{HOME}/案卷封面.docx"] == all_of_them[f"{HOME}/案卷封面.docx"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["没有的村"], "没有单位“没有的村”"),
        (["--period", "D5"], "不认识保管期限“D5”"),
        (["--period", "组级=Y"], "不认识“组级”这一级"),
        (["--on", "去年"], "不是日期"),
    ],
)
def test_what_is_wrong_in_the_call_is_said(folder: Path, arguments: list[str], said: str) -> None:
    result = run(folder, *arguments)
    assert result.exit_code != 0
    assert said in str(result.exception)


def test_months_after_the_last_paper_do_not_lack(folder: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(command, [str(folder), "云溪区", "-o", str(tmp_path), "--no-ocr"])
    assert result.exit_code == 0
    notes = " ".join(text_of(path.read_bytes()) for path in tmp_path.rglob("卷内备考表.docx"))
    assert "2022-" not in notes


def test_the_archive_itself_is_no_place_for_them(folder: Path) -> None:
    result = run(folder, "-o", folder / "归档")
    assert "在档案里面" in str(result.exception)
    assert not (folder / "归档").exists()
