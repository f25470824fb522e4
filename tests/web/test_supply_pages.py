"""What lacks and need not be asked for, on the page: copied from elsewhere, made anew by the registry, told what may not be."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from docgen.write import Choice
from fangpin.generating import make_archive
from registry.read_workbook import read_workbook
from registry.write_workbook import workbook_bytes
from tests.circle.builders import finished_registry
from tests.web.builders import do_now, page_of, store_of
from web.works import add_work

_HOMES = "清水镇/石桥村/户档案"
_KINDS = frozenset({"county-reply", "measures-table"})


@dataclass(frozen=True)
class _Office:
    """A village's archive audited with its registry: an approval lacks in one home, ledgers lack everywhere."""

    client: FlaskClient
    work: int
    archive: Path
    gone: str

    def text(self, room: str) -> str:
        answer = self.client.get(f"/works/{self.work}/{room}", follow_redirects=True)
        assert answer.status_code == 200
        return answer.text

    def do(self, what: str) -> None:
        assert self.client.post(f"/runs/1/supply/{what}").status_code == 302
        do_now(self.client)

    @property
    def packed(self) -> list[str]:
        data = self.client.get("/runs/1/supply/files").data
        return zipfile.ZipFile(io.BytesIO(data)).namelist()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> _Office:
    place = tmp_path_factory.mktemp("office")
    workbook, archive = place / "登记簿.xlsx", place / "云岭县防返贫监测帮扶档案"
    workbook.write_bytes(workbook_bytes(finished_registry()))
    loaded = read_workbook(workbook)
    make_archive(workbook, loaded, archive, Choice(kinds=_KINDS))
    gone = min(path.relative_to(archive).as_posix() for path in archive.glob(f"{_HOMES}/*/07*/*.docx"))
    (archive / gone).unlink()
    client = page_of(place / "data")
    work = add_work(store_of(client), "石桥", archive=str(archive), registry=str(workbook))
    asked = {"as_of": "2021-12-31", "checklist": "tongren-2021", "registry": "1"}
    client.post(f"/works/{work.id}/audit", data=asked)
    do_now(client)
    return _Office(client, work.id, archive, gone)


def test_what_lies_elsewhere_is_copied_beside_the_archive_and_can_be_taken_along(office: _Office) -> None:
    before = {path: path.stat().st_mtime_ns for path in office.archive.rglob("*")}
    office.do("copies")
    page = office.text("supply")
    assert "份复印好" in page
    assert "复印自" in page
    home = office.gone.rpartition("/")[0]
    assert any(home in name and "〔复印自" in name for name in office.packed)
    assert office.client.get("/runs/1/supply/lists/0").data.startswith(b"PK")
    assert {path: path.stat().st_mtime_ns for path in office.archive.rglob("*")} == before


def test_lists_are_made_anew_and_what_may_not_be_is_told_with_why(office: _Office) -> None:
    office.do("remake")
    page = office.text("supply")
    assert "补制名单、台账、表格" in page
    assert "只能是当时形成的，不能补制" in page
    assert any("（补制）" in name for name in office.packed)
    assert "补充-补制清单.xlsx" in office.packed
    assert office.client.get("/runs/1/supply/lists/1").data.startswith(b"PK")
    assert office.client.get("/runs/1/supply/lists/2").status_code == 404


def test_without_a_registry_it_is_said_that_one_is_needed(office: _Office, tmp_path: Path) -> None:
    with store_of(office.client).open() as base:
        base.execute("update works set registry = '' where id = ?", (office.work,))
    assert "补制要有登记簿" in office.text("supply")
    answer = office.client.post("/runs/1/supply/remake")
    assert answer.status_code == 422
    assert "还没有登记簿" in answer.text


def test_nothing_is_packed_where_nothing_was_made(tmp_path: Path) -> None:
    client = page_of(tmp_path)
    assert client.get("/runs/1/supply").status_code == 404
    work = add_work(store_of(client), "空的", archive=str(tmp_path))
    assert "还没有检查过" in client.get(f"/works/{work.id}/supply").text
