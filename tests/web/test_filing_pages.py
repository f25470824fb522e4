"""Filing on the page: catalogues and bound volumes of a unit, made as tasks, taken along one by one or packed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.audit.builders import write_archive
from tests.audit.sample_archive import archive
from tests.web.audited import AS_OF, UNIT, Audited, copy_of
from tests.web.builders import do_now, page_of, store_of
from web.queries import UnitRow, below, unit_named
from web.works import add_work

HOME = f"{UNIT}/莫小棠"


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    place = tmp_path_factory.mktemp("audited")
    folder = write_archive(place / "云溪档案", archive())
    client = page_of(place / "data")
    work = add_work(store_of(client), folder.name, archive=str(folder))
    client.post(f"/works/{work.id}/audit", data={"as_of": AS_OF, "checklist": "tongren-2021"})
    do_now(client)
    return Audited(client, work.id, folder)


@pytest.fixture(autouse=True)
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a computer without LibreOffice: quick, and the same everywhere."""
    monkeypatch.setenv("PATH", "")


def unit(audited: Audited, name: str) -> UnitRow:
    found = unit_named(store_of(audited.client), audited.run, name)
    assert found is not None, name
    return found


def filed(audited: Audited, what: str, **form: object) -> str:
    """The page that the task leads to."""
    address = f"/runs/{audited.run.id}/filing/{what}"
    answer = audited.client.post(address, data=form)
    assert answer.status_code == 302, answer.text
    do_now(audited.client)
    page = audited.client.get(answer.location, follow_redirects=True)
    assert page.status_code == 200
    return page.text


def test_every_unit_can_be_reached_and_the_empty_folder_says_what_to_do(audited: Audited) -> None:
    page = audited.text("/runs/{run}/filing")
    assert "还没有。选好单位" in page
    community = unit(audited, UNIT)
    homes, total = below(store_of(audited.client), audited.run, community.n, 1, 100)
    page = audited.text("/runs/{run}/filing?unit=" + str(community.n))
    assert total == len(homes) > 0
    assert all(f"?unit={home.n}" in page for home in homes)
    assert audited.client.get(f"/runs/{audited.run.id}/filing?unit=9999").status_code == 404
    assert audited.client.get(f"/runs/{audited.run.id}/filing/zip").status_code == 404


def test_a_home_is_catalogued_and_its_papers_taken_along(audited: Audited, tmp_path: Path) -> None:
    own = copy_of(audited, tmp_path)
    home = unit(own, HOME)
    page = filed(own, "catalogue", unit=home.n, fonds="Z109", period="D30", by="甘露", on="2021-12-31")
    assert "编好 1 卷" in page
    assert "莫小棠" in page
    packed = own.client.get(f"/runs/{own.run.id}/filing/zip?unit={home.n}").data
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert {name.rpartition("/")[2] for name in names} == {
        "案卷封面.docx",
        "卷内文件目录.docx",
        "卷内备考表.docx",
        "盒脊标签-莫小棠.docx",
    }
    number = page.split("/filing/files/")[1].split('"')[0]
    answer = own.client.get(f"/runs/{own.run.id}/filing/files/{number}")
    assert answer.data.startswith(b"PK")
    assert own.client.get(f"/runs/{own.run.id}/filing/files/1").status_code == 404


def test_without_libreoffice_it_is_said_before_and_what_must_be_put_in_by_hand_after(
    audited: Audited, tmp_path: Path
) -> None:
    own = copy_of(audited, tmp_path)
    home = unit(own, HOME)
    assert "没有 LibreOffice" in own.text("/runs/{run}/filing?unit=" + str(home.n))
    page = filed(own, "bind", unit=home.n)
    assert "装订好 1 个 PDF" in page
    assert "没有装进去" in page
    again = filed(own, "bind", unit=home.n)
    assert "1 个以前装订过，没有重做" in again


def test_a_day_that_is_none_is_told(audited: Audited) -> None:
    answer = audited.client.post(f"/runs/{audited.run.id}/filing/catalogue", data={"on": "年底"})
    assert answer.status_code == 422
    assert "立卷时间" in answer.text
