"""What an audit misses and the registry can fill is made anew; the next audit finds it, and tells it as made later."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit.pipeline import judge
from audit.readers import read_document
from audit.report import render_json
from audit.types import Document, Report, Severity, Status
from checklists import load_kinds
from docgen.missing import Lack, Missing, Why, plan_missing
from docgen.remade import MADE_ANEW, Remade
from fangpin.cli import cli
from fangpin.supply.audit_report import load_audit_report
from fangpin.supply.made import Made, Plan, Wanted, make_papers, plan_papers
from fangpin.supply.places import Places
from registry.dates import find_dates
from registry.registry import Registry
from registry.write_workbook import workbook_bytes
from tests.circle.builders import AS_OF, CHECKLIST, NAME, finished_registry, whole
from tests.docgen.builders import changed, loaded, text_of

TODAY = date(2022, 3, 7)
NEXT = date(2022, 3, 31)
VILLAGE = "云岭县/清水镇/石桥村"


def audited(documents: Iterable[Document], as_of: date = AS_OF) -> Report:
    return judge(tuple(documents), checklist=CHECKLIST, as_of=as_of, root_name=NAME)


@cache
def without(*kinds: str) -> tuple[Document, ...]:
    """The finished archive without those kinds of paper."""
    gone = {file.path for file in whole()[1] if file.kind in kinds}
    return tuple(document for document in whole()[0] if document.path not in gone)


@cache
def report_json(*kinds: str) -> str:
    return render_json(audited(without(*kinds)))


@dataclass(frozen=True)
class Run:
    plan: Plan
    made: Made
    folder: Path

    @property
    def files(self) -> list[Path]:
        return sorted(self.folder.rglob("*.docx"))

    def next_audit(self, *kinds: str) -> Report:
        """The archive with what was made copied into it."""
        new = [
            read_document(path.relative_to(self.folder).as_posix(), path.read_bytes()) for path in self.files
        ]
        return audited((*without(*kinds), *new), NEXT)


def run(
    folder: Path,
    *kinds: str,
    registry: Registry | None = None,
    wanted: Wanted | None = None,
    day: date = TODAY,
) -> Run:
    """Make anew what the archive without those kinds lacks."""
    folder.mkdir(exist_ok=True)
    source = folder.parent / "report.json"
    source.write_text(report_json(*kinds), encoding="utf-8")
    report, book = load_audit_report(source), loaded(registry or finished_registry())
    plan = plan_papers(book, report, CHECKLIST, wanted or Wanted(), day)
    made = make_papers(
        plan, book, Places(report, CHECKLIST), folder, day, templates={}, advance=lambda number: None
    )
    return Run(plan, made, folder)


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(tmp_path_factory.mktemp("lists") / "补充", *sorted(MADE_ANEW))


def test_the_next_audit_finds_every_list_ledger_and_table_and_tells_that_they_were_made_later(
    lists: Run,
) -> None:
    before = audited(without(*sorted(MADE_ANEW)))
    assert {cell.status for cell in before.cells} > {Status.COMPLETE, Status.MISSING}
    after = lists.next_audit(*sorted(MADE_ANEW))
    due_later = {"missing-month"}  # a clue list for each month since
    open_cells = [cell for cell in after.cells if cell.status in (Status.PARTIAL, Status.MISSING)]
    assert {cell.item.id for cell in open_cells} <= {"C02"}
    assert {finding.rule for finding in after.findings} <= {"made-later", "unsigned", *due_later}
    told = {path for f in after.findings if f.rule == "made-later" for path in f.problem.files}
    assert told == {path.relative_to(lists.folder).as_posix() for path in lists.files}


def test_tables_that_the_head_signs_wait_for_the_signature(lists: Run) -> None:
    unsigned = [
        f
        for f in lists.next_audit(*sorted(MADE_ANEW)).findings
        if f.rule == "unsigned" and f.severity is Severity.ERROR
    ]
    assert {path.rpartition("-")[2] for f in unsigned for path in f.problem.files} == {
        "帮扶措施落实情况统计表（补制）.docx"
    }


def test_every_paper_bears_the_mark_with_the_real_day_and_the_reason(lists: Run) -> None:
    for path in lists.files:
        text = text_of(path.read_bytes())
        assert "〔补制：2022年3月7日，原因：检查时缺此件（" in text, path.name


def test_the_papers_own_date_is_the_day_of_making_and_no_past_date_stands_for_it(lists: Run) -> None:
    dated = [path for path in lists.files if "名单" in path.name]
    assert dated
    for path in dated:
        days = {found.day for found in find_dates(text_of(path.read_bytes()))}
        assert days == {TODAY}, path.name
    for path in lists.files:
        if "统计表" in path.name or "增减表" in path.name:
            assert "填表日期|2022年3月7日" in text_of(path.read_bytes()).replace(" ", "").replace("｜", "|")


def test_one_list_is_put_to_every_office_that_lacks_it(lists: Run) -> None:
    found = [path for path in lists.files if path.name == "清水镇第一批名单（补制）.docx"]
    assert len(found) == 2  # the township's own copy, and the county's
    assert len({path.read_bytes() for path in found}) == 1


def test_what_lies_elsewhere_in_the_archive_is_not_made_but_copied(tmp_path: Path) -> None:
    gone = {f.path for f in whole()[1] if f.kind == "name-list" and f.item.id == "T03"}
    report = audited(d for d in whole()[0] if d.path not in gone)
    source = tmp_path / "report.json"
    source.write_text(render_json(report), encoding="utf-8")
    plan = plan_papers(loaded(finished_registry()), load_audit_report(source), CHECKLIST, Wanted(), TODAY)
    assert plan.papers == ()
    assert {left.why for left in plan.missing.left} == {Why.COPIED}


RECORDS = ("village-review-meeting", "review-result", "public-notice", "notice-outcome", "village-report")


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Run:
    registry = replace(
        finished_registry(),
        papers=tuple(paper for paper in finished_registry().papers if paper.kind != "情况说明"),
    )
    return run(tmp_path_factory.mktemp("notes") / "补充", *RECORDS, registry=registry)


def test_what_bears_witness_of_its_time_is_never_made(notes: Run) -> None:
    assert {paper.due.kind for paper in notes.plan.papers} == {"situation-note"}
    assert {left.why for left in notes.plan.missing.left} == {Why.NEVER}


@pytest.mark.parametrize("kind", sorted(set(load_kinds()) - MADE_ANEW))
def test_no_other_kind_can_be_made_anew(kind: str) -> None:
    lacks = [Lack(VILLAGE, "V05", kind, (), remedy) for remedy in ("", "explain", "sign", "request")]
    missing = plan_missing(finished_registry(), CHECKLIST, None, lacks)
    assert missing.papers == ()
    assert [left.why for left in missing.left] == [Why.NEVER] * len(lacks)


def test_a_note_states_what_the_registry_and_the_audit_hold_and_leaves_the_reasons_open(notes: Run) -> None:
    [path] = [p for p in notes.files if "石桥村" in p.name and "村级档案/05" in p.as_posix()]
    text = text_of(path.read_bytes())
    meeting = next(
        m
        for m in finished_registry().meetings
        if m.unit == "石桥村" and m.kind == "村级评议会" and m.stage == "认定"
    )
    assert meeting.held_on
    assert f"{meeting.held_on.year}年{meeting.held_on.month}月{meeting.held_on.day}日召开" in text
    assert "村级评议会议记录" in text
    assert text.count("〔待填〕") == 2
    assert "2022年3月7日" in text
    assert "〔补制：2022年3月7日，原因：检查时缺材料（V05、H05" in text


def test_one_note_tells_of_the_office_and_of_all_its_households(notes: Run) -> None:
    [paper] = [p for p in notes.plan.papers if p.due.issuer.name == "石桥村" and "V05" in p.reason]
    text = str(paper.due.paper.body if paper.due.paper else "")
    heads = {h.head for h in finished_registry().households if h.village.endswith("石桥村") and h.batch}
    told = {head for head in heads if head in text}
    assert len(told) > 1
    assert [item for _, item in paper.cells] == ["V05"]


def test_the_next_audit_knows_a_note_and_that_its_reasons_are_open_and_the_gap_stays(notes: Run) -> None:
    after = notes.next_audit(*RECORDS)
    made = {path.relative_to(notes.folder).as_posix() for path in notes.files}
    assert {file.kind for file in after.files if file.path in made} == {"situation-note"}
    assert {p for f in after.findings if f.rule == "blank-field" for p in f.problem.files} == made
    gaps = {(c.unit, c.item.id, gap) for c in after.cells for gap in c.gaps if gap.kind in RECORDS}
    before = audited(without(*RECORDS))
    assert gaps >= {(c.unit, c.item.id, gap) for c in before.cells for gap in c.gaps if gap.kind in RECORDS}


def test_what_the_office_has_written_itself_is_not_drafted_again(tmp_path: Path) -> None:
    made = run(tmp_path / "补充", "village-review-meeting")
    assert (VILLAGE, "V05") in made.plan.notes.written
    assert not [p for p in made.plan.papers if p.due.issuer.name == "石桥村" and "V05" in p.reason]


def planned(registry: Registry, *kinds: str, office: str = "") -> tuple[Missing, tuple[Remade, ...]]:
    report = audited(without(*kinds))
    unit = registry.find_unit(office) if office else None
    lacks = [
        Lack(cell.unit, cell.item.id, gap.kind, (gap.due_for,) if gap.due_for else (), "")
        for cell in report.cells
        for gap in cell.gaps
    ]
    missing = plan_missing(registry, CHECKLIST, unit, lacks)
    return missing, missing.papers


def test_an_office_makes_its_own_papers_and_drafts_those_of_the_offices_below_it() -> None:
    missing, papers = planned(finished_registry(), "dynamic-ledger", office="清水镇")
    assert {p.due.issuer.name for p in papers if not p.drafted} == {"清水镇"}
    assert "石桥村" in {p.due.issuer.name for p in papers if p.drafted}
    other = {left.lack.unit for left in missing.left if left.why is Why.OTHER_OFFICE}
    assert "云岭县" in other
    assert not [unit for unit in other if unit.startswith("云岭县/清水镇")]


def test_what_the_registry_does_not_know_is_told_and_not_made_up() -> None:
    registry = finished_registry()
    known = replace(registry, households=tuple(h for h in registry.households if h.head != "翟守田"))
    missing, papers = planned(known, "natural-change-form")
    assert {left.lack.unit for left in missing.left} == {f"{VILLAGE}/翟守田"}
    assert {left.why for left in missing.left} == {Why.UNKNOWN_UNIT}
    assert papers


def test_a_form_without_facts_is_not_made_and_the_cell_to_fill_is_named() -> None:
    registry = finished_registry()
    bare = replace(changed(registry, "households", lambda h: h.head == "翟守田", changes_on=None), changes=())
    missing, _ = planned(bare, "natural-change-form")
    [left] = [left for left in missing.left if left.lack.unit.endswith("翟守田")]
    assert left.why is Why.NO_FACTS
    assert "人口自然增减" in left.todo


def test_a_list_whose_round_is_not_recorded_is_not_made() -> None:
    registry = replace(finished_registry(), meetings=(), batches=())
    missing, papers = planned(registry, "name-list")
    assert papers == ()
    assert {left.why for left in missing.left} == {Why.NO_FACTS}
    assert any("批次" in left.todo or "会议" in left.todo for left in missing.left)


def test_a_county_that_the_archive_calls_otherwise_is_still_found_by_the_names_below_it() -> None:
    lacks = [Lack("清岭县/清水镇/石桥村", "V14", "dynamic-ledger", (), "")]
    missing = plan_missing(finished_registry(), CHECKLIST, None, lacks)
    assert [paper.due.issuer.name for paper in missing.papers] == ["石桥村"]


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    first = run(tmp_path / "补充", "dynamic-ledger")
    edited = first.files[0]
    edited.write_bytes(b"edited by hand")
    again = run(tmp_path / "补充", "dynamic-ledger", day=date(2022, 3, 8))
    assert edited.read_bytes() == b"edited by hand"
    assert again.made.papers == []
    assert len(again.made.there) == len(first.files)


def test_the_user_narrows_it_to_a_unit_a_level_or_a_kind(tmp_path: Path) -> None:
    registry = finished_registry()
    village = registry.find_unit("石桥村")
    assert village is not None
    of_unit = run(tmp_path / "甲", "dynamic-ledger", "name-list", wanted=Wanted(units=(village,)))
    assert {paper.due.issuer.name for paper in of_unit.plan.papers} == {"石桥村"}
    of_level = run(tmp_path / "乙", "dynamic-ledger", wanted=Wanted(levels=frozenset({"county"})))
    assert [paper.due.issuer.name for paper in of_level.plan.papers] == ["云岭县"]
    of_kind = run(
        tmp_path / "丙", "dynamic-ledger", "name-list", wanted=Wanted(kinds=frozenset({"dynamic-ledger"}))
    )
    assert {paper.due.kind for paper in of_kind.plan.papers} == {"dynamic-ledger"}


def test_waived_findings_and_those_that_a_person_must_judge_are_left_alone(tmp_path: Path) -> None:
    data = json.loads(report_json("dynamic-ledger"))
    for finding in data["findings"]:
        finding["state"] = "waived"
    source = tmp_path / "report.json"
    source.write_text(json.dumps(data), encoding="utf-8")
    report = load_audit_report(source)
    assert plan_papers(loaded(finished_registry()), report, CHECKLIST, Wanted(), TODAY).papers == ()


# --- as a clerk meets it ----------------------------------------------------------------------------


def command(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "登记簿.xlsx"
    path.write_bytes(workbook_bytes(finished_registry()))
    return path


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "档案-fangpin" / "report.json"
    path.parent.mkdir()
    path.write_text(report_json("dynamic-ledger"), encoding="utf-8")
    return path


def test_the_command_puts_it_beside_the_report_and_lists_what_it_did(book: Path, saved: Path) -> None:
    result = command("generate", book, "--missing", saved)
    assert result.exit_code == 0, result.output
    assert "三级动态管理台账" in result.output
    assert "没有倒填日期" in result.output
    assert len(list((saved.parent / "补充").rglob("*.docx"))) > 3
    assert (saved.parent / "补充-补制清单.xlsx").is_file()
    today = date.today()
    paper = next((saved.parent / "补充").rglob("*.docx"))
    assert f"〔补制：{today.year}年{today.month}月{today.day}日" in text_of(paper.read_bytes())
    assert "以前做过" in command("generate", book, "--missing", saved).output


def test_nothing_is_put_inside_the_archive(book: Path, saved: Path, tmp_path: Path) -> None:
    archive = tmp_path / "档案"
    for file in json.loads(saved.read_text(encoding="utf-8"))["files"]:
        target = archive / file["path"]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"")
    before = sorted(archive.rglob("*"))
    result = command("generate", book, "--missing", saved, "-o", archive / "补充")
    assert result.exit_code == 2
    assert "在检查过的档案里面" in result.output
    assert command("generate", book, "--missing", saved, "-o", archive).exit_code == 0
    assert sorted(archive.rglob("*")) == before
    assert list((saved.parent / "补充").rglob("*.docx"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "不是检查报告"),
        ('{"schema": "another/1"}', "不是检查报告"),
        ('{"schema": "fangpin-audit/1"}', "不完整"),
        (
            '{"schema": "fangpin-audit/1", "checklist": "tongren-2021", "as_of": "2021-12-31", "units": [], "cells": [],'
            ' "files": [{"path": "../x.docx", "unit": "县", "items": []}], "findings": []}',
            "不完整",
        ),
        (
            '{"schema": "fangpin-audit/1", "checklist": "shandong-2024", "as_of": "2021-12-31", "units": [], "cells": [],'
            ' "files": [], "findings": []}',
            "shandong-2024",
        ),
    ],
)
def test_a_report_that_is_none_is_the_users_fault_in_one_line(
    book: Path, saved: Path, content: str, said: str
) -> None:
    saved.write_text(content, encoding="utf-8")
    result = command("generate", book, "--missing", saved)
    assert result.exit_code == 2
    assert "report.json" in result.output
    assert said in result.output


def test_options_that_mean_nothing_here_are_refused(book: Path, saved: Path) -> None:
    result = command("generate", book, "--missing", saved, "--pdf", "--force")
    assert result.exit_code == 2
    assert "--pdf" in result.output
    assert "--force" in result.output
    alone = command("generate", book)
    assert alone.exit_code == 2
    assert "-o" in alone.output
