"""Papers on the page: chosen, looked at, made, downloaded; what stays blank; where figures come from."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from docgen.shelf import load_manifest_files
from registry.registry import Registry
from registry.sample import load_sample
from registry.write_workbook import workbook_bytes
from tests.web.builders import do_now, page_of, store_of
from web import preview
from web.next_step import next_step
from web.runner import Runner, cancel_task, find_task, last_task
from web.works import find_work

HEAD = {"HX-Request": "true"}
KIND = "application"


@pytest.fixture
def page(tmp_path: Path) -> FlaskClient:
    """A page with one work: the sample's registry."""
    client = page_of(tmp_path / "data")
    begin(client)
    return client


@cache
def sample_bytes() -> bytes:
    return workbook_bytes(load_sample())


def begin(client: FlaskClient, registry: Registry | None = None) -> None:
    """A work with that registry; the sample's where none is given."""
    data = workbook_bytes(registry) if registry else sample_bytes()
    client.post("/registry", data={"file": (io.BytesIO(data), "登记簿.xlsx")})


def text_of(answer: TestResponse) -> str:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def make(client: FlaskClient, folder: Path, /, **form: str) -> TestResponse:
    """Make the papers of one kind, each office its own."""
    given = {"office": "0", "kind": KIND, "where": "folder", "folder": str(folder), **form}
    answer = client.post("/works/1/documents", data=given)
    do_now(client)
    return answer


def first_files(client: FlaskClient) -> tuple[str, list[str]]:
    """The deepest first folder's page, and the addresses of its files."""
    address = "/works/1/papers"
    while True:
        text = text_of(client.get(address))
        files = re.findall(r'href="(/works/1/papers/\d+)"', text)
        if files:
            return address, files
        address = re.findall(r'href="(/works/1/papers\?folder=\d+)"', text.split('class="folders"')[1])[0]


def test_a_work_without_registry_is_told_where_to_begin(tmp_path: Path) -> None:
    client = page_of(tmp_path / "data")
    begin(client)
    with store_of(client).open() as base:
        base.execute("update works set registry = ''")
    assert "放进登记簿或系统导出表" in text_of(client.get("/works/1/documents"))


def test_kinds_stand_with_the_number_of_papers_of_the_office_that_prints(page: FlaskClient) -> None:
    households = sum(h.state != "不予纳入" for h in load_sample().households)
    whole = text_of(page.post("/works/1/documents/kinds", data={"office": "0"}, headers=HEAD))
    assert re.search(rf'value="{KIND}" checked> [^<]+</label> <a href="[^"]+">{households} 份', whole)
    villages = text_of(
        page.post("/works/1/documents/kinds", data={"office": "0", "level": "3"}, headers=HEAD)
    )
    assert f'value="{KIND}"' not in villages


def test_a_paper_is_looked_at_with_numbers_masked_unless_asked(page: FlaskClient) -> None:
    sample = load_sample()
    form = text_of(page.post("/works/1/documents/kinds", data={"office": "0"}, headers=HEAD))
    address = re.search(rf'value="{KIND}".*?href="([^"]+)"', form)
    assert address is not None
    where = address[1].replace("&amp;", "&")
    numbers = [str(h.id_number) for h in sample.households if h.id_number]
    shown = text_of(page.get(where))
    assert "归入" in shown
    assert not any(number in shown for number in numbers)
    assert any(number in text_of(page.post(where)) for number in numbers)


def test_what_stays_blank_is_told_with_its_cell(tmp_path: Path) -> None:
    sample = load_sample()
    first = replace(sample.households[0], applied_on=None)
    client = page_of(tmp_path / "data")
    begin(client, replace(sample, households=(first, *sample.households[1:])))
    make(client, tmp_path / "档案")
    blanks = text_of(client.get("/works/1/papers/blanks"))
    assert re.search("〔监测对象户〕第 2 行 [A-Z]+ 列“申请日期”", blanks)
    assert client.get("/works/1/papers/blanks/file").data[:2] == b"PK"


def test_papers_are_made_and_downloaded_one_by_one_by_folder_and_all(
    page: FlaskClient, tmp_path: Path
) -> None:
    answer = make(page, tmp_path / "档案")
    assert page.get(answer.headers["Location"]).headers["Location"] == "/works/1/papers"
    made = list((tmp_path / "档案").rglob("*.docx"))
    assert f"归入 {len(made)} 处" in text_of(page.get("/works/1/papers"))
    address, files = first_files(page)
    assert page.get(files[0]).data[:2] == b"PK"
    folder = address.rpartition("=")[2]
    with zipfile.ZipFile(io.BytesIO(page.get(f"/works/1/papers/zip/{folder}").data)) as pack:
        assert len(pack.namelist()) == len(files)
    with zipfile.ZipFile(io.BytesIO(page.get("/works/1/papers/zip/0").data)) as pack:
        assert len(pack.namelist()) == len(made)
        assert pack.testzip() is None
    assert page.get(f"/works/1/papers/joined/{folder}").data[:2] == b"PK"
    store = store_of(page)
    work = find_work(store, 1)
    assert work is not None
    assert work.archive == str(tmp_path / "档案")
    assert next_step(store, work).page == "made.overview"


def test_an_edited_file_is_kept_and_its_new_version_offered(page: FlaskClient, tmp_path: Path) -> None:
    make(page, tmp_path / "档案")
    path = sorted((tmp_path / "档案").rglob("*.docx"))[0]
    path.write_bytes(b"edited by hand")
    make(page, tmp_path / "档案", where="made")
    assert path.read_bytes() == b"edited by hand"
    text = text_of(page.get("/works/1/papers"))
    assert "1 个文件人工改过，已保留" in text
    _, files = first_files(page)
    assert page.get(f"{files[0]}/draft").data[:2] == b"PK"


def test_files_that_are_gone_or_lead_outside_are_not_given(page: FlaskClient, tmp_path: Path) -> None:
    make(page, tmp_path / "档案")
    _, files = first_files(page)
    secret = tmp_path / "秘密.docx"
    secret.write_bytes(b"secret")
    paths = list((tmp_path / "档案").rglob("*.docx"))
    for path in paths:
        path.unlink()
    assert page.get(files[0]).status_code == 404
    for path in paths:
        path.symlink_to(secret)
    assert page.get(files[0]).status_code == 404
    assert page.get("/works/1/papers/1").status_code == 404
    assert page.get("/works/1/papers/zip/1").status_code == 404


def test_errors_that_would_spoil_papers_are_told_before_they_are_made(tmp_path: Path) -> None:
    sample = load_sample()
    first = replace(sample.households[0], id_number="990124196603121017")
    client = page_of(tmp_path / "data")
    begin(client, replace(sample, households=(first, *sample.households[1:])))
    form = text_of(client.get("/works/1/documents"))
    assert f'value="{KIND}">' in form
    assert "先改 1 处错误" in form
    refused = make(client, tmp_path / "档案")
    assert refused.status_code == 422
    assert "校验码不对" in refused.get_data(as_text=True)
    assert not (tmp_path / "档案").exists()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"kind": "没有"}, "一种也没有选"),
        ({"period": "去年"}, "不是起止月份"),
        ({"folder": "档案"}, "不能用作存放的文件夹"),
        ({"folder": ""}, "没有写"),
    ],
)
def test_what_cannot_be_made_is_refused(
    page: FlaskClient, tmp_path: Path, form: dict[str, str], said: str
) -> None:
    answer = make(page, tmp_path / "档案", **form)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


def test_a_figure_of_a_summary_shows_its_rows(page: FlaskClient) -> None:
    summaries = text_of(page.get("/works/1/figures"))
    one = re.search(r'href="(/works/1/figures/\d+[^"]*)"', summaries)
    assert one is not None
    figures = text_of(page.get(one[1].replace("&amp;", "&")))
    rows = re.search(r'hx-get="([^"]+)"[^>]*>看 (\d+) 行', figures)
    assert rows is not None
    shown = text_of(page.get(rows[1].replace("&amp;", "&"), headers=HEAD))
    assert shown.count("<li>") == int(rows[2])
    assert "〔监测对象户〕第" in shown


def test_a_run_that_is_stopped_has_noted_what_it_made(page: FlaskClient, tmp_path: Path) -> None:
    folder = tmp_path / "档案"
    kinds = re.findall(r'name="kind" value="([^"]+)"', text_of(page.get("/works/1/documents")))
    page.post(
        "/works/1/documents",
        data={"office": "0", "kind": kinds, "where": "folder", "folder": str(folder)},
    )
    store = store_of(page)
    task = last_task(store, 1, "generate")
    assert task is not None
    runner = Runner(store)
    runner.start()
    try:
        until = time.monotonic() + 60
        while (found := find_task(store, task.id)) and found.done < 5 and found.is_open:
            assert time.monotonic() < until
            time.sleep(0.02)
        cancel_task(store, task.id)
        while (found := find_task(store, task.id)) and found.is_open:
            assert time.monotonic() < until
            time.sleep(0.05)
    finally:
        runner.stop()
    assert found is not None
    assert found.state == "cancelled"
    made = {path.relative_to(folder).as_posix() for path in folder.rglob("*.docx")}
    assert made
    assert made == set(load_manifest_files(folder))


def test_print_files_are_made_on_request_and_given_one_by_one(page: FlaskClient, tmp_path: Path) -> None:
    make(page, tmp_path / "档案", prints="1")
    text = text_of(page.get("/works/1/papers"))
    one = re.search(r'href="(/works/1/papers/prints/[1-9]\d*)">户 ', text)
    assert one is not None
    assert page.get(one[1]).data[:2] == b"PK"
    with zipfile.ZipFile(io.BytesIO(page.get("/works/1/papers/prints/0").data)) as pack:
        assert len(pack.namelist()) == text.count("/works/1/papers/prints/") - 1
    assert page.get("/works/1/papers/prints/1").status_code == 404


def test_a_household_leads_to_its_folder_once_its_papers_are_made(page: FlaskClient, tmp_path: Path) -> None:
    row = next(h.row for h in load_sample().households if h.state != "不予纳入")
    assert "打开这一户的文件夹" not in text_of(page.get(f"/works/1/households/{row}"))
    make(page, tmp_path / "档案")
    home = re.search(r'href="(/works/1/papers\?folder=\d+)"', text_of(page.get(f"/works/1/households/{row}")))
    assert home is not None
    assert "申请书" in text_of(page.get(home[1]))


def test_who_asks_while_another_paper_is_laid_out_is_told_to_ask_again(
    page: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docgen.proofs.find_libreoffice", lambda: "soffice")
    with preview._office:
        text = text_of(page.get("/works/1/documents/paper/look?office=0&n=1", headers=HEAD))
    assert "马上就轮到" in text
    assert 'hx-trigger="load delay:1s"' in text
