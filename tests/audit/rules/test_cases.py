"""Every rule by two examples: a change of the sample that it reports, and a near miss that it leaves alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import pytest

from audit.rules import catalogue
from audit.types import Document, State
from benchmarks.planted.base import Base, Held, Mutation, verdict
from benchmarks.planted.bases import sample
from benchmarks.planted.edits import Edit, everywhere, in_field, in_list, in_text, row_gone
from registry.identity import check_digit
from tests.audit.rules.exempt import ELSEWHERE

HEAD = "莫怀远"
NAMED = rf"(户主|申报人)（签名）：{HEAD}"


@dataclass(frozen=True)
class Case:
    """A rule, the paper that is edited with all its copies, what is reported and what is not."""

    rule: str
    kind: str
    stage: str
    reported: Edit
    near: Edit


def put(old: str, new: str) -> Edit:
    return in_text(re.escape(old), lambda _: new)


def field(label: str, value: str) -> Edit:
    return in_field(label, lambda _: value)


def another_person(text: str) -> str:
    first = text[:14] + str((int(text[14]) + 1) % 10) + text[15:17]
    return first + check_digit(first)


IN, OUT = "identification", "elimination"
CASES = (
    Case("id-number-mismatch", "verification-form", IN, in_field("公民身份号码", another_person), in_field("公民身份号码", lambda text: f"{text[:6]}********{text[14:]}")),
    Case("name-mismatch", "name-list", IN, in_list(HEAD, "户主姓名", lambda _: "莫怀元"), in_list(HEAD, "户主姓名", lambda _: "莫 怀 远")),
    Case("id-number-invalid", "verification-form", IN, in_field("公民身份号码", lambda text: text[:17] + ("2" if text[17] == "1" else "1")), in_field("公民身份号码", str.lower)),
    Case("object-type-mismatch", "name-list", IN, in_list(HEAD, "监测类别", lambda _: "脱贫不稳定户"), in_list(HEAD, "监测类别", lambda _: "边缘户")),
    Case("income-mismatch", "elimination-assessment", OUT, field("人均纯收入", "12990.00"), field("人均纯收入", "12790.4")),
    Case("income-arithmetic", "verification-form", IN, field("工资性收入", "22800"), field("工资性收入", "12,800元")),
    Case("measure-mismatch", "assistance-ledger", "assistance", in_list(HEAD, "已落实帮扶措施", lambda _: "医疗救助"), in_list(HEAD, "已落实帮扶措施", lambda text: text.replace("；", "、"))),
    Case("headcount-mismatch", "public-notice", IN, put("4户", "5户"), put("4户14人", "4户、14人")),
    Case("list-mismatch", "public-notice", IN, row_gone(HEAD), in_list(HEAD, "所在村组", lambda _: "松岗村")),
    Case("total-mismatch", "township-request", IN, put("边缘易致贫户2户", "边缘易致贫户3户"), put("其中", "其中：")),
    Case("ratio-mismatch", "work-summary", "", in_text("。$", lambda _: "。监测对象8户，其中已消除风险2户，占30%。"), in_text("。$", lambda _: "。监测对象8户，其中已消除风险2户，占25%。")),
    Case("numbering-broken", "name-list", IN, in_list("阮青禾", "序号", lambda _: "5"), in_list("阮青禾", "序号", lambda _: "２")),
    Case("document-number-mismatch", "county-reply", IN, put("柳街呈〔2021〕18号", "柳街呈〔2021〕19号"), put("柳街呈〔2021〕18号", "柳街呈[2021]18号")),
    Case("step-order", "village-report", IN, everywhere(lambda text: text.replace("2021年4月19日", "2021年4月15日")), everywhere(lambda text: text.replace("2021年4月19日", "2021年4月16日"))),
    Case("notice-too-short",
        "public-notice",
        OUT,
        everywhere(lambda text: text.replace("至2021年10月25日", "至2021年10月22日")),
        everywhere(lambda text: text.replace("至2021年10月25日", "至2021年10月23日")),
    ),
    Case("date-impossible", "application", IN, put("2021年4月2日", "2021年2月30日"), put("2021年4月2日", "2021年2月28日")),
    Case("placeholder-left", "village-report", IN, put("4户", "x户"), in_text("。$", lambda _: "。宣传栏3×5米。")),
    Case("blank-field", "verification-form", IN, field("人均纯收入", ""), field("联系电话", "")),
    Case("unsigned", "verification-form", IN, in_text(NAMED, lambda text: text.replace(HEAD, "")), in_text(NAMED, lambda text: f"{text}（手印）")),
    Case("quorum-not-met", "village-review-meeting", IN, put("应到15人", "应到12人"), put("应到15人", "应到13人")),
    Case("vote-arithmetic", "village-review-meeting", IN, put("赞成13票，反对0票", "赞成12票，反对0票"), put("赞成13票，反对0票", "赞成12票，反对1票")),
    Case("personal-data-exposed", "public-notice", IN, in_text(r"\d{6}\*{8}\d{3}[\dX]", lambda text: text.replace("********", "19710914")), put("监督电话：", "监督电话：13800001111、")),
    Case("missing-attachment", "township-request", OUT, in_text("附件：.*", lambda _: "附件：资金分配方案"), in_text("附件：.*", lambda _: "附件：名单")),
)  # fmt: skip


@lru_cache(maxsize=1)
def base() -> Base:
    return sample()


def papers(kind: str, stage: str) -> list[tuple[Held, ...]]:
    """The papers of that kind, those on the first household before the others."""
    found = [copies for copies in base().papers(kind) if copies[0].stage == stage]
    return sorted(found, key=lambda copies: not any(HEAD in held.path for held in copies))


def edited(case: Case, edit: Edit) -> dict[str, Document | None]:
    """The first of the papers that has such a place; a copy as PDF may have it broken over lines."""
    for copies in papers(case.kind, case.stage):
        done: dict[str, Document | None] = {
            held.path: new for held in copies if (new := edit(held.document)) is not None
        }
        if done:
            return done
    raise AssertionError(f"no {case.kind} has such a place")


def told(rule: str, documents: dict[str, Document | None]) -> bool:
    return any(
        said.startswith(f"{rule} ") for said in verdict(base(), Mutation("", (rule,), "", documents)).told
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_what_contradicts_is_reported(case: Case) -> None:
    assert told(case.rule, edited(case, case.reported))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_what_says_the_same_in_other_words_is_left_alone(case: Case) -> None:
    assert not told(case.rule, edited(case, case.near))


Spoil = Callable[[Held], Document]


def lost(state: State) -> Spoil:
    return lambda held: Document(held.path, 0, f"{state}", held.document.format, state, "打不开")


FILES: dict[str, tuple[Spoil, Spoil]] = {
    "unreadable-file": (lost(State.UNREADABLE), lost(State.NOT_READ)),
    "encrypted-file": (lost(State.ENCRYPTED), lost(State.UNREADABLE)),
    "empty-file": (lost(State.EMPTY), lost(State.UNREADABLE)),
    "macro-in-document": (
        lambda held: replace(held.document, metadata=(("macro", "yes"),)),
        lambda held: replace(held.document, metadata=(("author", "macro"),)),
    ),
}


@pytest.mark.parametrize("rule", FILES)
def test_a_spoilt_file_is_told_by_what_is_wrong_with_it(rule: str) -> None:
    held = papers("public-notice", IN)[0][0]
    spoilt, other = (spoil(held) for spoil in FILES[rule])
    assert told(rule, {held.path: spoilt})
    assert not told(rule, {held.path: other})


def test_a_file_twice_in_one_folder_is_told_and_one_in_another_folder_is_not() -> None:
    held = papers("public-notice", IN)[0][0]
    folder, _, name = held.path.rpartition("/")
    beside, elsewhere = f"{folder}/副本{name}", f"柳荫街道/松岗村/村级卷/{name}"
    assert told("duplicate-file", {beside: replace(held.document, path=beside)})
    assert not told("duplicate-file", {elsewhere: replace(held.document, path=elsewhere)})


def test_another_households_form_is_misfiled_and_an_extract_that_names_the_household_is_not() -> None:
    own, other = (
        next(held for held in base().held if held.kind == "collection-form" and held.unit.endswith(name))
        for name in (HEAD, "阮青禾")
    )
    assert told("misfiled", {own.path: replace(other.document, path=own.path)})
    notice = next(held for held in base().held if held.kind == "public-notice" and held.unit == other.unit)
    assert not told(
        "misfiled", {f"{notice.path}-2.docx": replace(notice.document, path=f"{notice.path}-2.docx")}
    )


def test_the_line_binds_who_is_within_it_and_leaves_sudden_hardship_free() -> None:
    """甘玉田 was taken in above the line, as 突发严重困难户 may be; as any other he may not."""
    assert told("income-over-line", called("脱贫不稳定户"))
    assert not told("income-over-line", called("突发困难户"))


def called(name: str) -> dict[str, Document | None]:
    """The one 突发严重困难户 of the sample by another type in every paper."""
    edit = everywhere(lambda text: text.replace("突发严重困难户", name))
    return {
        held.path: new
        for held in base().held
        if held.document.state is State.READ and (new := edit(held.document)) is not None
    }


def test_a_form_copied_from_a_neighbour_is_told_and_one_with_its_own_story_is_not() -> None:
    own, other = (
        next(held for held in base().held if held.kind == "verification-form" and held.unit.endswith(name))
        for name in (HEAD, "阮青禾")
    )
    copied = everywhere(lambda text: text.replace("阮青禾", HEAD))(other.document)
    assert copied is not None
    assert told("document-copied", {own.path: replace(copied, path=own.path)})
    assert not told("document-copied", {own.path: own.document})


def test_every_rule_has_a_case_and_a_near_miss() -> None:
    here = {case.rule for case in CASES} | set(FILES)
    here |= {"duplicate-file", "misfiled", "income-over-line", "document-copied"}
    assert {rule.name for rule in catalogue()} - here - set(ELSEWHERE) == set()
