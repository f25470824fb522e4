"""What some notices demand and others do not: looked at only where the checklist asks for it, of single papers too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from audit.lint import lint_document, rules_alone
from audit.pipeline import judge
from audit.rules import catalogue
from audit.types import State
from benchmarks.planted.base import Base
from benchmarks.planted.bases import sample
from benchmarks.planted.edits import Edit, everywhere
from checklists import Checklist, load_checklist
from tests.audit.builders import make_docx

OPTIONAL = tuple(rule.name for rule in catalogue() if rule.optional)
SIGNED = ("河湾村村民委员会", "2021年5月10日")
NOTICE = (
    "拟纳入监测对象名单公示", "经村民代表会议评议，现将拟纳入监测对象1户3人予以公示。",
    "公示时间：2021年5月10日至2021年5月16日。", "监督电话：0990-6235521",
)  # fmt: skip
RECORD = ("河湾村评议会议记录", "会议时间：2021年5月9日", "应到15人，实到15人。")
VOTES = "表决情况：同意15票、反对0票、弃权0票。结果：通过。"
FORM: list[tuple[str, ...]] = [
    ("户主姓名", "蔺守义", "监测对象类别", "边缘易致贫户"),
    ("家庭人口", "3", "人均纯收入（元）", "4200"),
]


def switched_on(checklist: Checklist) -> Checklist:
    return replace(checklist, rules=tuple((name, "on") for name in OPTIONAL))


def told(*parts: str | list[tuple[str, ...]]) -> set[str]:
    """What is told of one paper by itself, of the rules that a checklist must switch on."""
    found = lint_document("材料.docx", make_docx(*parts), switched_on(load_checklist()), date(2021, 12, 31))
    return {finding.rule for finding in found} & set(OPTIONAL)


def test_a_notice_without_its_days_or_a_telephone_is_incomplete() -> None:
    assert told(*NOTICE[:2], NOTICE[3], *SIGNED) == {"notice-incomplete"}
    assert told(*NOTICE[:3], *SIGNED) == {"notice-incomplete"}
    assert told(*NOTICE, *SIGNED) == set()


def test_a_notice_without_office_or_day_is_incomplete_as_a_letter() -> None:
    assert told(*NOTICE) == {"letter-incomplete"}


def test_a_record_that_votes_on_all_at_once_is_told_and_one_by_one_is_not() -> None:
    one, other = (
        f"{n}. {name}户（3人，边缘易致贫户，因病）。{VOTES}" for n, name in ((1, "蔺守义"), (2, "芮春桃"))
    )
    table: list[tuple[str, ...]] = [
        ("序号", "户主", "人口", "监测对象类别"),
        ("1", "蔺守义", "3", "边缘易致贫户"),
        ("2", "芮春桃", "2", "脱贫不稳定户"),
    ]
    assert told(*RECORD, table, "一致通过。") == {"review-not-per-household"}
    assert told(*RECORD, one, other) == set()


def test_a_visit_by_one_person_is_told_and_by_two_is_not() -> None:
    title = "防贫监测对象认定核查表"
    assert told(title, FORM, "核查人签字：卓有山") == {"one-investigator"}
    assert told(title, FORM, "核查人签字：卓有山、仇文英") == set()


def test_a_request_for_two_matters_is_told_and_for_one_is_not() -> None:
    tail = ("上坪县乡村振兴局：", "现将监测对象上报，请予批复。", "双溪镇人民政府", "2021年5月20日")
    assert told("双溪镇人民政府关于拟纳入和拟消除风险监测对象的请示", *tail) == {"request-two-matters"}
    assert told("双溪镇人民政府关于拟纳入监测对象的请示", *tail) == set()


def test_they_are_off_unless_the_checklist_switches_them_on() -> None:
    assert not {rule.name for rule in rules_alone(load_checklist())} & set(OPTIONAL)
    assert {rule.name for rule in rules_alone(switched_on(load_checklist()))} >= {
        "letter-incomplete",
        "one-investigator",
        "review-not-per-household",
        "notice-incomplete",
    }


def in_archive(base: Base, edit: Edit | None = None) -> list[tuple[str, str]]:
    documents = [
        (edit(held.document) if edit and held.document.state is State.READ else None) or held.document
        for held in base.held
    ]
    report = judge(documents, checklist=switched_on(base.checklist), as_of=base.as_of, root_name=base.name)
    return [(f.rule, f.problem.unit.rpartition("/")[2]) for f in report.findings if f.rule in OPTIONAL]


def test_a_risk_without_a_measure_against_it_is_told() -> None:
    other = everywhere(lambda text: text.replace("雨露计划", "光伏分红"))
    assert ("risk-without-measure", "阮青禾") in in_archive(sample(), other)
    assert "risk-without-measure" not in {rule for rule, _ in in_archive(sample())}


def test_a_household_in_the_reply_without_a_folder_is_told() -> None:
    lacking = replace(
        sample(), held=tuple(held for held in sample().held if not held.unit.endswith("/甘玉田"))
    )
    assert ("household-without-folder", "甘玉田") in in_archive(lacking)
    assert "household-without-folder" not in {rule for rule, _ in in_archive(sample())}


def test_a_reply_six_weeks_after_the_application_is_slow_and_one_after_two_weeks_is_not() -> None:
    later = everywhere(lambda text: text.replace("2021年4月2日", "2021年5月8日"))
    assert ("identified-too-slowly", "莫怀远") in in_archive(sample())
    assert ("identified-too-slowly", "莫怀远") not in in_archive(sample(), later)


def test_elimination_within_half_a_year_is_told() -> None:
    """The sample's household was eliminated after more than half a year."""
    sooner = everywhere(lambda text: text.replace("2021年11月", "2021年10月"))
    assert ("eliminated-too-soon", "莫怀远") in in_archive(sample(), sooner)
    assert "eliminated-too-soon" not in {rule for rule, _ in in_archive(sample())}
