"""What to do next on the page: tasks in order with the findings they close, the day of inspection, pages to hand out."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.web.audited import Audited, audited_page, copy_of
from tests.web.builders import do_now, store_of
from web.next_step import next_step
from web.plan import plan_of_run, tasks_of
from web.works import add_work, find_work


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    return audited_page(tmp_path_factory.mktemp("audited"))


def test_every_task_leads_to_the_findings_that_it_is_for(audited: Audited) -> None:
    store = store_of(audited.client)
    plan = plan_of_run(store, audited.run)
    assert plan is not None
    tasks = tasks_of(store, audited.run, 1, 1000)
    assert len(tasks) == plan["total"] > 3
    page = audited.text("/runs/{run}/plan")
    assert all(f'/plan/{place}"' in page for place in range(1, min(100, len(tasks)) + 1))
    one = audited.text("/runs/{run}/plan/1")
    assert all(f'/findings/{number}"' in one for number in tasks[0]["findings"][:100])
    assert sum(task["closes"] for task in tasks) == audited.run.total
    assert audited.client.get(f"/runs/{audited.run.id}/plan/{len(tasks) + 1}").status_code == 404


def test_the_tasks_have_days_once_the_inspection_has_one(audited: Audited, tmp_path: Path) -> None:
    own = copy_of(audited, tmp_path)
    assert "没有给检查日期" in own.text("/runs/{run}/plan")
    inspection = date.today() + timedelta(days=20)
    answer = own.client.post(f"/runs/{own.run.id}/plan/day", data={"inspection_on": inspection.isoformat()})
    assert answer.status_code == 302
    do_now(own.client)
    assert own.client.get(answer.location).location == f"/works/{own.work}/plan"
    page = own.text("/runs/{run}/plan")
    assert "还有 20 天" in page
    tasks = tasks_of(store_of(own.client), own.run, 1, 1000)
    assert all(date.today().isoformat() <= task["due"] <= inspection.isoformat() for task in tasks)
    # asked again, it leads where an audit leads
    assert "then" not in own.run.asked


@pytest.mark.parametrize("typed", ["", "明天", "2020-01-01"])
def test_a_day_of_inspection_must_be_one_to_come(audited: Audited, typed: str) -> None:
    answer = audited.client.post(f"/runs/{audited.run.id}/plan/day", data={"inspection_on": typed})
    assert answer.status_code == 422
    assert "检查日期" in answer.text


def test_pages_to_hand_out_can_be_taken_one_by_one_or_packed(audited: Audited, tmp_path: Path) -> None:
    own = copy_of(audited, tmp_path)
    assert "还没有写" in own.text("/runs/{run}/plan")
    assert own.client.get(f"/runs/{own.run.id}/plan/lists/0").status_code == 404
    own.client.post(f"/runs/{own.run.id}/plan/lists")
    do_now(own.client)
    page = own.text("/runs/{run}/plan")
    number = page.split("/plan/lists/")[2].split('"')[0]
    assert own.client.get(f"/runs/{own.run.id}/plan/lists/{number}").data.startswith(b"PK")
    packed = own.client.get(f"/runs/{own.run.id}/plan/lists/0").data
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert names
    assert all(name.endswith(".docx") for name in names)


def test_home_says_what_to_do_first(audited: Audited) -> None:
    store = store_of(audited.client)
    work = find_work(store, audited.work)
    assert work is not None
    step = next_step(store, work)
    assert step.page == "plan.newest"
    first = tasks_of(store, audited.run, 1, 1)[0]["what"]
    assert f"先办：{first[:10]}" in audited.client.get("/").text
    assert audited.client.get(f"/works/{audited.work}/plan").location == f"/runs/{audited.run.id}/plan"


def test_without_an_audit_there_is_no_plan(audited: Audited, tmp_path: Path) -> None:
    own = copy_of(audited, tmp_path)
    work = add_work(store_of(own.client), "空的", archive=str(tmp_path))
    assert "还没有检查过" in own.client.get(f"/works/{work.id}/plan").text
