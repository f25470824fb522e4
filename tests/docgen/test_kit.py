"""The papers before a meeting, and several papers joined to one print file."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader

from docgen.blank import MARK
from docgen.context import Writer
from docgen.join import joined
from docgen.kit import kit_sheets, meeting_due
from docgen.meeting_papers import drafts_of, write_meeting
from docgen.render import Rendered, render
from docgen.view import Desk
from registry.meeting.enter import Entered, enter
from registry.meeting.typed import Typed
from registry.registry import Registry
from tests.docgen.builders import W, loaded, made, sample, text_of

HOUSEHOLDS = [
    {
        "head": "卓有田", "group": "二组", "size": 4, "object_type": "边缘易致贫户", "risk1": "因病、因学",
        "per_head": 5200, "id_number": "990124196603121019", "situation": "户主住院，自付3.2万元。",
    },
    {"head": "晏三妹", "size": 2},
]  # fmt: skip


def planned(kind: str = "村级评议会", **answers: object) -> Entered:
    """A village's meeting that is still to be held."""
    told = {"kind": kind, "county": "云岭县", "township": "清水镇", "village": "柳湾村"}
    if kind in ("村级评议会", "线索研判会", "风险消除提名会"):
        told["batch"] = "第一批"
    return enter(Typed(told | answers, [dict(row) for row in HOUSEHOLDS]))


def kit(entered: Entered) -> dict[str, Rendered]:
    """File name → paper."""
    registry = entered.registry
    unit = registry.find_unit(entered.meeting.unit)
    assert unit is not None
    writer = Writer(registry, Desk({}))
    sheets = kit_sheets(writer, meeting_due(registry, entered.meeting, unit))
    return {sheet.name: render(sheet.paper.id, {**sheet.context, "mark": ""}, sheet.name) for sheet in sheets}


def test_a_village_review_has_a_sheet_for_each_household_and_ballots() -> None:
    assert list(kit(planned())) == [
        "1会议通知", "2会议议程", "3签到表", "4逐户情况表-卓有田", "4逐户情况表-晏三妹", "5表决票", "6空白会议记录",
    ]  # fmt: skip


def test_a_meeting_that_does_not_vote_has_no_ballots() -> None:
    assert not any("表决票" in name for name in kit(planned("线索研判会")))


def test_a_deployment_meeting_is_about_no_households() -> None:
    assert [name[0] for name in kit(planned("安排部署会"))] == ["1", "2", "3", "6"]


def test_a_household_sheet_tells_what_is_known_and_masks_the_number() -> None:
    text = text_of(kit(planned())["4逐户情况表-卓有田"].data)
    assert "990124********1019" in text
    assert "990124196603121019" not in text
    assert "户主住院，自付3.2万元。" in text
    assert MARK not in text


def test_what_is_typed_of_a_household_in_elimination_is_not_what_it_was_when_taken_in() -> None:
    registry = planned("风险消除提名会").registry
    household = next(h for h in registry.households if h.head == "卓有田")
    assert (household.per_head, household.size) == (None, None)
    assert registry.per_head_of(household, "风险消除") == 5200
    assert registry.size_of(household, "风险消除") == 4
    text = text_of(kit(planned("风险消除提名会"))["4逐户情况表-卓有田"].data)
    assert "人均纯收入 | 5200元" in text
    assert "家庭人口 | 4人" in text


def test_no_paper_of_the_kit_shows_a_whole_number() -> None:
    for name, paper in kit(planned()).items():
        assert not re.search(r"\d{17}[\dX]", text_of(paper.data)), name


def test_what_the_household_sheet_lacks_is_marked_and_names_its_cell() -> None:
    paper = kit(planned())["4逐户情况表-晏三妹"]
    assert MARK in text_of(paper.data)
    assert {blank.heading for blank in paper.blanks} >= {"监测对象类别", "人均纯收入", "致险情况"}
    assert {blank.sheet for blank in paper.blanks} == {"监测对象户"}


def test_where_a_hand_writes_there_is_room_and_no_mark() -> None:
    papers = kit(replace_households(planned()))
    for name in ("3签到表", "6空白会议记录", "5表决票"):
        assert MARK not in text_of(papers[name].data), name
    record = text_of(papers["6空白会议记录"].data)
    assert "同意　　票　反对　　票　弃权　　票" in record
    assert "年　　月　　日" in record


def replace_households(entered: Entered) -> Entered:
    """The same meeting with only the household of which everything is known."""
    registry = entered.registry
    return Entered(replace(registry, households=registry.households[:1]), entered.meeting_id)


def test_the_notice_marks_a_date_that_is_not_fixed_and_a_fixed_one_is_printed() -> None:
    assert MARK in text_of(kit(planned())["1会议通知"].data)
    text = text_of(
        kit(planned(held_on=date(2021, 4, 20), time="上午9:00", place="村会议室"))["1会议通知"].data
    )
    assert "定于2021年4月20日上午9:00召开" in text


def test_the_sign_in_sheet_has_a_row_for_everybody_who_is_due() -> None:
    text = text_of(kit(planned(due=23))["3签到表"].data)
    assert "\n23 | " in text
    assert "\n24 | " not in text


def test_a_township_hears_only_those_whom_the_villages_passed() -> None:
    registry = sample()
    meeting = next(m for m in registry.meetings if m.kind == "乡级审核会" and m.stage == "认定")
    unit = registry.find_unit(meeting.unit)
    assert unit is not None
    ballot = text_of(kit(Entered(registry, meeting.meeting_id))["5表决票"].data)
    record = next(d for d in drafts_of(registry, meeting_due(registry, meeting, unit))[0])
    heads = [household.head for household in record.households]
    assert heads
    assert re.findall(r"^\d+ \| (\S+) \|", ballot, re.MULTILINE) == heads


def test_a_meeting_of_no_round_has_the_households_it_dealt_with() -> None:
    text = text_of(kit(planned("周研判会"))["6空白会议记录"].data)
    assert "卓有田" in text
    assert "晏三妹" in text


def test_refused_households_are_in_the_record_and_on_no_list() -> None:
    typed = Typed(
        {"kind": "村级评议会", "county": "云岭县", "township": "清水镇", "village": "柳湾村", "batch": "第一批",
         "held_on": date(2021, 4, 20), "present": 28},
        [HOUSEHOLDS[0] | {"unanimous": "是", "result": "通过"},
         {"head": "晏三妹", "for_": 2, "against": 20, "abstained": 6, "result": "不通过", "reason": "收入稳定"}],
    )  # fmt: skip
    entered = enter(typed)
    registry = entered.registry
    unit = registry.units[-1]
    dues, _ = drafts_of(registry, meeting_due(registry, entered.meeting, unit))
    heads = {due.kind: [household.head for household in due.households] for due in dues}
    assert heads["village-review-meeting"] == ["卓有田", "晏三妹"]
    assert heads["name-list"] == heads["village-report"] == ["卓有田"]
    assert heads["refusal-notice"] == ["晏三妹"]


def test_what_staff_have_edited_is_kept(tmp_path: Path) -> None:
    folder, entered = tmp_path / "会议", planned()
    write(entered.registry, entered, folder)
    agenda = folder / "会前" / "2会议议程.docx"
    agenda.write_bytes(b"edited")
    moved = planned(place="小学教室")
    outcome = write(moved.registry, moved, folder)
    assert outcome.edited == ["会前/2会议议程.docx"]
    assert agenda.read_bytes() == b"edited"
    assert "会前/1会议通知.docx" in outcome.written


def write(registry: Registry, entered: Entered, folder: Path):  # type: ignore[no-untyped-def]
    return write_meeting(loaded(registry), entered.meeting, folder, before=True, after=False)


# --- one print file ----------------------------------------------------------------------------

MIXED = ("public-notice", "verification-form", "dynamic-ledger", "application", "township-request")


def sections(data: bytes) -> list[etree._Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return list(etree.fromstring(package.read("word/document.xml")).iter(f"{W}sectPr"))


@pytest.fixture(scope="module")
def papers() -> list[bytes]:
    return [made(sample(), kind, mark="〔代拟稿〕" if kind == "application" else "").data for kind in MIXED]


def test_the_joined_file_says_what_its_papers_say_in_their_order(papers: list[bytes]) -> None:
    body = [text_of(data).removeprefix("〔代拟稿〕\n") for data in papers]
    text = text_of(joined(papers, "全部"))
    places = [text.index(paper) for paper in body]
    assert places == sorted(places)


def test_each_paper_keeps_its_page_and_counts_from_one(papers: list[bytes]) -> None:
    found = sections(joined(papers, "全部"))
    assert len(found) == len(papers)
    for section, data in zip(found, papers, strict=True):
        (alone,) = sections(data)
        for name in ("pgSz", "pgMar"):
            assert dict(section.find(f"{W}{name}").attrib) == dict(alone.find(f"{W}{name}").attrib)  # type: ignore[union-attr]
        assert section.find(f"{W}pgNumType").get(f"{W}start") == "1"  # type: ignore[union-attr]


def test_every_style_and_every_part_that_is_named_is_there_once(papers: list[bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(joined(papers, "全部"))) as package:
        names = package.namelist()
        assert len(names) == len(set(names))
        for name in names:
            etree.fromstring(package.read(name))
        styles = etree.fromstring(package.read("word/styles.xml"))
        ids = [node.get(f"{W}styleId") for node in styles.iterfind(f"{W}style")]
        labels = [node.get(f"{W}val") for node in styles.iterfind(f"{W}style/{W}name")]
        assert len(ids) == len(set(ids))
        assert len(labels) == len(set(labels))
        used = etree.fromstring(package.read("word/document.xml"))
        assert {n.get(f"{W}val") for n in used.iter(f"{W}pStyle", f"{W}tblStyle", f"{W}rStyle")} <= set(ids)
        relations = etree.fromstring(package.read("word/_rels/document.xml.rels"))
        targets = {node.get("Id"): f"word/{node.get('Target')}" for node in relations}
        assert set(targets.values()) <= set(names)
        references = used.iter(f"{W}headerReference", f"{W}footerReference")
        r_id = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
        assert {node.get(r_id) for node in references} <= set(targets)


def test_a_form_keeps_its_own_size_beside_a_letter(papers: list[bytes]) -> None:
    """Both call their cells by one name; the joined file must not set the form in the letter's size."""
    with zipfile.ZipFile(io.BytesIO(joined(papers[:2], "全部"))) as package:
        styles = etree.fromstring(package.read("word/styles.xml"))
    sizes = {
        node.get(f"{W}styleId"): node.find(f"{W}rPr/{W}sz").get(f"{W}val")  # type: ignore[union-attr]
        for node in styles.iterfind(f"{W}style")
        if (node.get(f"{W}styleId") or "") in ("Cell", "Cell_2")
    }
    assert set(sizes) == {"Cell", "Cell_2"}
    assert sizes["Cell"] != sizes["Cell_2"]


def test_the_same_papers_join_to_the_same_bytes(papers: list[bytes]) -> None:
    assert joined(papers, "全部") == joined(papers, "全部")


def test_the_mark_of_a_draft_stands_over_that_paper_alone(papers: list[bytes]) -> None:
    data = joined(papers, "全部")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        relations = etree.fromstring(package.read("word/_rels/document.xml.rels"))
        targets = {node.get("Id"): f"word/{node.get('Target')}" for node in relations}
        r_id = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
        marked = [
            any(
                "代拟稿" in package.read(targets[node.get(r_id)]).decode()
                for node in section.iterfind(f"{W}headerReference")
            )
            for section in sections(data)
        ]
    assert marked == [kind == "application" for kind in MIXED]


@pytest.mark.needs_libreoffice
def test_the_joined_file_opens_and_has_the_pages_of_its_papers(tmp_path: Path, papers: list[bytes]) -> None:
    several = [*papers, *(paper.data for paper in kit(planned(due=40)).values())]
    for number, data in enumerate((*several, joined(several, "全部"))):
        (tmp_path / f"{number:02d}.docx").write_bytes(data)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    files = sorted(map(str, tmp_path.glob("*.docx")))
    subprocess.run(
        [*command, "--outdir", str(tmp_path), *files], check=True, capture_output=True, timeout=300
    )
    pages = [len(PdfReader(path).pages) for path in sorted(tmp_path.glob("*.pdf"))]
    assert len(pages) == len(several) + 1
    assert pages[-1] == sum(pages[:-1])
