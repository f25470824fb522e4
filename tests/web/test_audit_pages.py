"""From the folder to the matrix: what is asked, what is shown, one table at a time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.audit.sample_archive import MO, YOU
from tests.web.audited import AS_OF, Audited, audited_page, copy_of
from tests.web.builders import do_now, page_of, store_of
from web.works import add_work


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    return audited_page(tmp_path_factory.mktemp("audited"))


def unit_number(text: str, name: str) -> int:
    """The number under which a page links to a unit."""
    found = re.search(rf'href="/runs/\d+\?unit=(\d+)#matrix">{name}<', text)
    assert found, name
    return int(found[1])


def down_to(audited: Audited, *names: str) -> int:
    """The number of a unit, found as a user finds it."""
    number, text = 0, audited.text("/works/{work}/audit")
    for name in names:
        number = unit_number(text, name)
        text = audited.text(f"/runs/{{run}}?unit={number}")
    return number


def test_a_work_that_was_never_audited_says_what_to_do(tmp_path: Path) -> None:
    client = page_of(tmp_path / "data")
    work = add_work(store_of(client), "空的", archive=str(tmp_path))
    text = client.get(f"/works/{work.id}/audit").text
    assert "还没有检查过" in text
    assert f"/works/{work.id}/audit/start" in text


def test_a_work_without_a_folder_says_where_to_choose_one(tmp_path: Path) -> None:
    client = page_of(tmp_path / "data")
    work = add_work(store_of(client), "只有登记簿", registry="簿.xlsx")
    assert "还没有档案文件夹" in client.get(f"/works/{work.id}/audit/start").text


@pytest.mark.parametrize(
    ("asked", "told"),
    [({"as_of": "明年"}, "不是日期"), ({"as_of": "2021-12-31", "checklist": "没有的"}, "没有这份清单")],
)
def test_what_cannot_be_asked_is_told(tmp_path: Path, asked: dict[str, str], told: str) -> None:
    client = page_of(tmp_path / "data")
    work = add_work(store_of(client), "档案", archive=str(tmp_path))
    answer = client.post(f"/works/{work.id}/audit", data=asked)
    assert answer.status_code == 422
    assert told in answer.text


def test_a_folder_that_is_gone_is_told_before_anything_begins(tmp_path: Path) -> None:
    client = page_of(tmp_path / "data")
    work = add_work(store_of(client), "优盘", archive=str(tmp_path / "拔掉了"))
    answer = client.post(f"/works/{work.id}/audit", data={"as_of": "2021-12-31", "checklist": "tongren-2021"})
    assert answer.status_code == 422
    assert "没有这个文件夹" in answer.text
    with store_of(client).open() as base:
        assert base.execute("select count(*) from tasks").fetchone()[0] == 0


def test_the_first_screen_counts_each_finding_once(audited: Audited) -> None:
    text = audited.text("/works/{work}/audit")
    counts = [int(number) for number in re.findall(r"<b>(\d+)</b><small>", text)]
    assert len(counts) == 6
    assert sum(counts) == audited.run.total
    assert "一致不等于真实" in text


def test_the_number_on_a_card_is_the_number_of_its_list(audited: Audited) -> None:
    text = audited.text("/works/{work}/audit")
    cards = re.findall(r'findings\?remedy=(\d)">\S+?<b>(\d+)</b>', text)
    assert len(cards) == 6
    for place, count in cards:
        assert f"<b>{count} 条</b>" in audited.text(f"/runs/{{run}}/findings?remedy={place}")


def test_the_matrix_leads_from_the_county_to_a_household(audited: Audited) -> None:
    number = down_to(audited, "望江街道", "临江社区", MO)
    text = audited.text(f"/runs/{{run}}?unit={number}")
    assert f"{MO}户的各项" in text
    assert "H01" in text


def test_a_cell_shows_what_is_there_and_what_lacks(audited: Audited) -> None:
    number = down_to(audited, "望江街道", "临江社区", MO)
    place = [item for item, _ in audited.run.items(3)].index("H02") + 1
    text = audited.text(f"/runs/{{run}}/units/{number}/cells/{place}")
    assert "缺失" in text
    assert "承诺授权书" in text
    assert "有纸质件，没有电子件？" in text


def test_names_and_papers_never_stand_in_addresses(audited: Audited) -> None:
    addresses = [
        "/works/{work}/audit",
        "/runs/{run}/findings",
        "/runs/{run}/timelines",
        "/runs/{run}/reconciliation",
    ]
    number = down_to(audited, "望江街道", "临江社区")
    addresses += [f"/runs/{{run}}?unit={number}", f"/runs/{{run}}/findings?unit={number}"]
    for address in addresses:
        for link in re.findall(r'(?:href|src|action|hx-post|hx-get)="([^"]*)"', audited.text(address)):
            assert re.fullmatch(r"[\x21-\x7e]*", link), link
            assert "%" not in link, link


def test_households_stand_side_by_side_and_in_time(audited: Audited) -> None:
    text = audited.text("/runs/{run}/reconciliation")
    assert MO in text
    assert YOU in text
    assert "✓" in text
    assert "→" in audited.text("/runs/{run}/timelines")


def test_files_that_were_not_read_stand_with_the_reason(audited: Audited) -> None:
    text = audited.text("/runs/{run}/unread")
    assert "打不开或已损坏" in text
    assert "坏了.pdf" in text


@pytest.mark.parametrize(
    "address",
    [
        "/runs/999",
        "/runs/{run}?unit=9999",
        "/runs/{run}/units/0/cells/99",
        "/runs/{run}/units/999/cells/1",
        "/runs/{run}/findings/9999",
        "/runs/{run}/files/9999",
        "/runs/{run}/reports/99",
        "/runs/{run}/unread?reason=99",
        "/runs/{run}/compare?with=1",
        "/works/99/audit",
    ],
)
def test_numbers_that_mean_nothing_are_not_found(audited: Audited, address: str) -> None:
    if "compare" in address:  # one run has none before it: its page says so
        assert "只查过这一次" in audited.text("/runs/{run}/compare")
        return
    assert audited.client.get(address.format(run=audited.run.id)).status_code == 404


def test_a_second_audit_is_held_against_the_first(audited: Audited, tmp_path: Path) -> None:
    own = copy_of(audited, tmp_path)
    own.client.post(f"/works/{own.work}/audit/again", data={"as_of": "2021-11-30"})
    do_now(own.client)
    assert own.run.as_of == "2021-11-30"
    text = own.text("/runs/{run}/compare")
    assert "不再查到" in text
    assert "两次检查的日期、清单或扫描件的读法不一样" in text
    earlier = own.text(f"/runs/{audited.run.id}")
    assert "后来又查过" in earlier


def test_the_first_audit_on_the_page_is_held_against_one_by_the_command(
    audited: Audited, tmp_path: Path
) -> None:
    """What the report folder keeps of earlier audits counts, whoever asked for them."""
    own = copy_of(audited, tmp_path)
    with store_of(own.client).open() as base:
        base.execute("delete from runs")
    next(own.folder.rglob("坏了.pdf")).unlink()
    asked = {"as_of": "2021-12-31", "checklist": "tongren-2021"}
    own.client.post(f"/works/{own.work}/audit", data=asked)
    do_now(own.client)
    text = own.text("/runs/{run}/compare")
    assert "改好的（1 条）" in text
    assert "坏了.pdf" in text


def test_the_day_of_the_inspection_is_asked_with_the_audit(audited: Audited, tmp_path: Path) -> None:
    own = copy_of(audited, tmp_path)
    asked = {"as_of": AS_OF, "checklist": "tongren-2021", "unit": ""}
    wrong = own.client.post(f"/works/{own.work}/audit", data=asked | {"inspection_on": "下周"})
    assert wrong.status_code == 422
    assert "检查日期：下周" in wrong.text
    for day in ("2030-01-31", ""):
        answer = own.client.post(f"/works/{own.work}/audit", data=asked | {"inspection_on": day})
        assert answer.status_code == 302
        assert f'name="inspection_on" value="{day}"' in own.text("/works/{work}/audit/start")
