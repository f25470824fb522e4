"""The registry's pages: put in, faults cell by cell, mended, brought up to date, households found."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from registry.read_workbook import read_workbook
from registry.records import Household
from registry.registry import Registry
from registry.sample import load_sample
from registry.write_workbook import workbook_bytes
from tests.registry.test_national_export import export, family
from tests.web.builders import page_of, store_of
from web.works import find_work

HEAD = {"HX-Request": "true"}


@pytest.fixture
def page(tmp_path: Path) -> FlaskClient:
    return page_of(tmp_path / "data")


def small() -> Registry:
    """The sample's offices and its first three households, with their members."""
    sample = load_sample()
    households = sample.households[:3]
    ids = {household.household_id for household in households}
    members = tuple(member for member in sample.members if member.household_id in ids)
    return Registry(units=sample.units, households=households, members=members, settings=sample.settings)


def changed(registry: Registry, **values: object) -> Registry:
    """With values of the first household changed."""
    first: Household = replace(registry.households[0], **values)  # type: ignore[arg-type]
    return replace(registry, households=(first, *registry.households[1:]))


def drop(page: FlaskClient, registry: Registry, address: str = "/registry") -> str:
    """Drop a workbook; where that leads."""
    data = {"file": (io.BytesIO(workbook_bytes(registry)), "石桥村登记簿.xlsx")}
    answer = page.post(address, data=data)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return answer.headers["Location"]


def test_a_dropped_workbook_becomes_a_work(page: FlaskClient) -> None:
    where = drop(page, small())
    text = page.get(where).get_data(as_text=True)
    assert "监测对象户 3" in text
    work = find_work(store_of(page), 1)
    assert work is not None
    assert work.name == "石桥村登记簿"


def test_a_work_without_a_registry_says_what_to_do(page: FlaskClient) -> None:
    where = drop(page, small())
    with store_of(page).open() as base:
        base.execute("update works set registry = ''")
    assert "下载空登记簿" in page.get(where).get_data(as_text=True)


def test_a_fault_stands_in_its_cell_with_what_to_do_and_its_number_masked(page: FlaskClient) -> None:
    registry = small()
    number = str(registry.households[0].id_number)
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    where = drop(page, changed(registry, id_number=wrong))
    text = page.get(where).get_data(as_text=True)
    assert f'<td class="m">{number[:6]}********{wrong[-4:]}<span' in text
    assert "校验码不对" in text
    assert wrong not in text
    whole = page.post(f"{where}/whole", data={"page": "1"}).get_data(as_text=True)
    assert f'<td class="m">{wrong}<span' in whole


def test_what_can_be_mended_for_sure_is_listed_and_the_copy_is_used(page: FlaskClient) -> None:
    where = drop(page, changed(small(), object_type="边缘易致贫"))
    assert "处能肯定改对" in page.get(where).get_data(as_text=True)
    assert "边缘易致贫户" in page.get(f"{where}/repair").get_data(as_text=True)
    copy = page.post(f"{where}/repaired")
    assert copy.data[:2] == b"PK"
    page.post(f"{where}/use-repaired")
    assert "处能肯定改对" not in page.get(where).get_data(as_text=True)


def test_a_registry_that_changes_on_the_disk_is_read_anew(page: FlaskClient, tmp_path: Path) -> None:
    path = tmp_path / "登记簿.xlsx"
    path.write_bytes(workbook_bytes(small()))
    where = page.post("/registry", data={"path": str(path)}).headers["Location"]
    assert "监测对象户 3" in page.get(where).get_data(as_text=True)
    fewer = replace(small(), households=small().households[:2])
    path.write_bytes(workbook_bytes(fewer))
    assert "监测对象户 2" in page.get(where).get_data(as_text=True)
    path.unlink()
    gone = page.get(where).get_data(as_text=True)
    assert "打不开这份登记簿" in gone
    assert "放进来" in gone


def test_an_export_becomes_a_registry_and_later_brings_it_up_to_date(
    page: FlaskClient, tmp_path: Path
) -> None:
    first = export(tmp_path, family())
    where = page.post("/registry", data={"path": str(first)}).headers["Location"]
    assert "还要填〔监测对象户〕" in page.get(f"{where}/changes").get_data(as_text=True)
    gone = export(tmp_path, [dict(row) | {"风险是否已消除": "是"} for row in family()])
    answer = page.post(where, data={"file": (gone.open("rb"), "导出.xlsx"), "update": "1"})
    assert answer.status_code == 302
    text = page.get(f"{where}/changes").get_data(as_text=True)
    assert "与原登记簿相比" in text


def test_a_table_that_is_neither_is_refused_with_what_to_drop(page: FlaskClient, tmp_path: Path) -> None:
    from openpyxl import Workbook

    Workbook().save(tmp_path / "别的表.xlsx")
    answer = page.post("/registry", data={"path": str(tmp_path / "别的表.xlsx")})
    assert answer.status_code == 422
    assert "不是登记簿，也不是全国系统的导出表" in answer.get_data(as_text=True)


def test_households_are_found_by_a_part_of_the_name_in_a_form(page: FlaskClient) -> None:
    registry = small()
    drop(page, registry)
    name = registry.households[1].head
    rows = page.post("/works/1/households", data={"name": name[:1]}, headers=HEAD).get_data(as_text=True)
    assert "找到 1 户，共 3 户" in rows
    assert name in rows
    nobody = page.post("/works/1/households", data={"name": "没有这人"}, headers=HEAD).get_data(as_text=True)
    assert "没有这样的户" in nobody


def test_a_household_has_its_members_days_and_papers_with_numbers_masked(page: FlaskClient) -> None:
    registry = small()
    drop(page, registry)
    household = registry.households[0]
    address = f"/works/1/households/{household.row}"
    text = page.get(address).get_data(as_text=True)
    assert "家庭成员" in text
    assert "申请日期" in text
    assert "还没有生成" in text
    assert str(household.id_number) not in text
    assert str(household.id_number) in page.post(address).get_data(as_text=True)
    assert page.get("/works/1/households/9999").status_code == 404


def test_the_empty_workbook_and_the_sample_can_be_downloaded(page: FlaskClient, tmp_path: Path) -> None:
    for address, households in (
        ("/registry/workbook", 0),
        ("/registry/sample", len(load_sample().households)),
    ):
        path = tmp_path / "下载.xlsx"
        path.write_bytes(page.get(address).data)
        assert len(read_workbook(path).registry.households) == households
