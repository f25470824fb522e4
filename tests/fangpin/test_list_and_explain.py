"""`fangpin list` and `fangpin explain` tell all that the program knows."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from audit.rules import Rule, catalogue
from checklists import load_checklist, load_gradings, load_kinds
from fangpin.cli import cli
from templates.load import load_kit, load_manifest, load_reports


def shown(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_every_item_of_a_checklist_is_listed_with_its_materials() -> None:
    lines = shown("list", "items").splitlines()
    assert [line.split()[0] for line in lines[1:]] == [item.id for item in load_checklist().items]
    assert "信息采集表（每户一份）" in next(line for line in lines if line.startswith("V04"))


def test_every_kind_is_listed_with_its_origin() -> None:
    lines = shown("list", "kinds").splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(load_kinds())
    assert next(line for line in lines if line.startswith("photo")).endswith("现场拍摄")


def test_the_checklists_that_come_with_the_program_are_listed() -> None:
    assert "tongren-2021" in shown("list", "checklists")


def test_the_grading_schemes_are_listed_level_by_level() -> None:
    text = shown("list", "gradings")
    assert all(level.about in text for scheme in load_gradings() for level in scheme.levels)
    assert "由人判定" in text


def test_every_rule_is_listed_with_its_weight() -> None:
    lines = shown("list", "rules").splitlines()
    assert [line.split()[:2] for line in lines[1:]] == [[rule.name, rule.severity.zh] for rule in catalogue()]


def test_every_template_is_listed_with_who_prints_it() -> None:
    lines = shown("list", "templates").splitlines()
    assert [line.split()[0] for line in lines[1:]] == [
        *(template.id for template in load_manifest()),
        *(paper.id for paper in load_kit()),
        *(paper.id for paper in load_reports()),
    ]
    assert next(line for line in lines if line.startswith("county-reply")).endswith("县级")


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.name)
def test_every_rule_can_be_explained_with_its_why_and_what_to_do(rule: Rule) -> None:
    text = shown("explain", rule.name)
    assert rule.summary in text
    assert "为什么：" in text
    assert "怎么办：" in text


@pytest.mark.parametrize("name", [item.id for item in load_checklist().items])
def test_every_item_can_be_explained(name: str) -> None:
    text = shown("explain", name)
    assert load_checklist().item(name).title in text
    assert "依据：铜乡振领办发〔2021〕9号" in text


@pytest.mark.parametrize("name", load_kinds())
def test_every_kind_can_be_explained_by_its_id_and_by_its_name(name: str) -> None:
    kind = load_kinds()[name]
    assert kind.about in shown("explain", name)
    assert shown("explain", kind.name) == shown("explain", name)


def test_an_item_may_be_written_in_small_letters() -> None:
    assert shown("explain", "v05") == shown("explain", "V05")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("V5", "V05"),
        ("missing-months", "missing-month"),
        ("public-notic", "public-notice"),
        ("核查表", "认定核查表"),
    ],
)
def test_an_unknown_name_suggests_what_was_meant(written: str, meant: str) -> None:
    result = CliRunner().invoke(cli, ["explain", written])
    assert result.exit_code == 2
    assert f"“{written}”：不是规则" in result.stderr
    assert meant in result.stderr


def test_an_unknown_checklist_is_told() -> None:
    result = CliRunner().invoke(cli, ["list", "items", "--checklist", "没有"])
    assert result.exit_code == 2
    assert "清单“没有”：没有这个清单" in result.stderr
