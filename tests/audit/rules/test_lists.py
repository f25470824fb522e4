"""Lists that hold nobody, households under another village, and those whom running text names."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from audit.types import Document
from benchmarks.planted.base import Base, Held, Mutation, verdict
from benchmarks.planted.bases import sample
from benchmarks.planted.edits import Edit, everywhere, in_list, in_text, of_all, row_gone

HEAD = "莫怀远"
IN, OUT = "identification", "elimination"


@lru_cache(maxsize=1)
def base() -> Base:
    return sample()


@lru_cache(maxsize=1)
def with_a_second_village() -> Base:
    """The same with papers of another village in the folder of its own, so that it is known."""
    known = next(
        held for held in base().held if held.kind == "deployment-meeting" and held.unit.endswith("松岗村")
    )
    text = everywhere(lambda words: words.replace("松岗村", "柏坪村"))(known.document)
    assert text is not None
    beside = replace(text, path=known.path.replace("松岗村", "柏坪村"))
    return replace(base(), held=(*base().held, Held(beside, known.kind, known.stage, known.unit)))


def papers(kind: str, stage: str) -> list[tuple[Held, ...]]:
    return [copies for copies in base().papers(kind) if copies[0].stage == stage]


def told(edit: Edit, kind: str, stage: str, where: Base | None = None) -> list[str]:
    """The rules that speak of the first of the papers that has such a place."""
    for copies in papers(kind, stage):
        done: dict[str, Document | None] | None = of_all(copies, edit)
        if done:
            said = verdict(where or base(), Mutation("", (), "", done)).told
            return [each.partition(" ")[0] for each in said]
    raise AssertionError(f"no {kind} has such a place")


def test_a_list_without_its_only_household_lacks_it() -> None:
    for kind in ("name-list", "public-notice", "county-reply", "village-review-meeting", "nomination-list"):
        assert told(row_gone(HEAD), kind, OUT) == ["list-mismatch"], kind


def test_an_empty_list_of_a_step_that_nobody_is_at_lacks_nobody() -> None:
    """A ledger of eliminated households from before the first of them is empty, and rightly so."""
    notice = papers("name-list", OUT)[0][0]
    before = everywhere(lambda words: re.sub(r"2021年\d{1,2}月\d{1,2}日", "2020年3月9日", words))
    empty = row_gone(HEAD)(notice.document)
    assert empty is not None
    early = before(empty)
    assert early is not None
    beside = replace(early, path=notice.path.replace("花名册", "上年花名册"))
    assert verdict(base(), Mutation("", (), "", {beside.path: beside})).told == ()


def test_a_row_with_the_right_number_under_another_village_is_told() -> None:
    moved = in_list(HEAD, "所在村组", lambda _: "柏坪村二组")
    for kind in ("name-list", "public-notice"):
        assert told(moved, kind, IN, with_a_second_village()) == ["list-mismatch"], kind


def test_another_group_of_the_village_or_a_hamlet_is_no_other_village() -> None:
    for place in ("松岗村八组", "松岗", "八组"):
        assert told(in_list(HEAD, "所在村组", lambda _, place=place: place), "name-list", IN) == []  # type: ignore[misc]


def test_one_left_out_of_those_whom_a_consultation_names_is_told() -> None:
    assert set(told(in_text(f"{HEAD}、", lambda _: ""), "county-consultation", IN)) == {
        "list-mismatch",
        "headcount-mismatch",
    }
    assert told(in_text("莫怀远、阮青禾", lambda _: "阮青禾、莫怀远"), "county-consultation", IN) == []


def test_a_name_written_wrongly_in_a_consultation_is_told() -> None:
    assert told(in_text(HEAD, lambda _: "莫怀元"), "county-consultation", IN) == ["name-mismatch"]
