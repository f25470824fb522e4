"""What a finding is known by: the same from run to run, another for another finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from audit.runs.identity import identify
from audit.types import Finding, Problem, Report, Severity
from tests.audit.builders import judge_archive
from tests.audit.sample_archive import archive

VILLAGE = "思源县/双河镇/青松村"


def finding(rule: str = "income-mismatch", **changes: Any) -> Finding:
    problem = Problem(VILLAGE, "V05", "写得不一样。", files=("村/记录.docx",), about=("认定时的人均纯收入",))
    return Finding(rule, Severity.ERROR, replace(problem, **changes))


def id_of(one: Finding) -> str:
    return identify([one])[0].id


@pytest.fixture(scope="module")
def report() -> Report:
    return judge_archive({path: data for path, data in archive().items() if "申报" not in path})


@pytest.mark.parametrize(
    "changes",
    [
        {"message": "两份材料上的收入前后不一。"},
        {"expected": "一致"},
        {"actual": "5000 元；5200 元"},
        {"fix": "另一种说法。"},
        {"severity": Severity.WARNING},
        {"judge": True},
    ],
)
def test_a_finding_worded_otherwise_is_the_same(changes: dict[str, Any]) -> None:
    assert id_of(finding(**changes)) == id_of(finding())


@pytest.mark.parametrize(
    "changes",
    [
        {"unit": "思源县/双河镇/红旗村"},
        {"item": "V06"},
        {"kinds": ("public-notice",)},
        {"files": ("村/结果.docx",)},
        {"about": ("消除时的人均纯收入",)},
    ],
)
def test_another_unit_item_kind_file_or_field_is_another_finding(changes: dict[str, Any]) -> None:
    assert id_of(finding(**changes)) != id_of(finding())


def test_what_the_papers_of_a_unit_contradict_in_is_one_finding_whatever_papers_show_it() -> None:
    one = finding(of_unit=True)
    assert id_of(finding(of_unit=True, files=("村/记录.docx", "镇/副本.docx"), item="T03")) == id_of(one)
    assert id_of(finding(of_unit=True, about=("帮扶责任人",))) != id_of(one)


def test_the_kinds_that_a_whole_item_lacks_may_change() -> None:
    one, other = (finding("missing-item", kinds=kinds) for kinds in (("photo",), ("photo", "public-notice")))
    assert id_of(one) == id_of(other)


def test_findings_that_nothing_tells_apart_are_numbered() -> None:
    first, second, third = (each.id for each in identify([finding()] * 3))
    assert (second, third) == (f"{first}-2", f"{first}-3")


def test_no_two_findings_of_an_audit_have_one_id_and_a_later_date_changes_none(report: Report) -> None:
    ids = [each.id for each in report.findings]
    assert ids
    assert len(set(ids)) == len(ids)
    later = judge_archive([file.document for file in report.files], as_of=date(2022, 1, 20))
    assert set(ids) <= {each.id for each in later.findings}


def test_other_findings_come_and_go_and_an_id_stays(report: Report) -> None:
    less = judge_archive([file.document for file in report.files if not file.path.endswith("动员会现场.jpg")])
    assert {each.id for each in report.findings} < {each.id for each in less.findings}
