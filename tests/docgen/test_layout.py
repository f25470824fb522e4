"""Paths: every one that Windows takes, none above 200 characters."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists import UserError, load_checklist
from docgen.layout import PATH_LIMIT, household_folder, shorten
from docgen.write import Choice, planned_places
from registry.text import safe_file_name
from tests.docgen.builders import changed, sample

DEVICES = {"con", "prn", "aux", "nul", "com1", "lpt9"}


def test_papers_lie_in_their_unit_and_item() -> None:
    paths = {str(place.path) for place in planned_places(sample(), load_checklist(), Choice())[0]}
    assert "县级档案/04县级审定及批复（认定）/清水镇第一批县级批复.docx" in paths
    assert "清水镇/乡级档案/05向县级的请示及县级批复（认定）/清水镇第一批县级批复.docx" in paths
    assert "清水镇/石桥村/户档案/翟守田/01申请书/翟守田-申请书.docx" in paths
    assert "清水镇/石桥村/户档案/翟守田/05村级初选评议情况/石桥村第一批公示（节录）.docx" in paths


def test_a_village_that_prints_for_itself_gets_its_own_folder_as_the_archive() -> None:
    office = sample().find_unit("梨园村")
    places, _ = planned_places(sample(), load_checklist(), Choice(office=office))
    assert {place.path.parts[0] for place in places} == {"村级档案", "户档案"}
    assert any(str(place.path).startswith("户档案/荣学勤/01申请书/") for place in places)


def test_two_heads_of_one_name_are_told_apart_by_the_last_four_of_the_number() -> None:
    registry = changed(sample(), "households", lambda h: h.household_id == "002", head="翟守田")
    first, second = (registry.households_by_id[key] for key in ("001", "002"))
    assert household_folder(registry, first) == f"翟守田（{str(first.id_number)[-4:]}）"
    assert household_folder(registry, first) != household_folder(registry, second)


@given(st.text())
def test_a_file_name_is_one_that_windows_takes(text: str) -> None:
    name = safe_file_name(text)
    assert 0 < len(name) <= 61
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
    assert name[-1] not in ". "
    assert name.split(".")[0].lower() not in DEVICES
    assert safe_file_name(name) == name


@pytest.mark.parametrize("root", [20, 120, 150])
def test_long_paths_are_cut_at_the_file_name(root: int) -> None:
    path = PurePosixPath("清水镇/石桥村/户档案/某某/01申请书") / ("长" * 60 + ".docx")
    cut = shorten(path, root)
    assert root + 1 + len(str(cut)) <= PATH_LIMIT
    assert cut.suffix == ".docx"
    assert cut.parent == path.parent


def test_a_folder_that_is_too_deep_is_said_with_what_to_do() -> None:
    with pytest.raises(UserError, match="换到更浅的文件夹"):
        shorten(PurePosixPath("清水镇/石桥村/户档案/某某/01申请书/某某-申请书.docx"), 190)
