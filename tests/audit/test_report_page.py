"""The page: what closes the findings first, a hundred thousand findings, links, masks, and no ranking."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from audit.remedies import advise, count_remedies
from audit.report import render_html, render_json
from audit.report.entries import entries_of, is_contradiction
from audit.report.masking import mask_all
from audit.report.words import CAVEAT
from audit.types import Finding, Problem, Quote, Report, Severity
from tests.audit.builders import judge_archive, make_docx
from tests.audit.sample_archive import IDS, MO, archive
from tests.audit.test_report import data_of

VILLAGE = "云溪区/望江街道/临江社区"


@pytest.fixture(scope="module")
def report() -> Report:
    return judge_archive({path: data for path, data in archive().items() if not path.endswith("申报.docx")})


def with_findings(report: Report, *problems: Problem, rule: str = "income-mismatch") -> Report:
    return replace(report, findings=tuple(Finding(rule, Severity.ERROR, problem) for problem in problems))


def test_the_five_counts_come_first_and_agree_with_the_json(report: Report) -> None:
    page = render_html(report)
    counted = count_remedies(advise(report))
    places = [page.index(f"{remedy.zh}<b>{count}</b>") for remedy, count in counted.items()]
    assert places == sorted(places)
    assert max(places) < page.index('id="matrix"') < page.index('id="findings"')
    assert json.loads(render_json(report))["summary"]["remedies"] == {r.value: n for r, n in counted.items()}
    rows = data_of(page)["findings"]
    assert [sum(row[4] == at for row in rows) for at in range(5)] == list(counted.values())


def test_every_report_says_that_agreement_is_not_truth(report: Report) -> None:
    assert CAVEAT in render_html(report)
    assert json.loads(render_json(report))["caveat"] == CAVEAT


def test_contradictions_stand_before_what_lacks(report: Report) -> None:
    clash = Finding("income-mismatch", Severity.WARNING, Problem(VILLAGE, None, "收入不一致。"))
    entries = entries_of(replace(report, findings=(*report.findings, clash)))
    assert entries[0].rule == "income-mismatch"
    kinds = [is_contradiction(entry.rule) for entry in entries]
    assert kinds == sorted(kinds, reverse=True)
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))


def test_units_stand_by_name_and_not_by_what_was_found(report: Report) -> None:
    many = [Problem(f"{VILLAGE}/{MO}", None, f"第{n}处。") for n in range(5)]
    changed = with_findings(report, *many, Problem("云溪区", None, "一处。"))
    assert [unit[0] for unit in data_of(render_html(changed))["units"]] == [
        unit.name for unit in report.units
    ]
    assert entries_of(changed)[0].unit == "云溪区"


def test_a_link_leads_to_the_file_and_to_the_zip_that_holds_it(report: Report) -> None:
    path = "村 1/a.zip!/b#1%.docx"
    page = render_html(
        with_findings(report, Problem(VILLAGE, None, "。", files=(path,))), archive="../档案 2021"
    )
    assert data_of(page)["base"] == "../%E6%A1%A3%E6%A1%88%202021"
    assert 'href="../%E6%A1%A3%E6%A1%88%202021/%E6%9D%91%201/a.zip"' in page


def test_a_file_named_by_an_identity_number_is_linked_by_its_folder(report: Report) -> None:
    path = f"村/{IDS[MO]}.docx"
    page = render_html(with_findings(report, Problem(VILLAGE, None, "。", files=(path,))), archive="..")
    assert IDS[MO] not in page
    shown = f"村/{IDS[MO][:6]}********{IDS[MO][-4:]}.docx"
    assert data_of(page)["paths"][0] == [shown, "村"]


def test_quotes_are_masked_unless_all_is_asked_for(report: Report) -> None:
    text = f"户主 {IDS[MO]} 13812345678 健康状况：长期慢性病"
    problem = Problem(VILLAGE, None, text, ("a.docx",), text, text, text, quotes=(Quote("a.docx", 1, text),))
    changed = with_findings(report, problem)
    for page in (render_html(changed), render_json(changed)):
        assert not any(secret in page for secret in (IDS[MO], "13812345678", "长期慢性病"))
    for page in (render_html(changed, full=True), render_json(changed, full=True)):
        assert all(secret in page for secret in (IDS[MO], "13812345678", "长期慢性病"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("卡号6228480012345678910", "卡号622848*********8910"),
        ("6228 4800 1234 5678 910", "622848*********8910"),
        ("健康状况：长期慢性病，弱劳动力", "健康状况：＊＊，弱劳动力"),
        ("户主患有高血压，需服药", "户主患有＊＊，需服药"),
        ("妻子系二级肢体残疾", "妻子系＊＊"),
        ("1 张某 本人 长期慢性病 弱劳动力", "1 张某 本人 ＊＊ 弱劳动力"),
    ],
)
def test_cards_and_illness_are_masked(text: str, shown: str) -> None:
    assert mask_all(text) == shown


@pytest.mark.parametrize(
    "text",
    ["因病、因残", "大病救助1000元，慢病签约服务", "防患未然", "残疾人两项补贴", "2021年12月31日至次年"],
)
def test_risks_and_policies_are_no_illness(text: str) -> None:
    assert mask_all(text) == text


def test_a_hundred_thousand_findings_stand_in_the_data_and_few_hundred_in_the_page(report: Report) -> None:
    problems = [Problem(f"{VILLAGE}/{MO}", "H03", f"第{n}处不一致。", ("a.docx",)) for n in range(100_000)]
    page = render_html(with_findings(report, *problems))
    assert len(data_of(page)["findings"]) == 100_000
    assert page.count('<div class="finding') == 300
    assert len(page.encode()) < 20_000_000


def test_nothing_in_a_message_can_end_the_data(report: Report) -> None:
    page = render_html(
        with_findings(report, Problem(VILLAGE, None, "</script><b>&\u2028", ("</script>.docx",)))
    )
    assert page.count("</script>") == 2
    assert "</script><b>&\u2028" in data_of(page)["texts"]


def test_a_name_of_a_file_that_is_no_text_still_gives_a_page() -> None:
    report = judge_archive({"甲\udcff/值班.docx": make_docx("值班表")})
    assert render_html(report, archive="../甲\udcff".encode("utf-8", "replace").decode()).encode(
        "utf-8", "replace"
    )
