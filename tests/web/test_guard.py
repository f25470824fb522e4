"""Only the page that the program opened on this computer is answered."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.web.builders import HOME, PORT, TOKEN, page_of, store_of
from web.works import list_works


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_the_opened_address_lets_in_and_leaves_no_token_in_the_bar(folder: Path) -> None:
    client = page_of(folder, entered=False)
    answer = client.get(f"/enter/{TOKEN}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "今天要做什么" in client.get("/").text


@pytest.mark.parametrize("address", ["/", "/alive", "/static/style.css", "/folder", "/tasks/1"])
def test_without_the_token_nothing_is_shown(folder: Path, address: str) -> None:
    answer = page_of(folder, entered=False).get(address)
    assert answer.status_code == 401
    assert "程序窗口" in answer.text


def test_a_wrong_token_does_not_let_in(folder: Path) -> None:
    answer = page_of(folder, entered=False).get("/enter/guess")
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        "127.0.0.1:9",
        "127.0.0.1",
        f"127.0.0.1.evil.example:{PORT}",
        "",
    ],
)
def test_a_forged_host_is_refused(folder: Path, host: str) -> None:
    assert page_of(folder).get("/", headers={"Host": host}).status_code in (400, 403)


def test_localhost_is_this_computer_too(folder: Path) -> None:
    client = page_of(folder, entered=False)
    headers = {"Host": f"localhost:{PORT}", "Origin": f"http://localhost:{PORT}"}
    assert client.get(f"/enter/{TOKEN}", headers=headers).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9"},
        {"Origin": f"https://127.0.0.1:{PORT}"},
        {"Origin": "", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "", "Sec-Fetch-Site": "same-site"},
        {"Origin": "", "Sec-Fetch-Site": "none"},
        {"Origin": ""},
    ],
)
def test_what_another_site_sends_changes_nothing(
    folder: Path, tmp_path: Path, headers: dict[str, str]
) -> None:
    client = page_of(folder)
    answer = client.post("/folder", data={"path": str(tmp_path)}, headers=headers)
    assert answer.status_code == 403
    assert list_works(store_of(client)) == []


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_even_look(folder: Path, site: str) -> None:
    assert page_of(folder).get("/", headers={"Sec-Fetch-Site": site}).status_code == 403


def test_our_own_page_may(folder: Path, tmp_path: Path) -> None:
    client = page_of(folder)
    answer = client.post("/folder", data={"path": str(tmp_path)}, headers={"Origin": HOME})
    assert answer.status_code == 302
    assert [work.archive for work in list_works(store_of(client))] == [str(tmp_path.resolve())]


def test_every_answer_forbids_what_a_page_here_never_needs(folder: Path) -> None:
    for answer in (
        page_of(folder).get("/"),
        page_of(folder, entered=False).get("/"),
        page_of(folder).get("/no"),
    ):
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "no-store"


def test_an_upload_that_is_too_large_is_refused_with_what_to_do(folder: Path) -> None:
    client = page_of(folder)
    client.application.config["MAX_CONTENT_LENGTH"] = 1024
    answer = client.post("/folder/zip", data={"file": (io.BytesIO(b"x" * 4096), "a.zip")})
    assert answer.status_code == 413
    assert "直接选它所在的文件夹" in answer.text


def test_a_page_that_is_not_there_says_so_in_chinese(folder: Path) -> None:
    for address in ("/nowhere", "/tasks/99", "/works/99"):
        answer = page_of(folder).get(address)
        assert answer.status_code == 404
        assert "没有这一页" in answer.text


def test_what_the_program_got_wrong_is_said_plainly_and_logged_without_names(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("张三 520000199001011234")

    monkeypatch.setattr("web.pages.home.list_works", fail)
    client = page_of(folder)
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "程序出了错" in answer.text
    log = (folder / "errors.log").read_text(encoding="utf-8")
    assert "ValueError" in log
    for text in (answer.text, log, *capfd.readouterr()):
        assert "张三" not in text
        assert "520000" not in text


def test_an_error_leads_back_to_the_page_it_came_from_and_to_no_other(tmp_path: Path) -> None:
    client = page_of(tmp_path)

    def answer(came_from: str) -> str:
        headers = {"Referer": came_from}
        return client.post("/folder", data={"path": ""}, headers=headers).get_data(as_text=True)

    assert 'href="/folder?page=2"' in answer(f"{HOME}/folder?page=2")
    for elsewhere in ("http://evil.example/folder", f"{HOME}//evil.example", f"{HOME}/enter/{TOKEN}", ""):
        assert "返回刚才那一页" not in answer(elsewhere)
