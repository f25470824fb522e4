"""A page to hand out: whose it is, what comes first, what is left for the ledger; one page, under a name that Windows takes."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from audit.next_steps import Deadline, plan_of
from audit.report.task_lists import TaskList, task_lists
from audit.types import Finding, Problem, Report, Severity
from fangpin.task_lists import write_task_lists
from tests.audit.builders import judge_archive
from tests.audit.sample_archive import MO, archive
from tests.docgen.builders import text_of

TOWNSHIP = "云溪区/望江街道"
VILLAGE = f"{TOWNSHIP}/临江社区"
DEADLINE = Deadline(date(2026, 3, 2), date(2026, 3, 22))


@pytest.fixture(scope="module")
def report() -> Report:
    return judge_archive({path: data for path, data in archive().items() if MO not in path})


def by_name(report: Report, **changes: Any) -> dict[str, TaskList]:
    return {each.name: each for each in task_lists(report, **changes)}


def crowded(report: Report, count: int = 80) -> Report:
    """A village with so many households that each need a visit."""
    problems = [
        Problem(f"{VILLAGE}/欧阳长林{at:02}", "H03", "没有签字。", about=(str(at),)) for at in range(count)
    ]
    return replace(report, findings=tuple(Finding("unsigned", Severity.ERROR, each) for each in problems))


def test_every_office_has_its_page_and_every_finding_stands_on_one(report: Report) -> None:
    lists = by_name(report)
    assert "村-望江街道临江社区" in lists
    assert "乡-望江街道" in lists
    assert "县-云溪区" in lists
    assert sum(int(str(each.context["findings"])) for each in lists.values()) == len(report.findings)


def test_the_tasks_of_a_village_stand_in_the_order_of_the_plan(report: Report) -> None:
    rows: Any = by_name(report, deadline=DEADLINE)["村-望江街道临江社区"].context["rows"]
    own = {at for at, found in enumerate(report.findings) if found.problem.unit.startswith(VILLAGE)}
    days = [task.due for task in plan_of(report, DEADLINE).tasks if own & set(task.findings)]
    assert [row["due"] for row in rows] == [f"{day.month}月{day.day}日" for day in days if day][: len(rows)]


def test_what_does_not_go_on_the_page_is_counted(report: Report) -> None:
    context = by_name(crowded(report))["村-望江街道临江社区"].context
    rows: Any = context["rows"]
    assert 10 < len(rows) < 80
    assert context["more"] == context["more_findings"] == 80 - len(rows)


def test_a_person_has_a_page_of_what_that_person_answers_for(report: Report) -> None:
    lists = by_name(crowded(report), people={f"{VILLAGE}/欧阳长林07": "骆玉成", TOWNSHIP: "白启明"})
    assert lists["人-骆玉成"].context["findings"] == 1
    assert lists["人-白启明"].context["findings"] == 0


def test_the_part_of_a_village_in_a_request_for_many_counts_its_own(report: Report) -> None:
    other = f"{TOWNSHIP}/望山村"
    problems = [Problem(unit, "V07", "缺批复。") for unit in (VILLAGE, VILLAGE, other)]
    many = replace(
        report, findings=tuple(Finding("missing-proof", Severity.ERROR, each) for each in problems)
    )
    rows: Any = by_name(many)["村-望江街道临江社区"].context["rows"]
    assert [row["findings"] for row in rows] == [2]
    assert "共 2 处" in rows[0]["what"]


def test_an_office_with_nothing_to_do_has_a_page_that_says_so(report: Report, tmp_path: Path) -> None:
    folder = write_task_lists(replace(report, findings=()), tmp_path, "2026-03-02")
    assert "要办 0 件" in text_of((folder / "村-望江街道临江社区.docx").read_bytes())


def test_names_that_windows_refuses_are_changed_and_none_is_written_over(
    report: Report, tmp_path: Path
) -> None:
    people = {VILLAGE: "甲/乙", TOWNSHIP: "甲:乙", "云溪区": 'CON"?'}
    folder = write_task_lists(report, tmp_path, "2026-03-02", people=people)
    assert folder == tmp_path / "清单" / "2026-03-02"
    names = {path.name for path in folder.iterdir()}
    assert {"人-甲_乙.docx", "人-甲_乙（2）.docx", "人-CON__.docx"} <= names


@pytest.mark.needs_libreoffice
def test_the_fullest_list_is_one_page(report: Report, tmp_path: Path) -> None:
    folder = write_task_lists(crowded(report), tmp_path, "2026-03-02", deadline=DEADLINE)
    paper = folder / "村-望江街道临江社区.docx"
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(paper)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert len(PdfReader(tmp_path / "村-望江街道临江社区.pdf").pages) == 1
