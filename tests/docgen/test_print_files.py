"""An archive's papers of one household, and of one meeting, as one print file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from checklists import load_checklist
from docgen.print_files import Bundle, bundles, write_print_files
from docgen.write import Choice, generate, placed_papers, planned_places
from tests.docgen.builders import W, loaded, sample, text_of

CHECKLIST = load_checklist()
REVIEW = "会议/清水镇/石桥村/第一批认定村级评议会2021年4月16日（PY10）.docx"
HOME = "户/清水镇/石桥村/翟守田.docx"


def found() -> dict[str, Bundle]:
    places, _ = planned_places(sample(), CHECKLIST, Choice())
    return {str(bundle.path): bundle for bundle in bundles(placed_papers(places, 20))}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("print") / "档案"
    generate(loaded(sample()), CHECKLIST, folder, Choice())
    return folder


def test_every_monitored_household_has_its_print_file() -> None:
    homes = {name for name in found() if name.startswith("户/")}
    assert len(homes) == sum(household.state != "不予纳入" for household in sample().households)


def test_a_household_has_all_papers_of_its_folder_in_the_order_of_the_checklist() -> None:
    papers = [str(path) for path in found()[HOME].papers]
    assert papers == sorted(papers)
    assert all("/户档案/翟守田/" in path for path in papers)
    places, _ = planned_places(sample(), CHECKLIST, Choice())
    assert len(papers) == sum("/户档案/翟守田/" in str(place.path) for place in places)


def test_every_meeting_has_its_print_file_in_its_own_units_folder() -> None:
    meetings = {name for name in found() if name.startswith("会议/")}
    assert REVIEW in meetings
    assert len(meetings) == len(sample().meetings)


def test_a_meeting_has_its_record_once_and_what_rests_on_it() -> None:
    names = [path.name for path in found()[REVIEW].papers]
    assert len(names) == len(set(names))
    for word in ("签到表", "评议会议记录", "评议结果", "公示", "审核报告", "名单"):
        assert any(word in name for name in names), word


def test_the_print_file_joins_what_lies_in_the_archive(archive: Path) -> None:
    bundle = found()[HOME]
    printed = write_print_files(archive, [bundle])
    data = (archive.with_name("档案-fangpin") / "打印" / HOME).read_bytes()
    assert printed.files == 1
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sections = list(etree.fromstring(package.read("word/document.xml")).iter(f"{W}sectPr"))
    assert len(sections) == len(bundle.papers)
    assert "翟守田" in text_of(data)


def test_a_paper_that_staff_have_edited_is_left_out_and_named(archive: Path) -> None:
    bundle = found()[HOME]
    edited = archive / bundle.papers[0]
    before = edited.read_bytes()
    edited.write_bytes(before + b"edited")
    printed = write_print_files(archive, [bundle])
    edited.write_bytes(before)
    assert printed.left_out == [str(bundle.papers[0])]
    assert printed.files == 1
