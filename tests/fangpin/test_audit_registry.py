"""`fangpin audit --registry`: a registry or an export beside the archive."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checklists import UserError
from fangpin.commands.audit import command
from fangpin.system_file import load_system
from registry.records import Household, Unit
from registry.registry import Registry
from registry.write_workbook import workbook_bytes
from tests.audit.builders import make_xlsx, write_archive
from tests.audit.sample_archive import IDS, MO, YOU, archive

_UNITS = (
    Unit(name="云溪区", level="县级"),
    Unit(name="望江街道", level="乡级", parent="云溪区", own="是"),
    Unit(name="临江社区", level="村级", parent="望江街道"),
)
_HOUSEHOLDS = (
    Household(household_id="1", village="临江社区", head=MO, id_number=IDS[MO], state="拟消除",
              object_type="突发严重困难户", size=4),
    Household(household_id="2", village="临江社区", head=YOU, id_number=IDS[YOU], state="监测中",
              object_type="边缘易致贫户", size=2),
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_archive(tmp_path / "云溪档案", archive())


def run(folder: Path, registry: Path) -> Result:
    arguments = [
        str(folder),
        "--registry",
        str(registry),
        "--as-of",
        "2021-12-31",
        "--select",
        "system-mismatch",
    ]
    return CliRunner().invoke(command, [*arguments, "--format", "json"], catch_exceptions=False)


def workbook(tmp_path: Path, *households: Household) -> Path:
    path = tmp_path / "登记簿.xlsx"
    path.write_bytes(workbook_bytes(Registry(units=_UNITS, households=households)))
    return path


def export(path: Path, object_type: str) -> Path:
    head = ["市", "县", "乡", "村", "户编号", "姓名", "证件号码", "与户主关系", "家庭人口数", "监测对象类别"]
    place = ["云溪市", "云溪区", "望江街道", "临江社区"]
    rows = [
        [*place, "5201", MO, IDS[MO], "户主", "4", object_type],
        [*place, "5202", YOU, IDS[YOU], "户主", "2", "边缘易致贫户"],
    ]
    path.write_bytes(make_xlsx({"监测对象信息": [head, *rows]}))
    return path


def test_an_archive_that_agrees_with_its_registry_has_no_finding(folder: Path, tmp_path: Path) -> None:
    assert '"findings": []' in run(folder, workbook(tmp_path, *_HOUSEHOLDS)).stdout


def test_a_type_that_differs_is_told_with_the_file(folder: Path, tmp_path: Path) -> None:
    other = replace(_HOUSEHOLDS[0], object_type="边缘易致贫户")
    shown = run(folder, workbook(tmp_path, other, _HOUSEHOLDS[1])).stdout
    assert "监测对象类别，登记簿里是边缘易致贫户" in shown
    assert IDS[MO] not in shown


def test_an_export_is_told_from_a_registry(folder: Path, tmp_path: Path) -> None:
    path = export(tmp_path / "监测对象信息.xlsx", "边缘易致贫户")
    assert load_system(path).exported
    assert "系统里是边缘易致贫户" in run(folder, path).stdout


def test_an_export_is_of_the_day_in_its_name(tmp_path: Path) -> None:
    system = load_system(export(tmp_path / "监测对象信息20220301.xlsx", "突发严重困难户"))
    assert str(system.newest_on) == "2022-03-01"


def test_a_workbook_that_is_neither_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "别的.xlsx"
    path.write_bytes(make_xlsx({"表": [["甲", "乙"], ["1", "2"]]}))
    with pytest.raises(UserError, match="不是登记簿，也不是"):
        load_system(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        load_system(tmp_path / "没有.xlsx")
