"""A registry drafted from an archive is the one that the archive was generated from, as far as its papers say it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from audit.drafting.draft import draft_registry
from audit.drafting.types import Draft
from audit.pipeline import read_archive, weigh
from fangpin.draft_workbook import draft_bytes
from registry.checks import check
from registry.read_workbook import read_workbook
from registry.registry import Registry
from tests.circle.builders import AS_OF, CHECKLIST, NAME, build_archive, finished_registry
from tests.circle.compare import Compared, compare


@lru_cache(maxsize=1)
def drafted() -> Draft:
    with TemporaryDirectory() as folder:
        root = Path(folder) / NAME
        build_archive(root)
        documents = read_archive(root)
        dossier, _ = weigh(documents, checklist=CHECKLIST, as_of=AS_OF, root_name=NAME)
        return draft_registry(dossier)


@lru_cache(maxsize=1)
def compared() -> Compared:
    return compare(drafted().registry, truth())


def truth() -> Registry:
    """The archive's registry. Its last replies are made for the test: those who stand in them are eliminated."""
    registry = finished_registry()
    replied = {
        (batch.name, batch.unit) for batch in registry.batches if batch.stage == "风险消除" and batch.reply_on
    }

    def township(village: str) -> str:
        unit = registry.find_unit(village)
        return (registry.parent(unit) or unit).name if unit else ""

    households = tuple(
        replace(each, state="已消除")
        if each.state == "拟消除" and (each.elimination_batch, township(each.village)) in replied
        else each
        for each in registry.households
    )
    return replace(registry, households=households)


def test_no_drafted_value_is_wrong() -> None:
    assert compared().wrong == ()


def test_papers_that_agree_give_no_conflict() -> None:
    assert drafted().conflicts == 0


CORE = (
    "village", "head", "group", "id_number", "object_type", "size", "per_head", "risk1", "risk2", "phone", "situation",
    "batch", "applied_on", "authorised_on", "verified_on", "verifier", "collected_on", "identified_on", "helper",
    "planned_on", "elimination_batch", "assessed_on", "state",
)  # fmt: skip


@pytest.mark.parametrize("field", CORE)
def test_every_household_of_the_rounds_has_its_core_fields(field: str) -> None:
    """An applicant who was refused keeps no folder of his own: his forms are not in the archive."""
    monitored = replace(
        truth(), households=tuple(each for each in truth().households if each.state != "不予纳入")
    )
    assert compare(drafted().registry, monitored).share("Household", field) == 1


@pytest.mark.parametrize(
    ("record", "least"),
    [
        ("Unit", 0.73), ("Household", 0.91), ("Meeting", 0.98), ("Attendee", 1), ("Vote", 0.74), ("Batch", 0.96),
        ("Member", 0.43), ("Income", 0.5), ("Comparison", 1), ("Measure", 0.87), ("Visit", 1), ("Change", 1),
        ("Clue", 0.93), ("Inspection", 0.87), ("Paper", 0.85),
    ],
)  # fmt: skip
def test_what_papers_show_of_each_sheet_is_found(record: str, least: float) -> None:
    """The rest stands on no paper: insurances, parts of the transfers, where proofs are kept, votes not counted."""
    assert compared().share(record) >= least


@pytest.mark.parametrize(
    ("record", "fields"),
    [
        ("Member", ("name", "relation", "id_number", "sex")),
        ("Income", ("wages", "business", "property", "transfer", "expense", "net", "persons", "per_head")),
        ("Measure", ("category", "name", "content", "amount", "done_on", "office", "proof")),
        ("Batch", ("notice_from", "notice_to", "sent_on", "sent_number", "reply_on", "reply_number")),
        ("Vote", ("for_", "against", "abstained")),
    ],
)
def test_what_forms_and_letters_show_is_found_whole(record: str, fields: tuple[str, ...]) -> None:
    assert compared().share(record, *fields) == 1


def test_the_drafted_workbook_is_read_again_as_drafted_and_has_no_error(tmp_path: Path) -> None:
    path = tmp_path / "登记簿.xlsx"
    path.write_bytes(draft_bytes(drafted()))
    loaded = read_workbook(path)
    again = compare(loaded.registry, drafted().registry)
    assert again.wrong == ()
    assert {again.share(record) for record in ("Household", "Member", "Vote", "Batch", "Attendee")} == {1}
    assert loaded.extra == ()
    assert [str(fault) for fault in check(loaded) if fault.error] == []
