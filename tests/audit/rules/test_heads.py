"""A household whose head has changed is one household; a member in the head's place without a change is an error."""

from __future__ import annotations

from collections.abc import Callable

from audit.types import Document, State
from benchmarks.planted.base import Held, Mutation, verdict
from benchmarks.planted.bases import sample
from benchmarks.planted.edits import everywhere
from registry.identity import mask_id
from tests.audit.builders import judge_archive

HEAD, HEIR = "阮青禾", "蓝知秋"
_LEDGERS = ("dynamic-ledger", "assistance-ledger", "measures-table", "natural-change-form")


def number_of(name: str) -> str:
    return next(
        person.id_number
        for held in sample().held
        if held.kind == "collection-form" and held.document.gist
        for paper in held.document.gist.papers
        for person in paper.claims.persons
        if person.name == name
    )


def with_heir(papers: Callable[[Held], bool], number: str = "") -> dict[str, Document | None]:
    """The papers with the member in the head's place, with the member's own number or the one given."""
    old, new = number_of(HEAD), number or number_of(HEIR)
    put = everywhere(
        lambda text: text.replace(HEAD, HEIR).replace(old, new).replace(mask_id(old), mask_id(new))
    )
    return {
        held.path: done
        for held in sample().held
        if held.document.state is State.READ and papers(held) and (done := put(held.document))
    }


def told(documents: dict[str, Document | None]) -> list[str]:
    return [said.partition(" ")[0] for said in verdict(sample(), Mutation("", (), "", documents)).told]


def test_a_new_head_in_the_ledgers_is_the_same_household() -> None:
    assert told(with_heir(lambda held: held.kind in _LEDGERS)) == []


def test_a_member_in_the_heads_place_in_one_list_among_others_is_a_wrong_name() -> None:
    one = with_heir(lambda held: held.kind == "township-review-meeting" and held.stage == "identification")
    assert told(one) == ["name-mismatch"]


def test_a_head_of_the_same_name_with_another_number_is_another_person() -> None:
    stranger = with_heir(lambda held: held.kind == "name-list", number="990107198003124410")
    assert "list-mismatch" in told(stranger)


def test_the_matrix_shows_a_household_with_a_new_head_once() -> None:
    new = with_heir(lambda held: held.kind in _LEDGERS)
    documents = [new.get(held.path) or held.document for held in sample().held]
    report = judge_archive(
        documents, checklist=sample().checklist, as_of=sample().as_of, root_name=sample().name
    )
    rows = {row.household.rpartition("/")[2]: row for each in report.reconciliation for row in each.rows}
    assert HEAD in rows
    assert HEIR not in rows
    assert rows[HEAD].differs == ()
