"""Findings: narrowed, searched, beside their evidence; handed out, waived, put right."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.audit.sample_archive import IDS, MO
from tests.web.audited import Audited, audited_page, copy_of
from tests.web.builders import do_now, store_of


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    return audited_page(tmp_path_factory.mktemp("audited"))


@pytest.fixture
def own(audited: Audited, tmp_path: Path) -> Audited:
    """One that may be changed."""
    return copy_of(audited, tmp_path)


def total(text: str) -> int:
    found = re.search(r"<b>(\d+) 条</b>", text)
    assert found
    return int(found[1])


def narrowed(audited: Audited, **asked: str) -> str:
    answer = audited.client.post(
        f"/runs/{audited.run.id}/findings", data=asked, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert "<html" not in answer.text
    return answer.text


def number_of(audited: Audited, rule: str) -> int:
    """The number of the first finding of a rule."""
    place = sorted(audited.run.summary["rules"]).index(rule) + 1
    found = re.search(r"/findings/(\d+)", narrowed(audited, rule=str(place)))
    assert found
    return int(found[1])


def file_number(audited: Audited, name: str) -> int:
    """The number of the file of that name, as findings link to it."""
    found = re.search(rf'files/(\d+)">[^<]*{re.escape(name)}<', audited.text("/runs/{run}/unread"))
    found = found or re.search(rf'files/(\d+)">[^<]*{re.escape(name)}<', narrowed(audited, words=name))
    assert found, name
    return int(found[1])


def test_severities_rules_and_remedies_part_the_findings(audited: Audited) -> None:
    every = audited.run.total
    assert total(audited.text("/runs/{run}/findings")) == every
    for name, count in (("severity", 3), ("remedy", 6), ("rule", len(audited.run.summary["rules"]))):
        parts = [total(narrowed(audited, **{name: str(place)})) for place in range(1, count + 1)]
        assert sum(parts) == every, name


def test_contradictions_come_first(audited: Audited) -> None:
    count = total(narrowed(audited, contradictions="1"))
    assert 0 < count < audited.run.total
    first = re.findall(r"/findings/(\d+)", narrowed(audited, contradictions="1"))
    assert {int(number) for number in first} == set(range(1, count + 1))


def test_words_are_sought_by_post_in_everything_that_a_finding_says(audited: Audited) -> None:
    assert 0 < total(narrowed(audited, words=MO)) < audited.run.total
    assert total(narrowed(audited, words="坏了.PDF")) == 1
    assert "没有这样的问题" in narrowed(audited, words="查无此字")


def test_a_search_in_the_address_is_not_heard(audited: Audited) -> None:
    """Names in addresses would stand in the browser's history."""
    page = audited.client.get(f"/runs/{audited.run.id}/findings", query_string={"words": "查无此字"})
    assert page.status_code == 404
    assert "查无此字" not in page.text


def test_a_unit_is_taken_with_all_below_it(audited: Audited) -> None:
    top = total(narrowed(audited, unit="0"))
    assert top == audited.run.total
    assert total(audited.text("/runs/{run}/findings?unit=1")) <= top


def test_a_finding_shows_both_sides_with_the_line_marked(audited: Audited) -> None:
    text = audited.text(f"/runs/{{run}}/findings/{number_of(audited, 'headcount-mismatch')}")
    assert "<mark>" in text
    assert "为什么这是问题" in text


def test_numbers_of_persons_are_masked_until_asked_for(own: Audited) -> None:
    number = file_number(own, "核实.docx")
    assert IDS[MO] not in own.text(f"/runs/{{run}}/files/{number}")
    answer = own.client.post("/masking", data={"whole": "1", "back": f"/runs/{own.run.id}/files/{number}"})
    assert answer.headers["Location"] == f"/runs/{own.run.id}/files/{number}"
    assert IDS[MO] in own.text(f"/runs/{{run}}/files/{number}")
    assert "显示完整的证件号码" in own.text("/works/{work}/audit")
    own.client.post("/masking", data={"whole": "", "back": "/"})
    assert IDS[MO] not in own.text(f"/runs/{{run}}/files/{number}")


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/runs/1", "/runs/1\r\nX: y", ""])
def test_the_way_back_leads_nowhere_else(own: Audited, back: str) -> None:
    assert own.client.post("/masking", data={"whole": "", "back": back}).headers["Location"] == "/"


def test_a_finding_is_handed_to_a_person_and_found_by_name(own: Audited) -> None:
    number = number_of(own, "unreadable-file")
    said = {"person": "甘露", "done": "2", "note": "去要原件"}
    assert own.client.post(f"/runs/{own.run.id}/findings/{number}/handle", data=said).status_code == 302
    text = own.text(f"/runs/{{run}}/findings/{number}")
    assert "甘露" in text
    assert "整改中" in text
    assert total(narrowed(own, person="1")) == 1
    assert total(narrowed(own, done="2")) == 1


def test_what_was_said_to_be_mended_and_is_found_again_is_told(own: Audited) -> None:
    number = number_of(own, "unreadable-file")
    own.client.post(f"/runs/{own.run.id}/findings/{number}/handle", data={"done": "3"})
    assert "它还在" not in own.text(f"/runs/{{run}}/findings/{number}")
    with own.client.application.extensions["fangpin"].store.open() as base:
        base.execute("update handled set at = '2001-01-01T08:00:00'")
    assert "它还在" in own.text(f"/runs/{{run}}/findings/{number}")


def test_a_file_put_right_changes_its_cell_with_the_next_audit(own: Audited) -> None:
    before = own.run
    with store_of(own.client).open() as base:
        query = "select n from files where run = ? and path like '%01-莫小棠/对比.xlsx'"
        (number,) = base.execute(query, (before.id,)).fetchone()
    assert "H02" not in own.text(f"/runs/{{run}}/files/{number}").partition("认错了")[0]
    asked = {"kind": "authorisation", "by": "甘露", "again": "1"}
    answer = own.client.post(f"/runs/{before.id}/files/{number}/correct", data=asked)
    assert answer.status_code == 307
    own.client.post(answer.headers["Location"], data={"again": "1"})
    do_now(own.client)
    assert own.run.id != before.id
    assert "人工更正" in own.text(f"/runs/{{run}}/files/{number}")
    text = own.text("/runs/{run}/compare")
    assert "变了的格子" in text
    assert "H02" in text
    assert "承诺授权书" in own.text("/runs/{run}/decisions")
    undone = own.client.post(f"/runs/{own.run.id}/files/{number}/uncorrect")
    assert undone.status_code == 302
    assert "人工认定有改动，还没有算进下面的结果" in own.text("/works/{work}/audit")


def test_a_correction_that_says_nothing_is_told(own: Audited) -> None:
    answer = own.client.post(f"/runs/{own.run.id}/files/{file_number(own, '坏了.pdf')}/correct", data={})
    assert answer.status_code == 422
    assert "没有说更正成什么" in answer.text
    answer = own.client.post(
        f"/runs/{own.run.id}/files/{file_number(own, '坏了.pdf')}/correct", data={"unit": "没有的村"}
    )
    assert answer.status_code == 422


def test_a_paper_that_somebody_saw_makes_a_state_of_its_own(own: Audited) -> None:
    run, items = own.run, [item for item, _ in own.run.items(3)]
    with own.client.application.extensions["fangpin"].store.open() as base:
        unit = base.execute("select n from units where run = ? and name = ?", (run.id, MO)).fetchone()["n"]
    address = f"/runs/{run.id}/units/{unit}/cells/{items.index('H02') + 1}/paper"
    assert "没有填" in own.client.post(address, data={"by": "甘露"}).text
    seen = {"by": "甘露", "on": "2021-12-20", "kept": "档案室3号柜", "gap": "0"}
    assert own.client.post(address, data=seen).status_code == 302
    own.client.post(f"/works/{own.work}/audit/again")
    do_now(own.client)
    assert "有纸质件" in own.text(address.replace(f"/runs/{run.id}", "/runs/{run}").removesuffix("/paper"))
    text = own.text("/runs/{run}/decisions")
    assert "档案室3号柜" in text
    state = re.search(r'name="state" value="(\w+)"', text)
    assert state
    stale = own.client.post(f"/runs/{own.run.id}/decisions/remove", data={"place": "1", "state": "old"})
    assert stale.status_code == 422
    asked = {"place": "1", "state": state[1]}
    assert own.client.post(f"/runs/{own.run.id}/decisions/remove", data=asked).status_code == 302
    assert "档案室3号柜" not in own.text("/runs/{run}/decisions")


def test_a_waived_finding_stands_apart_with_its_reason(own: Audited) -> None:
    number, before = number_of(own, "unreadable-file"), own.run
    address = f"/runs/{before.id}/findings/{number}/waive"
    assert own.client.post(address, data={"reason": "旧件"}).status_code == 422
    past = {"reason": "旧件", "approver": "甘露", "until": "2001-01-01"}
    assert "已经过了" in own.client.post(address, data=past).text
    answer = own.client.post(address, data=past | {"until": (date.today() + timedelta(days=30)).isoformat()})
    assert answer.status_code == 302, answer.text
    own.client.post(f"/works/{own.work}/audit/again")
    do_now(own.client)
    assert own.run.total == before.total - 1
    assert "旧件" in own.text("/runs/{run}/decisions")


def test_all_that_is_listed_can_be_handed_to_one_person(own: Audited) -> None:
    place = str(sorted(own.run.summary["rules"]).index("unsigned") + 1)
    count = total(narrowed(own, rule=place))
    assert "什么也没有改" in narrowed(own, rule=place, give="1", to=" ")
    assert f"已把 {count} 条交给柯南" in narrowed(own, rule=place, give="1", to="柯南")
    assert total(narrowed(own, person="1")) == count
