"""What closes a finding: each has one remedy or none, and a part that lies elsewhere is to be copied."""

from __future__ import annotations

import pytest

from audit.remedies import Advice, Remedy, advise, count_remedies
from audit.types import Report
from tests.audit.builders import judge_archive
from tests.audit.sample_archive import MO, archive

VILLAGE = "云溪区/望江街道/临江社区"


def without(*endings: str) -> Report:
    return judge_archive({path: data for path, data in archive().items() if not path.endswith(endings)})


def advice_on(report: Report, rule: str, unit: str, item: str) -> Advice:
    for finding, advice in zip(report.findings, advise(report), strict=True):
        if (finding.rule, finding.problem.unit, finding.problem.item) == (rule, unit, item):
            return advice
    raise AssertionError([(f.rule, f.problem.unit, f.problem.item) for f in report.findings])


def paths_of(kind: str, level: str) -> list[str]:
    return [f.path for f in judge_archive(archive()).files if f.kind == kind and f.level.value == level]


def test_every_finding_has_one_remedy_or_none() -> None:
    report = without("/申报.docx")
    advised = advise(report)
    assert len(advised) == len(report.findings)
    counted = count_remedies(advised)
    assert list(counted) == list(Remedy)
    assert sum(counted.values()) == sum(advice.remedy is not None for advice in advised)


def test_a_lacking_application_is_for_the_household_to_sign() -> None:
    advice = advice_on(without(f"01-{MO}/申报.docx"), "missing-item", f"{VILLAGE}/{MO}", "H01")
    assert advice.remedy is Remedy.SIGN
    assert "本人" in advice.todo


def test_a_reply_that_the_district_has_is_copied_into_the_households_folder() -> None:
    own = [path for path in paths_of("county-reply", "household") if MO in path]
    report = without(*own)
    cells = [
        f
        for f in report.findings
        if f.problem.unit == f"{VILLAGE}/{MO}" and "county-reply" in f.problem.kinds
    ]
    assert cells
    for finding in cells:
        advice = advice_on(report, finding.rule, finding.problem.unit, finding.problem.item or "")
        assert advice.remedy is Remedy.COPY
        [step] = advice.steps
        assert step.source in {file.path for file in report.files}
        assert step.source in advice.todo


def test_a_reply_that_lies_nowhere_is_asked_for_at_the_county() -> None:
    report = without(*(path for path, data in archive().items() if "批复" in path))
    found = [
        advice_on(report, f.rule, f.problem.unit, f.problem.item or "")
        for f in report.findings
        if f.problem.kinds == ("county-reply",) and f.problem.unit.count("/") == 2
    ]
    assert found
    assert all(advice.remedy is Remedy.REQUEST and "县级" in advice.todo for advice in found)


def test_a_month_without_clue_list_is_printed_again_by_the_system() -> None:
    report = without(*paths_of("clue-list", "county")[:1])
    found = [
        a for f, a in zip(report.findings, advise(report), strict=True) if f.problem.kinds == ("clue-list",)
    ]
    assert found
    assert {advice.remedy for advice in found} == {Remedy.REPRINT}


def test_a_record_that_lies_nowhere_can_only_be_explained_and_a_ledger_is_made_anew() -> None:
    held = archive()
    records = [f.path for f in judge_archive(held).files if f.kind == "village-review-meeting"]
    report = without(*records)
    found = [
        (f.problem.kinds, a)
        for f, a in zip(report.findings, advise(report), strict=True)
        if "village-review-meeting" in f.problem.kinds
    ]
    assert found
    assert all(advice.remedy is Remedy.EXPLAIN for _, advice in found)
    report = without(*(path for path in held if "台账" in path))
    found = [
        (f.problem.kinds, a)
        for f, a in zip(report.findings, advise(report), strict=True)
        if f.problem.kinds == ("dynamic-ledger",)
    ]
    assert found
    assert all(advice.remedy is None and "补制" in advice.todo for _, advice in found)


@pytest.mark.parametrize("kind", ["application", "verification-form", "public-notice"])
def test_only_what_speaks_of_the_unit_is_offered_as_a_copy(kind: str) -> None:
    report = without(*(path for path in paths_of(kind, "household") if MO in path))
    for advice in advise(report):
        for step in advice.steps:
            if step.remedy is Remedy.COPY:
                file = next(file for file in report.files if file.path == step.source)
                papers = [part.paper for part in file.parts if part.paper]
                assert any(MO in paper.text or MO in file.unit for paper in papers)
