"""`fangpin decide` and `fangpin audit --why` from the outside."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from fangpin.cli import cli
from tests.audit.builders import make_docx, write_archive
from tests.audit.sample_archive import archive

ODD = "区级档案/杂/0001.docx"
# A few papers of every level are enough here, and quick.
FEW = re.compile(r"台账\.xlsx|批复in\.docx|公示in\.docx")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {path: data for path, data in archive().items() if FEW.search(path)}
    return write_archive(tmp_path / "云溪档案", files | {ODD: make_docx("随手记", "没有别的字。")})


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def audit(folder: Path) -> Any:
    assert run("audit", folder, "--as-of", "2021-12-31").exit_code == 0
    return json.loads((own(folder) / "report.json").read_text(encoding="utf-8"))


def own(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}-fangpin")


def file_in(report: Any, path: str) -> Any:
    return next(file for file in report["files"] if file["path"] == path)


def test_a_correction_holds_from_run_to_run(folder: Path) -> None:
    assert "decided" not in file_in(audit(folder), ODD)
    done = run("decide", folder, "0001.docx", "--kind", "三级动态管理台账", "--by", "李某")
    assert done.exit_code == 0
    for _ in range(2):
        found = file_in(audit(folder), ODD)
        assert (found["kind"], found["items"], found["confidence"]) == ("dynamic-ledger", ["C07"], 1.0)
        assert found["decided"] is True
    page = (own(folder) / "report.html").read_text(encoding="utf-8")
    assert "人工更正的文件（1 个）" in page
    assert "李某" in page


def test_a_renamed_file_keeps_its_correction(folder: Path) -> None:
    run("decide", folder, ODD, "--kind", "三级动态管理台账")
    audit(folder)
    (folder / ODD).rename(folder / "区级档案/杂/改名.docx")
    report = audit(folder)
    assert file_in(report, "区级档案/杂/改名.docx")["decided"] is True
    assert "改名.docx" in report["remarks"][0]


def test_what_people_wrote_in_the_file_stays(folder: Path) -> None:
    audit(folder)
    path = own(folder) / "decisions.yaml"
    text = path.read_text(encoding="utf-8-sig") + f"# 李某记\n  - 文件: {ODD}\n    种类: 公示\n"
    path.write_bytes(text.replace("\n", "\r\n").encode("gbk"))
    assert file_in(audit(folder), ODD)["kind"] == "public-notice"
    assert run("decide", folder, "台账.xlsx", "--kind", "公示").exit_code == 2
    assert run("decide", folder, "区级档案/7.台账/台账.xlsx", "--item", "无").exit_code == 0
    after = path.read_bytes().decode("gbk")
    assert "# 李某记" in after
    assert "指纹: " in after
    assert file_in(audit(folder), "区级档案/7.台账/台账.xlsx")["items"] == []


def test_a_second_decision_adds_to_the_first_and_can_be_taken_back(folder: Path) -> None:
    audit(folder)
    run("decide", folder, ODD, "--kind", "公示")
    run("decide", folder, ODD, "--unit", "临江社区", "--stage", "消除")
    found = file_in(audit(folder), ODD)
    assert (found["kind"], found["unit"], found["stage"]) == (
        "public-notice",
        "云溪区/望江街道/临江社区",
        "elimination",
    )
    assert run("decide", folder, "0001", "--remove").exit_code == 0
    assert "decided" not in file_in(audit(folder), ODD)
    assert run("decide", folder, "0001", "--remove").exit_code == 2


def test_a_path_that_the_shell_completes_is_taken(folder: Path) -> None:
    assert run("decide", folder, folder / ODD, "--kind", "公示").exit_code == 0
    assert file_in(audit(folder), ODD)["kind"] == "public-notice"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["0001.docx"], "没有说更正成什么"),
        (["0001.docx", "--kind", "公式"], "是不是公示"),
        (["0001.docx", "--stage", "人定"], "请写认定、帮扶、消除或动态"),
        (["0001.docx", "--unit", "临河社区"], "是不是云溪区/望江街道/临江社区"),
        (["0001.docx", "--item", "C99"], "没有项目“C99”"),
        (["0001.docx", "--item", "V05"], "V05 是村级档案的项目"),
        (["0002.docx", "--kind", "公示"], "档案里没有这个文件；是不是"),
        (["公示", "--kind", "公示"], "个文件符合"),
        (["0001.docx", "--remove"], "还没有记过更正"),
    ],
)
def test_wrong_input_is_told_in_a_line_and_nothing_is_written(
    folder: Path, arguments: list[str], says: str
) -> None:
    audit(folder)
    before = (own(folder) / "decisions.yaml").read_bytes()
    result = run("decide", folder, *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert (own(folder) / "decisions.yaml").read_bytes() == before


def test_units_can_be_named_only_after_an_audit(folder: Path) -> None:
    result = run("decide", folder, ODD, "--unit", "临江社区")
    assert result.exit_code == 2
    assert "请先运行一次 fangpin audit" in result.stderr


def test_a_broken_file_stops_the_audit_with_the_row(folder: Path) -> None:
    own(folder).mkdir()
    (own(folder) / "decisions.yaml").write_text("更正：\n", encoding="utf-8")
    result = run("audit", folder)
    assert result.exit_code == 2
    assert "decisions.yaml 第 1 行：" in result.stderr


def test_json_alone_goes_by_the_decisions_and_writes_nothing(folder: Path) -> None:
    run("decide", folder, ODD, "--kind", "公示")
    before = sorted(own(folder).iterdir())
    result = run("audit", folder, "--as-of", "2021-12-31", "--format", "json")
    assert file_in(json.loads(result.stdout), ODD)["kind"] == "public-notice"
    assert sorted(own(folder).iterdir()) == before


def test_why_explains_one_file_and_writes_nothing(folder: Path) -> None:
    result = run("audit", folder, "--as-of", "2021-12-31", "--why", "0001")
    assert result.exit_code == 0
    assert result.stdout.startswith(ODD)
    assert "看不出是什么材料" in result.stdout
    assert not own(folder).exists()


def test_why_of_no_file_or_of_several_is_told(folder: Path) -> None:
    for name, says in (("没有的.docx", "档案里没有这个文件"), ("批复in.docx", "个文件符合")):
        result = run("audit", folder, "--why", name)
        assert result.exit_code == 2
        assert says in result.stderr
