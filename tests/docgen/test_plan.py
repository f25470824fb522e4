"""Who prints what, and who stands on whose list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checklists import Origin, load_checklist, load_kinds
from docgen.plan import plan
from docgen.write import Choice, planned_places
from registry.records import Unit
from registry.registry import Registry
from templates import load_manifest
from tests.docgen.builders import changed, due, sample

CHECKLIST = load_checklist()


def unit(name: str) -> Unit:
    found = sample().find_unit(name)
    assert found is not None
    return found


def heads(paper) -> list[str]:  # type: ignore[no-untyped-def]
    return [household.head for household in paper.households]


def test_every_kind_that_the_checklist_requires_and_an_office_makes_has_a_template() -> None:
    required = {part.kind for item in CHECKLIST.items for part in item.parts}
    made_here = {Origin.DRAFTED, Origin.FIELD}
    wanted = {kind for kind in required if load_kinds()[kind].origin in made_here} | {"clue-list"}
    assert wanted <= {template.id for template in load_manifest()}


def test_every_part_that_an_office_makes_has_its_place_in_the_archive() -> None:
    places, _ = planned_places(sample(), CHECKLIST, Choice(with_exported=True))
    filed = {(place.item.id, place.due.kind) for place in places}
    made_here = {template.id for template in load_manifest()}
    wanted = {
        (item.id, part.kind) for item in CHECKLIST.items for part in item.parts if part.kind in made_here
    }
    assert wanted <= filed


def test_every_filing_of_the_manifest_is_an_item_of_the_checklist() -> None:
    for template in load_manifest():
        for by_level in template.filed.values():
            for filings in by_level.values():
                for filing in filings:
                    CHECKLIST.item(filing.item)


@pytest.mark.parametrize(("office", "issuers"), [("清水镇", {"乡级", "村级"}), ("梨园村", {"村级"})])
def test_an_office_prints_for_itself_and_below_never_above(office: str, issuers: set[str]) -> None:
    places, _ = planned_places(sample(), CHECKLIST, Choice(office=unit(office)))
    assert {place.due.issuer.level for place in places} == issuers
    assert all(sample().lies_in(place.due.issuer, unit(office)) for place in places)
    assert "county-reply" not in {place.due.kind for place in places}


def test_a_refused_applicant_stands_in_the_record_and_on_no_list() -> None:
    assert "邢万年" in heads(
        due(sample(), "village-review-meeting", round="第一批", issuer=unit("石桥村").name)
    )
    for kind in ("public-notice", "name-list", "village-report"):
        assert "邢万年" not in heads(due(sample(), kind, round="第一批", issuer="石桥村"))
    assert due(sample(), "refusal-notice", head="邢万年")


def test_who_is_refused_by_the_township_stays_on_the_village_list_only() -> None:
    registry = changed(
        sample(), "households", lambda h: h.head == "翟守田", state="不予纳入", refused_at="乡级审核"
    )
    assert "翟守田" in heads(due(registry, "village-report", issuer="石桥村", round="第一批"))
    assert "翟守田" not in heads(due(registry, "township-request", issuer="清水镇", round="第一批"))
    assert "翟守田" not in heads(due(registry, "county-reply", about="清水镇", round="第一批"))


def test_a_vote_against_elimination_keeps_the_household_off_the_notice() -> None:
    meeting = next(
        m for m in sample().meetings if m.unit == "石桥村" and m.stage == "风险消除" and "评议" in m.kind
    )
    registry = changed(
        sample(),
        "votes",
        lambda v: v.meeting_id == meeting.meeting_id and v.household_id == "001",
        result="不通过",
    )
    notice = due(registry, "public-notice", issuer="石桥村", stage="风险消除")
    assert heads(notice) == ["嵇大川"]
    assert "翟守田" in heads(due(registry, "village-review-meeting", issuer="石桥村", stage="风险消除"))


def test_a_village_without_households_gets_its_monthly_papers_only() -> None:
    kinds = {paper.kind for paper in plan(sample())[0] if paper.issuer.name == "望江村"}
    assert kinds == {
        "clue-list", "deployment-meeting", "deployment-notice", "inspection-ledger", "sign-in-sheet", "work-summary",
    }  # fmt: skip


def test_units_households_and_meetings_are_enough_for_the_first_papers() -> None:
    full = sample()
    registry = Registry(units=full.units, households=full.households, meetings=full.meetings)
    dues, skipped = plan(registry)
    kinds = {paper.kind for paper in dues}
    assert {"village-review-meeting", "public-notice", "village-report", "name-list", "application"} <= kinds
    told = {skip.kind: skip.todo for skip in skipped}
    assert "〔帮扶措施〕" in told["measures-table"]
    assert "〔信息比对〕" in told["comparison-result"]
    assert "〔预警线索〕" in told["clue-list"]


def test_a_month_that_nobody_reported_on_is_no_zero_report() -> None:
    registry = replace(sample(), clues=tuple(c for c in sample().clues if c.month.month != 7))
    dues, skipped = plan(registry)
    assert not [d for d in dues if d.month and d.month.month == 7]
    assert any(skip.kind == "clue-list" and "2021-07" in skip.todo for skip in skipped)


def test_a_reply_is_not_drafted_before_the_county_has_conferred() -> None:
    registry = replace(
        sample(),
        meetings=tuple(m for m in sample().meetings if m.kind != "县级会商研判会"),
        batches=tuple(replace(b, reply_on=None, reply_number=None) for b in sample().batches),
    )
    dues, skipped = plan(registry)
    assert "county-reply" not in {paper.kind for paper in dues}
    assert "county-reply" in {skip.kind for skip in skipped}


def test_checking_copies_of_exports_are_printed_only_when_asked_for() -> None:
    kind = "comparison-form"
    assert kind not in {place.due.kind for place in planned_places(sample(), CHECKLIST, Choice())[0]}
    asked = planned_places(sample(), CHECKLIST, Choice(with_exported=True))[0]
    assert {place.item.id for place in asked if place.due.kind == kind} == {"H10", "V10", "T07"}
