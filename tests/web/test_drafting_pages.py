"""An office with years of papers and no workbook: a registry is drafted from its archive, looked at, gone on with."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import load_workbook

from tests.audit.sample_archive import IDS, MO
from tests.web.audited import UNIT, write_archive
from tests.web.builders import do_now, page_of, store_of
from web.works import add_work, find_work


def test_a_registry_is_drafted_taken_along_and_gone_on_with(tmp_path: Path) -> None:
    folder = tmp_path / "临江档案"
    write_archive(folder)
    client = page_of(tmp_path / "data")
    number = add_work(store_of(client), folder.name, archive=str(folder)).id
    assert "起草登记簿" in client.get(f"/works/{number}/registry").text
    assert client.get(f"/works/{number}/registry/draft").status_code == 404
    assert client.post(f"/works/{number}/registry/draft/use").status_code == 404

    client.post(f"/works/{number}/registry/draft", data={"unit": UNIT})
    do_now(client)
    page = client.get(f"/works/{number}/registry").text
    assert "起草好了" in page
    assert IDS[MO] not in page
    sheets = load_workbook(io.BytesIO(client.get(f"/works/{number}/registry/draft").data), read_only=True)
    assert "来源" in sheets.sheetnames

    client.post(f"/works/{number}/registry/draft/use")
    work = find_work(store_of(client), number)
    assert work is not None
    assert work.registry_path is not None
    assert work.registry_path.name == "起草的登记簿.xlsx"
    assert "监测对象户" in client.get(f"/works/{number}/registry").text


def test_an_archive_that_says_nothing_makes_no_registry_and_says_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "空档案"
    folder.mkdir()
    (folder / "说明.txt").write_text("没有内容", encoding="utf-8")
    client = page_of(tmp_path / "data")
    number = add_work(store_of(client), folder.name, archive=str(folder)).id
    client.post(f"/works/{number}/registry/draft")
    do_now(client)
    page = client.get(f"/works/{number}/registry").text
    assert "没有认出写着户、会议或文件的材料" in page
    assert "请确认文件夹" in page


def test_a_work_without_an_archive_is_not_offered_a_draft(tmp_path: Path) -> None:
    client = page_of(tmp_path / "data")
    number = add_work(store_of(client), "空的").id
    assert "由档案起草" not in client.get(f"/works/{number}/registry").text
    assert client.post(f"/works/{number}/registry/draft").status_code == 422
