"""What goes wrong around the page: files gone or in the way, a server killed in the middle, odd files. Each is said plainly."""

from __future__ import annotations

import io
import os
import shutil
import socket
import stat
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage

from checklists import UserError
from registry.read_workbook import read_workbook
from tests.web.audited import Audited, copy_of
from tests.web.builders import do_now, page_of, store_of
from tests.web.crawling import addresses_of_rules, parsed
from tests.web.test_lint import WRONG, paper
from tests.web.test_meeting import FACTS, asked, begun
from web import meetings
from web.data_folder import prepare
from web.dropped import keep_dropped
from web.meetings import BEFORE
from web.runner import add_task, find_task
from web.serve import serve
from web.store import FILE, Store
from web.task_process import do_task
from web.works import add_work, find_work, list_works, remove_work


def said(page: FlaskClient, address: str, /, **data: object) -> str:
    """The one line that refuses it."""
    answer = page.post(address, data=data)
    assert answer.status_code == 422, (address, answer.status_code)
    (line,) = parsed(answer.text).find_class("fault")
    return str(line.text_content())


def asked_of_all(page: FlaskClient) -> None:
    """Everything that can be looked at, and everything that can be asked for without a word."""
    for method in ("GET", "POST"):
        for address in addresses_of_rules(page, method):
            if not address.endswith(("/remove", "/registry/sample")):
                assert page.open(address, method=method).status_code < 500, (method, address)


@pytest.mark.parametrize("step", ["make_papers", "change_work"])
def test_killed_while_papers_are_made_the_same_button_makes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    asked(page, number, BEFORE, **FACTS)

    def killed(*_: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(meetings, step, killed)
        with pytest.raises(KeyboardInterrupt):
            asked(page, number, BEFORE, **{**FACTS, "h-0-size": "5"})
    status, text = asked(page, number, BEFORE, **{**FACTS, "h-0-size": "6"})
    assert status == 200, text
    (work,) = list_works(store_of(page))
    assert [each.size for each in read_workbook(Path(work.registry)).registry.households] == [6, 2]


def test_somebody_without_a_post_may_attend(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    asked(page, number, BEFORE, attendees="柏有年")
    assert "柏有年" in page.get(f"/meeting/{number}/after").text


_SPOILED: dict[str, Callable[[Path], object]] = {
    "gone": lambda path: None,
    "a folder": lambda path: path.mkdir(),
    "empty": lambda path: path.write_bytes(b""),
    "damaged": lambda path: path.write_bytes(b"PK\x03\x04 damaged"),
}


@pytest.mark.parametrize("spoil", _SPOILED.values(), ids=_SPOILED)
def test_a_registry_that_is_spoiled_between_two_clicks_breaks_nothing(
    peopled: Audited, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    own = copy_of(peopled, tmp_path)
    for work in list_works(store_of(own.client)):
        if work.registry and Path(work.registry).is_file():
            Path(work.registry).unlink()
            spoil(Path(work.registry))
    asked_of_all(own.client)


def test_an_archive_that_was_moved_away_breaks_nothing_and_is_told(peopled: Audited, tmp_path: Path) -> None:
    own = copy_of(peopled, tmp_path)
    own.folder.rename(own.folder.with_name("搬走"))
    asked_of_all(own.client)
    assert "可能移走了" in said(own.client, f"/works/{own.work}/audit/again")
    shutil.rmtree(own.folder.with_name(f"{own.folder.name}-fangpin"))
    asked_of_all(own.client)


def test_a_work_taken_away_while_its_task_runs_leaves_nothing_behind(tmp_path: Path) -> None:
    page = page_of(tmp_path / "data")
    store = store_of(page)
    work = add_work(store, "临江", archive=str(tmp_path))
    number = add_task(
        store, "unpack", {"zip": str(tmp_path / "no.zip"), "folder": str(tmp_path / "x")}, work.id
    )
    task = find_task(store, number)
    assert task is not None
    remove_work(store, work.id)
    do_task(store, task)
    assert page.get(f"/tasks/{number}").status_code == 404
    assert find_work(store, work.id) is None


def test_what_cannot_be_kept_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    for name in ("uploads", "checked", "meetings"):
        (tmp_path / name).rmdir()
        (tmp_path / name).write_text("in the way")
    for address, field in (("/registry", "file"), ("/meeting/form", "file"), ("/lint", "files")):
        told = said(page, address, **{field: (io.BytesIO(b"PK"), "a.xlsx")})
        assert "上级不是文件夹" in told, address
    assert "上级不是文件夹" in said(page, "/registry/sample")
    assert list_works(store_of(page)) == []


def test_a_store_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(UserError, match="请用 --data 另选一个能写的文件夹"):
        prepare(tmp_path / "data")
    (tmp_path / "other" / FILE).mkdir(parents=True)
    with pytest.raises(UserError, match=FILE):
        Store(tmp_path / "other")


def test_a_port_in_use_is_one_line(tmp_path: Path) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(UserError, match=r"已有别的程序在用.*请换一个端口"):
            serve(tmp_path, port=other.getsockname()[1], browser=False)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_what_the_page_keeps_is_its_owners_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    page = page_of(tmp_path)
    with store_of(page).open() as base:
        base.execute("insert into works (name, made_at, opened_at) values ('x', '', '')")
        base.commit()
        for each in tmp_path.iterdir():
            assert stat.S_IMODE(each.stat().st_mode) & 0o077 == 0, each


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("CON.docx", "_CON.docx"),
        ("../../etc/passwd.docx", "passwd.docx"),
        ("C:\\报告\\nul.DOCX", "_nul.docx"),
        ("a\x00b\r\nX: y?.docx", "ab__X_ y_.docx"),
        ("长" * 300 + ".docx", "长" * 60 + ".docx"),
    ],
)
def test_a_dropped_file_is_called_as_every_system_allows(tmp_path: Path, name: str, kept: str) -> None:
    path = keep_dropped(tmp_path, FileStorage(io.BytesIO(b"x"), name), endings=(".docx",))
    assert path.name == kept
    assert path.parent.parent == tmp_path


@pytest.mark.parametrize("name", ["....docx", "docx", ".docx", "a.docx.exe", "a.docx/"])
def test_a_name_that_is_only_an_ending_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="这里不收这种文件"):
        keep_dropped(tmp_path, FileStorage(io.BytesIO(b"x"), name), endings=(".docx",))
    assert list(tmp_path.iterdir()) == []


def test_a_paper_of_the_longest_name_has_its_copy_with_comments(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    files = [(io.BytesIO(paper(WRONG)), "长" * 300 + ".docx")]
    page.post("/lint", data={"files": files, "as_of": "2021-12-31"})
    do_now(page)
    assert page.get("/lint/1/0").data.startswith(b"PK")


def test_members_of_a_zip_stay_in_their_folder(tmp_path: Path) -> None:
    page = page_of(tmp_path / "data")
    pack = io.BytesIO()
    with zipfile.ZipFile(pack, "w") as target:
        for name in ("../../out.txt", "/abs.txt", "a/../../b.txt", "C:\\w.txt", "好.txt"):
            target.writestr(name, "x")
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        target.writestr(link, "/etc/passwd")
    pack.seek(0)
    page.post("/folder/zip", data={"file": (pack, "档案.zip")})
    do_now(page)
    outside = [path for path in tmp_path.rglob("*.txt") if "uploads" not in path.parts]
    assert outside == []
    assert not any(path.is_symlink() for path in tmp_path.rglob("*"))
    assert len(list((tmp_path / "data" / "uploads").rglob("*.txt"))) == 5


def test_a_report_that_is_a_link_elsewhere_is_not_given_out(peopled: Audited, tmp_path: Path) -> None:
    own = copy_of(peopled, tmp_path)
    (tmp_path / "secret").write_text("secret")
    report = Path(own.run.target) / "report.html"
    report.unlink()
    report.symlink_to(tmp_path / "secret")
    assert own.client.get(f"/runs/{own.run.id}/reports/1").status_code == 404
    assert f'/runs/{own.run.id}/reports/1"' not in own.text("/runs/{run}/reports")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_folders_whose_names_are_no_text_are_counted_and_not_offered(tmp_path: Path) -> None:
    page = page_of(tmp_path / "data")
    (tmp_path / "望江街道").mkdir()
    os.mkdir(os.fsencode(tmp_path) + "/双河镇".encode("gb18030"))
    text = page.post("/folder/list", data={"path": str(tmp_path)}).text
    assert "望江街道" in text
    assert "有 1 个文件夹的名字是乱码" in text
