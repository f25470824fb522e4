"""Which kinds of paper show a column: what a fault in it would spoil. Data and one lookup."""

from __future__ import annotations

from collections.abc import Mapping

from checklists import load_kinds
from registry.sheets import FORMS, LISTS, OUT, Sheet

__all__ = ["every_paper", "meeting_papers", "papers_of", "sheet_papers"]

# A fault in what names the household or the unit touches every paper.
_EVERY: tuple[str, ...] = ()

_HELP = ("assistance-plan", "assistance-ledger", "measures-table", "dynamic-ledger", "grading-ledger")
_REVIEWS = ("village-review-meeting", "review-result", "township-review-meeting", "county-consultation")
_ABOUT = (*FORMS[2:], *LISTS, *_REVIEWS, "assistance-plan", "assistance-ledger", "measures-table", *OUT)
_NUMBERED = ("village-report", "township-request", "county-reply", "deployment-notice")
_SENT = ("village-report", "name-list", "township-request", "county-reply")
_HOUSE = ("verification-form", "collection-form", *OUT)

_MEETING_PAPERS: Mapping[str, tuple[str, ...]] = {
    "安排部署会": ("deployment-meeting",),
    "周研判会": ("assessment-meeting",),
    "月研判会": ("assessment-meeting",),
    "线索研判会": ("assessment-meeting",),
    "村级评议会": ("village-review-meeting", "review-result"),
    "风险消除提名会": ("nomination-meeting", "nomination-list"),
    "乡级审核会": ("township-review-meeting",),
    "县级会商研判会": ("county-consultation",),
}

_SHOWN: Mapping[tuple[str, str], tuple[str, ...]] = {
    (sheet, field): papers
    for sheet, fields, papers in (
        ("单位", "name level parent own", _EVERY),
        ("单位", "code", ("dynamic-ledger", "grading-ledger")),
        (
            "单位",
            "issuer",
            (
                *_NUMBERED,
                "public-notice",
                "notice-outcome",
                "result-announcement",
                "work-summary",
                "situation-note",
            ),
        ),
        ("单位", "number_prefix", _NUMBERED),
        ("单位", "party_body", ("village-report", "township-review-meeting")),
        ("单位", "bureau", ("comparison-result", "county-consultation", "county-reply", "public-notice")),
        ("单位", "leader signer", ("village-report", "township-request")),
        ("单位", "contact contact_phone", ("township-request",)),
        ("单位", "hotline", ("public-notice", "result-announcement")),
        ("监测对象户", "household_id village head state", _EVERY),
        ("监测对象户", "id_number", (*FORMS, *LISTS, "assistance-plan", "comparison-result", *OUT)),
        (
            "监测对象户",
            "object_type farm_type risk1 risk2 risk3 risk4 risk5 risk_note size per_head",
            _ABOUT,
        ),
        (
            "监测对象户",
            "situation source",
            ("application", "verification-form", *_REVIEWS, "assistance-plan"),
        ),
        ("监测对象户", "phone address group", (*FORMS, "assistance-plan", "dynamic-ledger")),
        ("监测对象户", "batch", (*LISTS, *_REVIEWS)),
        ("监测对象户", "applied_on", ("application", "verification-form")),
        ("监测对象户", "authorised_on", ("authorisation",)),
        ("监测对象户", "verified_on verifier verification", ("verification-form",)),
        ("监测对象户", "collected_on collector", ("collection-form",)),
        ("监测对象户", "identified_on", ("county-reply", *_HELP, *OUT)),
        ("监测对象户", "refused_at refused_reason refused_on", ("refusal-notice", *_REVIEWS)),
        ("监测对象户", "helper helper_post helper_phone", _HELP),
        ("监测对象户", "planned_on", ("assistance-plan",)),
        ("监测对象户", "measures_on", ("measures-table",)),
        ("监测对象户", "covered", ("verification-form", "collection-form", "dynamic-ledger")),
        ("监测对象户", "elimination_batch", (*LISTS, *_REVIEWS, "nomination-meeting", "nomination-list")),
        ("监测对象户", "elimination_visit_on elimination_visitor", ("elimination-visit-form",)),
        ("监测对象户", "assessed_on assessment", ("elimination-assessment",)),
        ("监测对象户", "eliminated_on elimination_mode", ("county-reply", "dynamic-ledger", *OUT)),
        ("监测对象户", "reidentified_on cleared_on cleared_reason", ("dynamic-ledger",)),
        ("监测对象户", "changes_on", ("natural-change-form",)),
        ("监测对象户", "house_area farmland road", _HOUSE),
        ("监测对象户", "house_safe water_safe", (*_HOUSE, "grading-ledger")),
        ("监测对象户", "schooling grade", ("grading-ledger",)),
        ("批次", "rechecked_on", ("township-review-meeting", "township-request")),
        (
            "批次",
            "notice_from notice_to notice_place objections handling outcome_on",
            ("public-notice", "notice-outcome", "village-report", "township-request"),
        ),
        ("批次", "sent_on sent_number", _SENT),
        ("批次", "compared_on", ("comparison-result", "county-consultation")),
        ("批次", "reply_on reply_number", ("county-reply", "result-announcement", "dynamic-ledger")),
        ("批次", "announced_on", ("result-announcement",)),
        ("家庭成员", "work_place work_months critical pension relocated", FORMS[3:]),
        ("家庭成员", "medical", (*FORMS[3:], "grading-ledger")),
        ("家庭成员", "politics education student ethnicity", FORMS[3:]),
    )
    for field in fields.split()
}


def papers_of(sheet: Sheet, field: str) -> tuple[str, ...]:
    """The kinds of paper that show that field; the sheet's own where nothing narrower is known."""
    return _SHOWN.get((sheet.name, field), sheet.papers) or every_paper()


def sheet_papers(sheet: Sheet) -> tuple[str, ...]:
    """The kinds of paper that suffer where a whole sheet or column cannot be read."""
    return every_paper() if sheet.when == "先填" else sheet.papers


def every_paper() -> tuple[str, ...]:
    """All kinds."""
    return tuple(load_kinds())


def meeting_papers(kind: str) -> tuple[str, ...]:
    """The kinds of paper that come of a meeting of that kind."""
    return (*_MEETING_PAPERS.get(kind, ()), "sign-in-sheet")
