"""Where a paper belongs that is not there yet: told by where the others lie."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath

from checklists import Level, load_checklist
from fangpin.supply.audit_report import AuditReport, FiledFile
from fangpin.supply.places import Places

CHECKLIST = load_checklist()
COUNTY = "清岭县"
TOWNSHIP = f"{COUNTY}/双河镇"
VILLAGE, OTHER = f"{TOWNSHIP}/红旗村", f"{TOWNSHIP}/太平村"
HOME, NEIGHBOUR = f"{VILLAGE}/张三", f"{VILLAGE}/李四"
LEVELS = tuple(Level)


def places(files: Mapping[str, tuple[str, str]], *more: str, top: int = 0) -> Places:
    """Of an archive with these files (unit and item by path); `more`: units without a file."""
    units = dict.fromkeys([COUNTY, TOWNSHIP, VILLAGE, *(unit for unit, _ in files.values()), *more])
    return Places(
        AuditReport(
            checklist="tongren-2021",
            as_of=date(2021, 12, 31),
            units={unit: LEVELS[unit.count("/")] for unit in units},
            files=tuple(FiledFile(path, unit, (item,)) for path, (unit, item) in files.items()),
            cells={(unit, item.id): () for unit in units for item in CHECKLIST.of_level(LEVELS[unit.count("/")])
                   if unit.count("/") >= top},
            findings=(),
        ),
        CHECKLIST,
    )  # fmt: skip


def test_a_part_goes_where_the_items_other_papers_lie() -> None:
    found = places({
        "双河镇/红旗村/认定/会议记录.docx": (VILLAGE, "V05"),
        "双河镇/红旗村/认定/公示.docx": (VILLAGE, "V05"),
        "双河镇/红旗村/杂/照片.jpg": (VILLAGE, "V05"),
    })  # fmt: skip
    assert found.folder(VILLAGE, "V05") == PurePosixPath("双河镇/红旗村/认定")


def test_what_lies_in_a_zip_lies_in_the_zips_folder() -> None:
    found = places({"双河镇/红旗村/认定.zip!/记录.docx": (VILLAGE, "V05")})
    assert found.folder(VILLAGE, "V05") == PurePosixPath("双河镇/红旗村")


def test_an_item_without_a_paper_gets_its_own_folder_beside_the_units_others() -> None:
    found = places({
        "双河镇/红旗村/05评议/记录.docx": (VILLAGE, "V05"),
        "双河镇/红旗村/06上报/报告.docx": (VILLAGE, "V06"),
    })  # fmt: skip
    folder = CHECKLIST.item("V07").folder
    assert found.folder(VILLAGE, "V07") == PurePosixPath("双河镇/红旗村") / folder


def test_it_is_called_as_the_neighbours_call_it() -> None:
    found = places({
        "双河镇/红旗村/05评议/记录.docx": (VILLAGE, "V05"),
        "双河镇/红旗村/06上报/报告.docx": (VILLAGE, "V06"),
        "双河镇/太平村/05评议/记录.docx": (OTHER, "V05"),
        "双河镇/太平村/县里的批复/批复.docx": (OTHER, "V07"),
    })  # fmt: skip
    assert found.folder(VILLAGE, "V07") == PurePosixPath("双河镇/红旗村/县里的批复")


def test_a_flat_folder_stays_flat() -> None:
    found = places({
        "红旗村/一户一档/1张三/申请.docx": (HOME, "H01"),
        "红旗村/一户一档/1张三/批复.docx": (HOME, "H07"),
        "红旗村/一户一档/2李四/申请.docx": (NEIGHBOUR, "H01"),
        "红旗村/一户一档/2李四/授权.docx": (NEIGHBOUR, "H02"),
    })  # fmt: skip
    assert found.folder(NEIGHBOUR, "H07") == PurePosixPath("红旗村/一户一档/2李四")


def test_a_household_without_a_file_gets_a_folder_beside_its_neighbours() -> None:
    found = places(
        {
            "红旗村/一户一档/2李四/01申请/申请.docx": (NEIGHBOUR, "H01"),
            "红旗村/一户一档/2李四/02授权/授权.docx": (NEIGHBOUR, "H02"),
        },
        HOME,
    )
    assert found.folder(HOME, "H01") == PurePosixPath("红旗村/一户一档/张三/01申请")


def test_a_stray_file_does_not_move_the_unit() -> None:
    files = {f"双河镇/红旗村/{n:02}/材料.docx": (VILLAGE, f"V{n:02}") for n in range(1, 10)}
    found = places({**files, "双河镇/太平村/10/材料.docx": (VILLAGE, "V10")})
    assert found.home(VILLAGE) == PurePosixPath("双河镇/红旗村")


def test_where_nothing_tells_it_is_the_programs_own_layout() -> None:
    found = places({}, HOME)
    folder = CHECKLIST.item("H01").folder
    assert found.folder(HOME, "H01") == PurePosixPath("双河镇/红旗村/户档案/张三") / folder


def test_the_folders_begin_below_the_unit_whose_archive_it_is() -> None:
    found = places({}, HOME, top=2)
    folder = CHECKLIST.item("H01").folder
    assert found.folder(HOME, "H01") == PurePosixPath("户档案/张三") / folder


def test_in_a_folder_that_households_share_a_name_begins_with_whose_it_is() -> None:
    found = places({
        "红旗村/一户一档/张三李四/申请.docx": (HOME, "H01"),
        "红旗村/一户一档/张三李四/授权.docx": (NEIGHBOUR, "H02"),
    })  # fmt: skip
    folder = PurePosixPath("红旗村/一户一档/张三李四")
    assert found.folder(HOME, "H01") == folder
    assert found.whose(HOME, folder) == "张三-"
    assert found.whose(VILLAGE, folder) == ""
    assert found.whose(HOME, folder.parent) == ""
