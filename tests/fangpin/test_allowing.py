"""`fangpin decide --on-paper` and `--waive` from the outside."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from audit.decisions.parse import parse_decisions
from fangpin.cli import cli
from tests.audit.builders import write_archive
from tests.audit.sample_archive import archive

FEW = re.compile(r"台账\.xlsx|批复in\.docx|公示in\.docx")
PAPER = (
    "--on-paper",
    "--unit",
    "临江社区",
    "--item",
    "v05",
    "--by",
    "李某",
    "--on",
    "2021年12月3日",
    "--kept",
    "柜2",
)
WAIVE = ("--reason", "原件在审计组", "--by", "甘露", "--until", "2098-06-30")


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive and its first reports, which no test changes."""
    files = {path: data for path, data in archive().items() if FEW.search(path)}
    root = write_archive(tmp_path_factory.mktemp("archive") / "云溪档案", files)
    audit(root)
    return root


@pytest.fixture
def folder(audited: Path, tmp_path: Path) -> Path:
    shutil.copytree(audited.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / audited.name


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def own(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}-fangpin")


def audit(folder: Path, *arguments: str) -> Any:
    assert run("audit", folder, "--as-of", "2021-12-31", *arguments).exit_code == 0
    return json.loads((own(folder) / "report.json").read_text(encoding="utf-8"))


def finding(report: Any, rule: str) -> Any:
    return next(each for each in report["findings"] if each["rule"] == rule)


def status(report: Any, item: str) -> str:
    found = (each for each in report["cells"] if each["item"] == item and "临江" in each["unit"])
    return str(next(found)["status"])


def test_a_paper_that_was_seen_changes_the_next_audit_until_it_is_taken_out(folder: Path) -> None:
    done = run("decide", folder, *PAPER)
    assert done.exit_code == 0, done.output
    assert "V05 有纸质件，李某 2021-12-03 看过，存柜2" in done.stdout
    assert status(audit(folder), "V05") == "on-paper"
    assert (
        run("decide", folder, "--on-paper", "--unit", "临江社区", "--item", "V05", "--remove").exit_code == 0
    )
    assert status(audit(folder), "V05") != "on-paper"


def test_a_finding_is_waived_by_its_number_and_does_not_fail_a_run(folder: Path) -> None:
    found = finding(audit(folder), "missing-item")
    done = run("decide", folder, "--waive", found["id"], *WAIVE)
    assert done.exit_code == 0, done.output
    assert "上次检查里有 1 条" in done.stdout
    report = audit(folder)
    assert [each["id"] for each in report["waived"]] == [found["id"]]
    assert found["id"] not in {each["id"] for each in report["findings"]}
    assert run("decide", folder, "--waive", found["id"], "--remove").exit_code == 0
    assert not audit(folder)["waived"]


def test_a_rule_is_waived_for_a_unit_and_all_below_it(folder: Path) -> None:
    for rule in ("missing-item", "missing-part", "missing-month"):
        done = run("decide", folder, "--waive", rule, "--unit", "云溪区", "--below", *WAIVE)
        assert done.exit_code == 0, done.output
    report = audit(folder, "--select", "missing-item,missing-part,missing-month")
    assert not report["findings"]
    assert report["waived"]
    failing = run(
        "audit", folder, "--as-of", "2021-12-31", "--select", "missing-item", "--fail-on", "warning"
    )
    assert failing.exit_code == 0
    assert run("decide", folder, "--waive", "missing-item", "--unit", "云溪区", "--remove").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ("--on-paper", "--unit", "临江社区", "--item", "V05"),
            ["没有写谁看过", "没有写哪天看的", "没有写存放在哪里"],
        ),
        ((*PAPER[:4], "H01", *PAPER[5:]), ["没有这一项"]),
        ((*PAPER[:8], "2098-01-01", *PAPER[9:]), ["比今天还晚"]),
        ((*PAPER[:2], "没有的村", *PAPER[3:]), ["没有单位“没有的村”"]),
        (("--waive", "missing-item", "--unit", "临江社区"), ["没有写理由", "没有写谁批准", "没有写到期日"]),
        (("--waive", "missing-item", *WAIVE), ["没有写哪个单位"]),
        (("--waive", "没有的规则", "--unit", "临江社区", *WAIVE), ["没有规则“没有的规则”"]),
        (("--waive", "missing-item", "--unit", "临江社区", *WAIVE[:-1], "2020-01-01"), ["这一天已经过了"]),
        (("--waive", "missing-item", *PAPER), ["两样写在了一起"]),
        ((), ["没有写是哪个文件"]),
        (("--on-paper", "--remove"), ["没有记过这样的纸质件"]),
    ],
)
def test_what_lacks_is_told_all_at_once_and_nothing_is_kept(
    audited: Path, arguments: tuple[str, ...], says: list[str]
) -> None:
    before = (own(audited) / "decisions.yaml").read_bytes()
    result = run("decide", audited, *arguments)
    assert result.exit_code == 2
    assert all(each in result.stderr for each in says), result.stderr
    assert (own(audited) / "decisions.yaml").read_bytes() == before


def test_what_is_typed_again_takes_the_place_of_the_earlier(folder: Path) -> None:
    run("decide", folder, *PAPER)
    run("decide", folder, *PAPER[:-1], "柜3")
    text = (own(folder) / "decisions.yaml").read_text(encoding="utf-8-sig")
    assert [each.kept for each in parse_decisions(text).on_paper] == ["柜3"]
