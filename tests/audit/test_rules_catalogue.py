"""Every rule says what it is, why, what to do, and from what source."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from audit.rules import Rule, catalogue, pick_rules
from audit.types import Severity
from checklists import UserError, load_checklist

# The contract's table of rules.
SEVERITIES = {
    "missing-item": Severity.ERROR,
    "missing-part": Severity.ERROR,
    "missing-month": Severity.ERROR,
    "missing-proof": Severity.ERROR,
    "missing-attachment": Severity.ERROR,
    "name-mismatch": Severity.ERROR,
    "id-number-mismatch": Severity.ERROR,
    "id-number-invalid": Severity.ERROR,
    "headcount-mismatch": Severity.ERROR,
    "list-mismatch": Severity.ERROR,
    "object-type-mismatch": Severity.ERROR,
    "income-mismatch": Severity.ERROR,
    "income-arithmetic": Severity.ERROR,
    "income-over-line": Severity.WARNING,
    "total-mismatch": Severity.ERROR,
    "ratio-mismatch": Severity.ERROR,
    "numbering-broken": Severity.WARNING,
    "document-number-mismatch": Severity.ERROR,
    "measure-mismatch": Severity.ERROR,
    "step-order": Severity.ERROR,
    "notice-too-short": Severity.ERROR,
    "date-impossible": Severity.ERROR,
    "placeholder-left": Severity.ERROR,
    "blank-field": Severity.ERROR,
    "unsigned": Severity.ERROR,
    "quorum-not-met": Severity.ERROR,
    "vote-arithmetic": Severity.ERROR,
    "unreadable-file": Severity.ERROR,
    "encrypted-file": Severity.ERROR,
    "empty-file": Severity.ERROR,
    "low-resolution-scan": Severity.WARNING,
    "seal-missing": Severity.WARNING,
    "personal-data-exposed": Severity.ERROR,
    "macro-in-document": Severity.WARNING,
    "photo-reused": Severity.ERROR,
    "photo-date-mismatch": Severity.WARNING,
    "system-mismatch": Severity.ERROR,
    "document-copied": Severity.WARNING,
    "misfiled": Severity.ERROR,
    "duplicate-file": Severity.INFO,
    "unrecognised-file": Severity.INFO,
    # Issue E: the next audit shows what was made anew.
    "made-later": Severity.INFO,
}


def test_the_rules_bear_the_contracts_slugs_and_severities() -> None:
    always = {rule.name: rule.severity for rule in catalogue() if not rule.optional}
    assert always.items() <= SEVERITIES.items()


def test_what_only_some_notices_demand_is_off_until_a_checklist_turns_it_on() -> None:
    optional = {rule.name for rule in catalogue() if rule.optional}
    assert optional
    assert not optional & set(SEVERITIES)
    assert not optional & {rule.name for rule in pick_rules()}
    asked = replace(load_checklist(), rules=tuple((name, "on") for name in sorted(optional)))
    assert optional <= {rule.name for rule in pick_rules(checklist=asked)}


def test_a_checklist_raises_lowers_and_turns_off_rules() -> None:
    profile = replace(load_checklist(), rules=(("seal-missing", "error"), ("duplicate-file", "off")))
    on = {rule.name: rule.severity for rule in pick_rules(checklist=profile)}
    assert on["seal-missing"] is Severity.ERROR
    assert "duplicate-file" not in on


def test_a_checklist_that_names_no_rule_is_the_users_fault() -> None:
    with pytest.raises(UserError, match="没有这条规则"):
        pick_rules(checklist=replace(load_checklist(), rules=(("no-such-rule", "on"),)))


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: str(rule.name))
def test_a_rule_explains_itself_in_chinese(rule: Rule) -> None:
    assert re.fullmatch(r".*[一-龥].*。", rule.summary)
    assert [name for name, _ in rule.sections] == ["为什么", "怎么办", "依据"]
    assert all(len(text) >= 8 for _, text in rule.sections)


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: str(rule.name))
def test_no_remedy_tells_to_change_a_date_or_add_a_signature(rule: Rule) -> None:
    advice = dict(rule.sections)["怎么办"]
    assert not re.search(r"(改|修改|更改)日期|补签|代签", advice)


def test_rules_can_be_selected_and_ignored() -> None:
    assert [rule.name for rule in pick_rules(["empty-file", "missing-item"], ["empty-file"])] == [
        "missing-item"
    ]


def test_an_unknown_rule_is_the_users_fault() -> None:
    with pytest.raises(UserError, match="没有这条规则"):
        pick_rules(["missing-everything"], [])
