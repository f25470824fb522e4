"""What next: one task for all that is done in one go, long waits first, nothing lost, nothing promised that cannot be had."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from audit.next_steps import Deadline, Plan, Task, Way, plan_of
from audit.report import render_html, render_json, render_summary, render_xlsx
from audit.types import Finding, Problem, Report, Severity
from tests.audit.builders import judge_archive
from tests.audit.sample_archive import MO, archive
from tests.audit.test_report import data_of

VILLAGE = "云溪区/望江街道/临江社区"
HOME = f"{VILLAGE}/{MO}"
TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def report() -> Report:
    return judge_archive({path: data for path, data in archive().items() if MO not in path})


def with_findings(report: Report, *found: tuple[str, str], severity: Severity = Severity.ERROR) -> Report:
    """A report with findings of these rules at these units."""
    findings = [
        Finding(rule, severity, Problem(unit, None, f"第{at}处。")) for at, (rule, unit) in enumerate(found)
    ]
    return replace(report, findings=tuple(findings))


def in_days(days: int) -> Deadline:
    return Deadline(TODAY, TODAY + timedelta(days=days))


def ways(plan: Plan) -> Sequence[Way]:
    return [task.way for task in plan.tasks]


def only(plan: Plan) -> Task:
    assert len(plan.tasks) == 1
    return plan.tasks[0]


@pytest.mark.parametrize("days", [None, 0, 3, 30])
def test_every_finding_is_closed_by_one_task(report: Report, days: int | None) -> None:
    plan = plan_of(report, None if days is None else in_days(days))
    assert report.findings
    closed = [place for task in plan.tasks for place in task.closes]
    assert sorted(closed) == list(range(len(report.findings)))
    assert all(set(task.closes) <= set(task.findings) for task in plan.tasks)


def test_one_visit_closes_all_that_one_household_must_sign(report: Report) -> None:
    task = only(plan_of(with_findings(report, ("unsigned", HOME), ("unsigned", HOME))))
    assert (task.way, task.unit, task.closes) == (Way.SIGN, HOME, (0, 1))


def test_what_two_households_must_sign_is_two_visits(report: Report) -> None:
    plan = plan_of(with_findings(report, ("unsigned", HOME), ("unsigned", f"{VILLAGE}/褚广田")))
    assert ways(plan) == [Way.SIGN, Way.SIGN]


def test_what_must_be_waited_for_is_begun_first(report: Report) -> None:
    changed = with_findings(
        report, ("income-mismatch", VILLAGE), ("missing-proof", VILLAGE), ("notice-too-short", VILLAGE)
    )
    assert ways(plan_of(changed)) == [Way.REPEAT, Way.REQUEST, Way.CORRECT]


def test_of_what_can_be_done_at_once_the_least_work_for_each_finding_comes_first(report: Report) -> None:
    few, many = ("income-mismatch", HOME), ("income-mismatch", VILLAGE)
    plan = plan_of(with_findings(report, few, many, many, many))
    assert [len(task.closes) for task in plan.tasks] == [3, 1]


def test_hints_do_not_come_before_errors(report: Report) -> None:
    errors = with_findings(report, ("income-mismatch", HOME))
    hints = with_findings(report, *[("unrecognised-file", VILLAGE)] * 3, severity=Severity.INFO)
    both = replace(report, findings=(*hints.findings, *errors.findings))
    assert [task.unit for task in plan_of(both).tasks] == [HOME, VILLAGE]


def test_a_posting_can_be_repeated_where_its_days_are_left(report: Report) -> None:
    changed = with_findings(report, ("notice-too-short", VILLAGE))
    days = report.checklist.notice_days
    task = only(plan_of(changed, in_days(days)))
    assert (task.way, task.begin, task.due) == (Way.REPEAT, TODAY, TODAY + timedelta(days=days))


def test_a_posting_that_can_no_longer_end_in_time_can_only_be_explained(report: Report) -> None:
    changed = with_findings(report, ("notice-too-short", VILLAGE))
    task = only(plan_of(changed, in_days(report.checklist.notice_days - 1)))
    assert (task.way, task.instead_of) == (Way.EXPLAIN, Way.REPEAT)
    assert "来不及" in task.what


def test_an_answer_that_cannot_be_there_in_time_is_explained_and_still_asked_for(report: Report) -> None:
    task = only(plan_of(with_findings(report, ("missing-proof", VILLAGE)), in_days(1)))
    assert (task.way, task.instead_of) == (Way.EXPLAIN, Way.REQUEST)
    assert "马上联系" in task.what


@pytest.mark.parametrize("days", [0, 1, 4, 60])
def test_every_task_is_due_between_today_and_the_inspection(report: Report, days: int) -> None:
    deadline = in_days(days)
    for task in plan_of(report, deadline).tasks:
        assert task.begin is not None
        assert task.due is not None
        assert TODAY <= task.begin <= task.due <= deadline.inspection


def test_what_is_too_much_for_a_day_is_spread_over_the_days(report: Report) -> None:
    many = with_findings(report, *[("income-mismatch", f"{VILLAGE}/户{at}") for at in range(60)])
    days = [task.due for task in plan_of(many, in_days(10)).tasks]
    assert None not in days
    assert sorted(days, key=str) == days
    assert 3 <= len(set(days)) <= 10


def test_a_desk_with_little_work_is_done_today(report: Report) -> None:
    task = only(plan_of(with_findings(report, ("income-mismatch", HOME)), in_days(20)))
    assert task.due == TODAY


def test_without_a_day_the_order_stands_without_dates(report: Report) -> None:
    dated, plain = plan_of(report, in_days(60)), plan_of(report)
    assert [task.what for task in dated.tasks] == [task.what for task in plain.tasks]
    assert {(task.begin, task.due) for task in plain.tasks} == {(None, None)}
    assert plain.due == {}


def test_no_day_that_is_over() -> None:
    with pytest.raises(ValueError, match="over"):
        Deadline(TODAY, TODAY - timedelta(days=1))


def test_all_reports_show_the_same_tasks(report: Report) -> None:
    deadline = in_days(20)
    plan = plan_of(report, deadline)
    tasks = json.loads(render_json(report, deadline=deadline))["plan"]["tasks"]
    rows = data_of(render_html(report, deadline=deadline))["plan"]["rows"]
    assert [task["what"] for task in tasks] == [row[2] for row in rows] == [task.what for task in plan.tasks]
    said = render_summary(report, deadline=deadline)
    assert all(task.what in said for task in plan.tasks[:3])
    assert plan.tasks[3].what not in said


def test_a_row_of_the_page_names_the_findings_that_it_closes(report: Report) -> None:
    data = data_of(render_html(report))
    texts = data["texts"]
    task = plan_of(report).tasks[0]
    messages = {texts[data["findings"][at][9]] for at in data["plan"]["rows"][0][7]}
    assert messages == {report.findings[place].problem.message for place in task.findings}


def test_the_ledger_bears_the_days_of_the_plan(report: Report) -> None:
    import io

    import openpyxl

    deadline = in_days(20)
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(report, deadline=deadline)))
    headings = [cell.value for cell in next(book["整改台账"].iter_rows(max_row=1))]
    at = headings.index("完成期限")
    rows = [str(row[at].value) for row in book["整改台账"].iter_rows(min_row=2)]
    assert sorted(rows) == sorted(day.isoformat() for day in plan_of(report, deadline).due.values())
    assert book["迎检倒排"].max_row - 1 == len(plan_of(report, deadline).tasks)
