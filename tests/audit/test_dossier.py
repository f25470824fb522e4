"""What is due, what is there, what lacks: cells and the findings that follow from them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from audit.types import Cell, Document, Report, Severity, Status
from tests.audit.builders import judge_archive, make_docx, make_xlsx, make_zip, read_all, rules_of
from tests.audit.sample_archive import (
    IDS,
    MO,
    YOU,
    archive,
    clue_sheet,
    notice,
    papers,
    roster,
    table_of_measures,
)

COUNTY = "云溪区"
TOWN = f"{COUNTY}/望江街道"
VILLAGE = f"{TOWN}/临江社区"
EMPTY = f"{TOWN}/柳浪社区"
V = "望江街道/临江社区/社区档案"
H = "望江街道/临江社区/监测户档案"


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return read_all(archive())


@pytest.fixture(scope="module")
def whole(documents: list[Document]) -> Report:
    return judge_archive(documents)


def cells(report: Report) -> dict[tuple[str, str], Cell]:
    return {(cell.unit, cell.item.id): cell for cell in report.cells}


def changed(**files: bytes | None) -> Report:
    """The sample with files replaced; given by the end of their path, with `__` for `/`."""
    found = dict(archive())
    for end, data in files.items():
        path = next((path for path in found if path.replace("/", "__").endswith(end)), None)
        assert path, end
        found.pop(path)
        if data is not None:
            found[path] = data
    return judge_archive(found)


def test_the_whole_sample_has_no_finding(whole: Report) -> None:
    """But that its papers are electronic: nobody has seen the signed ones."""
    assert {found.rule for found in whole.findings if found.severity is Severity.INFO} == {"unsigned"}
    assert rules_of(found for found in whole.findings if found.severity is not Severity.INFO) == []


def test_the_units_are_those_of_folders_and_papers(whole: Report) -> None:
    assert [unit.id for unit in whole.units] == [
        COUNTY,
        TOWN,
        VILLAGE,
        f"{VILLAGE}/{YOU}",
        f"{VILLAGE}/{MO}",
        EMPTY,
    ]


def test_every_cell_is_complete_or_does_not_apply(whole: Report) -> None:
    assert {cell.status for cell in whole.cells} == {Status.COMPLETE, Status.NOT_APPLICABLE}


def test_elimination_applies_only_to_the_household_in_it(whole: Report) -> None:
    found = cells(whole)
    assert found[f"{VILLAGE}/{MO}", "H09"].status is Status.COMPLETE
    assert found[f"{VILLAGE}/{YOU}", "H09"].status is Status.NOT_APPLICABLE


def test_a_village_without_households_has_only_what_always_applies(whole: Report) -> None:
    due = {
        cell.item.id
        for cell in whole.cells
        if cell.unit == EMPTY and cell.status is not Status.NOT_APPLICABLE
    }
    assert due == {"V01", "V02", "V03"}


@pytest.mark.parametrize("path", [path for path, _, _ in papers()])
def test_deleting_one_file_gives_exactly_its_own_finding(
    path: str, documents: list[Document], whole: Report
) -> None:
    rest = judge_archive([document for document in documents if document.path != path])
    file = next(file for file in whole.files if file.path == path)
    assert [unit.id for unit in rest.units] == [unit.id for unit in whole.units]
    found = rules_of(rest.findings)
    if not file.items:
        assert found == []
    else:
        assert [(unit, item) for _, unit, item in found] == [(file.unit, file.items[0])]


def test_a_missing_month_is_one_finding_that_names_the_months() -> None:
    report = changed(**{"线索__7月.docx": None, "线索__8月.docx": None})
    assert rules_of(report.findings) == [("missing-month", COUNTY, "C02")]
    assert "2021年7月、2021年8月" in report.findings[0].problem.message


def test_a_month_is_due_on_its_last_day(documents: list[Document]) -> None:
    without = [document for document in documents if not document.path.endswith("线索/12月.docx")]
    assert rules_of(judge_archive(without, as_of=date(2021, 12, 30)).findings) == []
    assert rules_of(judge_archive(without).findings) == [("missing-month", COUNTY, "C02")]


def test_one_workbook_with_a_sheet_a_month_is_the_whole_series() -> None:
    found = {path: data for path, data in archive().items() if not path.startswith("区级档案/2.")}
    book = make_xlsx({f"{month}月": clue_sheet(month, COUNTY) for month in range(3, 13)})
    assert rules_of(judge_archive({**found, "区级档案/2.线索/全年.xlsx": book}).findings) == []


def test_a_measure_without_proof_is_named() -> None:
    report = changed(**{f"01-{MO}__凭证2.docx": None})
    assert rules_of(report.findings) == [("missing-proof", f"{VILLAGE}/{MO}", "H08")]
    assert "大病医疗救助" in next(f for f in report.findings if f.rule == "missing-proof").problem.message


@pytest.mark.parametrize(
    ("measure", "title"),
    [("农村低保", "最低生活保障金发放明细"), ("小额信贷", "扶贫小额贷款借款合同"), ("技能培训", "家政服务培训结业证书"),
     ("产业帮扶（养牛）", "养牛产业帮扶补助领条")],
)  # fmt: skip
def test_a_proof_may_call_the_measure_by_another_name(measure: str, title: str) -> None:
    proof = make_docx(title, (("姓名", YOU), ("金额", "600元")))
    report = changed(
        **{f"02-{YOU}__帮扶.docx": table_of_measures(YOU, (measure,)), f"02-{YOU}__凭证1.docx": proof,
           f"02-{YOU}__凭证2.docx": None},
    )  # fmt: skip
    assert [rule for rule, _, _ in rules_of(report.findings)] == []


def test_a_proof_of_another_measure_is_no_proof() -> None:
    report = changed(
        **{f"02-{YOU}__帮扶.docx": table_of_measures(YOU, ("危房改造", "雨露计划资助", "最低生活保障金"))}
    )
    assert rules_of(report.findings) == [("missing-proof", f"{VILLAGE}/{YOU}", "H08")]
    assert "危房改造" in report.findings[0].problem.message


def test_one_households_form_lacking_makes_the_cell_partial() -> None:
    report = changed(**{f"入户核实__{YOU}核实表.docx": None})
    cell = cells(report)[VILLAGE, "V04"]
    assert (cell.status, cell.missing_parts) == (Status.PARTIAL, ("verification-form",))
    assert YOU in report.findings[0].problem.message


def test_a_missing_item_is_not_reported_as_its_parts_too() -> None:
    report = changed(**{"5.评议公示__纪要in.docx": None, "5.评议公示__结果in.docx": None, "5.评议公示__公示in.docx": None,
                        "5.评议公示__评议现场in.jpg": None})  # fmt: skip
    assert rules_of(report.findings) == [("missing-item", VILLAGE, "V05")]


def test_a_refused_applicant_is_no_household(whole: Report) -> None:
    assert not any("房子安" in unit.id for unit in whole.units)


def test_a_name_written_wrongly_in_one_paper_makes_no_household() -> None:
    wrong = roster("临江社区拟纳入防贫监测对象花名册", (MO, YOU), "2021年6月10日")
    assert rules_of(changed(**{"6.上报__花名册in.docx": wrong}).findings) == []
    page = make_docx("临江社区拟纳入防贫监测对象花名册", (("序号", "社区", "户主姓名", "家庭人口"), ("1", "临江社区", "莫小堂", "4"),
                                                       ("2", "临江社区", YOU, "2")), "2021年6月10日")  # fmt: skip
    report = changed(**{"6.上报__花名册in.docx": page})
    assert not any("莫小堂" in unit.id for unit in report.units)


def test_a_household_without_a_folder_but_in_several_lists_is_due_all_its_papers() -> None:
    found = {path: data for path, data in archive().items() if f"02-{YOU}" not in path}
    report = judge_archive(found)
    lacking = {
        problem.item for problem in (f.problem for f in report.findings) if problem.unit == f"{VILLAGE}/{YOU}"
    }
    assert lacking == {"H01", "H02", "H03", "H04", "H05", "H06", "H07", "H08", "H14"}


def test_a_file_nobody_can_open_has_its_own_finding_and_no_missing_part_beside_it() -> None:
    report = changed(**{"5.评议公示__公示in.docx": b"PK\x03\x04broken"})
    assert rules_of(report.findings) == [("unreadable-file", VILLAGE, "V05")]
    cell = cells(report)[VILLAGE, "V05"]
    assert cell.uncertain_files == (f"{V}/5.评议公示/公示in.docx",)


def test_an_empty_file_has_its_own_finding() -> None:
    report = changed(**{f"01-{MO}__申报.docx": b""})
    assert rules_of(report.findings) == [("empty-file", f"{VILLAGE}/{MO}", "H01")]


def test_the_same_file_twice_in_one_folder_is_told_and_in_two_folders_is_not() -> None:
    path = f"{V}/5.评议公示/结果in.docx"
    copy = {**archive(), f"{V}/5.评议公示/结果in - 副本.docx": archive()[path]}
    assert rules_of(judge_archive(copy).findings) == [("duplicate-file", VILLAGE, "V05")]
    elsewhere = {**archive(), f"{V}/6.上报/结果in.docx": archive()[path]}
    assert rules_of(judge_archive(elsewhere).findings) == []


def test_a_file_in_a_zip_that_equals_one_beside_it_is_no_finding() -> None:
    from audit.pipeline import read_archive
    from tests.audit.builders import write_archive

    path = f"{V}/5.评议公示/结果in.docx"
    packed = {**archive(), f"{V}/5.评议公示/备份.zip": make_zip({"结果in.docx": archive()[path]})}
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        found = judge_archive(list(read_archive(write_archive(Path(folder), packed))))
    assert rules_of(found.findings) == []


def test_what_nobody_knows_is_told_once() -> None:
    report = judge_archive({**archive(), f"{V}/值班.docx": make_docx("防汛值班表", "一号：甘露")})
    assert rules_of(report.findings) == [("unrecognised-file", VILLAGE, None)]


def test_a_reply_seen_by_two_heads_of_one_name_gives_two_households() -> None:
    head = ("序号", "户主", "身份证号码", "家庭人口")
    rows = [("1", MO, IDS[MO], "4"), ("2", MO, "990101195001017777", "1")]
    base = "山青县/白石镇/红旗村"
    report = judge_archive({
        f"{base}/村级档案/名单.docx": make_docx("红旗村拟纳入监测对象名单", (head, *rows)),
        f"{base}/户档案/{MO}（{IDS[MO][-4:]}）/申请书.docx": make_docx("监测对象申请书", f"申请人：{MO}"),
        f"{base}/户档案/{MO}（7777）/申请书.docx": make_docx("监测对象申请书", f"申请人：{MO}"),
    })  # fmt: skip
    assert [unit.name for unit in report.units][3:] == [f"{MO}（{IDS[MO][-4:]}）", f"{MO}（7777）"]


@pytest.mark.parametrize(
    ("root", "unit", "unchecked"),
    [
        ("望江街道", None, {"county"}),
        ("望江街道/临江社区", None, {"county", "township"}),
        ("望江街道/临江社区/社区档案", None, {"county", "township", "household"}),
        ("望江街道/临江社区/监测户档案", None, {"county", "township", "village"}),
        (f"望江街道/临江社区/监测户档案/01-{MO}", None, {"county", "township", "village"}),
        ("望江街道/临江社区/社区档案", VILLAGE, {"county", "township", "household"}),
    ],
)
def test_a_part_of_the_archive_is_audited_as_what_it_is(
    root: str, unit: str | None, unchecked: set[str]
) -> None:
    part = {
        path.removeprefix(root + "/"): data for path, data in archive().items() if path.startswith(root + "/")
    }
    report = judge_archive(part, root_name=root.rpartition("/")[2], unit=unit)
    assert rules_of(report.findings) == []
    assert {cell.item.level.value for cell in report.cells if cell.status is Status.NOT_CHECKED} == unchecked
    assert report.units[0].id == COUNTY


def test_a_given_chain_overrules_what_the_papers_say() -> None:
    data = {"公示.docx": notice("in", "临江社区居委会", "居民代表会议评议", 6)}
    report = judge_archive(data, unit="山青县/白石镇/红旗村")
    assert report.files[0].unit == "山青县/白石镇/红旗村"


def test_judging_again_is_quick_enough_to_leave_out_files_one_by_one(
    documents: list[Document], benchmark_seconds: Callable[[Callable[[], object]], float]
) -> None:
    assert benchmark_seconds(lambda: judge_archive(documents)) < 0.2
